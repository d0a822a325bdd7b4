"""What looks wrong once the rows are read: nothing in them proves it, so they load, and a person is told."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from data.checking import FEWEST_FOR_SCALE
from data.mapping.understanding import Understanding
from data.mapping.words import meanings, word_key
from data.reading.table import Notice, TextTable
from domain.message import N_, Message

FEWEST_ANSWERS = 5
LARGEST_OF_FIVE = 5
ROWS_LOOKED_AT = 20_000
MOST_KINDS = 30


def suspicions(table: TextTable, understanding: Understanding, good: pa.Table) -> tuple[Notice, ...]:
    """Notices on the canonical rows that load: a scale that may be none of NPS, payments among invoices."""
    if not good.num_rows:
        return ()
    if understanding.entity == "surveys":
        return _short_scale(good)
    if understanding.entity == "invoices":
        return _other_documents(table, understanding, good)
    return ()


def _short_scale(good: pa.Table) -> tuple[Notice, ...]:
    scores = good["score"].drop_null()
    if not FEWEST_ANSWERS <= len(scores) < FEWEST_FOR_SCALE or pc.max(scores).as_py() > LARGEST_OF_FIVE:
        return ()
    text = N_("None of the {n} scores is above {high}: NPS is asked from 0 to 10, satisfaction often from 1 to 5.")
    return (Notice("W_SCALE", Message(text, {"n": len(scores), "high": pc.max(scores).as_py()})),)


def _other_documents(table: TextTable, understanding: Understanding, good: pa.Table) -> tuple[Notice, ...]:
    """Rows above nought that a column which is not used calls a payment, a refund or the like."""
    used = {position for held in understanding.sources.values() for position, _ in held}
    words = meanings("other_document")
    for position in (place for place in range(len(table.columns)) if place not in used):
        kinds = pc.unique(table.texts(position).slice(0, ROWS_LOOKED_AT)).to_pylist()
        other = [kind for kind in kinds if word_key(kind) in words] if len(kinds) <= MOST_KINDS else []
        if not other:
            continue
        lines = table.rows["line_no"].filter(pc.is_in(table.texts(position), value_set=pa.array(other, pa.string())))
        is_other = pc.and_(
            pc.is_in(good["source_line_no"], value_set=lines.combine_chunks()),
            pc.greater(good["amount"], pa.scalar(Decimal(0))),
        )
        rows = good.filter(is_other)
        if rows.num_rows:
            text = N_("“{header}” calls {n} rows {kinds}: their {amount} count as revenue, for they are above nought.")
            values = {
                "header": table.columns[position],
                "n": rows.num_rows,
                "kinds": ", ".join(f"“{kind}”" for kind in other),
                "amount": pc.sum(rows["amount"]).as_py(),
            }
            return (Notice("W_OTHER_DOCUMENTS", Message(text, values)),)
    return ()
