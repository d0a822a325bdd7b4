"""What every scenario obeys, whatever the company, the forecast and the levers."""

from __future__ import annotations

import math
from dataclasses import astuple

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.scenario.base import Base
from analytics.scenario.bridge import MOST_EXACT, bridge, largest_remainder, shapley
from analytics.scenario.effects import delta_mean, delta_paths
from analytics.scenario.levers import SLIDERS, Moves, moves_of
from analytics.scenario.result import evaluate, total_of
from analytics.scenario.seeking import cheapest_mix
from tests.laws.scenario_bases import bases, scenarios

BETTER_DOWN = frozenset({"response_time"})
FINER = settings(max_examples=40)


@FINER
@given(bases(), st.sets(st.sampled_from(["response_to_nps", "response_to_retention", "nps_to_retention"])))
def test_without_levers_a_scenario_is_the_forecast(base: Base, links: set[str]) -> None:
    found = evaluate(base, moves_of(dict.fromkeys((lever.id for lever in SLIDERS), 0.0), None, links))
    assert found.year == base.forecast.whole.year
    assert found.months == base.forecast.months
    assert found.kpis == found.kpis_before
    assert found.bridge.shares == ()
    assert not delta_paths(base, Moves(links=frozenset(links))).any()


@FINER
@given(st.data(), bases())
def test_a_lever_moved_on_never_moves_revenue_the_wrong_way(data: st.DataObject, base: Base) -> None:
    moves = data.draw(scenarios(base))
    lever = data.draw(st.sampled_from(SLIDERS))
    setting = base.setting(lever.id)
    assert setting is not None
    ends = sorted(data.draw(st.tuples(st.floats(setting.low, setting.high), st.floats(setting.low, setting.high))))
    low, high = (moves.having(lever.id, change) for change in ends)
    if lever.id in BETTER_DOWN:
        low, high = high, low
    room = 1e-9 * (1 + float(np.abs(base.paths).sum()) + abs(total_of(base, low)))
    assert (delta_mean(base, high) - delta_mean(base, low) >= -room).all()
    assert (delta_paths(base, high) - delta_paths(base, low) >= -room).all()


@FINER
@given(st.data(), bases())
def test_what_happens_never_moves_revenue_the_wrong_way(data: st.DataObject, base: Base) -> None:
    moves = data.draw(scenarios(base))
    keys = [f"lose:{one.customer_id}" for one in base.customers] + [f"win:{one.deal_id}" for one in base.deals]
    for key in keys:
        without, happened = moves.having(key, 0.0), moves.having(key, 1.0)
        gain = float((delta_mean(base, happened) - delta_mean(base, without)).sum())
        sign = -1 if key.startswith("lose:") else 1
        assert sign * gain >= -1e-9 * (1 + float(np.abs(base.mean).sum()) + abs(total_of(base, without)))


@FINER
@given(st.data(), bases())
def test_levers_at_their_limits_stay_finite(data: st.DataObject, base: Base) -> None:
    moves = data.draw(scenarios(base))
    found = evaluate(base, moves)
    for outlook in (found.year, *found.months):
        assert np.isfinite([outlook.mean, outlook.low95, outlook.low80, outlook.high80, outlook.high95]).all()
        assert outlook.low95 <= outlook.low80 <= outlook.high80 <= outlook.high95
    assert all(value is None or math.isfinite(value) for value in astuple(found.kpis))
    rate = found.kpis.returning_rate
    assert rate is None or 0 <= rate <= 1
    assert found.kpis.nps is None or -100 <= found.kpis.nps <= 100


@FINER
@given(bases())
def test_retention_cannot_be_set_above_all_customers(base: Base) -> None:
    setting = base.setting("retention")
    assert setting is not None
    if setting.baseline is not None:
        assert setting.baseline + setting.high <= 1.0
        assert setting.baseline + setting.low >= 0.0


@FINER
@given(st.data(), bases(), st.sampled_from([1.0, 1000.0, 0.01]))
def test_the_bridge_adds_up_exactly_and_the_order_of_the_levers_does_not_matter(
    data: st.DataObject, base: Base, unit: float
) -> None:
    moves = data.draw(scenarios(base))
    found = bridge(base, moves, unit)
    units = [round(amount / unit) for _, amount in found.shares]
    assert round(found.baseline / unit) + sum(units) == round(found.scenario / unit)
    assert abs(found.scenario - total_of(base, moves)) <= unit
    shuffled = data.draw(st.permutations(list(moves.moves)))
    assert bridge(base, moves_of(dict(shuffled), moves.price_from, moves.links), unit) == found


@FINER
@given(st.data(), bases(), st.floats(0.5, 1.5))
def test_a_goal_is_reached_within_the_caps_wherever_all_of_them_together_reach_it(
    data: st.DataObject, base: Base, times: float
) -> None:
    moves = data.draw(scenarios(base))
    caps = {}
    for lever in data.draw(st.lists(st.sampled_from(SLIDERS), unique=True, min_size=1, max_size=3)):
        setting = base.setting(lever.id)
        assert setting is not None
        end = setting.low if lever.standard < 0 else setting.high
        caps[lever.id] = (end - moves.by(lever.id)) * data.draw(st.sampled_from([0.3, 1.0]))
    full = moves
    for key, cap in caps.items():
        full = full.having(key, moves.by(key) + cap)
    most = total_of(base, full)
    goal = total_of(base, moves) + times * (most - total_of(base, moves))
    found = cheapest_mix(base, moves, goal, caps)
    room = 1e-6 * (1 + abs(most))
    assert all(abs(change) <= abs(caps[key]) + 1e-9 for key, change in found.changes)
    assert abs(found.total - total_of(base, found.scenario)) <= room
    if most >= goal + room:
        assert found.total >= goal - room
    elif most < goal - room:
        assert not found.is_reachable
        assert abs(found.total - most) <= room


@given(st.integers(1, 14), st.integers(0, 1000))
def test_shares_add_up_to_the_worth_of_all_and_equal_levers_have_equal_shares(n: int, seed: int) -> None:
    weights = np.random.default_rng(seed).normal(size=n)
    weights[0] = weights[-1]

    def worth(sets: np.ndarray) -> np.ndarray:
        return (sets @ weights) ** 2

    shares = shapley(n, worth)
    np.testing.assert_allclose(shares.sum(), weights.sum() ** 2, rtol=1e-9, atol=1e-9)
    if n <= MOST_EXACT:
        # The square of a sum: each lever's share is its weight times the sum.
        np.testing.assert_allclose(shares, weights * weights.sum(), rtol=1e-9, atol=1e-9)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=9))
def test_rounded_shares_add_up_and_stay_within_one_of_what_they_were(values: list[float]) -> None:
    rounded = largest_remainder(values, round(sum(values)))
    assert sum(rounded) == round(sum(values))
    assert all(abs(whole - value) <= 1 + 1e-6 for whole, value in zip(rounded, values, strict=True))
