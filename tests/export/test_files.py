from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.files import report_file_name, safe_file_name


def test_that_a_report_is_named_as_offices_name_it() -> None:
    assert report_file_name("青石县财政局", 2024, ".pdf") == "青石县财政局2024年政府信息公开工作年度报告.pdf"


def test_that_a_draft_says_so_in_its_name() -> None:
    name = report_file_name("青石县财政局", 2024, ".pdf", draft=True)
    assert name == "青石县财政局2024年政府信息公开工作年度报告（草稿）.pdf"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ('甲/乙\\丙:丁*戊?己"庚<辛>壬|癸', "甲／乙＼丙：丁＊戊？己＂庚＜辛＞壬｜癸"),
        ("甲\n乙\t丙\u202e丁\x00戊", "甲乙丙丁戊"),
        ("甲　乙  丙", "甲 乙 丙"),
        ("甲. . ", "甲"),
        ("../../etc", "..／..／etc"),
        ("con.pdf", "_con.pdf"),
        ("LPT1", "_LPT1"),
        ("console.pdf", "console.pdf"),
        ("...", "_"),
        ("\ud800甲", "甲"),
    ],
)
def test_that_a_file_name_is_made_safe_for_windows(name: str, safe: str) -> None:
    assert safe_file_name(name) == safe


@given(st.text() | st.text("𬭸", min_size=60), st.integers(2008, 2100))
def test_that_any_office_gives_a_name_that_every_system_accepts(office: str, year: int) -> None:
    name = report_file_name(office, year, ".xlsx", draft=True)
    assert len(name.encode("utf-8")) <= 255
    assert not set(name) & set('/\\:*?"<>|\0\n')
    assert name.endswith(f"{year}年政府信息公开工作年度报告（草稿）.xlsx")
    assert safe_file_name(name) == name
