"""A total that is repeated on each line of its invoice counts once; lines that have amounts of their own all count."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.exporting import to_csv_bytes
from data.held_rows import correctable, held_frame
from data.importing import run_import
from data.mapping.converting import Converted, convert
from data.mapping.understanding import understand
from data.reading import Answers, read_file
from data.snapshots import open_cursor
from data.workspace import Source, Workspace
from domain.errors import QuestionError, RefusedError
from tests.data.workspaces import every_row_is_counted

HEADER = "Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Amount\n"
KIOTVIET = "Mã hóa đơn,Thời gian,Mã khách hàng,Khách hàng,Người bán,Tổng tiền hàng,Khách cần trả,Trạng thái,Tên hàng\n"
# two shirts at 100 and one hat at 50 make 250; a discount of 30 leaves 220
SALE = (
    "HD1,13/01/2025 09:00,K1,Lan,Hoa,250000,220000,Hoàn thành,Áo\n"
    "HD1,13/01/2025 09:00,K1,Lan,Hoa,250000,220000,Hoàn thành,Mũ\n"
)
OTHER = "HD2,14/01/2025 10:00,K2,Minh,Hoa,70000,70000,Hoàn thành,Mũ\n"


def load(folder: Path, text: str, answers: Answers | None = None) -> Converted:
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    said = answers or Answers()
    (table,) = read_file(path, path.name, said)
    with duckdb.connect() as connection:
        return convert(table, understand(table, said), connection)


def rows(*invoices: tuple[str, list[tuple[str, int, str]], list[str]]) -> str:
    """Lines of (number, [(product, quantity, price)], [amount of each line])."""
    return HEADER + "".join(
        f"{number},2025-01-13,K1,{product},{quantity},{price},{amount}\n"
        for number, lines, amounts in invoices
        for (product, quantity, price), amount in zip(lines, amounts, strict=True)
    )


TWO = [("Shirt", 2, "100"), ("Hat", 1, "50")]


def test_the_total_of_a_shop_s_invoice_counts_once_whatever_it_sold(tmp_path) -> None:
    found = load(tmp_path, KIOTVIET + SALE + OTHER)
    assert found.sums["amount"] == 290_000
    assert found.rows_skipped == {"repeated invoice total": 1}
    assert found.good.select(["invoice_id", "product"]).to_pylist() == [
        {"invoice_id": "HD1", "product": None},  # of two products: it is neither's amount
        {"invoice_id": "HD2", "product": "Mũ"},
    ]
    assert [notice.code for notice in found.notices] == ["I_DOCUMENT_TOTAL"]


def test_totals_are_known_by_what_their_lines_come_to(tmp_path) -> None:
    found = load(tmp_path, rows(("A", TWO, ["250", "250"]), ("B", [("Hat", 1, "50"), ("Cap", 3, "10")], ["80", "80"])))
    assert found.sums["amount"] == 330
    assert found.rows_skipped == {"repeated invoice total": 2}


def test_prices_in_millions_of_dong_are_multiplied_too(tmp_path) -> None:
    lines = [("Server", 2, "13280000"), ("Licence", 1, "2936000")]
    found = load(tmp_path, rows(*((name, lines, ["26560000", "2936000"]) for name in "ABC")))
    assert found.sums["amount"] == 3 * 29_496_000


def test_lines_that_cost_the_same_are_lines_all_the_same(tmp_path) -> None:
    same = [("Seat", 1, "50"), ("Room", 1, "50")]
    found = load(tmp_path, rows(*((name, same, ["50", "50"]) for name in "ABCD")))
    assert found.sums["amount"] == 400
    assert found.rows_skipped == {}


def test_where_nothing_tells_one_question_is_asked_and_each_answer_works(tmp_path) -> None:
    text = "Invoice No,Date,Customer,Product,Amount\n" + "".join(
        f"I{number},2025-01-{number + 13},Acme,{product},90\n" for number in range(3) for product in ("Seat", "Room")
    )
    with pytest.raises(QuestionError) as asked:
        load(tmp_path, text)
    assert list(asked.value.options) == ["amount:lines=total", "amount:lines=own"]
    assert load(tmp_path, text, Answers(columns={"amount:lines": "total"})).sums["amount"] == 270
    assert load(tmp_path, text, Answers(columns={"amount:lines": "own"})).sums["amount"] == 540


def test_the_same_row_twice_is_no_second_line_of_an_invoice(tmp_path) -> None:
    text = "Invoice No,Date,Customer,Amount\n" + "".join(f"I{number},2025-01-13,Acme,90\n" * 2 for number in range(5))
    assert load(tmp_path, text).sums["amount"] == 900


@given(
    st.lists(
        st.lists(st.tuples(st.integers(1, 9), st.integers(1, 900)), min_size=1, max_size=4), min_size=2, max_size=8
    ).filter(lambda invoices: sum(len(lines) > 1 for lines in invoices) > 1)
)
def test_repeating_the_totals_changes_no_sum(tmp_path_factory, invoices) -> None:
    folder = tmp_path_factory.mktemp("laws")
    whole = [sum(quantity * price for quantity, price in lines) for lines in invoices]
    named = [[(f"P{place}", n, str(price)) for place, (n, price) in enumerate(lines)] for lines in invoices]
    by_line = rows(*((f"I{k}", lines, [str(n * int(p)) for _, n, p in lines]) for k, lines in enumerate(named)))
    repeated = rows(*((f"I{k}", lines, [str(whole[k])] * len(lines)) for k, lines in enumerate(named)))
    assert load(folder, by_line).sums["amount"] == load(folder, repeated).sums["amount"] == sum(whole)


def test_a_held_line_of_an_invoice_that_is_counted_is_not_waited_for(tmp_path) -> None:
    wrong = SALE.replace(
        "13/01/2025 09:00,K1,Lan,Hoa,250000,220000,Hoàn thành,Mũ", "31/02/2025,K1,Lan,Hoa,250000,220000,Hoàn thành,Mũ"
    )
    found = load(tmp_path, KIOTVIET + wrong + OTHER)
    assert (found.sums["amount"], found.held.num_rows) == (290_000, 0)
    assert found.rows_skipped == {"repeated invoice total": 1}


def test_lines_put_right_later_still_count_once(tmp_path) -> None:
    lines = [("A", TWO, ["250", "250"]), ("B", TWO, ["250", "250"]), ("C", TWO, ["250", "250"])]
    path = tmp_path / "orders.csv"
    path.write_text(rows(*lines).replace("C,2025-01-13", "C,2025-02-31"), encoding="utf-8")
    workspace = tmp_path / "workspace"
    run_import(workspace, [Source(path.name, path)], Answers(currency="USD", confirm=True))
    frame = held_frame(correctable(workspace, 1))
    frame["Order Date"] = "2025-02-28"
    again = tmp_path / "again.csv"
    again.write_bytes(to_csv_bytes(frame))
    (file,) = run_import(workspace, [Source(again.name, again)], Answers()).files
    assert (file.rows_in_file, file.rows_loaded) == (2, 1)
    with open_cursor(Workspace(workspace).snapshots.current().path) as cursor:
        assert cursor.execute("select sum(amount) from invoice_line").fetchall() == [(Decimal(750),)]
    every_row_is_counted(workspace)


def test_a_deal_with_several_products_is_one_deal(tmp_path) -> None:
    text = "Opportunity ID,Account Name,Stage,Close Date,Amount,Product Name\n" + "".join(
        f"D1,Acme,Won,2025-03-13,900,{product}\n" for product in ("Gold", "Silver", "Gold")
    )
    found = load(tmp_path, text + "D2,Acme,Won,2025-03-14,50,Gold\n")
    assert (found.sums["amount"], found.held.num_rows) == (950, 0)
    assert found.rows_skipped == {"another product of a deal": 2}
    assert found.good["product"].to_pylist() == [None, "Gold"]


def test_without_amounts_a_line_is_its_quantity_times_its_price(tmp_path) -> None:
    text = "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n536365,71,6,2010-12-01,2.55,17850\n"
    found = load(tmp_path, text + "C536379,71,-1,2010-12-02,27.5,14527\n")
    assert found.good["amount"].to_pylist() == [Decimal("15.30"), Decimal("-27.50")]


def test_beside_a_discount_no_amount_is_worked_out(tmp_path) -> None:
    text = (
        "orderID,customerID,orderDate,productName,unitPrice,quantity,discount\n10248,VINET,1996-07-04,Tofu,14,12,0.05\n"
    )
    with pytest.raises(RefusedError) as refused:
        load(tmp_path, text)
    assert refused.value.code == "missing_column"
