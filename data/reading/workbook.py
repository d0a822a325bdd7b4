"""Workbooks (.xlsx, .xls): every sheet that holds a table, cell by cell as text."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from data.reading.archive import NO_FACTS, SheetFacts, counts_from_1904, damaged, open_archive, sheet_facts
from data.reading.cells import Cell, last_filled, read_cells, stored_kinds, written_numbers
from data.reading.delimited import repeated_header
from data.reading.layout import FULL_SHARE, TOTAL_WORDS, find_header, furniture, merged_header, told_above
from data.reading.lonely import hold_lonely
from data.reading.merged import fill_down
from data.reading.second_table import hold_second_table
from data.reading.table import BLANK_LINE, GROUP_LINE, LARGEST_CELL, HeldLine, Notice, TextTable
from domain.errors import RefusedError
from domain.message import N_, Message

LARGEST_WIDTH = 2000
HEAD_ROWS = 60


def read_workbook(data: bytes, name: str) -> list[TextTable]:
    """Every sheet with a header and at least one row, hidden ones included and marked.

    Raises:
        RefusedError: damaged, protected, unsafe, or without any table.
    """
    with contextlib.ExitStack() as stack:
        looked: Future[dict[str, SheetFacts]] | None = None
        if data[:2] == b"PK":
            archive = stack.enter_context(open_archive(data))
            # the reader leaves the other processor free
            looked = stack.enter_context(ThreadPoolExecutor(1)).submit(sheet_facts, archive)
        try:
            book = CalamineWorkbook.from_filelike(io.BytesIO(data))
            hidden = {about.name: about.visible != SheetVisibleEnum.Visible for about in book.sheets_metadata}
            sheets = [(sheet, book.get_sheet_by_name(sheet)) for sheet in hidden]
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
            raise _unreadable(error) from None
        facts = looked.result() if looked else {}
        is_1904 = data[:2] == b"PK" and counts_from_1904(archive)
    found = (_sheet_table(name, sheet, content, facts.get(sheet, NO_FACTS), hidden[sheet]) for sheet, content in sheets)
    tables = [replace(table, counts_from_1904=is_1904) for table in found if table is not None]
    if not tables:
        if any(cell != "" for _, content in sheets for row in content.iter_rows() for cell in row):
            raise RefusedError(
                "unknown_file",
                N_("No sheet of the workbook holds a table with a header and rows."),
                N_("Choose the workbook that the system exported, or save the right sheet as CSV."),
            )
        raise RefusedError("empty", N_("The workbook is empty."), N_("Choose the file that has rows."))
    return tables


def _rows(sheet: CalamineSheet) -> Iterator[list[Cell]]:
    """The rows from the top left corner of the sheet: the reader leaves out blank columns on the left."""
    left: list[Cell] = [""] * (sheet.start[1] if sheet.start else 0)
    rows: Iterator[list[Cell]] = sheet.iter_rows()
    return (left + row for row in rows) if left else rows


def _unreadable(error: BaseException) -> RefusedError:
    if "password" in str(error).casefold() or "encrypt" in str(error).casefold():
        return RefusedError(
            "encrypted", N_("The workbook is protected by a password."), N_("Save it without a password and try again.")
        )
    return damaged(str(error))


def _sheet_table(name: str, sheet: str, content: CalamineSheet, facts: SheetFacts, is_hidden: bool) -> TextTable | None:
    """The table of one sheet, read in blocks so that its cells never all stand in memory as Python objects."""
    columns, kinds, n_rows = read_cells(_rows(content), facts.errors)
    head = [[column[row].as_py() for column in columns] for row in range(min(HEAD_ROWS, n_rows))]
    start = find_header(head)
    if start is None or n_rows <= start + 1:
        return None
    header, taken, zone = merged_header(head, start)
    first = min(start + taken, n_rows)
    body = [column.slice(first, n_rows - first) for column in columns]
    kinds = [codes[first:n_rows] for codes in kinds]
    n_merged = fill_down(body, kinds, content.merged_cell_ranges or (), first)
    width = max((index + 1 for index, cell in enumerate(header) if cell), default=0)
    width = max(width, max((index + 1 for index, column in enumerate(body) if last_filled(column)), default=0))
    if width > LARGEST_WIDTH:
        raise RefusedError(
            "too_many_columns",
            N_("The file has more than {limit} columns."),
            N_("Export only the columns that are needed."),
            limit=LARGEST_WIDTH,
        )
    header = [" ".join(cell.split()) for cell in [*header, *[""] * width][:width]]
    blank = pa.array([""] * (n_rows - first), pa.string())
    body = [*body, *[blank] * width][:width]
    skipped: dict[str, int] = {}
    held: list[HeldLine] = []
    groups: list[tuple[int, str]] = []
    keep = _sort_out(body, header, first, skipped, held, groups)
    if keep.any():
        _refuse_lost_results(facts, sheet)
    if not keep.any() and not held:
        return None
    if not keep.all():
        body = [column.filter(pa.array(keep)) for column in body]
        kinds = [codes[keep] for codes in kinds]
    stored = [stored_kinds(column, codes) for column, codes in zip(body, kinds, strict=False)]
    stored += [frozenset()] * (width - len(stored))
    lines = pa.array(np.flatnonzero(keep) + first + 1, pa.int64())
    found = [written_numbers(column, codes) for column, codes in zip(body, kinds, strict=False)]
    written = {
        index: tuple(lines.take(pa.array(places)).to_pylist()) for index, places in enumerate(found) if len(places)
    }
    rows = pa.table([*body, lines], names=[*(f"c{index}" for index in range(width)), "line_no"])
    rows = hold_lonely(hold_second_table(rows, held), held)
    return TextTable(
        name, sheet, None, None, start + 1, tuple(header), rows, skipped, tuple(held),
        _warnings(facts, sheet, n_merged), tuple(stored), zone, is_hidden,
        tuple(groups), written, told_above(head[:start]), currencies=facts.currencies,
    )  # fmt: skip


def _refuse_lost_results(facts: SheetFacts, sheet: str) -> None:
    """Refuse a sheet with formulas of which no result is in the file: their cells would be taken for blank ones."""
    if facts.empty_formulas:
        raise RefusedError(
            "formula_no_value",
            N_("Sheet “{sheet}” holds {n} formulas whose results were never saved."),
            N_("Open it in a spreadsheet program, save it, and try again."),
            sheet=sheet,
            n=facts.empty_formulas,
        )
    if facts.lost_errors:
        raise RefusedError(
            "failed_formulas",
            N_("Sheet “{sheet}” holds {n} formulas that failed, such as #N/A or #DIV/0!."),
            N_("Correct them, or save the workbook as .xlsx: the rows with such cells are then held back."),
            sheet=sheet,
            n=facts.lost_errors,
        )


def _sort_out(
    body: list[pa.Array],
    header: list[str],
    first: int,
    skipped: dict[str, int],
    held: list[HeldLine],
    groups: list[tuple[int, str]],
) -> npt.NDArray[np.bool_]:
    """Which lines are rows; blank lines, totals and footers are counted, repeated headers and huge cells held."""
    keep = np.ones(len(body[0]) if body else 0, dtype=bool)
    for position in np.flatnonzero(_suspects(body, header)).tolist():
        cells = [column[position].as_py() for column in body]
        line_no = first + position + 1
        rule = furniture(cells) if any(cells) else BLANK_LINE
        if rule == GROUP_LINE:
            groups.append((line_no, next(cell for cell in cells if cell)))
        if rule:
            skipped[rule] = skipped.get(rule, 0) + 1
        elif cells == header:
            held.append(repeated_header(line_no, tuple(cells)))
        elif max(len(cell) for cell in cells) > LARGEST_CELL:
            limit = {"limit": LARGEST_CELL}
            message = Message(N_("a cell of more than {limit} characters"), limit)
            held.append(HeldLine(line_no, "R_TOO_LONG", max(cells, key=len)[:200], message))
        else:
            continue
        keep[position] = False
    return keep


def _suspects(body: list[pa.Array], header: list[str]) -> npt.NDArray[np.bool_]:
    """Every line that could be no row; what furniture() can reject is among them, and most rows are not."""
    filled = np.zeros(len(body[0]), dtype=np.int32)
    is_long = np.zeros(len(body[0]), dtype=bool)
    for column in body:
        lengths = pc.binary_length(column).to_numpy(zero_copy_only=False)
        filled += lengths > 0
        is_long |= lengths > LARGEST_CELL
    wordy = body[0].filter(pc.invert(pc.match_substring_regex(body[0], "[0-9]")))  # no total is named by a number
    words = [word for word in pc.unique(wordy).to_pylist() if word.casefold() in TOTAL_WORDS]
    words.append(header[0])
    named = pc.is_in(body[0], value_set=pa.array(words, pa.string())).to_numpy(zero_copy_only=False)
    found: npt.NDArray[np.bool_] = (filled <= max(1, FULL_SHARE * len(body))) | is_long | named
    return found


def _warnings(facts: SheetFacts, sheet: str, n_merged: int) -> tuple[Notice, ...]:
    found = []
    if facts.hidden_rows:
        text = N_("Sheet “{sheet}” has {n} hidden rows; they are loaded too.")
        found.append(Notice("W_HIDDEN_ROWS", Message(text, {"sheet": sheet, "n": facts.hidden_rows})))
    if n_merged:
        text = N_(
            "Sheet “{sheet}”: {n} merged cells; their text counts for every row they cover, a number for the first."
        )
        found.append(Notice("W_MERGED_CELLS", Message(text, {"sheet": sheet, "n": n_merged})))
    return tuple(found)
