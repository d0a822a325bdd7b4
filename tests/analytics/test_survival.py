"""Kaplan-Meier against statsmodels, and what the curve does at its edges."""

from __future__ import annotations

import math

import numpy as np
import pytest
from statsmodels.duration.survfunc import SurvfuncRight

from analytics.survival import SurvivalCurve, survival_curve


def curve_of(durations: list[float], is_event: list[int]) -> SurvivalCurve:
    events = np.array(is_event)
    return survival_curve(durations, events, 1 - events)


@pytest.mark.parametrize("seed", range(40))
def test_curve_and_intervals_are_statsmodels(seed: int) -> None:
    random = np.random.default_rng(seed)
    n = int(random.integers(6, 80))
    durations = random.integers(0, 25, n).astype(float) + 1
    events = (random.random(n) < random.choice([0.4, 0.7, 0.95])).astype(int)
    events[0] = 1
    curve = survival_curve(durations, events, 1 - events)
    with np.errstate(divide="ignore", invalid="ignore"):
        other = SurvfuncRight(durations, events)
        limits = {share: other.quantile_ci(share) for share in (0.5, 0.9)}
    assert [curve.at(time) for time in other.surv_times] == pytest.approx(list(other.surv_prob), abs=1e-12)
    for share, (low, high) in limits.items():
        is_level = np.any(np.abs(curve.survival - (1 - share)) < 1e-9)
        expected = other.quantile(share)
        if not is_level:
            assert curve.quantile(share) == (None if np.isnan(expected) else expected)
        interval = curve.quantile_interval(share)
        assert interval is not None
        if not np.isnan(low):
            assert interval.low == low
            # where statsmodels takes the drop to 0 for a bound, whose error is not known, we leave the end open
            assert interval.high == high or (math.isinf(interval.high) and curve.at(high) == 0)


def test_grouped_rows_are_the_same_as_single_ones_in_any_order() -> None:
    single = curve_of([3, 1, 2, 2, 5], [1, 1, 1, 0, 1])
    grouped = survival_curve([5, 2, 1, 3], [1, 1, 1, 1], [0, 1, 0, 0])
    assert list(single.durations) == list(grouped.durations)
    assert list(single.survival) == pytest.approx(list(grouped.survival))


def test_without_waiting_cases_the_median_is_the_ordinary_one() -> None:
    for values in ([4.0], [1.0, 2.0], [1.0, 2.0, 9.0], [0.0, 1.0, 5.0, 7.0]):
        assert curve_of(values, [1] * len(values)).quantile(0.5) == np.median(values)


def test_nothing_answered_reaches_nothing() -> None:
    curve = curve_of([5, 6], [0, 0])
    assert curve.at(10) == 1.0
    assert curve.quantile(0.5) is None
    assert curve.quantile_interval(0.5) is None


def test_answered_at_once_is_a_duration_of_zero() -> None:
    curve = curve_of([0, 0, 0, 4], [1, 1, 1, 0])
    assert curve.at(0) == pytest.approx(0.25)
    assert curve.quantile(0.5) == 0.0


def test_one_answer_leaves_the_high_end_open() -> None:
    interval = curve_of([3.0], [1]).quantile_interval(0.5)
    assert interval is not None
    assert math.isinf(interval.high)


def test_rows_that_are_not_durations_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        survival_curve([-1.0], [1], [0])
    with pytest.raises(ValueError, match="lengths"):
        survival_curve([1.0, 2.0], [1], [0])
