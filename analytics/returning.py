"""What a page asks about customers who return, in one reading each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from analytics.asking import ONE_DAY, cut_of
from analytics.buying import Buying, buying, histories_from
from analytics.contracting import Staying, staying
from analytics.lives import DAYS_IN_MONTH, Counts, Lives, Survival, at_risk, read_lives, survival
from analytics.retention import Ends, customers_at_both_ends
from domain.message import N_, Message
from domain.period import Period, PeriodKind, period_containing
from domain.read import Read

if TYPE_CHECKING:
    import pandas as pd

MOST_MARKS = 7


@dataclass(frozen=True)
class Stay:
    """The survival curve with the numbers at risk at ``months`` of 365.25/12 days, evenly from 0."""

    survival: Survival
    months: tuple[int, ...]
    n_at_risk: Counts


@dataclass(frozen=True)
class Lasting:
    """How long customers stay (None where nobody is old enough to tell), and what is to come: of customers under
    contract where there are contracts, else of repeat purchases; a message says why there is no projection.
    """

    stay: Stay | None
    projection: Staying | Buying | Message


def lasting(read: Read, as_of: date, kind: PeriodKind) -> Lasting:
    """Both from all that is known at the end of ``as_of``, the lives read once; periods of ``kind`` for contracts."""
    until = as_of + ONE_DAY
    lives = read_lives(read, until)
    if lives is None:
        return Lasting(None, Message(N_("Nobody has been active yet.")))
    return Lasting(_stay(lives), staying(read, kind, lives) if lives.n_contracted else buying(read, until))


def _stay(lives: Lives) -> Stay | None:
    found = survival(lives)
    if found is None:
        return None
    longest = found.longest / DAYS_IN_MONTH
    every = next((step for step in (1, 3, 6, 12) if longest / step <= MOST_MARKS), 24)
    months = tuple(range(0, int(longest) + 1, every))
    return Stay(found, months, at_risk(lives, np.array(months) * DAYS_IN_MONTH))


def fallen_silent(read: Read, as_of: date) -> pd.DataFrame:
    """Who is about to not return, as known at the end of ``as_of``: the rows of ``customers_fallen_silent``."""
    return read("customers_fallen_silent", {"periods": [cut_of(period_containing(as_of, PeriodKind.MONTH), as_of)]})


@dataclass(frozen=True)
class OtherCounts:
    """Numbers that are taken for the returning rate and are not: ``ends`` of contracts, repeat purchases to date."""

    ends: Ends | None
    n_customers: int
    n_repeaters: int
    repeat_rate: float | None


def other_counts(read: Read, period: Period, as_of: date) -> OtherCounts:
    """``(end − new)/start`` over the period, and the repeat-purchase rate of everybody who has bought by its end."""
    until = min(period.end, as_of + ONE_DAY)
    bought = histories_from(read("purchase_histories", {"until": until}), until)
    ends = customers_at_both_ends(read, period, as_of)
    return OtherCounts(ends, bought.n_customers, bought.n_repeaters, bought.repeat_rate)
