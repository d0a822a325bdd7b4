"""Rows that were held back, corrected by a person: they are loaded as a small file of their own, read as theirs was."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.importing import run_import
from data.reading.answers import Answers
from data.reading.exchange import unpacked_answers
from data.report import ImportReport
from data.snapshots import open_cursor
from data.soundness import SERVING
from data.workspace import Source, Workspace
from domain.errors import UsageError
from domain.message import N_


@dataclass(frozen=True)
class HeldRow:
    """One row of a file that was held back: its line, why, and its cells by header as they stood there."""

    line_no: int
    column: str
    message: str
    cells: Mapping[str, str]


def correctable(workspace: Path, load_id: int) -> list[HeldRow]:
    """The rows of one import that are still held back and were whole rows of its table, in the order of the file."""
    current = Workspace(workspace).snapshots.current()
    if current is None:
        return []
    with open_cursor(current.path) as cursor:
        found = cursor.execute(
            "select line_no, min(column_name), min(message), min(record) from quarantine"
            " where load_id = $load_id and record is not null and record <> '' group by line_no order by line_no",
            {"load_id": load_id},
        ).fetchall()
    return [HeldRow(line, column, message, json.loads(record)) for line, column, message, record in found]


def correct(workspace: Path, load_id: int, rows: Sequence[HeldRow]) -> ImportReport:
    """Load corrected rows of one import; those that are loaded are no longer held back.

    Where a row is still wrong, nothing is loaded, and the report says why.

    Raises:
        UsageError: there is no such import, or no row.
        StoreError: somebody else is importing, or the workspace cannot be written.
    """
    place = Workspace(workspace)
    current = place.snapshots.current()
    load = None
    if current is not None and rows:
        with open_cursor(current.path) as cursor:
            found = cursor.execute(
                "select file_name, sha256, system, entity, currency, decisions from load where load_id = $load_id",
                {"load_id": load_id},
            ).fetchall()
            load = found[0] if found else None
    if load is None:
        raise UsageError("load", N_("There is no import number {given}."), given=load_id)
    name, sha256, system, entity, currency, text = load
    decided = json.loads(text or "{}")
    given = _as_given_then(place, name, sha256)
    answers = Answers(
        entity=entity,
        system=given.system or (system if given.entity is None else None),
        date_order=given.date_order or decided.get("date_order"),
        decimal=given.decimal or decided.get("decimal"),
        timezone=given.timezone or decided.get("timezone"),
        currency=currency,
        columns=given.columns,
        confirm=True,
        corrects={"load_id": load_id, "lines": [row.line_no for row in rows]},
    )
    with tempfile.TemporaryDirectory(prefix="quarterdeck-") as folder:
        path = Path(folder) / "corrected.csv"
        path.write_text(_as_csv(rows), encoding="utf-8")
        return run_import(workspace, [Source(f"{Path(name).stem} (+{len(rows)}).csv", path)], answers)


def _as_given_then(place: Workspace, name: str, sha256: str) -> Answers:
    """What was answered when the file was loaded."""
    for entry in reversed(place.ledger.entries()):
        files = entry.get("files") if entry["event"] in SERVING else None
        for file in files if isinstance(files, list) else ():
            if (file["name"], file["sha256"]) == (name, sha256):
                return unpacked_answers(file["answers"])
    return Answers()


def _as_csv(rows: Sequence[HeldRow]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    headers = list(rows[0].cells)
    writer.writerow(headers)
    for row in rows:
        writer.writerow([row.cells.get(header, "") for header in headers])
    return text.getvalue()
