"""Rolling origins: each series is forecast from earlier days too, and the errors of all series are pooled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.forecast.members import ensemble, naive, without_season
from analytics.forecast.rows import Flags, Floats, Integers, Rows
from analytics.forecast.rules import Fit

FEWEST_ORIGINS = 2
MOST_ORIGINS = 12
TRAJECTORIES_WANTED = 1_000
YEARS_OF_ORIGINS = 3
"""So many years the origins are spread over: errors of neighbouring quarters are nearly the same errors."""
FEWEST_YEARS = 3
FEWEST_YEARS_AT_ALL = 2
"""An origin has so many years before it: with fewer than three, the ensemble has hardly a season to learn, and only
series that would have a single test or none are tested there. Their spread is learnt there only if there is no other
origin: errors after so short a history are larger than today's will be."""
THEORY = 100
"""A smaller pool is filled up to so many trajectories with those of theory."""
THEORY_LEVEL = 0.4
"""The share of a surprise that stays in the level: simple smoothing's, as a random walk seen through noise."""
THEORY_SIZE = 0.8
NAIVE_WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0)
NAIVE_GAIN = 0.01
"""Seasonal-naive is mixed in only where that lowers the pooled error by more than this share."""
NAIVE_ORIGINS = 4
NAIVE_MARGIN = 0.7
"""A series is forecast as last year alone where that had less than this share of the error, at every one of at least
``NAIVE_ORIGINS`` origins better. Lesser wins are luck more often than not: docs/adr/0007-forecast.md."""


@dataclass(frozen=True)
class Batch:
    """Series and their back-test origins as rows, each in units of its own mean.

    Attributes:
        rows: the values up to each origin.
        series: which series a row is of.
        is_now: whether the row is the whole series.
        is_pooled: whether the row's errors are among those that the spread is learnt from.
        scale: the mean that each row was divided by.
        truth: (h, row) what came, in the row's unit; nan for the whole series.
        expected: (h, row) without seasonal-naive mixed in.
        last_year: (h, row) seasonal-naive.
        unit: (row,) the size of the errors in the history, geometric mean of the ensemble's and seasonal-naive's.
        year_error: (row,) mean absolute seasonal-naive error in the history: what MASE divides by.
    """

    rows: Rows
    series: Integers
    is_now: Flags
    is_pooled: Flags
    scale: Floats
    truth: Floats
    expected: Floats
    last_year: Floats
    unit: Floats
    year_error: Floats

    def mixed(self, weight: Floats) -> Floats:
        """Forecasts (h, row) with a share ``weight`` (row,) of seasonal-naive."""
        return np.asarray((1 - weight) * self.expected + weight * self.last_year)


def batch_of(fits: Sequence[Fit], usable: Sequence[int], season: int, horizon: int) -> Batch:
    """Forecast the usable series from today and from their back-test origins."""
    wanted = -(-TRAJECTORIES_WANTED // max(1, len(usable)))
    n_origins = int(np.clip(wanted, FEWEST_ORIGINS, MOST_ORIGINS))
    stride = int(np.clip(YEARS_OF_ORIGINS * season // n_origins, max(1, season // 4), season))
    found = [(len(fits[k].values), k, 0) for k in usable]
    for k in usable:
        last = len(fits[k].values) - horizon
        is_long = last - (FEWEST_ORIGINS - 1) * stride >= FEWEST_YEARS * season
        fewest = season * (FEWEST_YEARS if is_long else FEWEST_YEARS_AT_ALL)
        found += [(last - j * stride, k, j + 1) for j in range(n_origins) if last - j * stride >= fewest]
    found.sort(key=lambda item: -item[0])
    lengths, series, origin = (np.array(part, dtype=np.int64) for part in zip(*found, strict=True))
    values = np.full((int(lengths[0]), len(found)), np.nan)
    truth = np.full((horizon, len(found)), np.nan)
    for column, (length, k, _) in enumerate(found):
        values[:length, column] = fits[k].values[:length]
        after = fits[k].values[length : length + horizon]
        truth[: len(after), column] = after
    scale = np.nanmean(np.abs(values), axis=0)
    scale[scale <= 0] = 1.0
    rows = Rows(values / scale, lengths)
    is_young = np.array([len(fits[k].values) - horizon < FEWEST_YEARS * season for k in series])
    is_pooled = (origin > 0) & (is_young | (lengths >= FEWEST_YEARS * season))
    expected, size = _expected(rows, np.array([fits[k].is_seasonal for k in series]), season, horizon, origin)
    year_error = _year_error(rows, season)
    size = size * np.sqrt(lengths / np.maximum(lengths - 4, 1))
    unit = np.where(np.isfinite(year_error), np.sqrt(size * np.nan_to_num(year_error)), 1.4 * size)
    unit[unit < 1e-7] = 0.0
    return Batch(
        rows,
        series,
        origin == 0,
        is_pooled,
        scale,
        truth / scale,
        expected,
        naive(rows, season, horizon),
        unit,
        year_error,
    )


def naive_weight(batch: Batch, is_mixed: Flags) -> float:
    """The one share of seasonal-naive that lowers the pooled scaled error of the rows it is mixed into, (row,).

    0 unless it is worth it.
    """
    tested = np.flatnonzero(~batch.is_now & is_mixed & (batch.year_error > 1e-9))
    if not len(tested):
        return 0.0
    errors = [
        float(
            np.mean(
                np.abs(batch.truth - batch.mixed(np.full(len(batch.series), weight)))[:, tested]
                / batch.year_error[tested]
            )
        )
        for weight in NAIVE_WEIGHTS
    ]
    best = int(np.argmin(errors))
    return NAIVE_WEIGHTS[best] if errors[best] < (1 - NAIVE_GAIN) * errors[0] else 0.0


def won_by_naive(batch: Batch, expected: Floats, n: int) -> Flags:
    """The series (n,) that last year's values forecast clearly and always better than ``expected`` (h, row) did."""
    error = np.abs(batch.truth - expected).mean(axis=0)
    error_naive = np.abs(batch.truth - batch.last_year).mean(axis=0)
    n_origins = np.bincount(batch.series[~batch.is_now], minlength=n)
    is_clear = per_series(batch, error_naive, n) < NAIVE_MARGIN * per_series(batch, error, n)
    is_always = per_series(batch, (error_naive < error).astype(np.float64), n) == 1.0
    return np.asarray((n_origins >= NAIVE_ORIGINS) & is_clear & is_always)


@dataclass(frozen=True)
class Pool:
    """Whole error trajectories (trajectory, h) in units of each row's error size; ``series``: whose, -1 of theory."""

    errors: Floats
    series: Integers


def pool(batch: Batch, expected: Floats, generator: np.random.Generator) -> Pool:
    """What the spread is learnt from: the errors of every row of the back-test; theory where there are few."""
    tested = batch.is_pooled & (batch.unit > 0)
    seen = ((batch.truth - expected)[:, tested] / batch.unit[tested]).T
    missing = max(0, THEORY - len(seen))
    if not missing:
        return Pool(np.asarray(seen), batch.series[tested])
    surprise = generator.standard_t(8, (missing, len(expected)))
    stayed = np.cumsum(surprise, axis=1) - surprise
    errors = np.concatenate([seen, THEORY_SIZE * (surprise + THEORY_LEVEL * stayed)])
    return Pool(errors, np.concatenate([batch.series[tested], np.full(missing, -1)]))


def per_series(batch: Batch, measure: Floats, n: int) -> Floats:
    """Mean of a measure (row,) over each series' back-test origins, (n,); nan where there is none."""
    counted = ~batch.is_now & np.isfinite(measure)
    owner = batch.series[counted]
    count = np.bincount(owner, minlength=n)
    total = np.bincount(owner, measure[counted], n)
    return np.asarray(np.where(count > 0, total / np.maximum(count, 1), np.nan))


def _expected(rows: Rows, is_seasonal: Flags, season: int, horizon: int, origin: Integers) -> tuple[Floats, Floats]:
    expected, size = np.empty((horizon, len(is_seasonal))), np.empty(len(is_seasonal))
    for wanted in (True, False):
        columns = np.flatnonzero(is_seasonal == wanted)
        if len(columns):
            lengths = rows.lengths[columns]
            part = Rows(rows.values[: lengths[0], columns], lengths)
            expected[:, columns], size[columns] = (
                ensemble(part, season, horizon, origin[columns]) if wanted else without_season(part, season, horizon)
            )
    return expected, size


def _year_error(rows: Rows, season: int) -> Floats:
    if len(rows.values) <= season:
        return np.full(len(rows.lengths), np.nan)
    total = np.nansum(np.abs(rows.values[season:] - rows.values[:-season]), axis=0)
    return np.asarray(np.where(rows.lengths > season, total / np.maximum(rows.lengths - season, 1), np.nan))
