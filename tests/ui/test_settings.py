from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QApplication

from ui.settings import Appearance, FontSize, Settings, data_folder


def test_that_choices_are_remembered_in_a_plain_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.ini"
    settings = Settings(file)
    settings.appearance = Appearance.DARK
    settings.font_size = FontSize.LARGEST
    settings.archive = tmp_path / "年报文件.gknb"
    settings.report_id = 7
    settings.set_flag("findings_collapsed", value=True)
    settings.set_bytes("geometry", QByteArray(b"\x01\x02"))
    settings.save()
    again = Settings(file)
    assert again.appearance is Appearance.DARK
    assert again.font_size is FontSize.LARGEST
    assert again.archive == tmp_path / "年报文件.gknb"
    assert again.report_id == 7
    assert again.flag("findings_collapsed") is True
    assert again.bytes("geometry") == b"\x01\x02"


def test_that_a_new_user_has_the_standard_choices(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.ini")
    assert settings.appearance is Appearance.LIGHT
    assert settings.font_size is FontSize.STANDARD
    assert settings.archive is None
    assert settings.flag("findings_collapsed") is None
    assert settings.bytes("geometry").isEmpty()


def test_that_a_damaged_file_counts_as_not_set(tmp_path: Path) -> None:
    file = tmp_path / "settings.ini"
    file.write_text("[General]\nappearance=purple\nfont_size=\nreport_id=x\nfindings_collapsed=maybe\n", "utf-8")
    settings = Settings(file)
    assert settings.appearance is Appearance.LIGHT
    assert settings.font_size is FontSize.STANDARD
    assert settings.report_id == 0
    assert settings.flag("findings_collapsed") is None


def test_that_an_export_folder_that_is_gone_gives_way(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.ini")
    settings.export_folder = tmp_path
    assert settings.export_folder == tmp_path
    settings.export_folder = tmp_path / "gone"
    assert settings.export_folder != tmp_path / "gone"


def test_that_the_program_has_a_data_folder_even_where_none_can_be_made(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert data_folder().is_dir()

    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert data_folder().is_dir()
