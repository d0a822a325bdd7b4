"""Laws of the portfolio: what moves, what is preserved, how load is weighted and compared."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.asking import cut_of
from analytics.portfolio import (
    MEASURES,
    NOBODY,
    compared,
    customers_per_manager,
    handovers_of,
    heaviest,
    loads,
    moved,
    spread,
    weighted_loads,
)
from domain.period import parse_period
from domain.scope import Dimension
from tests.analytics.tables_in_memory import answer, invoice, owned, read_from, ticket, used
from tests.laws.companies import companies

QUARTER = parse_period("2025-Q3")
END = date(2025, 12, 31)
AUGUST, MAY = date(2025, 8, 5), date(2025, 5, 5)
PERIODS = {"periods": [cut_of(QUARTER, END)]}
few = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])


def portfolio_of(company: dict[str, object]) -> pd.DataFrame:
    return read_from(company)("portfolio_customers", PERIODS)  # type: ignore[arg-type]


def consistent(company: dict[str, object]) -> pd.DataFrame:
    """Random spans overlap as they like; what is derived at import knows how many share a customer."""
    portfolio = portfolio_of(company)
    owners = portfolio.groupby("customer_id")["customer_id"].transform("size")
    return portfolio.assign(n_owners=owners.astype("int64"))


def total(load: pd.DataFrame) -> dict[str, float]:
    return {measure: pytest.approx(load[measure].sum()) for measure in MEASURES}


@few
@given(
    companies(), st.sets(st.sampled_from(["Alpha", "Bình Minh", "Cát Lái", "Delta"])), st.sampled_from(["An", "New"])
)
def test_moving_preserves_every_total_and_moving_nobody_changes_nothing(company, customers, to) -> None:
    portfolio = consistent(company)
    untouched = portfolio.copy()
    before = loads(portfolio, 92)
    after = loads(moved(portfolio, customers, to, to), 92)
    assert {measure: after[measure].sum() for measure in MEASURES} == total(before)
    assert compared(before, loads(moved(portfolio, [], to, to), 92)).empty
    pd.testing.assert_frame_equal(portfolio, untouched)


@few
@given(companies(), st.sampled_from(["Alpha", "Bình Minh", "Cát Lái", "Delta"]), st.sampled_from(["An", "New", NOBODY]))
def test_moving_back_restores(company, customer, to) -> None:
    portfolio = consistent(company)
    rows = portfolio[portfolio["customer_id"] == customer]
    if len(rows) != 1 or int(rows["n_owners"].iloc[0]) != 1:
        return  # a shared customer has no one to go back to
    home = rows["manager_id"].iloc[0]
    home = home if isinstance(home, str) else NOBODY
    there = moved(portfolio, [customer], to, to)
    assert compared(loads(portfolio, 92), loads(moved(there, [customer], home, home), 92)).empty


@few
@given(companies())
def test_the_portfolio_counts_what_the_kpis_count(company) -> None:
    from analytics import engine
    from analytics.registry import kpi_by_id

    read = read_from(company)
    portfolio = read("portfolio_customers", PERIODS)
    load = loads(portfolio, 92)
    said = {
        kpi: engine.answers(kpi_by_id(kpi), [QUARTER], END, read)[0].value
        for kpi in ("customers_per_manager_snapshot", "active_customers", "returning_customers")
    }
    assert customers_per_manager(load) == (
        None
        if said["customers_per_manager_snapshot"] is None
        else pytest.approx(said["customers_per_manager_snapshot"])
    )
    if said["active_customers"] is not None:
        assert portfolio["customer_id"].nunique() == said["active_customers"]
    if said["returning_customers"] is not None:
        assert portfolio.drop_duplicates("customer_id")["is_returning"].sum() == said["returning_customers"]


COMPANY = {
    "revenue_line": [invoice("A", AUGUST, 60), invoice("B", AUGUST, 30), invoice("C", AUGUST, 10)],
    "customer_activity": [used(name, day) for name in ("A", "B", "C") for day in (MAY, AUGUST)] + [used("N", AUGUST)],
    "customer_ownership": [owned("A", "An", MAY), owned("B", "An", MAY), owned("C", "Bình", MAY)],
    "ticket": [
        ticket("t1", datetime(2025, 8, 5, 9), 2, customer_id="A"),
        ticket("t2", datetime(2025, 8, 6, 9), None, customer_id="A"),
        ticket("t3", datetime(2025, 5, 6, 9), None, customer_id="C"),
        ticket("t4", datetime(2025, 5, 6, 9), None, customer_id="C", resolved_at=datetime(2025, 5, 7)),
    ],
    "survey_response": [answer("A", 9, AUGUST), answer("A", 10, date(2025, 8, 6)), answer("B", None, AUGUST)],
}


def test_load_of_each_manager_by_hand() -> None:
    load = loads(portfolio_of(COMPANY), 92).set_index("manager")
    assert load["n_customers"].to_dict() == {"": 1, "An": 2, "Bình": 1}
    assert load["revenue"].to_dict() == {"": 0, "An": 90, "Bình": 10}
    assert load.loc["An", "tickets_a_month"] == pytest.approx(2 / 3, abs=0.01)
    assert load["n_open"].to_dict() == {"": 0, "An": 1, "Bình": 1}
    assert load["n_answers"].to_dict() == {"": 0, "An": 1, "Bình": 0}
    assert load["n_returning"].to_dict() == {"": 0, "An": 2, "Bình": 1}


def test_moving_one_customer_by_hand() -> None:
    portfolio = portfolio_of(COMPANY)
    change = compared(loads(portfolio, 92), loads(moved(portfolio, ["A"], "Bình", "Bình"), 92)).set_index("manager")
    assert set(change.index) == {"An", "Bình"}
    assert list(change.loc["An", ["n_customers_now", "n_customers_then", "revenue_now", "revenue_then"]]) == [
        2,
        1,
        90,
        30,
    ]
    assert list(change.loc["Bình", ["n_customers_now", "n_customers_then", "n_answers_then"]]) == [1, 2, 1]


def test_a_customer_nobody_looks_after_can_be_given_to_somebody() -> None:
    portfolio = portfolio_of(COMPANY)
    after = loads(moved(portfolio, ["N"], "Bình", "Bình"), 92)
    assert NOBODY not in after.index
    assert customers_per_manager(loads(portfolio, 92)) == 1.5
    assert customers_per_manager(after) == 2


def test_a_weight_that_is_not_set_is_one() -> None:
    portfolio = portfolio_of(COMPANY).assign(segment=["Large", "Small", None, "Small"])
    plain = weighted_loads(portfolio, {})
    assert list(plain["weighted_load"]) == list(plain["n_customers"]) == [2, 1]
    heavy = weighted_loads(portfolio, {"Large": 4.0, "Small": 0.5}).set_index("manager")
    assert heavy["weighted_load"].to_dict() == {"An": 4.5, "Bình": 1}


def test_spread_leaves_out_managers_without_customers() -> None:
    found = spread([("An", 10), ("Bình", 30), ("Chi", 0), ("Dung", 20)])
    assert found is not None
    assert (found.n_managers, found.mean, found.median, found.largest, found.smallest) == (
        3, 20, 20, ("Bình", 30), ("An", 10),
    )  # fmt: skip
    assert spread([("Chi", 0)]) is None


def test_slower_is_real_only_where_the_interval_says_so() -> None:
    points = [("An", 30.0), ("Bình", 10.0)]
    real = heaviest(points, {"An": (8.0, 6.0)}, 4.0)
    assert real is not None
    assert (real.share, real.times_mean, real.times_slower, real.is_slower_real) == (0.75, 1.5, 2, True)
    chance = heaviest(points, {"An": (8.0, 3.0)}, 4.0)
    assert chance is not None
    assert chance.is_slower_real is False
    unknown = heaviest(points, {}, 4.0)
    assert unknown is not None
    assert unknown.times_slower is None
    assert heaviest([("An", 30.0)], {}, 4.0) is None


def test_hand_overs_of_either_side() -> None:
    frame = pd.DataFrame({"from_manager": ["An", "Bình"], "to_manager": ["Bình", "Chi"], "segment": ["S", "L"]})
    assert len(handovers_of(frame, {})) == 2
    assert list(handovers_of(frame, {Dimension.MANAGER: ("An",)})["to_manager"]) == ["Bình"]
    assert len(handovers_of(frame, {Dimension.MANAGER: ("Bình",)})) == 2
    assert list(handovers_of(frame, {Dimension.SEGMENT: ("L",)})["to_manager"]) == ["Chi"]
