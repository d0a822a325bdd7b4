"""A second table below the first, with a header of its own: its lines are no rows of the first."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pyarrow as pa

from data.reading.layout import is_value
from data.reading.table import HeldLine
from domain.message import N_, Message

MOST_GAPS = 200
"""A file with more gaps between its lines has them everywhere, and they part nothing."""

ROWS_ABOVE = 20
FEWEST_VALUES = 2


def hold_second_table(rows: pa.Table, held: list[HeldLine]) -> pa.Table:
    """The rows above a line that can only be another table's header; that line and those below it are held.

    Such a line stands behind a gap, holds no value at all, and names two columns or more that hold nothing but values
    above it.
    """
    lines = rows.column("line_no").to_numpy()
    gaps = np.flatnonzero(np.diff(lines) > 1) + 1
    if not len(gaps) or len(gaps) > MOST_GAPS:
        return rows
    start = next((position for position in gaps.tolist() if _is_header(rows, position)), None)
    if start is None:
        return rows
    message = Message(N_("a line of another table, which begins in line {line}"), {"line": int(lines[start])})
    for row in rows.slice(start).to_pylist():
        line_no = row.pop("line_no")
        text = ",".join(row.values())
        held.append(HeldLine(line_no, "R_OTHER_TABLE", text[:2000], message))
    return rows.slice(0, start)


def _is_header(rows: pa.Table, position: int) -> bool:
    cells = [column[position].as_py() for column in rows.columns[:-1]]
    names = [cell for cell in cells if cell]
    if len(names) < FEWEST_VALUES or any(is_value(name) for name in names) or _stand_twice(names):
        return False
    above = rows.slice(max(0, position - ROWS_ABOVE), min(position, ROWS_ABOVE))
    columns = [above.column(index).to_pylist() for index, cell in enumerate(cells) if cell]
    filled = [[cell for cell in column if cell] for column in columns]
    return sum(1 for column in filled if column and all(is_value(cell) for cell in column)) >= FEWEST_VALUES


def _stand_twice(names: list[str]) -> bool:
    return any(one == other for one, other in pairwise(sorted(names)))
