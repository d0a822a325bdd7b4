"""Reports that name the customer once, in a line of its own above the rows: the name put beside each row."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pyarrow as pa

from data.reading.table import TextTable

CUSTOMER_LINE = re.compile(r"^(?P<label>tên khách hàng|khách hàng|customer name)\s*:\s*(?P<name>\S.*)$", re.IGNORECASE)


def with_group_column(table: TextTable) -> TextTable:
    """The table with a column for the customer that its group lines name; unchanged where there are none.

    Rows above the first such line have ``""`` there.
    """
    found = [(line, CUSTOMER_LINE.match(text)) for line, text in table.groups]
    named = [(line, match) for line, match in found if match]
    if not named or any(name.casefold() == named[0][1]["label"].casefold() for name in table.columns):
        return table
    starts = np.array([line for line, _ in named])
    names = ["", *(match["name"].strip() for _, match in named)]
    lines = table.rows.column("line_no").to_numpy()
    values = pa.array([names[index] for index in np.searchsorted(starts, lines).tolist()], pa.string())
    rows = table.rows.add_column(len(table.columns), f"c{len(table.columns)}", values)
    stored = (*table.stored, frozenset({"text"})) if table.stored else ()
    return replace(table, columns=(*table.columns, named[0][1]["label"]), rows=rows, stored=stored)
