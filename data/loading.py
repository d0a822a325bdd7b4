"""From converted files to a new snapshot file: copy what was loaded before, add, derive, check."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from data.building import create_loaded, derive, first_row, loaded_column, loaded_columns
from data.identity import Identity
from data.kept import STAGED_ROWS, by_day, gather_lines, line_counts, repeated
from data.reading.exchange import pack
from data.report import FileReport
from data.settings import Settings
from data.versions import NAME_KEY, SEVERAL_ROWS, VERSION_KEYS
from domain.errors import RefusedError, StoreError
from domain.message import N_
from domain.tables import INVOICE_LINE, TABLES, Table

LOADED_TABLES = (*(table.name for table in TABLES), "load", "quarantine")
"""The tables of the schema ``loaded``: all that a snapshot is derived from."""


@dataclass
class StagedLoad:
    """One converted table, ready to be loaded.

    ``rows`` has the canonical columns and ``source_line_no``; ``held`` one row per value for which a row is held
    back. ``said`` is what a person answered about such a file, kept under ``signature`` once it is loaded; ``given``
    is everything that was answered for it, now or before, by the name of the file, ``source``. ``read_with`` is what
    it was read with, and ``corrects`` the load and lines whose held-back rows these are, see data/returned.py.
    """

    table: Table
    rows: pa.Table
    held: pa.Table
    report: FileReport
    signature: str = ""
    said: Mapping[str, object] = field(default_factory=dict)
    source: str = ""
    given: Mapping[str, object] = field(default_factory=dict)
    read_with: Mapping[str, object] = field(default_factory=dict)
    corrects: Mapping[str, object] = field(default_factory=dict)

    def take_rows(self) -> pa.Table:
        """The rows, no longer held here: those of a large file take as much memory as building the snapshot does."""
        rows, self.rows = self.rows, self.rows.schema.empty_table()
        return rows


@dataclass(frozen=True)
class BuiltLoad:
    """A load inside a finished snapshot."""

    load_id: int
    rows_replaced: int


def build_snapshot(
    target: Path,
    previous: Path | None,
    staged: Sequence[StagedLoad],
    *,
    settings: Settings,
    version: str,
    loaded_at: datetime,
    identity: Identity | None = None,
    is_ordered: bool = False,
    without: int | None = None,
) -> list[BuiltLoad]:
    """Write a whole snapshot to ``target``: everything loaded in ``previous`` and the new loads, in that order.

    ``previous`` is a snapshot file, or a backup's folder of Parquet files. ``is_ordered`` says that the new loads are
    known to stand oldest first, so that a later one may replace an earlier one. ``without`` is a load to leave out.

    Raises:
        RefusedError: two of the new loads hold the same record with different content, and nobody said which is newer.
        StoreError: the disk is full, the previous snapshot is damaged, or the result does not add up.
    """
    try:
        with duckdb.connect(str(target)) as connection:
            connection.execute("set write_buffer_row_group_count = 1")  # of five, the standard, each takes 20 MB
            create_loaded(connection)
            connection.execute(NAME_KEY)
            lines = [] if previous is None else _copy_loaded(connection, previous, without)
            if lines:
                gather_lines(connection, loaded_columns(INVOICE_LINE), lines)
            pa.default_memory_pool().release_unused()  # what reading the files took, before building takes its own
            connection.execute("begin")
            built = [_insert(connection, load, loaded_at, settings, lines) for load in staged]
            connection.execute("commit")  # a transaction holds on to the rows that it inserted from
            pa.default_memory_pool().release_unused()
            if not is_ordered:
                _refuse_disagreement(connection, staged, built)
            told = line_counts(connection)
            derive(connection, settings, version, identity)
            _check(connection, told)
            connection.execute("checkpoint")
    except (duckdb.Error, OSError) as error:
        raise StoreError(
            "build",
            N_("The new snapshot could not be written: {reason}."),
            N_("Nothing has changed. Free some disk space, then import again."),
            reason=str(error).splitlines()[0],
        ) from error
    return built


def _copy_loaded(connection: duckdb.DuckDBPyConnection, previous: Path, without: int | None) -> list[str]:
    """Everything that was loaded, but for one load; from a snapshot, or from a backup's Parquet files.

    Invoice lines are left where they are: returns the query that reads them there, where there are any.
    """
    lines: list[str] = []
    is_backup = previous.is_dir()
    if not is_backup:
        connection.execute(f"attach '{str(previous).replace(chr(39), chr(39) * 2)}' as before (read_only)")
    for name in LOADED_TABLES:
        source = f"before.loaded.{name}"
        if is_backup:
            source = f"kept_{name}"
            connection.register(source, pq.read_table(previous / f"{name}.parquet", memory_map=True))
        kept = "" if without is None else f" where load_id <> {without:d}"
        if name == INVOICE_LINE.name:
            query = f"select * from {source}{kept}"
            lines += [query] if connection.execute(f"{query} limit 1").fetchall() else []
            continue
        connection.execute(f"insert into loaded.{name} by name select * from {source}{kept}")
        if is_backup:
            connection.unregister(source)
    return lines


def _insert(
    connection: duckdb.DuckDBPyConnection,
    load: StagedLoad,
    loaded_at: datetime,
    settings: Settings,
    lines: list[str],
) -> BuiltLoad:
    """Add the rows of one load; invoice lines stay where they are, and ``lines`` wins the query that reads them."""
    row = first_row(connection.execute("select coalesce(max(load_id), 0) + 1 from loaded.load"))
    load_id = int(row[0]) if row else 1
    report = load.report
    rows = by_day(load.take_rows()) if load.table is INVOICE_LINE else load.take_rows()
    for name, text in (("file_name", report.file), ("sheet", report.sheet)):
        rows = rows.append_column(name, repeated(text, rows.num_rows))
    given, staged_rows = set(rows.column_names), f"{STAGED_ROWS}{load_id}"
    connection.register(staged_rows, rows)
    connection.register("staged_held", load.held)
    del rows
    sources = {loaded_column(load.table, c.name): c.name for c in load.table.columns}
    sources["line_no"] = "source_line_no"
    columns = [name for name, _ in loaded_columns(load.table) if sources.get(name, name) in given]
    selected = ", ".join(f'"{sources.get(name, name)}" as "{name}"' for name in columns)
    query = f"select {selected}, {load_id:d} as load_id from "
    if load.table is INVOICE_LINE:
        lines.append(query + staged_rows)
        gather_lines(connection, loaded_columns(load.table), lines, is_by_day=len(lines) == 1)
    else:
        connection.execute(f"insert into loaded.{load.table.name} by name {query}{staged_rows}")
        connection.unregister(staged_rows)
    connection.execute(
        "insert into loaded.quarantine by name select *, $load_id as load_id, $file as file_name, $sheet as sheet,"
        " $entity as entity from staged_held",
        {"load_id": load_id, "file": report.file, "sheet": report.sheet, "entity": report.entity},
    )
    connection.unregister("staged_held")
    replaced = _count_replaced(connection, load, load_id)
    _record(connection, load, load_id, replaced, loaded_at, settings)
    return BuiltLoad(load_id, replaced)


def _refuse_disagreement(
    connection: duckdb.DuckDBPyConnection, staged: Sequence[StagedLoad], built: Sequence[BuiltLoad]
) -> None:
    for table in {load.table.name: load.table for load in staged}.values():
        new = [result.load_id for load, result in zip(staged, built, strict=True) if load.table is table]
        if len(new) < 2:
            continue
        content = ", ".join(f'"{loaded_column(table, name)}"' for name in table.column_names)
        key = VERSION_KEYS[table.name]
        found = first_row(
            connection.execute(
                f"with version as (select ({key})::varchar as record, load_id, file_name,"
                f" bit_xor(hash({content})) as content, count(*) as n from loaded.{table.name}"
                " where load_id >= $first group by all)"
                " select record, list(distinct file_name order by file_name) from version where record is not null"
                " group by record having count(distinct (content, n)) > 1 order by record limit 1",
                {"first": min(new)},
            )
        )
        if found:
            raise RefusedError(
                "files_disagree",
                N_("{first} and {second} both hold {record}, with different content."),
                N_("Import the older file by itself first, then the newer one: the newer version replaces the older."),
                record=str(found[0]).strip("()"),
                first=found[1][0],
                second=found[1][-1],
            )


def _count_replaced(connection: duckdb.DuckDBPyConnection, load: StagedLoad, load_id: int) -> int:
    """Rows of this load whose record an earlier load holds already; for invoices without line numbers, by invoice.

    Corrected rows of a record join the other rows of the load that they correct.
    """
    table = load.table
    beside = load.corrects.get("counts_as") if table.name in SEVERAL_ROWS else None
    key = "invoice_id" if table.name == "invoice_line" else VERSION_KEYS[table.name]
    row = first_row(
        connection.execute(
            f"select count(*) from loaded.{table.name} where load_id = $load_id and ({key}) in"
            f" (select {key} from loaded.{table.name} where load_id < $load_id and load_id is distinct from $beside)",
            {"load_id": load_id, "beside": beside},
        )
    )
    return int(row[0]) if row else 0


def _record(
    connection: duckdb.DuckDBPyConnection,
    load: StagedLoad,
    load_id: int,
    replaced: int,
    loaded_at: datetime,
    settings: Settings,
) -> None:
    report = load.report
    decisions = {
        "encoding": report.encoding,
        "delimiter": report.delimiter,
        "header_line": report.header_line,
        "date_order": report.date_order,
        "decimal": report.decimal,
        "timezone": report.timezone,
        "columns": dict(report.columns),
        "proven": dict(report.proven),
        "why": [[reason.about, list(reason.columns), pack(reason.message)] for reason in report.why],
        "given": dict(load.read_with),
        "corrects": dict(load.corrects),
    }
    connection.execute(
        "insert into loaded.load values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            load_id,
            report.file,
            report.sha256,
            report.system,
            report.entity,
            report.sheet,
            report.currency,
            report.rows_in_file,
            report.rows_loaded,
            replaced,
            report.rows_quarantined,
            json.dumps(dict(report.rows_skipped), ensure_ascii=False),
            json.dumps({name: str(value) for name, value in report.sums.items()}),
            json.dumps(decisions, ensure_ascii=False),
            json.dumps([[warned.code, str(warned.message)] for warned in report.warnings], ensure_ascii=False),
            report.first_date,
            report.last_date,
            loaded_at.replace(tzinfo=None),
            loaded_at.astimezone(ZoneInfo(settings.timezone)).date(),
        ],
    )


def _check(connection: duckdb.DuckDBPyConnection, told: tuple[object, ...]) -> None:
    """Every load is there in full, and no fact was lost or doubled on the way to the tables that are read."""
    for table in TABLES:
        wrong = first_row(
            connection.execute(
                "select load.load_id from loaded.load left join"
                f" (select load_id, count(*) as n from loaded.{table.name} group by load_id) held"
                " on held.load_id = load.load_id"
                " where load.entity = $entity and coalesce(held.n, 0) <> load.rows_loaded",
                {"entity": table.file},
            )
        )
        if wrong:
            raise duckdb.ConstraintException(f"load {wrong[0]} does not have the rows it should have")
    if line_counts(connection) != told:
        raise duckdb.ConstraintException("invoice lines were lost or changed")
    for name in ("deal", "invoice_line", "contract", "ticket", "survey_response", "activity"):
        row = first_row(
            connection.execute(f"select (select count(*) from current_{name}) - (select count(*) from {name})")
        )
        if row and row[0]:
            raise duckdb.ConstraintException(f"{name}: {row[0]} rows were lost or doubled")
