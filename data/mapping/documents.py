"""Totals of a whole document that are repeated on each of its lines: such a total counts once.

Point-of-sale and CRM exports write one row for each product and repeat the invoice's or the deal's total in all of
them. Added up as they stand they come to two or three times the revenue, and nothing looks odd.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from data.checking import Checked
from data.mapping.understanding import Understanding
from data.reading.table import Notice
from domain.errors import QuestionError
from domain.message import N_, Message

REPEATED_TOTAL = "repeated invoice total"
DOCUMENT_TOTAL = "I_DOCUMENT_TOTAL"
ASKED = "lines"
"""``--map "amount:lines=total"`` says that the amounts are documents' totals, ``=own`` that they are the lines'."""
TOTAL, OWN = "total", "own"

LARGEST_AMOUNT = Decimal(10) ** 16
"""More than an amount can be: such a product is none, and its row is held back."""

FEWEST_DOCUMENTS = 3
"""So many documents of several lines tell a rule from chance; sums that come out exactly tell it from one less."""
NEARLY_ALL = 0.95
SPLIT = ("product", "quantity", "unit_price", "line_no")
"""What is said of one line only: where a row stands for the whole document it is left blank unless all lines agree."""

DOCUMENTS = """
create or replace temp table document as
with line as (
    select
        invoice_id, amount, cast(quantity as double) * cast(unit_price as double) as product_of, position,
        hash(cells) as content
    from document_lines where invoice_id is not null and amount is not null
)
select
    list(position order by position) as positions,
    min(amount) = max(amount) and min(amount) <> 0 as is_same,
    bool_and(coalesce(abs(product_of - amount) <= 0.01 + 0.005 * abs(amount), false)) as is_own,
    count(product_of) = count(*)
        and coalesce(abs(sum(product_of) - min(amount)) <= 0.01 + 0.005 * abs(min(amount)), false) as is_sum
from line group by invoice_id having count(distinct content) > 1
"""
"""Of documents whose lines differ: the same row twice is no second line of an invoice.

Of two decimals with six places each the product has twelve, which leaves no room for a million.
"""


def counted_once(
    con: duckdb.DuckDBPyConnection,
    whole: pa.Table,
    cells: pa.Table,
    checked: Checked,
    columns: Sequence[str],
    understanding: Understanding,
) -> tuple[pa.Table, tuple[Notice, ...]]:
    """Leave out, in ``checked``, the rows that repeat what another says of their document; and say so.

    ``whole``: canonical rows of the file, ``cells`` what they were read from, ``columns`` its headers. Comes back with
    what belongs to one line only blanked in the rows that stand for a document.

    Raises:
        QuestionError: in nearly every invoice all lines show one amount, and nothing tells whose it is.
    """
    documents = dict(checked.whole)
    notices: tuple[Notice, ...] = ()
    if understanding.entity == "invoices" and "amount" in understanding.sources:
        header = columns[understanding.sources["amount"][0][0]]
        found = _repeated_totals(con, whole, cells, checked.keep, header, understanding)
        if found:
            again = [position for lines in found for position in lines[1:]]
            checked.skip(again, REPEATED_TOTAL)
            documents |= {lines[0]: lines for lines in found}
            text = N_(
                "“{header}” repeats the invoice's total on each of its lines: it counts once, {n} lines are left out."
            )
            notices = (Notice(DOCUMENT_TOTAL, Message(text, {"header": header, "n": len(again)})),)
        if found or understanding.is_document_total:
            _let_go_of_counted(whole, checked)
    return (_as_documents(whole, documents) if documents else whole), notices


def product(quantity: pa.Array, price: pa.Array) -> pa.Array:
    """The amount of each line, to the cent, where the file has none; null where a factor is."""
    exact = pc.round(pc.multiply(quantity, price), 2, round_mode="half_towards_infinity")
    fits = pc.less(pc.abs(exact), pa.scalar(LARGEST_AMOUNT, exact.type))
    return pc.if_else(fits, exact, pa.scalar(None, exact.type)).cast(pa.decimal128(18, 2), safe=False)


def _repeated_totals(
    con: duckdb.DuckDBPyConnection,
    rows: pa.Table,
    cells: pa.Table,
    kept: npt.NDArray[np.bool_],
    header: str,
    understanding: Understanding,
) -> list[list[int]]:
    """Of each invoice that repeats its total the lines; none where amounts are the lines' own."""
    said = understanding.told_words.get("amount", {}).get(ASKED)
    if said == OWN or "invoice_id" not in understanding.sources or _are_all_different(rows.column("invoice_id")):
        return []
    _gather(con, rows, cells, kept)
    seen, same, own, sums = con.execute(
        "select count(*), count(*) filter (is_same), count(*) filter (is_same and is_own),"
        " count(*) filter (is_same and is_sum) from document"
    ).fetchall()[0]
    if not same:
        return []
    if said != TOTAL and not understanding.is_document_total and not _are_totals(seen, same, own, sums, header):
        return []
    return [positions for (positions,) in con.execute("select positions from document where is_same").fetchall()]


def _let_go_of_counted(whole: pa.Table, checked: Checked) -> None:
    """A line that is held back is not needed where another line has told its invoice's total: put right, it would count
    that once more.
    """
    ids = whole.column("invoice_id")
    counts = pc.value_counts(ids.filter(pa.array(checked.keep)))
    counted = {count["values"] for count in counts.to_pylist() if count["counts"] == 1} - {None}
    for position in [place for place in checked.problems if ids[place].as_py() in counted]:
        del checked.problems[position]
        checked.skipped[REPEATED_TOTAL] = checked.skipped.get(REPEATED_TOTAL, 0) + 1


def _gather(con: duckdb.DuckDBPyConnection, rows: pa.Table, cells: pa.Table, kept: npt.NDArray[np.bool_]) -> None:
    """Create ``document``: a row for each invoice of several lines."""
    row = cells.drop_columns(["line_no"]).to_struct_array().combine_chunks()
    lines = rows.select(["invoice_id", "amount", "quantity", "unit_price"])
    lines = lines.append_column("position", pa.array(np.arange(rows.num_rows)))
    lines = lines.append_column("cells", row)
    con.register("document_lines", lines if kept.all() else lines.filter(pa.array(kept)))
    try:
        con.execute(DOCUMENTS)
    finally:
        con.unregister("document_lines")


def _are_totals(seen: int, same: int, own: int, sums: int, header: str) -> bool:
    """Whether quantities and prices say that the amounts are totals; of ``seen`` invoices ``same`` show one amount,
    in ``own`` of which it is that of each line and in ``sums`` that of all lines together.

    Raises:
        QuestionError: they say neither.
    """
    if same < NEARLY_ALL * seen or seen < FEWEST_DOCUMENTS - 1 or own > (1 - NEARLY_ALL) * same:
        return False
    if sums >= NEARLY_ALL * same:
        return True
    if seen < FEWEST_DOCUMENTS:
        return False
    raise QuestionError(
        "repeated_total",
        N_(
            "In {same} of {seen} invoices with several lines, every line shows the same “{header}”."
            " Is it the invoice's total or the line's own amount?"
        ),
        "--map",
        {f"amount:{ASKED}={TOTAL}": N_("the invoice's total"), f"amount:{ASKED}={OWN}": N_("the line's own amount")},
        same=same,
        seen=seen,
        header=header,
    )


def _as_documents(rows: pa.Table, whole: Mapping[int, Sequence[int]]) -> pa.Table:
    """The rows, with what belongs to one line only taken from those that stand for ``whole`` documents."""
    for name in (name for name in SPLIT if name in rows.column_names):
        column = rows.column(name)
        mixed = [first for first, lines in whole.items() if len(pc.unique(column.take(pa.array(lines)))) > 1]
        if not mixed:
            continue
        blank = np.zeros(rows.num_rows, dtype=bool)
        blank[mixed] = True
        kept = pc.if_else(pa.array(blank), pa.scalar(None, column.type), column)
        rows = rows.set_column(rows.schema.get_field_index(name), name, kept)
    return rows


def _are_all_different(ids: pa.ChunkedArray) -> bool:
    """Whether the invoice numbers rise from row to row: most exports of one row an invoice stand in that order."""
    if len(ids) < 2:
        return True
    return not ids.null_count and bool(pc.all(pc.less(ids.slice(0, len(ids) - 1), ids.slice(1))).as_py())
