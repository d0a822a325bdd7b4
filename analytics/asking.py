"""Which periods a question needs: the periods asked for, the ones they are compared with, and where each is cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from domain.period import Period, PeriodCut
from domain.read import Read

if TYPE_CHECKING:
    import pandas as pd

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Asking:
    """The cuts to read. A start occurs once in each reading, so that rows can be told apart by it.

    ``whole`` are the periods asked for and, for those that are over, the ones compared with; ``part`` are those
    that a part-finished period is compared with, cut after as many working days (``n_working_days``).
    """

    whole: Mapping[date, PeriodCut]
    part: Mapping[date, PeriodCut]
    part_finished: frozenset[Period]
    n_working_days: int = 0

    def is_compared_in_part(self, period: Period) -> bool:
        """Whether the comparisons of ``period`` stand in ``part``."""
        return period in self.part_finished

    def days_of(self, period: Period) -> int | None:
        """The working days of a part-finished period up to the end of ``as_of``; None for one that is over."""
        return self.n_working_days if period in self.part_finished else None


def cut_of(period: Period, as_of: date) -> PeriodCut:
    """The period as far as it is known at the end of ``as_of``; empty where it has not begun."""
    cut = min(period.end, max(period.start, as_of + ONE_DAY))
    return PeriodCut(period.start, period.end, cut, period.previous.start, as_of)


def asking_for(periods: Sequence[Period], as_of: date, read: Read) -> Asking:
    """What to read for ``periods`` and their comparisons: previous period and same period last year.

    Of one kind only one period can be part-finished. What it is compared with is cut after the same number of
    working days, and known only as far as it was then: a ticket's later reply does not count.
    """
    part_finished = frozenset(period for period in periods if period.start <= as_of < period.end - ONE_DAY)
    whole: dict[date, PeriodCut] = {period.start: cut_of(period, as_of) for period in periods}
    part: dict[date, PeriodCut] = {}
    n_working = 0
    for period in periods:
        others = (period.previous, period.last_year)
        if period in part_finished:
            n_working, part = _cut_alike(period, others, as_of, read)
        else:
            for other in others:
                whole.setdefault(other.start, cut_of(other, as_of))
    return Asking(whole, part, part_finished, n_working)


def asking_ahead(periods: Sequence[Period], as_of: date) -> Asking:
    """What to read of what is open at the end of ``as_of``: the periods asked for, and nothing to compare with."""
    return Asking({period.start: cut_of(period, as_of) for period in periods}, {}, frozenset())


def _cut_alike(period: Period, others: Sequence[Period], as_of: date, read: Read) -> tuple[int, dict[date, PeriodCut]]:
    asked = {member.start: cut_of(member, as_of) for member in (period, *others)}
    days = read("working_days", {"periods": list(asked.values())})
    working = {start: _working_days(days, start) for start in asked}
    n_working = sum(1 for day in working[period.start] if day <= as_of)
    n_days = (as_of + ONE_DAY - period.start).days
    cuts: dict[date, PeriodCut] = {}
    for other in others:
        cut = min(other.end, _cut_after(n_working, working[other.start], other, n_days))
        cuts[other.start] = PeriodCut(other.start, other.end, cut, other.previous.start, cut - ONE_DAY)
    return n_working, cuts


def _cut_after(n_working: int, working: Sequence[date], period: Period, n_days: int) -> date:
    """The day after the n-th working day; the same number of days where the calendar does not reach."""
    if not working:
        return period.start + timedelta(days=n_days)
    if n_working == 0:
        return period.start
    return period.end if n_working >= len(working) else working[n_working - 1] + ONE_DAY


def _working_days(days: pd.DataFrame, start: date) -> list[date]:
    return [
        record["day"].date()
        for record in days.to_dict("records")
        if record["period_start"].date() == start and bool(record["is_working"])
    ]
