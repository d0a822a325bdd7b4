"""The newest export counts; what earlier ones said is kept: owners as spans, deals as versions."""

from datetime import date

from data.settings import Settings
from tests.data.stores import built, values

FIRST, SECOND, THIRD = date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3)
"""The days on which the loads of a test were loaded."""
SPANS = "select manager, owned_from, owned_to, n_owners from customer_ownership order by owned_from, manager"
VERSIONS = "select load_id, stage, amount, last_load_id, replaced_on, is_current from deal_version order by load_id"


def listed(manager, **given):
    return {"customer": [{"customer_id": "K1", "customer_name": "A", "manager_name": manager, **given}]}


def deal(number=1, **given):
    record = {"deal_id": str(number), "customer_name": "A", "manager_name": "Lan", "stage": "Open", "amount": 10}
    return {**record, "created_on": date(2025, 3, 1), "close_on": date(2025, 9, 1), **given}


def test_another_owner_without_a_date_begins_on_the_day_the_file_was_loaded():
    connection = built(listed("Lan"), listed("Minh"), listed("Minh"), listed("Lan"))
    assert values(connection, SPANS) == [
        ("Lan", date(1900, 1, 1), SECOND, 1),
        ("Minh", SECOND, date(2026, 1, 4), 1),
        ("Lan", date(2026, 1, 4), None, 1),
    ]


def test_a_customer_renamed_at_the_hand_over_keeps_the_owner_before():
    second = {"customer": [{"customer_id": "K1", "customer_name": "A Group", "manager_name": "Minh"}]}
    connection = built(listed("Lan"), second)
    assert [row[:3] for row in values(connection, SPANS)] == [
        ("Lan", date(1900, 1, 1), SECOND),
        ("Minh", SECOND, None),
    ]
    assert values(connection, "select customer from customer") == [("A Group",)]


def test_what_a_later_file_says_holds_over_a_later_day_of_an_earlier_file():
    connection = built(listed("Lan", owned_from=date(2025, 7, 1)), listed("Minh", owned_from=date(2025, 3, 1)))
    assert values(connection, SPANS) == [("Minh", date(2025, 3, 1), None, 1)]
    assert values(connection, "select manager from customer") == [("Minh",)]


def test_a_deal_given_to_someone_else_is_a_hand_over_where_no_list_names_an_owner():
    connection = built({"deal": [deal()]}, {"deal": [deal(manager_name="Minh")]})
    assert values(connection, SPANS) == [("Lan", date(2025, 3, 1), SECOND, 1), ("Minh", SECOND, None, 1)]
    assert values(connection, "select manager from customer") == [("Minh",)]


def test_whoever_keeps_another_deal_shares_the_customer_from_the_hand_over_on():
    connection = built({"deal": [deal(1), deal(2)]}, {"deal": [deal(2, manager_name="Minh")]})
    assert values(connection, SPANS) == [
        ("Lan", date(2025, 3, 1), SECOND, 1),
        ("Lan", SECOND, None, 2),
        ("Minh", SECOND, None, 2),
    ]


def test_an_export_without_owners_hands_nothing_over():
    bare = {name: value for name, value in deal().items() if name != "manager_name"}
    connection = built({"deal": [deal()]}, {"deal": [bare]}, {"deal": [deal()]})
    assert values(connection, SPANS) == [("Lan", date(2025, 3, 1), None, 1)]


def test_every_version_of_a_deal_is_kept_and_what_is_only_repeated_is_not():
    connection = built(
        {"deal": [deal()]},
        {"deal": [deal()]},
        {"deal": [deal(amount=30)]},
        {"deal": [deal(amount=30, stage="Won")]},
    )
    assert values(connection, VERSIONS) == [
        (1, "Open", 10, 2, THIRD, False),
        (3, "Open", 30, 3, date(2026, 1, 4), False),
        (4, "Won", 30, 4, None, True),
    ]
    assert values(connection, "select stage, amount from deal") == [("Won", 30)]


def test_a_version_bears_the_owner_and_the_rate_of_its_own_time():
    rates = {"rate": [{"month": "2025-09", "currency": "USD", "rate": 25000}]}
    settings = Settings(reporting_currency="VND")
    first = {"deal": [deal(currency="USD")], **rates}
    second = {"deal": [deal(currency="USD", manager_name="Minh", close_on=date(2025, 10, 1))]}
    connection = built(first, second, settings=settings)
    assert values(
        connection,
        "select manager, amount, currency, amount_reporting, close_on, loaded_on from deal_version order by version_no",
    ) == [
        ("Lan", 10, "USD", 250000, date(2025, 9, 1), FIRST),
        ("Minh", 10, "USD", None, date(2025, 10, 1), SECOND),
    ]


def test_each_deal_has_one_current_version_that_says_what_the_deal_says():
    connection = built(
        {"deal": [deal(1), deal(2), deal(3)]},
        {"deal": [deal(2, amount=99), deal(3)]},
        {"deal": [deal(2, amount=10), deal(4, amount=None)]},
    )
    content = "deal_id, stage, amount, amount_reporting, close_on, customer_id, manager_id, probability, product"
    current = values(connection, f"select {content} from deal_version where is_current order by deal_id")
    assert current == values(connection, f"select {content} from deal order by deal_id")
    assert values(connection, "select count(*) from deal_version") == [(6,)]
