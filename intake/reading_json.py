"""A reading as JSON and back, for handing it from the process that reads to the window."""

from __future__ import annotations

from typing import Any

from intake.reading import Difference, Doubtful, Identities, Key, Reading, Unread
from intake.source import Place, SourceLine
from model.cells import CellRef, Value
from model.figures import exact_number, written
from model.report_json import report_from_json, report_to_json

Json = Any
"""A value of JSON as the standard library reads and writes it."""


def summary_to_json(reading: Reading) -> dict[str, Json]:
    """Return what ``read --json`` prints (contract: architecture §8)."""
    return {
        "unread": [
            {"cell": str(item.ref), "label": item.label, "reason": item.reason, "place": str(item.place)}
            for item in reading.unread
        ],
        "printed_vs_computed": [
            {
                "cell": str(item.ref),
                "label": item.label,
                "printed": _figure(item.printed),
                "computed": _figure(item.computed),
                "place": str(item.place),
            }
            for item in reading.printed_vs_computed
        ],
        "identities": {"hold": reading.identities.hold, "of": reading.identities.of},
    }


def _figure(value: Value) -> int | str | None:
    digits = written(value)
    return digits if "." in digits else int(digits) if digits else None


def reading_to_json(reading: Reading) -> dict[str, Json]:
    """Return everything of a reading."""
    return {
        "report": report_to_json(reading.report),
        "places": [[_key(key), list(place)] for key, place in reading.places.items()],
        "unread": [[str(item.ref), item.label, item.reason, list(item.place)] for item in reading.unread],
        "doubtful": [[_key(item.key), item.label, item.reason, list(item.place)] for item in reading.doubtful],
        "differences": [
            [str(item.ref), item.label, written(item.printed), written(item.computed), list(item.place)]
            for item in reading.printed_vs_computed
        ],
        "identities": list(reading.identities),
        "name": reading.name,
        "remarks": list(reading.remarks),
        "lines": [[text, list(place)] for text, place in reading.lines],
    }


def reading_from_json(value: Json) -> Reading:
    """Return the reading that ``reading_to_json`` wrote; raises ``KeyError`` or ``ValueError`` for anything else."""
    return Reading(
        report_from_json(value["report"]),
        {_key_from(key): _place(at) for key, at in value["places"]},
        tuple(Unread(CellRef.parse(ref), label, why, _place(at)) for ref, label, why, at in value["unread"]),
        tuple(Doubtful(_key_from(key), label, why, _place(at)) for key, label, why, at in value["doubtful"]),
        tuple(
            Difference(CellRef.parse(ref), label, _value(printed), _value(computed), _place(at))
            for ref, label, printed, computed, at in value["differences"]
        ),
        Identities(*value["identities"]),
        value["name"],
        tuple(value["remarks"]),
        tuple(SourceLine(text, _place(at)) for text, at in value["lines"]),
    )


def _place(values: Json) -> Place:
    page, sheet, table, row, line, quote, box = values
    return Place(page, sheet, table, row, line, quote, tuple(box))


def _key(key: Key) -> str:
    return str(key)


def _key_from(text: str) -> Key:
    return CellRef.parse(text) if "." in text else text


def _value(digits: str) -> Value:
    return exact_number(digits) if digits else None
