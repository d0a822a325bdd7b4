"""What a person sees: slides and sheets drawn by an office suite, with a wider family than ours, and looked at."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pptx
import pytest
from PIL import Image

from tests.report.office import Office
from tests.report.reviews import full_review

pytestmark = pytest.mark.xdist_group("office")

DOTS = 72
EMU_PER_POINT = 12_700
NEAR = 3.0
"""Points that a letter may stand out of its box: side bearings and accents."""
HEADROOM = 0.15
"""Of a word's height: what the family keeps above and below its letters."""
HTML = "{http://www.w3.org/1999/xhtml}"
DARK = 90


@dataclass(frozen=True)
class Word:
    text: str
    left: float
    top: float
    right: float
    bottom: float

    def is_in(self, box: tuple[float, float, float, float]) -> bool:
        near = max(NEAR, HEADROOM * (self.bottom - self.top))
        return (
            self.left >= box[0] - NEAR
            and self.top >= box[1] - near
            and self.right <= box[2] + NEAR
            and self.bottom <= box[3] + near
        )


@pytest.fixture(scope="session")
def pages(rendered: Path, office: Office) -> dict[str, list[list[Word]]]:
    """The words of each page of each file."""
    found = {}
    for name in ("vi", "en", "dark", "book"):
        root = ET.fromstring(office.to_words(rendered / f"{name}.pdf"))
        found[name] = [
            [
                Word(
                    unicodedata.normalize("NFC", word.text or ""),
                    *(float(word.attrib[side]) for side in ("xMin", "yMin", "xMax", "yMax")),
                )
                for word in page.iter(f"{HTML}word")
            ]
            for page in root.iter(f"{HTML}page")
        ]
    return found


@pytest.fixture(scope="session")
def pictures(rendered: Path, office: Office) -> list[np.ndarray]:
    """Every slide of the Vietnamese deck as grey levels."""
    return [np.asarray(Image.open(path).convert("L")) for path in office.to_pictures(rendered / "vi.pdf", DOTS)]


def box_of(shape) -> tuple[float, float, float, float]:
    sides = (shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)
    return tuple(side / EMU_PER_POINT for side in sides)


def letters(text: str) -> str:
    """Letters and digits alone: bullets, blanks and hyphens may be drawn in other ways."""
    return "".join(sorted(re.sub(r"[\W_]", "", unicodedata.normalize("NFC", text))))


@pytest.mark.parametrize("name", ["vi", "en", "dark"])
def test_no_word_is_drawn_outside_the_shape_it_belongs_to(rendered: Path, pages, name: str) -> None:
    slides = pptx.Presentation(str(rendered / f"{name}.pptx")).slides
    assert len(pages[name]) == len(slides)
    for slide, words in zip(slides, pages[name], strict=True):
        boxes = [box_of(shape) for shape in slide.shapes]
        outside = [word for word in words if not any(word.is_in(box) for box in boxes)]
        assert not outside, (slide.shapes.title.text, outside)


@pytest.mark.parametrize("name", ["vi", "en", "dark"])
def test_every_text_is_drawn_whole_inside_its_own_box(rendered: Path, pages, name: str) -> None:
    for slide, words in zip(pptx.Presentation(str(rendered / f"{name}.pptx")).slides, pages[name], strict=True):
        for shape in slide.shapes:
            if not shape.has_text_frame or "‹#›" in shape.text_frame.text:
                continue
            box = box_of(shape)
            inside = " ".join(word.text for word in words if word.is_in(box))
            assert letters(inside) == letters(shape.text_frame.text)


def test_titles_numbers_and_what_is_left_out_are_read_back(pages) -> None:
    review = full_review("vi")
    said = [" ".join(word.text for word in words) for words in pages["vi"]]
    for slide, text in zip(review.slides, said[1:], strict=False):
        assert slide.title in text
    assert "+4,30" in said[4]
    assert "−2,10" in said[4]
    assert "Lợi nhuận không có ở đây" in said[-1]


@pytest.mark.parametrize(("name", "letter"), [("vi", "T"), ("en", "M")])
def test_no_month_below_the_forecast_is_broken(pages, name: str, letter: str) -> None:
    months = {f"{letter}{at}" for at in range(1, 13)}
    assert [words for words in pages[name] if months <= {word.text for word in words}]


def test_no_chart_is_empty(rendered: Path, pictures) -> None:
    n_charts = 0
    for slide, picture in zip(pptx.Presentation(str(rendered / "vi.pptx")).slides, pictures, strict=True):
        for shape in slide.shapes:
            if shape.has_chart:
                left, top, right, bottom = (int(side * DOTS / 72) for side in box_of(shape))
                part = picture[top:bottom, left:right]
                assert (part < DARK).mean() > 0.004, slide.shapes.title.text
                n_charts += 1
    assert n_charts == 6


def test_diacritics_stand_clear_of_the_line_above(rendered: Path, office: Office) -> None:
    """A two-line title of the deck with stacked diacritics has a blank row between its lines and none cut off."""
    slides = pptx.Presentation(str(rendered / "vi.pptx")).slides
    title = slides[1].shapes.title
    picture = np.asarray(Image.open(office.to_pictures(rendered / "vi.pdf", 144, page=2)[0]).convert("L"))
    left, top, right, bottom = (int(side * 2) for side in box_of(title))
    rows = (picture[top - 6 : bottom + 6, left:right] < 128).any(axis=1)
    assert not rows[0], "the first line is higher than its place"
    assert not rows[-1], "the last line is lower than its place"
    bands = np.flatnonzero(np.diff(rows.astype(int)) == 1)
    assert len(bands) == 2


def test_the_workbook_prints_its_numbers_and_charts(pages) -> None:
    said = " ".join(word.text for words in pages["book"] for word in words)
    assert "Đánh giá quý 3/2025" in said
    assert "Doanh số quý" in said
    assert "Tháng 8" in said
    assert "Số liệu mẫu" in said or "Dữ liệu mẫu" in said
