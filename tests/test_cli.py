from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

import cli
import main as program
from export import formats
from export.formats import Document
from model.errors import AppError
from model.form_loader import load_form

ROOT = Path(__file__).parents[1]
CHECKS = Path(__file__).parent / "files" / "checks"
SAMPLE = ROOT / "resources" / "sample" / "report.json"
NAME = "清岚县人民政府办公室2024年政府信息公开工作年度报告"
Capture = pytest.CaptureFixture[str]


def run(*arguments: str | Path) -> int:
    return program.main([str(argument) for argument in arguments])


# ---------------------------------------------------------------- check


def without_words(result: dict[str, Any]) -> dict[str, Any]:
    """Leave out how a finding is worded, which may be improved; everything else is a contract."""
    for finding in result["findings"]:
        assert finding.pop("message")
        assert finding.pop("basis").partition("：")[0] in {"通知原文", "按表推算", "通行做法"}
    return result


@pytest.mark.parametrize(
    ("name", "previous", "code"),
    [
        ("contradictory", "", 1),
        ("contradictory", "last-year", 1),
        ("last-year", "", 0),
        ("explained", "", 0),
        ("blank", "", 0),
    ],
)
def test_that_check_prints_figures_and_findings_as_the_contract_says(
    name: str, previous: str, code: int, capsys: Capture
) -> None:
    more: list[str | Path] = ["--previous", CHECKS / f"{previous}.json"] if previous else []
    assert run("check", CHECKS / f"{name}.json", *more, "--json") == code
    golden = CHECKS / f"{name}{previous and '-after-' + previous}.expected.json"
    assert without_words(json.loads(capsys.readouterr().out)) == json.loads(golden.read_text(encoding="utf-8"))


def test_that_spans_count_the_characters_of_the_file_whatever_stands_in_it(tmp_path: Path, capsys: Capture) -> None:
    text = "\x0c一是公开。\r\n\x07全年办理9件申请。\r\n"
    cells = {ref: 0 for ref, cell in load_form("2021").cells.items() if not cell.computed}
    figures = {str(ref): figure for ref, figure in cells.items()} | {"requests.granted.natural": 45}
    content = {"format": 1, "form": "2021", "office": "甲县发展和改革局", "year": 2024, "cells": figures}
    report = tmp_path / "report.json"
    report.write_text(json.dumps(content | {"texts": {"overview": text}}), encoding="utf-8")
    assert run("check", report, "--json") == cli.OPEN_ERRORS
    findings = json.loads(capsys.readouterr().out)["findings"]
    span = next(finding["span"] for finding in findings if finding["id"] in {"C1", "C2"})
    assert span["quote"] == text[span["start"] : span["end"]]
    assert "9件" in span["quote"]


def test_that_amounts_are_decimal_strings_and_blanks_are_absent(capsys: Capture) -> None:
    run("check", CHECKS / "contradictory.json", "--json")
    values = json.loads(capsys.readouterr().out)["values"]
    assert (values["proactive.fees.amount"], values["requests.handled.total"]) == ("12.5", 45)
    run("check", CHECKS / "blank.json", "--json")
    assert json.loads(capsys.readouterr().out)["values"] == {}


def test_that_a_check_tells_people_every_finding_with_its_basis(capsys: Capture) -> None:
    assert run("check", CHECKS / "contradictory.json") == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["青石县财政局　2024年　国办公开办函〔2021〕30号", "错误 6，核实 2，提示 0。"]
    assert lines[2].startswith("［错误］A1　申请办理表“自然人”列")
    assert lines[3].strip().startswith("依据：通知原文：")
    assert len(lines) == 18


def test_that_an_explained_error_is_told_as_such(capsys: Capture) -> None:
    assert run("check", CHECKS / "explained.json") == 0
    out = capsys.readouterr().out
    assert "错误 1，核实 0，提示 0（其中已写明理由 1）。" in out
    assert "（已写明理由）" in out


def test_that_a_report_without_findings_is_told_so(capsys: Capture) -> None:
    assert run("check", SAMPLE) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["未发现问题。"]


def test_that_what_is_kept_aside_is_said_beside_the_json(capsys: Capture) -> None:
    run("check", CHECKS / "blank.json", "--json")
    captured = capsys.readouterr()
    json.loads(captured.out)
    assert "注意：" in captured.err
    assert "colour" in captured.err


@pytest.mark.parametrize("content", ["{", "[]", '{"format": 99}', "\xff"])
def test_that_an_unreadable_file_is_refused_with_a_sentence(content: str, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "坏.json"
    path.write_bytes(content.encode("latin-1"))
    assert run("check", path, "--json") == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.strip().endswith("。")


def test_that_a_missing_file_is_refused_with_a_sentence(tmp_path: Path, capsys: Capture) -> None:
    assert run("check", tmp_path / "无.json") == 2
    assert run("check", SAMPLE, "--previous", tmp_path / "无.json") == 2
    assert capsys.readouterr().err.count("找不到文件") == 2


# ---------------------------------------------------------------- export


def test_that_a_report_is_exported_in_each_format_under_its_customary_name(tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "新" / "文件夹"
    assert run("export", SAMPLE, "--to", "xlsx，pdf,xlsx", "--out", folder) == 0
    assert sorted(path.name for path in folder.iterdir()) == [f"{NAME}.pdf", f"{NAME}.xlsx"]
    assert capsys.readouterr().out.splitlines() == [
        f"已写出：{folder / NAME}.xlsx",
        f"已写出：{folder / NAME}.pdf",
        "未发现问题。",
    ]
    assert openpyxl.load_workbook(folder / f"{NAME}.xlsx").sheetnames == ["主动公开表", "申请办理表", "复议诉讼表"]
    with PdfDocument(folder / f"{NAME}.pdf") as document:
        assert "清岚县人民政府办公室" in document[0].get_textpage().get_text_range()


def test_that_a_report_with_errors_is_exported_all_the_same(tmp_path: Path, capsys: Capture) -> None:
    assert run("export", CHECKS / "contradictory.json", "--to", "xlsx", "--out", tmp_path) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "错误 6，核实 2，提示 0。"


def test_that_a_draft_does_not_replace_the_final_file(tmp_path: Path) -> None:
    assert run("export", SAMPLE, "--to", "xlsx", "--out", tmp_path) == 0
    assert run("export", SAMPLE, "--to", "xlsx", "--out", tmp_path, "--draft") == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{NAME}.xlsx", f"{NAME}（草稿）.xlsx"]


def test_that_a_draft_is_marked_on_its_pages(tmp_path: Path) -> None:
    assert run("export", SAMPLE, "--to", "pdf", "--out", tmp_path, "--draft") == 0
    with PdfDocument(tmp_path / f"{NAME}（草稿）.pdf") as document:
        assert all("初稿" in page.get_textpage().get_text_range() for page in document)


def test_that_a_draft_is_marked_in_word_and_on_the_web_page(tmp_path: Path) -> None:
    assert run("export", SAMPLE, "--to", "docx,html", "--out", tmp_path, "--draft") == 0
    with zipfile.ZipFile(tmp_path / f"{NAME}（草稿）.docx") as package:
        assert "初稿　第1稿" in package.read("word/header_even.xml").decode("utf-8")
    assert "初稿　第1稿" in (tmp_path / f"{NAME}（草稿）.html").read_text(encoding="utf-8")
    assert "初稿" not in (tmp_path / f"{NAME}（草稿）（网页正文）.html").read_text(encoding="utf-8")


def test_that_characters_in_no_font_are_said(tmp_path: Path, capsys: Capture) -> None:
    report = json.loads(SAMPLE.read_text(encoding="utf-8"))
    report["office"], report["texts"]["title"] = "甲\U0010fffd局", ""
    path = tmp_path / "甲.json"
    path.write_text(json.dumps(report), encoding="utf-8")
    assert run("export", path, "--to", "pdf,xlsx", "--out", tmp_path) == 0
    assert "“\U0010fffd”在本机的字体里都没有，PDF 中印成了〓" in capsys.readouterr().err


def test_that_a_format_without_a_writer_is_refused_before_anything_is_written(tmp_path: Path, capsys: Capture) -> None:
    assert run("export", SAMPLE, "--to", "pdf,odt,wps", "--out", tmp_path) == 2
    assert capsys.readouterr().err == f"暂不支持导出 odt、wps，目前可以导出 {'、'.join(formats.FORMATS)}。\n"
    assert list(tmp_path.iterdir()) == []


def test_that_a_folder_that_cannot_be_made_is_refused_with_a_sentence(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "文件").touch()
    assert run("export", SAMPLE, "--to", "xlsx", "--out", tmp_path / "文件" / "夹") == 2
    assert "文件夹" in capsys.readouterr().err


# ---------------------------------------------------------------- self-test


def test_that_the_self_test_writes_every_export_of_the_sample_and_finds_them_right(
    tmp_path: Path, capsys: Capture
) -> None:
    assert run("self-test", tmp_path) == 0
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".docx", ".html", ".html", ".pdf", ".xlsx"]
    assert capsys.readouterr().out.splitlines()[-1] == "自检通过。"


def test_that_the_self_test_fails_when_an_export_differs(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = json.loads(SAMPLE.read_text(encoding="utf-8"))
    report["cells"]["requests.new.natural"] += 1
    other = tmp_path / "别的.json"
    other.write_text(json.dumps(report), encoding="utf-8")
    run("export", other, "--to", "xlsx", "--out", tmp_path)
    right = formats.FORMATS["xlsx"][0]

    def copy_another(_document: Document, path: Path) -> list[str]:
        shutil.copy(tmp_path / path.name, path)
        return []

    wrong = right._replace(write=copy_another)
    for module in (cli, formats):
        monkeypatch.setattr(module, "FORMATS", {"xlsx": (wrong,)})
    (tmp_path / "自检").mkdir()
    assert run("self-test", tmp_path / "自检") == 1
    out = capsys.readouterr().out
    assert f"不符：{tmp_path / '自检' / NAME}.xlsx" in out
    assert "申请办理表“本年新收”行“自然人”列是“36”，应为“35”。" in out


def test_that_the_self_test_fails_with_a_sentence_where_nothing_can_be_written(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "文件").touch()
    assert run("self-test", tmp_path / "文件") == 1
    assert "文件夹" in capsys.readouterr().out


# ---------------------------------------------------------------- the command line


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["export", "-h"], ["self-test", "-h"]])
def test_that_help_is_in_chinese(arguments: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as leaving:
        run(*arguments)
    assert leaving.value.code == 0
    out = capsys.readouterr().out
    assert out.startswith(f"用法：main.py {'' if len(arguments) == 1 else arguments[0]}".rstrip())
    assert not {"usage", "options", "positional", "show this"} & set(out.replace(":", " ").split())


@pytest.mark.parametrize("arguments", [["check"], ["export", "a.json", "--to", "pdf,", "--out", "x"], ["check", "--x"]])
def test_that_a_wrong_command_line_shows_how_it_is_written(arguments: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as leaving:
        run(*arguments)
    assert leaving.value.code == 2
    err = capsys.readouterr().err
    assert err.startswith(f"命令写法不对，请按下面的用法重写。\n用法：main.py {arguments[0]} ")
    assert "error" not in err


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_that_output_is_utf_8_whatever_the_console_uses(encoding: str) -> None:
    command = [sys.executable, str(ROOT / "main.py"), "check", str(SAMPLE)]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    outcome = subprocess.run(command, capture_output=True, env=environment, cwd=ROOT.parent, check=False)
    assert outcome.returncode == 0, outcome.stderr
    assert "未发现问题。" in outcome.stdout.decode("utf-8")


def test_that_a_command_loads_no_qt() -> None:
    code = f"import sys, main\nmain.main(['check', {str(SAMPLE)!r}])\nsys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=False).returncode == 0


def test_that_a_bug_is_not_taken_for_open_errors(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_path: Path, _form: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "read_report_file", broken)
    assert run("check", SAMPLE) == 2
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_that_anything_but_a_command_opens_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[list[str]] = []

    def open_window(arguments: list[str]) -> int:
        opened.append(arguments)
        return 7

    monkeypatch.setitem(sys.modules, "ui.application", SimpleNamespace(run_application=open_window))
    assert run("年报.gknb") == 7
    assert run() == 7
    assert opened == [["年报.gknb"], []]


def test_that_every_refusal_is_a_sentence() -> None:
    assert issubclass(formats.UnsupportedFormatError, AppError)
    assert formats.UnsupportedFormatError(["odt"]).sentence.endswith("。")
