"""Amounts before discounts, returns and tax are counted after them, as an accountant counts revenue."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from data.mapping.converting import Converted, convert
from data.mapping.understanding import Understanding, understand
from data.reading import Answers, read_file
from domain.errors import QuestionError

LEDGER = (
    "Ngày hóa đơn;Số hóa đơn;Tên khách hàng;Doanh số bán;Chiết khấu;Giá trị trả lại;Giá trị giảm giá;Tổng thanh toán\n"
)
VOUCHER = "Ngày chứng từ;Số chứng từ;Mã khách hàng;Tên hàng;Số lượng;Đơn giá;Thành tiền;Tiền chiết khấu;Loại tiền\n"

NOTHING = Answers()


def load(folder: Path, text: str, answers: Answers = NOTHING) -> tuple[Understanding, Converted]:
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    (table,) = read_file(path, path.name, answers)
    understanding = understand(table, answers)
    with duckdb.connect() as connection:
        return understanding, convert(table, understanding, connection)


def test_revenue_of_a_sales_ledger_is_sales_less_discount_returns_and_reductions(tmp_path) -> None:
    rows = "13/01/2025;1;An;1.000.000;100.000;50.000;20.000;913.000\n14/01/2025;2;Bo;2.000.000;;;;2.200.000\n"
    _, found = load(tmp_path, LEDGER + rows)
    assert found.good["amount"].to_pylist() == [830_000, 2_000_000]
    assert [str(notice.message) for notice in found.notices] == [
        "“Doanh số bán” is counted less “Chiết khấu”, “Giá trị trả lại”, “Giá trị giảm giá”."
    ]


def test_a_part_written_with_a_minus_is_taken_off_all_the_same(tmp_path) -> None:
    _, found = load(tmp_path, LEDGER + "13/01/2025;1;An;1.000.000;-100.000;0;0;990.000\n")
    assert found.good["amount"].to_pylist() == [900_000]


def test_a_line_of_a_voucher_is_counted_after_its_discount_unless_it_is_net_already(tmp_path) -> None:
    gross = "13/01/2025;1;K1;Áo;10;100.000;1.000.000;150.000;VND\n14/01/2025;2;K1;Mũ;1;1.250.000;1.250.000;0;VND\n"
    _, found = load(tmp_path, VOUCHER + gross)
    assert found.good["amount"].to_pylist() == [850_000, 1_250_000]
    _, found = load(tmp_path, VOUCHER + gross.replace("1.000.000;150.000", "850.000;150.000"))
    assert found.good["amount"].to_pylist() == [850_000, 1_250_000]
    assert found.notices == ()


def test_value_added_tax_is_no_revenue(tmp_path) -> None:
    text = "Ngày hóa đơn;Số hóa đơn;Tên khách hàng;Thuế GTGT;Tổng thanh toán\n13/01/2025;1;An;80.000;1.080.000\n"
    assert load(tmp_path, text)[1].good["amount"].to_pylist() == [1_000_000]


def test_what_cannot_be_read_holds_its_row_back(tmp_path) -> None:
    _, found = load(tmp_path, LEDGER + "13/01/2025;1;An;1.000.000;hỏi sếp;0;0;990.000\n")
    assert found.held.select(["column_name", "reason"]).to_pylist() == [
        {"column_name": "Chiết khấu", "reason": "R_NUMBER"}
    ]


def test_a_column_that_nobody_needs_may_tell_the_decimal_mark(tmp_path) -> None:
    header = "invoice_id;customer_name;invoiced_on;amount;stock\n"
    understanding, found = load(
        tmp_path, header + "1;An;2025-01-13;12.500;1.234.567\n2;Bo;2025-01-14;7.250;9.876.543\n"
    )
    assert (understanding.decimal, found.sums["amount"]) == (",", Decimal(19_750))
    with pytest.raises(QuestionError):
        load(tmp_path, header + "1;An;2025-01-13;12.500;1.234\n2;Bo;2025-01-14;7.250;9.876\n")


@pytest.mark.parametrize("rate", ["10", "8%"])
def test_rates_are_not_taken_off_and_a_person_may_leave_the_column_out(tmp_path, rate) -> None:
    text = f"Ngày hóa đơn;Số hóa đơn;Tên khách hàng;Thuế GTGT;Tổng thanh toán\n13/01/2025;1;An;{rate};1.080.000\n"
    with pytest.raises(QuestionError) as asked:
        load(tmp_path, text)
    assert list(asked.value.options) == ["Thuế GTGT="]
    _, found = load(tmp_path, text, Answers(columns={"Thuế GTGT": ""}))
    assert found.good["amount"].to_pylist() == [1_080_000]
