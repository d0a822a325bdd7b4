"""Exponential smoothing over all rows and a grid of parameters at once; the grid is averaged, not searched.

A parameter's weight is the mean squared error of its forecasts some steps ahead within the history, to the power of
−n/2: Akaike's weight of models with equally many parameters.
Source: Gardner and McKenzie 1985 (damped trend); Assimakopoulos and Nikolopoulos 2000, Hyndman and Billah 2003 (Theta).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from analytics.forecast.rows import Floats, Integers, Rows

LEVELS = (0.05, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9)
TRENDS = (0.02, 0.1, 0.3)
DAMPINGS = (0.8, 0.9, 0.95, 0.98)
GRID = np.array(list(itertools.product(LEVELS, TRENDS, DAMPINGS)))
THETA_LEVELS = np.array([0.03, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99])
FIRST_POINTS = 10
"""The first level and slope are those of the straight line through so many values."""
WARM_UP = 2


def damped_trend(rows: Rows, horizon: int, lags: Sequence[int]) -> tuple[Floats, Floats]:
    """Forecasts (horizon, row) of the damped trend, and the root mean square of its errors in the history (row,).

    Args:
        rows: values without a season.
        horizon: steps ahead.
        lags: the parameters are weighted by their errors so many steps ahead.
    """
    alpha, beta, phi = (GRID[:, [k]] for k in range(3))
    start, slope = straight_line(rows, np.minimum(rows.lengths, FIRST_POINTS))
    level = np.tile(start - slope, (len(GRID), 1))
    trend = np.tile(slope, (len(GRID), 1))
    squares = np.zeros_like(level)
    ahead = np.cumsum(phi ** np.arange(1, max(horizon, *lags) + 1)[None, :], axis=1)
    active, gain = rows.active, alpha * beta
    for time, n in enumerate(active):
        for lag in lags:
            if WARM_UP <= time < len(active) - lag + 1:
                m = active[time + lag - 1]
                error = rows.values[time + lag - 1, :m] - level[:, :m] - ahead[:, [lag - 1]] * trend[:, :m]
                squares[:, :m] += error * error
        here = phi * trend[:, :n]
        level[:, :n] += here
        error = rows.values[time, :n] - level[:, :n]
        level[:, :n] += alpha * error
        trend[:, :n] = here + gain * error
    weight, unit = _weights(squares, rows, lags)
    steps = np.einsum("gh,gr->hr", ahead[:, :horizon], weight * trend)
    return np.asarray((weight * level).sum(axis=0)[None, :] + steps), unit


def theta(rows: Rows, horizon: int, lags: Sequence[int]) -> tuple[Floats, Floats]:
    """The same of Theta: simple smoothing with half the slope of the straight line as drift."""
    alpha = THETA_LEVELS[:, None]
    first, slope = straight_line(rows, rows.lengths)
    level = np.tile(first, (len(alpha), 1))
    squares = np.zeros_like(level)
    active = rows.active
    for time, n in enumerate(active):
        age = (1.0 - (1.0 - alpha) ** time) / alpha - 1.0
        for lag in lags:
            if WARM_UP <= time < len(active) - lag + 1:
                m = active[time + lag - 1]
                error = rows.values[time + lag - 1, :m] - level[:, :m] - 0.5 * (lag + age) * slope[:m]
                squares[:, :m] += error * error
        level[:, :n] += alpha * (rows.values[time, :n] - level[:, :n])
    weight, unit = _weights(squares, rows, lags)
    age = (1.0 - (1.0 - alpha) ** rows.lengths[None, :]) / alpha - 1.0
    drift = np.arange(1, horizon + 1)[:, None] + (weight * age).sum(axis=0)[None, :]
    return np.asarray((weight * level).sum(axis=0)[None, :] + 0.5 * slope[None, :] * drift), unit


def straight_line(rows: Rows, n: Integers) -> tuple[Floats, Floats]:
    """Value at time 0 and slope of the straight line through the first ``n`` values of each row, (row,) both."""
    times = np.arange(len(rows.values))[:, None]
    inside = times < n[None, :]
    values = np.where(inside, rows.values, 0.0)
    middle = (n - 1) / 2.0
    mean = values.sum(axis=0) / n
    spread = np.where(inside, (times - middle) ** 2, 0.0).sum(axis=0)
    slope = (np.where(inside, times - middle, 0.0) * values).sum(axis=0) / np.where(spread > 0, spread, 1.0)
    return np.asarray(mean - slope * middle), np.asarray(slope)


def _weights(squares: Floats, rows: Rows, lags: Sequence[int]) -> tuple[Floats, Floats]:
    floor = np.maximum(squares, 1e-18)
    log = np.log(floor)
    weight = np.exp(-0.5 * rows.lengths[None, :] * (log - log.min(axis=0, keepdims=True)))
    weight /= weight.sum(axis=0, keepdims=True)
    n = np.sum([np.maximum(rows.lengths - WARM_UP - lag + 1, 0) for lag in lags], axis=0)
    return np.asarray(weight), np.asarray(np.sqrt((weight * floor).sum(axis=0) / np.maximum(n, 1)))
