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
Flags = NDArray[np.bool_]


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

    def part(self, columns: slice) -> Rows:
        """Some of the rows, without the times that none of them reaches."""
        lengths = self.lengths[columns]
        return Rows(self.values[: lengths.max(initial=0), columns], lengths)
