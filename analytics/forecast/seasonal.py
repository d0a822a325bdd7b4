"""Seasonal indices by the ratio to the moving average, shrunk towards one."""

from __future__ import annotations

import numpy as np

from analytics.forecast.rows import Floats, Rows

SMALLEST_INDEX = 0.05
"""Division by a smaller index makes one odd month the forecast of every year."""


def indices(rows: Rows, season: int) -> Floats:
    """Multiplicative indices (season, row), mean one; position p belongs to times p, p + season, …

    Rows shorter than two seasons get ones. The indices are shrunk as in James and Stein (Miller and Williams 2003,
    *Shrinkage estimators of time series seasonal factors*, International Journal of Forecasting 19): the less the
    positions differ beyond the error of their estimates, the nearer to one.
    """
    n_rows = rows.values.shape[1]
    ratio = _ratio_to_average(rows, season)
    n_cycles = -(-len(ratio) // season)
    padded = np.full((n_cycles * season, n_rows), np.nan)
    padded[: len(ratio)] = ratio
    cycles = padded.reshape(n_cycles, season, n_rows)
    known = np.isfinite(cycles)
    count = known.sum(axis=0)
    filled = np.where(known, cycles, 0.0)
    mean = filled.sum(axis=0) / np.maximum(count, 1)
    usable = (count > 0).all(axis=0) & (rows.lengths >= 2 * season)
    raw = np.where(usable, mean / np.where(usable, mean.mean(axis=0), 1.0), 1.0)
    spread = np.where(known, (cycles - mean) ** 2, 0.0).sum(axis=(0, 1)) / np.maximum(count.sum(axis=0) - season, 1)
    error = spread / np.maximum(count.mean(axis=0), 1)
    between = ((raw - 1.0) ** 2).sum(axis=0) / (season - 1)
    doubtful = np.maximum(count.sum(axis=0) - season, 0) < 1
    kept = 1.0 - max(season - 3, 1) / (season - 1 if season > 3 else 1) * np.minimum(
        1.0, error / np.maximum(between, 1e-12)
    )
    kept = np.where(doubtful, 0.5, kept)
    shrunk = np.maximum(1.0 + kept * (raw - 1.0), SMALLEST_INDEX)
    return np.asarray(shrunk / shrunk.mean(axis=0))


def _ratio_to_average(rows: Rows, season: int) -> Floats:
    half = season // 2
    values = rows.values
    n_times = len(values)
    ratio = np.full(values.shape, np.nan)
    if n_times < season + 1:
        return ratio
    total = np.concatenate([np.zeros((1, values.shape[1])), np.nancumsum(values, axis=0)])
    inner = total[season:] - total[:-season]
    average = (inner[:-1] + inner[1:]) / (2 * season)
    ratio[half : half + len(average)] = values[half : half + len(average)] / np.where(average > 0, average, np.nan)
    times = np.arange(n_times)[:, None]
    ratio[times + half >= rows.lengths[None, :]] = np.nan
    return ratio


def at_times(index: Floats, times: np.ndarray) -> Floats:
    """The index of each row at ``times`` (time, row) or (time, 1)."""
    return np.asarray(
        np.take_along_axis(index, np.broadcast_to(times, (len(times), index.shape[1])) % len(index), axis=0)
    )
