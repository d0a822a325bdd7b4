"""What the columns of one file prove about each other: which reading of dates or numbers makes them agree."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from data.mapping.dates import MONTHS, PARTS, read_moment
from data.mapping.headers import header_key
from data.mapping.numbers import canonical, take_apart
from data.mapping.words import word_key
from data.reading.table import TextTable

MONTH_HEADERS = frozenset({"month", "monthid", "monthno", "thang", "mo"})
QUARTER_HEADERS = frozenset({"quarter", "qtr", "qtrid", "quarterid", "quy"})
YEAR_BEHIND = r"(?:[ /.-]+(?:nam )?\d{4})?$"
QUARTER = re.compile(
    rf"^(?:q|quy|quarter|qtr)?\.? ?([1-4]|iv|i{{1,3}}){YEAR_BEHIND}|^\d{{4}}[ /.-]*q([1-4])$", re.ASCII
)
MONTH = re.compile(rf"^(?:t|m|thang|month)?\.? ?(\d{{1,2}}){YEAR_BEHIND}|^\d{{4}}[ /.-](\d{{1,2}})$", re.ASCII)
NAME = re.compile(rf"^[a-z]{{3,9}}{YEAR_BEHIND}", re.ASCII)
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
ORDERS = ("dmy", "mdy")
CHECK_ROWS = 20_000
PAIR_ROWS = 2_000
FEWEST_PAIRS = 5
AGREES, DISAGREES = 0.98, 0.9
"""The right reading agrees in nearly every row; the other one must fail in at least a tenth of them."""

WHOLE = re.compile(r"^-?\d{1,5}$", re.ASCII)


@dataclass(frozen=True)
class Agreement:
    """The one reading with which other columns agree, in ``right`` of the ``seen`` rows that were looked at."""

    reading: str
    columns: tuple[str, ...]
    right: int
    seen: int


@dataclass(frozen=True)
class Count:
    """In how many rows a reading is right."""

    right: int = 0
    seen: int = 0

    @property
    def share(self) -> float:
        """0..1; 0 where no row tells."""
        return self.right / self.seen if self.seen else 0.0


def order_by_parts(table: TextTable, position: int) -> Agreement | None:
    """The order that agrees with a Month or Quarter column of the same file, if just one does."""
    texts = table.texts(position).slice(0, CHECK_ROWS).to_pylist()
    for other, name in enumerate(table.columns):
        key = header_key(name)
        if key not in MONTH_HEADERS | QUARTER_HEADERS:
            continue
        told = table.texts(other).slice(0, CHECK_ROWS).to_pylist()
        counts = {order: _parts_right(texts, told, order, key in QUARTER_HEADERS) for order in ORDERS}
        agreement = _only_right(counts, name)
        if agreement:
            return agreement
    return None


def _only_right(counts: Mapping[str, Count], *columns: str) -> Agreement | None:
    best = max(counts, key=lambda reading: counts[reading].share)
    if counts[best].share < AGREES or min(count.share for count in counts.values()) >= DISAGREES:
        return None
    return Agreement(best, columns, counts[best].right, counts[best].seen)


def _parts_right(texts: list[str], told: list[str], order: str, is_quarter: bool) -> Count:
    right = seen = 0
    for text, number in zip(texts, told, strict=True):
        part = _quarter(number) if is_quarter else _month(number)
        if not text or not part:
            continue
        moment = read_moment(text, order)
        seen += 1
        if moment:
            month = int(moment[5:7])
            right += part == ((month + 2) // 3 if is_quarter else month)
    return Count(right, seen)


def _quarter(text: str) -> int | None:
    """The number of a quarter such as 3, Q3, Q3 2026, 2026-Q3 or Quý III."""
    found = QUARTER.match(word_key(text))
    if not found:
        return None
    number = found[1] or found[2]
    return ROMAN.get(number) or int(number)


def _month(text: str) -> int | None:
    """The number of a month such as 3, T3, Tháng 3/2026, 2026-03 or March."""
    key = word_key(text)
    found = MONTH.match(key)
    number = int(found[1] or found[2]) if found else MONTHS.get(key[:3], 0) if NAME.match(key) else 0
    return number if 1 <= number <= 12 else None


def order_by_difference(table: TextTable, position: int) -> Agreement | None:
    """The order under which another date minus this one is a whole number that stands in the file (“days to settle”).

    Every column counts, also those that are not loaded. None where no such column is, or both orders agree with it.
    """
    texts = {other: table.texts(other).slice(0, PAIR_ROWS).to_pylist() for other in range(len(table.columns))}
    dates = [other for other, cells in texts.items() if _all(cells, PARTS)]
    numbers = [other for other, cells in texts.items() if _all(cells, WHOLE)]
    if position not in dates or not numbers:
        return None
    read = {order: {other: [_day(text, order) for text in texts[other]] for other in dates} for order in ORDERS}
    for other in (other for other in dates if other != position):
        for number in numbers:
            counts = {}
            for order in ORDERS:
                pairs = zip(read[order][position], read[order][other], texts[number], strict=True)
                counts[order] = _differences_right(list(pairs))
            agreement = _only_right(counts, table.columns[other], table.columns[number])
            if agreement:
                return agreement
    return None


def _all(cells: Sequence[str], shape: re.Pattern[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return len(filled) >= FEWEST_PAIRS and all(shape.match(cell) for cell in filled)


def _day(text: str, order: str) -> date | None:
    moment = read_moment(text.split(" ")[0], order) if text else None
    return date.fromisoformat(moment[:10]) if moment else None


def _differences_right(rows: Sequence[tuple[date | None, date | None, str]]) -> Count:
    """The rows in which the later date minus the earlier one is the number. Unreadable dates are wrong."""
    told = [(one, other, int(number)) for one, other, number in rows if number and (one or other)]
    if len(told) < FEWEST_PAIRS or len({number for _, _, number in told}) < 2:
        return Count()
    gaps = [((other - one).days if one and other else None, number) for one, other, number in told]
    forward = sum(1 for gap, number in gaps if gap is not None and gap == number)
    backward = sum(1 for gap, number in gaps if gap is not None and -gap == number)
    return Count(max(forward, backward), len(gaps))


def mark_by_product(table: TextTable, factors: tuple[int, int, int], marks: Mapping[int, str]) -> Agreement | None:
    """The decimal mark under which quantity × unit price = amount, if just one does.

    ``factors``: the positions of quantity, unit price and amount. ``marks``: those that are decided already; the
    others are read under one mark together.
    """
    cells = [table.texts(position).slice(0, PAIR_ROWS).to_pylist() for position in factors]
    counts: dict[str, Count] = {}
    for mark in (".", ","):
        read = [
            [_number(text, marks.get(position, mark)) for text in column]
            for position, column in zip(factors, cells, strict=True)
        ]
        counts[mark] = _products_right(read)
    return _only_right(counts, *(table.columns[position] for position in factors))


def _number(text: str, mark: str) -> Decimal | None:
    written = take_apart(text) if text else None
    digits = canonical(written, mark) if written else None
    try:
        return Decimal(digits) if digits else None
    except InvalidOperation:
        return None


def _products_right(read: Sequence[Sequence[Decimal | None]]) -> Count:
    right = seen = 0
    for quantity, price, amount in zip(*read, strict=True):
        if quantity is None or price is None or amount is None or not amount:
            continue
        seen += 1
        right += abs(quantity * price - amount) <= max(Decimal("0.01"), abs(quantity) * Decimal("0.005"))
    return Count(right, seen) if seen >= FEWEST_PAIRS else Count()
