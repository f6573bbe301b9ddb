"""The program as it is shipped, without the modules that build.spec leaves out, still does everything."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import openpyxl.drawing.image
import pikepdf
import PIL.Image
import pytest

from tests.packaging.scripts import ROOT, script

third_party = script("third_party")

EXCLUDED = next(
    ast.literal_eval(statement.value)
    for statement in ast.parse((ROOT / "build.spec").read_text(encoding="utf-8")).body
    if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "EXCLUDED_MODULES"
)
START = f"""
import runpy, sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if any(name == excluded or name.startswith(excluded + ".") for excluded in {EXCLUDED!r}):
            raise ModuleNotFoundError(name, name=name)
sys.meta_path.insert(0, Absent())
sys.path.insert(0, {str(ROOT)!r})
runpy.run_path({str(ROOT / "packaging" / "left_out.py")!r})
"""
COMMAND = START + "import cli; sys.exit(cli.main(sys.argv[1:]))"
ON_WINDOWS = {"import winreg", "import msvcrt", "from intake.job_object import bound as _bound_by_job"}

METHODS: dict[str, dict[str, Any]] = {
    "RC4, 40 bit": {"R": 2, "aes": False, "metadata": False},
    "RC4, 128 bit": {"R": 3, "aes": False, "metadata": False},
    "AES, 128 bit": {"R": 4},
    "AES, 256 bit": {"R": 6},
}


def run(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "utf8", "-c", program, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every export of the sample, written without what is left out."""
    folder = tmp_path_factory.mktemp("exports")
    outcome = run(COMMAND, "self-test", folder)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return folder


def reading_of(path: Path) -> dict[str, Any]:
    """Read a file as the reading process of the window does, without what is left out."""
    result = path.with_suffix(".reading.json")
    outcome = run(COMMAND, "read", path, "--reading", result)
    assert result.exists(), outcome.stdout + outcome.stderr
    found: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    return found


def locked(exports: Path, method: dict[str, Any], owner: str, user: str) -> bytes:
    target = BytesIO()
    with pikepdf.open(next(exports.glob("*报告.pdf"))) as document:
        document.save(target, encryption=pikepdf.Encryption(owner=owner, user=user, **method))
    return target.getvalue()


@pytest.mark.parametrize("ending", ["pdf", "docx", "xlsx", "html"])
def test_that_every_format_is_read_without_what_is_left_out(exports: Path, ending: str) -> None:
    reading = reading_of(next(exports.glob(f"*报告.{ending}")))
    assert "refusal" not in reading
    assert reading["report"]["year"] == 2024


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_that_a_pdf_that_only_its_owner_may_change_is_read(
    exports: Path, tmp_path: Path, method: dict[str, Any]
) -> None:
    unlocked = next(exports.glob("*报告.pdf"))
    path = tmp_path / unlocked.name
    path.write_bytes(locked(exports, method, "owner", ""))
    assert reading_of(path) == reading_of(unlocked)


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_that_a_pdf_that_needs_a_password_gets_its_sentence(
    exports: Path, tmp_path: Path, method: dict[str, Any]
) -> None:
    path = tmp_path / "加密.pdf"
    path.write_bytes(locked(exports, method, "owner", "user"))
    assert reading_of(path)["refusal"] == "SourceEncryptedError"


def imports() -> set[str]:
    """Every import of the program, those inside functions too, as a statement."""
    packages = ("cli", "export", "intake", "main", "model", "resources", "ui")
    files = [path for path in ROOT.rglob("*.py") if path.relative_to(ROOT).parts[0].removesuffix(".py") in packages]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in files]
    found = {node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)}
    return {ast.unparse(node) for node in found} - ON_WINDOWS


def test_that_everything_the_program_imports_is_there() -> None:
    statements = sorted(imports())
    assert len(statements) > 500
    outcome = run(START + "\n".join(line for line in statements if "__future__" not in line))
    assert outcome.returncode == 0, outcome.stderr


def test_that_a_draft_with_its_watermark_is_written_without_what_is_left_out(tmp_path: Path) -> None:
    sample = ROOT / "resources" / "sample" / "report.json"
    outcome = run(COMMAND, "export", sample, "--draft", "--to", "pdf,docx", "--out", tmp_path)
    assert outcome.returncode == 0, outcome.stderr
    assert {path.suffix for path in tmp_path.iterdir()} == {".pdf", ".docx"}


def test_that_a_workbook_with_a_picture_is_read_without_what_is_left_out(exports: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(next(exports.glob("*报告.xlsx")))
    picture = BytesIO()
    PIL.Image.new("RGB", (40, 40), "red").save(picture, "png")
    book.worksheets[0].add_image(openpyxl.drawing.image.Image(picture))
    book.save(tmp_path / "有图.xlsx")
    reading = reading_of(tmp_path / "有图.xlsx")
    assert "refusal" not in reading
    assert reading["report"]["year"] == 2024


def test_that_what_has_no_licence_in_the_bundle_is_left_out_of_it() -> None:
    names = {"charset-normalizer": "charset_normalizer", "pillow": "PIL"}
    assert {names.get(name, name) for name in third_party.LEFT_OUT} <= set(EXCLUDED)
