"""Kaplan-Meier from grouped durations: how long things take when some have not happened yet."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.statistics import CONFIDENCE, Interval, normal_quantile

Floats = NDArray[np.float64]

TOLERANCE = 1e-12
"""Products of fractions that should be exactly one half or one tenth miss it by a rounding error."""


@dataclass(frozen=True)
class SurvivalCurve:
    """The share still waiting after each duration at which an answer came.

    ``durations`` ascend; ``survival`` is S just after each; ``greenwood`` is Σ d/(r(r-d)) up to and including it
    (infinite once nobody is left waiting); ``n_at_risk`` is how many had waited at least that long.
    """

    durations: Floats
    survival: Floats
    greenwood: Floats
    n_at_risk: Floats
    n_events: Floats

    def at(self, duration: float) -> float:
        """S(duration): 1 before the first answer."""
        place = int(np.searchsorted(self.durations, duration, side="right"))
        return 1.0 if place == 0 else float(self.survival[place - 1])

    def quantile(self, share: float) -> float | None:
        """The shortest duration within which ``share`` have been answered; None where that is not reached.

        Where the curve runs exactly level with that share, the middle of the level is taken (as R's survfit does),
        so that without waiting cases the median is the ordinary one.
        """
        reached = np.flatnonzero(self.survival <= 1 - share + TOLERANCE)
        if not len(reached):
            return None
        first = int(reached[0])
        is_level = abs(self.survival[first] - (1 - share)) <= TOLERANCE and first + 1 < len(self.durations)
        return float(self.durations[first : first + 2].mean() if is_level else self.durations[first])

    def quantile_interval(self, share: float, confidence: float = CONFIDENCE) -> Interval | None:
        """The interval of :meth:`quantile`; its high end is infinite where the data set no bound.

        From the first duration at which the curve is not significantly above ``1 - share`` to the first at which
        it is significantly below, on the log(-log) scale, which suits small samples. A curve that drops to 0 has no
        error there: that is a bound only if so many were answered that all of them falling short of the quantile
        would itself be that rare (six for the median), else the high end stays open.
        None where there is no answer at all. Source: Brookmeyer & Crowley 1982; Borgan & Liestøl 1990.
        """
        if not len(self.durations):
            return None
        z = normal_quantile(confidence)
        goal = math.log(-math.log(1 - share))
        with np.errstate(divide="ignore", invalid="ignore"):
            log_survival = np.log(self.survival)
            distance = np.log(-log_survival) - goal
            error = np.sqrt(self.greenwood) / np.abs(log_survival)
            is_above = distance / error < -z
            is_below = distance / error > z
        is_below |= (self.survival <= 0) & (share ** self.n_events.sum() < (1 - confidence) / 2)
        not_above = np.flatnonzero(~is_above)
        below = np.flatnonzero(is_below)
        low = float(self.durations[not_above[0] if len(not_above) else -1])
        return Interval(low, float(self.durations[below[0]]) if len(below) else math.inf)


def survival_curve(durations: ArrayLike, n_events: ArrayLike, n_censored: ArrayLike) -> SurvivalCurve:
    """The Kaplan-Meier curve of grouped durations, in any order, repeats allowed.

    ``n_events`` ended after exactly that duration, ``n_censored`` were still waiting after it. What is censored
    at the same duration as an event counts as having been at risk. No rows: an empty curve.

    Source: Kaplan & Meier 1958; variance after Greenwood 1926.

    Raises:
        ValueError: the three differ in length, or a duration is negative or not a number.
    """
    times = np.asarray(durations, dtype=np.float64)
    events = np.asarray(n_events, dtype=np.float64)
    censored = np.asarray(n_censored, dtype=np.float64)
    if not times.shape == events.shape == censored.shape:
        raise ValueError(f"lengths differ: {times.shape}, {events.shape}, {censored.shape}")
    if np.any(~(times >= 0)):
        raise ValueError("a duration is negative or not a number")
    distinct, place = np.unique(times, return_inverse=True)
    ended = np.bincount(place, weights=events, minlength=len(distinct))
    leaving = ended + np.bincount(place, weights=censored, minlength=len(distinct))
    at_risk = leaving[::-1].cumsum()[::-1]
    has_event = ended > 0
    distinct, ended, at_risk = distinct[has_event], ended[has_event], at_risk[has_event]
    with np.errstate(divide="ignore"):
        greenwood = np.cumsum(ended / (at_risk * (at_risk - ended)))
    return SurvivalCurve(distinct, np.cumprod(1 - ended / at_risk), greenwood, at_risk, ended.astype(np.float64))
