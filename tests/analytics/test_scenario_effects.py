"""What each lever does, reckoned by hand on a year of a hundred a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from analytics.scenario.effects import delta_mean, delta_paths
from analytics.scenario.levers import moves_of
from analytics.scenario.result import evaluate, kpis
from tests.analytics.scenario_year import LEARNT, year_base
from tests.laws.scenario_bases import LinkSaid

NOBODY_NEW = replace(LEARNT, new_customers=None, new_value=None)
HALF_MONTHS = (np.arange(12) + 0.5) / 3
"""Quarters to the middle of each month."""


def test_prices_rise_from_their_month_on() -> None:
    moved = delta_mean(year_base(), moves_of({"price_change": 0.1}, date(2026, 7, 1)))
    np.testing.assert_allclose(moved, [0.0] * 6 + [10.0] * 6, atol=1e-9)


def test_retention_compounds_over_the_quarters() -> None:
    moved = delta_mean(year_base(NOBODY_NEW), moves_of({"retention": 0.045}))
    np.testing.assert_allclose(moved, 100 * ((0.945 / 0.9) ** HALF_MONTHS - 1))


def test_expansion_compounds_over_the_quarters() -> None:
    moved = delta_mean(year_base(NOBODY_NEW), moves_of({"expansion": 0.02}))
    np.testing.assert_allclose(moved, 100 * (1.02**HALF_MONTHS - 1))


def test_new_customers_bring_half_a_month_and_then_whole_ones() -> None:
    moved = delta_mean(year_base(), moves_of({"new_customers": 3.0}))
    np.testing.assert_allclose(moved, 3 * (np.arange(12) + 0.5))
    dearer = delta_mean(year_base(), moves_of({"new_customer_value": 0.5}))
    np.testing.assert_allclose(dearer, 2 * 0.5 * (np.arange(12) + 0.5))


def test_who_came_after_today_is_not_multiplied_as_an_existing_customer() -> None:
    """Of December's 100 the new customers make 2 × 1 × 11.5 = 23, so expansion acts on 77 of it."""
    moved = delta_mean(year_base(), moves_of({"expansion": 0.02}))
    assert moved[11] == pytest.approx(77 * (1.02 ** HALF_MONTHS[11] - 1))


def test_a_deal_that_is_won_brings_what_was_not_expected_of_it() -> None:
    moved = delta_mean(year_base(), moves_of({"win:D1": 1}))
    np.testing.assert_allclose(moved, np.eye(12)[2] * 50 * 0.6, atol=1e-9)


def test_a_deal_that_slips_moves_a_quarter_and_out_of_the_year_it_is_gone() -> None:
    spring = delta_mean(year_base(), moves_of({"slip:D1": 1}))
    np.testing.assert_allclose(spring, np.eye(12)[5] * 20 - np.eye(12)[2] * 20, atol=1e-9)
    autumn = delta_mean(year_base(), moves_of({"slip:D2": 1}))
    np.testing.assert_allclose(autumn, -np.eye(12)[9] * 40, atol=1e-9)
    both = delta_mean(year_base(), moves_of({"slip:D1": 1, "win:D1": 1}))
    np.testing.assert_allclose(both, np.eye(12)[5] * 50 - np.eye(12)[2] * 20, atol=1e-9)


def test_the_win_rate_moves_the_odds_of_every_deal_alike() -> None:
    """From 40 % to 60 % the odds are 2.25 times as high: 0.4 becomes 0.6, and even odds become 9 to 4."""
    moved = delta_mean(year_base(), moves_of({"win_rate": 0.2}))
    assert moved[2] == pytest.approx(50 * 0.2)
    assert moved[9] == pytest.approx(80 * (9 / 13 - 0.5))


def test_a_lost_customer_takes_its_share_of_existing_revenue() -> None:
    moved = delta_mean(year_base(NOBODY_NEW), moves_of({"lose:K1": 1, "lose:K2": 1}))
    np.testing.assert_allclose(moved, [-35.0] * 12)


def test_every_future_moves_by_its_own_amount() -> None:
    moved = delta_paths(year_base(NOBODY_NEW), moves_of({"price_change": 0.1}))
    np.testing.assert_allclose(moved[0], [9.0] * 12)
    np.testing.assert_allclose(moved[-1], [11.0] * 12)


def test_no_month_falls_below_nothing() -> None:
    base = year_base(replace(LEARNT, new_customers=90.0))
    moved = delta_mean(base, moves_of({"new_customers": -90.0, "lose:K1": 1, "slip:D1": 1, "slip:D2": 1}))
    assert (base.mean + moved >= 0).all()


RESPONSE = LinkSaid("response_to_retention", 0.7, 0.4, 1.0)
SCORE = LinkSaid("nps_to_retention", -0.2, -0.3, -0.1)
HEARD = LinkSaid("response_to_nps", -0.75, -1.0, -0.5)
EVERY = ("response_to_retention", "nps_to_retention", "response_to_nps")


def rate(links: tuple[LinkSaid, ...], on: tuple[str, ...], **changes: float) -> float | None:
    return kpis(year_base(links=links), moves_of(changes, None, on)).returning_rate


def staying(log_odds_of_leaving: float) -> float:
    return float(1 / (1 + np.exp(np.log(0.1 / 0.9) + log_odds_of_leaving)))


def test_answers_in_half_the_time_keep_customers_through_the_link_that_is_on() -> None:
    assert rate((RESPONSE,), ("response_to_retention",), response_time=-0.5) == pytest.approx(staying(-0.7))
    assert rate((RESPONSE,), (), response_time=-0.5) == 0.9


def test_what_runs_through_the_score_is_counted_once() -> None:
    half = {"response_time": -0.5}
    assert rate((HEARD, SCORE), EVERY, **half) == pytest.approx(staying(-0.2 * 0.75))
    assert rate((HEARD, SCORE, RESPONSE), EVERY, **half) == pytest.approx(staying(-0.7))
    direct = replace(RESPONSE, is_direct=True)
    assert rate((HEARD, SCORE, direct), EVERY, **half) == pytest.approx(staying(-0.7 - 0.2 * 0.75))


def test_a_better_score_keeps_customers_and_faster_answers_raise_it() -> None:
    """Fifty points of NPS are one point of mean score here."""
    assert rate((SCORE,), EVERY, nps=25.0) == pytest.approx(staying(-0.2 * 0.5))
    heard = kpis(year_base(links=(HEARD,)), moves_of({"response_time": -0.5}, None, EVERY))
    assert heard.nps == pytest.approx(20 + 0.75 * 50)


def test_a_link_that_is_not_usable_or_runs_the_other_way_moves_nothing() -> None:
    unusable, backwards = replace(RESPONSE, is_usable=False), replace(RESPONSE, effect=-0.7, low=-1.0, high=-0.4)
    for link in (unusable, backwards):
        assert rate((link,), EVERY, response_time=-0.5) == 0.9


def test_what_is_not_known_of_a_link_widens_the_bands() -> None:
    moves = moves_of({"response_time": -0.5}, None, EVERY)
    sure = evaluate(year_base(links=(replace(RESPONSE, low=0.7, high=0.7),), spread=1.0), moves).year
    vague = evaluate(year_base(links=(RESPONSE,), spread=1.0), moves).year
    assert sure.mean == vague.mean
    assert vague.high95 - vague.low95 > sure.high95 - sure.low95


def test_a_lever_without_a_link_moves_only_itself_and_says_so() -> None:
    found = evaluate(year_base(), moves_of({"response_time": -0.5, "managers": 1.0}))
    assert found.year.mean == found.baseline.mean
    assert found.kpis.response_hours == 4.0
    assert found.kpis.customers_per_manager == pytest.approx(40 / 5)
    assert [key for key, _note in found.notes] == ["managers", "response_time"]


def test_customers_come_back_at_the_rate_and_new_ones_join() -> None:
    """Of 40 customers 36 return; at 95 %, 38. With a customer lost before, 39 × 0.9."""
    assert kpis(year_base(), moves_of({})).returning_customers == pytest.approx(36)
    assert kpis(year_base(), moves_of({"retention": 0.05})).returning_customers == pytest.approx(38)
    assert kpis(year_base(), moves_of({"lose:K1": 1})).returning_customers == pytest.approx(35.1)
    assert kpis(year_base(), moves_of({"retention": 0.05})).customers_per_manager == pytest.approx(
        40 * (38 + 1 + 6) / (36 + 1 + 6) / 4
    )


def test_the_chance_is_the_share_of_the_moved_futures_that_reach_the_target() -> None:
    """The futures of the year lie evenly from 1,080 to 1,320; half of them are above 1,200."""
    chances = []
    for change in (0.0, 0.02, 0.05, 0.10):
        found = evaluate(year_base(), moves_of({"price_change": change})).year
        chances.append(found.chance)
        assert found.mean == pytest.approx(1200 * (1 + change))
    assert all(later > earlier for earlier, later in pairwise(chances))
