"""Kaplan-Meier quantiles of thousands of groups at once, the same to the last bit as one curve at a time."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.statistics import CONFIDENCE, normal_quantile
from analytics.survival import TOLERANCE

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class GroupQuantiles:
    """One entry a group: the quantile and its interval, not a number where there is none; ``high`` may be infinite.

    ``n_events`` and ``n_censored`` are the group's totals.
    """

    quantile: Floats
    low: Floats
    high: Floats
    n_events: Floats
    n_censored: Floats


def group_quantiles(
    groups: ArrayLike, n_groups: int, durations: ArrayLike, n_events: ArrayLike, n_censored: ArrayLike, share: float
) -> GroupQuantiles:
    """What :class:`~analytics.survival.SurvivalCurve` says of ``share`` and its interval, for every group.

    ``groups`` are numbers from 0 to below ``n_groups``; rows may stand in any order, repeats are allowed.
    """
    codes, times, events, leaving = _distinct(groups, durations, n_events, n_censored)
    total_events = np.bincount(codes, weights=events, minlength=n_groups).astype(np.float64)
    total_leaving = np.bincount(codes, weights=leaving, minlength=n_groups).astype(np.float64)
    ends = np.cumsum(total_leaving)
    at_risk = ends[codes] - np.cumsum(leaving) + leaving
    has_event = events > 0
    codes, times, events, at_risk = codes[has_event], times[has_event], events[has_event], at_risk[has_event]
    quantile, low, high = (np.full(n_groups, np.nan) for _ in range(3))
    found = GroupQuantiles(quantile, low, high, total_events, total_leaving - total_events)
    for members, place, is_filled in _blocks(codes, n_groups):
        part = _Block(
            np.where(is_filled, times[place], 0.0),
            np.where(is_filled, events[place], 0.0),
            np.where(is_filled, at_risk[place], 1.0),
            is_filled,
        )
        found.quantile[members] = part.quantile(share)
        found.low[members], found.high[members] = part.interval(share)
    return found


def _distinct(
    groups: ArrayLike, durations: ArrayLike, n_events: ArrayLike, n_censored: ArrayLike
) -> tuple[Places, Floats, Floats, Floats]:
    """By group and duration, ascending, each once: group, duration, events, and all that left."""
    codes, times = np.asarray(groups, dtype=np.int64), np.asarray(durations, dtype=np.float64)
    events, censored = np.asarray(n_events, dtype=np.float64), np.asarray(n_censored, dtype=np.float64)
    if not len(codes):
        return codes, times, events, censored
    order = np.lexsort((times, codes))
    codes, times, events, censored = codes[order], times[order], events[order], censored[order]
    is_first = np.r_[True, (codes[1:] != codes[:-1]) | (times[1:] != times[:-1])]
    starts = np.flatnonzero(is_first)
    ended = np.add.reduceat(events, starts)
    return codes[starts], times[starts], ended, ended + np.add.reduceat(censored, starts)


def _blocks(codes: Places, n_groups: int) -> Iterator[tuple[Places, Places, NDArray[np.bool_]]]:
    """Groups of like length together: their numbers, and a table of places in ``codes`` with what of it is filled."""
    lengths = np.bincount(codes, minlength=n_groups)
    starts = np.cumsum(lengths) - lengths
    sizes = np.where(lengths > 0, np.ceil(np.log2(np.maximum(lengths, 1))), -1).astype(np.int64)
    for size in np.unique(sizes[sizes >= 0]).tolist():
        members = np.flatnonzero(sizes == size)
        steps = np.arange(lengths[members].max())
        is_filled = steps[None, :] < lengths[members][:, None]
        yield members, np.where(is_filled, starts[members][:, None] + steps[None, :], 0), is_filled


class _Block:
    """Curves of like length, one a row; what is beyond a curve's end repeats its last value."""

    def __init__(self, times: Floats, events: Floats, at_risk: Floats, is_filled: NDArray[np.bool_]) -> None:
        self.times, self.is_filled = times, is_filled
        self.lengths = is_filled.sum(axis=1)
        self.n_events = events.sum(axis=1)
        self.survival = np.cumprod(1 - events / at_risk, axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            self.greenwood = np.cumsum(np.where(is_filled, events / (at_risk * (at_risk - events)), 0.0), axis=1)
        self.rows = np.arange(len(times))

    def quantile(self, share: float) -> Floats:
        reached = self.is_filled & (self.survival <= 1 - share + TOLERANCE)
        first = reached.argmax(axis=1)
        following = np.minimum(first + 1, self.lengths - 1)
        is_level = np.abs(self.survival[self.rows, first] - (1 - share)) <= TOLERANCE
        here, there = self.times[self.rows, first], self.times[self.rows, following]
        value = np.where(is_level & (first + 1 < self.lengths), (here + there) / 2, here)
        return np.where(reached.any(axis=1), value, np.nan)

    def interval(self, share: float) -> tuple[Floats, Floats]:
        z = normal_quantile(CONFIDENCE)
        goal = math.log(-math.log(1 - share))
        with np.errstate(divide="ignore", invalid="ignore"):
            log_survival = np.log(self.survival)
            place = (np.log(-log_survival) - goal) / (np.sqrt(self.greenwood) / np.abs(log_survival))
        is_rare = share**self.n_events < (1 - CONFIDENCE) / 2
        is_below = self.is_filled & ((place > z) | ((self.survival <= 0) & is_rare[:, None]))
        not_above = self.is_filled & ~(place < -z)
        low = np.where(not_above.any(axis=1), not_above.argmax(axis=1), self.lengths - 1)
        below = is_below.argmax(axis=1)
        high = np.where(is_below.any(axis=1), self.times[self.rows, below], math.inf)
        return self.times[self.rows, low], high
