"""Rows that are held back, as a file of their own: the headers of their file, and where each row stood and why."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from data.snapshots import open_cursor
from data.workspace import Workspace
from domain.message import N_
from i18n.translate import _

if TYPE_CHECKING:
    import pandas as pd

MARKS = {
    "load": N_("Held back: import"),
    "file": N_("Held back: file"),
    "sheet": N_("Held back: sheet"),
    "line": N_("Held back: line"),
    "column": N_("Held back: column"),
    "value": N_("Held back: value"),
    "reason": N_("Held back: reason"),
    "suggestion": N_("Held back: suggestion"),
}
"""The columns that stand behind those of the file, by what they hold. A file that comes back is known by them."""


@dataclass(frozen=True)
class HeldRow:
    """One row of a file that was held back: where it stood, why, and its cells by header as they stood there.

    ``mark`` names the load in a way that no later load can be taken for. A line that was no row of the table has
    blank cells, and ``value`` is the line's text.
    """

    mark: str
    file: str
    sheet: str
    line_no: int
    column: str
    value: str
    message: str
    suggestion: str
    cells: Mapping[str, str]


def load_mark(load_id: int, entity: str, sha256: str) -> str:
    """What names a load in a downloaded file: its number for people, its table and content for us."""
    return f"#{load_id} {entity} {sha256[:12]}"


def correctable(workspace: Path, load_id: int) -> list[HeldRow]:
    """The rows of one import that are still held back, in the order of the file."""
    current = Workspace(workspace).snapshots.current()
    if current is None:
        return []
    with open_cursor(current.path) as cursor:
        load = cursor.execute(
            "select entity, sha256, decisions from load where load_id = $load_id", {"load_id": load_id}
        ).fetchall()
        cells = held_cells(cursor, load_id, json.loads(load[0][2] or "{}")) if load else {}
        found = cursor.execute(
            "select line_no, any_value(file_name), any_value(sheet), min(column_name), min(value), min(message),"
            " min(suggestion) from quarantine where load_id = $load_id group by line_no order by line_no",
            {"load_id": load_id},
        ).fetchall()
    return [
        HeldRow(
            load_mark(load_id, *load[0][:2]), file, sheet or "", line, column, value or "", message, suggestion or "",
            cells[line],
        )
        for line, file, sheet, column, value, message, suggestion in found
    ]  # fmt: skip


def held_cells(
    cursor: duckdb.DuckDBPyConnection, load_id: int, decisions: Mapping[str, Any]
) -> dict[int, dict[str, str]]:
    """The cells of each line of one load that is held back, by header; blank for a line that was no row."""
    found = cursor.execute(
        "select line_no, min(record) from quarantine where load_id = $load_id group by line_no", {"load_id": load_id}
    ).fetchall()
    records = {line: json.loads(text or "[]") for line, text in found}
    whole = next((record for record in records.values() if isinstance(record, dict)), None)
    blank = dict.fromkeys(whole or decisions.get("columns", {}), "")
    return {line: record if isinstance(record, dict) else blank for line, record in records.items()}


def held_frame(rows: Sequence[HeldRow]) -> pd.DataFrame:
    """The rows as a table that can be corrected and imported as it is: all text, one row a held row."""
    import pandas as pd

    headers = list(dict.fromkeys(header for row in rows for header in row.cells))
    lines = [
        [*(row.cells.get(header, "") for header in headers), row.mark, row.file, row.sheet, str(row.line_no),
         row.column, row.value, _(row.message), row.suggestion]
        for row in rows
    ]  # fmt: skip
    return pd.DataFrame(lines, columns=pd.Index([*headers, *(_(text) for text in MARKS.values())]), dtype="object")
