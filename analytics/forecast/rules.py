"""What a series is fit for, decided before anything is forecast. Each rule has an id; the page has its words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.forecast.rows import Floats

FEWEST_POINTS = 6
"""A level and a trend need a handful of values; below it there is no forecast."""
MANY_ZEROS = 0.3
"""From this share of zeros on, only a mean of the last year is worth giving."""
NEAR_ZERO = 0.005
"""A value below this share of the mean: a ratio or a logarithm of it says nothing."""
MOST_MISSING = 0.3


@dataclass(frozen=True)
class Fit:
    """A series as it is forecast: values without gaps, and the rule that applies.

    ``rule`` is ``too_short``, ``many_zeros``, ``short``, ``not_positive``, ``level_break``, ``gaps`` or ``back_test``.
    """

    values: Floats
    rule: str

    @property
    def is_seasonal(self) -> bool:
        """Whether the ensemble with seasonal indices and logarithms may be used."""
        return self.rule in ("back_test", "gaps")


def fit_for(values: Floats, season: int) -> Fit:
    """The rule for one series; missing values may be nan."""
    given = np.asarray(values, dtype=np.float64)
    known = np.flatnonzero(np.isfinite(given))
    if len(known) < FEWEST_POINTS:
        return Fit(given, "too_short")
    given = given[known[0] :]
    missing = len(given) - len(known)
    if missing > MOST_MISSING * len(given):
        return Fit(given, "too_short")
    if missing:
        given = _filled(given, season)
    year = given[-2 * season :]
    if np.mean(year == 0) >= MANY_ZEROS and given.any():
        return Fit(given, "many_zeros")
    if start := _level_break(given, season):
        return Fit(given[start:], "level_break")
    if len(given) < 2 * season:
        return Fit(given, "short")
    if given.min() <= NEAR_ZERO * abs(given.mean()):
        return Fit(given, "not_positive")
    return Fit(given, "gaps" if missing else "back_test")


def steps_until_forecast(values: Floats) -> int:
    """How many more values a series needs before there is a forecast; 0 where there is one already."""
    return max(0, FEWEST_POINTS - int(np.isfinite(np.asarray(values, dtype=np.float64)).sum()))


def _filled(values: Floats, season: int) -> Floats:
    """Missing values from the same season a year before and after, moved by the straight line between neighbours."""
    times = np.arange(len(values))
    known = np.isfinite(values)
    line = np.interp(times, times[known], values[known])
    away = values - line
    for time in np.flatnonzero(~known):
        around = [k for k in (time - season, time + season) if 0 <= k < len(values) and known[k]]
        if around and len(values) >= 2 * season:
            local = [values[k] - np.mean(line[max(0, k - season // 2) : k + season // 2 + 1]) for k in around]
            middle = np.mean(line[max(0, time - season // 2) : time + season // 2 + 1])
            away[time] = middle + float(np.mean(local)) - line[time]
        else:
            away[time] = 0.0
    return np.asarray(line + np.where(known, 0.0, away))


def _level_break(values: Floats, season: int) -> int:
    """Where a new level begins, or 0: everything since lies further from everything before than that ever ranged."""
    n = len(values)
    first, last = max(season, FEWEST_POINTS), n - max(season // 2, FEWEST_POINTS)
    if last < first:
        return 0
    cuts = np.arange(first, last + 1)
    high, low = np.maximum.accumulate(values), np.minimum.accumulate(values)
    later_high, later_low = np.maximum.accumulate(values[::-1])[::-1], np.minimum.accumulate(values[::-1])[::-1]
    before = high[cuts - 1] - low[cuts - 1]
    gap = np.maximum(later_low[cuts] - high[cuts - 1], low[cuts - 1] - later_high[cuts])
    found = np.flatnonzero((gap > before) & (before > 0))
    return int(cuts[found[-1]]) if len(found) else 0
