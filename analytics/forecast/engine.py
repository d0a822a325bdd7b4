"""Forecasts of many series at once, with whole simulated futures: docs/adr/0007-forecast.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.forecast.back_test import Batch, batch_of, naive_weight, per_series, pool, won_by_naive
from analytics.forecast.rows import Floats
from analytics.forecast.rules import Fit, fit_for


@dataclass(frozen=True)
class Forecasts:
    """What is expected of n series over h steps, and P simulated futures of each.

    Attributes:
        mean: (n, h); nan where there is no forecast.
        paths: (n, P, h): whole futures; the bounds of steps and of totals both come from these.
        models: what forecast each series: ``ensemble``, ``seasonal_naive``, ``short`` (damped trend and Theta without
            a season, averaged with last year), ``mean`` (of the last year) or ``none``.
        reasons: the rule that chose it: ``back_test``, ``naive_won`` or one of analytics.forecast.rules.
        mase: (n,) back-test error in units of the seasonal-naive error within the history; nan without a back-test.
        mase_naive: (n,) the same of seasonal-naive.
        coverage80: (n,) share of back-test steps inside the 80 % band.
    """

    mean: Floats
    paths: Floats
    models: tuple[str, ...]
    reasons: tuple[str, ...]
    mase: Floats
    mase_naive: Floats
    coverage80: Floats


def forecast(series: Sequence[Floats], season: int, horizon: int, *, n_paths: int = 500, seed: int = 0) -> Forecasts:
    """Forecast every series from its own history; the spread is learnt from the back-tests of all of them.

    Args:
        series: values from the oldest to the newest, one per month (season 12) or quarter (season 4); nan is missing.
        season: steps of one year.
        horizon: steps ahead.
        n_paths: simulated futures of each series.
        seed: the same seed gives the same paths, whatever the order of the series.
    """
    n = len(series)
    fits = [fit_for(values, season) for values in series]
    usable = sorted(
        (k for k in range(n) if fits[k].rule != "too_short"), key=lambda k: (-len(fits[k].values), *fits[k].values)
    )
    nothing = Forecasts(
        np.full((n, horizon), np.nan),
        np.full((n, n_paths, horizon), np.nan),
        ("none",) * n,
        tuple(fit.rule for fit in fits),
        *(np.full(n, np.nan) for _ in range(3)),
    )
    if not usable:
        return nothing
    batch = batch_of(fits, usable, season, horizon)
    is_seasonal = np.array([fits[k].is_seasonal for k in batch.series])
    weight = naive_weight(batch, is_seasonal)
    expected = _mixed(batch, fits, np.where(is_seasonal, weight, 0.0), season)
    naive_won = won_by_naive(batch, expected, n) & np.array([fit.rule != "many_zeros" for fit in fits])
    expected = np.where(naive_won[batch.series], batch.last_year, expected)
    generator = np.random.default_rng(seed)
    errors = pool(batch, expected, generator)
    now = np.flatnonzero(batch.is_now)
    place = batch.series[now]
    nothing.mean[place] = (expected[:, now] * batch.scale[now]).T
    drawn = errors[generator.integers(len(errors), size=(len(now), n_paths))]
    drawn *= (batch.unit[now] * batch.scale[now])[:, None, None]
    drawn += nothing.mean[place][:, None, :]
    positive = np.array([fits[k].values.min() >= 0 for k in place])
    drawn[positive] = np.maximum(drawn[positive], 0.0)
    nothing.paths[place] = drawn
    models = tuple("seasonal_naive" if won else _model(fit, weight) for fit, won in zip(fits, naive_won, strict=True))
    reasons = tuple("naive_won" if won else fit.rule for fit, won in zip(fits, naive_won, strict=True))
    return Forecasts(nothing.mean, nothing.paths, models, reasons, *_quality(batch, expected, errors, n))


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
        return "none"
    if fit.rule == "many_zeros":
        return "mean"
    if not fit.is_seasonal:
        return "short"
    return "seasonal_naive" if weight == 1.0 else "ensemble"


def _quality(batch: Batch, expected: Floats, errors: Floats, n: int) -> tuple[Floats, Floats, Floats]:
    base = np.where(batch.year_error > 1e-9, batch.year_error, np.nan)
    low, high = np.quantile(errors, [0.1, 0.9], axis=0)
    error = batch.truth - expected
    inside = (error >= low[:, None] * batch.unit) & (error <= high[:, None] * batch.unit)
    return (
        per_series(batch, np.abs(error).mean(axis=0) / base, n),
        per_series(batch, np.abs(batch.truth - batch.last_year).mean(axis=0) / base, n),
        per_series(batch, inside.mean(axis=0), n),
    )
