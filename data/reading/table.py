"""A table of text as it stood in a file: nothing converted, nothing dropped without a count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from domain.message import Message

LARGEST_CELL = 32_767
"""Characters in one cell: what a spreadsheet can hold. A longer one holds its row back."""

BLANK_LINE, TOTAL_LINE, FOOTER_LINE, GROUP_LINE = "blank line", "total line", "footer line", "group line"


@dataclass(frozen=True)
class Notice:
    """Something a person should know about a file that loads all the same. ``code`` is public."""

    code: str
    message: Message


@dataclass(frozen=True)
class HeldLine:
    """A line that is no row of the table (too few cells, a stray quote): kept with its text, never loaded."""

    line_no: int
    reason: str
    value: str
    message: Message


@dataclass(frozen=True)
class TextTable:
    """One sheet or file of rows.

    ``header_line``: 0 where the file has none. ``groups``: line and text of the lines that name whose the rows
    below them are.
    ``rows``: string columns ``c0``…``cN`` (``""`` when blank, never null) in the order of ``columns``, then
    ``line_no`` (int64, the physical line or sheet row, from 1). ``stored``: for a workbook or Parquet file, the
    kinds of cell each column held (``text``, ``number``, ``date``); empty for text files.
    ``written``: by position, for a workbook's column that holds numbers too, the lines whose cell is text with a point
    or a comma in it: that is no number until the column's decimal mark is known.
    ``above``: what the lines above the header say, a text for each line that says anything.
    ``currencies``: by position, the currency that the number format of a workbook's column shows; ``""``: several.
    ``counts_from_1904``: a workbook whose bare day numbers count from that year.
    Lines of the file below the header = rows + held + the sum of ``skipped``.
    """

    name: str
    sheet: str | None
    encoding: str | None
    delimiter: str | None
    header_line: int
    columns: tuple[str, ...]
    rows: pa.Table
    skipped: Mapping[str, int] = field(default_factory=dict)
    held: tuple[HeldLine, ...] = ()
    warnings: tuple[Notice, ...] = ()
    stored: tuple[frozenset[str], ...] = ()
    timezone: str | None = None
    is_hidden: bool = False
    groups: tuple[tuple[int, str], ...] = ()
    written: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    above: tuple[str, ...] = ()
    counts_from_1904: bool = False
    currencies: Mapping[int, str] = field(default_factory=dict)

    @property
    def rows_in_file(self) -> int:
        """Lines below the header, whatever becomes of them."""
        return int(self.rows.num_rows) + len(self.held) + sum(self.skipped.values())

    def texts(self, position: int) -> pa.Array:
        """The cells of one column as a single string array."""
        column = self.rows.column(position)
        return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def told_apart(headers: Sequence[str]) -> list[str]:
    """The headers, with its place added to one that is blank or stands further left already."""
    return [
        name if name and name not in headers[:place] else f"{name} ({place + 1})".strip()
        for place, name in enumerate(headers)
    ]


def as_they_were(names: Sequence[str]) -> list[str]:
    """The headers that :func:`told_apart` was given."""
    found: list[str] = []
    for place, name in enumerate(names):
        bare = name.removesuffix(f"({place + 1})").rstrip()
        found.append(bare if bare != name and (not bare or bare in found) else name)
    return found


def table_of(columns: Sequence[Sequence[str]], line_numbers: Sequence[int]) -> pa.Table:
    """The ``rows`` of a :class:`TextTable` from Python columns."""
    arrays = [pa.array(list(column), pa.string()) for column in columns]
    names = [f"c{index}" for index in range(len(arrays))]
    return pa.table([*arrays, pa.array(list(line_numbers), pa.int64())], names=[*names, "line_no"])
