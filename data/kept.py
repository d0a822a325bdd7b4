"""Invoice lines in a snapshot, by far its most numerous rows: gathered where they lie, and written just once.

While a snapshot is built, ``loaded.invoice_line`` is a view of what was loaded before and of the new rows as they were
converted. ``data/schema/31_invoice_line.sql`` writes them, and puts views of that one table in its place.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.versions import ORDER_OF_LOADS, newest
from domain.tables import INVOICE_LINE

MOST_WORDS = 65_535
"""A column with more different values than these is stored as text: opening a snapshot reads all words of the others.
"""

STAGED_ROWS = "staged_rows_"
"""What the converted rows of a load are called while a snapshot is built, before its number."""

LOOKED_AT = 50_000
SHORT_DECIMAL = 18
"""Digits that fit into eight bytes."""

COUNTED = (
    *("invoice_id", "customer_id", "customer_name", "manager_id", "manager_email", "manager_name", "product"),
    *("currency", "status", "kind", "file_name", "sheet", "invoiced_on", "quantity", "unit_price", "line_no"),
)

WORDS = {
    "customer_id": "select customer_id from customer",
    "customer": "select customer from customer",
    "manager_id": "select manager_id from manager",
    "manager": "select manager from manager",
    "place": (
        "select team from manager union select region from manager union select region from customer"
        " union select segment from customer union select industry from customer"
    ),
    "product": ("select product from current_invoice_line union select target_name from alias where kind = 'product'"),
    "word": (
        "select currency from current_invoice_line union select status from current_invoice_line"
        " union select kind from current_invoice_line"
    ),
    "file_name": "select distinct file_name from current_invoice_line",
    "sheet": "select distinct sheet from current_invoice_line",
}
"""The kinds of word that lines are told in, by the name of their type in the schema ``kept``: a line holds a number."""


def repeated(text: str | None, n_rows: int) -> pa.Array:
    """A column that says the same in every row, held once."""
    if text is None:
        return pa.nulls(n_rows, pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(n_rows, np.int8)), pa.array([text], pa.string()))


def gather_lines(
    connection: duckdb.DuckDBPyConnection,
    columns: Sequence[tuple[str, str]],
    parts: Sequence[str],
    *,
    is_by_day: bool = False,
) -> None:
    """Let ``loaded.invoice_line`` be the rows of ``parts``: queries that give some of its columns each.

    ``columns``: name and SQL type of all of them, in their order. ``is_by_day``: the rows stand by day already.
    """
    nothing = ", ".join(f'cast(null as {kind}) as "{name}"' for name, kind in columns)
    names = ", ".join(f'cast("{name}" as {kind}) as "{name}"' for name, kind in columns)
    rows = " union all by name ".join([f"(select {nothing} limit 0)", *parts])
    _forget_lines(connection)
    connection.execute(f"create view loaded.invoice_line as select {names} from ({rows})")
    connection.execute("drop view if exists line_in_order")
    if is_by_day:
        connection.execute("create temp view line_in_order as select * from loaded.invoice_line")


def by_day(rows: pa.Table) -> pa.Table:
    """The rows by day, in as little memory as they take.

    Days are what nearly every query picks its rows by: in their order it reads only the part that it needs.
    """
    days = pc.fill_null(rows["invoiced_on"].cast(pa.int32()), 0).to_numpy()
    order: pa.Array | None = None
    if len(days) > 1 and not (days[1:] >= days[:-1]).all():
        first = int(days.min())
        is_narrow = int(days.max()) - first < 1 << 16  # such numbers are sorted by counting them
        order = pa.array(np.argsort((days - first).astype(np.uint16) if is_narrow else days, kind="stable"))
    names, columns, taken = rows.column_names, rows.columns, []
    del rows
    while columns:  # a column at a time, so that the rows never all stand in memory twice
        column = _narrow(columns.pop(0).combine_chunks())
        taken.append(column if order is None else column.take(order))
    return pa.table(taken, names=names)


def _narrow(column: pa.Array) -> pa.Array:
    """Text of which little is different as numbers and a list of the different ones; decimals in half the space."""
    if pa.types.is_decimal128(column.type) and column.type.precision <= SHORT_DECIMAL:
        return column.cast(pa.decimal64(column.type.precision, column.type.scale))
    some = column.slice(0, LOOKED_AT)
    if not pa.types.is_string(column.type) or column.null_count == len(column):
        return column
    if 2 * pc.count_distinct(some).as_py() > len(some):
        return column
    return pc.dictionary_encode(column)


def _forget_lines(connection: duckdb.DuckDBPyConnection) -> None:
    kind = connection.execute(
        "select table_type from information_schema.tables where table_schema = 'loaded'"
        " and table_name = 'invoice_line' and table_catalog = current_database()"
    ).fetchall()
    if kind:
        connection.execute(f"drop {'view' if kind[0][0] == 'VIEW' else 'table'} loaded.invoice_line")


def tell_current_lines(connection: duckdb.DuckDBPyConnection, *, are_versions: bool) -> None:
    """Create ``current_invoice_line`` and, with the same rows by day, ``line_in_order``.

    Older versions of their records go to ``kept.replaced_invoice_line``. ``are_versions``: several loads hold lines, so
    that one may replace another's.
    """
    is_table = connection.execute(
        "select count(*) from duckdb_tables() where schema_name = 'loaded' and table_name = 'invoice_line'"
        " and database_name = current_database()"
    ).fetchall()[0][0]
    if is_table:
        connection.execute("alter table loaded.invoice_line rename to given_invoice_line")
        connection.execute("create view loaded.invoice_line as select * from loaded.given_invoice_line")
    ordered = "temp view line_in_order as select * from current_invoice_line order by invoiced_on"
    if not are_versions:
        connection.execute("create temp view current_invoice_line as select * from loaded.invoice_line")
        connection.execute("create table kept.replaced_invoice_line as select * from loaded.invoice_line limit 0")
        connection.execute(f"create {ordered.replace('view', 'view if not exists', 1)}")
        return
    connection.execute(
        f"create temp table told_invoice_line as select told.*, coalesce({newest(INVOICE_LINE)}, false) as is_newest"
        f" from loaded.invoice_line told join ({ORDER_OF_LOADS}) load_order on load_order.load_id = told.load_id"
    )
    connection.execute(
        "create temp view current_invoice_line as select * exclude (is_newest) from told_invoice_line where is_newest"
    )
    connection.execute(
        "create table kept.replaced_invoice_line as"
        " select * exclude (is_newest) from told_invoice_line where not is_newest"
    )
    connection.execute(f"create or replace {ordered}")


def release_lines(connection: duckdb.DuckDBPyConnection) -> None:
    """Let go of the rows as they were converted, now that they are written: what is built next needs their memory.

    Ends a transaction and begins another: an open one holds on to whatever it has read.
    """
    held = connection.execute(f"select view_name from duckdb_views() where view_name like '{STAGED_ROWS}%'").fetchall()
    for (name,) in held:
        connection.unregister(name)
    connection.execute("commit")
    connection.execute("begin")
    pa.default_memory_pool().release_unused()


def line_counts(connection: duckdb.DuckDBPyConnection) -> tuple[object, ...]:
    """How many lines are loaded, how many of them fill each column, and the sum of their amounts.

    The same before lines are written and after, or something was lost on the way.
    """
    columns = ", ".join(f'count("{name}")' for name in COUNTED)
    found = connection.execute(f"select count(*), {columns}, sum(amount) from loaded.invoice_line").fetchall()
    return tuple(found[0])


def create_word_kinds(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the type of each kind of word: an enumeration, or text where there are too many."""
    for name, query in WORDS.items():
        connection.execute(
            f"create temp table kept_word as select distinct word from ({query}) told(word) where word is not null"
        )
        n_words = connection.execute("select count(*) from kept_word").fetchall()[0][0]
        words = "select word from kept_word order by word" if n_words else "select ''"
        kind = f"enum ({words})" if n_words <= MOST_WORDS else "varchar"
        connection.execute(f"create type kept.{name} as {kind}")
        connection.execute("drop table kept_word")
