"""How forecasts are scored: errors and bands that can be counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.forecast.back_test import Batch, Pool
from analytics.forecast.engine import forecast
from analytics.forecast.rows import Rows
from analytics.forecast.scored import coverage, quantile_of_others, scaled_error

ELEVEN = np.arange(-5.0, 6.0)
"""Errors from −5 to 5: the middle 80 % lie between −4 and 4."""


def batch(truth: list[list[float]], series: list[int], unit: float = 1.0) -> Batch:
    """One row per origin, expected to bring 10 at every step; last year was 12, its error within the history 2."""
    came = np.array(truth).T
    width = len(series)
    return Batch(
        rows=Rows(np.ones((24, width)), np.full(width, 24)),
        series=np.array(series),
        is_now=np.zeros(width, dtype=bool),
        is_pooled=np.ones(width, dtype=bool),
        scale=np.ones(width),
        truth=came,
        expected=np.full(came.shape, 10.0),
        last_year=np.full(came.shape, 12.0),
        unit=np.full(width, unit),
        year_error=np.full(width, 2.0),
    )


def test_the_scaled_error_is_the_mean_error_over_last_years() -> None:
    tested = batch([[11.0, 13.0], [10.0, 14.0]], [0, 0])
    assert scaled_error(tested, tested.expected, 1) == pytest.approx([(1 + 3 + 0 + 4) / 4 / 2])
    assert scaled_error(tested, tested.last_year, 1) == pytest.approx([(1 + 1 + 2 + 2) / 4 / 2])


def test_coverage_counts_the_steps_inside_the_band_around_what_is_forecast() -> None:
    tested = batch([[10.0, 13.9, 14.1, 5.9]], [0])
    theory = Pool(np.repeat(ELEVEN[:, None], 4, axis=1), np.full(11, -1))
    assert coverage(tested, tested.expected, theory, 0.8, 1) == pytest.approx([2 / 4])
    # around last year's 12 the same band reaches from 8 to 16
    assert coverage(tested, tested.last_year, theory, 0.8, 1) == pytest.approx([3 / 4])


def test_the_band_is_as_wide_as_the_series_usually_errs() -> None:
    theory = Pool(np.repeat(ELEVEN[:, None], 4, axis=1), np.full(11, -1))
    half, twice = (batch([[10.0, 13.0, 17.0, 19.0]], [0], unit) for unit in (0.5, 2.0))
    assert coverage(half, half.expected, theory, 0.8, 1) == pytest.approx([1 / 4])
    assert coverage(twice, twice.expected, theory, 0.8, 1) == pytest.approx([3 / 4])


def test_no_series_is_held_against_a_band_made_of_its_own_errors() -> None:
    """The first series errs by 50 each time: its own errors would have widened the band to hold them."""
    tested = batch([[60.0], [60.0], [60.0]], [0, 0, 1])
    own = Pool(np.r_[np.full(9, 50.0), ELEVEN][:, None], np.r_[np.zeros(9, dtype=int), np.full(11, -1)])
    assert coverage(tested, tested.expected, own, 0.8, 2) == pytest.approx([0.0, 1.0])


def test_the_quantile_of_the_others_is_numpys_of_the_pool_without_ones_own() -> None:
    rng = np.random.default_rng(0)
    pooled = Pool(rng.standard_normal((60, 3)), rng.integers(-1, 5, 60))
    for share in (0.025, 0.1, 0.5, 0.9):
        without = [np.quantile(pooled.errors[pooled.series != one], share, axis=0) for one in range(6)]
        assert quantile_of_others(pooled, share, 6) == pytest.approx(np.array(without))


def wandering(seed: int, years: int = 6) -> np.ndarray:
    """Each calendar month wanders for itself from year to year: last year's is the best that is known of it."""
    steps = 0.5 * np.random.default_rng(seed).standard_normal((years, 12))
    return np.asarray((1_000 * np.exp(np.cumsum(steps, axis=0))).ravel())


def growing(seed: int) -> np.ndarray:
    """What the methods forecast better than last year does."""
    steps = np.random.default_rng(seed).normal(0.01, 0.03, 72)
    return np.asarray(1_000 * np.exp(np.cumsum(steps)))


MIXED = [*(growing(seed) for seed in range(9)), *(wandering(seed) for seed in range(3))]


def test_any_win_of_last_year_can_be_followed_and_its_own_band_is_tested() -> None:
    found = forecast(MIXED, 12, 12, is_any_win_followed=True)
    won = found.mase_naive < found.mase
    assert 0 < won.sum() < len(MIXED)
    assert [model == "seasonal_naive" for model in found.models] == won.tolist()
    np.testing.assert_allclose(found.mean[won], np.array(MIXED)[won, -12:])
    assert np.isfinite(found.coverage80).all()
    assert 0.6 <= found.coverage80[won].mean() <= 1.0


def test_the_futures_around_last_year_are_those_of_the_methods_moved_and_none_is_below_zero() -> None:
    moved, found = forecast(MIXED, 12, 12, is_any_win_followed=True), forecast(MIXED, 12, 12)
    assert moved.models != found.models
    away, usual = moved.paths - moved.mean[:, None, :], found.paths - found.mean[:, None, :]
    is_free = (moved.paths > 0) & (found.paths > 0)
    np.testing.assert_allclose(away[is_free], usual[is_free], atol=1e-6)
    assert moved.paths.min() == 0.0


def test_last_year_is_followed_without_the_month_that_stands_far_from_all_others() -> None:
    odd = wandering(4)
    odd[-3] = 40 * odd.max()
    found = forecast([odd], 12, 12, is_any_win_followed=True)
    assert (found.models, found.reasons) == (("seasonal_naive",), ("one_giant",))
    assert found.mean.max() < odd[-3] / 10


def test_a_back_test_takes_two_years_and_as_many_months_as_are_forecast() -> None:
    found = forecast([wandering(1)[:26], wandering(1)[:27]], 12, 3)
    assert found.n_needed == 27
    assert found.n_known.tolist() == [26, 27]
    assert found.n_tests.tolist() == [0, 3]
    assert np.isfinite(found.coverage80).tolist() == [False, True]


def test_an_invoice_every_third_month_is_forecast_as_last_year_which_it_repeats() -> None:
    """Many zeros, and no error of seasonal-naive to divide by: its win is seen all the same."""
    found = forecast([np.tile([0.0, 0.0, 90.0], 20)], 12, 6, is_any_win_followed=True)
    assert found.models == ("seasonal_naive",)
    np.testing.assert_allclose(found.mean[0], [0, 0, 90, 0, 0, 90])
    assert found.coverage80[0] == 1.0


def test_months_that_repeat_have_a_coverage_but_no_error_to_divide_by() -> None:
    found = forecast([np.tile([5.0, 7, 9, 6, 4, 8, 5, 7, 9, 6, 4, 8], 5)], 12, 6)
    assert np.isnan(found.mase[0])
    assert found.coverage80[0] == 1.0
