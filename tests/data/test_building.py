from datetime import date

import pytest

from data.identity import Alias
from data.schedule_settings import ServiceTarget
from data.settings import Settings
from domain.errors import UsageError
from tests.data.stores import built, ticket, utc, values


def test_a_name_with_another_case_or_decomposed_accents_is_the_same_customer():
    rows = {
        "customer": [{"customer_id": "K1", "customer_name": "Công ty Đà Nẵng"}],
        "deal": [
            {"deal_id": "1", "customer_name": "CÔNG TY  ĐÀ NẴNG", "stage": "Open"},
            {"deal_id": "2", "customer_name": "Co\u0302ng ty Đa\u0300 Nẵng", "stage": "Open"},
        ],
    }
    assert values(built(rows), "select distinct customer_id from deal") == [("K1",)]


def test_a_name_that_two_listed_customers_share_points_to_neither():
    rows = {
        "customer": [
            {"customer_id": "K1", "customer_name": "An Phát"},
            {"customer_id": "K2", "customer_name": "An Phát"},
        ],
        "deal": [{"deal_id": "1", "customer_name": "An Phát", "stage": "Open"}],
    }
    connection = built(rows)
    assert values(connection, "select customer_id from deal") == [(None,)]
    assert values(connection, "select customer from customer order by 1") == [("An Phát (K1)",), ("An Phát (K2)",)]


def test_a_later_export_with_another_owner_is_a_hand_over():
    first = {"customer": [{"customer_id": "K1", "customer_name": "A", "manager_name": "Lan"}]}
    second = {
        "customer": [
            {"customer_id": "K1", "customer_name": "A", "manager_name": "Minh", "owned_from": date(2025, 7, 1)}
        ]
    }
    connection = built(first, second)
    spans = values(connection, "select manager, owned_from, owned_to from customer_ownership order by owned_from")
    assert spans == [("Lan", date(1900, 1, 1), date(2025, 7, 1)), ("Minh", date(2025, 7, 1), None)]
    assert values(connection, "select manager from customer") == [("Minh",)]


def test_the_same_owner_in_a_later_export_is_no_hand_over():
    row = {"customer_id": "K1", "customer_name": "A", "manager_name": "Lan"}
    connection = built({"customer": [row]}, {"customer": [row]})
    assert values(connection, "select count(*) from customer_ownership") == [(1,)]


def test_a_row_without_a_manager_belongs_to_whoever_owned_the_customer_that_day():
    first = {"customer": [{"customer_id": "K1", "customer_name": "A", "manager_name": "Lan"}]}
    second = {
        "customer": [
            {"customer_id": "K1", "customer_name": "A", "manager_name": "Minh", "owned_from": date(2025, 7, 1)}
        ],
        "invoice_line": [
            {"invoice_id": "1", "customer_id": "K1", "amount": 10, "invoiced_on": date(2025, 6, 30)},
            {"invoice_id": "2", "customer_id": "K1", "amount": 20, "invoiced_on": date(2025, 7, 1)},
        ],
    }
    connection = built(first, second)
    assert values(connection, "select manager, amount from revenue_line order by revenue_on") == [
        ("Lan", 10),
        ("Minh", 20),
    ]


def test_customers_without_an_owner_in_the_list_are_shared_by_those_who_work_with_them():
    rows = {
        "deal": [
            {
                "deal_id": "1",
                "customer_name": "A",
                "manager_name": "Lan",
                "stage": "Won",
                "amount": 5,
                "close_on": date(2025, 3, 1),
            },
            {
                "deal_id": "2",
                "customer_name": "A",
                "manager_name": "Minh",
                "stage": "Won",
                "amount": 5,
                "close_on": date(2025, 4, 1),
            },
        ]
    }
    connection = built(rows)
    assert values(connection, "select manager, n_owners from customer_ownership order by 1") == [
        ("Lan", 2),
        ("Minh", 2),
    ]


def test_whoever_only_answers_tickets_is_no_account_manager():
    rows = {
        "customer": [{"customer_id": "K1", "customer_name": "A", "manager_name": "Lan"}],
        "ticket": [ticket(customer_name="A", manager_name="Support Bot", created_at=utc("2025-03-04 02:00"))],
    }
    connection = built(rows)
    assert values(connection, "select manager from manager") == [("Lan",)]
    assert values(connection, "select manager from ticket") == [("Lan",)]


def test_a_currency_without_a_rate_is_left_out_and_counted():
    rows = {
        "invoice_line": [
            {"invoice_id": "1", "customer_name": "A", "amount": 100, "invoiced_on": date(2025, 3, 1)},
            {"invoice_id": "2", "customer_name": "A", "amount": 7, "currency": "USD", "invoiced_on": date(2025, 3, 1)},
            {"invoice_id": "3", "customer_name": "A", "amount": 2, "currency": "USD", "invoiced_on": date(2025, 4, 1)},
        ],
        "rate": [{"month": "2025-04", "currency": "USD", "rate": 25000}],
    }
    connection = built(rows, settings=Settings(reporting_currency="VND"))
    assert values(connection, "select record_id, amount, exclusion from revenue_line order by record_id") == [
        ("1", 100, None),
        ("2", None, "no_rate"),
        ("3", 50000, None),
    ]


def test_revenue_is_invoices_where_there_are_any_and_else_won_deals():
    deal = {"deal_id": "1", "customer_name": "A", "stage": "Won", "amount": 7, "close_on": date(2025, 3, 1)}
    line = {"invoice_id": "1", "customer_name": "A", "amount": 100, "invoiced_on": date(2025, 3, 1)}
    assert values(built({"deal": [deal]}), "select basis, amount from revenue_line") == [("deal", 7)]
    assert values(built({"deal": [deal], "invoice_line": [line]}), "select basis, amount from revenue_line") == [
        ("invoice", 100)
    ]


def test_a_void_line_is_kept_apart_and_a_credit_note_counts_negative():
    rows = {
        "invoice_line": [
            {"invoice_id": "1", "customer_name": "A", "amount": 100, "invoiced_on": date(2025, 3, 1), "status": "void"},
            {"invoice_id": "2", "customer_name": "A", "amount": -30, "invoiced_on": date(2025, 3, 1)},
        ]
    }
    connection = built(rows)
    assert values(connection, "select amount, exclusion from revenue_line order by record_id") == [
        (None, "void"),
        (-30, None),
    ]


def test_a_newer_file_with_the_same_invoice_replaces_all_its_lines():
    old = {
        "invoice_line": [
            {"invoice_id": "1", "customer_name": "A", "amount": 1, "invoiced_on": date(2025, 3, 1)},
            {"invoice_id": "1", "customer_name": "A", "amount": 1, "invoiced_on": date(2025, 3, 1)},
            {"invoice_id": "2", "customer_name": "A", "amount": 5, "invoiced_on": date(2025, 3, 1)},
        ]
    }
    new = {"invoice_line": [{"invoice_id": "1", "customer_name": "A", "amount": 4, "invoiced_on": date(2025, 3, 1)}]}
    assert values(built(old), "select sum(amount) from revenue_line") == [(7,)]
    assert values(built(old, new), "select sum(amount) from revenue_line") == [(9,)]


def test_survey_answers_without_an_id_or_customer_are_never_taken_for_one_another():
    row = {"score": 9, "responded_at": utc("2025-03-04 02:00"), "responded_at_has_time": True}
    assert values(
        built({"survey_response": [row, row]}), "select count(*), count(distinct respondent_key) from survey_response"
    ) == [(2, 2)]


def test_a_contract_is_in_force_on_its_last_day_and_a_cancelled_one_never():
    rows = {
        "contract": [
            {"contract_id": "1", "customer_name": "A", "start_on": date(2025, 1, 1), "end_on": date(2025, 3, 31)},
            {"contract_id": "2", "customer_name": "A", "start_on": date(2025, 1, 1), "status": "Đã hủy"},
        ]
    }
    connection = built(rows)
    assert values(connection, "select record_id, active_to from customer_activity") == [("1", date(2025, 4, 1))]


def test_months_of_activity_without_a_gap_are_one_run_from_the_first_day_to_the_last():
    bought = [
        *(("A", "P", date(2025, 1, 31)), ("A", "P", date(2025, 2, 1)), ("A", "P", date(2025, 2, 28))),
        *(("A", "P", date(2025, 4, 2)), ("A", "P", date(2025, 8, 20)), ("A", None, date(2025, 3, 3))),
        ("B", "P", date(2025, 5, 5)),
    ]
    lines = [
        {"invoice_id": str(number), "customer_id": customer, "product": product, "amount": 1, "invoiced_on": day}
        for number, (customer, product, day) in enumerate(bought)
    ]
    lines.append(lines[0] | {"invoice_id": "void", "invoiced_on": date(2025, 3, 1), "status": "void"})
    span = {"contract_id": "1", "customer_id": "A", "product": "P", "start_on": date(2025, 8, 15)}
    contracts = [span | {"end_on": date(2025, 10, 9)}, span | {"contract_id": "2", "start_on": date(2025, 12, 31)}]
    connection = built({"invoice_line": lines, "contract": contracts})
    told = "select customer_id, product, active_from, active_to from activity_run order by 1, 2 nulls last, 3"
    assert values(connection, told) == [
        ("A", "P", date(2025, 1, 31), date(2025, 3, 1)),
        ("A", "P", date(2025, 4, 2), date(2025, 4, 3)),
        ("A", "P", date(2025, 8, 15), date(2025, 10, 10)),
        ("A", "P", date(2025, 12, 31), None),
        ("A", None, date(2025, 3, 3), date(2025, 3, 4)),
        ("B", "P", date(2025, 5, 5), date(2025, 5, 6)),
    ]


def test_two_spellings_a_person_called_one_become_one():
    rows = {
        "deal": [
            {"deal_id": "1", "customer_name": "A", "product": "GTXPro", "stage": "Open"},
            {"deal_id": "2", "customer_name": "A", "product": "GTX Pro", "stage": "Open"},
        ]
    }
    connection = built(rows, aliases=[Alias("product", "GTXPro", "GTX Pro")])
    assert values(connection, "select distinct product from deal") == [("GTX Pro",)]


def test_customers_and_people_called_the_same_are_one_too():
    rows = {
        "manager": [{"manager_id": "M1", "manager_name": "Nguyễn Thị Lan"}],
        "customer": [{"customer_id": "K1", "customer_name": "Công ty An Phát"}],
        "deal": [{"deal_id": "1", "customer_name": "An Phát Co", "manager_name": "Ms Lan", "stage": "Open"}],
    }
    aliases = [Alias("customer", "An Phát Co", "Công ty An Phát"), Alias("manager", "Ms Lan", "Nguyễn Thị Lan")]
    assert values(built(rows), "select customer_id, manager_id from deal") == [("An Phát Co", "Ms Lan")]
    assert values(built(rows, aliases=aliases), "select customer_id, manager_id from deal") == [("K1", "M1")]


def test_targets_take_their_level_in_either_language_and_refuse_an_unknown_one():
    good = {
        "manager": [{"manager_id": "M1", "manager_name": "Lan", "team": "North"}],
        "target": [
            {"period": "2025-Q3", "dimension": "Nhân viên", "member": "lan", "amount": 10},
            {"period": "2025", "amount": 50},
        ],
    }
    connection = built(good)
    assert values(
        connection, "select level, manager, team, period_start, period_end from target_line order by level"
    ) == [
        ("company", None, None, date(2025, 1, 1), date(2026, 1, 1)),
        ("manager", "Lan", "North", date(2025, 7, 1), date(2025, 10, 1)),
    ]
    with pytest.raises(UsageError, match="hành tinh"):
        built({"target": [{"period": "2025", "dimension": "hành tinh", "amount": 1}]})


def test_service_targets_come_from_settings_in_business_minutes():
    settings = Settings(service_targets=(ServiceTarget("", 2),))
    assert values(built({}, settings=settings), "select priority, business_minutes from sla_target") == [("", 120.0)]


def test_a_line_without_a_rate_still_makes_its_customer_active():
    rows = {
        "invoice_line": [
            {"invoice_id": "1", "customer_name": "A", "amount": 1, "currency": "USD", "invoiced_on": date(2025, 3, 1)},
            {"invoice_id": "2", "customer_name": "B", "amount": 1, "invoiced_on": date(2025, 3, 1), "status": "void"},
        ]
    }
    connection = built(rows, settings=Settings(reporting_currency="VND"))
    assert values(connection, "select customer, amount from customer_activity") == [("A", None)]


def test_a_teams_target_carries_the_region_all_its_people_share():
    rows = {
        "manager": [
            {"manager_id": "M1", "manager_name": "Lan", "team": "T1", "region": "Bắc"},
            {"manager_id": "M2", "manager_name": "Minh", "team": "T2", "region": "Nam"},
            {"manager_id": "M3", "manager_name": "Hoa", "team": "T2", "region": "Trung"},
        ],
        "target": [{"period": "2025", "dimension": "team", "member": team, "amount": 1} for team in ("T1", "T2")],
    }
    assert values(built(rows), "select team, region from target_line order by team") == [("T1", "Bắc"), ("T2", None)]
