"""Workbooks (.xlsx, .xls): every sheet that holds a table, cell by cell as text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from data.reading.archive import NO_FACTS, SheetFacts, damaged, open_archive, sheet_facts
from data.reading.delimited import repeated_header
from data.reading.encoding import cleaned
from data.reading.layout import find_header, furniture, merged_header
from data.reading.table import BLANK_LINE, GROUP_LINE, LARGEST_CELL, HeldLine, Notice, TextTable, table_of
from domain.errors import RefusedError
from domain.message import N_, Message

LARGEST_WIDTH = 2000
Cell = str | int | float | bool | date | datetime | time | timedelta


def read_workbook(data: bytes, name: str) -> list[TextTable]:
    """Every sheet with a header and at least one row, hidden ones included and marked.

    Raises:
        RefusedError: damaged, protected, unsafe, or without any table.
    """
    is_archive = data[:2] == b"PK"
    facts: dict[str, SheetFacts] = {}
    if is_archive:
        with open_archive(data) as archive:
            facts = sheet_facts(archive)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [(about.name, about.visible != SheetVisibleEnum.Visible) for about in book.sheets_metadata]
        contents = [book.get_sheet_by_name(sheet).to_python(skip_empty_area=False) for sheet, _ in sheets]
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise _unreadable(error) from None
    tables = [
        table
        for (sheet, is_hidden), rows in zip(sheets, contents, strict=True)
        if (table := _sheet_table(name, sheet, rows, facts.get(sheet, NO_FACTS), is_hidden)) is not None
    ]
    if not tables:
        if any(any(cell != "" for cell in row) for rows in contents for row in rows):
            raise RefusedError(
                "unknown_file",
                N_("No sheet of the workbook holds a table with a header and rows."),
                N_("Choose the workbook that the system exported, or save the right sheet as CSV."),
            )
        raise RefusedError("empty", N_("The workbook is empty."), N_("Choose the file that has rows."))
    return tables


def _unreadable(error: BaseException) -> RefusedError:
    if "password" in str(error).casefold() or "encrypt" in str(error).casefold():
        return RefusedError(
            "encrypted", N_("The workbook is protected by a password."), N_("Save it without a password and try again.")
        )
    return damaged(str(error))


def _sheet_table(
    name: str, sheet: str, raw: Sequence[Sequence[Cell]], facts: SheetFacts, is_hidden: bool
) -> TextTable | None:
    rows = [list(row) for row in raw]
    for (row, column), text in facts.errors.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = text
    while rows and not any(_is_filled(cell) for cell in rows[-1]):
        rows.pop()
    head = [[cell_text(cell) for cell in row] for row in rows[:60]]
    start = find_header(head)
    if start is None or len(rows) <= start + 1:
        return None
    header, taken, zone = merged_header(head, start)
    width = max((index + 1 for index, cell in enumerate(header) if cell), default=0)
    width = max(width, max((_last_filled(row) for row in rows[start + taken :]), default=0))
    if width > LARGEST_WIDTH:
        raise RefusedError(
            "too_many_columns",
            N_("The file has more than {limit} columns."),
            N_("Export only the columns that are needed."),
            limit=LARGEST_WIDTH,
        )
    header = [" ".join(cell.split()) for cell in [*header, *[""] * width][:width]]
    return _build(name, sheet, header, rows, start, taken, zone, facts, is_hidden)


def _build(
    name: str,
    sheet: str,
    header: list[str],
    rows: list[list[Cell]],
    start: int,
    taken: int,
    zone: str | None,
    facts: SheetFacts,
    is_hidden: bool,
) -> TextTable | None:
    width = len(header)
    columns: list[list[str]] = [[] for _ in range(width)]
    stored: list[set[str]] = [set() for _ in range(width)]
    lines: list[int] = []
    skipped: dict[str, int] = {}
    held: list[HeldLine] = []
    groups: list[tuple[int, str]] = []
    for position in range(start + taken, len(rows)):
        cells = [cell_text(cell) for cell in rows[position][:width]]
        rule = furniture(cells) if any(cells) else BLANK_LINE
        if rule == GROUP_LINE:
            groups.append((position + 1, next(cell for cell in cells if cell)))
        if rule:
            skipped[rule] = skipped.get(rule, 0) + 1
        elif cells == header:
            held.append(repeated_header(position + 1, tuple(cells)))
        elif max(len(cell) for cell in cells) > LARGEST_CELL:
            limit = {"limit": LARGEST_CELL}
            message = Message(N_("a cell of more than {limit} characters"), limit)
            held.append(HeldLine(position + 1, "R_TOO_LONG", max(cells, key=len)[:200], message))
        else:
            lines.append(position + 1)
            for index, cell in enumerate(cells):
                columns[index].append(cell)
                if cell:
                    stored[index].add(_kind(rows[position][index]))
    if facts.empty_formulas and lines:
        raise RefusedError(
            "formula_no_value",
            N_("Sheet “{sheet}” holds {n} formulas whose results were never saved."),
            N_("Open it in a spreadsheet program, save it, and try again."),
            sheet=sheet,
            n=facts.empty_formulas,
        )
    if not lines and not held:
        return None
    return TextTable(
        name, sheet, None, None, start + 1, tuple(header), table_of(columns, lines), skipped, tuple(held),
        _warnings(facts, sheet), tuple(frozenset(kinds) for kinds in stored), zone, is_hidden,
        tuple(groups),
    )  # fmt: skip


def _warnings(facts: SheetFacts, sheet: str) -> tuple[Notice, ...]:
    if not facts.hidden_rows:
        return ()
    text = N_("Sheet “{sheet}” has {n} hidden rows; they are loaded too.")
    return (Notice("W_HIDDEN_ROWS", Message(text, {"sheet": sheet, "n": facts.hidden_rows})),)


def _is_filled(cell: Cell) -> bool:
    return not isinstance(cell, str) or bool(cell.strip())


def _last_filled(row: Sequence[Cell]) -> int:
    return max((index + 1 for index, cell in enumerate(row) if _is_filled(cell)), default=0)


def _kind(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "flag"
    if isinstance(cell, int | float):
        return "number"
    return "date" if isinstance(cell, date | time | timedelta) else "text"


def cell_text(cell: Cell) -> str:
    """A cell as text: whole numbers without ``.0``, dates as ISO, durations as H:MM:SS."""
    if isinstance(cell, str):
        return cleaned(cell).strip()
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return number_text(cell)
    if isinstance(cell, datetime):
        if cell.time() == time(0):
            return cell.date().isoformat()
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def number_text(number: float) -> str:
    """The shortest decimal that is this number, never in scientific notation."""
    if number.is_integer() and abs(number) < 1e18:
        return str(int(number))
    shortest = repr(number)
    if "e" not in shortest:
        return shortest
    return f"{number:.20f}".rstrip("0").rstrip(".") if abs(number) < 1 else f"{number:.0f}"
