"""Lines with a single filled cell among rows that have several: headings of groups, remarks, the end of a report."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.reading.table import HeldLine
from domain.message import N_, Message

FEWEST_COLUMNS = 3
FEWEST_ROWS = 3
LARGEST_SHARE = 0.25
"""Where more lines than this have one cell, they may be records of which little is known."""

LONELY = Message(N_("one filled cell, unlike the rows around it: a heading or a remark; a record has more"))


def hold_lonely(rows: pa.Table, held: list[HeldLine]) -> pa.Table:
    """The rows without lines of one cell, where all others fill two columns at least; those lines are held.

    At the end of the file such lines are held however many they are.
    """
    if rows.num_columns <= FEWEST_COLUMNS:
        return rows
    filled = np.array([pc.binary_length(column).to_numpy() > 0 for column in rows.columns[:-1]], dtype=bool)
    n_filled = filled.sum(axis=0)
    is_lonely = n_filled == 1
    if not is_lonely.any() or (~is_lonely).sum() < FEWEST_ROWS:
        return rows
    n_always = int(filled[:, ~is_lonely].all(axis=1).sum())
    if n_always < 2:
        return rows
    if is_lonely.sum() > LARGEST_SHARE * rows.num_rows:
        last = int(np.flatnonzero(~is_lonely)[-1])
        is_lonely[:last] = False
    for row in rows.filter(pa.array(is_lonely)).to_pylist():
        line_no = row.pop("line_no")
        held.append(HeldLine(line_no, "R_ONE_CELL", next(cell for cell in row.values() if cell)[:2000], LONELY))
    return rows.filter(pa.array(~is_lonely))
