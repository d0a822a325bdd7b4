"""From text to the canonical table: every row is loaded, held back with a reason, or skipped by a named rule."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.checking import MAIN_DATE, Problem, check_rows, check_scale, record_ids
from data.mapping.deductions import net_amounts
from data.mapping.documents import counted_once, product
from data.mapping.headers import header_key
from data.mapping.row_currency import note_contradictions, row_currencies
from data.mapping.statuses import check_stages
from data.mapping.texts import text_cells
from data.mapping.understanding import Understanding
from data.mapping.values import FINE, Bad, Cells, Style, convert_texts, with_commas
from data.reading.table import Notice, TextTable, told_apart
from domain.tables import Column, Kind, Table

HELD_COLUMNS = (
    *("line_no", "column_name", "value", "reason", "message", "suggestion"),
    *("record", "record_id", "record_line"),
)
WORD_LISTS = {
    ("deals", "stage"): "stage",
    ("invoices", "status"): "invoice_status",
    ("invoices", "kind"): "invoice_kind",
}


@dataclass(frozen=True)
class Converted:
    """The end of the road for one table; ``rows_in_file`` = good + held + skipped.

    ``good``: the canonical columns in declared order, a ``<column>_has_time`` flag for each timestamp, and
    ``source_line_no``, the line in the file (an invoice has a ``line_no`` of its own).
    ``held``: line_no, column_name (the file's header), value, reason, message, suggestion, record (JSON), and what
    tells the record from others where it has that: record_id and, for a line of an invoice, record_line.
    """

    good: pa.Table
    held: pa.Table
    rows_skipped: Mapping[str, int] = field(default_factory=dict)
    sums: Mapping[str, Decimal] = field(default_factory=dict)
    first_date: date | None = None
    last_date: date | None = None
    notices: tuple[Notice, ...] = ()


def convert(table: TextTable, understanding: Understanding, con: duckdb.DuckDBPyConnection) -> Converted:
    """Convert, check and sort out every row of ``table``.

    Raises:
        RefusedError: the answers are on a scale that is not NPS.
        QuestionError: most of the rows hold a stage that is not known.
    """
    skipped = dict(table.skipped)
    rows = _left_out(table, understanding, skipped)
    problems: dict[int, Problem] = {}
    typed: dict[str, pa.Array] = {}
    marks: pa.Array | None = None
    for column in understanding.table.columns:
        cells = _column(con, rows, table, column, understanding, problems, understanding.sources.get(column.name, ()))
        typed[column.name] = cells.values
        if column.kind is Kind.TIMESTAMP:
            typed[f"{column.name}_has_time"] = pc.fill_null(cells.extra, False)
        elif cells.extra is not None and (marks is None or column.name in ("amount", "annual_amount")):
            marks = cells.extra
    if "currency" in typed:
        note_contradictions(typed["currency"], marks, rows, understanding, table, problems)
        typed["currency"] = row_currencies(typed["currency"], marks, understanding)
    if understanding.entity == "invoices" and "amount" not in understanding.sources:
        typed["amount"] = product(typed["quantity"], typed["unit_price"])
    told: tuple[Notice, ...] = ()
    if understanding.less:
        money = understanding.table.column("amount")
        parts = {at: _column(con, rows, table, money, understanding, problems, [(at, "")]) for at in understanding.less}
        typed["amount"], told = net_amounts(typed, parts, table.columns, understanding.sources["amount"][0][0])
    if understanding.entity == "invoices" and "invoice_id" not in understanding.sources:
        lines = rows.column("line_no").cast(pa.string())
        typed["invoice_id"] = pc.binary_join_element_wise(table.name, lines, ":")
    check_stages(rows.num_rows, understanding, problems)
    whole = _ordered(understanding.table, typed, rows)
    checked = check_rows(con, whole, understanding.table, set(understanding.sources), problems)
    whole, notices = counted_once(con, whole, rows, checked, table.columns, understanding)
    for rule, n in checked.skipped.items():
        skipped[rule] = skipped.get(rule, 0) + n
    good = whole.filter(pa.array(checked.keep)) if not checked.keep.all() else whole
    check_scale(good, understanding.entity)
    held = _held(table, rows, understanding, checked.problems, whole)
    first, last = _span(good, understanding)
    return Converted(good, held, skipped, _sums(good), first, last, (*told, *notices))


def _left_out(table: TextTable, understanding: Understanding, skipped: dict[str, int]) -> pa.Table:
    """The rows without those that the export's own rules leave out (deleted, test answers)."""
    keep = np.ones(table.rows.num_rows, dtype=bool)
    for rule in understanding.leave_out:
        position = next(index for index, name in enumerate(table.columns) if header_key(name) == rule.key)
        values = pc.unique(table.texts(position)).to_pylist()
        wanted = [value for value in values if value.casefold() in rule.values]
        if wanted:
            out = pc.is_in(table.texts(position), value_set=pa.array(wanted, pa.string()))
            hit = out.to_numpy(zero_copy_only=False) & keep
            if hit.any():
                skipped[rule.rule] = skipped.get(rule.rule, 0) + int(hit.sum())
                keep &= ~hit
    rows = table.rows if keep.all() else table.rows.filter(pa.array(keep))
    return rows.combine_chunks()


def _column(
    con: duckdb.DuckDBPyConnection,
    rows: pa.Table,
    table: TextTable,
    column: Column,
    understanding: Understanding,
    problems: dict[int, Problem],
    held: Sequence[tuple[int, str]],
) -> Cells:
    """One canonical column from the headers that hold it, ``held``, the first that is filled counting."""
    result: Cells | None = None
    before: pa.Array | None = None
    for position, unit in held:
        texts = _one_array(rows.column(position))
        if before is not None:
            texts = pc.if_else(before, "", texts)
        is_mixed = position in table.written and understanding.marks.get(position) == ","
        told = with_commas(texts, rows["line_no"], table.written[position]) if is_mixed else texts
        cells = _convert_one(con, told, column, understanding, position, unit)
        if cells.bad:
            _note(problems, cells, table.columns[position], texts)
        filled = pc.not_equal(texts, "")
        before = filled if before is None else pc.or_(before, filled)
        result = cells if result is None else _joined(result, cells)
    if result is not None:
        return result
    n_rows = rows.num_rows
    empty = pa.nulls(n_rows, arrow_type(column))
    return Cells(
        empty, pa.array([], pa.int32()), extra=pa.nulls(n_rows, pa.bool_()) if column.kind is Kind.TIMESTAMP else None
    )


def _joined(first: Cells, second: Cells) -> Cells:
    extra = first.extra if second.extra is None else second.extra
    if first.extra is not None and second.extra is not None:
        is_flag = pa.types.is_boolean(first.extra.type)
        extra = pc.or_(first.extra, second.extra) if is_flag else pc.coalesce(first.extra, second.extra)
    return Cells(pc.coalesce(first.values, second.values), first.codes, extra=extra)


def _convert_one(
    con: duckdb.DuckDBPyConnection,
    texts: pa.Array,
    column: Column,
    understanding: Understanding,
    position: int,
    unit: str,
) -> Cells:
    words = WORD_LISTS.get((understanding.entity, column.name))
    if column.kind is Kind.TEXT and words is None and column.name != "currency":
        return text_cells(texts, column.name)
    style = Style(
        understanding.orders.get(position),
        understanding.marks.get(position, "."),
        understanding.zones.get(position, understanding.timezone),
        unit,
        dict(understanding.told_words.get(column.name, {})),
        understanding.units[position].power if position in understanding.units else 0,
    )
    return convert_texts(con, texts, column.kind, words or column.name, style)


def _note(problems: dict[int, Problem], cells: Cells, header: str, texts: pa.Array) -> None:
    """A problem for every row that holds an unreadable value; a row keeps its first."""
    wanted = pa.array(sorted(cells.bad), cells.codes.type)
    for index in pc.indices_nonzero(pc.is_in(cells.codes, value_set=wanted)).to_pylist():
        bad: Bad = cells.bad[cells.codes[index].as_py()]
        problems.setdefault(index, Problem(header, texts[index].as_py(), bad.reason, str(bad.message), bad.suggestion))


def arrow_type(column: Column) -> pa.DataType:
    """The Arrow type of a canonical column."""
    if column.name.endswith("_minutes"):
        return pa.float64()
    if column.kind is Kind.DECIMAL:
        precision, scale = {"decimal(28, 10)": (28, 10), "decimal(18, 6)": (18, 6)}.get(
            FINE.get(column.name, ""), (18, 2)
        )
        return pa.decimal128(precision, scale)
    return {
        Kind.TEXT: pa.string(),
        Kind.PERIOD: pa.string(),
        Kind.INTEGER: pa.int64(),
        Kind.RATIO: pa.float64(),
        Kind.DATE: pa.date32(),
        Kind.TIMESTAMP: pa.timestamp("us"),
        Kind.FLAG: pa.bool_(),
    }[column.kind]


def _ordered(table: Table, typed: Mapping[str, pa.Array], rows: pa.Table) -> pa.Table:
    names: list[str] = []
    arrays: list[pa.Array] = []
    for column in table.columns:
        names.append(column.name)
        arrays.append(_one_array(typed[column.name]).cast(arrow_type(column)))
    for column in table.columns:
        if column.kind is Kind.TIMESTAMP:
            names.append(f"{column.name}_has_time")
            arrays.append(typed[f"{column.name}_has_time"])
    return pa.table([*arrays, rows.column("line_no")], names=[*names, "source_line_no"])


def _one_array(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    if isinstance(column, pa.ChunkedArray):
        return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    return column


def _held(
    table: TextTable, rows: pa.Table, understanding: Understanding, problems: Mapping[int, Problem], whole: pa.Table
) -> pa.Table:
    """Everything held back, in the order of the file, with its original row."""
    lines: list[tuple[int, str, str, str, str, str, str, str | None, int | None]] = []
    for line in table.held:
        text = json.dumps([line.value], ensure_ascii=False)
        lines.append((line.line_no, "", line.value, line.reason, str(line.message), "", text, None, None))
    positions = sorted(problems)
    taken = rows.take(pa.array(positions, pa.int64())) if positions else rows.slice(0, 0)
    ids = record_ids(whole.take(pa.array(positions, pa.int64())), understanding.table, set(understanding.sources))
    header_of = {column: held[0][0] for column, held in understanding.sources.items()}
    names = told_apart(table.columns)
    for position, record, own in zip(positions, taken.to_pylist(), ids, strict=True):
        problem = problems[position]
        index = header_of.get(problem.column)
        header = table.columns[index] if index is not None else problem.column
        value = problem.value if problem.value or index is None else record[f"c{index}"]
        cells = {name: record[f"c{place}"] for place, name in enumerate(names)}
        text = json.dumps(cells, ensure_ascii=False)
        lines.append(
            (record["line_no"], header, value, problem.reason, problem.message, problem.suggestion, text, *own)
        )
    lines.sort(key=lambda line: line[0])
    kinds = [pa.int64(), *[pa.string()] * 7, pa.int64()]
    columns = list(zip(*lines, strict=True)) if lines else [()] * len(HELD_COLUMNS)
    arrays = [pa.array(list(column), kind) for column, kind in zip(columns, kinds, strict=True)]
    return pa.table(arrays, names=list(HELD_COLUMNS))


def _sums(good: pa.Table) -> dict[str, Decimal]:
    names = [name for name in ("amount", "annual_amount") if name in good.column_names]
    return {name: pc.sum(good.column(name)).as_py() or Decimal("0.00") for name in names}


def _span(good: pa.Table, understanding: Understanding) -> tuple[date | None, date | None]:
    """First and last day of the table's main date, in the file's zone."""
    name = MAIN_DATE.get(understanding.entity)
    if name is None or not good.num_rows:
        return None, None
    column = good.column(name)
    if pa.types.is_timestamp(column.type):
        local = pc.local_timestamp(pc.assume_timezone(column, "UTC").cast(pa.timestamp("us", understanding.timezone)))
        column = local.cast(pa.date32())
    ends = pc.min_max(column).as_py()
    return ends["min"], ends["max"]
