"""Exponential smoothing over all rows and a grid of parameters at once; the grid is averaged, not searched.

Weights of the grid are those of Akaike for models with equally many parameters: SSE to the power of −n/2, tempered.
Source: Holt 1957; Gardner and McKenzie 1985; Assimakopoulos and Nikolopoulos 2000 (Theta), Hyndman and Billah 2003.
"""

from __future__ import annotations

import itertools

import numpy as np

from analytics.forecast.rows import Floats, Rows

LEVELS = (0.05, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9)
TRENDS = (0.02, 0.1, 0.3)
DAMPINGS = (0.8, 0.9, 0.95, 0.98)
THETA_LEVELS = (0.03, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99)
FIRST_POINTS = 10
TEMPER = 1.0


def damped_trend(rows: Rows, horizon: int) -> Floats:
    """Forecasts (horizon, row) of the damped trend."""
    grid = np.array(list(itertools.product(LEVELS, TRENDS, DAMPINGS)))
    alpha, beta, phi = (grid[:, [k]] for k in range(3))
    start, slope = _line(rows, np.minimum(rows.lengths, FIRST_POINTS))
    level = np.tile(start - slope, (len(grid), 1))
    trend = np.tile(slope, (len(grid), 1))
    squares = np.zeros_like(level)
    step = alpha * beta
    for value, n in zip(rows.values, rows.active, strict=True):
        here = phi * trend[:, :n]
        expected = level[:, :n] + here
        error = value[:n] - expected
        squares[:, :n] += error * error
        level[:, :n] = expected + alpha * error
        trend[:, :n] = here + step * error
    weight = _weights(squares, rows)
    steps = np.cumsum(phi ** np.arange(1, horizon + 1)[None, :], axis=1)
    return np.asarray((weight * level).sum(axis=0)[None, :] + np.einsum("gh,gr->hr", steps, weight * trend))


def theta(rows: Rows, horizon: int) -> Floats:
    """Forecasts (horizon, row): simple smoothing with half the slope of the straight line as drift."""
    alpha = np.array(THETA_LEVELS)[:, None]
    first, slope = _line(rows, rows.lengths)
    level = np.tile(first, (len(alpha), 1))
    squares = np.zeros_like(level)
    for value, n in zip(rows.values, rows.active, strict=True):
        error = value[:n] - level[:, :n]
        squares[:, :n] += error * error
        level[:, :n] += alpha * error
    weight = _weights(squares, rows)
    age = (1.0 - (1.0 - alpha) ** rows.lengths[None, :]) / alpha - 1.0
    drift = np.arange(1, horizon + 1)[:, None] + (weight * age).sum(axis=0)[None, :]
    return np.asarray((weight * level).sum(axis=0)[None, :] + 0.5 * slope[None, :] * drift)


def _weights(squares: Floats, rows: Rows) -> Floats:
    log = np.log(np.maximum(squares, 1e-12 * (1.0 + squares.max(axis=0, keepdims=True))))
    power = -0.5 * TEMPER * rows.lengths[None, :] * (log - log.min(axis=0, keepdims=True))
    weight = np.exp(power)
    return np.asarray(weight / weight.sum(axis=0, keepdims=True))


def _line(rows: Rows, n: np.ndarray) -> tuple[Floats, Floats]:
    """Value at time 0 and slope of the straight line through the first ``n`` values of each row."""
    times = np.arange(len(rows.values))[:, None]
    inside = times < n[None, :]
    values = np.where(inside, rows.values, 0.0)
    middle = (n - 1) / 2.0
    mean = values.sum(axis=0) / n
    spread = np.where(inside, (times - middle) ** 2, 0.0).sum(axis=0)
    slope = (np.where(inside, times - middle, 0.0) * values).sum(axis=0) / np.where(spread > 0, spread, 1.0)
    return mean - slope * middle, slope
