"""Forecasts of a company and its parts that add up: for the mean, and for every simulated future."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SMALLEST_SPREAD = 1e-6
"""Of the top's: a node that never varies still gives way a little, so that no weight is infinite."""

SMALLEST_SHARE = 1e-9
"""Parts of less than this share of what they are to become are not scaled up to it: they are nothing."""


def reconciled(members: Floats, forecasts: Floats, spread: Floats, is_floored: Flags) -> Floats:
    """The parts' forecasts, changed as little as makes every node the sum of its parts.

    Weighted least squares, each node by the variance of its forecast (Hyndman, Lee & Wang 2016, "Fast computation of
    reconciled forecasts"), with the whole kept as it was forecast (Zhang, Kang, Panagiotelis & Li 2023, "Optimal
    reconciliation with immutable forecasts"): it is the best known, and one number however it is split.

    Args:
        members: (n nodes, m parts), 1 where a node holds a part. Row 0 is the whole, all ones; each part is a row.
        forecasts: (n, ...) what was forecast for each node, such as (n, steps) or (n, paths, steps).
        spread: (n,) standard deviation of each node's forecast.
        is_floored: (m,) parts that are never below zero.

    Returns:
        (m, ...) the parts. A node is the sum of its parts: ``members @ parts``.
    """
    n, m = members.shape
    flat = forecasts.reshape(n, -1)
    if m == 1:
        return np.asarray(forecasts[:1], dtype=np.float64)
    below = members[1:]
    # Only proportions count: the unit of money is taken out, so that nothing under- or overflows.
    unit = float(np.max(spread)) or 1.0
    precision = 1.0 / np.maximum(spread[1:] / unit, SMALLEST_SPREAD) ** 2
    covariance = np.linalg.inv((below.T * precision) @ below)
    free = covariance @ ((below.T * precision) @ flat[1:])
    share = covariance.sum(axis=1) / covariance.sum()
    parts = free + share[:, None] * (flat[0] - free.sum(axis=0))
    return np.asarray(floored(parts, flat[0], is_floored).reshape(m, *forecasts.shape[1:]))


def floored(parts: Floats, whole: Floats, is_floored: Flags) -> Floats:
    """The parts (m, k) with those that are never negative at zero or above; still adding up to ``whole`` (k,).

    What lifting some of them to zero adds is taken from the others in proportion. Where all of them are floored a
    whole below zero is shared out equally: nothing else adds up.
    """
    lifted = np.where(is_floored[:, None], np.maximum(parts, 0.0), parts)
    fixed = np.where(is_floored[:, None], 0.0, lifted).sum(axis=0)
    scaled = lifted.sum(axis=0) - fixed
    wanted = whole - fixed
    can_scale = (scaled > SMALLEST_SHARE * np.abs(wanted)) & (wanted >= 0)
    factor = np.where(can_scale, wanted / np.where(can_scale, scaled, 1.0), 0.0)
    result = np.where(is_floored[:, None], lifted * factor, lifted)
    gap = whole - result.sum(axis=0)
    takers = ~is_floored if (~is_floored).any() else np.ones(len(parts), dtype=bool)
    result[takers] += np.where(can_scale, 0.0, gap) / takers.sum()
    return np.asarray(result)
