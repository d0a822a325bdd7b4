"""A list of purchases without a header line, known by what its columns hold."""

from __future__ import annotations

import re
from collections.abc import Sequence

from data.mapping.dates import read_moment

WIDTH = 4
FEWEST_ROWS = 20
NAMES = {"customer": "customer_id", "day": "date", "quantity": "quantity", "amount": "amount"}
"""General names for what was found: the headers that the file lacks."""

DAY = re.compile(r"^(?:(?:19|20)\d{6}|\d{4}-\d{2}-\d{2})$", re.ASCII)
MONEY = re.compile(r"^-?\d+\.\d{2}$", re.ASCII)
COUNT = re.compile(r"^\d{1,3}$", re.ASCII)
CODE = re.compile(r"^(?=.*\d)[A-Za-z0-9-]{3,}$", re.ASCII)


def purchase_header(rows: Sequence[Sequence[str]]) -> list[str] | None:
    """Names for the columns of rows that are purchases and nothing else; None where anything is open.

    Four columns, each of which can be only one thing in every row: a day with the year first, an amount with two
    decimals, a small whole number, and a code that comes again (who bought).
    """
    filled = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if len(filled) < FEWEST_ROWS or any(len(row) != WIDTH for row in filled):
        return None
    columns = list(zip(*filled, strict=True))
    names: list[str] = []
    for column in columns:
        kinds = _kinds(column)
        if len(kinds) != 1:
            return None
        names.append(NAMES[kinds[0]])
    return names if len(set(names)) == WIDTH else None


def _kinds(column: Sequence[str]) -> list[str]:
    """What the column can be. A day, an amount or a number is no code."""
    if all(DAY.match(cell) and read_moment(cell, "ymd") for cell in column):
        return ["day"]
    if all(MONEY.match(cell) for cell in column):
        return ["amount"]
    lengths = {len(cell) for cell in column}
    is_code = all(CODE.match(cell) for cell in column) and len(lengths) == 1 and 1 < len(set(column)) < len(column)
    is_count = all(COUNT.match(cell) for cell in column) and not all(cell.startswith("0") for cell in column)
    return [kind for kind, is_it in (("customer", is_code), ("quantity", is_count)) if is_it]
