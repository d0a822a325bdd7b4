"""Why a file is read as it is: for each decision the value and line, the columns, the load or the person behind it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data.mapping.dates import read_moment
from data.mapping.deciding import SERIAL_NUMBER, By, Decided
from data.mapping.earlier import Earlier
from data.reading.answers import Answers
from data.reading.table import TextTable
from data.report import Reason
from domain.message import N_, Message

ORDER_WORDS = {
    "dmy": N_("day/month/year"),
    "mdy": N_("month/day/year"),
    "ymd": N_("year-month-day"),
    SERIAL_NUMBER: N_("a spreadsheet's day numbers"),
}
MARK_WORDS = {".": N_("decimal point"), ",": N_("decimal comma")}
BLOCK = 1 << 16
LONGEST_SHOWN = 40


def first_line(table: TextTable, position: int, holds: Callable[[pa.Array], Any]) -> tuple[str, int] | None:
    """The first cell of a column for which ``holds`` is true of its block of cells, and the line it stands in."""
    texts = table.texts(position)
    for start in range(0, len(texts), BLOCK):
        index = pc.index(holds(texts.slice(start, BLOCK)), pa.scalar(True)).as_py()
        if index >= 0:
            return texts[start + index].as_py(), table.rows.column("line_no")[start + index].as_py()
    return None


OF_CORRECTED = frozenset({"corrects"})
"""Told as remembered where rows are put right: they are read with the answers of the import they come from."""


def who_said(remembered: Collection[str], name: str) -> Message:
    """Where the answer of that name comes from; ``remembered`` are the answers that were given before."""
    if OF_CORRECTED.issubset(remembered):
        return Message(N_("as in the import that is put right"))
    if name in remembered:
        return Message(N_("as answered before for a file with these headers"))
    return Message(N_("as you answered"))


def date_reasons(table: TextTable, decided: Decided, earlier: Earlier, said: Message) -> list[Reason]:
    """Why each date column is read in its order; columns with the same reason share one. ``said``: who answered."""
    found: dict[tuple[str, ...], tuple[Message, list[int]]] = {}
    for position, order in sorted(decided.values.items(), key=lambda item: decided.by[item[0]] is By.LIKE_OTHERS):
        message = _date_reason(table, position, order, decided, earlier, said)
        if message is not None:
            _gather(found, message, position)
    return _reasons(table, "date_order", found)


def _date_reason(
    table: TextTable, position: int, order: str | None, decided: Decided, earlier: Earlier, said: Message
) -> Message | None:
    reading = Message(ORDER_WORDS[order]) if order else None
    by = decided.by[position]
    if by is not By.VALUE:
        return _not_by_value(position, reading, by, decided, said, as_before_dates(table.columns[position], earlier))
    if order == SERIAL_NUMBER:
        return serial_numbers(table.columns[position])
    if order is None and table.stored and "date" in table.stored[position]:
        return Message(N_("“{header}”: stored as dates, so their order needs no decision."))
    head = decided.examples.get(position, "")
    shown = first_line(table, position, lambda texts: pc.starts_with(texts, head)) if head else None
    if shown is None:
        return None
    cell, line = shown
    if reading is not None:
        text = N_("“{header}”: {reading}, because {value} in line {line} fits no other order.")
        return Message(text, {"reading": reading, "value": head.strip(), "line": str(line)})
    if head[:4].isdecimal() and head[4:5] in ("-", "/", "."):
        reading = Message(ORDER_WORDS["ymd"])
        text = N_("“{header}”: {reading}, because dates such as {value} in line {line} begin with the year.")
        return Message(text, {"reading": reading, "value": head.strip(), "line": str(line)})
    if read_moment(cell, "dmy") is None:
        return None
    text = N_("“{header}”: dates such as {value} in line {line} can be read in one way only.")
    return Message(text, {"value": _short(cell), "line": str(line)})


def mark_reasons(table: TextTable, decided: Decided, earlier: Earlier, said: Message) -> list[Reason]:
    """Why each column whose numbers carry a mark is read with its decimal mark."""
    found: dict[tuple[str, ...], tuple[Message, list[int]]] = {}
    for position, by in sorted(decided.by.items(), key=lambda item: item[1] is By.LIKE_OTHERS):
        message = _mark_reason(table, position, by, decided, earlier, said)
        if message is not None:
            _gather(found, message, position)
    return _reasons(table, "decimal", found)


def _mark_reason(
    table: TextTable, position: int, by: By, decided: Decided, earlier: Earlier, said: Message
) -> Message | None:
    reading = Message(MARK_WORDS[decided.values[position] or "."])
    if by is By.VALUE and table.stored and "number" in table.stored[position] and position not in table.written:
        return Message(N_("“{header}”: stored as numbers, so their decimal mark needs no decision."))
    if by not in (By.VALUE, By.CURRENCY):
        return _not_by_value(position, reading, by, decided, said, as_before_numbers(table.columns[position], earlier))
    value = decided.examples[position]
    shown = first_line(table, position, lambda texts: pc.equal(texts, value))
    if shown is None:
        return None
    if by is By.VALUE:
        text = N_("“{header}”: {reading}, because {value} in line {line} can be read in no other way.")
    else:
        text = N_("“{header}”: {reading}, because dong have no fractions and {value} in line {line} is a whole amount.")
    return Message(text, {"reading": reading, "value": _short(value), "line": str(shown[1])})


def _not_by_value(
    position: int, reading: Message | None, by: By, decided: Decided, said: Message, as_before: Message
) -> Message:
    """A decision that no value of the column took."""
    if by is By.EARLIER:
        return as_before
    if by is By.ANSWER:
        return Message(N_("“{header}”: {reading}, {said}."), {"reading": reading, "said": said})
    if by is By.LIKE_OTHERS:
        return Message(N_("“{header}”: {reading}, like the other columns of this file."), {"reading": reading})
    agreement = decided.agreements[position]
    counts = {"reading": reading, "right": agreement.right, "seen": agreement.seen}
    if len(agreement.columns) == 1:
        text = N_("“{header}”: {reading}, because “{other}” agrees in {right} of the {seen} rows looked at.")
        return Message(text, {**counts, "other": agreement.columns[0]})
    if len(agreement.columns) == 2:
        other, days = agreement.columns
        text = N_(
            "“{header}”: {reading}, because the days between it and “{other}” are those in “{days}”"
            " in {right} of the {seen} rows looked at."
        )
        return Message(text, {**counts, "other": other, "days": days})
    quantity, price, amount = agreement.columns
    text = N_(
        "“{header}”: {reading}, because “{quantity}” × “{price}” = “{amount}” in {right} of the {seen} rows looked at."
    )
    return Message(text, {**counts, "quantity": quantity, "price": price, "amount": amount})


def _gather(found: dict[tuple[str, ...], tuple[Message, list[int]]], message: Message, position: int) -> None:
    key = (message.text, *(str(value) for value in message.values.values()))
    found.setdefault(key, (message, []))[1].append(position)


def _reasons(table: TextTable, about: str, found: dict[tuple[str, ...], tuple[Message, list[int]]]) -> list[Reason]:
    """One reason for all columns of which the same is said."""
    reasons = []
    for message, positions in found.values():
        headers = tuple(table.columns[position] for position in positions)
        reasons.append(
            Reason(about, headers, Message(message.text, {"header": "”, “".join(headers), **message.values}))
        )
    return reasons


def _short(value: str) -> str:
    return value if len(value) <= LONGEST_SHOWN else value[: LONGEST_SHOWN - 1] + "…"


def serial_numbers(header: str) -> Message:
    """Day numbers stand where dates are expected."""
    return Message(N_("“{header}” holds day numbers; they are read as a spreadsheet's dates."), {"header": header})


def as_before_dates(header: str, earlier: Earlier) -> Message:
    """The order of a column rests on an earlier load."""
    text = N_("Nothing in the file tells the order of day and month in “{header}”: read as in {file} before.")
    return Message(text, {"header": header, "file": earlier.date_file})


def as_before_numbers(header: str, earlier: Earlier) -> Message:
    """The decimal mark of a column rests on an earlier load."""
    text = N_("Nothing in the file tells the decimal mark of “{header}”: read as in {file} before.")
    return Message(text, {"header": header, "file": earlier.decimal_file})


def currency_reasons(table: TextTable, position: int | None, currency: str | None) -> tuple[Reason, ...]:
    """Why amounts are in a currency that no column and no cell names: ``position`` is that of the amounts."""
    if position is None:
        return ()
    header = table.columns[position]
    if table.currencies.get(position):
        text = N_("Currency {currency}: “{header}” is shown in it.")
    else:
        text = N_("Currency {currency}: the header “{header}” or a line above it says so.")
    return (Reason("currency", (header,), Message(text, {"currency": currency, "header": header})),)


def encoding_reason(table: TextTable, answers: Answers) -> Reason | None:
    """Why the letters of a text file are read as they are; None for a workbook or Parquet file, which say it."""
    if table.encoding is None:
        return None
    values: dict[str, object] = {"encoding": table.encoding}
    if answers.encoding:
        text, values["said"] = N_("Encoding {encoding}, {said}."), who_said((), "encoding")
    elif table.encoding == "utf-8":
        text = N_("Encoding {encoding}: the whole file is valid UTF-8.")
    elif table.encoding == "utf-8-sig":
        text = N_("Encoding {encoding}: the file begins with the byte order mark of it.")
    elif table.encoding.startswith("utf-16"):
        text = N_("Encoding {encoding}: every letter takes two bytes or four.")
    else:
        text = N_("Encoding {encoding}: the file is not UTF-8, and only this one makes words of its letters.")
    return Reason("encoding", (), Message(text, values))
