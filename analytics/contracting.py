"""How many customers under contract stay: the shifted-beta-geometric model, its band, and its check on what came after.

Source: Fader & Hardie 2007, *How to Project Customer Retention*. Each customer leaves at the end of a period with a
probability of their own; these differ between customers as a beta distribution. Bands are profile likelihood.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.lives import Lives, day_of, days_per, read_lives
from analytics.statistics import CONFIDENCE, Interval, normal_quantile
from domain.message import N_, Message
from domain.period import PeriodKind
from domain.read import Read

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

FEWEST_PERIODS = 4
FEWEST_LOST = 5
ROUNDS, GRID = 14, 61
LOGIT_LEAVING = (-9.0, 6.0)
LOGIT_SPREAD = (-9.0, 5.0)
MOST_AHEAD = 8


@dataclass(frozen=True)
class Fit:
    """``alpha`` and ``beta`` of the beta distribution; the region holds every pair the data do not rule out at 95 %."""

    alpha: float
    beta: float
    log_likelihood: float
    region_alpha: Floats
    region_beta: Floats

    def survival(self, periods: int) -> Floats:
        """S(0..periods): the share still there."""
        own: Floats = survival_of(np.array([self.alpha]), np.array([self.beta]), periods)[0]
        return own

    def band(self, periods: int) -> tuple[Floats, Floats]:
        """The lowest and highest S(0..periods) over the region: the profile-likelihood band."""
        all_curves = survival_of(self.region_alpha, self.region_beta, periods)
        return all_curves.min(axis=0), all_curves.max(axis=0)


def survival_of(alpha: Floats, beta: Floats, periods: int) -> Floats:
    """One row of S(0..periods) for each pair: S(t) = S(t−1)·(β + t − 1)/(α + β + t − 1)."""
    steps = np.arange(periods, dtype=np.float64)
    ratios = (beta[:, None] + steps) / (alpha[:, None] + beta[:, None] + steps)
    curves: Floats = np.concatenate([np.ones((len(alpha), 1)), np.cumprod(ratios, axis=1)], axis=1)
    return curves


def fit_shifted_beta_geometric(n_lost: ArrayLike, n_left: ArrayLike) -> Fit:
    """The maximum-likelihood fit. ``n_lost[t]`` left in period t (``n_lost[0]`` is 0), ``n_left[t]`` were still there
    after period t when the data ended.

    Searched on (mean chance of leaving, spread between customers) by closing in on a grid: it finds the edge where
    customers do not differ too, at which the likelihood has no inner maximum.

    Raises:
        ValueError: the two differ in length, or nobody left.
    """
    lost, left = np.asarray(n_lost, dtype=np.float64), np.asarray(n_left, dtype=np.float64)
    if lost.shape != left.shape or not lost.sum() > 0:
        raise ValueError(f"lost {lost.shape} and left {left.shape}: expected equal lengths and at least one who left")
    low = np.array([LOGIT_LEAVING[0], LOGIT_SPREAD[0]])
    high = np.array([LOGIT_LEAVING[1], LOGIT_SPREAD[1]])
    best, centre = -np.inf, (low + high) / 2
    for _ in range(ROUNDS):
        leaving, spread = _grid(low, high, GRID)
        values = _log_likelihood(*_shapes(leaving, spread), lost, left)
        top = int(values.argmax())
        best, centre = float(values[top]), np.array([leaving[top], spread[top]])
        half = (high - low) / 5
        low = np.maximum(centre - half, [LOGIT_LEAVING[0], LOGIT_SPREAD[0]])
        high = np.minimum(centre + half, [LOGIT_LEAVING[1], LOGIT_SPREAD[1]])
    alpha, beta = _shapes(centre[:1], centre[1:])
    region = _region(centre, best, lost, left)
    return Fit(float(alpha[0]), float(beta[0]), best, *region)


def _grid(low: Floats, high: Floats, count: int) -> tuple[Floats, Floats]:
    first, second = np.meshgrid(np.linspace(low[0], high[0], count), np.linspace(low[1], high[1], count))
    return first.ravel(), second.ravel()


def _shapes(leaving: Floats, spread: Floats) -> tuple[Floats, Floats]:
    """α and β from logit α/(α+β) and logit 1/(α+β+1)."""
    share, total = 1 / (1 + np.exp(-leaving)), np.exp(-spread)
    return share * total, (1 - share) * total


def _log_likelihood(alpha: Floats, beta: Floats, lost: Floats, left: Floats) -> Floats:
    curves = survival_of(alpha, beta, len(lost) - 1)
    with np.errstate(divide="ignore"):
        log_stay = np.log(np.maximum(curves, 1e-300))
        log_leave = np.log(np.maximum(curves[:, :-1] - curves[:, 1:], 1e-300))
    total: Floats = log_stay @ left + log_leave @ lost[1:]
    return total


def _region(centre: Floats, best: float, lost: Floats, left: Floats) -> tuple[Floats, Floats]:
    """Every pair of a fine grid whose likelihood is within the 95 % bound of the best, the best itself included."""
    bound = best - normal_quantile(CONFIDENCE) ** 2 / 2
    lowest = np.array([LOGIT_LEAVING[0], LOGIT_SPREAD[0]])
    highest = np.array([LOGIT_LEAVING[1], LOGIT_SPREAD[1]])
    leaving, spread = _grid(lowest, highest, 151)
    inside = _log_likelihood(*_shapes(leaving, spread), lost, left) >= bound
    step = (highest - lowest) / 150
    points = np.append(np.column_stack([leaving[inside], spread[inside]]), centre[None, :], axis=0)
    fine, finer = _grid(points.min(axis=0) - step, points.max(axis=0) + step, 81)
    finer = np.clip(finer, *LOGIT_SPREAD)
    inside = _log_likelihood(*_shapes(fine, finer), lost, left) >= bound
    return _shapes(np.append(fine[inside], centre[0]), np.append(finer[inside], centre[1]))


@dataclass(frozen=True)
class Check:
    """The model fitted on what was known at ``split_on`` against what came after, ``expected`` with its interval."""

    split_on: date
    steps: int
    n: int
    expected: float
    low: float
    high: float
    actual: float

    @property
    def has_held(self) -> bool:
        """Whether what came lies within the interval."""
        return self.low <= self.actual <= self.high


@dataclass(frozen=True)
class Staying:
    """The projection of customers under contract, one value a period lived: 0, 1, 2 …

    ``actual`` is the survival seen (NaN past what is known), ``n_at_risk`` on how many it rests; ``projected`` with
    ``low`` and ``high`` goes further. ``expected`` of the ``n_now`` customers there on
    ``now_on`` are still there ``ahead`` periods later.
    ``check`` is None where the data is too short for one.
    """

    kind: PeriodKind
    actual: Floats
    n_at_risk: Counts
    projected: Floats
    low: Floats
    high: Floats
    fit: Fit
    now_on: date
    n_now: int
    ahead: int
    expected: float
    interval: Interval
    check: Check | None


def staying(read: Read, kind: PeriodKind, lives: Lives | None) -> Staying | Message:
    """The projection from all that is known of ``lives``; a message where there is too little to project.

    ``read`` is asked for what was known earlier, for the check.
    """
    counted = None if lives is None else lives_in_periods(lives, kind)
    n_periods = 0 if counted is None else len(counted[0]) - 1
    if lives is None or counted is None or n_periods < FEWEST_PERIODS:
        return Message(
            N_("A projection needs at least {needed} periods in which it can be told who stayed; there are {n}."),
            {"needed": FEWEST_PERIODS, "n": max(0, n_periods)},
        )
    lost, left = counted
    if lost.sum() < FEWEST_LOST:
        return Message(
            N_("Only {n} customers have left so far: a projection needs at least {needed}."),
            {"n": int(lost.sum()), "needed": FEWEST_LOST},
        )
    fit = fit_shifted_beta_geometric(lost, left)
    entering = (lost + left)[::-1].cumsum()[::-1]
    actual = np.cumprod(np.append(1.0, 1 - lost[1:] / entering[1:]))
    horizon = n_periods + min(MOST_AHEAD, n_periods)
    low, high = fit.band(horizon)
    ahead = round(days_per(PeriodKind.YEAR) / days_per(kind))
    now = _ages(lives, lives.known_to, lives.known_to, kind)
    expected, interval = expected_to_stay(fit, now, ahead)
    return Staying(
        kind, actual, entering.astype(np.int64), fit.survival(horizon), low, high, fit, day_of(lives.known_to),
        int(now.sum()), ahead, expected, interval, _check(read, kind, lives, n_periods),
    )  # fmt: skip


def lives_in_periods(lives: Lives, kind: PeriodKind) -> tuple[Floats, Floats] | None:
    """Customers by the period of life in which they left, and by the whole periods lived so far; None without any.

    Periods are counted from each customer's own first day: index 1 is the first.
    """
    lived, ended, left = lives.durations()
    if not len(lived):
        return None
    step = days_per(kind)
    lost_in = np.maximum(np.ceil(lived / step), 1).astype(np.int64)
    left_after = np.floor(lived / step).astype(np.int64)
    length = 1 + int(max(lost_in[ended > 0].max(initial=0), left_after[left > 0].max(initial=0)))
    lost = np.bincount(lost_in[ended > 0], weights=ended[ended > 0], minlength=length)
    stayed = np.bincount(left_after[left > 0], weights=left[left > 0], minlength=length)
    return lost.astype(np.float64), stayed.astype(np.float64)


def expected_to_stay(fit: Fit, ages: Counts, steps: int) -> tuple[float, Interval]:
    """How many of ``ages[a]`` customers who have stayed a periods are still there ``steps`` periods later.

    The 95 % interval holds both what the fit does not know and the luck of each customer.
    """
    place = np.arange(len(ages))

    def chances(alpha: Floats, beta: Floats) -> Floats:
        curves = survival_of(alpha, beta, len(ages) - 1 + steps)
        found: Floats = curves[:, place + steps] / curves[:, place]
        return found

    own = chances(np.array([fit.alpha]), np.array([fit.beta]))[0]
    expected = float(own @ ages)
    totals = chances(fit.region_alpha, fit.region_beta) @ ages
    luck = normal_quantile(CONFIDENCE) * float(np.sqrt((own * (1 - own)) @ ages))
    low = expected - float(np.hypot(expected - totals.min(), luck))
    high = expected + float(np.hypot(totals.max() - expected, luck))
    return expected, Interval(max(0.0, low), min(float(ages.sum()), high))


def _ages(lives: Lives, at: int, still_at: int, kind: PeriodKind) -> Counts:
    """Customers there on day ``at`` and on ``still_at`` too, by whole periods lived at ``at``."""
    there = (lives.first < at) & (lives.end >= still_at)
    ages = ((at - lives.first[there]) / days_per(kind)).astype(np.int64)
    counts: Counts = np.bincount(ages, weights=lives.n[there], minlength=1).astype(np.int64)
    return counts


def _check(read: Read, kind: PeriodKind, lives: Lives, n_periods: int) -> Check | None:
    """Fit on the first two thirds, count the customers of then at the end of the last third."""
    held = max(1, n_periods // 3)
    if n_periods - held < FEWEST_PERIODS:
        return None
    until = day_of(lives.known_to + lives.silence - held * days_per(kind))
    early = read_lives(read, until)
    counted = None if early is None else lives_in_periods(early, kind)
    if early is None or counted is None or len(counted[0]) <= FEWEST_PERIODS or counted[0].sum() < FEWEST_LOST:
        return None
    split = early.known_to
    steps = int((lives.known_to - split) / days_per(kind) + 1e-9)
    if steps < 1:
        return None
    end = split + round(steps * days_per(kind))
    then = _ages(lives, split, split, kind)
    expected, interval = expected_to_stay(fit_shifted_beta_geometric(*counted), then, steps)
    actual = float(_ages(lives, split, min(end, lives.known_to), kind).sum())
    return Check(day_of(split), steps, int(then.sum()), expected, interval.low, interval.high, actual)
