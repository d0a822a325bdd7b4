"""The PDF: real text in both languages, fonts inside, tagged, and nothing in a name can change the page."""

from __future__ import annotations

import io
import re
import unicodedata
from datetime import date

import pypdfium2
import pytest

from domain.period import Period, PeriodKind
from i18n.language import set_language
from report.document import content, document_bytes
from report.review import Chart, ChartKind, Column, Edition, Figure, Format, Review, Role, Series, Slide, Table

LONG = "Công ty Cổ phần Thương mại Dịch vụ Xuất nhập khẩu Tổng hợp Hòa Bình Miền Trung 80"
CHART = Chart(
    ChartKind.COLUMNS,
    ("Quý 1", "Quý 2"),
    (Series("Thực tế", Role.ACTUAL, (1.5, -0.5)), Series("Chỉ tiêu", Role.TARGET, (2.0, None))),
    "tỷ đồng",
    Format.DECIMAL,
    "Thực tế 1,5 và −0,5 tỷ.",
)


def review(*slides: Slide, **others) -> Review:
    given = {
        "edition": Edition.INTERNAL,
        "language": "vi",
        "period": Period(date(2025, 7, 1), date(2025, 10, 1), PeriodKind.QUARTER),
        "as_of": "2025-10-01",
        "snapshot": "000003",
        "currency": "VND",
        "title": "Đánh giá quý 3/2025",
        "subtitle": "Toàn công ty",
        "company": "",
        "scope": "Toàn công ty",
        "customer": "",
        "slides": slides,
    }
    return Review(**{**given, **others})


def text_of(made: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(made))
    pages = [page.get_textpage().get_text_bounded() for page in document]
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", " ".join(pages)))


def test_text_is_text_and_the_file_is_tagged() -> None:
    slide = Slide(
        "results", "Đạt 92 % chỉ tiêu, thiếu 1,2 tỷ", comment="Miền Bắc giữ vững.", chart=CHART, footnote="n = 20"
    )
    made = document_bytes(review(slide))
    found = text_of(made)
    for words in (
        "Đánh giá quý 3/2025",
        "Đạt 92 % chỉ tiêu, thiếu 1,2 tỷ",
        "Miền Bắc giữ vững.",
        "tỷ đồng",
        "1,50",
        "−0,50",
    ):
        assert words in found
    assert b"/MarkInfo" in made
    assert b"/Lang" in made
    assert b"pdfuaid" in made
    assert made.count(b"/FontFile") >= 2


def test_the_same_review_is_the_same_file() -> None:
    assert document_bytes(review(Slide("a", "B"))) == document_bytes(review(Slide("a", "B")))


@pytest.mark.parametrize(
    "name", ['#import "x.typ"', "*bold* _it_ $x^2$", "] #panic() [", '"; #read("/etc/passwd")', LONG]
)
def test_a_name_stays_a_name(name: str) -> None:
    assert re.sub(r"\s+", " ", name) in text_of(document_bytes(review(Slide("nps", name, bullets=(name,)))))


def test_letters_that_nothing_draws_are_boxes_and_the_last_page_says_so() -> None:
    found = text_of(document_bytes(review(Slide("nps", "Shop 🎉𓀀 Huế"))))
    assert "Shop [?][?] Huế" in found
    assert "[?]." in found


def test_right_to_left_names_are_printed() -> None:
    assert "شركة" in text_of(document_bytes(review(Slide("nps", "NPS", bullets=("شركة",)))))


def test_rows_of_a_table_read_in_the_language_and_say_how_many_more() -> None:
    columns = (
        Column("Khách hàng"),
        Column("Doanh số", Format.MONEY),
        Column("Ngày", Format.DATE),
        Column("%", Format.PERCENT),
    )
    table = Table(columns, ((LONG, 1234567.0, "2025-09-01", None),), n_rows=3)
    set_language("vi")
    printed = content(review(Slide("x", "X", table=table)))["slides"][0]["table"]
    assert printed["rows"] == [[LONG, "1.234.567\u00a0₫", "01/09/2025", "—"]]
    assert "2" in printed["more"]


def test_a_slide_without_anything_says_what_is_missing() -> None:
    empty = Chart(ChartKind.LINES, ("Q1",), (Series("", Role.ACTUAL, (None,)),), "", Format.WHOLE, "")
    slide = Slide(
        "nps",
        "NPS: —",
        chart=empty,
        missing="Chưa có câu trả lời nào.",
        figures=(Figure("nps", "NPS", "—", None, Format.POINTS),),
    )
    assert "Chưa có câu trả lời nào." in text_of(document_bytes(review(slide)))
