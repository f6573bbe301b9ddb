"""工作移交: everything the successor needs in one zip file."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

from export.comparison import correction_sheet, write_change_document
from export.formats import FORMATS, document_of, output_path, outputs_of
from model.archive import Archive, ReportEntry, VersionKind
from model.corrections import correction_lists
from model.files import replacing
from model.form_loader import load_form
from model.report import Scope
from model.temporary import temporary_folder
from resources import resource

_CONTENTS: Final = """\
工作移交

年报文件/　　用本程序打开，里面有各年度的报告、修改记录和全部版本。
已定稿的报告/　各年度最后一次定稿导出的文件。
"""
_CORRECTED: Final = "更正清单/　　定稿之后更正过什么，为什么。\n"
_NOT_CORRECTED: Final = "各年度定稿之后没有更正。\n"
_SCOPE_WORDS: Final = {Scope.OWN: "本机关", Scope.AGGREGATE: "本级政府汇总"}
_MANUAL: Final = "使用手册/　　程序的使用说明，用浏览器打开。\n"


def write_handover(archive: Archive, path: Path) -> None:
    """Pack the archive, the documents of every final version, the corrections and the manual into ``path``.

    Raises the errors of reading the archive and of ``model.files.replacing``.
    """
    with replacing(path) as beside, temporary_folder() as folder:
        archive.backup(folder / "年报文件" / archive.path.name)
        for entry in archive.reports():
            _export_final(archive, entry, folder / "已定稿的报告" / _year(entry))
            _list_corrections(archive, entry, folder / "更正清单")
        corrected = _CORRECTED if (folder / "更正清单").exists() else _NOT_CORRECTED
        (folder / "说明.txt").write_text(_CONTENTS + corrected + _MANUAL, encoding="utf-8-sig")
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as package:
            for file in sorted(folder.rglob("*")):
                if file.is_file():
                    package.write(file, file.relative_to(folder).as_posix())
            package.write(resource("help", "manual.html"), "使用手册/使用手册.html")


def _export_final(archive: Archive, entry: ReportEntry, folder: Path) -> None:
    finals = [version for version in archive.versions(entry.id) if version.kind is VersionKind.FINAL]
    if not finals:
        return
    report = archive.load_version(finals[-1].id)
    document = document_of(load_form(report.form_id), report)
    for output in outputs_of(tuple(FORMATS)):
        output.write(document, output_path(document, output, folder))


def _list_corrections(archive: Archive, entry: ReportEntry, folder: Path) -> None:
    report = archive.load(entry.id)
    versions, edits = archive.versions(entry.id), archive.edits(entry.id)
    lists = correction_lists(load_form(report.form_id), versions, edits, archive.load_version, report)
    if lists:
        write_change_document(folder / f"{_year(entry)}更正清单.docx", correction_sheet(report, lists))


def _year(entry: ReportEntry) -> str:
    """Return how the files of a report are told apart: 2024年本机关."""
    return f"{entry.year}年{_SCOPE_WORDS[entry.scope] if entry.scope else ''}"
