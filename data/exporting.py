"""Rows as files that a spreadsheet opens and never executes."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import RefusedError
from domain.message import N_
from domain.tables import DEAL, TABLE_BY_FILE

if TYPE_CHECKING:
    import pandas as pd

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

DEAL_COLUMNS = (
    "deal_id",
    "customer_id",
    "customer_name",
    "manager_email",
    "manager_name",
    "stage",
    "amount",
    "currency",
    "close_on",
    "created_on",
    "probability",
    "product",
    "customer_tax_code",
    "customer_phone",
)
EXPORT_QUERY = "select {columns} from loaded.{table} order by load_id, line_no"


def neutralise(text: str) -> str:
    """Text that a spreadsheet would take for a formula, made plain by a leading apostrophe (OWASP's list)."""
    bare = text.strip(" \u00a0\u200b\ufeff")
    return "'" + text if bare.startswith(DANGEROUS) else text


def export_columns(entity: str) -> tuple[str, ...]:
    """The canonical columns of an export, in their public order.

    Raises:
        RefusedError: there is no such table.
    """
    if entity not in TABLE_BY_FILE:
        raise RefusedError(
            "entity",
            N_("“{given}” is not a table."),
            N_("Choose one of: {known}."),
            given=entity,
            known=", ".join(TABLE_BY_FILE),
        )
    if TABLE_BY_FILE[entity] is DEAL:
        return DEAL_COLUMNS
    return TABLE_BY_FILE[entity].column_names


def to_csv_bytes(frame: pd.DataFrame, *, raw: bool = False) -> bytes:
    """A frame as CSV: UTF-8 with BOM (Excel needs it), dates ISO, decimals with a point, nothing a formula."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([str(name) for name in frame.columns])
    for row in frame.itertuples(index=False, name=None):
        writer.writerow([_plain(value, raw=raw) for value in row])
    return stream.getvalue().encode("utf-8-sig")


def write_csv(frame: pd.DataFrame, path: Path, *, raw: bool = False) -> None:
    """Write :func:`to_csv_bytes` to ``path``."""
    path.write_bytes(to_csv_bytes(frame, raw=raw))


def to_xlsx_bytes(frame: pd.DataFrame, sheet_name: str, *, keep_text: bool = False) -> bytes:
    """A frame as a workbook: numbers stay numbers, dates dates, and text is always a text cell, never a formula.

    ``keep_text``: what a person types into a cell of text stays as typed, leading zeros and dates included.
    """
    import xlsxwriter

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as workbook:
        sheet = workbook.add_worksheet(_sheet_name(sheet_name))
        head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        text = workbook.add_format({"num_format": "@"}) if keep_text else None
        for column, name in enumerate(frame.columns):
            sheet.write_string(0, column, str(name), head)
            sheet.set_column(column, column, 18)
        for row, values in enumerate(frame.itertuples(index=False, name=None), start=1):
            for column, value in enumerate(values):
                _write_cell(sheet, row, column, value, day, text)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(1, len(frame)), max(0, len(frame.columns) - 1))
    return stream.getvalue()


def _write_cell(sheet: object, row: int, column: int, value: object, day: object, text: object) -> None:
    from xlsxwriter.worksheet import Worksheet

    assert isinstance(sheet, Worksheet)
    if _is_missing(value):
        sheet.write_blank(row, column, None)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value.replace(tzinfo=None), day)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime.combine(value, time()), day)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, float(value))
    else:
        sheet.write_string(row, column, neutralise(str(value)), text)


def _plain(value: object, *, raw: bool) -> str:
    if _is_missing(value):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        is_day = value.hour == value.minute == value.second == value.microsecond == 0
        return value.date().isoformat() if is_day else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".") if value == value else ""
    text = str(value)
    return text if raw or not isinstance(value, str) else neutralise(text)


def _is_missing(value: object) -> bool:
    import pandas as pd

    return value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and value != value)


def _sheet_name(name: str) -> str:
    r"""A name that Excel takes: at most 31 letters, none of ``[]:*?/\``."""
    kept = "".join(" " if letter in "[]:*?/\\" else letter for letter in name).strip("' ")
    return kept[:31] or "Sheet1"
