"""Text that would take its reader far more memory than it is worth, seen in the bytes before anything is decoded."""

from __future__ import annotations

from data.reading.records import LONGEST_LINE, line_too_long, quote_error

LOOKED_INTO = 8 << 20
"""Smaller files are read line by line whatever is in them, and say more exactly what is wrong."""

CELL_STARTS = b",;\t|\n\r"


def check_lines(data: bytes) -> None:
    """Refuse a large text with a line beyond all measure, or with a quotation mark that swallows the rest of it.

    Raises:
        RefusedError: either.
    """
    if len(data) < LOOKED_INTO:
        return
    mark = b"\n" if b"\n" in data[: 2 * LONGEST_LINE] else b"\r"
    start = 0
    while start + 2 * LONGEST_LINE < len(data):
        end = data.rfind(mark, start, start + 2 * LONGEST_LINE)
        if end < 0:
            raise line_too_long()
        start = end + 1
    if data.count(b'"') % 2:
        _find_open_quote(data, mark)


def _find_open_quote(data: bytes, mark: bytes) -> None:
    """The line after which all quotation marks are inside out, if its last one opens a cell and none closes it."""
    last = data.rfind(b'"')
    before = data[last - 1 : last] if last else mark
    if before in CELL_STARTS and last < len(data) - LONGEST_LINE:
        raise quote_error(data.count(mark, 0, last) + 1)
