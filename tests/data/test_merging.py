"""Customers that a person merged, in the tables that are derived: one customer, and every row where it came from."""

from datetime import date

from data.identity import Merge
from tests.data.stores import built, ticket, utc, values


def line(number, amount, **customer):
    return {"invoice_id": str(number), "amount": amount, "invoiced_on": date(2025, 3, number), **customer}


TWO = {
    "customer": [
        {"customer_id": "K1", "customer_name": "Công ty An Phát", "manager_name": "Lan", "tax_code": "0312345678"},
        {"customer_id": "K2", "customer_name": "Cty An Phat", "manager_name": "Minh", "segment": "Large"},
        {"customer_id": "K3", "customer_name": "Sao Mai", "manager_name": "Lan"},
    ],
    "invoice_line": [
        line(1, 100, customer_id="K1"),
        line(2, 20, customer_id="K2"),
        line(3, 3, customer_name="Cty An Phat"),
        line(4, 5, customer_id="K3"),
    ],
    "ticket": [ticket(customer_name="Cty An Phat", created_at=utc("2025-03-04 02:00"))],
}
MERGE = Merge("K2", "Cty An Phat", "K1", "Công ty An Phát")
WHO = "select customer_id, customer, amount, file_name, line_no from revenue_line order by record_id"


def customers(connection):
    return values(connection, "select customer_id, customer from customer order by 1")


def test_two_customers_said_to_be_one_are_counted_once_and_the_parts_sum_to_the_whole():
    apart, merged = built(TWO), built(TWO, merges=[MERGE])
    assert [row[0] for row in customers(apart)] == ["K1", "K2", "K3"]
    assert customers(merged) == [("K1", "Công ty An Phát"), ("K3", "Sao Mai")]
    by_customer = "select customer, sum(amount) from revenue_line group by 1 order by 1"
    assert values(apart, by_customer) == [("Cty An Phat", 23), ("Công ty An Phát", 100), ("Sao Mai", 5)]
    assert values(merged, by_customer) == [("Công ty An Phát", 123), ("Sao Mai", 5)]
    count = "select count(distinct customer_id), sum(amount) from customer_activity"
    assert values(apart, count) == [(3, 128)]
    assert values(merged, count) == [(2, 128)]
    assert values(merged, "select customer_id from ticket") == [("K1",)]


def test_every_row_of_a_merged_customer_keeps_its_file_and_line():
    where = "select record_id, amount, load_id, file_name, line_no from revenue_line order by record_id"
    assert values(built(TWO, merges=[MERGE]), where) == values(built(TWO), where)
    assert values(built(TWO, merges=[MERGE]), WHO)[1] == ("K1", "Công ty An Phát", 20, "invoice_line.csv", 3)


def test_the_customer_that_stays_says_who_looks_after_it_and_is_filled_where_it_is_blank():
    merged = built(TWO, merges=[MERGE])
    said = "select manager, segment, tax_code, line_no from customer where customer_id = 'K1'"
    assert values(merged, said) == [("Lan", "Large", "0312345678", 2)]
    spans = "select manager, owned_from, owned_to from customer_ownership where customer_id = 'K1'"
    assert values(merged, spans) == [("Lan", date(1900, 1, 1), None)]


def test_a_customer_known_by_name_only_is_merged_however_it_is_spelled_and_once_it_is_listed():
    merge = Merge("An Phat Co", "An Phat Co", "K1", "Công ty An Phát")
    other = {"invoice_line": [line(9, 7, customer_name="AN PHAT  CO")]}
    listed = {"customer": [{"customer_id": "K9", "customer_name": "An Phat Co"}]}
    of_k1 = "select sum(amount) from revenue_line where customer_id = 'K1'"
    assert values(built(TWO, other), of_k1) == [(100,)]
    assert values(built(TWO, other, merges=[merge]), of_k1) == [(107,)]
    assert values(built(TWO, other, listed, merges=[merge]), of_k1) == [(107,)]


def test_merges_of_merges_end_in_one_place_even_where_they_lead_back():
    chain = [MERGE, Merge("K1", "Công ty An Phát", "K3", "Sao Mai")]
    assert customers(built(TWO, merges=chain)) == [("K3", "Sao Mai")]
    ring = [*chain, Merge("K3", "Sao Mai", "K2", "Cty An Phat")]
    assert values(built(TWO, merges=ring), "select count(*), sum(amount) from revenue_line") == [(4, 128)]
    assert [row[0] for row in customers(built(TWO, merges=ring))] == ["K1"]


def test_a_merge_into_a_customer_that_is_not_there_changes_nothing_and_keeps_others_together():
    gone = Merge("K2", "Cty An Phat", "K7", "Gone")
    assert customers(built(TWO, merges=[gone])) == customers(built(TWO))
    both = [gone, Merge("K3", "Sao Mai", "K7", "Gone")]
    assert [row[0] for row in customers(built(TWO, merges=both))] == ["K1", "K2"]


def test_a_name_that_only_merged_customers_share_points_to_them_again():
    rows = {
        "customer": [
            {"customer_id": "K1", "customer_name": "An Phát"},
            {"customer_id": "K2", "customer_name": "An Phát"},
        ],
        "deal": [{"deal_id": "1", "customer_name": "An Phát", "stage": "Open"}],
    }
    merge = Merge("K2", "An Phát", "K1", "An Phát")
    assert values(built(rows), "select customer_id from deal") == [(None,)]
    assert values(built(rows, merges=[merge]), "select customer_id, customer from deal") == [("K1", "An Phát")]


def test_what_was_said_of_the_sample_company_never_holds_for_ones_own_customers():
    said = Merge("K2", "Cty An Phat", "K1", "Công ty An Phát", is_sample=True)
    assert customers(built(TWO, merges=[said])) == customers(built(TWO))


def test_a_customer_in_several_lines_one_for_each_owner_is_one_customer():
    rows = {
        "customer": [
            {"customer_id": "K1", "customer_name": "A", "manager_name": "Lan", "owned_from": date(2025, 1, 1)},
            {"customer_id": "K1", "customer_name": "A", "manager_name": "Minh", "owned_from": date(2025, 7, 1)},
        ],
        "invoice_line": [line(1, 10, customer_id="K1")],
    }
    connection = built(rows)
    assert values(connection, "select customer_id, manager from customer") == [("K1", "Minh")]
    assert values(connection, "select manager, amount from revenue_line") == [("Lan", 10)]
