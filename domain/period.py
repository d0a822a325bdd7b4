"""Half-open calendar periods ``[start, end)``: months, quarters and fiscal years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.errors import UsageError
from domain.message import N_


class PeriodKind(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


MONTHS_IN = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}


@dataclass(frozen=True, order=True)
class Period:
    """``[start, end)`` with its public name (``2025-07``, ``2025-Q3``, ``2025``).

    ``fiscal_start_month`` is the month in which the fiscal year begins. A fiscal year is named by the
    calendar year in which it ends, so with a start in April ``2026-Q1`` is April to June 2025.
    """

    start: date
    end: date
    kind: PeriodKind
    fiscal_start_month: int = 1

    @property
    def name(self) -> str:
        """The public name, as printed and as parsed by :func:`parse_period`."""
        if self.kind is PeriodKind.MONTH:
            return f"{self.start:%Y-%m}"
        year = fiscal_year_of(self.start, self.fiscal_start_month)
        if self.kind is PeriodKind.YEAR:
            return f"{year}"
        return f"{year}-Q{self.quarter}"

    @property
    def year(self) -> int:
        """The fiscal year this period lies in."""
        return fiscal_year_of(self.start, self.fiscal_start_month)

    @property
    def quarter(self) -> int:
        """1 to 4: the fiscal quarter in which the period starts."""
        return (self.start.month - self.fiscal_start_month) % 12 // 3 + 1

    @property
    def days(self) -> int:
        """Length in calendar days."""
        return (self.end - self.start).days

    def shift(self, count: int) -> Period:
        """The period ``count`` steps of its own kind later (negative: earlier)."""
        start = add_months(self.start, count * MONTHS_IN[self.kind])
        return Period(start, add_months(start, MONTHS_IN[self.kind]), self.kind, self.fiscal_start_month)

    @property
    def previous(self) -> Period:
        """The period of the same kind that ends where this one starts."""
        return self.shift(-1)

    @property
    def next(self) -> Period:
        """The period of the same kind that starts where this one ends."""
        return self.shift(1)

    @property
    def last_year(self) -> Period:
        """The same period one year earlier."""
        return self.shift(-12 // MONTHS_IN[self.kind])

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day < self.end

    def __str__(self) -> str:
        return self.name


def add_months(first_of_month: date, months: int) -> date:
    """The first day of the month ``months`` after (negative: before) a first of month."""
    position = first_of_month.year * 12 + first_of_month.month - 1 + months
    return date(position // 12, position % 12 + 1, 1)


def fiscal_year_of(day: date, fiscal_start_month: int = 1) -> int:
    """The fiscal year that ``day`` lies in, named by the calendar year in which it ends."""
    return day.year + (1 if fiscal_start_month > 1 and day.month >= fiscal_start_month else 0)


def period_containing(day: date, kind: PeriodKind, fiscal_start_month: int = 1) -> Period:
    """The period of ``kind`` that contains ``day``."""
    length = MONTHS_IN[kind]
    behind = (day.month - fiscal_start_month) % length if length < 12 else (day.month - fiscal_start_month) % 12
    start = add_months(day.replace(day=1), -behind)
    return Period(start, add_months(start, length), kind, fiscal_start_month)


def parse_period(name: str, fiscal_start_month: int = 1) -> Period:
    """Read ``2025``, ``2025-Q3`` or ``2025-07``.

    Raises:
        UsageError: the name is none of these, or names a year outside 1900 to 2200.
    """
    found = re.fullmatch(r"(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?", name.strip().upper())
    if not found or not 1900 <= int(found[1]) <= 2200:
        raise UsageError(
            "period",
            N_("“{given}” is not a period."),
            N_("Write a quarter as 2025-Q3, a month as 2025-07 or a year as 2025."),
            given=name,
        )
    year = int(found[1])
    if found[3]:
        return period_containing(date(year, int(found[3]), 1), PeriodKind.MONTH, fiscal_start_month)
    first = date(year if fiscal_start_month == 1 else year - 1, fiscal_start_month, 1)
    if found[2]:
        return period_containing(add_months(first, 3 * (int(found[2]) - 1)), PeriodKind.QUARTER, fiscal_start_month)
    return period_containing(first, PeriodKind.YEAR, fiscal_start_month)


def periods_between(first: Period, last: Period) -> tuple[Period, ...]:
    """Every period of ``first``'s kind from ``first`` to ``last``, both included; empty if ``last`` is earlier."""
    periods: list[Period] = []
    period = first
    while period.start <= last.start:
        periods.append(period)
        period = period.next
    return tuple(periods)


@dataclass(frozen=True)
class PeriodCut:
    """A period as a query sees it: rows count from ``start`` up to, but not including, ``cut``.

    ``cut`` is the period's end, or the day after ``as_of`` where the period is not over, or the day up to
    which an earlier period is compared with a part-finished one. ``previous_start`` is where the period
    before it starts. ``as_of`` is the last day that is known.
    """

    start: date
    end: date
    cut: date
    previous_start: date
    as_of: date
