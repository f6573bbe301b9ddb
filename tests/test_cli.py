from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import cli
import main as program
from model.errors import AppError

ROOT = Path(__file__).parents[1]
CHECKS = Path(__file__).parent / "files" / "checks"
SAMPLE = ROOT / "resources" / "sample" / "report.json"
NAME = "清岚县人民政府办公室2024年政府信息公开工作年度报告"


def run(*arguments: str | Path) -> int:
    return program.main([str(argument) for argument in arguments])


def checked(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, Any]:
    """Run ``check --json`` and return its exit code and the JSON it printed."""
    code = run("check", *arguments, "--json")
    return code, json.loads(capsys.readouterr().out)


def without_words(result: Any) -> Any:
    """Leave out the wording of findings, which may be improved; everything else is a contract."""
    for finding in result["findings"]:
        assert finding.pop("message").endswith(("。", "）"))
        assert finding.pop("basis").partition("：")[0] in {"通知原文", "按表推算", "通行做法"}
    return result


@pytest.mark.parametrize(
    ("name", "previous", "code"),
    [("contradictory", None, 1), ("contradictory", "last-year", 1), ("last-year", None, 1), ("blank", None, 0)],
)
def test_that_check_prints_the_figures_and_findings_of_the_contract(
    name: str, previous: str | None, code: int, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    more = ["--previous", CHECKS / f"{previous}.json"] if previous else []
    outcome, result = checked(capsys, CHECKS / f"{name}.json", *more)
    golden = CHECKS / f"{name}{'-with-' + previous if previous else ''}.expected.json"
    if request.config.getoption("--update-goldens", default=False):
        golden.write_text(json.dumps(without_words(result), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert outcome == code
    assert without_words(result) == json.loads(golden.read_text(encoding="utf-8"))
