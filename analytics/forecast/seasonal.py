"""Seasonal indices by the ratio to the moving average, shrunk towards one."""

from __future__ import annotations

import numpy as np

from analytics.forecast.rows import Flags, Floats, Integers, Rows

SMALLEST_INDEX = 0.05
"""Division by a smaller index makes one odd month the forecast of every year."""
MEMORY = 0.8
"""A year counts this much of the year after it."""
SHRINKAGE = 1.5
"""Times the shrinkage of James and Stein; chosen by back-test, as is MEMORY."""
FAR = 3.0
"""A ratio further from its position's median than so many robust standard deviations counts as that far."""


def indices(rows: Rows, season: int) -> Floats:
    """Multiplicative indices (season, row) of positive rows, mean one; position p is of times p, p + season, …

    Rows shorter than two seasons get ones. The indices are shrunk as in James and Stein (Miller and Williams 2003,
    *Shrinkage estimators of time series seasonal factors*, International Journal of Forecasting 19): the less the
    positions differ beyond the error of their estimates, the nearer to one. One odd month moves no index far.
    """
    ratio = _ratio_to_average(rows, season)
    n_rows = ratio.shape[1]
    n_cycles = -(-len(ratio) // season)
    padded = np.full((n_cycles * season, n_rows), np.nan)
    padded[: len(ratio)] = ratio
    cycles = padded.reshape(n_cycles, season, n_rows)
    known = np.isfinite(cycles)
    count = known.sum(axis=0)
    usable = (count > 0).all(axis=0) & (rows.lengths >= 2 * season)
    filled = _winsorised(np.where(known, cycles, 1.0), cycles, usable)
    age = (rows.lengths[None, :] - 1) // season - np.arange(n_cycles)[:, None]
    weight = np.where(known, MEMORY ** np.maximum(age, 0)[:, None, :], 0.0)
    total = np.maximum(weight.sum(axis=0), 1e-9)
    mean = (weight * filled).sum(axis=0) / total
    raw = np.where(usable, mean / np.where(usable, mean.mean(axis=0), 1.0), 1.0)
    freedom = count.sum(axis=0) - season
    spread = np.where(known, (filled - mean) ** 2, 0.0).sum(axis=(0, 1)) / np.maximum(freedom, 1)
    effective = (total**2 / np.maximum((weight**2).sum(axis=0), 1e-9)).mean(axis=0)
    error = spread / np.maximum(effective, 1.0)
    between = ((raw - 1.0) ** 2).sum(axis=0) / max(season - 1, 1)
    share = SHRINKAGE * ((season - 3) / (season - 1) if season > 3 else 1.0)
    kept = np.clip(1.0 - share * np.minimum(1.0, error / np.maximum(between, 1e-12)), 0.0, 1.0)
    kept = np.where(freedom < 1, 0.5, kept)
    shrunk = np.maximum(1.0 + kept * (raw - 1.0), SMALLEST_INDEX)
    return np.asarray(shrunk / shrunk.mean(axis=0))


def at_times(index: Floats, times: Integers) -> Floats:
    """The index of each row at ``times``, (time, row) or (time, 1)."""
    wanted = np.broadcast_to(times, (len(times), index.shape[1])) % len(index)
    return np.asarray(np.take_along_axis(index, wanted, axis=0))


def _winsorised(filled: Floats, cycles: Floats, usable: Flags) -> Floats:
    """The ratios, with those that stand far from their position's median brought nearer to it."""
    if not usable.any():
        return filled
    middle = np.ones(cycles.shape[1:])
    middle[:, usable] = np.nanmedian(cycles[:, :, usable], axis=0)
    apart = np.abs(cycles - middle)[:, :, usable]
    reach = np.zeros(cycles.shape[2])
    reach[usable] = FAR * 1.4826 * np.nanmedian(apart.reshape(-1, apart.shape[2]), axis=0) + 1e-6
    return np.asarray(np.where(usable, np.clip(filled, middle - reach, middle + reach), filled))


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
