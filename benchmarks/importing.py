"""Rows a second through the whole import, beside DuckDB's bare copy of the same files."""

from __future__ import annotations

import time
from pathlib import Path

import duckdb

from benchmarks.company import Exports
from benchmarks.printing import table
from data.importing import run_import
from data.reading.answers import Answers
from data.workspace import Source
from i18n.translate import word


def measure_import(workspace: Path, exports: Exports) -> None:
    """Load each file into a workspace of its own, then all of them into ``workspace``; print rows a second."""
    rows = []
    for entity, paths in exports.items():
        seconds, n = _import(workspace.parent / f"{workspace.name}-{entity}", {entity: paths})
        rows.append(_line(entity, _size(paths), n, seconds, sum(map(_bare_copy, paths))))
    seconds, n = _import(workspace, exports)
    everything = [path for paths in exports.values() for path in paths]
    rows.append(_line("all in one call", _size(everything), n, seconds, sum(map(_bare_copy, everything))))
    table("Import", ("file", "MB", "rows", "seconds", "rows/s", "bare copy rows/s", "times slower"), rows)


def _size(paths: list[Path]) -> int:
    return sum(path.stat().st_size for path in paths)


def _import(workspace: Path, exports: Exports) -> tuple[float, int]:
    """Seconds and rows read. What is not loaded says why."""
    sources = [Source(path.name, path) for paths in exports.values() for path in paths]
    answers = {path.name: Answers(entity=entity) for entity, paths in exports.items() for path in paths}
    start = time.perf_counter()
    report = run_import(workspace, sources, answers, confirm=True)
    seconds = time.perf_counter() - start
    for file in report.files:
        problem = file.question or file.refusal
        if problem:
            print(f"{file.file} was not loaded: {word(problem.message)}")
    return seconds, sum(file.rows_in_file for file in report.files)


def _bare_copy(path: Path) -> float:
    """Seconds that DuckDB takes to copy the file into a new database file, its kinds detected, nothing checked."""
    target = path.with_suffix(".duckdb")
    target.unlink(missing_ok=True)
    start = time.perf_counter()
    with duckdb.connect(target) as connection:
        connection.execute("create table copied as from read_csv($path)", {"path": str(path)})
        connection.execute("checkpoint")
    seconds = time.perf_counter() - start
    target.unlink()
    return seconds


def _line(name: str, size: int, n: int, seconds: float, bare_seconds: float) -> tuple[str, ...]:
    return (
        name,
        f"{size / 1e6:,.1f}",
        f"{n:,}",
        f"{seconds:.2f}",
        f"{n / seconds:,.0f}",
        f"{n / bare_seconds:,.0f}",
        f"{seconds / bare_seconds:.1f}",
    )
