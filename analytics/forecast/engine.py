"""Forecasts of many series at once, with whole simulated futures: docs/adr/0007-forecast.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analytics.forecast.back_test import FEWEST_YEARS_AT_ALL, Batch, batch_of, naive_weight, pool, won_by_naive
from analytics.forecast.rows import Floats, Integers
from analytics.forecast.rules import Fit, fit_for
from analytics.forecast.scored import coverage, last_year_was_better, scaled_error

NO_MODEL = "none"
LEVEL = 0.8
"""The band whose coverage is told."""


@dataclass(frozen=True)
class Forecasts:
    """What is expected of n series over h steps, and P simulated futures of each.

    Attributes:
        mean: (n, h); nan where there is no forecast.
        paths: (n, P, h): whole futures; the bounds of steps and of totals both come from these.
        models: what forecast each series: ``ensemble``, ``seasonal_naive``, ``short`` (damped trend and Theta without
            a season, averaged with last year), ``mean`` (of the last year) or ``none``.
        reasons: the rule that chose it: ``back_test``, ``naive_won`` or one of analytics.forecast.rules.
        mase: (n,) back-test error of the methods, whether or not seasonal-naive won against them, in units of the
            seasonal-naive error within the history; nan without a back-test.
        mase_naive: (n,) the same of seasonal-naive.
        coverage80: (n,) share of back-test steps inside the 80 % band of what forecasts the series, seasonal-naive's
            own where that won.
        n_known: (n,) values that a series is forecast from: since its level broke, where it did.
        n_tests: (n,) steps in the back-test, over all its origins.
        n_needed: values that a back-test takes.
    """

    mean: Floats
    paths: Floats
    models: tuple[str, ...]
    reasons: tuple[str, ...]
    mase: Floats
    mase_naive: Floats
    coverage80: Floats
    n_known: Integers
    n_tests: Integers
    n_needed: int


def forecast(
    series: Sequence[Floats],
    season: int,
    horizon: int,
    *,
    n_paths: int = 500,
    seed: int = 0,
    is_any_win_followed: bool = False,
) -> Forecasts:
    """Forecast every series from its own history; the spread is learnt from the back-tests of all of them.

    Args:
        series: values from the oldest to the newest, one per month (season 12) or quarter (season 4); nan is missing.
        season: steps of one year.
        horizon: steps ahead.
        n_paths: simulated futures of each series.
        seed: the same seed gives the same paths, whatever the order of the series.
        is_any_win_followed: a series is forecast as last year wherever that had the lesser error in its back-test, as
            is promised of a company's parts. Following only clear wins, as without it, forecasts better.
    """
    n = len(series)
    fits = [fit_for(values, season) for values in series]
    usable = sorted(
        (k for k in range(n) if fits[k].rule != "too_short"), key=lambda k: (-len(fits[k].values), *fits[k].values)
    )
    nothing = _nothing(fits, season, horizon, n_paths)
    if not usable:
        return nothing
    batch = batch_of(fits, usable, season, horizon)
    is_seasonal = np.array([fits[k].is_seasonal for k in batch.series])
    weight = naive_weight(batch, is_seasonal)
    methods = _mixed(batch, fits, np.where(is_seasonal, weight, 0.0), season)
    mase, mase_naive = scaled_error(batch, methods, n), scaled_error(batch, batch.last_year, n)
    naive_won = won_by_naive(batch, methods, n) & np.array([fit.rule != "many_zeros" for fit in fits])
    expected = np.where(naive_won[batch.series], batch.last_year, methods)
    generator = np.random.default_rng(seed)
    errors = pool(batch, expected, generator)
    is_followed = naive_won | last_year_was_better(batch, methods, n) if is_any_win_followed else naive_won
    expected = np.where(is_followed[batch.series], batch.last_year, methods)
    _draw(nothing, batch, expected, errors.errors, fits, generator)
    models = ("seasonal_naive" if won else _model(fit, weight) for fit, won in zip(fits, is_followed, strict=True))
    reasons = ("naive_won" if won else fit.rule for fit, won in zip(fits, naive_won, strict=True))
    return replace(
        nothing,
        models=tuple(models), reasons=tuple(reasons), mase=mase, mase_naive=mase_naive,
        coverage80=coverage(batch, expected, errors, LEVEL, n),
        n_tests=horizon * np.bincount(batch.series[~batch.is_now], minlength=n),
    )  # fmt: skip


def bounds(paths: Floats, level: float) -> tuple[Floats, Floats]:
    """Lower and upper bound of every step, (n, h), that hold ``level`` of the paths (n, P, h)."""
    ranked = np.sort(np.ascontiguousarray(paths.transpose(0, 2, 1)), axis=2)
    tail = (1 - level) / 2
    return _at(ranked, tail), _at(ranked, 1 - tail)


def total_bounds(paths: Floats, level: float) -> tuple[Floats, Floats]:
    """Lower and upper bound of the sum over all steps given, (n,), that hold ``level`` of the paths (n, P, h)."""
    low, high = bounds(paths.sum(axis=2, keepdims=True), level)
    return low[:, 0], high[:, 0]


def _at(ranked: Floats, share: float) -> Floats:
    """The quantile between neighbours, as numpy's linear method has it."""
    place = share * (ranked.shape[2] - 1)
    below = int(place)
    above = min(below + 1, ranked.shape[2] - 1)
    part = place - below
    return np.asarray((1 - part) * ranked[:, :, below] + part * ranked[:, :, above])


def _mixed(batch: Batch, fits: list[Fit], weight: Floats, season: int) -> Floats:
    """The forecasts (h, row) with each row's share of seasonal-naive; where most is zero, the mean of the last year."""
    expected = batch.mixed(weight)
    for column in np.flatnonzero([fits[k].rule == "many_zeros" for k in batch.series]):
        length = batch.rows.lengths[column]
        expected[:, column] = batch.rows.values[max(0, length - season) : length, column].mean()
    return expected


def _model(fit: Fit, weight: float) -> str:
    if fit.rule == "too_short":
        return NO_MODEL
    if fit.rule == "many_zeros":
        return "mean"
    if not fit.is_seasonal:
        return "short"
    return "seasonal_naive" if weight == 1.0 else "ensemble"


def _nothing(fits: list[Fit], season: int, horizon: int, n_paths: int) -> Forecasts:
    """What is said of series before any of them is forecast."""
    n = len(fits)
    return Forecasts(
        mean=np.full((n, horizon), np.nan),
        paths=np.full((n, n_paths, horizon), np.nan),
        models=(NO_MODEL,) * n,
        reasons=tuple(fit.rule for fit in fits),
        mase=np.full(n, np.nan),
        mase_naive=np.full(n, np.nan),
        coverage80=np.full(n, np.nan),
        n_known=np.array([int(np.isfinite(fit.values).sum()) for fit in fits], dtype=np.int64),
        n_tests=np.zeros(n, dtype=np.int64),
        n_needed=FEWEST_YEARS_AT_ALL * season + horizon,
    )


def _draw(
    blank: Forecasts, batch: Batch, expected: Floats, errors: Floats, fits: list[Fit], generator: np.random.Generator
) -> None:
    """Fill in the means and futures of the series that are forecast: whole error trajectories around the mean."""
    now = np.flatnonzero(batch.is_now)
    place = batch.series[now]
    blank.mean[place] = (expected[:, now] * batch.scale[now]).T
    drawn = errors[generator.integers(len(errors), size=(len(now), blank.paths.shape[1]))]
    drawn *= (batch.unit[now] * batch.scale[now])[:, None, None]
    drawn += blank.mean[place][:, None, :]
    positive = np.array([fits[k].values.min() >= 0 for k in place])
    drawn[positive] = np.maximum(drawn[positive], 0.0)
    blank.paths[place] = drawn
