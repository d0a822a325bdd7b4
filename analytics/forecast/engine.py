"""Forecasts of many series at once, with whole simulated futures: docs/adr/0007-forecast.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.forecast.members import members
from analytics.forecast.rows import Floats, Integers, Rows
from analytics.forecast.smoothing import damped_trend, theta

FEWEST_POINTS = 6
"""A level and a trend need a handful of values; below it there is no forecast."""
MOST_ORIGINS = 12
FEWEST_ORIGINS = 3
TRAJECTORIES_WANTED = 2_000
THEORY = 60
"""So many trajectories of theory are in every pool: all of it where a company has one short series."""
THEORY_LEVEL = 0.4
"""The share of a step's surprise that stays in the level, in the trajectories of theory."""


@dataclass(frozen=True)
class Forecasts:
    """What is expected of n series over h steps, and P simulated futures of each.

    Attributes:
        mean: (n, h); nan where there is no forecast.
        paths: (n, P, h): whole futures; the bounds of steps and of totals both come from these.
        models: what forecast each series: ``ensemble``, ``seasonal_naive``, ``short``, ``none``.
        reasons: the rule that chose it: ``back_test``, ``short``, ``too_short``, ``not_positive``.
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


@dataclass(frozen=True)
class _Batch:
    """Rows to forecast: the whole series and its back-test origins, in one matrix."""

    rows: Rows
    series: Integers
    back: Integers
    scale: Floats


def forecast(series: Sequence[Floats], season: int, horizon: int, *, n_paths: int = 500, seed: int = 0) -> Forecasts:
    """Forecast every series from its own history; the spread is learnt from the back-tests of all of them.

    Args:
        series: values from the oldest to the newest, one per month (season 12) or quarter (season 4).
        season: steps of one year.
        horizon: steps ahead.
        n_paths: simulated futures of each series.
        seed: the same seed gives the same paths.
    """
    n = len(series)
    generator = np.random.default_rng(seed)
    reasons = [_reason(values, season) for values in series]
    mean = np.full((n, horizon), np.nan)
    paths = np.full((n, n_paths, horizon), np.nan)
    mase, mase_naive, coverage = (np.full(n, np.nan) for _ in range(3))
    usable = [k for k in range(n) if reasons[k] != "too_short"]
    if usable:
        batch = _batch(series, usable, season, horizon)
        expected = _expected(batch, reasons, season, horizon)
        now = batch.back == 0
        mean[batch.series[now]] = (expected * batch.scale)[:, now].T
        unit, pool = _errors(series, batch, expected, horizon, season, mase, mase_naive, coverage, generator)
        for place, k in enumerate(batch.series[now]):
            drawn = pool[generator.integers(len(pool), size=n_paths)]
            paths[k] = mean[k] + unit[now][place] * drawn
            if series[k].min() >= 0:
                paths[k] = np.maximum(paths[k], 0.0)
    models = tuple({"too_short": "none", "back_test": "ensemble"}.get(reason, "short") for reason in reasons)
    return Forecasts(mean, paths, models, tuple(reasons), mase, mase_naive, coverage)


def bounds(paths: Floats, level: float) -> tuple[Floats, Floats]:
    """Lower and upper bound of every step, (n, h), that hold ``level`` of the paths (n, P, h)."""
    tail = (1 - level) / 2
    low, high = np.quantile(paths, [tail, 1 - tail], axis=1)
    return low, high


def total_bounds(paths: Floats, level: float) -> tuple[Floats, Floats]:
    """Lower and upper bound of the sum over all steps given, (n,), that hold ``level`` of the paths (n, P, h)."""
    low, high = bounds(paths.sum(axis=2, keepdims=True), level)
    return low[:, 0], high[:, 0]


def _reason(values: Floats, season: int) -> str:
    if len(values) < FEWEST_POINTS or not np.isfinite(values).all():
        return "too_short"
    if len(values) < 2 * season:
        return "short"
    return "back_test" if values.min() > 0 else "not_positive"


def _batch(series: Sequence[Floats], usable: list[int], season: int, horizon: int) -> _Batch:
    n_origins = int(np.clip(-(-TRAJECTORIES_WANTED // len(usable)), FEWEST_ORIGINS, MOST_ORIGINS))
    found = [(len(series[k]), k, 0) for k in usable]
    for k in usable:
        last = len(series[k]) - horizon
        found += [(last - j, k, horizon + j) for j in range(n_origins) if last - j >= 3 * season]
    found.sort(key=lambda item: -item[0])
    lengths, which, back = (np.array(part, dtype=np.int64) for part in zip(*found, strict=True))
    values = np.full((int(lengths[0]), len(found)), np.nan)
    for column, (length, k, _) in enumerate(found):
        values[:length, column] = series[k][:length]
    scale = np.nanmean(np.abs(values), axis=0)
    scale[scale <= 0] = 1.0
    return _Batch(Rows(values / scale, lengths), which, back, scale)


def _expected(batch: _Batch, reasons: list[str], season: int, horizon: int) -> Floats:
    """The forecasts (horizon, row) in units of each row's mean."""
    plain = np.array([reasons[k] != "back_test" for k in batch.series])
    expected = np.empty((horizon, len(plain)))
    for is_plain in (False, True):
        columns = np.flatnonzero(plain == is_plain)
        if not len(columns):
            continue
        rows = Rows(batch.rows.values[: batch.rows.lengths[columns[0]], columns], batch.rows.lengths[columns])
        if is_plain:
            both = 0.5 * (damped_trend(rows, horizon) + theta(rows, horizon))
            again = _naive(rows, season, horizon)
            expected[:, columns] = np.where(rows.lengths >= season, 0.5 * (both + again), both)
        else:
            expected[:, columns] = np.mean(list(members(rows, season, horizon).values()), axis=0)
    return expected


def _naive(rows: Rows, season: int, horizon: int) -> Floats:
    times = np.maximum(rows.lengths[None, :] - season + np.arange(horizon)[:, None] % season, 0)
    return np.asarray(np.take_along_axis(rows.values, times, axis=0))


def _errors(
    series: Sequence[Floats],
    batch: _Batch,
    expected: Floats,
    horizon: int,
    season: int,
    mase: Floats,
    mase_naive: Floats,
    coverage: Floats,
    generator: np.random.Generator,
) -> tuple[Floats, Floats]:
    """The unit of each row's errors, and the pool of trajectories (trajectory, horizon) in that unit."""
    rows = batch.rows
    n_times = len(rows.values)
    year = (
        np.abs(rows.values[season:] - rows.values[:-season]) if n_times > season else np.empty((0, len(batch.series)))
    )
    near = np.abs(np.diff(rows.values, axis=0))
    yearly = np.where(rows.lengths > season, np.nansum(year, axis=0) / np.maximum(rows.lengths - season, 1), np.nan)
    nearly = np.nansum(near, axis=0) / np.maximum(rows.lengths - 1, 1)
    relative = np.where(np.isfinite(yearly), yearly, nearly)
    unit = np.maximum(relative, 1e-9) * batch.scale
    steps = np.cumsum(generator.standard_t(8, (THEORY, horizon)), axis=1)
    shock = np.diff(steps, axis=1, prepend=0.0)
    pool = [0.7 * (shock + THEORY_LEVEL * (steps - shock))]
    tested = np.flatnonzero(batch.back > 0)
    if len(tested):
        truth = np.array([series[batch.series[c]][rows.lengths[c] : rows.lengths[c] + horizon] for c in tested]).T
        error = truth - (expected * batch.scale)[:, tested]
        naive = truth - _naive(rows, season, horizon)[:, tested] * batch.scale[tested]
        scaled = (error / unit[tested]).T
        pool.append(scaled[np.isfinite(scaled).all(axis=1) & (relative[tested] > 1e-9)])
        everything = np.concatenate(pool)
        low, high = np.quantile(everything, [0.1, 0.9], axis=0)
        owner = batch.series[tested]
        count = np.bincount(owner, minlength=len(series))
        whole = count > 0
        for target, per_row in (
            (mase, np.abs(error).mean(axis=0) / unit[tested]),
            (mase_naive, np.abs(naive).mean(axis=0) / unit[tested]),
            (coverage, ((scaled >= low) & (scaled <= high)).mean(axis=1)),
        ):
            target[whole] = np.bincount(owner, per_row, len(series))[whole] / count[whole]
    return unit, np.concatenate(pool)
