"""A source of pictures only: nothing of it is read, everything is typed beside its pages."""

from __future__ import annotations

from intake.reading import Identities, Reading
from model.form import Form
from model.report import Report


def to_be_typed(name: str, form: Form, year: int) -> Reading:
    """Return the empty reading of a scanned file, to be filled by hand in ``form`` as the report of ``year``."""
    return Reading(Report(form.id, "", year, source=name), {}, (), (), (), Identities(0, 0), name)
