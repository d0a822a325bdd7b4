"""What a whole column says about how its dates and numbers are written; a person is asked when it says too little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from data.mapping.asking import dates_of, span, which_order
from data.mapping.cross_checks import Agreement, order_by_difference, order_by_parts
from data.mapping.dates import OrderEvidence, read_moment, weigh_orders
from data.mapping.earlier import Earlier
from data.reading.answers import Answers
from data.reading.table import TextTable
from domain.errors import QuestionError, RefusedError
from domain.message import N_

SERIAL_NUMBER = "serial"
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
