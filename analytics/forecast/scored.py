"""How a forecast did in its back-test: its error in units of last year's, and how often its band held what came."""

from __future__ import annotations

import numpy as np

from analytics.forecast.back_test import Batch, Pool, per_series
from analytics.forecast.rows import Flags, Floats

LEAST_ERROR = 1e-9
"""Of a series' mean: a history that repeats itself to so little has no error to divide by."""


def scaled_error(batch: Batch, expected: Floats, n: int) -> Floats:
    """MASE (n,) of forecasts (h, row): the mean absolute error over that of seasonal-naive within the history.

    Hyndman & Koehler 2006, "Another look at measures of forecast accuracy". nan without a back-test, and where the
    history repeats itself.
    """
    base = np.where(batch.year_error > LEAST_ERROR, batch.year_error, np.nan)
    return per_series(batch, np.abs(batch.truth - expected).mean(axis=0) / base, n)


def last_year_was_better(batch: Batch, expected: Floats, n: int) -> Flags:
    """The series (n,) that last year's values forecast with the lesser MASE than ``expected`` (h, row) has.

    A history that repeats itself has none: there the errors are compared in units of the series' mean.
    """
    mase, mase_naive = scaled_error(batch, expected, n), scaled_error(batch, batch.last_year, n)
    plain, plain_naive = (
        per_series(batch, np.abs(batch.truth - said).mean(axis=0), n) for said in (expected, batch.last_year)
    )
    return np.asarray(np.where(np.isfinite(mase), mase_naive < mase, plain_naive < plain - LEAST_ERROR))


def coverage(batch: Batch, expected: Floats, pooled: Pool, level: float, n: int) -> Floats:
    """The share (n,) of back-test steps that lay inside the band of ``level`` around forecasts (h, row).

    The band is the one that is drawn, but for one thing: no series' own errors are among those its band is learnt
    from, or it would be held against what it was made of. Parts of one company still share what befell all of them.
    nan without a back-test.
    """
    tail = (1 - level) / 2
    low, high = (quantile_of_others(pooled, share, n)[batch.series].T * batch.unit for share in (tail, 1 - tail))
    error = batch.truth - expected
    inside = (error >= low - LEAST_ERROR) & (error <= high + LEAST_ERROR)
    return per_series(batch, inside.mean(axis=0), n)


def quantile_of_others(pooled: Pool, share: float, n: int) -> Floats:
    """(n, h): for each series, the quantile of the errors that are not its own, as numpy's linear method has it.

    The pool is sorted once: the j-th of the others is so many places further on as own errors stand before it.
    """
    order = np.argsort(pooled.errors, axis=0)
    ranked = np.take_along_axis(pooled.errors, order, axis=0)
    owned = np.bincount(pooled.series[pooled.series >= 0], minlength=n)
    horizon = pooled.errors.shape[1]
    before = np.full((n, int(owned.max(initial=0)), horizon), len(ranked))
    for step in range(horizon):
        owner = pooled.series[order[:, step]]
        rank = np.flatnonzero(owner >= 0)
        by_owner = rank[np.argsort(owner[rank], kind="stable")]
        nth = np.arange(len(by_owner)) - np.repeat(np.cumsum(owned) - owned, owned)
        before[owner[by_owner], nth, step] = by_owner - nth
    place = share * (len(ranked) - owned - 1)
    below = place.astype(np.int64)
    part = (place - below)[:, None]
    low, high = (
        np.take_along_axis(ranked, at[:, None] + (before <= at[:, None, None]).sum(axis=1), axis=0)
        for at in (below, np.ceil(place).astype(np.int64))
    )
    return np.asarray((1 - part) * low + part * high)
