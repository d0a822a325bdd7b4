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
GIANT = 3.0
"""A value is giant that is so many times as large as every other within a year of it."""


@dataclass(frozen=True)
class Fit:
    """A series as it is forecast.

    Attributes:
        values: without gaps, without one giant value, since the last break in level.
        rule: ``too_short``, ``many_zeros``, ``level_break``, ``one_giant``, ``short``, ``not_positive``, ``gaps`` or
            ``back_test``: the first that applies.
        is_seasonal: whether the ensemble with seasonal indices and logarithms may be used.
    """

    values: Floats
    rule: str
    is_seasonal: bool = False


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
    two_years = given[-2 * season :]
    if np.mean(two_years == 0) >= MANY_ZEROS and given.any():
        return Fit(given, "many_zeros")
    giant = _giant(given, season)
    if giant is not None:
        given = _filled(np.where(np.arange(len(given)) == giant, np.nan, given), season)
    start = _level_break(given, season)
    given = given[start:]
    is_short, is_low = len(given) < 2 * season, given.min() <= NEAR_ZERO * abs(given.mean())
    found = {
        "level_break": start > 0,
        "one_giant": giant is not None,
        "short": is_short,
        "not_positive": is_low,
        "gaps": missing > 0,
        "back_test": True,
    }
    return Fit(given, next(rule for rule, applies in found.items() if applies), not (is_short or is_low))


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


def _giant(values: Floats, season: int) -> int | None:
    """Where the one giant value is. None where there is none, or more than one: then they are the custom here."""
    if len(values) <= season:
        return None
    around = np.lib.stride_tricks.sliding_window_view(np.pad(np.abs(values), season), 2 * season + 1).copy()
    own = around[:, season].copy()
    around[:, season] = 0.0
    others = around.max(axis=1)
    found = np.flatnonzero((own > GIANT * others) & (others > 0))
    return int(found[0]) if len(found) == 1 else None


def _level_break(values: Floats, season: int) -> int:
    """Where a new level begins, or 0: what came since lies further from what was before than either ever ranged.

    Of positive values in ratios: growth, which moves ever further away, is no break.
    """
    n = len(values)
    first, last = max(season, FEWEST_POINTS), n - max(season // 2, FEWEST_POINTS)
    if last < first:
        return 0
    cuts = np.arange(first, last + 1)
    values = np.log(values) if values.min() > 0 else values
    high, low = np.maximum.accumulate(values), np.minimum.accumulate(values)
    later_high, later_low = np.maximum.accumulate(values[::-1])[::-1], np.minimum.accumulate(values[::-1])[::-1]
    before, since = high[cuts - 1] - low[cuts - 1], later_high[cuts] - later_low[cuts]
    gap = np.maximum(later_low[cuts] - high[cuts - 1], low[cuts - 1] - later_high[cuts])
    found = np.flatnonzero((gap > np.maximum(before, since)) & (before > 0))
    return int(cuts[found[-1]]) if len(found) else 0
