"""How long customers stay: lives from the first activity to the end of the last, and their survival curve.

A customer counts as gone after a silence that only one in ten of those who paused and came back outlasted (at least
30 days). Whether a silence is that long can be told up to as many days before the data ends and no further, so that is
where every life is cut off; customers first seen after that are too young to tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analytics.statistics import CONFIDENCE, normal_quantile
from analytics.survival import SurvivalCurve, survival_curve
from domain.period import MONTHS_IN, PeriodKind
from domain.read import Read

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

DAYS_IN_MONTH = 365.25 / 12
SHORTEST_SILENCE = 30
PAUSED_LONGER = 0.9
FEWEST_PAUSES = 5


@dataclass(frozen=True)
class Lives:
    """Customers by first day and end, as known before ``until``; days are counted from 1970.

    ``known_to`` is the day up to which it can be told who has gone; ``silence`` the days after which one
    has. ``n_contracted`` customers ever had a contract.
    """

    first: Counts
    end: Counts
    n: Counts
    silence: int
    known_to: int
    n_contracted: int = 0

    @property
    def is_old(self) -> NDArray[np.bool_]:
        """Who was first seen early enough to be told."""
        return self.first < self.known_to

    @property
    def has_gone(self) -> NDArray[np.bool_]:
        """Who has ended by the day up to which it can be told."""
        return self.end < self.known_to

    @property
    def n_young(self) -> int:
        """Customers first seen too late to be told."""
        return int(self.n[~self.is_old].sum())

    def durations(self) -> tuple[Floats, Counts, Counts]:
        """Days lived, customers who ended then, customers who were still there."""
        old, gone = self.is_old, self.has_gone
        days = np.where(gone, self.end, self.known_to)[old] - self.first[old]
        ended = np.where(gone, self.n, 0)[old]
        return days.astype(np.float64), ended, self.n[old] - ended


def read_lives(read: Read, until: date) -> Lives | None:
    """Every customer's life as known before ``until``; None where nobody was active."""
    found = read("customer_lives", {"until": until})
    if found.empty:
        return None
    n = found["n_customers"].to_numpy(dtype=np.int64)
    pauses = found["longest_silence"].to_numpy(dtype=np.float64, na_value=np.nan)
    silence = _long_silence(pauses, n)
    return Lives(days_of(found, "first_on"), days_of(found, "last_to"), n, silence, day_number(until) - silence,
                 int(found["n_contracted"].sum()))  # fmt: skip


def _long_silence(pauses: Floats, n: Counts) -> int:
    """The silence that one in ten of those who came back outlasted."""
    paused = np.repeat(pauses, n)
    paused = paused[~np.isnan(paused)]
    if len(paused) < FEWEST_PAUSES:
        return SHORTEST_SILENCE
    return max(SHORTEST_SILENCE, int(np.ceil(np.quantile(paused, PAUSED_LONGER))))


@dataclass(frozen=True)
class Survival:
    """The survival curve of customers in days, with its pointwise 95 % band; ``low`` and ``high`` beside each step."""

    curve: SurvivalCurve
    low: Floats
    high: Floats
    n: int
    n_ended: int
    n_young: int
    silence: int
    longest: float


def at_risk(lives: Lives, days: Floats) -> Counts:
    """How many customers are known to have lived at least so many days."""
    lived, ended, left = lives.durations()
    counts: Counts = ((ended + left)[:, None] * (lived[:, None] >= days[None, :])).sum(axis=0)
    return counts


def survival(lives: Lives) -> Survival | None:
    """The Kaplan-Meier curve of the lives; None where nobody is old enough to be told."""
    lived, ended, left = lives.durations()
    if not len(lived):
        return None
    curve = survival_curve(lived, ended, left)
    low, high = log_log_band(curve)
    n_ended = int(ended.sum())
    return Survival(
        curve, low, high, n_ended + int(left.sum()), n_ended, lives.n_young, lives.silence, float(lived.max())
    )


def log_log_band(curve: SurvivalCurve, confidence: float = CONFIDENCE) -> tuple[Floats, Floats]:
    """The pointwise band of S on the log(−log) scale, from Greenwood's variance: it stays within 0 and 1.

    NaN where the curve has dropped to 0. Source: Kalbfleisch & Prentice 1980; the scale R's survfit calls log-log.
    """
    z = normal_quantile(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        log_survival = np.log(curve.survival)
        reach = z * np.sqrt(curve.greenwood) / np.abs(log_survival)
        low, high = curve.survival ** np.exp(reach), curve.survival ** np.exp(-reach)
    is_known = np.isfinite(curve.greenwood) & (curve.survival > 0)
    return np.where(is_known, low, np.nan), np.where(is_known, high, np.nan)


def days_per(kind: PeriodKind) -> float:
    """The mean length of a period in days."""
    return MONTHS_IN[kind] * DAYS_IN_MONTH


def days_of(frame: pd.DataFrame, name: str) -> Counts:
    """A column of days as days since 1970."""
    days: Counts = frame[name].to_numpy().astype("datetime64[D]").astype(np.int64)
    return days


def day_number(day: date) -> int:
    """A day as days since 1970."""
    return (day - date(1970, 1, 1)).days


def day_of(number: float) -> date:
    """The day that is so many days after 1970 began."""
    return date(1970, 1, 1) + timedelta(days=int(number))
