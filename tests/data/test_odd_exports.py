"""Exports as people and programs really leave them, each of which once loaded a wrong number or lost a row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from data.mapping.converting import Converted
from data.reading import Answers
from domain.errors import QuestionError, RefusedError
from tests.data.loaded import DEALS, codes, column, reasons, written

CUSTOMERS = "customer_id,customer_name,segment\nC1,Phở Việt,SME\nC2,Hoa Sữa,SME\nC3,Sữa Vàng,Key\n"


def deals(*dates: str) -> str:
    rows = "".join(f"D{number},Hoa Sữa,Open,{number + 1}.5,{text}\n" for number, text in enumerate(dates))
    return DEALS + rows


# ---------------------------------------------------------------- lines that are no records


@pytest.mark.parametrize(
    "line",
    ["Tổng số: 3 khách hàng,,", "Total (3 records)", "Người lập biểu,,Kế toán trưởng", "(3 rows)", "Page 1 of 1,,",
     '"Hà Nội, ngày 31 tháng 12 năm 2026",,', "Luỹ kế,,", "\x1a", "Ngày in: 31/12/2026,,", ",,Xem thêm trang sau"],
)  # fmt: skip
def test_what_a_report_ends_with_is_no_customer(tmp_path, line) -> None:
    _, converted = written(tmp_path, f"{CUSTOMERS}{line}\n")
    assert column(converted, "customer_id") == ["C1", "C2", "C3"]
    assert converted.held.num_rows + sum(converted.rows_skipped.values()) == 1


def test_a_heading_between_the_rows_is_held_back(tmp_path) -> None:
    _, converted = written(tmp_path, CUSTOMERS.replace("C2", "Miền Nam,,\nC2"))
    assert column(converted, "customer_id") == ["C1", "C2", "C3"]
    assert reasons(converted) == ["R_ONE_CELL"]


def test_customers_of_whom_only_the_name_is_known_are_customers(tmp_path) -> None:
    names = "customer_name,segment,region\nPhở Việt,SME,HN\nHoa Sữa,,\nSữa Vàng,,\nMỹ Hảo,Key,HCM\nBình Dương,SME,HN\n"
    _, converted = written(tmp_path, names)
    assert converted.good.num_rows == 5


def test_a_total_that_fills_every_cell_is_known_by_the_word_in_its_id(tmp_path) -> None:
    head = "invoice_id,customer_name,invoiced_on,amount,status\n"
    _, converted = written(tmp_path, head + "1,Hoa,2026-01-05,10.00,paid\nTổng cộng,2 dòng,2026-12-31,10.00,paid\n")
    assert column(converted, "invoice_id") == ["1"]
    assert reasons(converted) == ["R_TOTAL_ROW"]


def test_a_second_table_below_the_first_is_no_part_of_it(tmp_path) -> None:
    second = "\nproduct,code,status,price,date\nGhế,P1,Open,7.5,2026-01-07\n"
    _, converted = written(tmp_path, deals("2026-01-05", "2026-01-06", "2026-01-13") + second)
    assert column(converted, "deal_id") == ["D0", "D1", "D2"]
    assert reasons(converted) == ["R_OTHER_TABLE", "R_OTHER_TABLE"]


def test_the_row_of_names_that_is_known_is_the_header(tmp_path) -> None:
    english = "deal_id,customer_name,stage,amount,close_on\n"
    _, converted = written(tmp_path, "Số,Bên mua,Bước,Giá,Chốt\n" + english + "D1,Hoa,Won,1.5,2026-01-05\n")
    assert column(converted, "customer_name") == ["Hoa"]
    assert converted.held.num_rows == 0


@pytest.mark.parametrize(
    "text",
    [
        '"D1","Hoa, Sữa","Won","1.5","2026-01-05"\n'.replace('","', '", "'),
        "".join(f'"{line}"\n' for line in ['D1,""Hoa, Sữa"",Won,1.5,2026-01-05']),
    ],
)
def test_quotes_after_a_blank_and_around_whole_lines_are_quotes(tmp_path, text) -> None:
    header = f'"{DEALS.strip()}"\n' if text.startswith('"D1,') else DEALS
    _, converted = written(tmp_path, header + text)
    assert column(converted, "customer_name") == ["Hoa, Sữa"]


# ---------------------------------------------------------------- files that broke off, letters that were lost


def test_an_end_that_may_be_cut_is_told(tmp_path) -> None:
    text = "deal_id,stage,close_on,amount\nD1,Won,2026-01-05,99500\nD2,Won,2026-01-06,2750"
    understanding, _ = written(tmp_path, text)
    assert codes(understanding) == ["W_NO_LAST_BREAK"]
    understanding, _ = written(tmp_path, text + "\n")
    assert codes(understanding) == []


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("Coâng ty Vieät", "Ngaân haøng Ñöùc", "Cöûa haøng Söõa"), "W_MOJIBAKE"),
        (("C«ng ty ViÖt", "Ng©n hµng §øc", "Hoµ B×nh"), "W_MOJIBAKE"),
        (("C?ng ty", "Ng?n h?ng", "S?a"), "W_QUESTION_MARKS"),
    ],
)
def test_letters_lost_before_the_file_was_written_are_told(tmp_path, names, code) -> None:
    rows = "".join(f"D{number},{name},Won,1.5,2026-01-05\n" for number, name in enumerate(names))
    understanding, _ = written(tmp_path, DEALS + rows)
    assert codes(understanding) == [code]


def test_addresses_of_web_pages_are_no_lost_letters(tmp_path) -> None:
    rows = "".join(f"D{number},https://x.vn/a?id={number}&b?c=1,Won,1.5,2026-01-05\n" for number in range(5))
    understanding, _ = written(tmp_path, DEALS + rows)
    assert codes(understanding) == []


# ---------------------------------------------------------------- dates


@pytest.mark.parametrize(
    "cells",
    [
        ("05/01/2026 09:30 SA", "31/03/2026 02:15 CH"), ("14:05 05/01/2026", "09:00 31/03/2026"),
        ("Thứ Hai, 05/01/2026", "Thứ 3, 31/03/2026"), ("Monday, January 05, 2026", "Tue 31 Mar 2026"),
        ("2026-01-05 03:00:00 UTC", "2026-03-31 03:00:00 GMT"), ("05-Jan-26", "31-Mar-26"),
        ("05-Thg1-2026", "31 thg 3, 2026"), ("2026-01-05T10:00:00+07", "2026-03-31T10:00:00+0700"),
        ("Ngày 05 tháng 01 năm 2026", "Ngày 31 tháng 03 năm 2026"),
    ],
)  # fmt: skip
def test_dates_as_programs_in_both_languages_write_them(tmp_path, cells) -> None:
    _, converted = written(tmp_path, deals(*(f'"{cell}"' for cell in cells)))
    assert column(converted, "close_on") == [date(2026, 1, 5), date(2026, 3, 31)]


def test_a_year_in_front_with_the_day_before_the_month_is_refused(tmp_path) -> None:
    with pytest.raises(RefusedError) as refused:
        written(tmp_path, deals("2026-05-01", "2026-03-02", "2026-31-03"))
    assert refused.value.code == "mixed_dates"
    _, converted = written(tmp_path, deals("2026-05-01", "2026-31-03"), Answers(date_order="ymd"))
    assert reasons(converted) == ["R_DATE"]


@pytest.mark.parametrize("day", ["1900-01-01", "1970-01-01", "1970-01-01T00:00:00Z", "0000-00-00"])
def test_what_programs_write_where_there_is_no_date_is_none(tmp_path, day) -> None:
    _, converted = written(tmp_path, deals("2026-05-01", day))
    assert column(converted, "close_on") == [date(2026, 5, 1)]
    assert reasons(converted) == ["R_DATE"]


@pytest.mark.parametrize(
    ("header", "one", "other"),
    [
        ("Quarter", "Q1 2026", "Q4 2026"),
        ("Quý", "Quý I", "Quý IV"),
        ("Month", "March", "December"),
        ("Tháng", "T3", "T12"),
    ],
)
def test_a_quarter_or_month_in_words_decides_the_order_of_dates(tmp_path, header, one, other) -> None:
    text = DEALS.replace("close_on", f"close_on,{header}")
    text += f"D1,Hoa,Open,1.5,07/03/2026,{one}\nD2,Hoa,Open,1.5,06/12/2026,{other}\n"
    understanding, converted = written(tmp_path, text)
    assert understanding.date_order == "dmy"
    assert column(converted, "close_on") == [date(2026, 3, 7), date(2026, 12, 6)]


# ---------------------------------------------------------------- shares, scores, failed formulas


def test_a_share_without_a_sign_among_others_with_one_is_held_back(tmp_path) -> None:
    rows = "D1,Hoa,Open,1.5,2026-01-05,20%\nD2,Hoa,Open,1.5,2026-01-05,0.5\nD3,Hoa,Open,1.5,2026-01-05,0\n"
    _, converted = written(tmp_path, DEALS.replace("close_on", "close_on,probability") + rows)
    assert column(converted, "probability") == [0.2, 0.0]
    assert reasons(converted) == ["R_NUMBER"]


def surveys(tmp_path: Path, *scores: object) -> Converted:
    rows = "".join(f"{number},Hoa,2026-01-05,{score}\n" for number, score in enumerate(scores))
    return written(tmp_path, "response_id,customer_name,responded_at,score\n" + rows)[1]


def test_answers_that_carry_words_are_their_numbers(tmp_path) -> None:
    scores = ("10 - Rất sẵn lòng", "0 (Not at all likely)", "Extremely likely (10)", "9/10", "8", "5 sao", "80%")
    converted = surveys(tmp_path, *scores)
    assert column(converted, "score") == [10, 0, 10, 9, 8]
    assert reasons(converted) == ["R_NUMBER", "R_NUMBER"]


@pytest.mark.parametrize("largest", [5, 7])
def test_twenty_answers_without_one_above_seven_are_on_another_scale(tmp_path, largest) -> None:
    with pytest.raises(RefusedError) as refused:
        surveys(tmp_path, *(number % largest + 1 for number in range(21)))
    assert refused.value.code == "nps_scale"


def test_a_survey_that_nobody_answered_is_on_no_scale(tmp_path) -> None:
    head = "response_id,customer_name,responded_at,sent_at,score\n"
    rows = "".join(f"{number},Hoa,2026-01-05,2026-01-02,\n" for number in range(25))
    assert written(tmp_path, head + rows)[1].good.num_rows == 25


def test_a_lookup_that_failed_makes_no_customer(tmp_path) -> None:
    text = "deal_id,customer_id,stage,amount,close_on\nD1,C1,Won,1.5,2026-01-05\nD2,#N/A,Won,2.5,2026-01-05\n"
    _, converted = written(tmp_path, text)
    assert column(converted, "customer_id") == ["C1"]
    assert reasons(converted) == ["R_FAILED_FORMULA"]


def test_a_loss_in_brackets_behind_its_currency_is_a_loss(tmp_path) -> None:
    _, converted = written(tmp_path, DEALS + 'D1,Hoa,Won,"$(1,234.50)",2026-01-05\nD2,Hoa,Won,"$2,000.00",2026-01-05\n')
    assert column(converted, "amount") == [Decimal("-1234.50"), Decimal("2000.00")]


def test_a_word_for_nothing_and_a_column_filled_once_a_group_are_told(tmp_path) -> None:
    head = "deal_id,customer_id,stage,amount,close_on,manager_name\n"
    ids, owners = ("NULL", "NULL", "C1", "C2"), ("An", "", "Bình", "")
    rows = "".join(f"D{i},{ids[i]},Won,1.5,2026-01-05,{owners[i]}\n" for i in range(4))
    understanding, _ = written(tmp_path, head + rows)
    assert sorted(codes(understanding)) == ["W_GROUPED", "W_NULL_WORD"]


def test_a_probability_does_not_decide_the_decimal_mark_of_amounts(tmp_path) -> None:
    text = (
        DEALS.replace("\n", ",probability\n") + "D1,Hoa,Won,12.500,2026-01-05,0.35\nD2,Hoa,Won,3.750,2026-01-05,0.5\n"
    )
    with pytest.raises(QuestionError) as asked:
        written(tmp_path, text)
    assert asked.value.code == "decimal"
    _, converted = written(tmp_path, text.replace("12.500", "12.500 đ").replace("3.750", "3.750 đ"))
    assert column(converted, "amount") == [Decimal(12500), Decimal(3750)]


def test_an_amount_that_shows_another_currency_than_its_column_is_held_back(tmp_path) -> None:
    head = "invoice_id,customer_name,invoiced_on,amount,currency\n"
    rows = "1,Hoa,2026-01-05,$ 10.00,VND\n2,Hoa,2026-01-05,$ 20.00,USD\n3,Hoa,2026-01-05,30.00,Việt Nam đồng\n"
    _, converted = written(tmp_path, head + rows)
    assert column(converted, "currency") == ["USD", "VND"]
    assert reasons(converted) == ["R_CURRENCY"]


def test_ids_that_a_program_made_decimals_of_are_told(tmp_path) -> None:
    head = "deal_id,customer_id,stage,amount,close_on\n"
    understanding, _ = written(tmp_path, head + "D1,1001.0,Won,1.5,2026-01-05\nD2,,Won,1.5,2026-01-05\n")
    assert codes(understanding) == ["W_FLOAT_ID"]


def test_a_list_of_invoices_is_no_list_of_customers(tmp_path) -> None:
    head = "id,Number,Customer,Customer Email,Date (UTC),Amount Due,Amount Paid,Currency,Status\n"
    with pytest.raises(RefusedError) as refused:
        written(tmp_path, head + "in_1,N1,Hoa,a@x.vn,2026-01-05,10.00,10.00,usd,paid\n" * 3)
    assert refused.value.code == "unknown_file"


def test_a_needed_column_that_no_header_can_be_is_not_asked_for(tmp_path) -> None:
    head = "Opportunity Name,Account Name,Stage,Amount,Close Date\n"
    with pytest.raises(RefusedError) as refused:
        written(tmp_path, head + "Mua hàng,Hoa,Closed Won,10.00,2026-01-05\n")
    assert refused.value.code == "missing_column"


@pytest.mark.parametrize("mark", ["\\N", "(null)", "(blank)", "undefined"])
def test_what_databases_write_for_nothing_is_nothing_where_somebody_is_expected(tmp_path, mark) -> None:
    head = "deal_id,customer_id,customer_name,stage,amount,close_on\n"
    understanding, converted = written(tmp_path, f"{head}D1,C1,{mark},Won,1.5,2026-01-05\nD2,C2,Hoa,Open,,{mark}\n")
    assert column(converted, "customer_name") == [None, "Hoa"]
    assert column(converted, "close_on") == [date(2026, 1, 5), None]
    assert codes(understanding) == ["W_NULL_WORD"]
