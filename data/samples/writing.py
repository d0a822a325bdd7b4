"""Columns to files: Excel sheets (CSV where they outgrow Excel) and CSV exports. Nothing here knows the company."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import xlsxwriter
from pyarrow import csv as arrow_csv

from data.samples.kinds import Days, Flags, Ints
from data.samples.timeline import MINUTES_A_DAY

# Excel ends at 1,048,576 rows and is slow long before.
MOST_EXCEL_ROWS = 200_000
MOST_ROWS_IN_MEMORY = 20_000
EXCEL_EPOCH = date(1899, 12, 30)
VIETNAMESE_DAY = "%d/%m/%Y"


@dataclass(frozen=True)
class Sheet:
    """One table to write: title rows, header, columns (text, whole numbers or dates; null is blank) and a last row."""

    stem: str
    titles: tuple[str, ...]
    header: tuple[str, ...]
    columns: tuple[pa.Array, ...]
    footer: tuple[str | int | None, ...] = ()

    @property
    def n_rows(self) -> int:
        """Data rows, without titles, header and footer."""
        return len(self.columns[0])


def words_of(pool: Sequence[str], codes: Ints) -> pa.Array:
    """The word at each position; blank where the position is negative."""
    return pa.array(list(pool), pa.string()).take(pa.array(codes, mask=codes < 0))


def whole(numbers: Ints, blank: Flags | None = None) -> pa.Array:
    """Whole numbers, blank where ``blank`` says so."""
    return pa.array(numbers, pa.int64(), mask=blank)


def numbered(prefix: str, numbers: Ints, width: int) -> pa.Array:
    """``KH00042``: the prefix and the number with leading zeros."""
    padded = pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), width, "0")
    return pc.binary_join_element_wise(pa.scalar(prefix), padded, "")


def joined_text(*parts: pa.Array | str) -> pa.Array:
    """The parts of each row put together; blank where one of them is."""
    scalars = [pa.scalar(part) if isinstance(part, str) else part for part in parts]
    return pc.binary_join_element_wise(*scalars, "")


def dates(days: Days) -> pa.Array:
    """Real dates: date cells in Excel, DD/MM/YYYY in CSV; NaT is blank."""
    return pa.array(days.astype("datetime64[D]"), pa.date32(), mask=np.isnat(days))


def day_text(days: Ints, shape: str = VIETNAMESE_DAY) -> pa.Array:
    """Days since 1970 as text; negative is blank."""
    known = days[days >= 0]
    first = int(known.min()) if len(known) else 0
    span = int(known.max()) - first + 1 if len(known) else 1
    pool = pc.strftime(pa.array(np.arange(first, first + span).astype("datetime64[D]").astype("datetime64[s]")), shape)
    return pool.take(pa.array(days - first, mask=days < 0))


def stamp(minutes: Ints) -> pa.Array:
    """Minutes since 1970 as ``2025-07-03 09:12``; negative is blank."""
    day, minute = np.divmod(minutes, MINUTES_A_DAY)
    pool = [f" {hour:02d}:{rest:02d}" for hour in range(24) for rest in range(60)]
    return joined_text(day_text(day, "%Y-%m-%d"), words_of(pool, minute))


def american_stamp(seconds: Ints) -> pa.Array:
    """Seconds since 1970 as ``07/03/2025 02:12:07 PM``."""
    return pc.strftime(pa.array(seconds.astype("datetime64[s]")), "%m/%d/%Y %I:%M:%S %p")


def money_text(amounts: Ints) -> pa.Array:
    """``120.000.000``, as Vietnamese sheets write it."""
    distinct, position = np.unique(amounts, return_inverse=True)
    pool = [f"{amount:,}".replace(",", ".") for amount in distinct.tolist()]
    return words_of(pool, position.astype(np.int64))


def write_sheet(out: Path, sheet: Sheet) -> Path:
    """Write as .xlsx, or as .csv (UTF-8 with BOM, the same rows) above ``MOST_EXCEL_ROWS``; the file's path."""
    if sheet.n_rows > MOST_EXCEL_ROWS:
        return _write_csv_sheet(out / f"{sheet.stem}.csv", sheet)
    return _write_excel(out / f"{sheet.stem}.xlsx", sheet)


def _write_excel(path: Path, sheet: Sheet) -> Path:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": sheet.n_rows > MOST_ROWS_IN_MEMORY})
    # The time of writing would make two runs differ.
    book.set_properties({"created": datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None), "title": "Dữ liệu mẫu"})
    page = book.add_worksheet("Dữ liệu mẫu")
    bold, day_format = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
    for row, title in enumerate(sheet.titles):
        page.write_string(row, 0, title, bold)
    top = len(sheet.titles)
    for column, name in enumerate(sheet.header):
        page.write_string(top, column, name, bold)
    is_text = [pa.types.is_string(column.type) for column in sheet.columns]
    formats = [day_format if pa.types.is_date(column.type) else None for column in sheet.columns]
    for row, cells in enumerate(zip(*(_excel_cells(column) for column in sheet.columns), strict=True), top + 1):
        for column, cell in enumerate(cells):
            if cell is None:
                continue
            if is_text[column]:
                page.write_string(row, column, cell)
            else:
                page.write_number(row, column, cell, formats[column])
    for column, last in enumerate(sheet.footer):
        if last is not None:
            page.write(top + 1 + sheet.n_rows, column, last, bold)
    book.close()
    return path


def _excel_cells(column: pa.Array) -> list[str | int | None]:
    """Python values; dates as Excel's day numbers."""
    if pa.types.is_date(column.type):
        column = pc.add(pc.cast(column, pa.int32()), (date(1970, 1, 1) - EXCEL_EPOCH).days)
    cells: list[str | int | None] = column.to_pylist()
    return cells


def _write_csv_sheet(path: Path, sheet: Sheet) -> Path:
    width = len(sheet.header)
    columns = tuple(
        pc.strftime(pc.cast(column, pa.timestamp("s")), VIETNAMESE_DAY) if pa.types.is_date(column.type) else column
        for column in sheet.columns
    )
    above = [[title] + [""] * (width - 1) for title in sheet.titles] + [list(sheet.header)]
    return write_csv(path, above, columns, bom=True, below=[list(sheet.footer)] if sheet.footer else [])


def write_csv(
    path: Path,
    above: Sequence[Sequence[str]],
    columns: Sequence[pa.Array],
    *,
    bom: bool = False,
    quote_all: bool = False,
    below: Sequence[Sequence[str | int | None]] = (),
) -> Path:
    """Write rows above (header included), the columns, and rows below; UTF-8, LF, the file's path."""
    quoting: Literal[0, 1] = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    table = pa.table(list(columns), names=[str(number) for number in range(len(columns))])
    options = arrow_csv.WriteOptions(include_header=False, quoting_style="all_valid" if quote_all else "needed")
    with path.open("w", encoding="utf-8", newline="") as text:
        text.write("\ufeff" if bom else "")
        csv.writer(text, lineterminator="\n", quoting=quoting).writerows(above)
    with path.open("ab") as data:
        arrow_csv.write_csv(table, data, options)
    with path.open("a", encoding="utf-8", newline="") as text:
        csv.writer(text, lineterminator="\n", quoting=quoting).writerows(below)
    return path
