"""The forecasts that are averaged: smoothing, for quarters autoregression too, on values and on logarithms."""

from __future__ import annotations

import numpy as np

from analytics.forecast.autoregression import autoregression, yearly_changes
from analytics.forecast.rows import Floats, Integers, Rows
from analytics.forecast.seasonal import at_times, indices
from analytics.forecast.smoothing import damped_trend, theta

CHUNK = 512
"""So many rows at a time stay in the processor's cache."""
SMALLEST = 1e-6
"""The logarithm of less, in units of the series' mean, is not taken."""
LAGS = {4: (1,), 12: (1, 2, 4, 8)}
"""How many steps ahead a parameter is tried: a month's noise hides what a quarter shows at once."""
AUTOREGRESSIVE = (4,)
"""Seasons whose autoregressions lower the back-test's error by more than 1 %; a month's do not."""


def ensemble(rows: Rows, season: int, horizon: int, origin: Integers) -> tuple[Floats, Floats]:
    """Forecasts (horizon, row) of positive rows of mean one, and the size of their errors in the history (row,).

    At each step the mean of the members without the highest and the lowest.
    """
    index = indices(rows, season)
    ahead = at_times(index, rows.lengths[None, :] + np.arange(horizon)[:, None])
    adjusted = rows.mapped(rows.values / at_times(index, np.arange(len(rows.values))[:, None]))
    logs = rows.mapped(np.log(np.maximum(adjusted.values, SMALLEST)))
    width = len(rows.lengths)
    parts = [
        _smoothed(adjusted.part(slice(k, k + CHUNK)), logs.part(slice(k, k + CHUNK)), season, horizon)
        for k in range(0, width, CHUNK)
    ]
    members, unit = np.concatenate([part[0] for part in parts], axis=2), np.concatenate([part[1] for part in parts])
    if season in AUTOREGRESSIVE:
        more = [
            back(autoregression(values, season, horizon, origin, is_reverting))
            for values, back in ((adjusted, np.asarray), (logs, _from_logs))
            for is_reverting in (True, False)
        ]
        yearly = yearly_changes(rows, season, horizon, origin) / ahead
        members = np.concatenate([members, more, yearly[None]])
    middle = np.sort(members, axis=0)[1:-1].mean(axis=0)
    return np.maximum(middle * ahead, 0.0), unit


def without_season(rows: Rows, season: int, horizon: int) -> tuple[Floats, Floats]:
    """Damped trend and Theta on rows of any sign, averaged with the last year's values where there is a year."""
    parts = [method(rows, horizon, LAGS[season]) for method in (damped_trend, theta)]
    both, unit = (np.mean([part[k] for part in parts], axis=0) for k in range(2))
    return np.where(rows.lengths >= season, 0.5 * (both + naive(rows, season, horizon)), both), unit


def naive(rows: Rows, season: int, horizon: int) -> Floats:
    """The values of the last year again, (horizon, row)."""
    times = np.maximum(rows.lengths[None, :] - season + np.arange(horizon)[:, None] % season, 0)
    return np.asarray(np.take_along_axis(rows.values, times, axis=0))


def _smoothed(values: Rows, logs: Rows, season: int, horizon: int) -> tuple[Floats, Floats]:
    """Damped trend and Theta on values and on logarithms, (4, horizon, row), and the size of their errors (row,)."""
    forecasts, units = [], []
    for method in (damped_trend, theta):
        found, unit = method(values, horizon, LAGS[season])
        forecasts += [found, _from_logs(method(logs, horizon, LAGS[season])[0])]
        units.append(unit)
    return np.array(forecasts), np.asarray(np.mean(units, axis=0))


def _from_logs(logs: Floats) -> Floats:
    return np.asarray(np.exp(np.clip(logs, -20.0, 20.0)))
