"""What the program remembers of this user on this machine: looks and places, never anything of a report."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from model.archive_lock import user_name


class Appearance(StrEnum):
    """Which theme is shown."""

    LIGHT = "light"
    DARK = "dark"


class FontSize(StrEnum):
    """How large the interface is written."""

    STANDARD = "standard"
    LARGE = "large"
    LARGEST = "largest"

    @property
    def points(self) -> float:
        """Return the size of running text in points."""
        return {"standard": 10.5, "large": 12.5, "largest": 14.5}[self.value]

    @property
    def words(self) -> str:
        """Return the name that the user sees."""
        return {"standard": "标准字号", "large": "大字号", "largest": "特大字号"}[self.value]


def data_folder() -> Path:
    """Return the folder of this user for settings, logs and rescue copies; made when absent.

    Where it cannot be made the folder for temporary files serves, so that the program starts all the same.
    """
    standard = QStandardPaths.StandardLocation
    folder = Path(QStandardPaths.writableLocation(standard.AppLocalDataLocation))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(QStandardPaths.writableLocation(standard.TempLocation))
    return folder


def documents_folder() -> Path:
    """Return the folder in which this user keeps documents."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))


class Settings:
    """The remembered choices, in a plain ini file; a damaged or foreign entry counts as not set."""

    def __init__(self, file: Path) -> None:
        self._store = QSettings(str(file), QSettings.Format.IniFormat)

    @property
    def appearance(self) -> Appearance:
        """The theme."""
        return Appearance(self._choice("appearance", list(Appearance)))

    @appearance.setter
    def appearance(self, value: Appearance) -> None:
        self._store.setValue("appearance", value.value)

    @property
    def font_size(self) -> FontSize:
        """The size of the interface."""
        return FontSize(self._choice("font_size", list(FontSize)))

    @font_size.setter
    def font_size(self, value: FontSize) -> None:
        self._store.setValue("font_size", value.value)

    @property
    def archive(self) -> Path | None:
        """The 年报文件 that was open last."""
        return self._path("archive")

    @archive.setter
    def archive(self, value: Path) -> None:
        self._store.setValue("archive", str(value))
        self._store.sync()

    @property
    def author(self) -> str:
        """The name under which edits are recorded (填报人姓名); that of the user on this machine at first."""
        return self.word("author").strip() or user_name()

    @author.setter
    def author(self, value: str) -> None:
        self.set_word("author", value.strip())
        self._store.sync()

    @property
    def export_folder(self) -> Path:
        """Where the last export went; the user's documents at first."""
        remembered = self._path("export_folder")
        return remembered if remembered is not None and remembered.is_dir() else documents_folder()

    @export_folder.setter
    def export_folder(self, value: Path) -> None:
        self._store.setValue("export_folder", str(value))

    @property
    def report_id(self) -> int:
        """The report that was open last in the 年报文件; 0 for none."""
        text = str(self._store.value("report_id", "0"))
        return int(text) if text.isdecimal() else 0

    @report_id.setter
    def report_id(self, value: int) -> None:
        self._store.setValue("report_id", value)

    def bytes(self, name: str) -> QByteArray:
        """Return a remembered geometry, empty when there is none."""
        value = self._store.value(name)
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_bytes(self, name: str, value: QByteArray) -> None:
        """Remember a geometry of the window."""
        self._store.setValue(name, value)

    def flag(self, name: str) -> bool | None:
        """Return a remembered yes or no, None when it was never set."""
        value = str(self._store.value(name, ""))
        return value == "true" if value in {"true", "false"} else None

    def set_flag(self, name: str, *, value: bool) -> None:
        """Remember a yes or no."""
        self._store.setValue(name, "true" if value else "false")

    def word(self, name: str) -> str:
        """Return a remembered choice of a dialog, empty when it was never set."""
        return str(self._store.value(name, ""))

    def set_word(self, name: str, value: str) -> None:
        """Remember a choice of a dialog."""
        self._store.setValue(name, value)

    def save(self) -> None:
        """Write what is not yet on the disk; a disk that refuses costs only the remembered choices."""
        self._store.sync()

    def _choice(self, name: str, choices: list[Appearance] | list[FontSize]) -> str:
        value = str(self._store.value(name, ""))
        return value if value in list(choices) else choices[0].value

    def _path(self, name: str) -> Path | None:
        text = str(self._store.value(name, ""))
        return Path(text) if text else None
