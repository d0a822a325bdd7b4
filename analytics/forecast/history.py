"""Revenue by month as far as it is known: whole months, the one under way, and what they split into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.asking import ONE_DAY, cut_of
from analytics.forecast.calendar_effects import CalendarEffect, Days, calendar_effect, read_days
from analytics.forecast.peculiar import LONGEST_GAP, OneOff, gaps, one_offs
from analytics.forecast.peculiar import MONTHS_IN_YEAR as MONTHS_IN_YEAR
from analytics.forecast.tree import Floats
from domain.period import Period, PeriodKind, period_containing, periods_between
from domain.read import Read
from domain.scope import NO_GROUP, Dimension

if TYPE_CHECKING:
    from collections.abc import Hashable

Cell = tuple[str, ...]
"""Where revenue belongs: (region, team, manager), or (group,) of another dimension."""

HIERARCHY = (Dimension.REGION, Dimension.TEAM, Dimension.MANAGER)
OTHERS = "(others)"
MOST_CELLS = 150
"""Beyond it the smallest parts stand together, so that a forecast takes the time of a page."""
MOST_MONTHS = 120
LONGEST_YEAR_AHEAD = 25
"""So many months after the last one may be forecast: the rest of a year, and the next."""


@dataclass(frozen=True)
class History:
    """Revenue by month and cell, in the reporting currency; months without revenue are 0.

    Attributes:
        months: whole months, oldest first, from the first with revenue on.
        values: (cells, months).
        now: the part-finished month; None where the last month known is whole, or nothing of this one is loaded.
        so_far: (cells,) revenue of ``now`` to date; zeros where there is none.
        left: share of ``now``'s working days still to come.
        names: of the dimensions a cell is made of.
        n_missing: empty months before ``as_of`` taken for not loaded.
        n_no_rate: lines without an exchange rate, in no sum.
        days: the company's calendar of these months and those to come.
        one_off: (cells, months) revenue that is not expected again; None where there is none.
        giants: the invoices that ``one_off`` is made of.
    """

    as_of: date
    months: tuple[Period, ...]
    cells: tuple[Cell, ...]
    values: Floats
    now: Period | None
    so_far: Floats
    left: float
    names: tuple[Dimension, ...]
    n_missing: int = 0
    n_no_rate: int = 0
    days: Days = field(default_factory=dict)
    one_off: Floats | None = None
    giants: tuple[OneOff, ...] = ()

    @property
    def gaps(self) -> tuple[Period, ...]:
        """Months among the others that were probably never loaded: they are no months without revenue."""
        return tuple(month for month, is_gap in zip(self.months, gaps(self.total), strict=True) if is_gap)

    @property
    def usual(self) -> Floats:
        """(cells, months) what a forecast may learn from: without what is not expected again, gaps as nan."""
        values = self.values if self.one_off is None else self.values - self.one_off
        return np.asarray(np.where(gaps(self.total)[None, :], np.nan, values))

    @property
    def typical(self) -> Floats:
        """(months,) of the whole, as a forecast learns from it; gaps are what lies between their neighbours."""
        total = self.usual.sum(axis=0)
        known = np.flatnonzero(np.isfinite(total))
        return np.asarray(np.interp(np.arange(len(total)), known, total[known])) if len(known) else total

    def effect(self) -> CalendarEffect | None:
        """What working days and Tết are worth, learnt from these months alone."""
        return calendar_effect(self.months, self.typical, self.days) if self.days else None

    @property
    def alone(self) -> History:
        """The whole without its parts."""
        one_off = None if self.one_off is None else self.one_off.sum(axis=0)[None, :]
        return replace(
            self, cells=(("",) * len(self.names),), values=self.total[None, :], so_far=self.so_far.sum()[None],
            one_off=one_off,
        )  # fmt: skip

    @property
    def total(self) -> Floats:
        """(months,) of the whole."""
        return np.asarray(self.values.sum(axis=0))

    def until(self, end: date) -> History:
        """What was known when the months before ``end`` were over and nothing later was."""
        n = sum(1 for month in self.months if month.end <= end)
        nothing = np.zeros(len(self.cells))
        return replace(
            self, as_of=end - ONE_DAY, months=self.months[:n], values=self.values[:, :n], now=None, so_far=nothing,
            left=1.0, n_missing=0, one_off=None if self.one_off is None else self.one_off[:, :n],
        )  # fmt: skip


def read_history(read: Read, as_of: date, by: Dimension | None = None, fiscal_start_month: int = 1) -> History | None:
    """Revenue of every month that is known at the end of ``as_of``; None where there is none.

    ``by``: a dimension outside region, team and manager replaces these as what revenue is split by.
    """
    span = read("data_span", {})
    first = span.loc[span["entity"] == "revenue", "first_on"].dropna()
    if first.empty or first.iloc[0].date() > as_of:
        return None
    start = period_containing(first.iloc[0].date(), PeriodKind.MONTH, fiscal_start_month)
    last = period_containing(as_of, PeriodKind.MONTH, fiscal_start_month)
    months = periods_between(max(start, last.shift(1 - MOST_MONTHS)), last)
    cuts = [cut_of(month, as_of) for month in months]
    names = HIERARCHY if by is None or by in HIERARCHY else (by,)
    if names is HIERARCHY:
        frame = read("revenue_by_month", {"periods": cuts})
        columns = [name.value for name in names]
        n_no_rate = int(frame["n_no_rate"].sum())
    else:
        frame = read("revenue", {"periods": cuts, "dimension": by}).rename(columns={"value": "amount"})
        frame = frame[frame["group_name"].notna()]
        columns, n_no_rate = ["group_name"], int(frame["excluded_no_rate"].sum())
    cells, values = _matrix(frame, columns, months)
    return _known(months, cells, values, names, as_of, read, n_no_rate)


def _matrix(frame: pd.DataFrame, columns: Sequence[str], months: Sequence[Period]) -> tuple[tuple[Cell, ...], Floats]:
    """The cells in order, and their amounts (cells, months); the smallest of too many stand together."""
    known = frame[frame["amount"].notna()]
    keys = [known[name].fillna(NO_GROUP).astype(str) for name in columns]
    sums: Mapping[Hashable, float] = known.groupby(keys)["amount"].sum().abs().to_dict()
    kept = {_cell(key) for key in sorted(sums, key=lambda key: (-sums[key], str(key)))[:MOST_CELLS]}
    place_of = {pd.Timestamp(month.start): place for place, month in enumerate(months)}
    found: dict[Cell, Floats] = {}
    for when, amount, *key in zip(known["period_start"], known["amount"], *keys, strict=True):
        cell = tuple(key) if tuple(key) in kept else (*key[:-1], OTHERS)
        found.setdefault(cell, np.zeros(len(months)))[place_of[pd.Timestamp(when)]] += amount
    cells = tuple(sorted(found))
    return cells, np.array([found[cell] for cell in cells]).reshape(len(cells), len(months))


def _cell(key: Hashable) -> Cell:
    return key if isinstance(key, tuple) else (str(key),)


def _known(
    months: Sequence[Period],
    cells: tuple[Cell, ...],
    values: Floats,
    names: tuple[Dimension, ...],
    as_of: date,
    read: Read,
    n_no_rate: int,
) -> History | None:
    occupied = np.flatnonzero((values != 0).any(axis=0))
    if not len(occupied):
        return None
    first, last = int(occupied[0]), int(occupied[-1])
    before = values.sum(axis=0)[max(first, last - MONTHS_IN_YEAR + 1) : last + 1]
    n_missing = len(months) - 1 - last
    is_gap = 0 < n_missing <= LONGEST_GAP and bool((before != 0).all())
    end = last + 1 if is_gap else len(months)
    now = months[end - 1] if months[end - 1].start <= as_of < months[end - 1].end - ONE_DAY else None
    whole = end - 1 if now else end
    known, amounts = tuple(months[first:whole]), values[:, first:whole]
    next_one = months[0].shift(whole)
    ahead = periods_between(next_one, next_one.shift(LONGEST_YEAR_AHEAD))
    one_off, giants = one_offs(read, known, cells, amounts, names, as_of) if known else (None, ())
    return History(
        as_of,
        known,
        cells,
        amounts,
        now,
        values[:, end - 1] if now else np.zeros(len(cells)),
        _left(now, as_of, read) if now else 1.0,
        names,
        n_missing if is_gap else 0,
        n_no_rate,
        read_days(read, [*known, *ahead]),
        one_off if giants else None,
        giants,
    )


def _left(month: Period, as_of: date, read: Read) -> float:
    """The share of the month's working days after ``as_of``; of its days where the calendar does not reach."""
    days = read("working_days", {"periods": [cut_of(month, as_of)]})
    working = [day.date() for day, is_working in zip(days["day"], days["is_working"], strict=True) if is_working]
    if not working:
        return (month.end - as_of - ONE_DAY).days / month.days
    return sum(1 for day in working if day > as_of) / len(working)
