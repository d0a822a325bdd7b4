"""Series of unequal length as one matrix, so that every method runs over all of them at once.

A matrix is (time, row), each series starts at time 0, rows are sorted from the longest to the shortest: at time t the
rows that still have a value are the first ``active[t]``, a slice and no mask.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Rows:
    """Values (time, row), nan after the end of each row; lengths (row,), never increasing."""

    values: Floats
    lengths: Integers

    @property
    def active(self) -> Integers:
        """How many rows have a value at each time, (time,)."""
        return np.asarray((self.lengths[None, :] > np.arange(len(self.values))[:, None]).sum(axis=1), dtype=np.int64)

    def mapped(self, values: Floats) -> Rows:
        """The same rows with other values of the same shape."""
        return Rows(values, self.lengths)


def blocks(rows: Rows, size: int, season: int) -> Rows:
    """Sums of ``size`` neighbouring values; years are counted back from the end of each row, the rest is dropped."""
    years = rows.lengths // season
    start = rows.lengths - years * season
    n_times = int(years.max(initial=0)) * season
    time = np.minimum(np.arange(n_times)[:, None] + start[None, :], len(rows.values) - 1)
    values = np.take_along_axis(rows.values, time, axis=0)
    values[np.arange(n_times)[:, None] >= (years * season)[None, :]] = np.nan
    return Rows(values.reshape(n_times // size, size, -1).sum(axis=1), years * (season // size))
