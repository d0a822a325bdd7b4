"""The workbook: numbers that recompute, native charts, text that never runs."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from domain.period import Period, PeriodKind
from report.review import (
    Action,
    Chart,
    ChartKind,
    Column,
    Edition,
    Figure,
    Format,
    Review,
    Role,
    Series,
    Sheet,
    Slide,
    Table,
)
from report.workbook import workbook_bytes
from report.workbook_cells import sheet_names

NPS_ROWS = ((9, 1.0, 1.0), (3, -1.0, 1.0), (8, 0.0, 1.0), (10, 1.0, 1.0), (None, None, None))


def nps_sheet(**others) -> Sheet:
    """Four answers of which two promote and one detracts: NPS 25."""
    keys = ("score", "contribution_numerator", "contribution_denominator")
    columns = tuple(Column(key.replace("_", " "), Format.DECIMAL, key) for key in keys)
    given = {
        "kpi": "nps",
        "name": "NPS",
        "definition": "Promoters minus detractors, in points.",
        "formula": "100 · (P − D) / n",
        "unit": "points",
        "rule": "nps",
        "answers": Table((Column("Group"), Column("NPS", Format.POINTS)), (("All", 25.0), ("North", 50.0))),
        "history": Table((Column("Quarter"), Column("NPS", Format.POINTS)), (("Q1", 10.0), ("Q2", 25.0))),
        "rows": Table(columns, NPS_ROWS, n_rows=len(NPS_ROWS)),
    }
    return Sheet(**{**given, **others})


def revenue_sheet() -> Sheet:
    rows = Table((Column("Customer"), Column("Amount", Format.MONEY, "value")), (("Hà Nội", 700.0), ("Huế", -50.0)), 2)
    return Sheet(
        "revenue",
        "Doanh số",
        "Tổng các dòng hóa đơn",
        "Σ",
        "đồng",
        "total",
        Table((Column("Nhóm"), Column("Giá trị", Format.MONEY)), (("Tất cả", 650.0),)),
        Table((Column("Quý"), Column("Giá trị", Format.MONEY)), (("Q1", None), ("Q2", 650.0))),
        rows,
    )


def bridge(values: tuple[float, ...]) -> Chart:
    names = tuple(f"step {place}" for place in range(len(values)))
    return Chart(ChartKind.BRIDGE, names, (Series("", Role.ACTUAL, values),), "đồng", Format.MONEY, "From 3 to −2.")


def review(*sheets: Sheet, slides: tuple[Slide, ...] = (), **others) -> Review:
    period = Period(date(2025, 7, 1), date(2025, 10, 1), PeriodKind.QUARTER)
    given = {
        "edition": Edition.INTERNAL,
        "language": "en",
        "period": period,
        "as_of": "2025-10-01",
        "snapshot": "000003",
        "currency": "VND",
        "title": "Đánh giá quý 3/2025",
        "subtitle": "Toàn công ty",
        "company": "Công ty mẫu",
        "scope": "Toàn công ty",
        "customer": "",
        "slides": slides,
        "sheets": sheets,
    }
    return Review(**{**given, **others})


def opened(made: Review, *, is_value: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(made)), data_only=is_value)


def the_number(book: openpyxl.Workbook, sheet: str) -> object:
    """What stands beside the KPI's name on its sheet."""
    return book[sheet]["B4"].value


def test_nps_is_a_formula_over_the_rows_that_count() -> None:
    made = review(nps_sheet())
    formula = str(the_number(opened(made), "NPS"))
    rows = next(row for row in opened(made)["NPS"].iter_rows() if row[0].value == "score")
    first = rows[0].row + 1
    last = first + len(NPS_ROWS) - 1
    assert formula == f"=100*SUM(B{first}:B{last})/SUM(C{first}:C{last})"
    assert the_number(opened(made, is_value=True), "NPS") == 25.0


def test_a_total_is_the_sum_of_its_rows() -> None:
    assert str(the_number(opened(review(revenue_sheet())), "Doanh số")).startswith("=SUM(B")


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"rule": "median"}, "Kaplan–Meier"),
        ({"rows": replace(nps_sheet().rows, n_rows=9_000)}, "more rows than are listed"),
        ({"answers": Table(nps_sheet().answers.columns, (("All", 26.0),))}, "do not add up"),
    ],
)
def test_where_the_rows_do_not_give_the_number_it_is_a_value_and_says_why(given, reason) -> None:
    made = review(nps_sheet(**given))
    book = opened(made)
    assert the_number(book, "NPS") == made.sheets[0].answers.rows[0][1]
    assert reason in book["NPS"]["C4"].value


def test_a_number_that_is_missing_is_a_dash_with_its_reason() -> None:
    nothing = Table((Column("Group"), Column("NPS", Format.POINTS)), (("All", None),))
    book = opened(review(nps_sheet(answers=nothing, rows=Table((), ()), note="Nobody has answered.")))
    assert (the_number(book, "NPS"), book["NPS"]["C4"].value) == ("—", "Nobody has answered.")


def test_the_six_numbers_point_to_their_sheets() -> None:
    figure = Figure("nps", "NPS", "25", 25.0, Format.POINTS, spread="± 40", change="+15", comment="Too few to say.")
    book = opened(review(nps_sheet(name="O'Brien / NPS"), slides=(Slide("numbers", "Six numbers", figures=(figure,)),)))
    assert book.worksheets[1].title == "O'Brien   NPS"
    assert book.worksheets[0]["B5"].value == "='O''Brien   NPS'!$B$4"


def test_no_text_runs() -> None:
    rows = Table((Column("=1+1"), Column("Amount", Format.MONEY, "value")), (('=HYPERLINK("http://x","y")', 650.0),), 1)
    actions = (Action("1", "=cmd|' /C calc'!A0", "@SUM(1)", "2025-11-01", "open", "2025-Q3"),)
    made = review(replace(revenue_sheet(), rows=rows), slides=(Slide("nps", "+1+1"),), actions=actions)
    found = [cell for sheet in opened(made).worksheets for row in sheet.iter_rows() for cell in row]
    formulas = [cell.value for cell in found if cell.data_type == "f"]
    assert [formula[:5] for formula in formulas] == ["=SUM("]
    with zipfile.ZipFile(io.BytesIO(workbook_bytes(made))) as archive:
        assert not [name for name in archive.namelist() if "external" in name.lower() or name.endswith(".bin")]


def test_charts_are_native_and_say_what_they_show() -> None:
    slides = (Slide("bridge", "Down to −2", chart=bridge((3.0, 1.0, -6.0, -2.0))),)
    with zipfile.ZipFile(io.BytesIO(workbook_bytes(review(nps_sheet(), slides=slides)))) as archive:
        charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
        drawings = "".join(archive.read(name).decode() for name in archive.namelist() if "drawings/drawing" in name)
    assert len(charts) == 2
    assert "From 3 to −2." in drawings


def test_a_bridge_stacks_from_its_level_and_crosses_zero_once() -> None:
    """3, then up 1 to 4, then down 6 to −2: the last step has 4 above and 2 below zero, and nothing carries it."""
    slides = (Slide("bridge", "Down to −2", chart=bridge((3.0, 1.0, -6.0, -2.0))),)
    sheet = opened(review(slides=slides))["Charts"]
    head = next(row[0].row for row in sheet.iter_rows() if row[0].value == "step 0")
    heights = [[sheet.cell(head + at, 4 + place).value for place in range(7)] for at in range(4)]
    assert heights == [
        [None, 3, None, None, None, None, None],
        [3, None, 1, None, None, None, None],
        [None, None, None, 4, None, None, -2],
        [None, None, None, None, -2, None, None],
    ]


def test_names_of_sheets_are_short_and_each_once() -> None:
    long = "Tỷ lệ khách hàng quay lại theo quý [%]"
    assert sheet_names([long, long.upper(), "History/2025", "'quoted'", ":"]) == [
        "Tỷ lệ khách hàng quay lại theo",
        "TỶ LỆ KHÁCH HÀNG QUAY LẠI THE 2",
        "History 2025",
        "quoted",
        "—",
    ]
