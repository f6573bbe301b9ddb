"""THIRD-PARTY.txt names what ships, and a licence that nobody has read stops the build."""

from __future__ import annotations

import re
from importlib.metadata import Distribution
from pathlib import Path

import pytest

from tests.packaging.scripts import ROOT, script

third_party = script("third_party")


def distribution(folder: Path, *, licence: str, text: str | None = "Do what you like.") -> Distribution:
    """An installed distribution with this licence in its metadata."""
    metadata = folder / "thing-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: thing\nVersion: 1.0\n{licence}\n", "utf-8")
    record = "thing-1.0.dist-info/METADATA,,\n"
    if text is not None:
        (metadata / "LICENSE.txt").write_text(text, encoding="utf-8")
        record += "thing-1.0.dist-info/LICENSE.txt,,\n"
    (metadata / "RECORD").write_text(record, encoding="utf-8")
    return Distribution.at(metadata)


def test_that_every_package_that_ships_is_named_with_its_version_and_licence() -> None:
    overview = third_party.notices().partition("=====")[0]
    pins = re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / "requirements.txt").read_text("ascii"), re.MULTILINE)
    normal = re.sub(r"[-_.]+", "-", overview.lower())
    shipped = [(name, version) for name, version in pins if name not in third_party.LEFT_OUT]
    assert len(shipped) < len(pins)
    assert [name for name, version in shipped if f"{name} {re.sub(r'[-_.]+', '-', version)}" not in normal] == []
    assert re.search(r"^PySide6_Essentials 6\.8\.3：LGPL-3\.0-only$", overview, re.MULTILINE)


def test_that_the_texts_of_the_licences_are_there() -> None:
    text = third_party.notices()
    for words in (
        "GNU LESSER GENERAL PUBLIC LICENSE",
        "Redistribution and use in source and binary forms",
        "SIL OPEN FONT LICENSE",
        "PYTHON SOFTWARE FOUNDATION LICENSE",
    ):
        assert words in text


@pytest.mark.parametrize(
    "stated",
    ["License-Expression: MIT", "License: MIT", "Classifier: License :: OSI Approved :: MIT License"],
)
def test_that_a_licence_is_found_wherever_a_package_states_it(tmp_path: Path, stated: str) -> None:
    component = third_party.component(distribution(tmp_path, licence=stated))
    assert component == ("thing", "1.0", "MIT", ("Do what you like.",))


@pytest.mark.parametrize(
    "stated", ["License-Expression: AGPL-3.0-only", "License: Proprietary", "Summary: none at all"]
)
def test_that_an_unlisted_licence_stops_the_build(tmp_path: Path, stated: str) -> None:
    with pytest.raises(third_party.UnlistedLicenceError, match=r"thing 1\.0"):
        third_party.component(distribution(tmp_path, licence=stated))


def test_that_a_package_without_the_text_of_its_licence_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(third_party.UnlistedLicenceError, match="brings no text"):
        third_party.component(distribution(tmp_path, licence="License: MIT", text=None))
