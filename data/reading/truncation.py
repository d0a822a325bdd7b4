"""A download that broke off ends in the middle of a line; a number cut there still looks like a number."""

from __future__ import annotations

import re

import pyarrow as pa

from data.reading.table import HeldLine, Notice
from domain.message import N_, Message

COMPARED = 2000
DECIMALS = re.compile(r"\d[.,](\d+)$", re.ASCII)

LAST_CELL = N_("The file ends without a line break after “{value}”: if its download broke off, that cell is cut short.")


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


def may_be_cut(rows: pa.Table, header: list[str]) -> str:
    """The last cell of a file without a final line break, where nothing shows that it is whole; else ``""``."""
    if rows.num_rows < 2:
        return ""
    column = rows.column(len(header) - 1)
    last = column[rows.num_rows - 1].as_py()
    others = column.slice(max(0, rows.num_rows - 1 - COMPARED), min(COMPARED, rows.num_rows - 1)).to_pylist()
    # three digits may be a group of thousands, and the groups behind it lost
    ends = {len(found[1]) if (found := DECIMALS.search(text)) else 0 for text in [*others, last] if text}
    is_like_others = last in others or len({len(text) for text in [*others, last]}) == 1
    return "" if is_like_others or (len(ends) == 1 and not ends & {0, 3}) else last


def _looks_cut(last: str, others: list[str]) -> bool:
    decimals = {len(found[1]) if (found := DECIMALS.search(text)) else 0 for text in others}
    if len(decimals) == 1 and 0 not in decimals:
        found = DECIMALS.search(last)
        return (len(found[1]) if found else 0) < next(iter(decimals))
    lengths = {len(text) for text in others}
    have_digits = all(any(letter.isdigit() for letter in text) for text in others)
    return len(lengths) == 1 and have_digits and len(others) > 2 and len(last) < next(iter(lengths))


def notice_of_end(rows: pa.Table, header: list[str]) -> tuple[Notice, ...]:
    """What to tell of a file without a final line break, where nothing shows that its last cell is whole."""
    last = may_be_cut(rows, header)
    return (Notice("W_NO_LAST_BREAK", Message(LAST_CELL, {"value": last[:40]})),) if last else ()
