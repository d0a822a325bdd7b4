"""The header of a text file: its names, where it stands, and what the lines above it say."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from data.mapping.headerless import purchase_header
from data.reading.dialect import Dialect
from data.reading.layout import find_header, merged_header, told_above
from domain.errors import RefusedError
from domain.message import N_

LARGEST_WIDTH = 2000
HEADER_LINES = 60


@dataclass(frozen=True)
class Head:
    """The header's names, its first and last physical line (0: none), the zone it declares, and the lines above it."""

    names: list[str]
    first_line: int
    last_line: int
    zone: str | None = None
    above: tuple[str, ...] = ()


def read_head(data: bytes, dialect: Dialect) -> Head:
    """The header, found among the first lines.

    Raises:
        RefusedError: no line is one, or there are too many columns.
    """
    lines = [line.decode() for line in data[: after_line(data, HEADER_LINES)].split(b"\n")[:HEADER_LINES]]
    reader = csv.reader(
        io.StringIO("\n".join(lines[dialect.lines_before :])), delimiter=dialect.delimiter, skipinitialspace=True
    )
    found: list[tuple[list[str], int, int]] = []
    before = dialect.lines_before
    try:
        for cells in reader:
            found.append((cells, before + 1, reader.line_num + dialect.lines_before))
            before = reader.line_num + dialect.lines_before
    except csv.Error:
        pass
    if max((len(cells) for cells, _, _ in found), default=0) > LARGEST_WIDTH:
        raise RefusedError(
            "too_many_columns",
            N_("The file has more than {limit} columns."),
            N_("Export only the columns that are needed."),
            limit=LARGEST_WIDTH,
        )
    start = find_header([cells for cells, _, _ in found])
    if start is None:
        purchases = _purchases(data, dialect)
        if purchases:
            return Head(purchases, 0, 0)
        raise RefusedError(
            "no_header",
            N_("No header line was found: every line looks like data."),
            N_("Export the file again with the column names in its first line."),
        )
    names, taken, zone = merged_header([cells for cells, _, _ in found], start)
    while len(names) > 1 and not names[-1].strip() and not _is_filled(found, start + taken, len(names) - 1):
        names.pop()
    above = told_above([cells for cells, _, _ in found[:start]])
    names = [" ".join(name.split()) for name in names]
    return Head(names, found[start][1], found[start + taken - 1][2], zone, above)


def after_line(data: bytes, line: int) -> int:
    """The position of the first byte below the physical line."""
    position = -1
    for _ in range(line):
        position = data.find(b"\n", position + 1)
        if position < 0:
            return len(data)
    return position + 1


def _purchases(data: bytes, dialect: Dialect) -> list[str] | None:
    """Names for the columns of a file without a header that can only be a list of purchases."""
    try:
        return purchase_header(list(csv.reader(io.StringIO(data.decode()), delimiter=dialect.delimiter)))
    except csv.Error:
        return None


def _is_filled(found: list[tuple[list[str], int, int]], start: int, column: int) -> bool:
    return any(column < len(cells) and cells[column].strip() for cells, _, _ in found[start:])
