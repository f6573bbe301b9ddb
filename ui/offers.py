"""What can be done about a finding, in one place for the panel, the bubble and the context menu of a text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from model.cells import CellRef
from model.doctor import Lead, diagnose
from model.explaining import can_be_dismissed, can_be_explained, dismiss_finding, explain, withdraw
from model.fact_offers import Choice, FactOffer, accept, dismiss, fact_offers
from model.finding import Finding
from model.identities import IDENTITY_CHECKS
from model.report import Report
from ui.grid.edits import filled_with_zero
from ui.session import ReportSession, TextSelection

UNRELATED = "与表格无关"
_BLANKS = "blank_cells"
"""The predicate of the check that counts the blank figures of a table."""


class Remedy(NamedTuple):
    """One thing to do: the words of its button, a sentence about it, and the deed."""

    words: str
    tip: str
    act: Callable[[], object]


class Remedies(QObject):
    """Knows what can be done about a finding or a number of a session's report, and does it.

    ``said`` carries a sentence about what was done.
    """

    said = Signal(str)

    def __init__(self, session: ReportSession, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._offers: tuple[Report | None, tuple[FactOffer, ...]] = (None, ())
        self.dialog: QDialog | None = None

    def of(self, finding: Finding) -> list[Remedy]:
        """Return what can be done about a finding, the likeliest first."""
        return list(self._of(finding))

    def offer_at(self, section: str, offset: int) -> FactOffer | None:
        """Return the offer for the typed number whose digits stand at a code point of a stored text."""
        for offer in self._all_offers():
            if offer.section == section and offer.span and offer.span.start <= offset <= offer.span.end:
                return offer
        return None

    def offer_in(self, section: str, start: int, end: int) -> FactOffer | None:
        """Return the offer whose whole claim, not more and not less, stands in this stretch of a stored text."""
        quote = self._session.report.texts.get(section, "")[start:end]
        return next(
            (
                offer
                for offer in self._all_offers()
                if offer.section == section and offer.quote == quote and offer.span and start <= offer.span.start < end
            ),
            None,
        )

    def of_offer(self, offer: FactOffer) -> list[Remedy]:
        """Return what can be done about a number that states a figure of the tables."""
        taken = [
            Remedy(choice.label, "换成取自表格的数字，表格改动时自动更新", partial(self._take, offer, choice))
            for choice in offer.choices
        ]
        unrelated = Remedy(UNRELATED, "这个数字说的不是表里的事，以后不再比较", partial(self._dismiss, offer))
        return taken if offer.agrees else [*taken, unrelated]

    def _of(self, finding: Finding) -> Iterator[Remedy]:
        offer = next((one for one in self._all_offers() if one.key == finding.key), None) if finding.span else None
        if offer is not None:
            yield from self.of_offer(offer)
        elif can_be_dismissed(finding):
            yield Remedy("忽略此处", "以后不再提示这一处", partial(self._put_aside, finding))
        if self._session.form.checks[finding.check_id].predicate == _BLANKS:
            yield Remedy("空白填 0", "没有发生的填 0，备注为待报的格跳过；填完可以撤销", partial(self._fill, finding))
        if finding.check_id in IDENTITY_CHECKS:
            yield Remedy("可能原因…", "列出可能填错的格子，由你核对台账后决定", partial(self.show_leads, finding))
        if can_be_explained(finding):
            words = "修改说明…" if finding.explained else "说明理由…"
            yield Remedy(words, "写明为什么就是这样，写明后不再计入问题", partial(self.ask_reason, finding))

    def _all_offers(self) -> tuple[FactOffer, ...]:
        session = self._session
        if self._offers[0] is not session.report:
            self._offers = (session.report, fact_offers(session.form, session.report, session.evaluation))
        return self._offers[1]

    # The deeds

    def show_leads(self, finding: Finding) -> None:
        """Show the possible causes of a failed identity."""
        from ui.leads import LeadsDialog  # noqa: PLC0415 (start-up)

        session = self._session
        dialog = LeadsDialog(finding, diagnose(session.form, session.report, finding), self._window)
        dialog.chosen.connect(self._repair)
        dialog.wanted.connect(self._look)
        self._open(dialog)

    def ask_reason(self, finding: Finding) -> None:
        """Ask why a finding stands as it is."""
        from ui.explanations import ExplanationDialog  # noqa: PLC0415 (start-up)

        before = self._session.report.explanations.get(finding.key)
        dialog = ExplanationDialog(finding, before.text if before else "", self._window)
        dialog.accepted.connect(partial(self._explain, finding, dialog))
        self._open(dialog)

    def show_dismissed(self) -> None:
        """Show what was put aside, so that it can be brought back."""
        from ui.dismissed import DismissedDialog  # noqa: PLC0415 (start-up)

        self._open(DismissedDialog(self._session, self._window))

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _repair(self, lead: Lead) -> None:
        from ui.leads import button_words  # noqa: PLC0415 (start-up)

        if self._session.submit(lead.edit, button_words(lead), lead.cells[0]):
            self._session.reveal(lead.cells[0])
            self.said.emit("已修改。要退回，请撤销（Ctrl+Z）。")

    def _fill(self, finding: Finding) -> None:
        session = self._session
        change = filled_with_zero(session.form, session.report, finding.cells)
        if change.edit is not None:
            session.submit(change.edit, change.words, finding.cells[0])
        self.said.emit(change.message)

    def _look(self, ref: CellRef) -> None:
        self._session.reveal(ref)

    def _explain(self, finding: Finding, dialog: QDialog) -> None:
        from ui.explanations import ExplanationDialog  # noqa: PLC0415 (start-up)

        assert isinstance(dialog, ExplanationDialog)
        session = self._session
        if dialog.withdrawn:
            session.submit(withdraw(finding.key), "撤回说明")
        else:
            session.submit(explain(session.form, session.evaluation, finding, dialog.reason), "说明理由")

    def _take(self, offer: FactOffer, choice: Choice) -> None:
        assert offer.span is not None  # an offer without a number has no choices
        report, start = self._session.report, offer.span.start
        if report.texts.get(offer.section, "")[start : offer.span.end] != offer.span.quote:
            return  # the text was changed after the button had been made
        edit = accept(report, offer, choice)
        self._session.submit(edit, f"改为取自「{choice.name}」", TextSelection(offer.section, start, start))

    def _dismiss(self, offer: FactOffer) -> None:
        if self._session.submit(dismiss(offer), UNRELATED):
            self.said.emit(f"已标为与表格无关：“{offer.quote}”。可在检查结果的“已忽略”里恢复。")

    def _put_aside(self, finding: Finding) -> None:
        if self._session.submit(dismiss_finding(finding), "忽略此处"):
            self.said.emit("已忽略这一处。可在检查结果的“已忽略”里恢复。")
