"""The forecasts whose median is taken: damped trend and Theta, each on the values and on their logarithms."""

from __future__ import annotations

import numpy as np

from analytics.forecast.rows import Floats, Rows
from analytics.forecast.seasonal import at_times, indices
from analytics.forecast.smoothing import damped_trend, theta

CHUNK = 512
"""So many rows at a time stay in the processor's cache."""
SMALLEST = 1e-6
"""The logarithm of less, in units of the series' mean, is not taken."""


def ensemble(rows: Rows, season: int, horizon: int) -> tuple[Floats, Floats]:
    """Forecasts (horizon, row) of positive rows of mean one, and the size of their errors in the history (row,)."""
    width = len(rows.lengths)
    if width > CHUNK:
        parts = [ensemble(rows.part(slice(k, k + CHUNK)), season, horizon) for k in range(0, width, CHUNK)]
        return np.concatenate([part[0] for part in parts], axis=1), np.concatenate([part[1] for part in parts])
    index = indices(rows, season)
    ahead = at_times(index, rows.lengths[None, :] + np.arange(horizon)[:, None])
    adjusted = rows.mapped(rows.values / at_times(index, np.arange(len(rows.values))[:, None]))
    logs = rows.mapped(np.log(np.maximum(adjusted.values, SMALLEST)))
    forecasts, units = [], []
    for method in (damped_trend, theta):
        found, unit = method(adjusted, horizon, season // 2)
        forecasts += [found, np.exp(np.clip(method(logs, horizon, season // 2)[0], -20.0, 20.0))]
        units.append(unit)
    middle = np.sort(forecasts, axis=0)[1:3].mean(axis=0)
    return np.maximum(middle * ahead, 0.0), np.asarray(np.mean(units, axis=0))


def without_season(rows: Rows, season: int, horizon: int) -> tuple[Floats, Floats]:
    """Damped trend and Theta on rows of any sign, averaged with the last year's values where there is a year."""
    parts = [method(rows, horizon, season // 2) for method in (damped_trend, theta)]
    both, unit = (np.mean([part[k] for part in parts], axis=0) for k in range(2))
    return np.where(rows.lengths >= season, 0.5 * (both + naive(rows, season, horizon)), both), unit


def naive(rows: Rows, season: int, horizon: int) -> Floats:
    """The values of the last year again, (horizon, row)."""
    times = np.maximum(rows.lengths[None, :] - season + np.arange(horizon)[:, None] % season, 0)
    return np.asarray(np.take_along_axis(rows.values, times, axis=0))
