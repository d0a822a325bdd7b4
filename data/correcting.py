"""Rows that were held back, corrected by a person: they are loaded as a small file of their own, read as theirs was."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from data.exporting import write_csv
from data.held_rows import HeldRow, held_frame
from data.importing import loads, run_import
from data.reading.answers import Answers
from data.report import ImportReport
from data.workspace import Source
from domain.errors import UsageError
from domain.message import N_


def correct(workspace: Path, load_id: int, rows: Sequence[HeldRow]) -> ImportReport:
    """Load corrected rows of one import; those that are loaded are no longer held back.

    Where every row is still wrong, nothing is loaded, and the report says why.

    Raises:
        UsageError: there is no such import, or no row.
        StoreError: somebody else is importing, or the workspace cannot be written.
    """
    if not rows or load_id not in {load["load_id"] for load in loads(workspace)}:
        raise UsageError("load", N_("There is no import number {given}."), given=load_id)
    with tempfile.TemporaryDirectory(prefix="quarterdeck-") as folder:
        path = Path(folder) / "corrected.csv"
        write_csv(held_frame(rows), path)
        return run_import(workspace, [Source(f"{Path(rows[0].file).stem} (+{len(rows)}).csv", path)], Answers())
