from dataclasses import replace

from hypothesis import given

from model.replacement import replacement
from model.report import Report
from tests.model.strategies import reports


def _as_stored(report: Report) -> Report:
    """Return a report without entries that say nothing, which no edit can leave behind."""
    return replace(
        report,
        cells={ref: value for ref, value in report.cells.items() if value is not None},
        texts={key: text for key, text in report.texts.items() if text},
        notes={ref: note for ref, note in report.notes.items() if note},
    )


@given(reports(), reports())
def test_that_the_edit_leads_from_any_report_to_any_other_of_its_year(old: Report, new: Report) -> None:
    new = _as_stored(replace(new, year=old.year, form_id=old.form_id))
    assert old.with_edit(replacement(old, new, "报告.json")) == new


@given(reports())
def test_that_nothing_is_changed_between_equal_reports(report: Report) -> None:
    stored = _as_stored(report)
    assert stored.with_edit(replacement(stored, stored, "")) == stored
