"""The months and quarters of the sample, as arrays; and the separate streams of chance."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from data.samples.kinds import Days, Ints
from data.samples.workdays import WorkCalendar
from domain.period import PeriodKind, add_months, period_containing

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Columns = TypeVar("Columns", bound="DataclassInstance")


MONTHS = 36
MINUTES_A_DAY = 1440


@dataclass(frozen=True)
class Timeline:
    """36 months ``[start, end)`` and the calendar quarters they lie in (the first and last may be partial).

    ``month_start`` has one more entry than there are months; ``quarter_of`` gives the quarter (0, 1, …) of each
    month; ``first_month[q]`` and ``after_month[q]`` are the half-open range of months of quarter ``q`` inside the data.
    """

    start: date
    end: date
    month_start: Days
    quarter_of: Ints
    first_month: Ints
    after_month: Ints
    calendar: WorkCalendar

    @property
    def n_quarters(self) -> int:
        """12, or 13 where the months do not begin with a quarter."""
        return len(self.first_month)

    def workdays(self, first: Ints, after: Ints) -> tuple[Ints, Ints]:
        """Half-open range of positions in ``calendar.workdays`` that lie in months ``[first, after)``."""
        edges = np.searchsorted(self.calendar.workdays, self.month_start)
        return edges[first], edges[after]

    def quarter_end(self, quarter: Ints) -> Days:
        """Last calendar day of each quarter (which may lie after the data); quarters before the data count below 0."""
        first = np.datetime64(period_containing(self.start, PeriodKind.QUARTER).start, "M").astype(np.int64)
        following: Days = (first + 3 * (quarter + 1)).astype("datetime64[M]").astype("datetime64[D]")
        return following - np.timedelta64(1, "D")


def timeline_until(until: date) -> Timeline:
    """The 36 months that end with the last full month before ``until``."""
    end = until.replace(day=1)
    start = add_months(end, -MONTHS)
    months = [add_months(start, count) for count in range(MONTHS + 1)]
    quarters = [period_containing(month, PeriodKind.QUARTER).start for month in months[:-1]]
    numbered = {first: number for number, first in enumerate(sorted(set(quarters)))}
    quarter_of = np.array([numbered[first] for first in quarters], dtype=np.int64)
    numbers = np.arange(len(numbered))
    return Timeline(
        start=start,
        end=end,
        month_start=np.array(months, dtype="datetime64[D]"),
        quarter_of=quarter_of,
        first_month=np.searchsorted(quarter_of, numbers, side="left"),
        after_month=np.searchsorted(quarter_of, numbers, side="right"),
        calendar=WorkCalendar.covering(add_months(start, -2), add_months(end, 8)),
    )


def chance(seed: int, part: int) -> np.random.Generator:
    """An own stream for each part of the sample, so that a change in one part leaves the others as they were."""
    return np.random.default_rng([seed, part])


def pick(rng: np.random.Generator, weights: tuple[float, ...], size: int) -> Ints:
    """``size`` positions drawn with these weights (they need not add up to 1)."""
    edges = np.cumsum(weights) / np.sum(weights)
    return np.searchsorted(edges, rng.random(size), side="right").astype(np.int64)


def position_in_group(counts: Ints) -> Ints:
    """0, 1, 2, … within each group, for groups of these sizes laid end to end."""
    starts = np.repeat(np.cumsum(counts) - counts, counts)
    return np.arange(int(counts.sum()), dtype=np.int64) - starts


def reordered(columns: Columns, order: Ints) -> Columns:
    """A dataclass of equally long columns, with its rows in this order (or only those rows)."""
    return replace(columns, **{field.name: getattr(columns, field.name)[order] for field in fields(columns)})
