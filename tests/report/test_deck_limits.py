"""Whatever a review holds, its deck keeps to its slides, to its boxes and to the Open XML schemas."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace

import pptx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from report.closing import deck_slides
from report.deck import deck_bytes, write_deck
from report.deck_text import fitted
from report.review import Chart, ChartKind, Column, Figure, Format, Role, Series, Slide, Table
from report.workbook import workbook_bytes
from tests.report.reviews import full_review
from tests.report.said import LONG
from tests.report.templates import dark, portrait, with_samples


def plain(kind: ChartKind, *values: float | None, names: tuple[str, ...] = ()) -> Chart:
    """A chart of one actual series."""
    return Chart(kind, names or ("a",) * len(values), (Series("N", Role.ACTUAL, values),), "", Format.DECIMAL, "")


@pytest.mark.parametrize("template", [None, with_samples, dark, portrait])
def test_nothing_leaves_its_slide_and_nothing_lies_on_anything_else(template) -> None:
    made = deck_bytes(full_review("vi"), template=template and template())
    opened = pptx.Presentation(io.BytesIO(made))
    for slide in opened.slides:
        boxes = [(one.left, one.top, one.left + one.width, one.top + one.height) for one in slide.shapes]
        for left, top, right, bottom in boxes:
            assert left >= 0
            assert top >= 0
            assert right <= opened.slide_width
            assert bottom <= opened.slide_height
        solid = [box for box in boxes if box[3] > box[1]]
        for one, other in itertools.combinations(solid, 2):
            across = min(one[2], other[2]) - max(one[0], other[0])
            down = min(one[3], other[3]) - max(one[1], other[1])
            assert across <= 0 or down <= 0, slide.shapes.title.text


@pytest.mark.parametrize("template", [None, dark])
def test_the_deck_keeps_to_the_schemas(template, tmp_path) -> None:
    path = tmp_path / "deck.pptx"
    write_deck(full_review("vi"), path, template=template and template())
    found = OpenXmlValidator().validate(path)
    assert found.is_valid, [str(one) for one in found.errors]


def test_the_sheets_behind_charts_and_the_workbook_keep_to_the_schemas(tmp_path) -> None:
    deck = pptx.Presentation(io.BytesIO(deck_bytes(full_review("vi"))))
    books = {"review": workbook_bytes(full_review("vi"))}
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_chart and len(shape.chart.plots) > 1:
                books[f"chart{shape.shape_id}"] = shape.chart.part.chart_workbook.xlsx_part.blob
    for name, book in books.items():
        (tmp_path / f"{name}.xlsx").write_bytes(book)
        found = OpenXmlValidator().validate(tmp_path / f"{name}.xlsx")
        assert found.is_valid, [str(one) for one in found.errors]
    assert len(books) == 3


@pytest.mark.parametrize(
    "slide",
    [
        Slide("x", ""),
        Slide("x", LONG * 4, subtitle=LONG * 3, footnote=LONG * 4, comment=LONG * 12, bullets=(LONG * 5,) * 9),
        Slide("x", "X", figures=(Figure("a", LONG, LONG, 1.0, Format.WHOLE, LONG, LONG, "▲", "worse", LONG * 6),) * 12),
        Slide("x", "X", table=Table((), ())),
        Slide("x", "X", chart=Chart(ChartKind.LINES, (), (), "", Format.WHOLE, ""), missing="—"),
        Slide("x", "X", chart=plain(ChartKind.COLUMNS, 0.0)),
        Slide("x", "X", chart=plain(ChartKind.BRIDGE, 1.0)),
        Slide("x", "X", chart=replace(plain(ChartKind.BARS, *(-1e15,) * 60, names=(LONG,) * 60), unit=LONG)),
        Slide("x", "X", chart=plain(ChartKind.FAN, 1.0)),
    ],
)  # fmt: skip
def test_whatever_a_slide_holds_it_stays_on_the_slide(slide: Slide) -> None:
    opened = pptx.Presentation(io.BytesIO(deck_bytes(full_review("vi", slides=(slide,)))))
    for shape in opened.slides[1].shapes:
        assert shape.top + shape.height <= opened.slide_height
        assert shape.left + shape.width <= opened.slide_width


@given(st.text(min_size=1, max_size=200), st.integers(500_000, 6_000_000), st.integers(200_000, 2_000_000))
def test_a_fitted_text_fits_and_is_cut_only_with_an_ellipsis(text: str, wide: int, high: int) -> None:
    found = fitted(text, (24, 18, 12), wide, high)
    whole = fitted(text, (24, 18, 12), wide, 10**9)
    assert found.height <= max(high, found.height // found.n_lines)
    assert found.text == whole.text or found.text.endswith("…")


def many_slides(n: int) -> tuple[Slide, ...]:
    """So many findings, with the four that may share a slide at their end."""
    table = (Column("A"),)
    last = tuple(
        Slide(name, f"Finding of {name}", table=Table(table, ((f"row of {name}",),), 1), notes=(f"note of {name}",))
        for name in ("pipeline", "moves", "forecast", "scenarios")
    )
    return (*(Slide(f"s{place}", f"Finding {place}") for place in range(n - len(last))), *last)


@pytest.mark.parametrize(("n", "wanted"), [(12, 14), (13, 14), (14, 14)])
def test_a_deck_of_many_findings_has_fourteen_slides(n, wanted) -> None:
    review = replace(full_review("en"), slides=many_slides(n), left_out=())
    opened = pptx.Presentation(io.BytesIO(deck_bytes(review)))
    assert len(opened.slides) == wanted
    words = [
        " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame) for slide in opened.slides
    ]
    for name in ("pipeline", "moves", "forecast", "scenarios"):
        assert any(f"Finding of {name}" in text for text in words[:-1])
    assert ("Finding of scenarios" in words[-1]) == (n > 12)
    assert ("Finding of moves" in words[-1]) == (n > 13)


def test_findings_that_share_a_slide_keep_the_second_table_and_both_notes() -> None:
    review = replace(full_review("en"), slides=many_slides(13), left_out=())
    shared = next(slide for slide in deck_slides(review) if slide.id == "forecast")
    assert shared.table is not None
    assert shared.table.rows == (("row of scenarios",),)
    assert shared.notes == ("note of forecast", "note of scenarios")
    assert "Finding of scenarios." in shared.comment
