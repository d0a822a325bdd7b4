"""Companies to measure with: the sample company, and many copies of it side by side."""

from __future__ import annotations

from pathlib import Path

import duckdb

from data.exporting import write_csv
from data.extract import extract_rows
from data.workspace import Workspace
from domain.tables import TABLE_BY_FILE, Kind, Personal

NAMES = frozenset({"customer_name", "manager_name"})
SHARED = frozenset({"targets", "rates"})
"""Plans of the whole company: a copy would be the same record again."""
IDENTIFYING = frozenset({"tax_code", "customer_tax_code"})


def write_canonical(workspace: Path, folder: Path) -> dict[str, Path]:
    """Everything loaded, as one CSV a table under the canonical column names, by the word for its file."""
    snapshot = Workspace(workspace).snapshots.current()
    assert snapshot is not None
    folder.mkdir()
    files = {}
    for entity, table in TABLE_BY_FILE.items():
        columns = [
            column.name
            for column in table.columns
            if column.personal is Personal.NONE and column.name not in IDENTIFYING
        ]
        rows = extract_rows(snapshot, entity, columns)[columns]
        if len(rows):
            files[entity] = folder / f"{entity}.csv"
            write_csv(rows, files[entity], raw=True)
    return files


def multiplied(exports: dict[str, Path], folder: Path, scale: int) -> dict[str, Path]:
    """``scale`` copies of every row, each copy with ids, names and addresses of its own."""
    folder.mkdir()
    files = {}
    for entity, path in exports.items():
        target = folder / path.name
        files[entity] = target
        if entity in SHARED:
            target.write_bytes(path.read_bytes())
            continue
        own = [
            column.name
            for column in TABLE_BY_FILE[entity].columns
            if column.kind is Kind.TEXT
            and column.personal is Personal.NONE
            and (column.name.endswith("_id") or column.name in NAMES)
        ]
        changed = [f"{name} || '-' || copy as {name}" for name in own]
        if "manager_email" in TABLE_BY_FILE[entity].column_names:
            changed.append("'c' || copy || '.' || manager_email as manager_email")
        with duckdb.connect() as connection:
            connection.execute(
                f"copy (select file.* replace ({', '.join(changed)})"  # noqa: S608 - names declared in domain.tables
                f" from read_csv($path, all_varchar = true) as file, range({scale}) as copies(copy)"
                f" order by copy) to '{target}' (header)",
                {"path": str(path)},
            )
    return files
