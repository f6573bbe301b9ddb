"""工作移交: everything the successor needs in one zip file."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from export.formats import FORMATS, document_of, output_path, outputs_of
from model.archive import Archive, ReportEntry, VersionKind
from model.comparison import FigureDifference
from model.corrections import CorrectionList, correction_lists
from model.files import replacing
from model.form_loader import load_form
from model.text_difference import RunKind
from resources import resource

_CONTENTS: Final = """\
工作移交

年报文件/　　用本程序打开，里面有各年度的报告、修改记录和全部版本。
已定稿的报告/　各年度最后一次定稿导出的文件。
更正清单.txt　定稿之后更正过什么，为什么。
"""
_MANUAL_LINE: Final = "使用手册/　　程序的使用说明，用浏览器打开。\n"


def write_handover(archive: Archive, path: Path) -> None:
    """Pack the archive, the documents of every final version, the corrections and the manual into ``path``.

    Raises the errors of reading the archive and of ``model.files.replacing``.
    """
    with tempfile.TemporaryDirectory(prefix="nianbao-") as name, replacing(path) as beside:
        folder = Path(name)
        archive.backup(folder / "年报文件" / archive.path.name)
        for entry in archive.reports():
            _export_final(archive, entry, folder / "已定稿的报告" / str(entry.year))
        (folder / "更正清单.txt").write_text("".join(_corrections(archive)) or "没有更正。\n", encoding="utf-8-sig")
        manual = _manual()
        (folder / "说明.txt").write_text(_CONTENTS + (_MANUAL_LINE if manual else ""), encoding="utf-8-sig")
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as package:
            for file in sorted(folder.rglob("*")):
                if file.is_file():
                    package.write(file, file.relative_to(folder).as_posix())
            for name_inside, page in manual.items():
                package.write(page, f"使用手册/{name_inside}")


def _export_final(archive: Archive, entry: ReportEntry, folder: Path) -> None:
    finals = [version for version in archive.versions(entry.id) if version.kind is VersionKind.FINAL]
    if not finals:
        return
    report = archive.load_version(finals[-1].id)
    document = document_of(load_form(report.form_id), report)
    for output in outputs_of(tuple(FORMATS)):
        output.write(document, output_path(document, output, folder / (entry.scope or "")))


def _corrections(archive: Archive) -> Iterator[str]:
    for entry in archive.reports():
        report = archive.load(entry.id)
        versions, edits = archive.versions(entry.id), archive.edits(entry.id)
        form = load_form(report.form_id)
        for each in correction_lists(form, versions, edits, archive.load_version, report):
            yield f"{entry.year} 年的报告\n{corrections_text(each)}\n"


def corrections_text(corrections: CorrectionList) -> str:
    """Return one list of corrections in lines: place, old, new, reason."""
    state = "（更正中，尚未再次定稿）" if corrections.to is None else ""
    day = corrections.opened.at.astimezone()
    lines = [f"{day.year}年{day.month}月{day.day}日更正{state}，原因：{corrections.opened.name or '未写明'}"]
    for difference, reason in corrections.entries:
        if isinstance(difference, FigureDifference):
            old, new = difference.old or "空", difference.new or "空"
        else:
            old, new = (
                "".join(run.text for run in difference.runs if run.kind in {kind, RunKind.KEPT})
                for kind in (RunKind.REMOVED, RunKind.INSERTED)
            )
        lines.append(f"　　{difference.label}：原为“{old}”，改为“{new}”。原因：{reason or '未写明'}")
    return "\n".join(lines) + "\n"


def _manual() -> dict[str, Path]:
    """Return the files of the manual by their name in the package; the page itself gets a Chinese one."""
    folder = resource("help")
    pages = sorted(page for page in folder.rglob("*") if page.is_file()) if folder.is_dir() else []
    names = [page.relative_to(folder) for page in pages]
    return {
        (name.with_stem("使用手册") if str(name.with_suffix("")) == "manual" else name).as_posix(): page
        for name, page in zip(names, pages, strict=True)
    }
