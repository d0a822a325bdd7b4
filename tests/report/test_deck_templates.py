"""A company's own template: used as it is made, or refused with what is wrong and what to do."""

from __future__ import annotations

import io

import pptx
import pytest

from domain.errors import RefusedError
from report.deck import deck_bytes
from tests.report.reviews import full_review
from tests.report.templates import as_potx, dark, only, rewritten, with_samples


def opened(template: bytes):
    return pptx.Presentation(io.BytesIO(deck_bytes(full_review("en"), template=template)))


def with_member(name: str, content: bytes) -> bytes:
    return rewritten(with_samples(), lambda _name, kept: kept, {name: content})


def with_broken_master() -> bytes:
    return rewritten(with_samples(), lambda name, kept: b"<broken" if "slideMaster1.xml" in name else kept)


def refusal(template: bytes) -> RefusedError:
    with pytest.raises(RefusedError) as found:
        deck_bytes(full_review("en"), template=template)
    return found.value


def test_its_size_layouts_and_colours_are_used_and_its_slides_are_not() -> None:
    deck = opened(with_samples())
    assert (deck.slide_width, deck.slide_height) == (9144000, 6858000)
    assert {slide.slide_layout.name for slide in deck.slides} == {"Title Slide", "Title and Content"}
    assert deck.slides[0].shapes.title.text == "Quarterly review Q3 2025"
    assert len(deck.slides) == 13
    chart = next(shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart)
    assert 'schemeClr val="tx1"' in chart._chartSpace.xml


def test_a_potx_is_opened_like_a_pptx() -> None:
    assert len(opened(as_potx()).slides) == 13


def test_on_a_dark_ground_better_and_worse_are_light() -> None:
    deck = opened(dark())
    xml = "".join(shape._element.xml for slide in deck.slides for shape in slide.shapes)
    assert "3FC29C" in xml
    assert "00735A" not in xml


def test_a_title_alone_is_enough() -> None:
    deck = opened(only("Title Only"))
    assert {slide.slide_layout.name for slide in deck.slides} == {"Title Only"}


def test_a_layout_that_is_lacking_is_named() -> None:
    error = refusal(only("Blank", "Vertical Title and Text"))
    assert error.code == "template_layout"
    assert "Blank, Vertical Title and Text" in str(error)
    assert "Title and Content" in str(error)


@pytest.mark.parametrize(
    ("template", "code"),
    [
        (b"", "template_damaged"),
        (b"PK\x03\x04 nothing", "template_damaged"),
        (with_samples()[:-4000], "template_damaged"),
        (with_member("ppt/vbaProject.bin", b"x"), "template_macros"),
        (with_member("ppt/media/a.bmp", bytes(11 << 20)), "template_size"),
        (with_broken_master(), "template_damaged"),
    ],
)  # fmt: skip
def test_what_is_unsafe_or_damaged_is_refused_with_the_reason(template: bytes, code: str) -> None:
    error = refusal(template)
    assert error.code == code
    assert error.fix.text


def test_another_kind_of_document_is_refused(tmp_path) -> None:
    import xlsxwriter

    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet()
    assert refusal(path.read_bytes()).code == "template_kind"
