"""Cells that were merged over several rows: the file keeps their value in the first row alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.reading.cells import NUMBER, Kinds

Range = tuple[tuple[int, int], tuple[int, int]]
"""First and last (row, column) of merged cells, from 0."""


def fill_down(body: list[pa.Array], kinds: Sequence[Kinds], ranges: Iterable[Range], first: int) -> int:
    """Put the text or date of merged cells into every filled row that they cover; how many merges there are.

    ``body``: the columns below the header, changed in place, ``first`` the sheet's row of their first cell. A number
    stays in its first row alone: in each of them it would count several times.
    """
    tall = [each for each in ranges if each[0][0] >= first and each[1][0] > each[0][0] and each[0][1] < len(kinds)]
    if not tall:
        return 0
    is_filled = np.zeros(len(body[0]), dtype=bool)
    for column in body:
        is_filled |= pc.binary_length(column).to_numpy(zero_copy_only=False) > 0
    texts: dict[int, list[str]] = {}
    for (top, left), (bottom, _) in tall:
        start, end = top - first, min(bottom - first, len(body[0]) - 1)
        if start > end or kinds[left][start] == NUMBER:
            continue
        column = texts.setdefault(left, body[left].to_pylist())
        for row in range(start + 1, end + 1):
            if is_filled[row] and not column[row]:
                column[row] = column[start]
                kinds[left][row] = kinds[left][start]
    for left, column in texts.items():
        body[left] = pa.array(column, pa.string())
    return len(tall)
