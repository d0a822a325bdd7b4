"""Columns of text: kept as they are, but for what a spreadsheet writes where a formula failed."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from data.mapping.values import Bad, Cells
from data.mapping.words import nothing_in
from domain.message import N_, Message

FAILED = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA")
"""What stands in the cell of a formula that failed: as an id or a name it would make one record of many."""


def text_cells(texts: pa.Array, name: str) -> Cells:
    """A column of text, cells that say nothing null; in ids, names and e-mail addresses failed formulas are bad."""
    blank = pc.is_in(texts, value_set=pa.array(nothing_in(name), pa.string()))
    values = pc.if_else(blank, pa.scalar(None, pa.string()), texts) if pc.any(blank).as_py() else texts
    if name == "manager_email":
        values = pc.utf8_lower(values)
    bad: dict[int, Bad] = {}
    codes = pa.array([], pa.int32())
    if name.endswith(("_id", "_name", "_email")) and pc.any(pc.starts_with(texts, "#")).as_py():
        has_failed = pc.is_in(texts, value_set=pa.array(FAILED, pa.string()))
        if pc.any(has_failed).as_py():
            codes = has_failed.cast(pa.int32())
            bad[1] = Bad(
                "R_FAILED_FORMULA", Message(N_("a formula that failed: what it should have found is not known"))
            )
    return Cells(values, codes, bad)
