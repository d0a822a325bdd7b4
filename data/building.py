"""From loaded rows to a finished snapshot: everything a query may read is derived here, in SQL, in one pass."""

from __future__ import annotations

from typing import Any

import duckdb

from data.derivation import SCHEMA_FOLDER, derivation_stamp
from data.identity import Identity, is_sample, tell_identity
from data.kept import create_word_kinds, release_lines, tell_current_lines
from data.query import query_text
from data.schedules import clock_words
from data.settings import Settings
from data.versions import NAME_KEY, ORDER_OF_LOADS, newest
from data.working_hours import create_calendar, create_targets
from domain.errors import UsageError
from domain.period import Period, PeriodKind, parse_period, period_containing
from domain.tables import INVOICE_LINE, TABLES, Kind, Table

SQL_TYPES = {
    Kind.TEXT: "varchar",
    Kind.PERIOD: "varchar",
    Kind.INTEGER: "bigint",
    Kind.DECIMAL: "decimal(18, 2)",
    Kind.RATIO: "double",
    Kind.DATE: "date",
    Kind.TIMESTAMP: "timestamp",
    Kind.FLAG: "boolean",
}
FINE_DECIMALS = {"rate": "decimal(28, 10)", "quantity": "decimal(18, 6)", "unit_price": "decimal(18, 6)"}

TARGET_LEVELS = {
    "company": ("company", "công ty", "toàn công ty", "cty", "total", "all"),
    "region": ("region", "khu vực", "vùng", "miền", "office", "chi nhánh"),
    "team": ("team", "nhóm", "đội", "phòng", "phòng ban", "group"),
    "manager": ("manager", "account manager", "nhân viên", "người phụ trách", "owner", "sales", "am"),
    "product": ("product", "sản phẩm", "dịch vụ", "service"),
}

WORDS_NEEDED_BY = "25_line_words.sql"
LINES_WRITTEN_BY = "31_invoice_line_views.sql"
TARGET_MEASURES = {"revenue": ("revenue", "sales", "doanh số", "doanh thu", "doanh số bán", "doanh thu thuần")}


def first_row(result: duckdb.DuckDBPyConnection) -> tuple[Any, ...] | None:
    """The first row of a result that is then read to its end: an unread one blocks its connection."""
    rows = result.fetchall()
    return rows[0] if rows else None


def loaded_column(table: Table, name: str) -> str:
    """The column that holds a canonical column in ``loaded``: an invoice's line number steps aside for the file's."""
    return "line_no_given" if (table.name, name) == ("invoice_line", "line_no") else name


def loaded_columns(table: Table) -> list[tuple[str, str]]:
    """Name and SQL type of every column of ``loaded.<table>``, provenance last."""
    columns: list[tuple[str, str]] = []
    for column in table.columns:
        columns.append((loaded_column(table, column.name), FINE_DECIMALS.get(column.name) or SQL_TYPES[column.kind]))
        if column.kind is Kind.TIMESTAMP:
            columns.append((f"{column.name}_has_time", "boolean"))
    if table.name == "survey_response":
        columns.append(("respondent_key", "varchar"))
    return [*columns, ("load_id", "integer"), ("file_name", "varchar"), ("sheet", "varchar"), ("line_no", "bigint")]


def create_loaded(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the empty ``loaded`` schema: one table per canonical table, the loads, and what is held back."""
    connection.execute("create schema if not exists loaded")
    connection.execute("create schema if not exists kept")
    for table in TABLES:
        columns = ", ".join(f'"{name}" {kind}' for name, kind in loaded_columns(table))
        connection.execute(f"create table loaded.{table.name} ({columns})")
    connection.execute(
        "create table loaded.load (load_id integer, file_name varchar, sha256 varchar, system varchar, entity varchar,"
        " sheet varchar, currency varchar, rows_in_file bigint, rows_loaded bigint, rows_replaced bigint,"
        " rows_quarantined bigint, rows_skipped varchar, sums varchar, decisions varchar, warnings varchar,"
        " first_on date, last_on date, loaded_at timestamp, loaded_on date)"
    )
    connection.execute(
        "create table loaded.quarantine (load_id integer, file_name varchar, sheet varchar, entity varchar,"
        " line_no bigint, column_name varchar, value varchar, reason varchar, message varchar, suggestion varchar,"
        " record varchar, record_id varchar, record_line bigint)"
    )


def derive(
    connection: duckdb.DuckDBPyConnection, settings: Settings, version: str, identity: Identity | None = None
) -> None:
    """Build every table that queries read from ``loaded``. The outcome depends on nothing but its arguments.

    In transactions of its own: when it raises, the database is half built and of no use.

    Raises:
        UsageError: a target's period is not a period.
    """
    connection.execute("begin")
    connection.execute(NAME_KEY)
    said = identity or Identity()
    tell_identity(connection, said)
    for table in TABLES:
        _current(connection, table)
    parameters = {"reporting_currency": reporting_currency(connection, settings), "timezone": settings.timezone}
    create_calendar(connection, settings)
    create_targets(connection, settings)
    _targets(connection, settings)
    _revenue_basis(connection)
    for path in sorted(SCHEMA_FOLDER.glob("*.sql")):
        if path.name == WORDS_NEEDED_BY:
            create_word_kinds(connection)
        statement = path.read_text(encoding="utf-8")
        needed = {name: value for name, value in parameters.items() if f"${name}" in statement}
        connection.execute(statement, needed)
        if path.name == LINES_WRITTEN_BY:
            release_lines(connection)
    connection.execute("drop table if exists loaded.given_invoice_line")
    _information(connection, settings, version, parameters["reporting_currency"])
    connection.execute("insert into snapshot_info values ('merges', $stamp)", {"stamp": said.stamp})
    connection.execute("commit")


def reporting_currency(connection: duckdb.DuckDBPyConnection, settings: Settings) -> str:
    """The one currency that figures are in: from settings, else that of the first money loaded, else VND."""
    if settings.reporting_currency:
        return settings.reporting_currency
    row = first_row(
        connection.execute(
            "select currency from loaded.load where currency is not null and entity not in ('rates', 'products')"
            " order by load_id limit 1"
        )
    )
    return str(row[0]) if row else "VND"


def _current(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """The newest version of each record; a plain view while there is nothing that could replace anything."""
    row = first_row(connection.execute(f"select count(distinct load_id) from loaded.{table.name}"))
    if table is INVOICE_LINE:
        tell_current_lines(connection, are_versions=bool(row and row[0] > 1))
        return
    if not row or row[0] <= 1:
        connection.execute(f"create temp view current_{table.name} as select * from loaded.{table.name}")
        return
    connection.execute(
        f"create temp table current_{table.name} as select told.* from loaded.{table.name} told"
        f" join ({ORDER_OF_LOADS}) load_order on load_order.load_id = told.load_id qualify {newest(table)}"
    )


def _targets(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    connection.execute(
        "create temp table target_period (period varchar, period_start date, period_end date, quarter_start date)"
    )
    for (name,) in connection.execute(
        "select period from current_target union select period from told_target"
    ).fetchall():
        period: Period = parse_period(name, settings.fiscal_start_month)
        quarter = period_containing(period.start, PeriodKind.QUARTER, settings.fiscal_start_month)
        within = quarter.start if period.kind is not PeriodKind.YEAR else None
        connection.execute("insert into target_period values (?, ?, ?, ?)", [name, period.start, period.end, within])
    connection.execute("create temp table target_level (word varchar, level varchar)")
    for level, words in TARGET_LEVELS.items():
        for word in words:
            connection.execute("insert into target_level values (?, ?)", [word, level])
    connection.execute("create temp table target_measure (word varchar, measure varchar)")
    for measure, words in TARGET_MEASURES.items():
        for word in words:
            connection.execute("insert into target_measure values (?, ?)", [word, measure])
    row = first_row(
        connection.execute(
            "select min(dimension) from current_target where dimension is not null"
            " and name_key(dimension) not in (select word from target_level)"
        )
    )
    if row and row[0] is not None:
        raise UsageError(
            "target_dimension",
            "A target is set for “{given}”, which is none of company, region, team, manager and product.",
            "Write one of these words in the target's dimension column.",
            given=row[0],
        )


def _revenue_basis(connection: duckdb.DuckDBPyConnection) -> None:
    """Whether revenue is read from invoices or, where there are none, from won deals."""
    connection.execute(
        "create table snapshot_info as select 'revenue_basis' as key,"
        " case when (select count(*) from current_invoice_line) > 0 then 'invoice'"
        " when (select count(*) from current_deal where stage = 'Won') > 0 then 'deal' else 'none' end as value"
    )


def _information(connection: duckdb.DuckDBPyConnection, settings: Settings, version: str, currency: str) -> None:
    values = {
        "version": version,
        "reporting_currency": currency,
        "timezone": settings.timezone,
        "fiscal_start_month": str(settings.fiscal_start_month),
        "working_hours": clock_words(settings.intervals),
        "is_sample": "true" if is_sample(connection) else "false",
        "derived_by": derivation_stamp(settings),
    }
    add = "insert into snapshot_info values (?, ?)"
    connection.executemany(add, [list(pair) for pair in values.items()])
    span = first_row(
        connection.execute(
            f"with span as ({query_text('data_span')}), chosen as (select * from span where entity not in"
            " ('contract', 'customer_ownership', 'target')) select"
            " coalesce((select min(first_on) from chosen), (select min(first_on) from span)),"
            " coalesce((select max(last_on) from chosen), (select max(last_on) from span))"
        )
    )
    first, last = span or (None, None)
    tickets = first_row(connection.execute("select exists (from ticket)"))
    has_tickets = "true" if tickets and tickets[0] else "false"
    told = [["first_on", str(first or "")], ["last_on", str(last or "")], ["has_tickets", has_tickets]]
    connection.executemany(add, told)
