"""Workbooks as people leave them: merged cells, day numbers of a Mac, currencies in number formats, ids as numbers."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from data.reading.number_formats import currency_in_format
from domain.errors import RefusedError
from tests.data.loaded import codes, column, load


def book(path: Path, *, from_1904: bool = False, dates: bool = True) -> tuple[xlsxwriter.Workbook, object]:
    workbook = xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy", "date_1904": from_1904})
    page = workbook.add_worksheet("Deals")
    page.write_row(0, 0, ["deal_id", "customer_name", "stage", "amount", "close_on", "manager_name"])
    for row in range(1, 5):
        page.write_row(row, 0, [f"D{row}", "Hoa", "Open", row * 10])
        page.write(row, 4, date(2026, row, 5) if dates else 44200 + row)
    return workbook, page


def test_text_in_merged_cells_counts_for_every_row_and_a_number_once(tmp_path) -> None:
    workbook, page = book(tmp_path / "a.xlsx")
    page.merge_range(1, 5, 3, 5, "An")
    page.merge_range(1, 3, 2, 3, 10, workbook.add_format({"bold": True}))
    page.write(4, 5, "Bình")
    workbook.close()
    _, understanding, converted = load(tmp_path / "a.xlsx")
    assert column(converted, "manager_name") == ["An", "An", "An", "Bình"]
    assert column(converted, "amount") == [10, None, 30, 40]
    assert codes(understanding) == ["W_MERGED_CELLS"]


def test_bare_day_numbers_that_count_from_1904_are_refused(tmp_path) -> None:
    workbook, _ = book(tmp_path / "a.xlsx", from_1904=True, dates=False)
    workbook.close()
    with pytest.raises(RefusedError) as refused:
        load(tmp_path / "a.xlsx")
    assert refused.value.code == "date_serial"


@pytest.mark.parametrize(
    ("code", "currency"),
    [
        ('_("$"* #,##0.00_)', "USD"),
        ("[$$-409]#,##0.00", "USD"),
        ("#,##0 [$₫-42A]", "VND"),
        ('#,##0" VNĐ"', "VND"),
        ("[$EUR] #,##0.00", "EUR"),
        ('#,##0 "đ"', "VND"),
        ("[$-409]d-mmm-yy", None),
        ("#,##0.00", None),
        ('"$"#,##0;"€"#,##0', None),
    ],
)
def test_a_number_format_shows_its_currency(code, currency) -> None:
    assert currency_in_format(code) == currency


def test_amounts_shown_in_dollars_are_dollars(tmp_path) -> None:
    workbook, page = book(tmp_path / "a.xlsx")
    dollars = workbook.add_format({"num_format": '"$"#,##0.00'})
    for row in range(1, 5):
        page.write(row, 3, row * 10, dollars)
    workbook.close()
    _, _, converted = load(tmp_path / "a.xlsx")
    assert column(converted, "currency") == ["USD"] * 4


def test_amounts_shown_in_several_currencies_are_refused(tmp_path) -> None:
    workbook, page = book(tmp_path / "a.xlsx")
    for row, sign in ((1, "$"), (2, "₫")):
        page.write(row, 3, row * 10, workbook.add_format({"num_format": f'#,##0 "{sign}"'}))
    workbook.close()
    with pytest.raises(RefusedError) as refused:
        load(tmp_path / "a.xlsx")
    assert refused.value.code == "mixed_currencies"


def test_ids_stored_as_numbers_that_lost_digits_or_zeros_are_told(tmp_path) -> None:
    for name, ids, code in (
        ("long", (1.2345678901234567e17,) * 4, "W_SCIENTIFIC_TEXT"),
        ("short", ("0012", 12, 13, 14), "W_LOST_ZERO"),
    ):
        workbook, page = book(tmp_path / f"{name}.xlsx")
        page.write_column(0, 5, ["customer_id", *ids])
        workbook.close()
        _, understanding, _ = load(tmp_path / f"{name}.xlsx")
        assert codes(understanding) == [code]


SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def open_document(path: Path, last_row: str) -> Path:
    """An OpenDocument spreadsheet of one deal and a last row that is given as XML."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'.format
    rows = [["deal_id", "customer_name", "stage", "amount", "close_on"], ["D1", "Hoa", "Won", "1.5", "2026-01-05"]]
    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    body = f'<table:table table:name="A &amp; B">{lines}{last_row}</table:table>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {SPACES}><office:body><office:spreadsheet>'
            f"{body}</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def test_hidden_rows_of_an_open_document_are_told(tmp_path) -> None:
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in ("D2", "Sen", "Won", "2.5", "2026-01-06")
    )
    row = f'<table:table-row table:visibility="collapse">{cells}</table:table-row>'
    _, understanding, converted = load(open_document(tmp_path / "a.ods", row))
    assert column(converted, "deal_id") == ["D1", "D2"]
    assert codes(understanding) == ["W_HIDDEN_ROWS"]


def test_failed_formulas_of_an_open_document_are_not_taken_for_blank_cells(tmp_path) -> None:
    failed = '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error"/>'
    with pytest.raises(RefusedError) as refused:
        load(open_document(tmp_path / "a.ods", f"<table:table-row>{failed}</table:table-row>"))
    assert refused.value.code == "failed_formulas"
