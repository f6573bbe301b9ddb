"""What tests of findings share."""

from __future__ import annotations

from dataclasses import replace

from model.evaluation import Finding
from model.report import Report
from tests.ui.conftest import OpenWindow
from tests.ui.reports import full_report
from ui.report_view import ReportView
from ui.texts.editor import TextEditor
from ui.texts.finding_bubble import FindingBubble
from ui.texts.page import EditorsPage


def shown(opened: OpenWindow, report: Report) -> ReportView:
    """Show a report with its findings listed."""
    opened.desk.abandon()
    opened.archive_path.unlink()
    opened.open(report)
    assert opened.work.view is not None
    opened.work.view.panel.show_collapsed(collapsed=False)
    return opened.work.view


def contradicting(**texts: str) -> Report:
    """Return a report whose text tells another number than its table."""
    report = full_report()
    overview = report.texts["overview"].replace("予以公开9件", "予以公开7件")
    return replace(report, texts={**report.texts, "overview": overview, **texts})


def finding_of(view: ReportView, check: str) -> Finding:
    """Return the first finding of a check."""
    return next(one for one in view.session.evaluation.findings if one.check_id == check)


def has(view: ReportView, check: str) -> bool:
    """Tell whether a check found anything."""
    return any(one.check_id == check for one in view.session.evaluation.findings)


def text_page(view: ReportView, key: str = "overview") -> tuple[EditorsPage, TextEditor, FindingBubble]:
    """Show the page of a text; return it with its editor and its bubble."""
    view.show_page(key)
    view.focus_page()
    page = view.current_page
    assert isinstance(page, EditorsPage)
    return page, page.editors[key], page.bubble
