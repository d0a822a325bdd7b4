"""Text files of separated cells. Clean files go through Arrow's reader; anything odd is read line by line."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from data.reading.dialect import BLANKS as SPACES
from data.reading.dialect import Dialect, find_dialect, without_outer_quotes
from data.reading.encoding import holds_any
from data.reading.head import after_line, read_head
from data.reading.layout import furniture
from data.reading.lonely import hold_lonely
from data.reading.records import Records, read_records
from data.reading.second_table import hold_second_table
from data.reading.table import BLANK_LINE, GROUP_LINE, LARGEST_CELL, HeldLine, Notice, TextTable, table_of
from data.reading.truncation import hold_cut_line, notice_of_end
from domain.errors import RefusedError
from domain.message import N_, Message

RARE_BLANKS = (b"\xc2\xa0", b"\xc2\x85", b"\xe2\x80", b"\xe2\x81\x9f", b"\xe3\x80\x80", b"\xe1\x9a\x80")
NO_HEADER = Notice(
    "W_NO_HEADER",
    Message(
        N_("The file has no header line: what its columns hold says who bought, when, how many, and for how much.")
    ),
)
ODD_BLANKS = (b"\t", b"\v", b"\f", b"\r", b'"')
LOOKED_AT = 1 << 18
BLANKS = b' \t\n;,|"'


@dataclass
class Body:
    """The lines below the header, as read: ``rows`` still with furniture in them."""

    rows: pa.Table
    skipped: dict[str, int] = field(default_factory=dict)
    held: list[HeldLine] = field(default_factory=list)
    groups: list[tuple[int, str]] = field(default_factory=list)


def read_delimited(data: bytes, name: str, encoding: str) -> TextTable:
    """The table in clean UTF-8 text that was in ``encoding``.

    Raises:
        RefusedError: empty, no header, no rows, too wide, or a quote that swallows lines.
    """
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if not data[:4096].strip(BLANKS) and not data.decode().strip(' \t\n\u00a0;,|"'):
        raise RefusedError("empty", N_("The file is empty."), N_("Export it again and choose the file that has rows."))
    data = without_outer_quotes(data)
    dialect = find_dialect(data)
    delimiter = dialect.delimiter
    if delimiter == SPACES:
        delimiter = "\t"
        data = b"\n".join(b"\t".join(line.split()) for line in data.split(b"\n"))
    head = read_head(data, Dialect(delimiter, dialect.lines_before))
    header = head.names
    start = after_line(data, head.last_line)
    body = _fast_body(data, start, header, delimiter, head.last_line)
    if body is None:
        body = _careful_body(data[start:].decode(), header, delimiter, head.last_line)
    rows = _hold_long_cells(_without_furniture(body, header), body)
    warnings: tuple[Notice, ...] = () if head.first_line else (NO_HEADER,)
    rows = hold_second_table(rows, body.held)
    if not data.endswith(b"\n"):
        n_whole = rows.num_rows
        rows = hold_cut_line(rows, body.held, header)
        warnings += notice_of_end(rows, header) if rows.num_rows == n_whole else ()
    if not rows.num_rows and not body.held:
        raise RefusedError(
            "no_rows", N_("The file has a header but no rows."), N_("Export it again with the rows that you need.")
        )
    return TextTable(
        name, None, encoding, " " if dialect.delimiter == SPACES else delimiter, head.first_line, tuple(header), rows,
        body.skipped, tuple(sorted(body.held, key=lambda line: line.line_no)), timezone=head.zone,
        warnings=warnings, groups=tuple(sorted(body.groups)), above=head.above,
    )  # fmt: skip


def _fast_body(data: bytes, start: int, header: list[str], delimiter: str, lines_before: int) -> Body | None:
    """The body through Arrow's reader, or None where any line is not plainly one well-formed record."""
    end = len(data)
    while end > start and data[end - 1 : end] == b"\n":
        end -= 1
    blank_lines = max(0, len(data) - end - 1)
    if end == start or b"\0" in data:
        return None
    names = [f"c{index}" for index in range(len(header))]
    try:
        rows = arrow_csv.read_csv(
            pa.py_buffer(data).slice(start, end - start),
            read_options=arrow_csv.ReadOptions(column_names=names, block_size=1 << 20),
            parse_options=arrow_csv.ParseOptions(delimiter=delimiter),
            convert_options=arrow_csv.ConvertOptions(
                column_types={name: pa.string() for name in names},
                strings_can_be_null=False,
                check_utf8=False,  # decode() has looked at every byte
            ),
        )
    except pa.ArrowInvalid:
        return None
    n_lines = data.count(b"\n", start, end) + 1
    if rows.num_rows != n_lines or not _quotes_are_plain(data, start, end, rows, delimiter.encode()):
        return None
    trim = pc.utf8_trim_whitespace if holds_any(data, RARE_BLANKS) else pc.ascii_trim_whitespace
    is_edged = trim is pc.utf8_trim_whitespace or _has_blank_edges(data, start, delimiter)
    columns = rows.columns
    n_rows, rows = rows.num_rows, None
    trimmed = []
    while columns:  # a column at a time, so that the whole table never stands twice in memory
        column = columns.pop(0)
        trimmed.append((trim(column) if is_edged else column).combine_chunks())
    pa.default_memory_pool().release_unused()
    rows = pa.table(trimmed, names=names)
    lines = pa.array(np.arange(lines_before + 1, lines_before + 1 + n_rows))
    body = Body(rows.append_column("line_no", lines))
    if blank_lines:
        body.skipped[BLANK_LINE] = blank_lines
    return body


def _has_blank_edges(data: bytes, start: int, delimiter: str) -> bool:
    """Whether a blank may stand at the edge of a cell: looking for one takes less than taking none away."""
    if any(blank in data for blank in ODD_BLANKS if blank != delimiter.encode()):
        return True
    letters = np.frombuffer(data, np.uint8)
    for first in range(max(start - 1, 0), len(letters), LOOKED_AT):
        part = letters[first : first + LOOKED_AT + 1]
        is_blank, is_end = part == ord(" "), (part == ord(delimiter)) | (part == ord("\n"))
        if (is_blank[1:] & is_end[:-1]).any() or (is_blank[:-1] & is_end[1:]).any():
            return True
    return data[start : start + 1] == b" " or data[-1:] == b" "


def _quotes_are_plain(data: bytes, start: int, end: int, rows: pa.Table, delimiter: bytes) -> bool:
    """Whether every quote opens or closes a whole cell: equally many of both, and none inside a cell."""
    quotes = data.count(b'"', start, end)
    if not quotes:
        return True
    if any(pc.any(pc.match_substring(column, '"')).as_py() for column in rows.columns):
        return False
    first, last = data[start : start + 1] == b'"', data[end - 1 : end] == b'"'
    opening = data.count(delimiter + b'"', start, end) + data.count(b'\n"', start, end) + first
    closing = data.count(b'"' + delimiter, start, end) + data.count(b'"\n', start, end) + last
    return opening * 2 == quotes and closing * 2 == quotes


def _careful_body(text: str, header: list[str], delimiter: str, lines_before: int) -> Body:
    records: Records = read_records(text, header, delimiter, lines_before)
    return Body(table_of(records.columns, records.line_numbers), records.skipped, records.held, records.groups)


def _without_furniture(body: Body, header: list[str]) -> pa.Table:
    """The rows without blank, total, footer and repeated header lines, each counted or kept aside."""
    rows = body.rows
    width = len(header)
    if not rows.num_rows:
        return rows
    blanks = pc.equal(pc.binary_length(rows.column(0)), 0).cast(pa.int16())
    for index in range(1, width):
        blanks = pc.add(blanks, pc.equal(pc.binary_length(rows.column(index)), 0).cast(pa.int16()))
    suspects = pc.greater_equal(blanks, int(0.4 * width) if width > 3 else 0)
    suspects = pc.or_(suspects, pc.equal(rows.column(0), header[0]))
    if not pc.any(suspects).as_py():
        return rows
    dropped: list[int] = []
    positions = pc.indices_nonzero(suspects)
    for position, cells in zip(positions.to_pylist(), _cells(rows.take(positions), width), strict=True):
        if not any(cells):
            rule: str | None = BLANK_LINE
        elif list(cells) == header:
            body.held.append(repeated_header(rows.column("line_no")[position].as_py(), cells))
            dropped.append(position)
            continue
        else:
            rule = furniture(cells)
        if rule == GROUP_LINE:
            body.groups.append((rows.column("line_no")[position].as_py(), next(cell for cell in cells if cell)))
        if rule:
            body.skipped[rule] = body.skipped.get(rule, 0) + 1
            dropped.append(position)
    if dropped:
        keep = np.ones(rows.num_rows, dtype=bool)
        keep[dropped] = False
        rows = rows.filter(pa.array(keep))
    return hold_lonely(rows, body.held)


def _cells(rows: pa.Table, width: int) -> list[tuple[str, ...]]:
    columns = [rows.column(index).to_pylist() for index in range(width)]
    return list(zip(*columns, strict=True))


def repeated_header(line_no: int, cells: tuple[str, ...]) -> HeldLine:
    """The header once more in the middle of the file: two exports were joined."""
    return HeldLine(line_no, "R_REPEATED_HEADER", ",".join(cells), Message(N_("the header line, repeated")))


def _hold_long_cells(rows: pa.Table, body: Body) -> pa.Table:
    """The rows whose every cell a spreadsheet could hold; the others are held back."""
    keep = None
    for column in rows.columns[:-1]:
        lengths = pc.binary_length(column)
        if rows.num_rows and pc.max(lengths).as_py() > LARGEST_CELL:
            fits = pc.less_equal(pc.utf8_length(column), LARGEST_CELL)
            keep = fits if keep is None else pc.and_(keep, fits)
    if keep is None:
        return rows
    for position in pc.indices_nonzero(pc.invert(keep)).to_pylist():
        cells = [column[position].as_py() for column in rows.columns[:-1]]
        body.held.append(
            HeldLine(
                rows.column("line_no")[position].as_py(),
                "R_TOO_LONG",
                max(cells, key=len)[:200],
                Message(N_("a cell with more text than a spreadsheet can hold")),
            )
        )
    return rows.filter(keep)
