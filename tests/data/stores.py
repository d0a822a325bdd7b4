"""Small real snapshots built from canonical rows, for tests of what stands on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

import duckdb

from data.building import create_loaded, derive
from data.identity import Alias, Identity, Merge
from data.settings import Settings
from data.snapshots import Snapshot, Snapshots

Rows = Mapping[str, Sequence[Mapping[str, object]]]

ALL_HOURS = Settings(country="none", weekdays=(0, 1, 2, 3, 4, 5, 6), intervals=((time(0), time(23, 59)),))


def insert_load(connection: duckdb.DuckDBPyConnection, load_id: int, rows: Rows, loaded_on: date) -> None:
    """One load whose rows are given as canonical values; ``currency`` defaults to VND where the table has one."""
    for table, records in rows.items():
        known = {row[0] for row in connection.execute(f"describe loaded.{table}").fetchall()}
        for line, record in enumerate(records, start=2):
            full = {"load_id": load_id, "file_name": f"{table}.csv", "line_no": line, **record}
            if "currency" in known and table != "rate":
                full.setdefault("currency", "VND")
            names = ", ".join(full)
            marks = ", ".join(f"${name}" for name in full)
            connection.execute(f"insert into loaded.{table} ({names}) values ({marks})", full)
    connection.execute(
        "insert into loaded.load (load_id, file_name, entity, first_on, last_on, loaded_at, loaded_on)"
        " values (?, 'test.csv', 'test', ?, ?, ?, ?)",
        [load_id, date(2025, 1, 1), date(2025, 12, 31), datetime.combine(loaded_on, time()), loaded_on],
    )


def built(
    *loads: Rows, settings: Settings | None = None, aliases: Sequence[Alias] = (), merges: Sequence[Merge] = ()
) -> duckdb.DuckDBPyConnection:
    """A database in memory with the derived tables of these loads, a day apart from 1 January 2026 on."""
    connection = duckdb.connect()
    create_loaded(connection)
    for number, rows in enumerate(loads, start=1):
        insert_load(connection, number, rows, date(2026, 1, number))
    derive(connection, settings or Settings(), "000001", Identity(aliases, merges))
    return connection


def stored(workspace: Path, *loads: Rows, settings: Settings | None = None) -> Snapshot:
    """A published snapshot of these loads in ``workspace``."""
    snapshots = Snapshots(workspace)
    snapshots.folder.mkdir(parents=True, exist_ok=True)
    version = snapshots.next_version()
    path = snapshots.folder / ".build.part"
    with duckdb.connect(str(path)) as connection:
        create_loaded(connection)
        for number, rows in enumerate(loads, start=1):
            insert_load(connection, number, rows, date(2026, 1, number))
        derive(connection, settings or Settings(), version)
    snapshots.publish(path, version)
    current = snapshots.current()
    assert current is not None
    return current


def utc(text: str) -> datetime:
    """A UTC moment without zone, as the store keeps it."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC).replace(tzinfo=None)


def values(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[object, ...]]:
    """Every row of a statement."""
    return connection.execute(sql).fetchall()


def ticket(**given: object) -> dict[str, object]:
    """A ticket whose given moments have a time of day."""
    moments = [name for name in ("created_at", "first_response_at") if name in given]
    return {"ticket_id": "T1", "customer_name": "A", **given, **{f"{name}_has_time": True for name in moments}}
