"""The deck: native charts over numbers that recompute, one sign for one meaning, nothing outside its slide."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import openpyxl
import pptx
import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE

from i18n.language import set_language
from report.closing import cover_words, footer_words
from report.deck import deck_bytes
from report.deck_charts import number_code
from report.deck_text import width
from report.review import Chart, ChartKind, Column, Format, Role, Series, Slide, Table
from tests.report.reviews import full_review
from tests.report.said import EDGES, LONG
from tests.report.templates import PERSON, with_samples

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@pytest.fixture(scope="module")
def made() -> bytes:
    return deck_bytes(full_review("vi"))


@pytest.fixture(scope="module")
def deck(made: bytes):
    return pptx.Presentation(io.BytesIO(made))


def parts(made: bytes, word: str) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if word in name and "xml" in name}


def plain(kind: ChartKind, *values: float | None, names: tuple[str, ...] = ()) -> Chart:
    """A chart of one actual series."""
    return Chart(kind, names or ("a",) * len(values), (Series("N", Role.ACTUAL, values),), "", Format.DECIMAL, "")


def one_slide(slide: Slide):
    return pptx.Presentation(io.BytesIO(deck_bytes(full_review("vi", slides=(slide,))))).slides[1]


def chart_of(slide):
    return next(shape.chart for shape in slide.shapes if shape.has_chart)


def sheet_of(chart):
    return openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))["Sheet1"]


def words(slide) -> str:
    found = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


def test_a_cover_a_slide_a_finding_and_what_is_left_out(deck) -> None:
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles[0] == "Đánh giá quý 3/2025"
    assert titles[1:-1] == [slide.title for slide in full_review("vi").slides]
    last = words(deck.slides[-1])
    assert "Lợi nhuận không có ở đây: chưa nhập chi phí." in last
    assert "hoa_don_2025_q3.xlsx" in last
    assert 10 <= len(titles) <= 14


def test_charts_and_tables_are_native_and_there_is_no_picture(deck) -> None:
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    assert sum(shape.has_chart for shape in shapes) == 6
    assert sum(shape.has_table for shape in shapes) == 4
    assert not [shape for shape in shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert all(shape._element.nvGraphicFramePr.cNvPr.get("descr") for shape in shapes if shape.has_chart)


def test_notes_carry_definition_n_and_as_of(deck) -> None:
    notes = deck.slides[3].notes_slide.notes_text_frame.text
    assert "Định nghĩa: tổng hóa đơn chưa VAT." in notes
    assert "n = 1.284" in notes
    assert "01/10/2025" in notes
    assert all(slide.has_notes_slide for slide in list(deck.slides)[1:])


def test_every_run_says_its_language(made: bytes, deck) -> None:
    for text in parts(made, "ppt/slides/slide").values():
        assert text.count("<a:rPr") == text.count('<a:rPr lang="vi-VN"')
    assert deck.core_properties.language == "vi-VN"
    english = parts(deck_bytes(full_review("en")), "ppt/slides/slide")
    assert not any("vi-VN" in text for text in english.values())


def test_the_same_review_is_the_same_file(made: bytes) -> None:
    assert deck_bytes(full_review("vi")) == made


def test_no_person_is_named() -> None:
    assert not [name for name, text in parts(deck_bytes(full_review("vi"), template=with_samples()), "").items()
                if PERSON in text or "SAMPLE SLIDE" in text or "Canny" in text]  # fmt: skip


def test_target_is_an_outline_forecast_is_hatched_and_dashed_previous_is_grey() -> None:
    roles = (Role.ACTUAL, Role.PREVIOUS, Role.TARGET, Role.FORECAST, Role.SCENARIO, Role.BETTER, Role.WORSE)
    series = tuple(Series(role.value, role, (1.0, 2.0)) for role in roles)
    chart = chart_of(
        one_slide(Slide("x", "X", chart=Chart(ChartKind.COLUMNS, ("a", "b"), series, "", Format.WHOLE, "")))
    )
    looks = {plotted.name: plotted._element.find(f"{C}spPr") for plotted in chart.plots[0].series}
    filled = {name: look[0].tag.removeprefix(A) for name, look in looks.items()}
    assert filled["target"] == "noFill"
    assert looks["target"].find(f"{A}ln/{A}solidFill") is not None
    assert filled["forecast"] == "pattFill"
    assert looks["forecast"].find(f"{A}ln/{A}prstDash").get("val") == "dash"
    colours = {name: look.find(f".//{A}solidFill")[0].get("val") for name, look in looks.items() if name != "forecast"}
    assert colours["actual"] == "tx1"
    assert colours["previous"] == "bg1"
    assert colours["scenario"] == "accent1"
    assert (colours["better"], colours["worse"]) == ("00735A", "B54708")


def test_a_gap_is_a_gap_and_the_sheet_holds_the_numbers() -> None:
    chart = Chart(
        ChartKind.LINES, ("a", "b", "c"), (Series("N", Role.ACTUAL, (1.0, None, 3.5)),), "", Format.DECIMAL, ""
    )
    drawn = chart_of(one_slide(Slide("x", "X", chart=chart)))
    assert tuple(drawn.plots[0].series[0].values) == (1.0, None, 3.5)
    sheet = sheet_of(drawn)
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        [None, "N"],
        ["a", 1],
        ["b", None],
        ["c", 3.5],
    ]


def test_a_bridge_hangs_each_step_where_the_one_before_ended() -> None:
    """3, up 1 to 4, down 6 to −2: the fall has 4 above and 2 below zero, and nothing carries it."""
    chart = Chart(
        ChartKind.BRIDGE,
        ("from", "up", "down", "to"),
        (Series("", Role.ACTUAL, (3.0, 1.0, -6.0, -2.0)),),
        "",
        Format.DECIMAL,
        "",
    )
    drawn = chart_of(one_slide(Slide("bridge", "X", chart=chart)))
    stack = [tuple(one.values) for one in drawn.plots[0].series]
    assert stack == [
        (0.0, 3.0, 0.0, 0.0),
        (3.0, 0.0, 0.0, 0.0),
        (0.0, 1.0, 0.0, 0.0),
        (0.0, 0.0, 4.0, 0.0),
        (0.0, 0.0, 0.0, -2.0),
        (0.0, 0.0, 0.0, 0.0),
        (0.0, 0.0, -2.0, 0.0),
    ]
    sheet = sheet_of(drawn)
    assert [sheet.cell(row, 2).value for row in range(2, 6)] == [3, 1, -6, -2]
    assert sheet["E4"].value == "=MAX(0,MIN(C4:D4))+MIN(0,MAX(C4:D4))"
    assert sheet["C4"].value == "=D3"
    assert "+1,00" in drawn._chartSpace.xml
    assert "−6,00" in drawn._chartSpace.xml


def test_a_fan_opens_where_the_known_ends() -> None:
    roles = (Role.ACTUAL, Role.FORECAST, Role.LOW80, Role.HIGH80, Role.LOW95, Role.HIGH95)
    values = ((5.0, None), (5.0, 10.0), (None, 8.0), (None, 12.0), (None, 7.0), (None, 14.0))
    series = tuple(Series(role.value, role, row) for role, row in zip(roles, values, strict=True))
    drawn = chart_of(
        one_slide(Slide("forecast", "X", chart=Chart(ChartKind.FAN, ("a", "b"), series, "", Format.WHOLE, "")))
    )
    areas = [tuple(one.values) for one in drawn.plots[0].series]
    assert areas == [(5.0, 7.0), (0.0, 1.0), (0.0, 4.0), (0.0, 2.0)]
    assert [one.name for one in drawn.plots[1].series] == ["actual", "forecast"]
    shades = [one._element.find(f"{C}spPr/{A}solidFill/{A}schemeClr/{A}lumMod") for one in drawn.plots[0].series]
    assert shades[0] is None
    assert int(shades[2].get("val")) < int(shades[1].get("val"))


@pytest.mark.parametrize("letter", ["T", "M"])
def test_twelve_months_stand_unbroken_below_half_a_slide(letter: str) -> None:
    """LibreOffice names every month whatever may be skipped, and breaks a name that is wider than its month."""
    months = tuple(f"{letter}{at}" for at in range(1, 13))
    by_role = {
        Role.ACTUAL: (*range(1, 11), None, None), Role.FORECAST: (*[None] * 9, 10, 11, 12),
        Role.LOW80: (*[None] * 10, 10, 11), Role.HIGH80: (*[None] * 10, 12, 13),
        Role.LOW95: (*[None] * 10, 9, 10), Role.HIGH95: (*[None] * 10, 13, 14),
        Role.TARGET: (58.2,) * 12, Role.PREVIOUS: tuple(range(12)),
    }  # fmt: skip
    series = tuple(Series(role.value, role, values) for role, values in by_role.items())
    quarters = Table(
        tuple(Column(name) for name in ("Kỳ", "Dự kiến", "Từ", "Đến", "Chỉ tiêu")), (("Q", "1", "2", "3", "4"),) * 5, 5
    )
    fan = Chart(ChartKind.FAN, months, series, "tỷ", Format.DECIMAL, "")
    slide = one_slide(Slide("forecast", "X", chart=fan, table=quarters))
    frame = next(shape for shape in slide.shapes if shape.has_chart)
    axis = frame.chart._chartSpace.find(f".//{C}catAx")
    size = int(axis.find(f".//{A}defRPr").get("sz")) / 100
    share = float(frame.chart._chartSpace.find(f".//{C}plotArea/{C}layout/{C}manualLayout/{C}w").get("val"))
    assert frame.width < slide.part.package.presentation_part.presentation.slide_width / 2
    assert axis.find(f"{C}tickLblSkip").get("val") == "1"
    assert width(f"{letter}10", size) < 0.9 * frame.width * share / 12


def test_rows_that_do_not_fit_are_counted(deck) -> None:
    moves = next(slide for slide in deck.slides if "Pipeline" in slide.shapes.title.text)
    table = next(shape.table for shape in moves.shapes if shape.has_table)
    n_shown = len(table.rows) - 1
    assert 5 <= n_shown < 30
    assert f"và {44 - n_shown} dòng nữa" in words(moves)


def test_numbers_in_a_table_are_never_broken(deck) -> None:
    moves = next(slide for slide in deck.slides if "Pipeline" in slide.shapes.title.text)
    table = next(shape.table for shape in moves.shapes if shape.has_table)
    size = int(table.cell(1, 3)._tc.xpath(".//a:rPr/@sz")[0]) / 100
    for row in list(table.rows)[1:]:
        assert width(row.cells[3].text, size) <= table.columns[3].width
        assert "…" not in row.cells[3].text


def test_what_is_missing_is_said_where_it_would_be(deck) -> None:
    risks = next(slide for slide in deck.slides if slide.shapes.title.text.startswith("Rủi ro"))
    assert "Chưa nhập hợp đồng" in words(risks)


def test_names_of_any_script_and_control_letters_are_kept_or_dropped(deck) -> None:
    nps = next(slide for slide in deck.slides if slide.shapes.title.text.startswith("NPS"))
    said = words(nps)
    assert LONG in said
    assert EDGES[0] in said
    assert EDGES[1] in said
    assert "<b>&\"' Đặng Thị Ngọc Ẩn" in said.replace("\u0001", "")


def test_between_slides_somebody_may_stop_it() -> None:
    asked = []

    def goes_on() -> None:
        asked.append(1)
        if len(asked) == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        deck_bytes(full_review("vi"), goes_on=goes_on)
    assert len(asked) == 3


def test_numbers_show_three_figures_and_a_real_minus() -> None:
    def code(*values: float, shape: Format = Format.DECIMAL) -> str:
        return number_code(
            Chart(ChartKind.COLUMNS, ("a",) * len(values), (Series("", Role.ACTUAL, values),), "", shape, "")
        )

    assert code(1.25, 2.5) == '#,##0.00;"−"#,##0.00'
    assert code(12.5) == '#,##0.0;"−"#,##0.0'
    assert code(1234.5) == '#,##0;"−"#,##0'
    assert code(0.914, shape=Format.PERCENT) == '0%;"−"0%'
    assert code(0.0123, shape=Format.PERCENT) == '0.0%;"−"0.0%'


def test_a_customer_s_deck_says_whose_it_is() -> None:
    review = replace(full_review("en"), customer=LONG, scope="")
    cover = pptx.Presentation(io.BytesIO(deck_bytes(review))).slides[0]
    assert LONG in words(cover)


def test_the_cover_and_the_footer_say_nothing_twice() -> None:
    review = full_review("en", title="Đại Phát: review Q3 2025", subtitle="Đại Phát · Q3 2025 · data as of 1 Oct 2025",
                         customer="Đại Phát", company="Sao Mai", scope="đại phát")  # fmt: skip
    set_language("en")
    assert cover_words(review) == [review.subtitle, "Sao Mai", "Sample data: an invented company."]
    assert footer_words(review) == "Đại Phát: review Q3 2025 · Sample data"
