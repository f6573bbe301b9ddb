"""How the report is set for the preview, the printer and the exported files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from model.checksum import checksum_words
from model.evaluation import Evaluation, evaluate
from model.form import Form
from model.report import Report
from ui.settings import data_folder

if TYPE_CHECKING:
    from pathlib import Path

    from export.blocks import Block
    from export.fonts import FontSet
    from export.pdf import Draft, PdfResult
    from ui.session import ReportSession


@dataclass(frozen=True)
class PageSetup:
    """What the user chooses for one output.

    ``draft`` are the marks of a draft, None for a clean copy. ``closing`` tells whether 落款 and date are
    printed, ``large_type`` sets larger letters, ``blank_forms`` leaves out texts and figures, so that the
    tables can be filled by hand.
    """

    draft: Draft | None = None
    closing: bool = True
    large_type: bool = False
    blank_forms: bool = False


class Snapshot(NamedTuple):
    """The report at one moment, with everything that follows from it; safe to hand to a thread."""

    form: Form
    report: Report
    evaluation: Evaluation


def snapshot_of(session: ReportSession) -> Snapshot:
    """Return what a session shows at this moment."""
    return Snapshot(session.form, session.report, session.evaluation)


def fonts_folder() -> Path:
    """Return the folder into which users put fonts of their own."""
    return data_folder() / "fonts"


@lru_cache(maxsize=1)
def office_fonts() -> FontSet:
    """Return the fonts of this machine; they are looked for once, which takes up to half a second."""
    from export.fonts import find_fonts  # noqa: PLC0415 (start-up)

    return find_fonts(fonts_folder())


def compose_for(snapshot: Snapshot, setup: PageSetup) -> list[Block]:
    """Return the blocks of the report, or those of its empty tables."""
    from export.blocks import Heading, Table, Title  # noqa: PLC0415 (start-up)
    from export.compose import compose  # noqa: PLC0415 (start-up)

    form, report, evaluation = snapshot
    if not setup.blank_forms:
        return compose(form, report, evaluation)
    empty = Report(form.id, report.office, report.year, report.level, report.scope)
    blocks = compose(form, empty, evaluate(form, empty))
    tables = {block.section for block in blocks if isinstance(block, Table)}
    return [
        block
        for block in blocks
        if isinstance(block, Title | Table) or (isinstance(block, Heading) and block.section in tables)
    ]


def set_pages(snapshot: Snapshot, setup: PageSetup) -> PdfResult:
    """Return the report as the PDF file that the preview shows and the printer gets."""
    from export.compose import one_line  # noqa: PLC0415 (start-up)
    from export.pdf import PdfOptions, render_pdf  # noqa: PLC0415 (start-up)

    options = PdfOptions(
        one_line(snapshot.report.office),
        datetime.now().astimezone(),
        office_fonts(),
        setup.draft,
        setup.closing,
        setup.large_type,
        "" if setup.blank_forms else checksum_words(snapshot.report),
    )
    return render_pdf(compose_for(snapshot, setup), options)
