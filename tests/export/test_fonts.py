"""Which font plays which part, and what is said about a font that cannot."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]
from fontTools.pens.t2CharStringPen import T2CharStringPen  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from fontTools.ttLib import TTCollection, TTFont  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from export.blocks import Paragraph
from export.fonts import (
    FAMILIES,
    FontSet,
    Role,
    Source,
    bundled_fonts,
    find_fonts,
    installed_font_files,
)
from export.pdf import PdfOptions, render_pdf
from export.typesetting.faces import FontChain
from tests.export.printed import MADE_AT, squeezed, text_by_pdfium

CHARS = "国政府信息公开〓，。ABC123 "


def built(
    family: str, chars: str = CHARS, *, is_ttf: bool = True, fs_type: int = 0, axes: bool = False, weight: int = 400
) -> TTFont:
    """Build a font whose every glyph is a square."""
    names = [".notdef", *(f"u{ord(char):04X}" for char in chars)]
    builder = FontBuilder(1000, isTTF=is_ttf)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(char): f"u{ord(char):04X}" for char in chars})
    glyphs = {name: square(is_ttf) for name in names}
    if is_ttf:
        builder.setupGlyf(glyphs)
    else:
        builder.setupCFF("Test", {}, glyphs, {})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 100)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": "Test", "fullName": family})
    builder.setupOS2(fsType=fs_type, usWeightClass=weight)
    builder.setupPost()
    if axes:
        builder.setupFvar([("wght", 100, 400, 900, "Weight")], [])
    return builder.font


def square(is_ttf: bool) -> object:
    pen = TTGlyphPen(None) if is_ttf else T2CharStringPen(1000, None)
    pen.moveTo((100, 0))
    for corner in ((900, 0), (900, 800), (100, 800)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph() if is_ttf else pen.getCharString()


def saved(font: TTFont, folder: Path, name: str) -> Path:
    folder.mkdir(exist_ok=True)
    font.save(folder / name)
    return folder / name


def found(tmp_path: Path, *dropped: tuple[str, TTFont], installed: Iterable[Path] = ()) -> FontSet:
    for name, font in dropped:
        saved(font, tmp_path / "fonts", name)
    return find_fonts(tmp_path / "fonts", installed)


def test_that_the_bundled_fonts_play_every_role_and_say_so() -> None:
    fonts = bundled_fonts()
    for role in Role:
        choice = fonts.choices[role]
        assert choice.face.source is Source.BUNDLED
        assert choice.face.path.is_file()
        assert role.value in choice.reason
        assert choice.face.family in choice.reason
    assert fonts.skipped == ()


def test_that_the_installed_font_is_preferred_to_the_dropped_and_the_dropped_to_the_bundled(tmp_path: Path) -> None:
    installed = saved(built("仿宋"), tmp_path / "system", "simfang.ttf")
    fonts = found(tmp_path, ("a.ttf", built("仿宋_GB2312")), ("b.ttf", built("方正小标宋简体")), installed=[installed])
    assert fonts.choices[Role.BODY].face.path == installed
    assert fonts.choices[Role.BODY].reason == "本机已安装“仿宋”。"
    assert fonts.choices[Role.TITLE].face.path.name == "b.ttf"
    assert fonts.choices[Role.TITLE].reason == "取自字体文件夹“方正小标宋简体”。"
    assert fonts.choices[Role.HEADING].face.source is Source.BUNDLED


def test_that_the_more_wanted_family_wins_and_of_one_family_the_exact_name(tmp_path: Path) -> None:
    fonts = found(tmp_path, ("1.ttf", built("仿宋")), ("2.ttf", built("仿宋_GB2312")))
    assert fonts.choices[Role.BODY].face.path.name == "2.ttf"


def test_that_of_one_family_the_regular_weight_wins(tmp_path: Path) -> None:
    fonts = found(tmp_path, ("1.ttf", built("仿宋", weight=700)), ("2.ttf", built("仿宋", weight=400)))
    assert fonts.choices[Role.BODY].face.path.name == "2.ttf"


@pytest.mark.parametrize(
    ("font", "reason"),
    [
        (built("仿宋", is_ttf=False), "CFF"),
        (built("仿宋", axes=True), "可变字体"),
        (built("仿宋", fs_type=2), "许可不允许嵌入"),
        (built("仿宋", fs_type=0x200), "许可不允许嵌入"),
        (built("仿宋", fs_type=0x100), "许可不允许嵌入"),
    ],
)
def test_that_a_font_that_cannot_be_embedded_is_skipped_with_a_sentence(
    tmp_path: Path, font: TTFont, reason: str
) -> None:
    fonts = found(tmp_path, ("甲.ttf", font))
    assert fonts.choices[Role.BODY].face.source is Source.BUNDLED
    (sentence,) = fonts.skipped
    assert sentence.startswith("字体“甲.ttf”已跳过：")
    assert reason in sentence
    assert sentence.endswith("。")


@pytest.mark.parametrize("fs_type", [0, 4, 8, 0x0A])
def test_that_a_font_whose_licence_allows_it_is_embedded(tmp_path: Path, fs_type: int) -> None:
    fonts = found(tmp_path, ("仿宋.ttf", built("仿宋", fs_type=fs_type)))
    assert fonts.choices[Role.BODY].face.source is Source.DROPPED
    assert fonts.skipped == ()


def test_that_an_installed_font_nobody_wants_is_not_talked_about(tmp_path: Path) -> None:
    installed = saved(built("Some Font", is_ttf=False), tmp_path, "some.otf")
    assert find_fonts(None, [installed]).skipped == ()


def test_that_a_damaged_font_is_skipped_with_a_sentence(tmp_path: Path) -> None:
    whole = saved(built("仿宋"), tmp_path / "fonts", "仿宋.ttf").read_bytes()
    (tmp_path / "fonts" / "仿宋.ttf").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "fonts" / "空.ttf").write_bytes(b"")
    (tmp_path / "fonts" / "说明.txt").write_text("not a font", encoding="utf-8")
    fonts = find_fonts(tmp_path / "fonts", [])
    assert fonts.choices[Role.BODY].face.source is Source.BUNDLED
    assert len(fonts.skipped) == 2
    assert all("损坏" in sentence for sentence in fonts.skipped)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_that_no_damage_to_a_font_reaches_the_user_as_anything_but_a_sentence(data: st.DataObject) -> None:
    import tempfile

    buffer = BytesIO()
    built("仿宋").save(buffer)
    content = bytearray(buffer.getvalue())
    for _ in range(data.draw(st.integers(1, 12))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "仿宋.ttf").write_bytes(content)
        fonts = find_fonts(Path(folder), [])
        result = render_pdf([Paragraph("政府信息公开。", "overview")], PdfOptions("", MADE_AT, fonts))
    assert "—1—" in squeezed(text_by_pdfium(result.content))
    assert all(sentence.endswith("。") for sentence in fonts.skipped)


def test_that_a_face_inside_a_collection_is_found(tmp_path: Path) -> None:
    collection = TTCollection()
    collection.fonts = [built("别的字体"), built("宋体")]
    (tmp_path / "fonts").mkdir()
    collection.save(tmp_path / "fonts" / "simsun.ttc")
    face = find_fonts(tmp_path / "fonts", []).choices[Role.TABLE].face
    assert (face.path.name, face.number) == ("simsun.ttc", 1)


def test_that_a_folder_that_does_not_exist_is_no_problem(tmp_path: Path) -> None:
    assert find_fonts(tmp_path / "none", []) == bundled_fonts()


def test_that_a_dropped_font_of_unknown_name_still_lends_its_rare_characters(tmp_path: Path) -> None:
    rare = "\U00020021"
    fonts = found(tmp_path, ("rare.ttf", built("某生僻字库", CHARS + rare)))
    missing: dict[str, None] = {}
    assert FontChain(fonts, Role.BODY, missing)(rare).face.path.name == "rare.ttf"
    assert not missing


def test_that_a_dropped_font_is_used_in_the_file(tmp_path: Path) -> None:
    fonts = found(tmp_path, ("仿宋.ttf", built("仿宋")))
    result = render_pdf([Paragraph("政府信息公开与ABC的㛃", "overview")], PdfOptions("", MADE_AT, fonts))
    assert "政府信息公开与ABC的㛃" in squeezed(text_by_pdfium(result.content))
    assert b"Test" in result.content or result.missing == ()


def test_that_the_font_files_of_this_machine_are_listed_in_order() -> None:
    files = installed_font_files()
    assert files == sorted(files)
    assert all(path.suffix.lower() in {".ttf", ".ttc", ".otf", ".otc"} for path in files)


def test_that_each_role_has_families_and_none_is_named_twice() -> None:
    for role in Role:
        assert len(FAMILIES[role]) == len(set(FAMILIES[role])) > 0


def test_that_an_unlisted_member_of_a_family_is_known_by_its_word(tmp_path: Path) -> None:
    fonts = found(tmp_path, ("x.ttf", built("某厂仿宋_新")))
    assert fonts.choices[Role.BODY].face.family == "某厂仿宋_新"


def test_that_an_installed_font_that_is_damaged_or_lacks_chinese_gives_way_with_a_sentence(tmp_path: Path) -> None:
    damaged = built("仿宋")
    poor = saved(built("楷体", "ABC"), tmp_path, "kai.ttf")
    broken = saved(damaged, tmp_path, "fang.ttf")
    content = bytearray(broken.read_bytes())
    place = TTFont(broken).reader.tables["loca"].offset
    content[place : place + 8] = b"\xff" * 8
    broken.write_bytes(content)
    fonts = find_fonts(None, [broken, poor])
    assert fonts.choices[Role.BODY].face.source is Source.BUNDLED
    assert fonts.choices[Role.SUBHEADING].face.source is Source.BUNDLED
    assert sorted(fonts.skipped) == [
        "字体“fang.ttf”已跳过：文件已损坏或不是字体，请换一个字体文件。",
        "字体“kai.ttf”已跳过：字体中没有需要的字，请换一个字体文件。",
    ]
