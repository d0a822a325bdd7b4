"""Invoice lines are stored once; what files told, what counts and who is active are three views of them."""

from datetime import date

import duckdb
import pyarrow as pa

from data.building import create_loaded, derive
from data.kept import MOST_WORDS, by_day
from data.query import open_reader
from data.settings import Settings
from domain.period import PeriodCut
from domain.scope import LAPTOP, Scope
from tests.data.stores import built, stored, values

TOLD = (
    "select invoice_id, customer_id, customer_name, manager_name, product, amount, status, load_id, line_no"
    " from loaded.invoice_line order by load_id, line_no"
)


def line(number, amount, **given):
    return {"invoice_id": number, "line_no_given": 1, "amount": amount, "invoiced_on": date(2025, 3, 1), **given}


def test_lines_come_back_as_files_told_them_older_versions_too():
    connection = built(
        {
            "invoice_line": [
                line("1", 5, customer_id="K9", customer_name="Gone"),
                line("2", 6, customer_name=" An  Phat"),
            ]
        },
        {"invoice_line": [line("1", 7, customer_name="AN PHAT", manager_name="Lan", product="P'1", status="void")]},
    )
    assert values(connection, TOLD) == [
        ("1", "K9", "Gone", None, None, 5, None, 1, 2),
        ("2", None, " An  Phat", None, None, 6, None, 1, 3),
        ("1", None, "AN PHAT", "Lan", "P'1", 7, "void", 2, 2),
    ]
    counted = "select invoice_id, amount, status, product from invoice_line order by 1"
    assert values(connection, counted) == [("1", 7, "void", "P'1"), ("2", 6, "valid", None)]
    assert values(connection, "select record_id, amount from customer_activity") == [("2", 6)]
    assert values(connection, "select count(*) from customer where customer_name = 'Gone'") == [(0,)]


def test_more_different_customers_than_are_listed_are_stored_as_text():
    n_rows = MOST_WORDS + 5
    connection = duckdb.connect()
    create_loaded(connection)
    connection.execute(
        "insert into loaded.invoice_line (invoice_id, customer_id, amount, currency, invoiced_on, load_id, file_name,"
        " line_no) select i::varchar, 'K' || i, i, 'VND', date '2025-03-01', 1, 'a.csv', i"
        f" from range(1, {n_rows} + 1) numbers(i)"
    )
    derive(connection, Settings(), "000001")
    right = "count(*) filter (where customer_id = 'K' || invoice_id and amount = invoice_id::decimal(18, 2))"
    for table in ("invoice_line", "loaded.invoice_line"):
        assert values(connection, f"select count(*), {right} from {table}") == [(n_rows, n_rows)]


def test_rows_by_day_are_the_same_rows_in_another_order():
    days = [date(2025, 1, 3), date(1900, 1, 1), date(2025, 1, 3), date(2100, 1, 1)]
    rows = pa.table({"invoiced_on": days, "text": ["a", None, "b", "a"], "none": pa.nulls(4, pa.string())})
    assert [(row["invoiced_on"], row["text"], row["none"]) for row in by_day(rows).to_pylist()] == [
        (date(1900, 1, 1), None, None),
        (date(2025, 1, 3), "a", None),
        (date(2025, 1, 3), "b", None),
        (date(2100, 1, 1), "a", None),
    ]


def test_under_a_scope_a_customer_is_active_where_it_belongs_now(tmp_path):
    """K1 was Lan's when it bought and is Minh's now: Minh has the active customer, Lan the revenue."""
    owned = {"customer_id": "K1", "customer_name": "A"}
    snapshot = stored(
        tmp_path,
        {
            "manager": [{"manager_id": "M1", "manager_name": "Lan"}, {"manager_id": "M2", "manager_name": "Minh"}],
            "customer": [
                {**owned, "manager_id": "M1", "owned_from": date(2024, 1, 1)},
                {**owned, "manager_id": "M2", "owned_from": date(2025, 6, 1)},
            ],
            "invoice_line": [line("1", 10, customer_id="K1")],
        },
    )
    cut = PeriodCut(date(2025, 1, 1), date(2025, 4, 1), date(2025, 4, 1), date(2024, 10, 1), date(2025, 12, 31))
    seen = {}
    for manager in ("Lan", "Minh"):
        with open_reader(snapshot, Scope(LAPTOP, managers=(manager,))) as read:
            active = read("rows_customer_movement", {"periods": [cut]})["customer"].tolist()
            revenue = read("rows_revenue", {"periods": [cut]})["customer"].tolist()
        seen[manager] = (active, revenue)
    assert seen == {"Lan": ([], ["A"]), "Minh": (["A"], [])}
