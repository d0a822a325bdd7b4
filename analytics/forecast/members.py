"""The forecasts that are averaged."""

from __future__ import annotations

import numpy as np

from analytics.forecast.rows import Floats, Rows, blocks
from analytics.forecast.seasonal import at_times, indices
from analytics.forecast.smoothing import damped_trend, theta


def members(rows: Rows, season: int, horizon: int) -> dict[str, Floats]:
    """Each member's forecasts (horizon, row) of positive rows."""
    years = -(-horizon // season)
    full = years * season
    damped, lines = _pair(rows, season, full)
    index = indices(rows, season)
    adjusted = rows.values / at_times(index, np.arange(len(rows.values))[:, None])
    ahead = at_times(index, rows.lengths[None, :] + np.arange(full)[:, None])
    logs = rows.mapped(np.log(np.maximum(adjusted, 1e-6)))
    found = {
        "damped": damped,
        "theta": lines,
        "damped_log": np.exp(np.minimum(damped_trend(logs, full), 20.0)) * ahead,
        "theta_log": np.exp(np.minimum(theta(logs, full), 20.0)) * ahead,
    }
    sizes = (season // 2, season)
    above = [_pair(blocks(rows, size, season), season // size, full // size) for size in sizes]
    found["damped_years"] = _reconciled(damped, sizes, [pair[0] for pair in above], season)
    found["theta_years"] = _reconciled(lines, sizes, [pair[1] for pair in above], season)
    return {name: value[:horizon] for name, value in found.items()}


def _pair(rows: Rows, season: int, horizon: int) -> tuple[Floats, Floats]:
    if season == 1:
        return damped_trend(rows, horizon), theta(rows, horizon)
    index = indices(rows, season)
    adjusted = rows.mapped(rows.values / at_times(index, np.arange(len(rows.values))[:, None]))
    ahead = at_times(index, rows.lengths[None, :] + np.arange(horizon)[:, None])
    return damped_trend(adjusted, horizon) * ahead, theta(adjusted, horizon) * ahead


def _reconciled(bottom: Floats, sizes: tuple[int, ...], above: list[Floats], season: int) -> Floats:
    """Least squares over all levels of each year; a block's weight is one over its size (structural scaling)."""
    summing = np.eye(season)
    weights = [np.ones(season)]
    base = [bottom.reshape(-1, season, bottom.shape[1])]
    for size, forecast in zip(sizes, above, strict=True):
        n = season // size
        summing = np.vstack([summing, np.kron(np.eye(n), np.ones(size))])
        weights.append(np.full(n, 1.0 / size))
        base.append(forecast.reshape(-1, n, bottom.shape[1]))
    weight = np.concatenate(weights)
    map_back = np.linalg.solve(summing.T @ (weight[:, None] * summing), summing.T * weight)
    return np.asarray(np.einsum("sb,ybr->ysr", map_back, np.concatenate(base, axis=1)).reshape(bottom.shape))
