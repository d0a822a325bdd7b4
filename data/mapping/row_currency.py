"""The currency of each row: its own column, the sign in its amount, or what was said of the whole file."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from data.checking import Problem
from data.mapping.numbers import currency_of
from data.mapping.understanding import Understanding
from data.reading.table import TextTable
from domain.message import N_


def row_currencies(own: pa.Array, marks: pa.Array | None, understanding: Understanding) -> pa.Array:
    """The row's currency: its own column, else the sign in its amount, else what was said."""
    result = own if marks is None else pc.coalesce(own, marks)
    if understanding.currency:
        said = currency_of(understanding.currency) or understanding.currency.upper()
        result = pc.fill_null(result, said)
    return result


def note_contradictions(
    own: pa.Array,
    marks: pa.Array | None,
    rows: pa.Table,
    understanding: Understanding,
    table: TextTable,
    problems: dict[int, Problem],
) -> None:
    """A problem for every row whose amount shows another currency than its own column names."""
    if marks is None or "currency" not in understanding.sources:
        return
    position = understanding.sources["currency"][0][0]
    differ = pc.fill_null(pc.not_equal(own, marks), False)
    for index in pc.indices_nonzero(differ).to_pylist():
        text = N_("another currency than the amount itself shows")
        value = rows.column(position)[index].as_py()
        problems.setdefault(index, Problem(table.columns[position], value, "R_CURRENCY", text))
