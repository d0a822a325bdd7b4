"""One large file, end to end, beside a bare baseline of the same run: DuckDB's typed COPY, or pandas with calamine."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import duckdb
import xlsxwriter

from benchmarks.printing import table

RUNS = 3
CLOCKS = ("seconds", "cpu")
ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))
BOOK_SHARE = 10
"""A workbook has a tenth of the rows of a text file: a sheet ends at 1,048,576."""

COLUMNS = {
    "invoice_id": "'INV-' || lpad(i::varchar, 8, '0')",
    "line_no": "1",
    "customer_id": "'C' || lpad((h % 20000)::varchar, 6, '0')",
    "customer_name": "'Công ty ' || (h % 20000)",
    "manager_id": "'M' || (h % 40)",
    "product": "'Product ' || (h % 50)",
    "quantity": "h % 9 + 1",
    "unit_price": "((h // 7 % 9000000) / 100 + 1)::decimal(18, 2)",
    "amount": "((h // 11 % 900000000) / 100 + 10)::decimal(18, 2)",
    "currency": "'VND'",
    "invoiced_on": "date '2021-01-01' + (h // 13 % 1800)::integer",
}
VIETNAMESE = {
    **{name: f"translate(format('{{:,.2f}}', {name}::double), ',.', '.,')" for name in ("unit_price", "amount")},
    "invoiced_on": "strftime(invoiced_on, '%d/%m/%Y')",
}


def measure_large_files(folder: Path) -> None:
    """Print seconds of the import and of its baseline, their ratio, and the most memory that the import took."""
    folder.mkdir()
    iso, vietnamese, book = folder / "iso.csv", folder / "vietnamese.csv", folder / "book.xlsx"
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        _write(connection, iso, ROWS, {})
        _write(connection, vietnamese, ROWS, VIETNAMESE)
        _write_book(connection, book, ROWS // BOOK_SHARE)
    with zipfile.ZipFile(book) as archive:
        unpacked = sum(member.file_size for member in archive.infolist())
    rows = [
        _line("CSV, ISO dates, decimal point", iso, "DuckDB typed COPY", "copy", iso, iso.stat().st_size),
        _line("CSV, dd/mm/yyyy and 1.234,56", vietnamese, "the same COPY", "copy", iso, vietnamese.stat().st_size),
        _line("Excel, unpacked size", book, "pandas with calamine", "pandas", book, unpacked),
    ]
    header = (
        *("file", "MB", "seconds", "rows/s", "baseline", "its seconds", "% of its speed", "by CPU"),
        "memory, times the size",
    )
    table(f"Large files, each in a process of its own, median of {RUNS}", header, rows)


def _write(connection: duckdb.DuckDBPyConnection, path: Path, n_rows: int, instead: dict[str, str]) -> None:
    chosen = ", ".join(f"{instead.get(name, name)} as {name}" for name in COLUMNS)
    delimiter = ";" if instead else ","
    statement = f"copy (select {chosen} from ({_rows(n_rows)})) to '{path}'"  # noqa: S608 - names declared above
    connection.execute(f"{statement} (header, delimiter '{delimiter}')")


def _rows(n_rows: int) -> str:
    columns = ", ".join(f"{value} as {name}" for name, value in COLUMNS.items())
    numbers = f"select i, hash(i) as h from range({n_rows}) as numbers(i)"  # noqa: S608 - a number
    return f"select {columns} from ({numbers}) order by i"  # noqa: S608 - names declared above


def _write_book(connection: duckdb.DuckDBPyConnection, path: Path, n_rows: int) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("Invoices")
        sheet.write_row(0, 0, list(COLUMNS))
        for position, row in enumerate(connection.execute(_rows(n_rows)).fetchall(), start=1):
            sheet.write_row(position, 0, row)


def _line(name: str, path: Path, beside: str, baseline: str, base_path: Path, size: int) -> tuple[str, ...]:
    pairs = [(_run("import", path), _run(baseline, base_path)) for _ in range(RUNS)]  # in turns: load comes and goes
    runs = [ours for ours, _ in pairs]
    seconds = statistics.median(ours["seconds"] for ours in runs)
    memory = max(run["memory"] for run in runs)
    return (
        name,
        f"{size / 1e6:,.0f}",
        f"{seconds:.2f}",
        f"{runs[0]['rows'] / seconds:,.0f}",
        beside,
        f"{statistics.median(bare['seconds'] for _, bare in pairs):.2f}",
        *(f"{100 * statistics.median(bare[kind] / ours[kind] for ours, bare in pairs):.0f}%" for kind in CLOCKS),
        f"{memory / size:.1f}",
    )


def _run(what: str, path: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        command = [sys.executable, "-m", "benchmarks.alone", what, str(path), folder]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found
