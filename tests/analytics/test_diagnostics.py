"""Season and errors as a statistician sees them: what was planted is found, what was not is not."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.forecast.diagnostics import judged, season_of
from domain.period import parse_period, periods_between

MONTHS = periods_between(parse_period("2020-01"), parse_period("2024-12"))
SEASON = np.array([-6.0, -9, 0, 0, 2, 4, 0, -2, 0, 2, 3, 6])


def test_trend_season_and_rest_add_up_and_a_planted_season_is_found():
    noise = np.random.default_rng(1).normal(0, 0.5, 60)
    values = 100 + 0.5 * np.arange(60) + np.tile(SEASON, 5) + noise
    found = season_of(MONTHS, values)
    assert found is not None
    np.testing.assert_allclose(found.trend + found.season + found.rest, values)
    assert found.season_strength > 0.9
    assert found.trend_strength > 0.9
    np.testing.assert_allclose([amount for _month, amount in found.shape], SEASON - SEASON.mean(), atol=1.5)


def test_noise_has_hardly_a_season_and_two_years_say_nothing():
    values = 100 + np.random.default_rng(2).normal(0, 5, 60)
    found = season_of(MONTHS, values)
    assert found is not None
    assert found.season_strength < 0.6
    assert season_of(MONTHS[:24], values[:24]) is None


def test_errors_without_a_pattern_pass_every_test():
    found = judged(np.random.default_rng(5).normal(0, 0.1, 36))
    assert (found.is_leaning, found.is_linked, found.has_outliers) == (False, False, False)


def test_errors_that_follow_one_another_are_linked():
    rng = np.random.default_rng(5)
    errors = np.zeros(36)
    for step in range(1, 36):
        errors[step] = 0.9 * errors[step - 1] + 0.05 * rng.standard_normal()
    assert judged(errors).is_linked


def test_a_forecast_that_is_always_too_low_leans_and_one_far_off_month_is_an_outlier():
    low = judged(0.1 + np.random.default_rng(5).normal(0, 0.02, 36))
    assert low.is_leaning
    assert low.bias == pytest.approx(0.1, abs=0.02)
    far = np.random.default_rng(5).normal(0, 0.02, 36)
    far[20] = 0.9
    assert judged(far).has_outliers


def test_errors_that_are_all_alike_are_no_division_by_nothing():
    found = judged(np.zeros(12))
    assert (found.bias, found.is_leaning, found.is_linked, found.has_outliers) == (0.0, False, False, False)
