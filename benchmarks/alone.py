"""One measured act in a process of its own: an import, DuckDB's typed COPY, or pandas reading a workbook."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd

from data.importing import run_import
from data.reading.answers import Answers
from data.reading.isolated import close_reader
from data.workspace import Source

TYPES = (
    "invoice_id varchar, line_no bigint, customer_id varchar, customer_name varchar, manager_id varchar,"
    " product varchar, quantity decimal(18, 6), unit_price decimal(18, 6), amount decimal(18, 2), currency varchar,"
    " invoiced_on date"
)


def import_file(path: Path, folder: Path) -> int:
    """The product's own import into an empty workspace; how many rows it loaded."""
    report = run_import(folder, [Source(path.name, path)], Answers(entity="invoices"), confirm=True)
    return sum(file.rows_loaded for file in report.files)


def copy_file(path: Path, folder: Path) -> int:
    """DuckDB's COPY into a typed table on disk, nothing checked."""
    with duckdb.connect(folder / "copied.duckdb") as connection:
        connection.execute(f"create table copied ({TYPES})")
        connection.execute(f"copy copied from '{path}' (header)")
        connection.execute("checkpoint")
        (n_rows,) = connection.execute("select count(*) from copied").fetchall()[0]
    return int(n_rows)


def pandas_file(path: Path, folder: Path) -> int:
    """Read a workbook with pandas and calamine and write it to DuckDB, nothing checked."""
    frame = pd.read_excel(path, engine="calamine")
    with duckdb.connect(folder / "copied.duckdb") as connection:
        connection.execute("create table copied as select * from frame")
        connection.execute("checkpoint")
    return len(frame)


ACTS: dict[str, Callable[[Path, Path], int]] = {"import": import_file, "copy": copy_file, "pandas": pandas_file}


def main() -> None:
    """Print seconds on the clock and of the processors, rows, and the bytes by which memory grew at most, as JSON."""
    act, path, folder = ACTS[sys.argv[1]], Path(sys.argv[2]), Path(sys.argv[3])
    before = _memory("VmRSS")
    start, worked = time.perf_counter(), sum(os.times()[:4])
    n_rows = act(path, folder)
    seconds = time.perf_counter() - start
    close_reader()  # what the reading process worked is told once it has ended
    cpu = sum(os.times()[:4]) - worked
    print(json.dumps({"seconds": seconds, "cpu": cpu, "rows": n_rows, "memory": max(0, _memory("VmHWM") - before)}))


def _memory(what: str) -> int:
    """Bytes in memory now (``VmRSS``) or at the highest (``VmHWM``); 0 where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    (line,) = (line for line in status.read_text(encoding="ascii").splitlines() if line.startswith(what))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    main()
