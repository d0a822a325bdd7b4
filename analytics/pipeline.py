"""Open deals beyond their sums: the chance of reaching a target, win rate by value, how long a deal takes to close."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analytics.asking import cut_of
from analytics.kpi import Answer
from analytics.statistics import Interval, wilson_interval
from analytics.survival import SurvivalCurve, survival_curve
from domain.message import N_, Message
from domain.period import Period
from domain.read import Read
from domain.scope import Dimension

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

MOST_EXACT = 20
"""Up to so many uncertain deals every outcome is counted; more are simulated."""

N_FUTURES = 20_000
SEED = 20250930
AT_ONCE = 256
CENTS = 100
_WITHOUT_AMOUNT = Message(N_("Most of the deals won, or of those lost, carry no amount."))


@dataclass(frozen=True)
class Chance:
    """``value`` 0..1 of reaching what is missing; ``error`` is the standard error of a simulation, 0 where exact."""

    value: float
    n: int
    is_exact: bool
    error: float = 0.0


@dataclass(frozen=True)
class ValueRate:
    """Win rate by value with its 95 % interval; ``n`` deals with an amount, ``n_unvalued`` without."""

    value: float | None
    interval: Interval | None
    n: int
    won: float
    closed: float
    n_unvalued: int


@dataclass(frozen=True)
class Closing:
    """How long deals take. ``won`` and ``lost`` are cumulative incidences at ``days``, which ascend; with the share
    still open (``curve``) they add up to 1. ``curve`` waits for either end.
    """

    days: Floats
    won: Floats
    lost: Floats
    curve: SurvivalCurve
    n_won: int
    n_lost: int
    n_open: int

    def won_within(self, days: float) -> float:
        """The share of deals won within so many days."""
        place = int(np.searchsorted(self.days, days, side="right"))
        return 0.0 if place == 0 else float(self.won[place - 1])


def chance_of(missing: float, amounts: Sequence[float], probabilities: Sequence[float]) -> Chance:
    """P(sum of the deals won >= ``missing``), deals independent of each other.

    Exact over all outcomes for at most 20 deals whose probability is neither 0 nor 1, in hundredths of the currency's
    unit; more are simulated 20,000 times from a fixed seed. Source: kpi.md section 5.

    Raises:
        ValueError: the two differ in length, or a probability is not within 0..1.
    """
    worth = np.rint(np.asarray(amounts, dtype=np.float64) * CENTS)
    chances = np.asarray(probabilities, dtype=np.float64)
    if worth.shape != chances.shape or np.any(~((chances >= 0) & (chances <= 1))):
        raise ValueError("amounts and probabilities do not fit: expected as many of both, probabilities in 0..1")
    goal = float(np.rint(missing * CENTS)) - float(worth[chances == 1].sum())
    uncertain = (chances > 0) & (chances < 1) & (worth != 0)
    worth, chances = worth[uncertain], chances[uncertain]
    if len(worth) <= MOST_EXACT:
        return Chance(_counted(goal, worth, chances), len(amounts), is_exact=True)
    value = _simulated(goal, worth, chances)
    return Chance(value, len(amounts), is_exact=False, error=float(np.sqrt(value * (1 - value) / N_FUTURES)))


def _counted(goal: float, worth: Floats, chances: Floats) -> float:
    """The distribution of the sum, one deal after the other; like sums are one entry."""
    sums: Floats = np.zeros(1)
    weights: Floats = np.ones(1)
    for amount, chance in zip(worth, chances, strict=True):
        both = np.concatenate([sums, sums + amount])
        chances_of_both = np.concatenate([weights * (1 - chance), weights * chance])
        sums, place = np.unique(both, return_inverse=True)
        weights = np.bincount(place, weights=chances_of_both).astype(np.float64)
    return float(min(1.0, max(0.0, weights[sums >= goal].sum())))


def _simulated(goal: float, worth: Floats, chances: Floats) -> float:
    draws = np.random.default_rng(SEED)
    sums = np.zeros(N_FUTURES)
    for start in range(0, len(worth), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        won = draws.random((N_FUTURES, len(worth[part]))) < chances[part]
        sums += won @ worth[part]
    return float(np.mean(sums >= goal))


def value_rate(won: Sequence[float], lost: Sequence[float], n_unvalued: int = 0) -> ValueRate:
    """Win rate by value; each is (number, sum, sum of squares) of the amounts, none below zero.

    The interval is Wilson's at the effective number of deals: that of the ratio estimator's linearised variance, and
    where all was won or lost Kish's (sum² / sum of squares). With equal amounts it is the one by count.
    Source: Korn & Graubard 1998; Kish 1965.
    """
    n = int(won[0] + lost[0])
    closed = won[1] + lost[1]
    if closed <= 0:
        return ValueRate(None, None, n, won[1], closed, n_unvalued)
    rate = won[1] / closed
    squares = won[2] * (1 - rate) ** 2 + lost[2] * rate**2
    kish = closed**2 / (won[2] + lost[2])
    effective = min(float(n), rate * (1 - rate) * closed**2 / squares if squares > 0 else kish)
    successes = min(effective, rate * effective)
    return ValueRate(rate, wilson_interval(successes, effective), n, won[1], closed, n_unvalued)


def value_rate_of(row: pd.Series) -> ValueRate:
    """The win rate by value of one row of the query ``pipeline_closed``.

    None where most of the deals won, or most of those lost, carry no amount: the rest would stand for them.
    """
    won = (float(row["n_won"]), float(row["won"]), float(row["won_squares"]))
    lost = (float(row["n_lost"]), float(row["lost"]), float(row["lost_squares"]))
    without = (int(row["n_won_unvalued"]), int(row["n_lost_unvalued"]))
    found = value_rate(won, lost, sum(without))
    if without[0] > won[0] or without[1] > lost[0]:
        return replace(found, value=None, interval=None)
    return found


def closing(read: Read, as_of: date) -> Closing | None:
    """How long deals take from the day they are created; None where no deal was closed with both days known.

    Source: Aalen & Johansen 1978 (won and lost are competing ends; open deals are censored at ``as_of``).
    """
    return closing_of(read("pipeline_durations", {"as_of": as_of}))


def closing_of(frame: pd.DataFrame) -> Closing | None:
    """:func:`closing` from rows of ``days``, ``n_won``, ``n_lost`` and ``n_open``, each number of days once."""
    ordered = frame.sort_values("days")
    days, won, lost, still = (
        ordered[name].to_numpy(dtype=np.float64) for name in ("days", "n_won", "n_lost", "n_open")
    )
    if won.sum() + lost.sum() == 0:
        return None
    leaving = won + lost + still
    at_risk = leaving[::-1].cumsum()[::-1]
    survival = np.cumprod(1 - (won + lost) / at_risk)
    before = np.concatenate([[1.0], survival[:-1]])
    return Closing(
        days,
        np.cumsum(before * won / at_risk),
        np.cumsum(before * lost / at_risk),
        survival_curve(days, won + lost, still),
        int(won.sum()),
        int(lost.sum()),
        int(still.sum()),
    )


def value_answers(
    read: Read, periods: Sequence[Period], as_of: date, dimension: Dimension | None = None
) -> list[Answer]:
    """The win rate by value as answers: one a period, or one a period and group; ``n``: deals with an amount."""
    cuts = {period.start: cut_of(period, as_of) for period in periods}
    frame = read("pipeline_closed", {"periods": list(cuts.values()), "dimension": dimension})
    if dimension is not None:
        frame = frame[frame["group_name"].notna()]
    by_start = {period.start: period for period in periods}
    found = []
    for _place, row in frame.iterrows():
        rate = value_rate_of(row)
        ends = (None, None) if rate.interval is None else (rate.interval.low, rate.interval.high)
        found.append(
            Answer(
                kpi="win_rate",
                period=by_start[row["period_start"].date()],
                group=None if dimension is None else str(row["group_name"]),
                value=rate.value,
                low=ends[0],
                high=ends[1],
                n=rate.n,
                numerator=rate.won,
                denominator=rate.closed,
                excluded={"no amount": rate.n_unvalued},
                note=_WITHOUT_AMOUNT if rate.value is None and rate.n_unvalued else None,
                as_of=as_of,
            )
        )
    return found


@dataclass(frozen=True)
class Due:
    """The deals a chance rests on: ``n_learnt`` of them have no probability of their own and take the win rate;
    ``n_left_out`` have none and no win rate to take.
    """

    chance: Chance
    n_learnt: int
    n_left_out: int


def chance_of_due(missing: float, deals: pd.DataFrame, learnt: float | None) -> Due:
    """The chance that deals of the query ``pipeline_open`` bring what is missing; those without an amount do not count.

    ``learnt`` is the win rate (0..1) that stands in for a probability that is not given.
    """
    valued = deals[deals["amount_reporting"].notna()]
    is_given = valued["probability"].notna()
    n_unknown = int((~is_given).sum())
    used = valued if learnt is not None else valued[is_given]
    chances = used["probability"].astype(float)
    if learnt is not None:
        chances = chances.fillna(learnt)
    found = chance_of(missing, used["amount_reporting"].astype(float).tolist(), chances.clip(0, 1).tolist())
    return Due(found, n_unknown if learnt is not None else 0, 0 if learnt is not None else n_unknown)
