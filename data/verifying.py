"""Counting again: every load of the served snapshot, its rows and sums, and the original it came from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from data.building import loaded_column
from data.replaying import LostError, replayed
from data.snapshots import Snapshot, open_cursor
from data.soundness import is_intact, line_of
from data.workspace import Workspace, content_hash, only_writer
from domain.errors import RefusedError, StoreError
from domain.message import N_, Message
from domain.tables import TABLE_BY_FILE


@dataclass(frozen=True)
class LoadCheck:
    """One load, counted again. ``problems`` is empty where everything is as it was when it was loaded."""

    load_id: int
    file: str
    rows: int
    sums: dict[str, Decimal]
    problems: tuple[Message, ...]


@dataclass(frozen=True)
class Verification:
    """The outcome of counting a whole snapshot again."""

    snapshot: str
    loads: tuple[LoadCheck, ...]
    problems: tuple[Message, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing at all is wrong."""
        return not self.problems and not any(load.problems for load in self.loads)


def verify(workspace: Path, *, from_originals: bool = False) -> Verification:
    """Recompute every load's counts and sums. ``from_originals`` also reads every original again.

    Raises:
        RefusedError: nothing has been loaded.
        StoreError: the snapshot or the ledger cannot be read.
    """
    place = Workspace(workspace)
    current = place.snapshots.current()
    if current is None:
        raise RefusedError("no_data", N_("Nothing has been loaded yet."), N_("Import the export files first."))
    entries = place.ledger.entries()
    problems = []
    if not is_intact(place, entries, current.version, thorough=True):
        text = N_("The file of snapshot {version} is not the one that was written.")
        problems.append(Message(text, {"version": current.version}))
    known = {
        int(load["load_id"]): load
        for entry in entries
        if entry["event"] in ("loaded", "built")
        for load in _listed(entry.get("loads"))
    }
    if from_originals and line_of(entries, current.version):
        problems += _read_again(place, current)
    try:
        with open_cursor(current.path) as cursor:
            found = cursor.execute(
                "select load_id, file_name, sha256, entity, rows_in_file, rows_loaded, rows_quarantined, rows_skipped,"
                " sums from loaded.load order by load_id"
            ).fetchall()
            loads = tuple(_check(cursor, place, row, known.get(row[0])) for row in found)
    except duckdb.Error as error:
        raise StoreError(
            "snapshot",
            N_("Snapshot {version} is damaged: {reason}."),
            N_("Start the dashboard or run any command: the workspace repairs itself."),
            version=current.version,
            reason=str(error).splitlines()[0],
        ) from error
    return Verification(current.version, loads, tuple(problems))


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _check(
    cursor: duckdb.DuckDBPyConnection, place: Workspace, row: tuple[Any, ...], known: dict[str, Any] | None
) -> LoadCheck:
    load_id, file, sha256, entity, in_file, loaded, held, skipped, sums = row
    table = TABLE_BY_FILE[entity]
    then = {name: Decimal(value) for name, value in json.loads(sums or "{}").items()}
    columns = "".join(f', sum("{loaded_column(table, name)}")' for name in then)
    counted = cursor.execute(
        f"select count(*){columns} from loaded.{table.name} where load_id = $load_id", {"load_id": load_id}
    ).fetchall()[0]
    kept = cursor.execute(
        "select count(distinct line_no) from loaded.quarantine where load_id = $load_id", {"load_id": load_id}
    ).fetchall()[0][0]
    now = {name: Decimal(str(value or 0)) for name, value in zip(then, counted[1:], strict=True)}
    problems = [
        *_differs(N_("{now} rows are there, {then} were loaded"), counted[0], loaded),
        *_differs(N_("{now} rows are held back, {then} were"), kept, held),
        *_differs(
            N_("{now} rows are loaded, held back or left out, {then} were in the file"),
            loaded + held + sum(json.loads(skipped or "{}").values()),
            in_file,
        ),
    ]
    for name, value in then.items():
        problems += _differs(N_("{column} sums to {now}, {then} was loaded"), now[name], value, name)
    if known is not None and (known["rows_loaded"], known["sha256"]) != (loaded, sha256):
        problems.append(Message(N_("the ledger knows {n} rows of this import"), {"n": known["rows_loaded"]}))
    original = place.raw / str(sha256)
    if not original.is_file():
        problems.append(Message(N_("the original file is missing")))
    elif content_hash(original) != sha256:
        problems.append(Message(N_("the original file is not the one that was loaded")))
    return LoadCheck(load_id, file, int(counted[0]), now, tuple(problems))


def _differs(text: str, now: object, then: object, column: str = "") -> list[Message]:
    return [] if now == then else [Message(text, {"now": now, "then": then, "column": column})]


def _read_again(place: Workspace, current: Snapshot) -> list[Message]:
    """Read the last import's originals again; they must give the rows and sums that they gave then."""
    try:
        with only_writer(place), replayed(place, place.ledger.entries(), current.version):
            return []
    except LostError as error:
        text = N_("{file} no longer gives the rows that it gave when it was loaded.")
        return [Message(text, {"file": ", ".join(error.files)})]
