"""The cells of a sheet as columns of text: whole columns at once where their cells are of one kind."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from data.reading.encoding import cleaned

Cell = str | int | float | bool | date | datetime | time | timedelta
Kinds = npt.NDArray[np.uint8]

BLOCK_ROWS = 16_384
KIND_NAMES = ("text", "number", "date", "flag")
TEXT, NUMBER, DATE, FLAG = range(len(KIND_NAMES))
KIND_OF: Mapping[type, int] = {
    str: TEXT, int: NUMBER, float: NUMBER, bool: FLAG, date: DATE, datetime: DATE, time: DATE, timedelta: DATE
}  # fmt: skip
ASCII_BLANKS = " \t\n\v\f\r\x1c\x1d\x1e\x1f"
"""What ``str.strip`` takes from ASCII text; Arrow's own trimming leaves the last four."""

LARGEST_WHOLE = 2.0**53
"""Beyond this not every whole number can be stored: an id of 18 digits has lost its last ones."""

LARGEST_SHOWN = 1e100
ROUNDED_ZEROS = re.compile(r"\.?0*E")
SMALLEST_PLAIN, LARGEST_PLAIN = 1e-3, 1e9
"""Between these Arrow writes a number without an exponent."""


def read_cells(
    rows: Iterator[list[Cell]], errors: Mapping[tuple[int, int], str]
) -> tuple[list[pa.Array], list[Kinds], int]:
    """The columns of a sheet as text, the kind of each cell, and the number of rows up to the last filled one.

    ``errors`` are texts by (row, column) from 0 that replace what the reader says.
    """
    patches: dict[int, list[tuple[int, str]]] = {}
    for (row, column), text in errors.items():
        patches.setdefault(row, []).append((column, text))
    texts: list[list[pa.Array]] = []
    kinds: list[list[Kinds]] = []
    before = n_rows = 0
    while block := list(itertools.islice(rows, BLOCK_ROWS)):
        for row in patches.keys() & range(before, before + len(block)):
            for column, text in patches[row]:
                if column < len(block[row - before]):
                    block[row - before][column] = text
        for column, values in enumerate(zip(*block, strict=True)):
            if column == len(texts):
                texts.append([])
                kinds.append([])
            codes = cell_kinds(values)
            texts[column].append(column_texts(values, codes))
            kinds[column].append(codes)
            n_rows = max(n_rows, before + last_filled(texts[column][-1]))
        before += len(block)
    return [pa.concat_arrays(column) for column in texts], [np.concatenate(codes) for codes in kinds], n_rows


def last_filled(column: pa.Array) -> int:
    """How many cells there are up to the last one that is not blank."""
    filled = np.flatnonzero(pc.binary_length(column).to_numpy(zero_copy_only=False))
    return int(filled[-1]) + 1 if len(filled) else 0


def cell_kinds(values: tuple[Cell, ...]) -> Kinds:
    """The kind of each cell."""
    kinds = {KIND_OF[kind] for kind in set(map(type, values))}
    if len(kinds) == 1:
        return np.full(len(values), kinds.pop(), np.uint8)
    return np.fromiter(map(KIND_OF.__getitem__, map(type, values)), np.uint8, len(values))


def column_texts(values: tuple[Cell, ...], codes: Kinds) -> pa.Array:
    """What :func:`cell_text` makes of every cell, all cells of one type at once."""
    kinds = set(map(type, values))
    if len(kinds) == 1:
        return _texts_of_one(values, kinds.pop())
    texts = np.empty(len(values), dtype=object)
    cells = np.empty(len(values), dtype=object)
    cells[:] = values
    for kind in kinds:
        # a cell that is one of a few among others, such as the header above numbers
        places = np.flatnonzero(codes == KIND_OF[kind])
        places = places[[type(cell) is kind for cell in cells[places].tolist()]]
        texts[places] = _texts_of_one(tuple(cells[places].tolist()), kind).to_numpy(zero_copy_only=False)
    return pa.array(texts, pa.string())


def _texts_of_one(values: tuple[Cell, ...], kind: type) -> pa.Array:
    """The texts of cells of one type."""
    if kind is str:
        return _stripped(pa.array(values, pa.string()))
    if kind is date:
        return pa.array(values, pa.date32()).cast(pa.string())
    texts = float_texts(np.array(values, dtype=np.float64)) if kind is float else None
    return texts if texts is not None else pa.array([cell_text(value) for value in values], pa.string())


def float_texts(numbers: npt.NDArray[np.float64]) -> pa.Array | None:
    """What :func:`number_text` makes of every number; None where some are too large or small to write so at once."""
    size = np.abs(numbers)
    with np.errstate(invalid="ignore"):
        if not ((size == 0) | ((size >= SMALLEST_PLAIN) & (size < LARGEST_WHOLE))).all():
            return None
        is_whole = np.floor(numbers) == numbers
    if is_whole.all():
        return pa.array(numbers.astype(np.int64)).cast(pa.string())
    if (size >= LARGEST_PLAIN).any():
        return None
    texts = pa.array(numbers).cast(pa.string())  # the shortest digits that are this number, as repr() writes them
    if is_whole.any():
        wholes = pa.array(numbers[is_whole].astype(np.int64)).cast(pa.string())
        texts = pc.replace_with_mask(texts, pa.array(is_whole), wholes)
    return texts


def _stripped(texts: pa.Array) -> pa.Array:
    if pc.all(pc.string_is_ascii(texts)).as_py() is not False:
        return pc.ascii_trim(texts, characters=ASCII_BLANKS)
    encoded = pc.dictionary_encode(texts)
    different = encoded.dictionary.to_pylist()
    whole = "\n".join(different)
    if cleaned(whole) is not whole:  # looking at all of them at once is far quicker, and most need nothing
        different = [cleaned(text) for text in different]
    return pa.array([text.strip() for text in different], pa.string()).take(encoded.indices)


def stored_kinds(column: pa.Array, codes: Kinds) -> frozenset[str]:
    """The kinds of cell that a column's filled cells were stored as."""
    filled = pc.binary_length(column).to_numpy(zero_copy_only=False) > 0
    return frozenset(KIND_NAMES[code] for code in np.unique(codes[filled]).tolist())


def written_numbers(column: pa.Array, codes: Kinds) -> npt.NDArray[np.int64]:
    """Where a column that holds numbers has text with a point or a comma, which its decimal mark decides."""
    is_text = codes == TEXT
    if not (codes == NUMBER).any() or not is_text.any():
        return np.zeros(0, dtype=np.int64)
    marked = pc.match_substring_regex(column, r"[0-9][.,]|[.,][0-9]").to_numpy(zero_copy_only=False)
    return np.flatnonzero(is_text & marked)


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
    return number_text(float(cell)) if abs(cell) >= LARGEST_WHOLE else str(cell)


def number_text(number: float) -> str:
    """The shortest decimal that is this number; in scientific notation where its last digits are lost."""
    if number.is_integer() and abs(number) < LARGEST_WHOLE:
        return str(int(number))
    if LARGEST_WHOLE <= abs(number) < LARGEST_SHOWN:
        return ROUNDED_ZEROS.sub("E", f"{number:.14E}")
    shortest = repr(number)
    if "e" not in shortest:
        return shortest
    return f"{number:.20f}".rstrip("0").rstrip(".") if abs(number) < 1 else f"{number:.0f}"
