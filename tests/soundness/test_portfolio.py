"""Loads that are easily got wrong. Never weaken one of these."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.asking import cut_of
from analytics.portfolio import NOBODY, customers_per_manager, loads, moved, spread
from data.query import _Door, _read
from domain.period import parse_period
from tests.analytics.tables_in_memory import invoice, owned, read_from, used
from tests.data.stores import Rows, built

MAY, AUGUST = date(2025, 5, 5), date(2025, 8, 5)
CUTS = {"periods": [cut_of(parse_period("2025-Q3"), date(2025, 12, 31))]}


def asked(query: str, *given: Rows) -> pd.DataFrame:
    """A query over tables derived as an import derives them."""
    with built(*given) as connection:
        return _read(_Door(connection.cursor()), query, CUTS)


def line(number: str, customer: str, manager: str | None = None, amount: int = 100) -> dict[str, object]:
    return {"invoice_id": number, "line_no_given": 1, "customer_id": customer, "amount": amount, "status": "valid",
            "invoiced_on": AUGUST, "manager_name": manager}  # fmt: skip


def customer(key: str, manager: str | None, since: date | None = None, **others: object) -> dict[str, object]:
    return {"customer_id": key, "customer_name": key, "manager_name": manager, "owned_from": since, **others}


def test_without_a_customers_file_whoever_bills_shares_the_customer() -> None:
    lines = [line("1", "A", "An"), line("2", "A", "Bình"), line("3", "B", "An")]
    load = loads(asked("portfolio_customers", {"invoice_line": lines}), 92).set_index("manager")
    assert load["n_customers"].to_dict() == {"An": 1.5, "Bình": 0.5}
    assert load["n_customers"].sum() == 2
    assert load["revenue"].to_dict() == {"An": 200, "Bình": 100}
    assert asked("handovers", {"invoice_line": lines}).empty


def test_nothing_at_all_is_no_load() -> None:
    frame = read_from({})("portfolio_customers", CUTS)
    assert loads(frame, 92).empty
    assert customers_per_manager(loads(frame, 92)) is None
    assert read_from({})("revenue_concentration", CUTS)["largest_share"].isna().all()


def test_a_manager_without_customers_is_known_and_does_not_count() -> None:
    given = {
        "manager": [{"manager_name": "An"}, {"manager_name": "Idle"}],
        "customer": [customer("A", "An", MAY)],
        "invoice_line": [line("1", "A")],
    }
    assert list(asked("portfolio_managers", given)["manager"]) == ["An", "Idle"]
    load = loads(asked("portfolio_customers", given), 92)
    assert list(load["manager"]) == ["An"]
    assert customers_per_manager(load) == 1
    found = spread([("An", 1.0), ("Idle", 0.0)])
    assert found is not None
    assert (found.n_managers, found.smallest) == (1, ("An", 1))


def test_an_owner_change_inside_the_quarter_is_one_hand_over_and_one_customer() -> None:
    day = date(2025, 8, 16)
    given = {
        "customer": [customer("A", "An", MAY), customer("A", "Bình", day), customer("B", "An", MAY)],
        "invoice_line": [line("1", "A", amount=70), line("2", "B")],
    }
    (change,) = asked("handovers", given).to_dict("records")
    assert (change["customer_id"], change["from_manager"], change["to_manager"], change["revenue"]) == (
        "A", "An", "Bình", 70,
    )  # fmt: skip
    assert change["handed_on"].date() == day
    load = loads(asked("portfolio_customers", given), 92).set_index("manager")
    assert load["n_customers"].to_dict() == {"An": 1, "Bình": 1}


def test_the_first_owner_of_a_customer_is_no_hand_over() -> None:
    assert asked("handovers", {"customer": [customer("A", "An", AUGUST)]}).empty


def test_a_stretch_that_ends_for_somebody_else_is_no_hand_over_of_who_stays() -> None:
    """An shares with Bình, whom Chi follows: An goes on."""
    day = date(2025, 8, 16)
    spans = [owned("A", "An", MAY, day, n_owners=2), owned("A", "Bình", MAY, day, n_owners=2)]
    spans += [owned("A", "An", day, n_owners=2), owned("A", "Chi", day, n_owners=2)]
    found = read_from({"customer_ownership": spans})("handovers", CUTS)
    assert [(row["from_manager"], row["to_manager"]) for row in found.to_dict("records")] == [("Bình", "Chi")]


def test_owners_without_a_day_show_no_hand_over_and_it_is_known_why() -> None:
    with built({"customer": [customer("A", "An"), customer("B", "An")]}) as connection:
        (known,) = _read(_Door(connection.cursor()), "ownership_known", {}).to_dict("records")
    assert known == {"n_spans": 2, "n_told": 2, "n_dated": 0}


def test_a_manager_who_left_is_marked_and_keeps_what_the_files_say() -> None:
    given = {
        "manager": [{"manager_name": "Gone", "left_on": date(2025, 7, 31)}, {"manager_name": "An"},
                    {"manager_name": "Going", "left_on": date(2026, 3, 1)}],
        "customer": [customer("A", "Gone", MAY)],
        "invoice_line": [line("1", "A")],
    }  # fmt: skip
    managers = asked("portfolio_managers", given).set_index("manager")
    assert managers["has_left"].to_dict() == {"An": 0, "Going": 0, "Gone": 1}
    assert loads(asked("portfolio_customers", given), 92)["n_customers"].to_list() == [1]


def test_unassigned_customers_stand_apart_and_make_nobodys_load() -> None:
    given = {
        "customer": [customer("A", "An", MAY), customer("N", None)],
        "invoice_line": [line("1", "A"), line("2", "N", amount=900)],
    }
    load = loads(asked("portfolio_customers", given), 92)
    assert load.loc[NOBODY, "revenue"] == 900
    assert customers_per_manager(load) == 1


def test_one_customer_is_all_of_the_revenue() -> None:
    given = {"customer": [customer("A", "An", MAY)], "invoice_line": [line("1", "A")]}
    found = asked("revenue_concentration", given)
    assert found[["is_whole", "largest_share", "top5_share", "n_equal"]].to_dict("records") == [
        {"is_whole": 1, "largest_share": 1, "top5_share": 1, "n_equal": 1},
        {"is_whole": 0, "largest_share": 1, "top5_share": 1, "n_equal": 1},
    ]


def test_concentration_of_equal_customers_and_of_credit_notes() -> None:
    """Four equal customers are as many as four (Herfindahl 0.25); a credit note makes no share of nothing."""
    equal = [invoice(name, AUGUST, 50) for name in "ABCD"]
    whole = read_from({"revenue_line": equal})("revenue_concentration", CUTS).iloc[0]
    assert (whole["largest_share"], whole["top5_share"], whole["n_equal"]) == (0.25, 1, 4)
    cancelled = [invoice("A", AUGUST, 50), invoice("B", AUGUST, -80)]
    whole = read_from({"revenue_line": cancelled})("revenue_concentration", CUTS).iloc[0]
    assert pd.isna(whole["largest_share"])
    assert whole["n_equal"] == 1


def test_namesakes_with_different_ids_are_two_managers_and_two_customers() -> None:
    given = {
        "manager": [{"manager_id": "1", "manager_name": "Lan"}, {"manager_id": "2", "manager_name": "Lan"}],
        "customer": [
            {"customer_id": key, "customer_name": "Hoàng Long", "manager_id": owner, "owned_from": MAY}
            for key, owner in (("A", "1"), ("B", "2"))
        ],
        "invoice_line": [line("1", "A"), line("2", "B", amount=10)],
    }
    portfolio = asked("portfolio_customers", given)
    load = loads(portfolio, 92)
    assert load["n_customers"].to_dict() == {"1": 1, "2": 1}
    assert load["manager"].nunique() == 2
    after = loads(moved(portfolio, ["A"], "2", load.loc["2", "manager"]), 92)
    assert after["revenue"].to_dict() == {"2": 110}


def test_a_quarter_in_which_nobody_was_active_has_no_load_in_any_list() -> None:
    tables = {"customer_ownership": [owned("A", "An", MAY)], "customer_activity": [used("A", MAY)]}
    assert read_from(tables)("portfolio_customers", CUTS).empty
    assert read_from(tables)("load_by_manager", CUTS).empty
