"""The pipeline's view of the year beside the statistical forecast: worked by hand, and combined only where it helps."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from analytics.forecast.combined import two_views, weight_of
from analytics.forecast.deals import Deals, deals_of, number_of, view_of
from domain.period import add_months
from tests.analytics.tables_in_memory import dims, invoice, read_from

DAY = date(2025, 6, 30)


def rows(*deals: tuple[date, date | None, str, float | None]) -> pd.DataFrame:
    """Rows of ``deal_lives``: created, closed, stage, amount."""
    return pd.DataFrame(
        {
            "deal_id": [f"D{place}" for place in range(len(deals))],
            "created_on": pd.to_datetime([deal[0] for deal in deals]),
            "closed_on": pd.to_datetime([deal[1] for deal in deals]),
            "is_won": [deal[2] == "Won" for deal in deals],
            "is_lost": [deal[2] == "Lost" for deal in deals],
            "amount": [np.nan if deal[3] is None else deal[3] for deal in deals],
        }
    )


def closed(n: int, stage: str, days: int, amount: float = 100.0) -> list[tuple[date, date | None, str, float | None]]:
    """Deals that were created a day apart from June 2024 on and closed after so many days."""
    first = date(2024, 6, 1)
    return [(first + timedelta(days=k), first + timedelta(days=k + days), stage, amount) for k in range(n)]


def test_an_open_deal_is_worth_what_deals_of_its_age_were_won_in_time():
    """Of 60 deals of 100, 15 were lost after 10 days, 30 won after 40, 15 lost after 80; three of 300 are open.

    The one of 20 days is past the first loss: at 40 days 45 deals and the one that is open at 60 days were there to be
    won, 3,000 of 4,800. The one of 60 days can only be lost. The one of 5 days has 35 to go until 40, so nothing within
    30 days; within 40 it must first not be lost with 1,500 of 6,600 at 10 days.
    """
    history = [*closed(15, "Lost", 10), *closed(30, "Won", 40), *closed(15, "Lost", 80)]
    opened = [(DAY - timedelta(days=age), None, "Open", 300.0) for age in (20, 60, 5)]
    deals = deals_of(rows(*history, *opened))
    assert deals is not None
    found = view_of(deals, number_of(DAY), 30)
    assert found is not None
    assert found.weighted == pytest.approx(300 * 30 / 48)
    assert found.value == 900
    later = view_of(deals, number_of(DAY), 40)
    assert later.weighted == pytest.approx(300 * 30 / 48 + 300 * (1 - 15 / 66) * 30 / 48)


def test_deals_still_to_be_created_bring_what_like_stretches_did():
    """A deal of 100 a day, won after 10 days: in 30 days those created on the first 20 of them are won."""
    first = date(2024, 6, 1)
    daily = [(first + timedelta(days=k), first + timedelta(days=k + 10), "Won", 100.0) for k in range(395)]
    known = [deal for deal in daily if deal[1] <= DAY]
    deals = deals_of(rows(*known, *closed(12, "Lost", 300, 1.0), (DAY, None, "Open", 1.0)))
    found = view_of(deals, number_of(DAY), 30)
    assert found.to_come == pytest.approx(2000)


def test_what_happened_later_is_not_known_earlier():
    history = [*closed(30, "Won", 40), *closed(30, "Lost", 20)]
    late = [(date(2024, 9, 1), date(2025, 3, 1), "Won", 1e9)]
    day = number_of(date(2024, 12, 31))
    known, unknown = (view_of(deals_of(rows(*history, *more)), day, 60) for more in (late, [
        (date(2024, 9, 1), None, "Open", 1e9)]))  # fmt: skip
    assert known == unknown


def test_where_lost_deals_carry_no_amount_every_deal_counts_as_the_mean_of_those_won():
    history = [*closed(15, "Lost", 10, 0.0), *closed(30, "Won", 40, 500.0), *closed(15, "Lost", 80, 0.0)]
    deals = deals_of(rows(*history, (DAY - timedelta(days=20), None, "Open", None)))
    assert deals.by_count
    found = view_of(deals, number_of(DAY), 30)
    assert (found.value, found.n_unvalued) == (500.0, 0)
    assert found.weighted == pytest.approx(500 * 30 / 45)


def test_too_few_closed_deals_are_no_view():
    deals = deals_of(rows(*closed(5, "Won", 40), *closed(30, "Lost", 40)))
    assert view_of(deals, number_of(DAY), 30) is None
    assert deals_of(rows()) is None
    assert isinstance(deals, Deals)


def test_weights_are_by_the_inverse_of_the_squared_errors():
    """Errors of 10 % and 20 %: the better view weighs four times as much."""
    assert weight_of(0.1**2, 0.2**2) == pytest.approx(0.2)
    assert weight_of(0.0, 0.0) == 0.5


AS_OF = date(2025, 6, 30)


def company(link: float, *, is_steady: bool) -> dict[str, list[dict[str, object]]]:
    """Three and a half years in which deals are created 60 days before they are won, and half of them lost.

    What is won in a month is invoiced ``link`` times over in that month; its size jumps about unless ``is_steady``, so
    that only the open deals tell of it.
    """
    rng = np.random.default_rng(11)
    deals, invoices = [], []
    for step in range(42):
        month = add_months(date(2022, 1, 1), step)
        won = 1000.0 if is_steady else float(1000 * np.exp(0.5 * rng.standard_normal()))
        for k in range(8):
            closing = month + timedelta(days=3 * k)
            stage = "Won" if k % 2 else "Lost"
            deals.append(_deal(f"{step}-{k}", closing - timedelta(days=60), closing, stage, won / 4))
        invoices.append(invoice("K", month + timedelta(days=25), link * won))
    for k in range(16):
        close = AS_OF + timedelta(days=2 + 3 * k)
        deals.append(_deal(f"open-{k}", close - timedelta(days=60), close, "Open", 250.0))
    return {"deal": deals, "revenue_line": invoices}


def _deal(name: str, created: date, closing: date, stage: str, amount: float) -> dict[str, object]:
    return {**dims("K"), "deal_id": name, "stage": stage, "created_on": created, "close_on": closing,
            "amount": amount, "amount_reporting": amount}  # fmt: skip


def test_invoices_are_linked_to_deals_by_what_a_won_deal_brought():
    found = two_views(read_from(company(3.0, is_steady=True)), AS_OF)
    assert found.link == pytest.approx(3.0, rel=0.1)
    assert found.n_origins >= 6
    assert found.pipeline.year.actual == found.statistical.year.actual == pytest.approx(18_000)
    assert found.gap == pytest.approx(found.pipeline.year.mean - found.statistical.year.mean)


def test_where_the_deals_know_more_they_weigh_more_and_the_three_views_share_their_futures():
    data = company(1.0, is_steady=False)
    target = {"period_start": date(2025, 1, 1), "period_end": date(2026, 1, 1), "measure": "revenue",
              "level": "company", "amount_reporting": 12_000}  # fmt: skip
    found = two_views(read_from({**data, "target_line": [target]}), AS_OF)
    assert found.combined is not None
    assert found.why is None
    share = found.weight
    expected = (1 - share) * found.statistical.year.mean + share * found.pipeline.year.mean
    assert found.combined.year.mean == pytest.approx(expected)
    assert found.combined.error < found.statistical.error
    for view in (found.statistical, found.pipeline, found.combined):
        year = view.year
        assert year.low95 <= year.low80 <= year.high80 <= year.high95
        assert year.target == 12_000
        assert 0 <= year.chance <= 1


def test_without_deals_or_with_none_open_the_reason_is_said():
    data = company(1.0, is_steady=True)
    assert "No deal" in str(two_views(read_from({**data, "deal": []}), AS_OF).why)
    over = [deal for deal in data["deal"] if deal["stage"] != "Open"]
    assert "No deal is open" in str(two_views(read_from({**data, "deal": over}), AS_OF).why)
    short = two_views(read_from({**data, "deal": data["deal"][-24:]}), AS_OF)
    assert short.pipeline is None
    assert "Too few deals" in str(short.why)


def test_a_short_history_of_deals_stands_beside_but_is_not_combined():
    data = company(1.0, is_steady=True)
    late = [deal for deal in data["deal"] if deal["created_on"] >= date(2024, 3, 1)]
    found = two_views(read_from({**data, "deal": late}), AS_OF)
    assert found.pipeline is not None
    assert found.combined is None
    assert "month starts only" in str(found.why)
    assert found.n_origins < 6


def test_too_short_a_year_has_no_views():
    data = company(1.0, is_steady=True)
    assert two_views(read_from({**data, "revenue_line": data["revenue_line"][-5:]}), AS_OF) is None
