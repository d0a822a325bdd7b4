"""What a scenario starts from: the forecast of the same reader, and baselines counted by hand."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest

from analytics.forecast.outlook import NoForecast
from analytics.forecast.year import year_forecast
from analytics.scenario.base import Base
from analytics.scenario.learning import learn
from analytics.scenario.levers import moves_of
from analytics.scenario.result import evaluate
from domain.period import add_months, parse_period
from domain.read import Read
from tests.analytics.tables_in_memory import answer, dims, invoice, owned, read_from, ticket, used

AS_OF = date(2025, 8, 15)
"""In the middle of a month of 21 working days, 11 of which are over."""


def bought(customer: str, first: date, months: int, amount: float) -> list[dict[str, object]]:
    return [invoice(customer, add_months(first, step).replace(day=10), amount) for step in range(months)]


def open_deal(deal_id: str, due: date) -> dict[str, object]:
    return {"deal_id": deal_id, "stage": "Open", "amount_reporting": 50, "close_on": due}


def company() -> dict[str, list[dict[str, object]]]:
    """Three old customers of 100, 60 and 40 a month; one won in January, one in May, one lost after March."""
    rows = bought("A", date(2023, 1, 1), 32, 100) + bought("B", date(2023, 1, 1), 32, 60)
    rows += bought("C", date(2023, 1, 1), 27, 40)
    rows += bought("D", date(2025, 1, 1), 8, 30) + bought("E", date(2025, 5, 1), 4, 12)
    return {
        "revenue_line": rows,
        "customer_activity": [
            used(str(row["customer_id"]), row["revenue_on"], amount=row["amount"], basis="invoice")  # type: ignore[arg-type]
            for row in rows
        ],
        "customer_ownership": [owned(name, "An" if name < "C" else "Bình", date(2023, 1, 1)) for name in "ABDE"],
        "deal": [
            dims("A") | open_deal("D1", date(2025, 10, 3)) | {"probability": 0.5},
            dims("B") | open_deal("D2", date(2025, 11, 3)) | {"probability": 0.5, "amount_reporting": 9000},
            dims("B") | open_deal("late", date(2025, 8, 1)),
            dims("B") | open_deal("next year", date(2026, 2, 1)),
            dims("B") | open_deal("won", date(2025, 3, 1)) | {"stage": "Won"},
            dims("B") | open_deal("lost", date(2025, 3, 1)) | {"stage": "Lost"},
        ],
        "ticket": [ticket("T1", datetime(2025, 3, 3, 9), 2), ticket("T2", datetime(2025, 4, 1, 9), 4)],
        "survey_response": [
            answer(name, score, date(2025, 4, 1)) for name, score in (("A", 9), ("B", 10), ("D", 7), ("E", 3))
        ],
        "target_line": [
            {"period_start": date(2025, 1, 1), "period_end": date(2026, 1, 1), "measure": "revenue", "level": "company",
             "member": "", "amount_reporting": 2300},
        ],
    }  # fmt: skip


@pytest.fixture(scope="module")
def read() -> Read:
    return read_from(company())


@pytest.fixture(scope="module")
def base(read: Read) -> Base:
    found = learn(read, AS_OF)
    assert isinstance(found, Base)
    return found


def test_without_levers_it_is_the_forecast_to_the_last_unit(read: Read, base: Base) -> None:
    forecast = year_forecast(read, AS_OF)
    found = evaluate(base)
    assert found.year == forecast.whole.year  # type: ignore[union-attr]
    assert found.months == forecast.months  # type: ignore[union-attr]
    neutral = evaluate(base, moves_of({"managers": 1.0}))
    assert neutral.year == forecast.whole.year, "a lever that moves no revenue leaves the very same numbers"  # type: ignore[union-attr]


def test_the_futures_are_those_of_the_forecast(base: Base) -> None:
    year = base.forecast.whole.year
    assert year.actual + base.mean.sum() == pytest.approx(year.mean)
    np.testing.assert_allclose(base.paths.sum(axis=1), base.rest)
    low, high = np.quantile(year.actual + base.rest, [0.1, 0.9])
    assert (low, high) == (pytest.approx(year.low80), pytest.approx(year.high80))


def test_a_month_under_way_is_moved_as_far_as_it_is_to_come(base: Base) -> None:
    assert [month.name for month in base.months] == ["2025-08", "2025-09", "2025-10", "2025-11", "2025-12"]
    assert base.length[0] == pytest.approx(10 / 21)
    np.testing.assert_allclose(base.length[1:], 1.0)
    assert base.since[0] == pytest.approx(5 / 21)
    august = evaluate(base, moves_of({"price_change": 0.1})).months[7]
    assert august.mean - base.forecast.months[7].mean == pytest.approx(0.1 * base.mean[0])


def test_customers_are_counted_over_the_last_four_whole_quarters(base: Base) -> None:
    """Q3 2024 to Q2 2025: of 3 + 3 + 3 + 4 customers before, 3 + 3 + 3 + 3 returned (C was lost after March)."""
    assert base.learnt.returning_rate == pytest.approx(12 / 13)
    assert base.learnt.n_customers == 4 + 0
    assert base.learnt.n_quarters == 2


def test_new_customers_and_their_worth(base: Base) -> None:
    """August 2024 to July 2025: D and E are new; D brought 7 × 30 in 202 days, E 3 × 12 in 83."""
    assert base.learnt.new_customers == pytest.approx(2 / 12)
    days = (date(2025, 8, 1) - date(2025, 1, 10)).days + (date(2025, 8, 1) - date(2025, 5, 10)).days
    assert base.learnt.new_value == pytest.approx((7 * 30 + 3 * 12) / (days / (365.25 / 12)))


def test_service_scores_and_managers(base: Base) -> None:
    """Two of four promote, one of four detracts; one 7 and one 9 lie at a border: 100 × 2 / (2 × 4) points a score."""
    learnt = base.learnt
    assert (learnt.response_hours, learnt.nps, learnt.score_slope) == (3.0, 25.0, 25.0)
    assert (learnt.n_managed, learnt.n_managers, learnt.win_rate) == (4.0, 2.0, 0.5)


def test_deals_that_are_due_later_this_year_and_no_more_of_them_than_the_forecast_bears(base: Base) -> None:
    assert [(deal.deal_id, deal.place) for deal in base.deals] == [("D2", 3), ("D1", 2)]
    first, second = base.deals
    assert first.probability * first.amount == pytest.approx(base.mean[3])
    assert second.probability == 0.5


def test_customers_that_can_be_lost_are_those_still_there(base: Base) -> None:
    whole = 12 * 100 + 12 * 60 + 8 * 40 + 7 * 30 + 3 * 12
    assert [(one.customer_id, round(one.share * whole)) for one in base.customers] == [
        ("A", 1200), ("B", 720), ("D", 210), ("E", 36),
    ]  # fmt: skip


def test_levers_without_data_say_why() -> None:
    bare = learn(read_from({"revenue_line": company()["revenue_line"]}), AS_OF)
    assert isinstance(bare, Base)
    reasons = {one.lever.id: str(one.unavailable) for one in bare.settings if one.unavailable}
    assert set(reasons) == {
        "retention", "expansion", "new_customers", "new_customer_value", "win_rate", "response_time", "nps", "managers",
        "lose", "win", "slip",
    }  # fmt: skip
    assert "ticket" in reasons["response_time"]
    assert "survey" in reasons["nps"]
    assert "deal" in reasons["win_rate"]
    assert evaluate(bare, moves_of({"price_change": 0.1})).change == pytest.approx(0.1 * bare.mean.sum())


def test_too_short_a_history_has_no_scenario_and_a_short_one_no_new_customers() -> None:
    rows = company()
    early = learn(read_from(rows), date(2023, 9, 30))
    assert isinstance(early, NoForecast)
    short = learn(read_from(rows), date(2024, 3, 31))
    assert isinstance(short, Base)
    setting = short.setting("new_customers")
    assert setting is not None
    assert setting.baseline is None or short.learnt.new_customers == 0
    assert short.setting("retention") is not None


def test_a_fiscal_year_ends_where_it_ends(read: Read) -> None:
    found = learn(read, AS_OF, 4)
    assert isinstance(found, Base)
    assert found.months[-1].start == date(2026, 3, 1)
    assert evaluate(found).year.period == parse_period("2026", 4)
