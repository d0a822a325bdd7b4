"""Why each thing about a file was decided as it was: the value and line, the columns, the load or the person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from data.correcting import correct
from data.held_rows import correctable
from data.importing import loads, run_import
from data.known import kept_reasons
from data.reading import Answers
from data.report import FileReport
from data.settings import Settings
from data.staging import stage_file
from data.workspace import Source, Workspace

NOTHING = Answers()
DEALS = "deal_id,customer_name,stage,amount,close_on,currency"
PROVEN = "D1,An,Won,100,31/01/2026,USD"
OPEN = "D2,An,Won,100,03/02/2026,USD"
BILLS = "invoice_id,customer_name,invoice date,amount"


def lines(header: str, *rows: str) -> str:
    return "\n".join([header, *rows]) + "\n"


def write(path: Path, text: str) -> Source:
    path.write_text(text, encoding="utf-8")
    return Source(path.name, path)


@pytest.fixture
def understood(tmp_path):
    """Make one file ready to load, and load nothing; returns its report."""

    def understand(text, answers=NOTHING, *, confirm=False, encoding="utf-8") -> FileReport:
        path = tmp_path / "file.csv"
        path.write_bytes(text.encode(encoding))
        book = Workspace(tmp_path / "workspace").book
        (staged,) = stage_file(path, path.name, "", answers, Settings(), book, confirm=confirm, known_currency=None)
        return staged.report

    return understand


@pytest.fixture
def put(tmp_path):
    """Import one file's text; returns its report."""

    def load(text, answers=NOTHING, name="file.csv"):
        return run_import(tmp_path / "workspace", [write(tmp_path / name, text)], answers).files[0]

    return load


def why(report, about):
    return [str(reason.message) for reason in report.why if reason.about == about]


def test_the_first_date_that_fits_one_order_is_named_with_its_line(understood):
    rows = ["D1,An,Won,100,03/02/2026,USD", "D2,An,Won,100,31/12/2025,USD", "D3,An,Won,100,30/12/2025,USD"]
    report = understood(lines(DEALS, *rows))
    expected = "“close_on”: day/month/year, because 31/12/2025 in line 3 fits no other order."
    assert why(report, "date_order") == [expected]
    assert (report.first_date, report.last_date) == (date(2025, 12, 30), date(2026, 2, 3))


def test_a_moment_is_named_by_its_date_and_the_line_counts_blank_lines(understood):
    text = lines("ticket_id,customer_name,created_at,status", "", "T1,An,02/13/2026 09:15,open")
    said = why(understood(text), "date_order")
    assert said == ["“created_at”: month/day/year, because 02/13/2026 in line 3 fits no other order."]


def test_a_short_year_is_named_only_where_it_cannot_be_a_day(understood):
    rows = ["D1,An,Won,1,13/02/25,USD", "D2,An,Won,1,14/02/99,USD"]  # 13/02/25 could be the 25th of February 2013
    assert "14/02/99 in line 3 fits" in why(understood(lines(DEALS, *rows)), "date_order")[0]


def test_dates_that_begin_with_the_year_and_dates_with_a_named_month_need_no_order(understood):
    iso = understood(lines(DEALS, "D1,An,Won,100,2026-02-03,USD"))
    expected = "“close_on”: year-month-day, because dates such as 2026-02-03 in line 2 begin with the year."
    assert why(iso, "date_order") == [expected]
    named = understood(lines(DEALS, "D2,An,Won,100,3 February 2026,USD"))
    expected = "“close_on”: dates such as 3 February 2026 in line 2 can be read in one way only."
    assert why(named, "date_order") == [expected]
    same = understood(lines(DEALS, "D3,An,Won,100,02/02/2026,USD"))
    assert "such as 02/02/2026 in line 2 can be read in one way only" in why(same, "date_order")[0]


def test_the_column_that_agrees_is_named_with_its_rows(understood):
    quarters = [f"D{n},An,Won,100,0{n}/07/2026,USD,{(n + 2) // 3}" for n in range(1, 10)]
    report = understood(lines(f"{DEALS},Quarter", *quarters))  # 01/07: quarter 1 only as the 7th of January
    expected = "“close_on”: month/day/year, because “Quarter” agrees in 9 of the 9 rows looked at."
    assert why(report, "date_order") == [expected]


def test_days_between_two_dates_are_named_and_the_other_date_follows(understood):
    rows = [f"{n},A,0{n}/04/2026,1.50,USD,1{n}/04/2026,10" for n in range(3, 9)]
    rows.append("9,A,01/04/2026,1.50,USD,02/04/2026,1")
    said = why(understood(lines(f"{BILLS},currency,paid on,days", *rows)), "date_order")
    assert said == ["“invoice date”: day/month/year, because the days between it and “paid on” are those in “days”"
                    " in 7 of the 7 rows looked at."]  # fmt: skip


def test_columns_without_a_proof_of_their_own_follow_the_one_that_has_it(understood):
    report = understood(lines(f"{DEALS},created_on", "D1,An,Won,100,03/02/2026,USD,31/01/2026"))
    assert why(report, "date_order") == [
        "“created_on”: day/month/year, because 31/01/2026 in line 2 fits no other order.",
        "“close_on”: day/month/year, like the other columns of this file.",
    ]


def test_an_earlier_load_is_named_once_as_warning_and_as_reason(put):
    put(lines(DEALS, PROVEN), name="january.csv")
    later = put(lines(DEALS, OPEN), name="february.csv")
    (said,) = [reason.message for reason in later.why if reason.about == "date_order"]
    assert said in [warned.message for warned in later.warnings]
    assert said.values == {"header": "close_on", "file": "january.csv"}


def test_an_answer_is_told_from_one_that_was_given_before(put):
    answered = put(lines(DEALS, OPEN), Answers(date_order="dmy"))
    assert why(answered, "date_order") == ["“close_on”: day/month/year, as you answered."]
    remembered = put(lines(DEALS, "D9,An,Won,100,04/05/2026,USD"), name="later.csv")
    expected = "“close_on”: day/month/year, as answered before for a file with these headers."
    assert why(remembered, "date_order") == [expected]


def test_the_number_that_proves_the_decimal_mark_is_named_with_its_line(understood):
    rows = ["D1,An,Won,1.500,2026-02-03,USD", 'D2,An,Won,"1.234.567,89",2026-02-03,USD']
    expected = "“amount”: decimal comma, because 1.234.567,89 in line 3 can be read in no other way."
    assert why(understood(lines(DEALS, *rows)), "decimal") == [expected]
    whole = understood(lines(DEALS, "D3,An,Won,100,2026-02-03,USD"))
    assert why(whole, "decimal") == []  # nothing had to be decided


def test_a_proof_far_down_a_column_is_found_in_its_line(understood):
    rows = [f"D{n},An,Won,1.500,03/02/2026,USD" for n in range(70_000)]
    report = understood(lines(DEALS, *rows, "E,An,Won,0.25,02/28/2026,USD"), confirm=True)
    assert "0.25 in line 70002 can" in why(report, "decimal")[0]
    assert "02/28/2026 in line 70002 fits" in why(report, "date_order")[0]


def test_dong_and_products_are_named_where_they_decide(understood):
    dong = understood(lines(DEALS, "D2,An,Won,1.500,2026-02-03,VND"))
    expected = "“amount”: decimal comma, because dong have no fractions and 1.500 in line 2 is a whole amount."
    assert why(dong, "decimal") == [expected]
    rows = [f'{n},A,2026-01-05,"{n / 2:.3f}",{n},500,USD' for n in range(2, 8)]
    said = why(understood(lines(f"{BILLS},quantity,unit_price,currency", *rows)), "decimal")
    expected = "“amount”: decimal comma, because “quantity” × “unit_price” = “amount” in 6 of the 6 rows looked at."
    assert said == [expected]


def test_where_the_currency_comes_from(understood):
    column = understood(lines(DEALS, "D1,An,Won,1,2026-02-03,USD", "D2,An,Won,1,2026-02-03,VND",
                       "D3,An,Won,1,2026-02-03,USD"))  # fmt: skip
    assert why(column, "currency") == ["Currency USD: “currency” says so in 2 of 3 rows."]
    signs = lines(BILLS, "1,A,2026-01-05,$1.50", "2,A,2026-01-05,$2.50")
    expected = "Currency USD: it stands in the cells of “amount”, such as $1.50 in line 2."
    assert why(understood(signs), "currency") == [expected]
    rest = lines(BILLS, "3,A,2026-01-05,1.50")
    assert why(understood(rest, Answers(currency="EUR")), "currency") == ["Currency EUR, as you answered."]


def test_a_vietnamese_file_without_a_currency_is_in_dong(understood):
    text = lines("Số hóa đơn,Tên khách hàng,Thành tiền,Ngày hóa đơn", "H1,An Phát,1500000,15/01/2026")
    expected = "Currency VND where none is named (rows: 1): the file is written in Vietnamese."
    assert why(understood(text), "currency") == [expected]


def test_the_encoding_is_given_with_its_reason(understood):
    row = lines(DEALS, "D1,Hôtel,Won,1,2026-02-03,USD")
    assert why(understood(row), "encoding") == ["Encoding utf-8: the whole file is valid UTF-8."]
    report = understood(row, Answers(encoding="cp1252"), encoding="cp1252")
    assert why(report, "encoding") == ["Encoding cp1252, as you answered."]
    marked = understood(row, encoding="utf-8-sig")
    assert "begins with the byte order mark" in why(marked, "encoding")[0]


def test_a_workbooks_own_dates_and_numbers_need_no_decision(tmp_path):
    path = tmp_path / "deals.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as workbook:
        sheet = workbook.add_worksheet("Deals")
        sheet.write_row(0, 0, DEALS.split(","))
        sheet.write_row(1, 0, ["D1", "An", "Won", 1.5])
        sheet.write_datetime(1, 4, datetime(2026, 2, 3))
        sheet.write(1, 5, "USD")
    report = run_import(tmp_path / "workspace", [Source("deals.xlsx", path)], NOTHING).files[0]
    assert [str(reason.message) for reason in report.why] == [
        "“close_on”: stored as dates, so their order needs no decision.",
        "“amount”: stored as numbers, so their decimal mark needs no decision.",
        "Currency USD: “currency” says so in 1 of 1 rows.",
    ]


def test_an_import_keeps_its_reasons_in_a_form_for_every_language(put, tmp_path):
    report = put(lines(DEALS, PROVEN))
    (load,) = loads(tmp_path / "workspace")
    assert kept_reasons(load["decisions"]) == [reason.message for reason in report.why]
    assert kept_reasons('{"encoding": "utf-8"}') == kept_reasons(None) == []


def test_rows_put_right_say_that_they_are_read_as_the_import_was(put, tmp_path):
    put(lines(DEALS, PROVEN, "D2,An,Won,oops,01/02/2026,USD"), Answers(confirm=True))
    (row,) = correctable(tmp_path / "workspace", 1)
    (file,) = correct(tmp_path / "workspace", 1, [replace(row, cells={**row.cells, "amount": "5"})]).files
    expected = "“close_on”: day/month/year, as in the import that is put right."
    assert why(file, "date_order") == [expected]
