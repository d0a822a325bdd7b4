"""Autoregressions of all rows at once, each row's coefficients shrunk towards those of all rows together.

Alone a short row cannot tell its habits from noise; fitted with all rows it has no character of its own. So every row
has its least squares plus some observations that say what all rows say.
"""

from __future__ import annotations

import numpy as np

from analytics.forecast.rows import Floats, Integers, Rows

OWN = 15.0
"""What all rows say of steps counts as so many observations of the row's own; chosen by back-test, as the next one."""
OWN_YEARLY = 40.0
"""The same of changes since last year, which overlap."""
CALM = 50.0
"""That nothing depends on anything counts as so many observations, beside those of all rows: one row alone is calm."""
LARGEST_STEP = 2.5
"""A step further than so many root mean squares counts as that far."""
LARGEST_FORECAST = 4.0
SMALLEST_STEP = 1e-6
PER_QUARTER = 4.0


def autoregression(rows: Rows, season: int, horizon: int, origin: Integers, is_reverting: bool) -> Floats:
    """Forecasts (horizon, row) of rows without a season.

    The step to the next value depends on how far the value lies above what came before it (smoothed over about a
    quarter), on the same a year before the step, on how far it lies above the row's mean, and on a constant.

    Args:
        rows: values without a season.
        season: steps of one year.
        horizon: steps ahead.
        origin: (row,) rows of one origin are fitted together, so that no row learns from what came after it.
        is_reverting: whether the distance from the row's mean is among what a step depends on.
    """
    here, last = np.arange(len(rows.lengths)), rows.lengths - 1
    steps = np.diff(rows.values, axis=0)
    unit = np.sqrt(np.nanmean(steps**2, axis=0)) + SMALLEST_STEP
    mean = np.nanmean(rows.values, axis=0)
    share = min(1.0, PER_QUARTER / season)
    above, smoothed = _above_smoothed(rows, share)
    year_before = np.zeros_like(above)
    year_before[season - 1 :] = above[: len(above) - season + 1]
    causes = [above, year_before] + ([rows.values - mean] if is_reverting else [])
    matrix = np.stack([*(cause[:-1] / unit for cause in causes), np.ones_like(steps)])[:, 2:]
    coefficients = _fitted(matrix, np.clip(steps / unit, -LARGEST_STEP, LARGEST_STEP)[2:], origin, OWN)
    value = rows.values[last, here]
    before = [above[np.maximum(last - age, 0), here] for age in range(season)][::-1]
    found = []
    for _ in range(horizon):
        causes = [before[-1], before[-season]] + ([value - mean] if is_reverting else [])
        step = (np.stack([*(cause / unit for cause in causes), np.ones_like(value)]).T * coefficients).sum(axis=1)
        value = value + unit * np.clip(step, -LARGEST_FORECAST, LARGEST_FORECAST)
        before.append(value - smoothed)
        smoothed = smoothed + share * before[-1]
        found.append(value)
    return np.array(found)


def yearly_changes(rows: Rows, season: int, horizon: int, origin: Integers) -> Floats:
    """Forecasts (horizon, row) of rows at least two seasons long, with their season: last year's values and a change.

    The change since a year before depends on that of the value before, on that of a year before, and on a constant.
    """
    here, lengths = np.arange(len(rows.lengths)), rows.lengths
    changes = rows.values[season:] - rows.values[:-season]
    unit = np.sqrt(np.nanmean(changes**2, axis=0)) + SMALLEST_STEP
    year_before = np.zeros_like(changes)
    year_before[season:] = changes[:-season]
    matrix = np.stack([changes[:-1] / unit, year_before[1:] / unit, np.ones_like(changes[1:])])
    coefficients = _fitted(matrix, changes[1:] / unit, origin, OWN_YEARLY)
    values = [rows.values[lengths - age, here] for age in range(season, 0, -1)]
    before = [changes[lengths - season - age, here] for age in range(season, 0, -1)]
    for _ in range(horizon):
        causes = np.stack([before[-1] / unit, before[-season] / unit, np.ones_like(unit)])
        change = (causes.T * coefficients).sum(axis=1)
        before.append(unit * np.clip(change, -LARGEST_FORECAST, LARGEST_FORECAST))
        values.append(values[-season] + before[-1])
    return np.array(values[season:])


def _above_smoothed(rows: Rows, share: float) -> tuple[Floats, Floats]:
    """How far each value lies above what came before it, smoothed, (time, row); and the smoothed value at the end."""
    smoothed = rows.values[0].copy()
    above = np.empty_like(rows.values)
    for time, value in enumerate(rows.values):
        above[time] = value - smoothed
        smoothed = smoothed + share * np.nan_to_num(above[time])
    return above, smoothed


def _fitted(matrix: Floats, steps: Floats, origin: Integers, own: float) -> Floats:
    """Coefficients (row, cause) of causes (cause, time, row) for the steps (time, row)."""
    known = np.isfinite(steps)
    causes, steps = np.where(known, matrix, 0.0), np.where(known, steps, 0.0)
    squares, products = np.einsum("atr,btr->rab", causes, causes), np.einsum("atr,tr->ra", causes, steps)
    _, group = np.unique(origin, return_inverse=True)
    all_squares = np.zeros((group.max() + 1, *squares.shape[1:]))
    all_products = np.zeros((group.max() + 1, products.shape[1]))
    np.add.at(all_squares, group, squares)
    np.add.at(all_products, group, products)
    n = np.bincount(group, known.sum(axis=0))[:, None, None]
    one = all_squares * np.eye(len(causes)) / np.maximum(n, 1) + 1e-9 * np.eye(len(causes))
    common = np.linalg.solve(all_squares + CALM * one, all_products[:, :, None])
    return np.linalg.solve(squares + own * one[group], products[:, :, None] + own * (one @ common)[group])[:, :, 0]
