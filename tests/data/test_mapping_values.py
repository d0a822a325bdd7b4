"""Dates, numbers and durations: decided for a column, never cell by cell."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from data.mapping.converting import Converted
from data.mapping.dates import nearest_date, read_moment
from data.mapping.numbers import canonical, take_apart
from data.reading import Answers
from domain.errors import QuestionError, RefusedError
from tests.data.loaded import DEALS, NOTHING, column, written


def deals(tmp_path: Path, amounts: list[str], days: list[str], answers: Answers = NOTHING, more: str = "") -> Converted:
    rows = [f'D{i},An,Won,"{amount}",{day}' for i, (amount, day) in enumerate(zip(amounts, days, strict=True))]
    return written(tmp_path, DEALS + "\n".join(rows) + "\n" + more, answers)[1]


DAY = "2026-01-05"

# ---------------------------------------------------------------- dates


def test_one_date_proves_the_order_of_all(tmp_path) -> None:
    days = ["05/01/2026", "03/02/2026", "31/03/2026"]
    assert column(deals(tmp_path, ["1.00"] * 3, days), "close_on") == [
        date(2026, 1, 5),
        date(2026, 2, 3),
        date(2026, 3, 31),
    ]


def test_dates_that_fit_both_orders_are_asked_about(tmp_path) -> None:
    days = ["05/01/2026", "03/02/2026"]
    with pytest.raises(QuestionError) as asked:
        deals(tmp_path, ["1.00"] * 2, days)
    assert asked.value.options == {"dmy": "2026-01-05 … 2026-02-03", "mdy": "2026-03-02 … 2026-05-01"}
    assert column(deals(tmp_path, ["1.00"] * 2, days, Answers(date_order="mdy")), "close_on")[0] == date(2026, 5, 1)


def test_a_month_column_settles_the_order(tmp_path) -> None:
    text = "ID,Customer Name,Survey date,Month,NPS\n1,An,05/01/2026,1,9\n2,Bo,03/02/2026,2,3\n"
    assert written(tmp_path, text)[0].date_order == "dmy"


def test_both_orders_in_one_column_are_refused_and_held_once_told(tmp_path) -> None:
    days = ["31/03/2026", "12/25/2026", "05/01/2026"]
    with pytest.raises(RefusedError) as refused:
        deals(tmp_path, ["1.00"] * 3, days)
    assert refused.value.code == "mixed_dates"
    told = deals(tmp_path, ["1.00"] * 3, days, Answers(date_order="dmy"))
    assert told.held.column("value").to_pylist() == ["12/25/2026"]


def test_two_digit_years_could_stand_at_either_end(tmp_path) -> None:
    with pytest.raises(QuestionError) as asked:
        deals(tmp_path, ["1.00"], ["26/03/31"])
    assert asked.value.options == {"dmy": "2031-03-26 … 2031-03-26", "ymd": "2026-03-31 … 2026-03-31"}
    assert column(deals(tmp_path, ["1.00"], ["26/03/31"], Answers(date_order="ymd")), "close_on") == [date(2026, 3, 31)]


def test_an_impossible_day_is_held_with_the_day_that_was_meant(tmp_path) -> None:
    converted = deals(tmp_path, ["1.00"] * 2, ["31/02/2026", "25/02/2026"])
    (held,) = converted.held.to_pylist()
    assert (held["line_no"], held["column_name"], held["reason"]) == (2, "close_on", "R_DATE")
    assert (held["value"], held["suggestion"]) == ("31/02/2026", "28/02/2026")


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2/24/2003 0:00", "mdy", "2003-02-24 00:00:00"),
        ("1/3/2017 5:07 PM", "dmy", "2017-03-01 17:07:00"),
        ("19970101", "ymd", "1997-01-01"),
        ("26-Mar-2026", "dmy", "2026-03-26"),
        ("03/Jan/24 9:00 AM", "dmy", "2024-01-03 09:00:00"),
        ("3-Mar-99", "dmy", "1999-03-03"),
        ("2026-01-05 10:00:00 UTC", "dmy", "2026-01-05 10:00:00+00:00"),
        ("46027", "serial", "2026-01-05"),
        ("2026-01-05T10:00:00+0700", "dmy", "2026-01-05 10:00:00+07:00"),
        ("2569-01-05", "dmy", None),
        ("5 tháng 2, 2026", "dmy", None),
        ("31/02/2026", "dmy", None),
    ],
)
def test_moments_are_read_or_refused(text, order, expected) -> None:
    assert read_moment(text, order) == expected


def test_the_nearest_date_keeps_the_way_it_was_written() -> None:
    assert nearest_date("2026-02-30", "ymd") == "2026-02-28"
    assert nearest_date("02/31/2024", "mdy") == "02/29/2024"
    assert nearest_date("hello", "dmy") == ""


def test_local_times_become_utc_by_the_zone_in_the_header(tmp_path) -> None:
    text = (
        "Conversation ID,Conversation started at (America/New_York),Company name,First response time (seconds)\n"
        "1,2026-01-05 19:30:00,An,90\n"
    )
    understanding, converted = written(tmp_path, text)
    assert understanding.system == "intercom"
    assert column(converted, "created_at") == [datetime(2026, 1, 6, 0, 30)]
    assert column(converted, "created_at_has_time") == [True]
    assert column(converted, "first_response_minutes") == [1.5]


def test_an_offset_decides_the_local_day(tmp_path) -> None:
    days = ["2026-03-31T23:30:00Z", "2026-03-31T16:59:59Z"]
    converted = deals(tmp_path, ["1.00"] * 2, days, Answers(timezone="Asia/Ho_Chi_Minh"))
    assert column(converted, "close_on") == [date(2026, 4, 1), date(2026, 3, 31)]


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("amounts", "total"),
    [
        (["1.234.567,89", "250.000,00"], "1484567.89"),
        (["1,234,567.89", "250,000.00"], "1484567.89"),
        (["1 234 567,89", "250\u00a0000,00"], "1484567.89"),
        (["20.000.000 VNĐ", "1,2 tỷ"], "1220000000.00"),
        (["45k", "(1,234.50)"], "43765.50"),
        (["$1,234,567", "0.10"], "1234567.10"),
        (["0.005", "0.10"], "0.11"),
    ],
)
def test_amounts_are_read_by_their_column(tmp_path, amounts, total) -> None:
    assert deals(tmp_path, amounts, [DAY] * 2).sums["amount"] == Decimal(total)


def test_a_thousand_or_a_fraction_is_asked_and_the_answer_works(tmp_path) -> None:
    amounts = ["12,500", "7,250"]
    with pytest.raises(QuestionError) as asked:
        deals(tmp_path, amounts, [DAY] * 2)
    assert asked.value.answer_with == "--decimal"
    assert deals(tmp_path, amounts, [DAY] * 2, Answers(decimal=".")).sums["amount"] == 19750
    assert deals(tmp_path, amounts, [DAY] * 2, Answers(decimal=",")).sums["amount"] == Decimal("19.75")


def test_dong_have_no_thousandths(tmp_path) -> None:
    assert deals(tmp_path, ["12.500", "7.250"], [DAY] * 2, Answers(currency="VND")).sums["amount"] == 19750


def test_points_and_commas_in_one_column_are_refused(tmp_path) -> None:
    with pytest.raises(RefusedError) as refused:
        deals(tmp_path, ["1.234.567,89", "250,000.00"], [DAY] * 2)
    assert refused.value.code == "mixed_numbers"


@pytest.mark.parametrize(
    "amount", ["15%", "1.234.567.89", "1,23,456.00", "1O000.00", "NaN", "inf", "1e400", "#REF!", "TBD"]
)
def test_what_is_no_amount_is_held_with_its_text(tmp_path, amount) -> None:
    converted = deals(tmp_path, ["100.50", amount], [DAY] * 2)
    assert converted.held.column("value").to_pylist() == [amount]
    assert converted.sums["amount"] == Decimal("100.50")


def test_a_number_is_only_what_fits_the_decimal_mark() -> None:
    parts = take_apart("1.234,5")
    assert parts is not None
    assert (canonical(parts, ","), canonical(parts, ".")) == ("1234.5", None)


def test_a_sign_in_the_cell_tells_the_currency_of_the_row(tmp_path) -> None:
    converted = deals(tmp_path, ["£1000.00", "20.50"], [DAY] * 2, Answers(currency="USD"))
    assert column(converted, "currency") == ["GBP", "USD"]


def test_percentages_become_shares_of_one(tmp_path) -> None:
    text = "deal_id,stage,amount,close_on,probability\nD1,Open,1,2026-01-05,25\nD2,Open,1,2026-01-05,100\n"
    assert column(written(tmp_path, text)[1], "probability") == [0.25, 1.0]


def test_durations_keep_what_they_count(tmp_path) -> None:
    text = (
        "Ticket ID,Created time,Initial response time,First response time (in hrs),Group\n"
        "1,2026-01-05 08:00:00,2026-01-05 09:30:00,01:30:00,A\n2,2026-01-05 08:00:00,,,A\n"
    )
    understanding, converted = written(tmp_path, text)
    assert understanding.system == "freshdesk"
    assert column(converted, "first_response_business_minutes") == [90.0, None]
    assert column(converted, "first_response_at")[0] == datetime(2026, 1, 5, 2, 30)
