"""Whatever a file holds, reading it ends in a reading or in one sentence, and soon."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from intake import read_source, refusals
from intake.containers import MAXIMUM_SIZE, Kind, kind_of
from intake.observed import Printing, windows
from intake.reader_process import _finished, read_in_process
from intake.source import Place
from model.cells import CellRef
from model.errors import AppError
from model.form_loader import load_form
from tests.intake.packages import bomb, paragraph, pdf_pages, word_file

ROOT = Path(__file__).parents[2]
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LINEAR = 8
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _cut(path: Path) -> Path:
    whole = word_file(path, paragraph("一、总体情况")).read_bytes()
    return written(path, whole[: len(whole) // 2])


HOSTILE: dict[str, tuple[type[AppError], Callable[[Path], Path]]] = {
    "entities": (refusals.SourceUnsafeError, lambda path: word_file(path, paragraph("&b;"), prolog=DOCTYPE)),
    "external": (refusals.SourceUnsafeError, lambda path: word_file(path, paragraph("&a;"), prolog=EXTERNAL)),
    "bomb": (refusals.SourceTooLargeError, lambda path: bomb(path, 210_000_000)),
    "cut package": (refusals.SourceDamagedError, _cut),
    "no xml": (refusals.SourceDamagedError, lambda path: word_file(path, "<w:p")),
    "many pages": (refusals.SourceTooLargeError, lambda path: written(path, pdf_pages(10_000))),
    "locked": (refusals.SourceEncryptedError, lambda path: written(path, pdf_pages(1, password="x"))),
    "scanned": (refusals.SourceScannedError, lambda path: written(path, pdf_pages(2))),
    "broken pdf": (refusals.SourceDamagedError, lambda path: written(path, b"%PDF-1.7\n1 0 obj\n<<")),
    "binary": (refusals.SourceKindError, lambda path: written(path, bytes(range(256)) * 40)),
    "empty": (refusals.SourceKindError, lambda path: written(path, b" \n")),
    "old word": (refusals.SourceKindError, lambda path: written(path, OLE + bytes(600))),
    "other text": (refusals.SourceEmptyError, lambda path: written(path, "今天天气很好。".encode())),
    "missing": (refusals.SourceMissingError, lambda path: path),
    "folder": (refusals.SourceMissingError, lambda path: path.parent),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_that_a_hopeless_file_ends_in_a_sentence_that_says_what_to_do(name: str, tmp_path: Path) -> None:
    cause, make = HOSTILE[name]
    path = make(tmp_path / "年报.docx")
    with pytest.raises(cause) as refusal:
        read_source(path)
    assert refusal.value.sentence.endswith("。")
    assert path.name in refusal.value.sentence


@pytest.mark.parametrize("name", ["scanned", "bomb", "missing"])
def test_that_the_process_apart_meets_the_same_refusal(name: str, tmp_path: Path) -> None:
    cause, make = HOSTILE[name]
    path = make(tmp_path / "年报.docx")
    with pytest.raises(cause) as refusal:
        read_in_process(path)
    assert path.name in refusal.value.sentence


def test_that_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "大.pdf"
    with path.open("wb") as file:
        file.truncate(MAXIMUM_SIZE + 1)
    with pytest.raises(refusals.SourceTooLargeError):
        read_in_process(path)


def test_that_a_reader_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    path = word_file(tmp_path / "好.docx", paragraph("一、总体情况") + paragraph("甲。"))
    with pytest.raises(refusals.SourceHopelessError):
        read_in_process(path, seconds=0.01)


@pytest.mark.skipif(sys.platform == "win32", reason="bounded by a job object there")
def test_that_a_reader_that_takes_too_much_memory_breaks_down_alone() -> None:
    code = "import sys, time; time.sleep(0.5); sys.exit(bool(bytearray(4_000_000_000)))"
    assert _finished([sys.executable, "-c", code], 60)


def _times_as_long(make: Callable[[int], Path | str], length: int) -> float:
    """Return how many times as long a source of four times the length takes; a busy machine does not count.

    Four for a reader that goes through it once, sixteen for one that begins anew at each place.
    """

    def shortest(source: Path | str) -> float:
        taken = []
        for _ in range(3):
            started = time.process_time()
            with suppress(AppError):
                read_source(source)
            taken.append(time.process_time() - started)
        return min(taken)

    short, long = make(length), make(4 * length)
    return shortest(long) / shortest(short)


def test_that_a_stray_figure_far_to_the_right_does_not_hold_up_a_workbook(tmp_path: Path) -> None:
    def stray(columns: int) -> Path:
        book = Workbook()
        sheet = book.create_sheet(index=0)
        [block] = load_form("2021").tables["requests"].blocks
        for at, row in enumerate(block.rows, start=1):
            sheet.cell(at, 1, row.label)
            sheet.cell(at, columns, 7)
        book.save(tmp_path / f"{columns}.xlsx")
        return tmp_path / f"{columns}.xlsx"

    assert _times_as_long(stray, 2_000) < LINEAR


@pytest.mark.parametrize("word", ["甲 乙 ", "规章 甲 ", "(甲 "])
def test_that_a_sentence_of_ten_thousand_words_is_no_label(word: str) -> None:
    assert _times_as_long(lambda words: f"<p>{word * words} 12 3 {'规章 5 ' * 20}", 2_500) < LINEAR


def test_that_a_label_is_still_found_at_the_end_of_a_long_sentence() -> None:
    page = f"<p>一、总体情况</p><p>{'甲乙 ' * 1000}</p><p>二、主动公开政府信息情况</p><p>{'丙丁 ' * 1000}规章 1 2 3</p>"
    cells = read_source(page).report.cells
    assert [cells[CellRef("proactive", "rules", key)] for key in ("issued", "repealed", "in_force")] == [1, 2, 3]


@given(st.lists(st.sampled_from(["", "", "", "7"]), max_size=9), st.integers(1, 9))
def test_that_a_window_leaves_nothing_but_blanks_outside(texts: list[str], width: int) -> None:
    cells = [Printing(text, Place()) for text in texts]
    starts = range(len(texts) - width + 1)
    assert windows(cells, width) == [at for at in starts if not any(texts[:at] + texts[at + width :])]


def test_that_macros_are_never_looked_at_and_the_name_does_not_matter(tmp_path: Path) -> None:
    path = word_file(tmp_path / "年报.pdf", paragraph("一、总体情况") + paragraph("全年公开信息12条。"))
    assert kind_of(path.name, path.read_bytes()) is Kind.WORD
    assert read_source(path).report.texts["overview"] == "全年公开信息12条。"


def test_that_nothing_is_fetched_from_a_page(tmp_path: Path) -> None:
    page = '<html><script>x</script><img src="file:///etc/passwd"><p>一、总体情况</p><p>甲乙丙。</p></html>'
    assert read_source(page).report.texts == {"overview": "甲乙丙。"}


def test_that_a_refusal_on_the_command_line_is_exit_code_2_and_one_line(tmp_path: Path) -> None:
    path = HOSTILE["locked"][1](tmp_path / "年报.pdf")
    command = [sys.executable, str(ROOT / "main.py"), "read", str(path), "-o", str(tmp_path / "r.json"), "--json"]
    outcome = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert outcome.returncode == 2
    assert outcome.stdout == ""
    assert len(outcome.stderr.splitlines()) == 1
    assert not (tmp_path / "r.json").exists()
