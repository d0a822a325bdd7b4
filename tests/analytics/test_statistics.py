"""Closed forms against the values of scipy and statsmodels."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import special, stats
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from analytics.statistics import (
    Interval,
    NetPromoter,
    difference_from_intervals,
    difference_of_means,
    difference_of_rates,
    incomplete_beta,
    mean_interval,
    normal_quantile,
    sample_variance,
    t_quantile,
    wilson_interval,
    z_of_change,
)


@pytest.mark.parametrize("degrees", [1, 1.5, 2, 5, 9, 30.3, 200, 1999, 2000, 2001, 1e6])
@pytest.mark.parametrize("probability", [0.6, 0.9, 0.975, 0.995, 0.025])
def test_t_quantile_is_scipys(probability: float, degrees: float) -> None:
    assert t_quantile(probability, degrees) == pytest.approx(stats.t.ppf(probability, degrees), rel=1e-10)


def test_t_quantile_of_endless_degrees_is_the_normal_one() -> None:
    assert t_quantile(0.975, math.inf) == pytest.approx(normal_quantile(), rel=1e-12)
    assert t_quantile(0.5, 7) == 0.0


@pytest.mark.parametrize(("probability", "degrees"), [(0.0, 5), (1.0, 5), (0.9, 0.5)])
def test_t_quantile_refuses_what_has_none(probability: float, degrees: float) -> None:
    with pytest.raises(ValueError, match="expected"):
        t_quantile(probability, degrees)


@pytest.mark.parametrize(("a", "b", "x"), [(0.5, 0.5, 0.3), (2, 3, 0.9), (500, 0.5, 0.99), (1, 1, 0.0), (1, 1, 1.0)])
def test_incomplete_beta_is_scipys(a: float, b: float, x: float) -> None:
    assert incomplete_beta(a, b, x) == pytest.approx(special.betainc(a, b, x), rel=1e-11)


@pytest.mark.parametrize(("successes", "n"), [(0, 1), (1, 1), (0, 20), (5, 20), (81, 263), (20, 20)])
def test_wilson_interval_is_statsmodels(successes: int, n: int) -> None:
    interval = wilson_interval(successes, n)
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx(proportion_confint(successes, n, method="wilson"), abs=1e-12)


def test_a_rate_of_nothing_has_no_interval() -> None:
    assert wilson_interval(0, 0) is None
    assert difference_of_rates((0, 0), (1, 2)) is None
    with pytest.raises(ValueError, match="expected"):
        wilson_interval(3, 2)


def test_mean_interval_is_statsmodels() -> None:
    values = np.array([0.0, 1.5, 2.0, 7.5, 30.0])
    variance = sample_variance(5, values.sum(), (values**2).sum())
    interval = mean_interval(5, values.mean(), variance)
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx(DescrStatsW(values).tconfint_mean(), rel=1e-10)
    assert mean_interval(1, 3.0, 0.0) is None


def test_difference_of_means_is_statsmodels_with_unequal_variances() -> None:
    now, before = np.array([1.0, 2.0, 4.0, 8.0]), np.array([3.0, 3.5, 9.0, 20.0, 21.0])
    interval = difference_of_means((4, now.mean(), now.var(ddof=1)), (5, before.mean(), before.var(ddof=1)))
    expected = CompareMeans(DescrStatsW(now), DescrStatsW(before)).tconfint_diff(usevar="unequal")
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx(expected, rel=1e-10)


def test_two_means_without_any_spread_cannot_be_told_apart() -> None:
    assert difference_of_means((2, 1.0, 0.0), (2, 5.0, 0.0)) is None
    assert difference_of_means((1, 1.0, 0.0), (9, 5.0, 1.0)) is None


def test_a_variance_is_never_negative_through_rounding() -> None:
    assert sample_variance(3, 3 * 0.1, 3 * 0.1**2) == pytest.approx(0.0, abs=1e-18)
    assert sample_variance(3, 3 * 0.1, 3 * 0.1**2) >= 0
    assert sample_variance(1, 5.0, 25.0) == 0.0


def test_an_open_end_leaves_the_difference_open() -> None:
    difference = difference_from_intervals(5.0, Interval(4.0, math.inf), 1.0, Interval(0.5, 2.0))
    assert math.isinf(difference.high)
    assert difference.low == pytest.approx(4 - math.hypot(1, 1))


def test_z_of_change() -> None:
    assert z_of_change(NetPromoter(10, 3, 20), NetPromoter(5, 4, 20)) == 1.0
    assert z_of_change(NetPromoter(10, 0, 20), NetPromoter(5, 0, 20)) == 0.0
