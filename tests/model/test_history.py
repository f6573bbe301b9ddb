from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.archive import Archive, VersionKind
from model.cells import CellRef
from model.comparison import FigureDifference, TextDifference
from model.corrections import Correction, correction_lists, give_reasons, sides
from model.form_loader import load_form
from model.history import (
    HistoryEntry,
    gathered,
    going_back,
    history,
    place_in_form,
    place_of_cell,
    place_of_text,
    report_at,
)
from model.report import Edit, EditKind, Report
from model.text_difference import text_difference
from tests.model.archives import EDITS, NATURAL, PROFILE, REPORT, edited, make_example
from tests.model.strategies import edits as drawn_edits


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    path = tmp_path / "年报.gknb"
    make_example(path)
    return Archive.open(path)


def of_2024(archive: Archive) -> int:
    return next(entry.id for entry in archive.reports() if entry.year == 2024)


def test_that_the_history_of_a_figure_tells_what_when_and_by_whom(archive: Archive) -> None:
    entries = history(archive.edits(of_2024(archive)), place_of_cell(NATURAL))
    assert [(each.place.partition("/")[0], each.before, each.after) for each in entries] == [
        ("cells", None, 35),
        ("notes", None, "26+9"),
        ("cells", 35, 36),
    ]
    assert {each.author for each in entries} == {"王芳"}
    assert [each.kind for each in entries] == [EditKind.CARRY_OVER, EditKind.CARRY_OVER, EditKind.TYPING]
    archive.close()


def test_that_the_history_of_a_text_has_the_whole_text_on_both_sides(archive: Archive) -> None:
    entries = history(archive.edits(of_2024(archive)), place_of_text("overview"))
    old, new = REPORT.texts["overview"], EDITS[1].texts["overview"]
    assert [(each.before, each.after) for each in entries] == [(None, old), (old, new)]
    archive.close()


def test_that_a_text_that_was_removed_and_written_again_is_followed(archive: Archive) -> None:
    number, report = of_2024(archive), edited()[-1]
    for text in ("", "重写。"):
        after = report.with_edit(Edit(EditKind.TEXT, texts={"overview": text}))
        archive.record(number, EditKind.TEXT, "", report, after)
        report = after
    last = history(archive.edits(number), place_of_text("overview"))[-2:]
    assert [(each.before, each.after) for each in last] == [(EDITS[1].texts["overview"], None), (None, "重写。")]
    archive.close()


MORNING = datetime(2025, 1, 10, 9, 0).astimezone()


def typed(number: int, at: datetime, before: str, after: str, author: str = "王芳") -> HistoryEntry:
    return HistoryEntry(number, at, author, EditKind.TEXT, "", place_of_text("others"), before, after)


def test_that_what_was_typed_in_one_go_is_one_entry() -> None:
    text = "没有其他需要报告的事项。"
    keys = [
        typed(number, MORNING + timedelta(seconds=number), text[:number], text[: number + 1])
        for number in range(len(text))
    ]
    [entry] = gathered(keys)
    assert (entry.before, entry.after, entry.edit_id, entry.at) == ("", text, len(text) - 1, keys[-1].at)


@pytest.mark.parametrize(
    "second",
    [
        typed(2, MORNING + timedelta(minutes=6), "没", "没有"),
        typed(2, MORNING - timedelta(hours=1), "没", "没有"),
        typed(2, MORNING + timedelta(days=1), "没", "没有"),
        typed(2, MORNING, "没", "没有", "李强"),
        typed(2, MORNING, "没", "没有")._replace(kind=EditKind.UNDO),
        typed(2, MORNING, "没", "没有")._replace(place=place_of_text("overview")),
        typed(2, MORNING, "没", "没有")._replace(reason="漏写"),
    ],
)
def test_that_what_was_not_typed_in_one_go_stays_apart(second: HistoryEntry) -> None:
    assert gathered([typed(1, MORNING, "", "没"), second]) == [typed(1, MORNING, "", "没"), second]


def test_that_figures_are_never_joined_and_what_came_to_nothing_is_left_out() -> None:
    figure = typed(1, MORNING, "", "")._replace(kind=EditKind.TYPING, place=place_of_cell(NATURAL), before=1, after=2)
    assert gathered([figure, figure._replace(before=2, after=1)]) == [figure, figure._replace(before=2, after=1)]
    assert gathered([typed(1, MORNING, "", "没"), typed(2, MORNING, "没", "")]) == []


@settings(max_examples=25)
@given(st.lists(st.tuples(st.text(max_size=4), st.integers(0, 400)), max_size=12))
def test_that_joined_entries_lead_where_the_single_ones_lead(steps: list[tuple[str, int]]) -> None:
    entries, at = [], MORNING
    for number, (before, after) in enumerate(pairwise(["", *(text for text, _ in steps)])):
        at += timedelta(seconds=steps[number][1])
        entries.append(typed(number, at, before, after))
    joined = gathered(entries)
    assert all(one.after == other.before for one, other in pairwise(joined))
    if joined:
        assert (joined[0].before, joined[-1].after) == (entries[0].before, entries[-1].after)


def test_that_a_note_belongs_to_its_figure() -> None:
    places = ("notes/a.b.c", "as_printed/a.b.c", "cells/a.b.c", "texts/others", "level")
    assert [place_in_form(place) for place in places] == [*["cells/a.b.c"] * 3, "texts/others", "level"]


def test_that_every_moment_can_be_brought_back_and_nothing_is_erased(archive: Archive) -> None:
    number = of_2024(archive)
    edits = archive.edits(number)
    assert [report_at(edits, edit.id) for edit in edits] == edited()
    now = archive.load(number)
    back = going_back(now, report_at(edits, edits[0].id), edits[0].at)
    archive.record(number, back.kind, back.reason, now, now.with_edit(back))
    assert archive.load(number) == REPORT
    assert archive.edits(number)[:-1] == edits
    assert archive.edits(number)[-1].kind is EditKind.RESTORE
    assert archive.edits(number)[-1].reason.startswith("恢复到 20")
    archive.close()


def test_that_an_edit_that_is_not_there_is_not_brought_back(archive: Archive) -> None:
    with pytest.raises(KeyError):
        report_at(archive.edits(of_2024(archive)), 99)
    archive.close()


@settings(max_examples=25)
@given(st.lists(drawn_edits, max_size=6))
def test_that_the_history_ends_where_the_report_stands(made: list[Edit]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive.create(Path(folder, "a.gknb"), PROFILE)
        states = [REPORT]
        number = archive.add_report(REPORT)
        for edit in made:
            states.append(states[-1].with_edit(edit))
            archive.record(number, edit.kind, edit.reason, states[-2], states[-1])
        edits = archive.edits(number)
        for key in ("overview", "problems"):
            entries = history(edits, place_of_text(key))
            assert ((entries[-1].after if entries else None) or "") == states[-1].texts.get(key, "")
        assert all(report_at(edits, recorded.id) in states for recorded in edits)
        then = report_at(edits, edits[0].id)
        assert states[-1].with_edit(going_back(states[-1], then, edits[0].at)) == then
        archive.close()


# ---------------------------------------------------------------- 更正

FORM = load_form("2021")


def record(archive: Archive, number: int, edit: Edit) -> None:
    before = archive.load(number)
    archive.record(number, edit.kind, edit.reason, before, before.with_edit(edit))


def told(entry: Correction) -> tuple[str, str, str, str]:
    match entry.difference:
        case FigureDifference(ref, _, old, new):
            return str(ref), old, new, entry.reason
        case TextDifference(key):
            return key, "", "", entry.reason


def lists_of(archive: Archive, number: int) -> list[tuple[str, bool, list[tuple[str, str, str, str]]]]:
    versions, edits = archive.versions(number), archive.edits(number)
    found = correction_lists(FORM, versions, edits, archive.load_version, archive.load(number))
    return [(each.opened.name, each.to is None, [told(entry) for entry in each.entries]) for each in found]


def test_that_a_correction_lists_cell_old_new_and_reason(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "a.gknb", PROFILE)
    report = Report("2021", "清岚县", 2024, cells={NATURAL: 26}, texts={"others": "无。"})
    number = archive.add_report(report)
    archive.make_version(number, VersionKind.FINAL)
    assert lists_of(archive, number) == []
    archive.make_version(number, VersionKind.CORRECTION, "县司法局来函")
    record(archive, number, Edit(EditKind.TYPING, cells={NATURAL: 27}))
    record(archive, number, Edit(EditKind.TYPING, cells={NATURAL: 28}, reason="漏计2件"))
    record(archive, number, Edit(EditKind.TEXT, texts={"others": "没有。"}))
    first = (
        "县司法局来函",
        [
            ("requests.new.natural", "26", "28", "漏计2件"),
            ("requests.new.total", "26", "28", "漏计2件"),
            ("others", "", "", "县司法局来函"),
        ],
    )
    assert lists_of(archive, number) == [(first[0], True, first[1])]
    archive.make_version(number, VersionKind.FINAL)
    archive.make_version(number, VersionKind.CORRECTION, "第二次")
    record(archive, number, Edit(EditKind.TYPING, cells={NATURAL: 29}))
    second = [("requests.new.natural", "28", "29", "第二次"), ("requests.new.total", "28", "29", "第二次")]
    assert lists_of(archive, number) == [(first[0], False, first[1]), ("第二次", True, second)]
    archive.close()


def test_that_each_place_of_a_correction_has_a_reason_of_its_own(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "a.gknb", PROFILE)
    business = CellRef("requests", "new", "business")
    report = Report("2021", "清岚县", 2024, cells={NATURAL: 26, business: 3}, texts={"others": "无。"})
    number = archive.add_report(report)
    archive.make_version(number, VersionKind.FINAL)
    opened = archive.make_version(number, VersionKind.CORRECTION, "县司法局来函")
    record(archive, number, Edit(EditKind.TYPING, cells={NATURAL: 28, business: 4}))
    record(archive, number, Edit(EditKind.TEXT, texts={"others": "没有。"}))
    places = (place_of_cell(NATURAL), place_of_text("others"))
    record(archive, number, give_reasons(opened, dict(zip(places, ("漏计2件", "改正病句"), strict=True))))
    record(archive, number, Edit(EditKind.TYPING, cells={NATURAL: 29}))
    first = [
        ("requests.new.natural", "26", "29", "漏计2件"),
        ("requests.new.business", "3", "4", "县司法局来函"),
        ("requests.new.total", "29", "33", "漏计2件；县司法局来函"),
        ("others", "", "", "改正病句"),
    ]
    assert lists_of(archive, number) == [("县司法局来函", True, first)]
    archive.make_version(number, VersionKind.FINAL)
    archive.make_version(number, VersionKind.CORRECTION, "第二次")
    record(archive, number, Edit(EditKind.TYPING, cells={NATURAL: 30}))
    second = [("requests.new.natural", "29", "30", "第二次"), ("requests.new.total", "33", "34", "第二次")]
    assert lists_of(archive, number) == [("县司法局来函", False, first), ("第二次", True, second)]
    archive.close()


def test_that_where_figures_came_from_is_no_reason_for_a_correction(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "a.gknb", PROFILE)
    number = archive.add_report(Report("2021", "清岚县", 2024, cells={NATURAL: 26}, texts={"others": "无。"}))
    archive.make_version(number, VersionKind.FINAL)
    archive.make_version(number, VersionKind.CORRECTION, "县司法局来函")
    for kind, value, reason in (
        (EditKind.TYPING, 27, "漏计1件"),
        (EditKind.UNDO, 26, ""),
        (EditKind.IMPORT, 28, "上报稿.docx"),
        (EditKind.RESTORE, 29, "恢复到 2025年1月10日 09:30:05"),
    ):
        record(archive, number, Edit(kind, cells={NATURAL: value}, reason=reason))
        listed = [reason for _, _, entries in lists_of(archive, number) for *_, reason in entries]
        assert set(listed) <= {"漏计1件" if kind is EditKind.TYPING else "县司法局来函"}
    record(archive, number, Edit(EditKind.TEXT, texts={"others": "没有。"}, reason="取自表格：总计"))
    assert lists_of(archive, number)[0][2][-1] == ("others", "", "", "县司法局来函")
    archive.close()


def test_that_a_reason_taken_back_gives_way_to_the_one_for_all(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "a.gknb", PROFILE)
    number = archive.add_report(Report("2021", "清岚县", 2024, cells={NATURAL: 26}))
    archive.make_version(number, VersionKind.FINAL)
    opened = archive.make_version(number, VersionKind.CORRECTION, "县司法局来函")
    record(archive, number, Edit(EditKind.TYPING, cells={NATURAL: 28}))
    for words in ("漏计2件", ""):
        record(archive, number, give_reasons(opened, {place_of_cell(NATURAL): words}))
    [(_, _, entries)] = lists_of(archive, number)
    assert {reason for *_, reason in entries} == {"县司法局来函"}
    archive.close()


def test_that_a_changed_property_is_brought_back_too() -> None:
    now = replace(REPORT, office="新名称", level=None)
    moment = datetime(2025, 1, 10, tzinfo=UTC)
    assert now.with_edit(going_back(now, REPORT, moment)) == REPORT


def test_that_a_correction_is_told_by_both_of_its_sides() -> None:
    figure = FigureDifference(NATURAL, "自然人", "", "5", computed=True)
    assert sides(Correction(figure, "")) == ("自然人（自动计算）", "空", "5")
    text = TextDifference("others", "其他", text_difference("第一句。\n共5件。", f"第一句。\n共6件。{'字' * 50}"))
    assert sides(Correction(text, "")) == ("其他", "5", f"6 … {'字' * 36}…")
