"""Fetches one source archive from the index that this machine's pip is configured for, and runs nothing of it.

    python fetch_sdist.py NAME==VERSION SHA256 FOLDER

`pip download` would run the archive's own set-up code to learn its dependencies. This asks pip's finder for the
address, downloads, compares the hash and prints the path.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from pip._internal.commands import create_command
from pip._internal.models.target_python import TargetPython


def fetch(requirement: str, sha256: str, folder: Path) -> Path:
    """Return the path of the downloaded archive; leave with a sentence when it is not what the hash says."""
    name, version = requirement.split("==")
    command = create_command("download")
    options, _ = command.parse_args(["--no-deps", "--no-binary=:all:", requirement])
    with command.main_context():
        session = command._build_session(options)  # type: ignore[attr-defined]
        finder = command._build_package_finder(options=options, session=session, target_python=TargetPython())  # type: ignore[attr-defined]
        links = [found.link for found in finder.find_all_candidates(name) if str(found.version) == version]
        if not links:
            sys.exit(f"The index does not have {requirement}.")
        answer = session.get(links[0].url_without_fragment)
    answer.raise_for_status()
    found = hashlib.sha256(answer.content).hexdigest()
    if found != sha256:
        sys.exit(f"{requirement} has the SHA-256 {found}, wanted {sha256}.")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / str(links[0].filename)
    path.write_bytes(answer.content)
    return path


if __name__ == "__main__":
    sys.stdout.write(f"{fetch(sys.argv[1], sys.argv[2], Path(sys.argv[3]))}\n")
