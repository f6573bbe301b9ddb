"""The archival form of the file (PDF/A-2b): what it must and must not hold."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pikepdf
import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from PIL import Image, ImageCms

from export.colour import srgb_profile
from tests.export.archival import archival_problems
from tests.export.printed import opened, rendered, whole_report


@pytest.fixture(scope="module")
def content() -> bytes:
    return rendered(*whole_report()).content


def saved(pdf: pikepdf.Pdf) -> bytes:
    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()


def fonts_of(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    return [
        thing
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Subtype") == "/CIDFontType2"
    ]


def test_that_the_file_passes_its_own_check(content: bytes) -> None:
    assert archival_problems(content) == []


def without_intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


def without_metadata(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata


def with_other_title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "别的标题"


def with_action(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Named, N=pikepdf.Name.NextPage)


def with_transparency(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Resources.ExtGState = pikepdf.Dictionary(G=pdf.make_indirect(pikepdf.Dictionary({"/ca": 0.5})))


def with_annotation(pdf: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9])
    pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note)])


def with_foreign_font(pdf: pikepdf.Pdf) -> None:
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    pdf.pages[0].Resources.Font.H = pdf.make_indirect(font)


def without_font_file(pdf: pikepdf.Pdf) -> None:
    del fonts_of(pdf)[0].FontDescriptor.FontFile2


def without_text_map(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].Resources.Font.values():
        del font.ToUnicode


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (without_intent, "output intent"),
        (without_metadata, "PDF/A-2b"),
        (with_other_title, "title differs"),
        (with_action, "/OpenAction"),
        (with_transparency, "/ca"),
        (with_annotation, "annotation"),
        (with_foreign_font, "never embedded"),
        (without_font_file, "not embedded"),
        (without_text_map, "no map"),
    ],
)
def test_that_the_check_sees_what_contradicts_the_form(
    content: bytes, damage: Callable[[pikepdf.Pdf], None], complaint: str
) -> None:
    with opened(content) as pdf:
        damage(pdf)
        damaged = saved(pdf)
    assert any(complaint in problem for problem in archival_problems(damaged))


def test_that_the_check_sees_encryption(content: bytes) -> None:
    with opened(content) as pdf:
        target = io.BytesIO()
        pdf.save(target, encryption=pikepdf.Encryption(owner="a", user=""))
    assert "the file is encrypted" in archival_problems(target.getvalue())


def test_that_declared_widths_are_those_of_the_embedded_fonts(content: bytes) -> None:
    with opened(content) as pdf:
        fonts = fonts_of(pdf)
        assert len(fonts) == 4
        for font in fonts:
            embedded = TTFont(io.BytesIO(font.FontDescriptor.FontFile2.read_bytes()))
            scale = 1000 / embedded["head"].unitsPerEm
            first, widths = font.W
            for number, width in enumerate(widths, start=int(first)):
                advance, _ = embedded["hmtx"][embedded.getGlyphName(number)]
                assert abs(advance * scale - float(width)) <= 1


def test_that_fonts_are_subsets_with_the_glyphs_that_are_shown(content: bytes) -> None:
    with opened(content) as pdf:
        for font in fonts_of(pdf):
            assert re.fullmatch(r"/[A-Z]{6}\+.+", str(font.BaseFont))
            embedded = TTFont(io.BytesIO(font.FontDescriptor.FontFile2.read_bytes()))
            assert embedded["maxp"].numGlyphs < 400
    assert len(content) < 350_000


def test_that_metadata_and_information_agree_and_name_nobody_but_the_office(content: bytes) -> None:
    with opened(content) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:creator"] == ["青石县财政局"]
        assert metadata["dc:title"] == "青石县财政局2024年政府信息公开工作年度报告"
        assert metadata["pdfaid:part"] == "2"
        assert metadata["pdfaid:conformance"] == "B"
        assert metadata["xmp:CreateDate"] == metadata["xmp:ModifyDate"] == "2025-01-20T08:30:00+00:00"
        assert set(pdf.docinfo.keys()) == {"/Title", "/Author", "/Creator", "/CreationDate", "/ModDate"}
        dates = re.findall(rb"20\d\d-\d\d-\d\dT", pdf.Root.Metadata.read_bytes())
    assert set(dates) <= {b"2025-01-20T"}


def test_that_the_colour_profile_is_srgb() -> None:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    assert ImageCms.getProfileDescription(profile).strip() == "sRGB IEC61966-2.1"
    transform = ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), "RGB", "RGB")
    colours = bytes(range(0, 252, 7)) * 3
    picture = Image.frombytes("RGB", (len(colours) // 3, 1), colours)
    changed = ImageCms.applyTransform(picture, transform)
    assert changed is not None
    assert max(abs(a - b) for a, b in zip(changed.tobytes(), colours, strict=True)) <= 1


def test_that_the_check_sees_a_missing_identifier(content: bytes) -> None:
    with opened(content) as pdf:
        target = io.BytesIO()
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    without = re.sub(rb"/ID \[[^\]]*\]", b"", target.getvalue())
    assert "the file has no identifier" in archival_problems(without)
