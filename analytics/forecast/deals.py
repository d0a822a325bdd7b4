"""The year as the deals see it: open ones by the chance that history gives them, and those still to be created.

Everything is as it was known at the end of a day, so that the same view can be had of any day of the past.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from analytics.forecast.tree import Floats
from analytics.pipeline import Closing, closing_of

if TYPE_CHECKING:
    import pandas as pd

FEWEST_WON = 20
FEWEST_LOST = 10
FEWEST_WINDOWS = 3
MOST_WINDOWS = 12
WINDOW_STEP = 30
NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Deals:
    """Deals as arrays, one entry each. Days are numbers since 1970; ``closed`` is far away where a deal is open.

    ``by_count``: most deals lost, or most open ones, carry no amount, so every deal counts as the mean of those won.
    """

    created: np.ndarray
    closed: np.ndarray
    is_won: np.ndarray
    amount: Floats
    by_count: bool

    def until(self, day: int) -> Deals:
        """As they were at the end of ``day``."""
        known = self.created <= day
        closed = np.where(self.closed[known] <= day, self.closed[known], NEVER)
        return Deals(
            self.created[known], closed, self.is_won[known] & (closed != NEVER), self.amount[known], self.by_count
        )


@dataclass(frozen=True)
class DealView:
    """What deals bring in some days to come, in money won.

    Attributes:
        n_open: open deals with a chance of being won; value: their amounts; n_unvalued: open ones without an amount.
        weighted: the amounts by the chance of being won within those days.
        to_come: won in as many days, on average, from deals not yet created when they began.
    """

    n_open: int
    value: float
    n_unvalued: int
    weighted: float
    to_come: float

    @property
    def total(self) -> float:
        """Open deals by their chances, and those still to be created."""
        return self.weighted + self.to_come


def number_of(day: date) -> int:
    """Days since 1970."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def deals_of(frame: pd.DataFrame) -> Deals | None:
    """The rows of the query ``deal_lives`` as arrays; None where there are none."""
    if frame.empty:
        return None
    created = frame["created_on"].to_numpy(dtype="datetime64[D]").astype(np.int64)
    closed = frame["closed_on"].to_numpy(dtype="datetime64[D]")
    is_open = np.isnat(closed)
    is_won = frame["is_won"].to_numpy(dtype=bool)
    amount = frame["amount"].to_numpy(dtype=np.float64, na_value=np.nan)
    is_lost = ~is_open & ~is_won
    has_none = ~(amount > 0)
    by_count = any(group.any() and bool((has_none & group).sum() > 0.5 * group.sum()) for group in (is_lost, is_open))
    return Deals(created, np.where(is_open, NEVER, closed.astype(np.int64)), is_won, amount, by_count)


def won_between(deals: Deals, first: int, last: int) -> float:
    """Money won from the day after ``first`` to the end of ``last``."""
    counted = deals.is_won & (deals.closed > first) & (deals.closed <= last)
    return float(np.nansum(deals.amount[counted]))


def view_of(deals: Deals, day: int, n_days: int) -> DealView | None:
    """What deals bring in the ``n_days`` after ``day``, with what was known at its end; None where too little was.

    An open deal's chance of being won in time is that of deals as old as it: won or lost are competing ends (Aalen &
    Johansen 1978), each deal weighted by its amount.
    """
    known = deals.until(day)
    is_open = known.closed == NEVER
    n_won = int(known.is_won.sum())
    if n_won < FEWEST_WON or int((~is_open & ~known.is_won).sum()) < FEWEST_LOST:
        return None
    to_come = _to_come(known, day, n_days)
    if to_come is None:
        return None
    usual = float(np.nanmean(known.amount[known.is_won]))
    worth = np.full(len(known.amount), usual) if known.by_count else known.amount
    has_worth = worth > 0
    lasted = _lasted(known, worth, day, has_worth)
    if lasted is None:
        return None
    ages = (day - known.created[is_open & has_worth]).astype(np.float64)
    chances = _chances(lasted, ages, n_days)
    values = worth[is_open & has_worth]
    return DealView(
        int((chances > 0).sum()),
        float(values.sum()),
        int((is_open & ~has_worth).sum()),
        float(values @ chances),
        to_come,
    )


def _lasted(known: Deals, worth: Floats, day: int, counted: np.ndarray) -> Closing | None:
    import pandas as pd

    closed = np.where(known.closed == NEVER, day, known.closed)
    weight = worth / float(np.nanmean(worth[counted])) if counted.any() else worth
    frame = pd.DataFrame(
        {
            "days": closed - known.created,
            "n_won": np.where(known.is_won, weight, 0.0),
            "n_lost": np.where((known.closed != NEVER) & ~known.is_won, weight, 0.0),
            "n_open": np.where(known.closed == NEVER, weight, 0.0),
        }
    )[counted]
    return closing_of(frame.groupby("days", as_index=False).sum())


def _chances(lasted: Closing, ages: Floats, n_days: int) -> Floats:
    """Of being won within ``n_days``, for deals still open at those ages; 0 beyond what any closed deal lasted."""
    won = np.concatenate([[0.0], lasted.won])
    still = 1 - won - np.concatenate([[0.0], lasted.lost])
    now = np.searchsorted(lasted.days, ages, side="right")
    then = np.searchsorted(lasted.days, ages + n_days, side="right")
    left = still[now]
    return np.asarray(np.where(left > 1e-9, (won[then] - won[now]) / np.where(left > 1e-9, left, 1.0), 0.0))


def _to_come(known: Deals, day: int, n_days: int) -> float | None:
    """The mean of what deals brought within ``n_days`` that were created in them, of windows that are over."""
    begin = int(known.created.min())
    starts = [day - n_days - step * WINDOW_STEP for step in range(MOST_WINDOWS)]
    starts = [start for start in starts if start >= begin]
    if len(starts) < FEWEST_WINDOWS:
        return None
    brought = []
    for start in starts:
        counted = known.is_won & (known.created > start) & (known.closed <= start + n_days)
        brought.append(float(np.nansum(known.amount[counted])))
    return float(np.mean(brought))
