"""Companies to measure with: the sample company, and many copies of it side by side."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import duckdb

from data.exporting import write_csv
from data.extract import extract_rows
from data.workspace import Workspace
from domain.tables import TABLE_BY_FILE, Kind, Personal

Exports = dict[str, list[Path]]
"""The files of each kind, by the word for it (``--as``)."""

LARGEST_PART = 120_000_000
"""Bytes in one file: an import takes up to 200 MB a file, and copies grow with their numbers."""

NAMES = frozenset({"customer_name", "manager_name"})
SHARED = frozenset({"targets", "rates"})
"""Plans of the whole company: a copy would be the same record again."""
IDENTIFYING = frozenset({"tax_code", "customer_tax_code"})


def write_canonical(workspace: Path, folder: Path) -> Exports:
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
            files[entity] = [folder / f"{entity}.csv"]
            write_csv(rows, files[entity][0], raw=True)
    return files


def multiplied(exports: Exports, folder: Path, scale: int) -> Exports:
    """``scale`` copies of every row, each with ids, names and addresses of its own, in files of a size that loads."""
    folder.mkdir()
    files = {}
    for entity, (path,) in exports.items():
        if entity in SHARED:
            files[entity] = [folder / path.name]
            files[entity][0].write_bytes(path.read_bytes())
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
        n_parts = math.ceil(scale * path.stat().st_size / LARGEST_PART)
        starts = [scale * part // n_parts for part in range(n_parts + 1)]
        files[entity] = [folder / f"{entity}-{part + 1}.csv" for part in range(n_parts)]
        for target, (first, end) in zip(files[entity], itertools.pairwise(starts), strict=True):
            with duckdb.connect() as connection:
                connection.execute(
                    f"copy (select file.* replace ({', '.join(changed)})"  # noqa: S608 - names declared in domain.tables
                    f" from read_csv($path, all_varchar = true) as file, range({first}, {end}) as copies(copy)"
                    f" order by copy) to '{target}' (header)",
                    {"path": str(path)},
                )
    return files
