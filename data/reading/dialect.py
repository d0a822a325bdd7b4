"""How a text file separates its cells: decided from lines all through the file, never from the first alone."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

DELIMITERS = (",", ";", "\t", "|")
BLANKS = "blanks"
"""The delimiter's name where cells are separated by runs of blanks."""

SAMPLE_LINES = 120
PIECE = 60_000
WHOLE_LINE = re.compile(rb'^\s*"(?:[^"]|"")*"\s*$')


@dataclass(frozen=True)
class Dialect:
    """``delimiter`` and how many lines at the top (``sep=;``) are no part of the table."""

    delimiter: str
    lines_before: int


def find_dialect(data: bytes) -> Dialect:
    """The delimiter under which most lines of UTF-8 ``data`` have equally many cells, the more cells the better."""
    first = data[:4096].split(b"\n", 1)[0].decode("utf-8", "ignore")
    declared = first.strip().strip('"')
    if declared.casefold().startswith("sep=") and len(declared) == 5:
        return Dialect(declared[4], 1)
    if declared.casefold() == "sep=" and "\t" in first:
        return Dialect("\t", 1)
    lines = _sample(data)
    scores = {delimiter: _evenness(lines, delimiter) for delimiter in DELIMITERS}
    best = max(scores, key=lambda delimiter: scores[delimiter])
    if scores[best] == 0 and _are_columns_of_blanks(lines):
        return Dialect(BLANKS, 0)
    return Dialect(best if scores[best] else ",", 0)


def without_outer_quotes(data: bytes) -> bytes:
    """The text without quotes around each whole line, as a spreadsheet saves a file that it took for one column."""
    first = data[:PIECE].split(b"\n", 1)[0]
    if not WHOLE_LINE.match(first) or not any(mark.encode() in first for mark in DELIMITERS):
        return data
    lines = data.split(b"\n")
    if not all(WHOLE_LINE.match(line) for line in lines if line.strip()):
        return data
    return b"\n".join(line.strip()[1:-1].replace(b'""', b'"') for line in lines)


def _sample(data: bytes) -> list[str]:
    """Non-blank lines from the start, the middle and the end."""
    lines: list[str] = []
    for start in (0, len(data) // 2, max(0, len(data) - PIECE)):
        piece = data[start : start + PIECE].decode("utf-8", "ignore").split("\n")
        whole = piece if start == 0 else piece[1:]
        whole = whole if start + PIECE >= len(data) else whole[:-1]
        lines += [line for line in whole if line.strip()][:SAMPLE_LINES]
        if len(data) <= PIECE:
            break
    return lines


def _evenness(lines: Sequence[str], delimiter: str) -> float:
    counts = Counter(_count(line, delimiter) for line in lines)
    if not counts:
        return 0.0
    width, share = max(((width, n) for width, n in counts.items()), key=lambda pair: (pair[1], pair[0]))
    if width < 2:
        wider = [(width, n) for width, n in counts.items() if width > 1]
        if not wider or sum(n for _, n in wider) < 0.3 * len(lines):
            return 0.0
        width, share = max(wider, key=lambda pair: pair[1])
    return share / len(lines) * min(width, 12)


def _count(line: str, delimiter: str) -> int:
    if '"' not in line:
        return line.count(delimiter) + 1
    return len(next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), []))


def _are_columns_of_blanks(lines: Sequence[str]) -> bool:
    counts = {len(line.split()) for line in lines}
    return len(lines) > 2 and len(counts) == 1 and counts.pop() > 1
