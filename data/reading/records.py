"""Records line by line, for files with quotes, line breaks or ragged lines that need a closer look."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field

from data.reading.layout import furniture
from data.reading.table import BLANK_LINE, GROUP_LINE, HeldLine
from domain.errors import RefusedError
from domain.message import N_, Message

LONGEST_LINE = 1 << 20
FEW_COLUMNS = 5


@dataclass
class Records:
    """Cells by column with their physical lines; what is no record is counted in ``skipped`` or kept in ``held``."""

    columns: list[list[str]]
    line_numbers: list[int] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    held: list[HeldLine] = field(default_factory=list)
    groups: list[tuple[int, str]] = field(default_factory=list)

    def skip(self, rule: str) -> None:
        """Count one line under the rule that leaves it out."""
        self.skipped[rule] = self.skipped.get(rule, 0) + 1

    def hold(self, line_no: int, reason: str, value: str, message: Message) -> None:
        """Keep one line aside with its text."""
        self.held.append(HeldLine(line_no, reason, value[:2000], message))


def read_records(text: str, header: list[str], delimiter: str, lines_before: int) -> Records:
    """Every line of ``text`` as a record of ``len(header)`` cells, held or skipped.

    Raises:
        RefusedError: a quote is never closed, or swallows following records; a line is over 1 MiB.
    """
    width = len(header)
    records = Records([[] for _ in range(width)])
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    if any(len(line) > LONGEST_LINE for line in lines):
        raise line_too_long()
    csv.field_size_limit(LONGEST_LINE * 64)
    reader = csv.reader(io.StringIO(text.replace("\0", "")), delimiter=delimiter, strict=True, skipinitialspace=True)
    before = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            _hold_bad_quote(records, lines, before, reader.line_num, lines_before, str(error))
            before = reader.line_num
            continue
        start, before = before, reader.line_num
        if before - start > 1:
            _check_swallowing(records, cells, before - start, width, delimiter, lines_before + start + 1)
            if records.held and records.held[-1].line_no == lines_before + start + 1:
                continue
        _place(records, [cell.strip() for cell in cells], width, lines_before + start + 1, lines[start])
    return records


def _place(records: Records, cells: list[str], width: int, line_no: int, line: str) -> None:
    if not any(cells):
        records.skip(BLANK_LINE)
        return
    while len(cells) > width and not cells[-1]:
        cells.pop()
    if len(cells) != width:
        rule = furniture([*cells, *[""] * (width - len(cells))])
        if rule == GROUP_LINE:
            records.groups.append((line_no, next(cell for cell in cells if cell)))
        if rule:
            records.skip(rule)
            return
        records.hold(
            line_no,
            "R_COLUMNS",
            line,
            Message(N_("{found} cells where the header has {expected}"), {"found": len(cells), "expected": width}),
        )
        return
    for column, cell in zip(records.columns, cells, strict=True):
        column.append(cell)
    records.line_numbers.append(line_no)


def _hold_bad_quote(records: Records, lines: list[str], before: int, after: int, lines_before: int, error: str) -> None:
    """One line with a stray quote is held back; a quote that runs over lines makes the file unreadable."""
    if "unexpected end of data" in error or after - before > 1:
        raise quote_error(lines_before + before + 1)
    message = Message(N_("a quotation mark in the middle of a cell; a quote inside quotes is written twice"))
    records.hold(lines_before + after, "R_QUOTE", lines[after - 1], message)


def _check_swallowing(
    records: Records, cells: list[str], n_lines: int, width: int, delimiter: str, line_no: int
) -> None:
    """A cell over several lines that contains just the delimiters of the lines it covers has swallowed records."""
    inside = sum(cell.count(delimiter) for cell in cells)
    if width < 2 or inside != (n_lines - 1) * (width - 1) or len(cells) != width:
        return
    if width >= FEW_COLUMNS:
        raise quote_error(line_no)
    records.hold(
        line_no, "R_QUOTE", delimiter.join(cells), Message(N_("a quotation mark seems to swallow the lines below it"))
    )


def line_too_long() -> RefusedError:
    """The refusal of a line that no record is as long as."""
    return RefusedError(
        "line_too_long",
        N_("A line of the file is longer than 1 MiB."),
        N_("Export it again; one record should be one line."),
    )


def quote_error(line_no: int) -> RefusedError:
    """The refusal of a quotation mark that is opened in a line and not closed."""
    return RefusedError(
        "quote",
        N_("A quotation mark opened in line {line} swallows the lines below it."),
        N_("Close or remove the quotation mark in that line, or export the file again."),
        line=line_no,
    )
