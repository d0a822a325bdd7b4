"""What a whole column says about how its dates and numbers are written; a person is asked when it says too little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import pyarrow as pa
import pyarrow.compute as pc

from data.mapping.asking import dates_of, span, which_mark, which_order
from data.mapping.cross_checks import Agreement, mark_by_product, order_by_difference, order_by_parts
from data.mapping.dates import OrderEvidence, read_moment, weigh_orders
from data.mapping.earlier import Earlier
from data.mapping.numbers import MarkEvidence, weigh_marks
from data.reading.answers import Answers
from data.reading.table import TextTable
from domain.errors import QuestionError, RefusedError
from domain.message import N_

SERIAL_NUMBER = "serial"
PLAIN_NUMBER = r"\d+"
TELLS_NOTHING_MORE = {
    ".": r"\d+(?:\.\d+)?|[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?",
    ",": r"\d+(?:,\d+)?|[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?",
}
"""Once a column has proven its decimal mark: the shapes of numbers that cannot prove the other one."""

UNSURE_AGAIN = {".": r"[1-9]\d{0,2}\.\d{3}", ",": r"[1-9]\d{0,2},\d{3}"}
"""Numbers that fit both marks, once one such number has been seen."""

LOOKED_AT = 2000
NOTHING_EARLIER = Earlier()


class By(StrEnum):
    """What decided how a column is read: a person, a value of its own, or, where it fits every reading, the rest."""

    ANSWER = "answer"
    VALUE = "value"
    AGREEMENT = "agreement"
    LIKE_OTHERS = "like_others"
    CURRENCY = "currency"
    EARLIER = "earlier"


@dataclass(frozen=True)
class Decided:
    """``values`` by position; ``proven``: the one reading that is sure.

    ``by`` says for each position what decided, where anything had to be; ``examples`` are the values that did, and
    ``agreements`` the columns that did.
    """

    values: Mapping[int, str | None]
    proven: str | None
    by: Mapping[int, By] = field(default_factory=dict)
    examples: Mapping[int, str] = field(default_factory=dict)
    agreements: Mapping[int, Agreement] = field(default_factory=dict)


def date_orders(
    table: TextTable, positions: Sequence[int], answers: Answers, earlier: Earlier = NOTHING_EARLIER
) -> Decided:
    """The order of each date column: ``dmy``, ``mdy``, ``ymd``, ``serial``, or None where no value needs one.

    Raises:
        RefusedError: one column holds both day-first and month-first dates.
        QuestionError: every date fits both orders and nothing else tells, or dates are bare numbers.
    """
    evidence = {position: weigh_orders(dates_of(table, position)) for position in positions}
    orders: dict[int, str | None] = {}
    agreements: dict[int, Agreement] = {}
    by = dict.fromkeys(positions, By.ANSWER if answers.date_order else By.VALUE)
    for position, found in evidence.items():
        orders[position] = _proven_order(table, position, found, answers)
    unsure = [position for position in evidence if orders[position] is None and _is_open(evidence[position])]
    for position in unsure:
        agreement = order_by_parts(table, position) or order_by_difference(table, position)
        if agreement:
            orders[position], by[position], agreements[position] = agreement.reading, By.AGREEMENT, agreement
    known = {order for order in orders.values() if order in ("dmy", "mdy")}
    for position in unsure:
        if orders[position] is not None:
            continue
        if len(known) == 1:
            orders[position], by[position] = next(iter(known)), By.LIKE_OTHERS
        elif not known and earlier.date_order and _is_readable(table, position, earlier.date_order):
            orders[position], by[position] = earlier.date_order, By.EARLIER
        else:
            raise which_order(table, position)
    sure = {order for order in orders.values() if order in ("dmy", "mdy", "ymd")}
    examples = {position: _shown(found, orders[position]) for position, found in evidence.items()}
    return Decided(orders, next(iter(sure)) if len(sure) == 1 else None, by, examples, agreements)


def _shown(found: OrderEvidence, order: str | None) -> str:
    """The first date that proves the order; where none is needed, the first date."""
    if order in ("dmy", "mdy"):
        return found.proof.get(order) or found.proof_by_year.get(order, "")
    return found.proof.get("ymd") or found.first or found.first_other


def _is_open(found: OrderEvidence) -> bool:
    """Whether a date of the column can be read in more than one order."""
    return found.either + found.short_year > 0


def _is_readable(table: TextTable, position: int, order: str) -> bool:
    return all(read_moment(value.split(" ")[0], order) for value in dates_of(table, position))


def _proven_order(table: TextTable, position: int, found: OrderEvidence, answers: Answers) -> str | None:
    header = table.columns[position]
    stored = table.stored[position] if table.stored else frozenset()
    if answers.date_order:
        return answers.date_order
    if found.serial and not (found.iso or found.first or found.other > found.serial):
        if table.counts_from_1904:
            raise RefusedError(
                "date_serial",
                N_("“{header}” holds bare day numbers, and this workbook counts its days from 1904."),
                N_("Format the column as dates in the workbook, save it, and try again."),
                header=header,
            )
        if stored == {"number"} and table.sheet is not None:
            return SERIAL_NUMBER
        raise QuestionError(
            "date_serial",
            N_("“{header}” holds bare numbers such as {example}, not dates. Are they a spreadsheet's day numbers?"),
            "--date-order",
            {SERIAL_NUMBER: span(table, position, SERIAL_NUMBER)},
            header=header,
            example=dates_of(table, position)[0],
        )
    if found.day_before_month and not found.month_before_day:
        raise RefusedError(
            "mixed_dates",
            N_("“{header}” holds dates such as {example}, in which the day stands before the month."),
            N_("Export the dates as YYYY-MM-DD, or say --date-order ymd and the impossible ones are held back."),
            header=header,
            example=found.day_before_month,
        )
    if found.is_split:
        raise RefusedError(
            "mixed_dates",
            N_("“{header}” mixes day/month and month/day dates; which is which cannot be known row by row."),
            N_("Export the dates as YYYY-MM-DD, or say --date-order and the impossible ones are held back."),
            header=header,
        )
    if (found.first and "date" in stored and "text" in stored) or (found.short_year and not found.late_year):
        raise which_order(table, position)
    if found.dmy or found.mdy:
        return "dmy" if found.dmy else "mdy"
    return None


def decimal_marks(
    table: TextTable,
    positions: Sequence[int],
    money: Mapping[int, bool],
    is_vnd: bool,
    answers: Answers,
    *,
    factors: tuple[int, int, int] | None = None,
    earlier: Earlier = NOTHING_EARLIER,
) -> Decided:
    """The decimal mark of each number column; of one that holds numbers and text, that of its text.

    ``money`` says which positions hold amounts; ``is_vnd`` that the file's amounts are known to be dong;
    ``factors`` are the positions of quantity, unit price and amount, where the file has all three.

    Raises:
        RefusedError: one column proves both marks.
        QuestionError: a column such as 12,500 everywhere, and nothing else in the file tells.
    """
    evidence = {position: _mark_evidence(table, position) for position in positions}
    if not answers.decimal:
        _refuse_both_marks(table, evidence)
    numbers = {position for position in positions if _is_stored(table, position)}
    proven = {found.decided for position, found in evidence.items() if found.decided and position not in numbers}
    of_money = {position for position, found in evidence.items() if money.get(position) and found.decided} - numbers
    told = None
    is_open = any(found.unsure for found in evidence.values())
    if not proven and not answers.decimal and factors and is_open and not table.written.keys() & set(factors):
        told = mark_by_product(table, factors, dict.fromkeys(numbers, "."))
        proven |= {told.reading} if told else set()
    marks: dict[int, str | None] = {}
    by: dict[int, By] = {}
    for position, found in evidence.items():
        if answers.decimal and position not in numbers:
            marks[position], by[position] = answers.decimal, By.ANSWER
        elif found.decided:
            marks[position], by[position] = found.decided, By.VALUE
        elif len(proven) == 1 and not (
            money.get(position) and not told and _makes_thousandths(found, proven, of_money)
        ):
            marks[position], by[position] = next(iter(proven)), By.AGREEMENT if told else By.LIKE_OTHERS
        elif not found.unsure:
            marks[position] = "."
        else:
            is_dong = money.get(position, False) and _are_dong(found, is_vnd=is_vnd)
            marks[position] = _likely_mark(found, is_dong=is_dong, before=earlier.decimal if not proven else None)
            if marks[position] is None:
                raise which_mark(table.columns[position], found)
            by[position] = By.CURRENCY if is_dong else By.EARLIER
    telling = {position for position, found in evidence.items() if found.decided or found.unsure}
    sure = {marks[position] for position in telling}
    is_sure = len(sure) == 1 and not table.stored  # a workbook's numbers have no mark
    return Decided(
        marks,
        next(iter(sure)) if is_sure else None,
        {position: each for position, each in by.items() if position in telling or evidence[position].proof},
        {position: next(iter([*evidence[position].proof.values(), *evidence[position].unsure.values()]))
         for position in telling},
        dict.fromkeys(telling, told) if told else {},
    )  # fmt: skip


def _makes_thousandths(found: MarkEvidence, proven: set[str], of_money: set[int]) -> bool:
    """Whether a mark that no column of amounts proves would give amounts such as 12.500 three decimals.

    A program writes a probability as 0.35 beside amounts that people typed with points between their thousands.
    """
    return not of_money and bool(proven & found.unsure.keys())


def _refuse_both_marks(table: TextTable, evidence: Mapping[int, MarkEvidence]) -> None:
    for position, found in evidence.items():
        if len(found.proof) > 1:
            raise RefusedError(
                "mixed_numbers",
                N_("“{header}” mixes decimal points and decimal commas, such as {one} and {other}."),
                N_("Export the numbers in one form, or say --decimal and the others are held back."),
                header=table.columns[position],
                one=found.proof["."],
                other=found.proof[","],
            )


def _are_dong(found: MarkEvidence, *, is_vnd: bool) -> bool:
    """Whether amounts are whole dong: those in millions of dong may well have decimals."""
    return not found.is_scaled and (is_vnd or found.currencies == {"VND"})


def _likely_mark(found: MarkEvidence, *, is_dong: bool, before: str | None) -> str | None:
    """The mark of a column that fits both: dong have no fractions, else as an earlier load proved; None: ask.

    The two must not contradict each other.
    """
    if len(found.unsure) != 1:
        return None
    whole = "," if "." in found.unsure else "."
    if is_dong:
        return whole if before in (None, whole) else None
    return before


def _is_stored(table: TextTable, position: int) -> bool:
    """Whether the column's cells are numbers, and no text that reads as one: no answer changes what they are."""
    return bool(table.stored) and "number" in table.stored[position] and position not in table.written


def _mark_evidence(table: TextTable, position: int) -> MarkEvidence:
    if _is_stored(table, position):
        return MarkEvidence({".": ""}, {}, set())
    texts = table.texts(position)
    if position in table.written:
        lines = pa.array(table.written[position], pa.int64())
        texts = texts.filter(pc.is_in(table.rows["line_no"].combine_chunks(), value_set=lines))
    found = weigh_marks(dict.fromkeys(texts.slice(0, LOOKED_AT).to_pylist()))
    shapes = [PLAIN_NUMBER, *(UNSURE_AGAIN[mark] for mark in found.unsure)]
    shapes += [TELLS_NOTHING_MORE[found.decided]] if found.decided else []
    ordinary = f"^-?(?:{'|'.join(shapes)})$"
    rest = texts.filter(pc.invert(pc.match_substring_regex(texts, ordinary)))
    more = weigh_marks(pc.unique(rest).to_pylist())
    return MarkEvidence(
        {**more.proof, **found.proof},
        {**more.unsure, **found.unsure},
        found.currencies | more.currencies,
        found.is_scaled or more.is_scaled,
    )
