"""A download that broke off ends in the middle of a line; a number cut there still looks like a number."""

from __future__ import annotations

import re

import pyarrow as pa

from data.reading.table import HeldLine
from domain.message import N_, Message

COMPARED = 2000
DECIMALS = re.compile(r"\d[.,](\d+)$", re.ASCII)


def hold_cut_line(rows: pa.Table, held: list[HeldLine], header: list[str]) -> pa.Table:
    """The rows without the last, where the file has no final line break and its last cell looks cut.

    The last cell looks cut when every other one in its column has the same number of decimals, or the same
    length and holds digits, and the last has fewer.
    """
    if rows.num_rows < 3:
        return rows
    column = rows.column(len(header) - 1)
    last = column[rows.num_rows - 1].as_py()
    before = column.slice(max(0, rows.num_rows - 1 - COMPARED), min(COMPARED, rows.num_rows - 1))
    others = [text for text in before.to_pylist() if text]
    if not others or not last or not _looks_cut(last, others):
        return rows
    held.append(
        HeldLine(
            rows.column("line_no")[rows.num_rows - 1].as_py(),
            "R_TRUNCATED",
            last,
            Message(N_("the file ends in the middle of this line")),
        )
    )
    return rows.slice(0, rows.num_rows - 1)


def _looks_cut(last: str, others: list[str]) -> bool:
    decimals = {len(found[1]) if (found := DECIMALS.search(text)) else 0 for text in others}
    if len(decimals) == 1 and 0 not in decimals:
        found = DECIMALS.search(last)
        return (len(found[1]) if found else 0) < next(iter(decimals))
    lengths = {len(text) for text in others}
    have_digits = all(any(letter.isdigit() for letter in text) for text in others)
    return len(lengths) == 1 and have_digits and len(others) > 2 and len(last) < next(iter(lengths))
