"""Report files: written, read back, and refused with the place of what is wrong."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.cells import CellRef
from model.errors import (
    AppError,
    FileMissingError,
    FileUnreadableError,
    ReportFileError,
    ReportFileTooLargeError,
    ReportFileTooNewError,
)
from model.form_loader import load_form
from model.report import Explanation, Level, Report, Scope
from model.report_file import (
    MAXIMUM_SIZE,
    clean_text,
    original_span,
    read_report_file,
    report_from_json,
    report_to_json,
    write_report_file,
)
from model.report_json import json_text
from model.text_view import TextSpan
from tests.model.strategies import clean_texts, json_values, reports

NATURAL = CellRef("requests", "new", "natural")
FEES = CellRef("proactive", "fees", "amount")
SMALLEST: dict[str, Any] = {
    "format": 1,
    "form": "2021",
    "office": "甲县人民政府办公室",
    "year": 2024,
    "cells": {},
    "texts": {},
}
FULL: dict[str, Any] = SMALLEST | {
    "level": "county",
    "scope": "own",
    "cells": {"requests.new.natural": 35, "proactive.fees.amount": "12.5"},
    "as_printed": {"proactive.rules.issued": "/"},
    "texts": {"overview": "收到{{requests.new.total}}件", "title": "标题"},
    "notes": {"requests.new.natural": "26+9"},
    "explanations": {
        "Y1:a": {"text": "机构合并", "values": {"requests.new.natural": 35, "proactive.fees.amount": None}}
    },
    "dismissed": ["C1:overview:9件"],
    "previous": SMALLEST | {"year": 2023, "source": "上年网页"},
}


def read(changes: dict[str, Any]) -> Report:
    return read_report_file(json.dumps(SMALLEST | changes).encode()).report


def refusal(changes: dict[str, Any]) -> str:
    with pytest.raises(ReportFileError) as refused:
        read(changes)
    assert refused.value.sentence.endswith("请改正后重试，或请提供文件的人重新导出。")
    return refused.value.sentence


def refusal_of(content: bytes) -> str:
    with pytest.raises(ReportFileError) as refused:
        read_report_file(content)
    return refused.value.sentence


def test_that_every_part_of_a_report_is_read() -> None:
    found = read_report_file(json.dumps(FULL).encode(), load_form("2021"))
    assert found.warnings == ()
    assert found.report == Report(
        form_id="2021",
        office="甲县人民政府办公室",
        year=2024,
        level=Level.COUNTY,
        scope=Scope.OWN,
        cells={NATURAL: 35, FEES: Decimal("12.5")},
        as_printed={CellRef("proactive", "rules", "issued"): "/"},
        texts={"overview": "收到{{requests.new.total}}件", "title": "标题"},
        notes={NATURAL: "26+9"},
        explanations={"Y1:a": Explanation("机构合并", {str(NATURAL): 35, str(FEES): None})},
        dismissed=frozenset({"C1:overview:9件"}),
        previous=Report("2021", "甲县人民政府办公室", 2023, source="上年网页"),
    )


def test_that_what_was_read_is_written_in_the_same_words() -> None:
    written = report_to_json(read(FULL))
    assert written == FULL | {"previous": written["previous"]}
    assert written["previous"].items() >= FULL["previous"].items()


@given(reports(clean_texts, depth=2))
def test_that_a_written_report_reads_back(report: Report) -> None:
    content = json_text(report_to_json(report), indent=2).encode()
    assert read_report_file(content).report == report


@given(reports())
def test_that_json_keeps_every_character_even_those_no_document_can_hold(report: Report) -> None:
    assert report_from_json(json.loads(json_text(report_to_json(report)).encode())) == report


def test_that_a_file_is_written_for_people_to_read_too(tmp_path: Path) -> None:
    write_report_file(read(FULL), tmp_path / "报告.json")
    text = (tmp_path / "报告.json").read_text(encoding="utf-8")
    assert text.startswith('{\n  "format": 1,\n  "form": "2021",\n  "office": "甲县人民政府办公室",')
    assert read_report_file(tmp_path / "报告.json").report == read(FULL)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_that_every_encoding_json_may_have_is_read(encoding: str) -> None:
    assert read_report_file(json.dumps(FULL, ensure_ascii=False).encode(encoding)).report == read(FULL)


def test_that_figures_are_exact_and_have_one_form() -> None:
    cells = {"a.b.int": "35", "a.b.zeros": "12.50", "a.b.negative": -3, "a.b.long": "0.123456", "a.b.blank": None}
    found = read({"cells": cells}).cells
    assert {str(ref): value for ref, value in found.items()} == {
        "a.b.int": 35,
        "a.b.zeros": Decimal("12.5"),
        "a.b.negative": -3,
        "a.b.long": Decimal("0.123456"),
    }
    assert isinstance(found[CellRef("a", "b", "int")], int)


def test_that_absent_and_null_parts_are_empty() -> None:
    nothing = dict.fromkeys(
        ["level", "scope", "as_printed", "notes", "explanations", "dismissed", "previous", "source"]
    )
    assert read(nothing) == read({}) == Report("2021", "甲县人民政府办公室", 2024)


UNKNOWN: dict[str, Any] = {
    "custom": {"深": [1, 2.5, True, None]},
    "cells": {"total": "很多", "previous.requests.new.natural": 1, "a..b": 2},
    "notes": {"备注": "x"},
    "texts": {"appendix": ["附录"]},
    "explanations": {"Y1:a": {"text": "t", "values": {}, "author": "张三"}},
    "previous": SMALLEST | {"custom": 1},
}


def test_that_unknown_keys_are_kept_and_reported() -> None:
    found = read_report_file(json.dumps(SMALLEST | UNKNOWN).encode())
    assert found.warnings == (
        *(f"本程序不认识“{place}”，已原样保留。" for place in ("custom", "cells/total")),
        *(f"本程序不认识“cells/{name}”，已原样保留。" for name in ("previous.requests.new.natural", "a..b")),
        *(f"本程序不认识“{place}”，已原样保留。" for place in ("texts/appendix", "notes/备注", "explanations/Y1:a")),
        "本程序不认识“previous/custom”，已原样保留。",
    )
    written = report_to_json(found.report)
    assert {key: written[key] for key in UNKNOWN if key != "previous"} == {
        key: item for key, item in UNKNOWN.items() if key != "previous"
    }
    assert written["previous"]["custom"] == 1


def test_that_what_was_kept_of_an_explanation_goes_with_it() -> None:
    report = replace(read(UNKNOWN), explanations={})
    assert report_from_json(report_to_json(report)).explanations == {}


def test_that_figures_unknown_to_the_form_are_kept_and_reported() -> None:
    changes = {
        "cells": {"a.b.c": 1},
        "notes": {"a.b.d": "x"},
        "previous": SMALLEST | {"form": "2019", "cells": {"e.f.g": 2}},
    }
    found = read_report_file(json.dumps(SMALLEST | changes).encode(), load_form("2021"))
    assert found.warnings == (
        "报表里没有“cells/a.b.c”这一格，已原样保留。",
        "报表里没有“notes/a.b.d”这一格，已原样保留。",
        "报表里没有“previous/cells/e.f.g”这一格，已原样保留。",
    )
    assert report_to_json(found.report)["cells"] == {"a.b.c": 1}


def test_that_a_report_on_a_form_the_program_does_not_have_is_refused() -> None:
    content = json.dumps(SMALLEST | {"form": "2031"}).encode()
    with pytest.raises(ReportFileError, match="“form”处的报表格式“2031”本程序没有，只有 2019、2021"):
        read_report_file(content, load_form("2021"))


def test_that_last_years_report_on_such_a_form_is_kept_and_not_judged() -> None:
    last = SMALLEST | {"form": "1999", "cells": {"a.b.c": 1}}
    found = read_report_file(json.dumps(SMALLEST | {"previous": last}).encode(), load_form("2021"))
    assert found.report.previous is not None
    assert found.report.previous.form_id == "1999"
    assert found.warnings == ("“previous/form”处的报表格式“1999”本程序没有，只有 2019、2021，这一年的数不参加核对。",)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"format": "1"}, '“format”处应为格式版本号 1，现在是 "1"'),
        ({"format": True}, "“format”处应为格式版本号 1，现在是 true"),
        ({"format": 0}, "“format”处应为格式版本号 1，现在是 0"),
        ({"form": 2021}, "“form”处应为加引号的文字，现在是 2021"),
        ({"office": None}, "“office”处应为加引号的文字，现在是 null"),
        ({"year": "2024"}, '“year”处应为整数（如 2024），现在是 "2024"'),
        ({"year": 24}, "“year”处应为四位数的年份"),
        ({"year": 10**30}, "“year”处应为四位数的年份"),
        ({"previous": SMALLEST | {"year": -1}}, "“previous/year”处应为四位数的年份"),
        ({"year": True}, "“year”处应为整数（如 2024），现在是 true"),
        ({"year": 2024.0}, "“year”处应为整数（如 2024），现在是 2024.0"),
        (
            {"level": "village"},
            '“level”处应为province、city、county、township、department 之一或 null，现在是 "village"',
        ),
        ({"scope": ["own"]}, "“scope”处应为own、aggregate 之一或 null，现在是 一组内容"),
        ({"cells": []}, "“cells”处应为用花括号 { } 括起来的一组内容，现在是 一组内容"),
        ({"cells": {"requests.new.natural": 35.0}}, "“cells/requests.new.natural”处应为整数（如 35），或加引号的小数"),
        ({"cells": {"a.b.c": True}}, "“cells/a.b.c”处应为整数"),
        ({"cells": {"a.b.c": "３５"}}, '现在是 "３５"'),
        ({"cells": {"a.b.c": "1e3"}}, '现在是 "1e3"'),
        ({"cells": {"a.b.c": ""}}, '现在是 ""'),
        ({"cells": {"a.b.c": "很" * 99}}, f'现在是 "{"很" * 39}…'),
        ({"cells": {"a.b.c": [1]}}, "现在是 一组内容"),
        ({"cells": {"a.b.c": 10**15}}, "“cells/a.b.c”超过 15 位数字"),
        ({"cells": {"a.b.c": -(10**40)}}, "“cells/a.b.c”超过 15 位数字"),
        ({"cells": {"a.b.c": "0." + "1" * 16}}, "“cells/a.b.c”超过 15 位数字"),
        ({"as_printed": {"a.b.c": 5}}, "“as_printed/a.b.c”处应为加引号的文字，现在是 5"),
        ({"texts": {"overview": ["x"]}}, "“texts/overview”处应为加引号的文字"),
        ({"notes": {"a.b.c": None}}, "“notes/a.b.c”处应为加引号的文字"),
        ({"explanations": {"K": "t"}}, "“explanations/K”处应为用花括号"),
        ({"explanations": {"K": {}}}, "“explanations/K/text”处应为加引号的文字"),
        ({"explanations": {"K": {"text": "t", "values": {"x": "y"}}}}, "“explanations/K/values/x”处应为整数"),
        ({"dismissed": "K"}, "“dismissed”处应为用方括号 [ ] 括起来的一列文字"),
        ({"dismissed": ["K", 2]}, "“dismissed/2”处应为加引号的文字"),
        ({"previous": "2023"}, "“previous”处应为用花括号"),
        ({"previous": {"year": 2023}}, "缺少“previous/form”、“previous/office”、“previous/cells”、“previous/texts”"),
        ({"previous": SMALLEST | {"cells": {"a.b.c": {}}}}, "“previous/cells/a.b.c”处应为整数"),
        ({"previous": SMALLEST | {"cells": {"a.b.c": 10**15}}}, "“previous/cells/a.b.c”超过 15 位数字"),
        ({"source": 1}, "“source”处应为加引号的文字"),
        ({"custom\x07": 1}, "“custom”的名称里有无法显示的控制字符"),
    ],
)
def test_that_a_wrong_type_is_refused_with_its_place(changes: dict[str, Any], reason: str) -> None:
    assert reason in refusal(changes)


@pytest.mark.parametrize("key", ["form", "office", "year", "cells", "texts"])
def test_that_a_missing_key_is_named(key: str) -> None:
    content = {name: item for name, item in SMALLEST.items() if name != key}
    assert f"缺少“{key}”" in refusal_of(json.dumps(content).encode())


def test_that_a_file_without_format_is_refused() -> None:
    content = {name: item for name, item in SMALLEST.items() if name != "format"}
    assert "缺少“format”" in refusal_of(json.dumps(content).encode())


@pytest.mark.parametrize("changes", [{"format": 2}, {"previous": SMALLEST | {"format": 9}}])
def test_that_a_newer_format_is_refused_whole(changes: dict[str, Any]) -> None:
    with pytest.raises(ReportFileTooNewError, match="本程序只认得第 1 版及以前的，请先升级程序"):
        read(changes | {"cells": "不看"} if "format" in changes else changes)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "文件是空的"),
        (b" \r\n", "文件是空的"),
        (b"[]", "整个文件应为用花括号"),
        (b'{"format": 1,\n "form": }', "第 2 行第 10 个字符处不符合 JSON 格式"),
        ("{“format”: 1}".encode(), "第 1 行第 2 个字符处不符合 JSON 格式"),
        ('{"office": "甲县"}'.encode("gb18030"), "文件不是 UTF-8 编码"),
        (b"\xff\xfe\xfd", "文件不是 UTF-8 编码"),
        (b'{"year": NaN}', "里面有不是数字的 NaN"),
        (b'{"year": -Infinity}', "里面有不是数字的 -Infinity"),
        (b'{"year": 1e999}', "里面有不是数字的 1e999"),
        (b'{"year": %s}' % (b"9" * 5000), "里面有长得不像数字的数字"),
        (b'{"cells": {"a.b.c": 1, "a.b.c": 2}}', "“a.b.c”出现了不止一次"),
        (b"[" * 100_000, "内容嵌套超过 40 层"),
        (b'{"custom": %s1%s}' % (b"[" * 60, b"]" * 60), "内容嵌套超过 40 层"),
        (b'{"previous": ' * 60 + b"1" + b"}" * 60, "内容嵌套超过 40 层"),
    ],
)
def test_that_a_broken_file_is_refused_with_a_sentence(content: bytes, reason: str) -> None:
    assert reason in refusal_of(content)


def test_that_characters_no_document_can_hold_are_taken_out_and_reported() -> None:
    content = b'{"overview": "a\\u0000b\\ud800c\\r\\nd\\te", "title": "\\ud842\\udfb7"}'
    file = json.dumps(SMALLEST).encode().replace(b'"texts": {}', b'"texts": ' + content)
    found = read_report_file(file)
    assert found.report.texts == {"overview": "abc\nd\te", "title": "𠮷"}
    assert found.warnings == ("“texts/overview”里有 2 个无法显示的控制字符，已去掉。",)


@given(st.text(st.characters()))
def test_that_a_clean_text_can_be_encoded_and_stays_clean(text: str) -> None:
    clean, removed = clean_text(text)
    assert clean.encode().decode() == clean
    assert clean_text(clean) == (clean, 0)
    assert len(clean) + removed + text.count("\r\n") == len(text)


def test_that_long_texts_are_read_whole() -> None:
    assert read({"texts": {"overview": "字" * 20_000}}).texts["overview"] == "字" * 20_000


def test_that_a_file_of_100_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "大.json"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 100_000_000)
    with pytest.raises(ReportFileTooLargeError, match="文件有 100 MB，报告文件不会超过 20 MB"):
        read_report_file(path)
    with pytest.raises(ReportFileTooLargeError):
        read_report_file(bytes(MAXIMUM_SIZE + 1))


def test_that_a_missing_file_and_a_folder_get_a_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "无.json", tmp_path):
        with pytest.raises(FileMissingError, match="找不到文件"):
            read_report_file(path)


def test_that_a_file_that_cannot_be_read_gets_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError

    (tmp_path / "报告.json").write_bytes(b"{}")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(FileUnreadableError, match="读不出来，请确认有权限打开它"):
        read_report_file(tmp_path / "报告.json")


@given(st.dictionaries(st.sampled_from([*FULL, "x"]), json_values))
def test_that_any_json_is_read_or_refused_with_a_sentence(changes: dict[str, Any]) -> None:
    with suppress(AppError):
        assert read(changes)


@given(st.binary(max_size=40))
def test_that_any_bytes_are_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(ReportFileError):
        read_report_file(content)


@given(st.text(st.characters() | st.sampled_from("\r\n\x0c\x00"), max_size=30), st.data())
def test_that_a_stretch_of_a_cleaned_text_is_found_in_the_file(original: str, data: st.DataObject) -> None:
    clean, _ = clean_text(original)
    if not clean:
        return
    start = data.draw(st.integers(0, len(clean) - 1))
    end = data.draw(st.integers(start + 1, len(clean)))
    found = original_span(original, TextSpan(start, end, clean[start:end]))
    assert found.quote == original[found.start : found.end]
    assert clean_text(found.quote)[0] == clean[start:end]
