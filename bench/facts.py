"""Measures the fact finder and the error doctor.

    python -m bench.facts [FOLDER]

FOLDER holds ``*.expected.json`` with the facts of published reports, by default ../shared/reports. Printed are the
facts found, missed and falsely found, then the time it takes to check 3,500 characters and to diagnose a finding.
"""

from __future__ import annotations

import json
import random
import re
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from model.cells import CellRef
from model.doctor import diagnose
from model.evaluation import Finding, evaluate
from model.form_loader import load_form
from model.identities import IDENTITY_CHECKS
from model.report import Report

FOLDER = Path(__file__).parents[2] / "shared" / "reports"
FIGURE_CHECKS = re.compile(r"C(?:[1-9]|10|17|18)$|F7$")
CHARACTERS = 3_500
MISTAKES = 100


class Score(NamedTuple):
    """How the facts of one report were judged."""

    found: list[str]
    missed: list[str]
    false: list[str]


def report_of(content: dict[str, Any]) -> Report:
    cells = {
        CellRef.parse(name): Decimal(value) if isinstance(value, str) else value
        for name, value in content["cells"].items()
    }
    return Report(content["form"], content["office"], content["year"], cells=cells, texts=content["texts"])


def compact(text: str) -> str:
    return re.sub(r"\s", "", text).replace(",", "，")


def matches(fact: dict[str, Any], finding: Finding) -> bool:
    """Tell whether a finding is about a fact: it quotes the fact's number, or its year."""
    if fact["verdict"] == "stale-year":
        return finding.check_id == "C12" and str(fact["value"]) in (finding.span.quote if finding.span else "")
    quote = compact(finding.span.quote) if finding.span else ""
    core = compact(str(fact["text"])).split("…")[-1]
    return quote != "" and (quote in core or core in quote) and finding.check_id != "C12"


def judged(path: Path) -> Score:
    """Compare the findings about one report's texts with its list of facts."""
    content = json.loads(path.read_text(encoding="utf-8"))
    report = report_of(content)
    findings = evaluate(load_form(report.form_id), report).findings
    texts = [finding for finding in findings if FIGURE_CHECKS.match(finding.check_id) or finding.check_id == "C12"]
    wrong = [fact for fact in content["facts"] if fact["verdict"] in {"contradiction", "stale-year"}]
    found = [str(fact["text"]) for fact in wrong if any(matches(fact, finding) for finding in texts)]
    false = [finding.message for finding in texts if not any(matches(fact, finding) for fact in wrong)]
    return Score(found, [str(fact["text"]) for fact in wrong if str(fact["text"]) not in found], false)


def milliseconds(work: Callable[[], object], times: int) -> float:
    """Return the median processor time of ``work``, which other programs on the machine do not change."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken)


def speed(folder: Path) -> None:
    """Print how long the checks of a full report take: of a text never seen before, and after a keystroke."""
    (path,) = folder.glob("04-*.expected.json")
    report = report_of(json.loads(path.read_text(encoding="utf-8")))
    form = load_form(report.form_id)
    text = (report.texts["overview"] * 2)[: CHARACTERS - 1]
    full = replace(report, texts={**report.texts, "overview": text})
    evaluate(form, full)
    typed = iter(range(100_000))

    def new() -> None:
        number = next(typed)
        mixed = "。".join(f"{sentence}{number}" for sentence in text.split("。"))[:CHARACTERS]
        cells = {**report.cells, next(iter(report.cells)): number}
        evaluate(form, replace(full, cells=cells, texts={**full.texts, "overview": mixed}))

    def keystroke() -> None:
        evaluate(form, replace(full, texts={**full.texts, "overview": f"{text[:1700]}{next(typed)}{text[1700:-4]}"}))

    print(f"evaluate {CHARACTERS:,} new characters      {milliseconds(new, 50):6.2f} ms")
    print(f"evaluate after a keystroke in them {milliseconds(keystroke, 50):6.2f} ms")


def doctor(folder: Path) -> None:
    """Print how often the true cell of a seeded mistake is among the first three leads, and how long that takes."""
    reports = [report_of(json.loads(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("0[234]-*.json"))]
    chance, form = random.Random(30), load_form("2021")
    hits, taken = 0, []
    for _ in range(MISTAKES):
        report = chance.choice(reports)
        ref = chance.choice([ref for ref in report.cells if ref.table != "proactive"])
        value = int(report.cells[ref] or 0)
        wrong = chance.choice([value + 1, value * 10 + 1, value + 9, value // 10, abs(value - 2)])
        mistaken = replace(report, cells={**report.cells, ref: wrong if wrong != value else value + 3})
        hit = True
        for finding in evaluate(form, replace(mistaken, texts={})).findings:
            if finding.check_id in IDENTITY_CHECKS:
                start = time.process_time()
                leads = diagnose(form, mistaken, finding)
                taken.append((time.process_time() - start) * 1000)
                hit = hit and any(ref in lead.cells for lead in leads[:3])
        hits += hit
    print(f"true cell among the first three leads: {hits} of {MISTAKES}")
    print(f"diagnose one finding               {statistics.median(taken):6.2f} ms, at most {max(taken):.2f} ms")


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0]) if arguments else FOLDER
    if not folder.is_dir():
        print("There is no folder with published reports.")
        return 0
    scores = {path.name.split(".")[0]: judged(path) for path in sorted(folder.glob("*.expected.json"))}
    for name, score in scores.items():
        print(f"{name}: found {len(score.found)}, missed {len(score.missed)}, false {len(score.false)}")
        for kind in ("missed", "false"):
            print("".join(f"  {kind}: {text}\n" for text in getattr(score, kind)), end="")
    total = [sum(len(getattr(score, kind)) for score in scores.values()) for kind in Score._fields]
    print("total: found {}, missed {}, false {}".format(*total))
    speed(folder)
    doctor(folder)
    return 1 if total[2] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
