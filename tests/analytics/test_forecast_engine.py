"""Facts about forecasts that can be checked by hand."""

import numpy as np
import pytest

from analytics.forecast.back_test import batch_of
from analytics.forecast.engine import bounds, forecast, total_bounds
from analytics.forecast.rules import fit_for, steps_until_forecast

YEAR = np.array([8, 9, 10, 11, 12, 13, 12, 11, 10, 9, 8, 7], dtype=float)


DRIFTING = 100.0 + np.cumsum(np.random.default_rng(5).normal(0, 3, 48))


def company(seed, n=60, level=100.0):
    noise = np.random.default_rng(seed)
    return level * np.tile(YEAR / 10, n // 12) * np.exp(np.cumsum(noise.normal(0, 0.02, n)))


def test_a_constant_series_forecasts_the_constant_and_is_sure_of_it():
    found = forecast([np.full(40, 7.0)], 12, 6)
    assert found.mean == pytest.approx(np.full((1, 6), 7.0))
    assert found.paths == pytest.approx(np.full((1, 500, 6), 7.0))


@pytest.mark.parametrize(("year", "season"), [(YEAR, 12), (np.array([1.0, 2.0, 4.0, 3.0]), 4)])
def test_a_purely_seasonal_series_repeats(year, season):
    found = forecast([np.tile(year, 5)], season, 2 * season)
    assert found.mean[0] == pytest.approx(np.tile(year, 2), rel=1e-3)


def test_the_first_step_ahead_has_the_season_of_the_month_that_follows():
    found = forecast([np.tile(YEAR, 5)[:-5]], 12, 5)
    assert found.mean[0] == pytest.approx(YEAR[-5:], rel=1e-3)


def test_steady_growth_goes_on_and_is_damped():
    found = forecast([100.0 + 2.0 * np.arange(48)], 12, 12)
    assert 195 < found.mean[0, 0] <= 197
    assert 200 < found.mean[0, -1] <= 218


def test_another_currency_gives_the_same_forecast():
    one = forecast([company(1), company(2)], 12, 12)
    other = forecast([1000 * company(1), 1000 * company(2)], 12, 12)
    assert other.mean == pytest.approx(1000 * one.mean)
    assert other.paths == pytest.approx(1000 * one.paths)
    assert other.mase == pytest.approx(one.mase)


def test_the_order_of_the_series_does_not_matter():
    series = [company(1), company(2, 48), company(3), np.arange(3.0), company(4, 36)]
    one, other = forecast(series, 12, 12), forecast(series[::-1], 12, 12)
    assert other.mean[::-1] == pytest.approx(one.mean, nan_ok=True)
    assert other.paths[::-1] == pytest.approx(one.paths, nan_ok=True)
    assert other.models[::-1] == one.models


def test_the_same_seed_gives_the_same_paths_and_another_one_others():
    one, again, other = (forecast([company(1)], 12, 6, seed=seed).paths for seed in (0, 0, 1))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_bounds_are_quantiles_of_the_paths_and_wider_the_surer():
    paths = np.arange(101.0)[None, :, None] * np.ones((1, 1, 2))
    low, high = bounds(paths, 0.8)
    assert np.stack([low, high]) == pytest.approx(np.array([[[10.0, 10.0]], [[90.0, 90.0]]]))
    assert np.stack(total_bounds(paths, 0.8)) == pytest.approx(np.array([[20.0], [180.0]]))
    found = forecast([company(1)], 12, 12)
    narrow, wide = bounds(found.paths, 0.8), bounds(found.paths, 0.95)
    assert (wide[0] <= narrow[0]).all()
    assert (narrow[1] <= wide[1]).all()


def test_the_future_gets_less_certain_with_every_quarter():
    low, high = bounds(forecast([company(1)], 12, 12).paths, 0.8)
    assert high[0, 11] - low[0, 11] > high[0, 0] - low[0, 0] > 0


def test_the_total_of_a_year_is_narrower_than_its_months_bounds_added_up():
    paths = forecast([company(k) for k in range(20)], 12, 12).paths
    low, high = bounds(paths, 0.8)
    total_low, total_high = total_bounds(paths, 0.8)
    assert (total_high - total_low < (high - low).sum(axis=1)).mean() > 0.9


def test_a_back_test_tells_both_errors_and_the_coverage():
    found = forecast([company(k) for k in range(10)], 12, 12)
    assert (found.mase > 0).all()
    assert (found.mase_naive > 0).all()
    assert 0.7 <= found.coverage80.mean() <= 0.9


@pytest.mark.parametrize(
    ("values", "rule", "model"),
    [
        (np.arange(1.0, 6.0), "too_short", "none"),
        (np.full(40, np.nan), "too_short", "none"),
        (np.r_[100 + np.arange(20.0)], "short", "short"),
        (np.where(np.arange(48) % 3 == 0, 50.0, 0.0), "many_zeros", "mean"),
        (np.r_[DRIFTING, -5.0], "not_positive", "short"),
        (np.r_[DRIFTING, 1e-6], "not_positive", "short"),
        (np.r_[company(1, 36, 100.0), company(2, 12, 1000.0)], "level_break", "short"),
        (np.r_[company(1, 36, 100.0), company(2, 24, 1000.0)], "level_break", "ensemble"),
        (np.where(np.arange(60) == 50, 1500.0, company(1)), "one_giant", "ensemble"),
        (np.r_[company(1), -5.0], "naive_won", "seasonal_naive"),
        (np.where(np.arange(60) == 30, np.nan, company(1)), "gaps", "ensemble"),
        (company(1), "back_test", "ensemble"),
    ],
)
def test_each_rule_has_its_id_and_its_model(values, rule, model):
    found = forecast([values], 12, 6)
    assert found.reasons == (rule,)
    assert found.models == (model,)
    assert np.isnan(found.mean).all() == (model == "none")
    assert np.isnan(found.paths).all() == (model == "none")


def test_five_values_need_one_more():
    assert steps_until_forecast(np.arange(5.0)) == 1
    assert steps_until_forecast(np.arange(9.0)) == 0


def test_many_zeros_get_the_mean_of_the_last_year():
    values = np.zeros(36)
    values[[3, 20, 26, 33]] = 60.0
    found = forecast([values], 12, 12)
    assert found.mean[0] == pytest.approx(np.full(12, 10.0))
    assert (found.paths >= 0).all()


def test_after_a_break_the_old_level_is_forgotten():
    values = np.r_[np.full(36, 100.0) + np.arange(36) % 2, np.full(12, 500.0) + np.arange(12) % 2]
    assert forecast([values], 12, 6).mean[0] == pytest.approx(np.full(6, 500.5), rel=0.01)


def test_a_missing_month_is_filled_with_its_season():
    values = np.tile(YEAR, 5)
    values[27] = np.nan
    fit = fit_for(values, 12)
    assert fit.rule == "gaps"
    assert fit.values[27] == pytest.approx(YEAR[3], rel=0.05)
    assert forecast([values], 12, 12).mean[0] == pytest.approx(YEAR, rel=0.02)


def test_one_giant_invoice_years_ago_is_no_season():
    odd = np.tile(YEAR, 6)
    odd[40] *= 20
    assert forecast([odd], 12, 12).mean[0] == pytest.approx(YEAR, rel=0.1)


def test_growth_is_no_break_in_level():
    assert fit_for(np.r_[np.full(12, 10.0) + np.arange(12) % 2, 13 * 1.2 ** np.arange(24)], 12).rule == "back_test"


@pytest.mark.parametrize("value", [2000.0, -2000.0])
def test_one_giant_month_is_no_custom(value):
    odd = np.tile(YEAR, 5)
    odd[-2] = value
    fit = fit_for(odd, 12)
    assert fit.rule == "one_giant"
    assert fit.values[-2] == pytest.approx(YEAR[-2], rel=0.1)
    assert forecast([odd], 12, 12).mean[0] == pytest.approx(YEAR, rel=0.05)


def test_a_peak_of_every_year_and_two_giants_are_customs():
    december = np.where(np.arange(48) % 12 == 11, 500.0, 50.0)
    two = np.where(np.isin(np.arange(48), [10, 30]), 500.0, 50.0)
    assert [fit_for(values, 12).rule for values in (december, two)] == ["back_test", "back_test"]


def test_a_giant_month_before_the_first_year_is_over_cannot_be_told_from_a_peak():
    assert fit_for(np.r_[np.full(11, 50.0), 500.0], 12).rule == "short"


def test_last_year_must_win_clearly_and_always():
    plan = np.tile(np.r_[np.zeros(3) + 1, 30, 5, 5, 80, 2, 2, 60, 5, 1.0], 6) * 10
    clear = np.r_[plan * np.random.default_rng(1).normal(1, 0.02, 72), -1.0]
    found = forecast([clear, company(3)], 12, 12)
    assert found.models == ("seasonal_naive", "ensemble")
    assert found.reasons == ("naive_won", "back_test")
    assert found.mean[0] == pytest.approx(clear[-12:])
    assert found.mase_naive[0] < 0.7 * found.mase[0], "the error of the methods that lost stays told"


@pytest.mark.parametrize(
    ("months", "origins", "pooled"),
    [(36, [24], [24]), (48, [36, 33, 30, 27, 24], [36]), (72, [60, 57, 54, 51, 48, 45, 42, 39, 36], None)],
)
def test_origins_have_three_years_before_them_or_two_where_that_leaves_less_than_two(months, origins, pooled):
    batch = batch_of([fit_for(company(1, months), 12)], [0], 12, 12)
    assert batch.rows.lengths[~batch.is_now].tolist() == origins
    assert batch.rows.lengths[batch.is_pooled].tolist() == (pooled or origins)


def test_the_series_in_a_file_of_quarters_do_not_learn_from_one_anothers_future():
    series = [np.exp(np.cumsum(np.random.default_rng(k).normal(0.01, 0.05, 40))) for k in range(12)]
    fits = [fit_for(values, 4) for values in series]
    later = [fit_for(np.r_[values[:-8], values[-8:] * 1.3], 4) for values in series]
    before, after = (batch_of(found, range(12), 4, 8) for found in (fits, later))
    early = before.rows.lengths == 32
    assert early.sum() == 12
    assert (before.expected * before.scale)[:, early] == pytest.approx((after.expected * after.scale)[:, early])


def test_values_below_zero_may_be_forecast_below_zero():
    found = forecast([-company(1)], 12, 6)
    assert (found.mean < 0).all()


def test_where_last_year_repeats_better_than_all_else_it_is_used():
    noise = np.random.default_rng(3)
    shocks = [np.exp(noise.normal(0, 1.0, 12)) for _ in range(40)]
    changed = [np.r_[np.tile(np.exp(noise.normal(0, 1.0, 12)), 2), np.tile(shock, 4)] * 100 for shock in shocks]
    found = forecast(changed, 12, 12)
    assert np.mean(np.abs(found.mean - [100 * shock for shock in shocks])) < 5


def test_nothing_to_forecast_is_no_error():
    assert forecast([], 12, 6).mean.shape == (0, 6)
