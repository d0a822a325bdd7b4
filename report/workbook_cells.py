"""How values become cells: formats of the reader's language, text that is never executed, names of sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from data.exporting import neutralise
from report.review import Format, Value

if TYPE_CHECKING:
    from xlsxwriter.format import Format as CellFormat
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

NOTHING = "—"
LIMIT = 32_000
"""Characters in a cell; Excel holds 32,767."""
NAME_LIMIT = 31
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
NO_DECIMALS = frozenset({"VND", "JPY", "KRW"})


class Cells:
    """The formats of one workbook. Codes are Excel's own, so that the reader's machine chooses the marks."""

    def __init__(self, workbook: Workbook, language: str, currency: str) -> None:
        money = "#,##0" if currency in NO_DECIMALS else "#,##0.00"
        day = "dd/mm/yyyy" if language == "vi" else "d mmm yyyy"
        self.codes = {
            Format.TEXT: "@",
            Format.WHOLE: "#,##0",
            Format.DECIMAL: "#,##0.00",
            Format.MONEY: money,
            Format.PERCENT: "0.0%",
            Format.HOURS: "#,##0.0",
            Format.POINTS: "#,##0.0",
            Format.DATE: day,
        }
        font = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
        self.title = workbook.add_format({**font, "bold": True, "font_size": 16})
        self.head = workbook.add_format({**font, "bold": True, "bottom": 1})
        self.head_of_numbers = workbook.add_format({**font, "bold": True, "bottom": 1, "align": "right"})
        self.text = workbook.add_format(font)
        self.strong = workbook.add_format({**font, "bold": True})
        self.muted = workbook.add_format({**font, "font_color": "#565E67"})
        self._of = {kind: workbook.add_format({**font, "num_format": code}) for kind, code in self.codes.items()}
        self._strong = {
            kind: workbook.add_format({**font, "num_format": code, "bold": True, "font_size": 14})
            for kind, code in self.codes.items()
        }

    def of(self, kind: Format) -> CellFormat:
        """The cell format of a value."""
        return self._of[kind]

    def strong_of(self, kind: Format) -> CellFormat:
        """The same, for the one number of a sheet."""
        return self._strong[kind]

    def write(
        self, sheet: Worksheet, row: int, column: int, value: Value, kind: Format, *, is_muted: bool = False
    ) -> None:
        """Write one value: numbers as numbers, ISO days as days, all else as text cells that hold no formula."""
        if value is None or value != value:
            sheet.write_string(row, column, NOTHING if kind is not Format.TEXT else "", self.muted)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, self._of[kind])
        elif kind is Format.DATE and (day := _day(value)) is not None:
            sheet.write_datetime(row, column, day, self._of[kind])
        else:
            sheet.write_string(row, column, neutralise(value)[:LIMIT], self.muted if is_muted else self.text)


def _day(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text[:10])
    except ValueError:
        return None
    return found if found.year >= 1900 else None


def sheet_names(wanted: Iterable[str]) -> list[str]:
    r"""Names that Excel takes: 31 characters, none of ``[]:*?/\``, each once whatever its case."""
    names: list[str] = []
    taken: set[str] = set()
    for name in wanted:
        plain = FORBIDDEN.sub(" ", name).strip(" '") or NOTHING
        found, number = plain[:NAME_LIMIT].strip(" '"), 2
        while found.casefold() in taken:
            end = f" {number}"
            found, number = plain[: NAME_LIMIT - len(end)].strip(" '") + end, number + 1
        taken.add(found.casefold())
        names.append(found)
    return names
