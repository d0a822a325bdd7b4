"""What came back: the revenue bridge between two periods, cohorts by their first period, counts at the two ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analytics.asking import ONE_DAY, cut_of
from domain.period import Period, PeriodKind, period_containing, periods_between
from domain.read import Read

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class RevenueBridge:
    """Before + new + won back + expansion − contraction − lost = now, exactly; reporting currency.

    ``n`` is how many customers stand behind it.
    """

    before: float
    new: float
    won_back: float
    expansion: float
    contraction: float
    lost: float
    now: float
    n: int


def revenue_bridge(rows: pd.DataFrame) -> RevenueBridge | None:
    """The bridge from the rows of ``rows_revenue_retention``; None where nobody bought in either period.

    Added up in hundredths, so that it closes to the last of them.
    """
    if rows.empty:
        return None
    hundredths = {
        name: np.rint(rows[name].to_numpy(dtype=np.float64) * 100).astype(np.int64)
        for name in ("amount_before", "amount_now")
    }
    change = hundredths["amount_now"] - hundredths["amount_before"]
    movement = rows["movement"].to_numpy()

    def moved(kind: str) -> float:
        return int(change[movement == kind].sum()) / 100

    return RevenueBridge(
        before=int(hundredths["amount_before"].sum()) / 100,
        new=moved("new"),
        won_back=moved("won_back"),
        expansion=moved("expansion"),
        contraction=-moved("contraction"),
        lost=-moved("lost"),
        now=int(hundredths["amount_now"].sum()) / 100,
        n=len(rows),
    )


@dataclass(frozen=True)
class Ends:
    """Customers under contract on the last day before a period, on its last known day, and those who joined within.

    ``kept`` of those at the start are still there at the end.
    """

    start: int
    end: int
    new: int
    kept: int

    @property
    def head_count_rate(self) -> float | None:
        """``(end − new)/start``: who joins and leaves again inside the period pulls it down. None without a start."""
        return (self.end - self.new) / self.start if self.start else None

    @property
    def kept_rate(self) -> float | None:
        """The share of those at the start who are still there at the end; None without a start."""
        return self.kept / self.start if self.start else None


def customers_at_both_ends(read: Read, period: Period, as_of: date) -> Ends | None:
    """The counts at the two ends of the period; None where no contract is known in it."""
    found = read("customers_at_both_ends", {"periods": [cut_of(period, as_of)]}).to_dict("records")[0]
    counts = [int(found[name]) for name in ("n_start", "n_end", "n_new", "n_kept")]
    return Ends(*counts) if any(counts) else None


@dataclass(frozen=True)
class Cohorts:
    """Row = the customers first active in ``starts[row]``; column k = ``share`` of them active k periods later.

    ``sizes`` are the customers of each row, ``n_active`` those of each cell, ``revenue`` what they brought and
    ``kept`` that as a share of the row's first period. NaN: the period has not ended.
    """

    starts: tuple[Period, ...]
    sizes: tuple[int, ...]
    n_active: Floats
    share: Floats
    revenue: Floats
    kept: Floats

    def later(self, parts: Floats) -> Floats:
        """Of ``n_active`` or ``revenue``: what all rows together have left in each column, as a share of their first.

        A row counts in the columns it has; NaN where no row has one, or nothing to begin with.
        """
        known = ~np.isnan(parts)
        begun = np.where(known, parts[:, :1], 0.0).sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            left: Floats = np.where(begun > 0, np.nansum(parts, axis=0) / begun, np.nan)
        return left


def cohorts(read: Read, kind: PeriodKind, first_on: date, as_of: date, fiscal_start_month: int = 1) -> Cohorts:
    """The cohort table from the first period with activity to the last one that has ended at ``as_of``.

    The denominator of a row is fixed: everybody who was active in its first period.
    """
    periods = ended_periods(kind, first_on, as_of, fiscal_start_month)
    if not periods:
        return _empty_cohorts()
    found = read("cohort_activity", {"periods": [cut_of(period, as_of) for period in periods]})
    if found.empty:
        return _empty_cohorts()
    place = {period.start: index for index, period in enumerate(periods)}
    row = found["cohort_start"].map(lambda start: place[start.date()]).to_numpy(dtype=np.int64)
    step = found["period_start"].map(lambda start: place[start.date()]).to_numpy(dtype=np.int64) - row
    n_active, revenue = np.zeros((len(periods), len(periods))), np.zeros((len(periods), len(periods)))
    n_active[row, step] = found["n_active"].to_numpy(dtype=np.float64)
    revenue[row, step] = found["revenue"].fillna(0.0).to_numpy(dtype=np.float64)
    ahead = np.add.outer(np.arange(len(periods)), np.arange(len(periods))) >= len(periods)
    n_active[ahead], revenue[ahead] = np.nan, np.nan
    n_all = n_active[:, 0]
    n_active, revenue = n_active[n_all > 0], revenue[n_all > 0]
    first_revenue = np.where(revenue[:, :1] > 0, revenue[:, :1], np.nan)
    return Cohorts(
        tuple(period for period, size in zip(periods, n_all, strict=True) if size > 0),
        tuple(int(size) for size in n_active[:, 0]),
        n_active,
        n_active / n_active[:, :1],
        revenue,
        revenue / first_revenue,
    )


def ended_periods(kind: PeriodKind, first_on: date, as_of: date, fiscal_start_month: int = 1) -> Sequence[Period]:
    """Every period of ``kind`` from the one of ``first_on`` to the last that has ended at the end of ``as_of``."""
    first = period_containing(first_on, kind, fiscal_start_month)
    last = period_containing(as_of + ONE_DAY, kind, fiscal_start_month).previous
    return periods_between(first, last)


def _empty_cohorts() -> Cohorts:
    nothing: Floats = np.zeros((0, 0))
    return Cohorts((), (), nothing, nothing, nothing, nothing)
