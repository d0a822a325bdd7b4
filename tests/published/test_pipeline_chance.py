"""The worked chance of reaching a target, and published ways of its parts.

Sources: kpi.md section 5 (deals 100 at 50 %, 100 at 50 %, 100 at 100 %, target 200: 0.75); Aalen & Johansen 1978;
Freireich 1963 as in the tests of the Kaplan-Meier curve.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics import engine
from analytics.asking import cut_of
from analytics.pipeline import chance_of, chance_of_due, closing_of, value_rate
from analytics.registry import kpi_by_id
from analytics.statistics import wilson_interval
from data.query import open_reader
from data.workspace import Workspace
from domain.period import parse_period
from domain.scope import LAPTOP, Scope
from tests.published.test_pipeline_worked import DEALS, INVOICES, TARGETS, imported


def test_two_even_deals_and_a_sure_one_reach_two_hundred_in_three_of_four_futures() -> None:
    found = chance_of(200, [100, 100, 100], [0.5, 0.5, 1.0])
    assert (found.value, found.n, found.is_exact) == (0.75, 3, True)


@pytest.mark.parametrize(("missing", "chance"), [(0, 1.0), (100, 1.0), (100.01, 0.75), (300, 0.25), (301, 0.0)])
def test_every_other_target_of_the_worked_deals(missing: float, chance: float) -> None:
    assert chance_of(missing, [100, 100, 100], [0.5, 0.5, 1.0]).value == chance


def test_twenty_one_even_deals_are_simulated_and_near_the_binomial() -> None:
    """At least 11 of 21 fair coins: one half, by symmetry."""
    found = chance_of(11, [1] * 21, [0.5] * 21)
    assert not found.is_exact
    assert found.value == pytest.approx(0.5, abs=4 * found.error)
    assert found == chance_of(11, [1] * 21, [0.5] * 21)


def test_win_rate_by_value_of_equal_deals_has_the_interval_by_count() -> None:
    found = value_rate((10, 1000, 10 * 100**2), (30, 3000, 30 * 100**2))
    counted = wilson_interval(10, 40)
    assert counted is not None
    assert found.value == 0.25
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((counted.low, counted.high))


def test_one_large_deal_among_small_ones_tells_less_than_its_count() -> None:
    """Won 900 and 9 lost deals of 100: half of the value; the spread is wider than that of 10 equal deals."""
    found = value_rate((1, 900, 900**2), (9, 900, 9 * 100**2))
    equal = wilson_interval(5, 10)
    assert equal is not None
    assert found.value == 0.5
    assert found.interval is not None
    assert found.interval.high - found.interval.low > equal.high - equal.low


def test_without_open_deals_the_incidences_are_plain_shares() -> None:
    frame = pd.DataFrame({"days": [10, 20, 40], "n_won": [2, 0, 1], "n_lost": [1, 3, 3], "n_open": [0, 0, 0]})
    found = closing_of(frame)
    assert found is not None
    assert found.won.tolist() == pytest.approx([0.2, 0.2, 0.3])
    assert found.lost.tolist() == pytest.approx([0.1, 0.4, 0.7])


def test_an_open_deal_is_censored_and_neither_end_is_counted_as_never() -> None:
    """Three deals: won after 10 days, open after 20, lost after 30. S(10-) = 1, then one of two is left to be lost."""
    frame = pd.DataFrame({"days": [30, 10, 20], "n_won": [0, 1, 0], "n_lost": [1, 0, 0], "n_open": [0, 0, 1]})
    found = closing_of(frame)
    assert found is not None
    assert found.won.tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3])
    assert found.lost.tolist() == pytest.approx([0, 0, 2 / 3])
    assert found.curve.quantile(0.5) == 30


def test_no_closed_deal_is_no_time_to_close() -> None:
    assert closing_of(pd.DataFrame({"days": [3], "n_won": [0], "n_lost": [0], "n_open": [5]})) is None


def test_the_worked_deals_from_a_file_with_revenue_already_invoiced(tmp_path: Path) -> None:
    """A target of 250 with 50 invoiced leaves 200 to the three deals; one of the next quarter brings nothing."""
    chances = ("0.5,2025-05-02,2025-07-16", "0.5,2025-05-02,2025-08-16", "1,2025-05-02,2025-09-16",
               "1,2025-05-02,2025-10-16")  # fmt: skip
    deals = "".join(
        f"{name},Acme,lan@example.vn,Open,100,USD,{more}\n" for name, more in zip("ABCD", chances, strict=True)
    )
    imported(tmp_path, invoices=INVOICES.format(amount=50), targets=TARGETS.format(amount=250), deals=DEALS + deals)
    snapshot = Workspace(tmp_path / "ws").snapshots.current()
    assert snapshot is not None
    quarter, as_of = parse_period("2025-Q3"), date(2025, 7, 10)
    with open_reader(snapshot, Scope(LAPTOP)) as read:
        (coverage,) = engine.answers(kpi_by_id("pipeline_coverage"), [quarter], as_of, read)
        frame = read("pipeline_open", {"periods": [cut_of(quarter, as_of)]})
    assert coverage.denominator == 200
    found = chance_of_due(coverage.denominator, frame[frame["due"] == "in"], None)
    assert (found.chance.value, found.chance.n, found.n_left_out) == (0.75, 3, 0)
