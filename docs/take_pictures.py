"""Takes every picture of the manual, and the one of the README, from the real window on the sample report.

    python -m docs.take_pictures [NAME …]

Nothing needs a screen. The bundled fonts, a clock that stands still and a home folder of its own make the
pictures the same each time.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from unittest.mock import patch

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtWidgets import QApplication

from docs.camera import save, stopped_clock
from docs.scenes import SCENES
from docs.scenes_of_work import SCENES_OF_WORK
from docs.stage import Stage
from ui.application import make_application

FOLDER: Final = Path(__file__).parent / "manual" / "pictures"
README_PICTURE: Final = Path(__file__).parent / "pictures" / "window.png"


def take_all(folder: Path, readme_picture: Path, wanted: Sequence[str] = ()) -> list[Path]:
    """Draw every scene, or those that are wanted, on a stage of its own and return the files that were written."""
    folder.mkdir(parents=True, exist_ok=True)
    scenes = {name: scene for name, scene in {**SCENES, **SCENES_OF_WORK}.items() if not wanted or name in wanted}
    written = []
    no_fonts = patch("export.fonts.installed_font_files", list)
    with tempfile.TemporaryDirectory(prefix="nianbao-") as home, no_fonts:
        os.environ.update(HOME=home, XDG_DATA_HOME=home, XDG_CONFIG_HOME=home)
        application = QApplication.instance() or make_application()
        QApplication.setCursorFlashTime(0)  # a caret that blinks is there or not by chance
        for name, scene in scenes.items():
            path = readme_picture if name == "window" else folder / f"{name}.png"
            with stopped_clock(), Stage(Path(home) / name) as stage:
                save(scene(stage), path)
            application.processEvents()
            written.append(path)
    return written


if __name__ == "__main__":
    for file in take_all(FOLDER, README_PICTURE, sys.argv[1:]):
        sys.stdout.write(f"{file.name} {file.stat().st_size // 1024} KB\n")
