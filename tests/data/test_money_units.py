"""Amounts whose unit stands beside them: in the header, below it, or above the table."""

from __future__ import annotations

from decimal import Decimal

import pytest

from data.book import Book
from data.mapping.units import money_unit, unit_above, unit_in_header
from data.reading import Answers
from data.settings import Settings
from data.staging import stage_file
from domain.errors import QuestionError
from tests.data.loaded import DEALS, NOTHING, codes, column, reasons, written


@pytest.mark.parametrize(
    ("words", "power", "currency"),
    [
        ("triệu đồng", 6, "VND"), ("1.000 đ", 3, "VND"), ("'000 USD", 3, "USD"), ("tỷ", 9, None), ("$k", 3, "USD"),
        ("VND", 0, "VND"), ("thousands of EUR", 3, "EUR"), ("nghìn đồng", 3, "VND"), ("Tr.đ", 6, "VND"),
    ],
)  # fmt: skip
def test_a_unit_of_money_is_read_from_its_words(words, power, currency) -> None:
    unit = money_unit(words)
    assert unit is not None
    assert (unit.power, unit.currency) == (power, currency)


@pytest.mark.parametrize("words", ["phút", "m2", "Công ty ABC", "12", "kg", "%", "hours"])
def test_other_words_are_no_unit_of_money(words) -> None:
    assert money_unit(words) is None


def test_a_single_letter_is_a_unit_only_beside_an_amount() -> None:
    assert money_unit("m", is_sure=True) is None
    unit = unit_in_header("Revenue (m)")
    assert unit is not None
    assert unit.power == 6
    assert unit_in_header("Tổng công ty") is None


def test_the_line_above_a_table_says_the_unit_only_in_so_many_words() -> None:
    unit = unit_above(["BÁO CÁO DOANH THU", "Đơn vị: Công ty ABC", "Đơn vị tính: triệu đồng"])
    assert unit is not None
    assert (unit.power, unit.currency) == (6, "VND")
    assert unit_above(["Doanh thu 5 triệu đồng mỗi tháng", "Đơn vị: Phòng kinh doanh"]) is None


@pytest.mark.parametrize(
    "text",
    [
        "Báo cáo,,,,\nĐVT: triệu đồng,,,,\n" + DEALS,
        DEALS.replace("amount", "Amount (triệu VNĐ)"),
        DEALS + ",,,triệu đồng,dd/mm/yyyy\n",
    ],
)
def test_amounts_in_millions_are_loaded_whole_and_it_is_said(tmp_path, text) -> None:
    rows = "D1,Hoa Sữa,Won,1.23456789,2026-01-05\nD2,Hoa Sữa,Won,0.5,2026-01-06\n"
    understanding, converted = written(tmp_path, text + rows)
    assert column(converted, "amount") == [Decimal("1234567.89"), Decimal("500000.00")]
    assert set(column(converted, "currency")) == {"VND"}
    assert codes(understanding) == ["W_MONEY_UNIT"]


def test_the_currency_in_a_header_is_that_of_its_amounts(tmp_path) -> None:
    text = DEALS.replace("amount", "Amount (USD)") + "D1,Hoa,Won,12.50,2026-01-05\n"
    _, converted = written(tmp_path, text)
    assert column(converted, "currency") == ["USD"]


def test_a_cell_with_a_unit_of_its_own_is_not_multiplied_twice(tmp_path) -> None:
    text = DEALS.replace("amount", "Amount (triệu đồng)") + "D1,Hoa,Won,2,2026-01-05\nD2,Hoa,Won,3 tỷ,2026-01-06\n"
    _, converted = written(tmp_path, text)
    assert column(converted, "amount") == [Decimal("2000000.00")]
    assert reasons(converted) == ["R_NUMBER"]


def test_rows_held_back_keep_the_unit_that_stood_above_their_table(tmp_path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("ĐVT: triệu đồng,,,,\n" + DEALS + "D1,Hoa,Won,2,2026-01-05\nD2,Hoa,Won,3,31/02/2026\n")
    (staged,) = stage_file(path, path.name, "", NOTHING, Settings(), Book(tmp_path), confirm=True, known_currency="VND")
    again = tmp_path / "again.csv"
    again.write_text(DEALS + "D2,Hoa,Won,3,2026-02-28\n")
    _, converted = written(tmp_path, again.read_bytes(), Answers(unit=staged.read_with["unit"]))
    assert column(converted, "amount") == [Decimal("3000000.00")]


def test_thousands_of_millions_of_dong_are_asked_for(tmp_path) -> None:
    text = DEALS + "D1,Hoa,Won,1.250 tỷ đ,2026-01-05\nD2,Hoa,Won,2.500 tỷ đ,2026-01-06\n"
    with pytest.raises(QuestionError) as asked:
        written(tmp_path, text)
    assert asked.value.code == "decimal"
    _, converted = written(tmp_path, text, Answers(decimal="."))
    assert column(converted, "amount") == [Decimal(1_250_000_000), Decimal(2_500_000_000)]
    _, converted = written(tmp_path, text.replace(" tỷ", ""))
    assert column(converted, "amount") == [Decimal(1250), Decimal(2500)]
