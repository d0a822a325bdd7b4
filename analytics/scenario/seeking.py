"""What it would take: the value of one lever, or the cheapest mix of several, that reaches a goal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from analytics.forecast.tree import Floats
from analytics.scenario.base import Base
from analytics.scenario.effects import delta_means
from analytics.scenario.levers import Moves, moves_of

HALVINGS = 60
PARTS_OF_A_MOVE = 10
"""The search for a mix goes a tenth of a standard move at a time; the last step is as long as it must be."""
MOST_STEPS = 2000
SMALLEST_GAIN = 1e-9

Total = Callable[[Floats], Floats]
"""(k,) expected totals of the changes (k, keys)."""


@dataclass(frozen=True)
class Reach:
    """What one lever would have to be for the year's expected total to reach ``goal``, the other levers as they are.

    ``change`` and ``value`` (the lever's own figure) are the least that is enough: as now where the lever moves nothing
    and the goal is reached, the worst there is where it is reached whatever the lever. They are None where it is not
    reachable. ``most`` is what the lever can bring the total to. ``scenario`` has the lever moved, as far as it goes.
    """

    key: str
    goal: float
    change: float | None
    value: float | None
    most: float
    scenario: Moves

    @property
    def is_reachable(self) -> bool:
        """Whether the lever reaches the goal within its limits."""
        return self.change is not None


@dataclass(frozen=True)
class Mix:
    """The levers that reach ``goal`` at the least cost, a standard move costing 1; all at their caps where it is not
    reachable. ``changes``: (key, change) beyond the scenario that was given.
    """

    goal: float
    changes: tuple[tuple[str, float], ...]
    cost: float
    total: float
    is_reachable: bool
    scenario: Moves


def reach(base: Base, moves: Moves, key: str, goal: float) -> Reach | None:
    """By bisection, as more of a lever never does less; None where the lever cannot be moved here."""
    setting = base.setting(key)
    if setting is None or setting.unavailable is not None or not base.knows(key):
        return None
    worse, better = setting.low, setting.high
    if setting.lever.standard < 0:
        worse, better = better, worse
    with_worse, with_better = _totals(base, moves, key, np.array([worse, better]))
    if with_better < with_worse:
        worse, better, with_worse, with_better = better, worse, with_better, with_worse
    if with_better <= with_worse and with_better >= goal:
        return Reach(key, goal, moves.by(key), setting.value(moves.by(key)), float(with_better), moves)
    if with_better < goal:
        return Reach(key, goal, None, None, float(with_better), moves.having(key, better))
    if with_worse >= goal:
        better = worse
    for _ in range(HALVINGS):
        middle = (worse + better) / 2
        if _totals(base, moves, key, np.array([middle]))[0] >= goal:
            better = middle
        else:
            worse = middle
    return Reach(key, goal, better, setting.value(better), float(with_better), moves.having(key, better))


def cheapest_mix(base: Base, moves: Moves, goal: float, caps: Mapping[str, float]) -> Mix:
    """The cheapest changes within ``caps`` (key → the furthest change, in the direction wanted) that reach ``goal``.

    Step by step the lever that gains most for its cost; the last step is shortened to what is needed, and what later
    steps made unnecessary is taken back. Where gains only add up this is the cheapest there is; where levers help each
    other it is near it: docs/adr/0009-what-if.md.
    """
    keys = [key for key in caps if _can_move(base, key) and caps[key]]
    moved = Moves(tuple((key, 1.0) for key in sorted({*keys, *moves.keys})), moves.price_from, moves.links)
    start = np.array([moves.by(key) for key in moved.keys])
    place_of = {key: place for place, key in enumerate(moved.keys)}
    places = [place_of[key] for key in keys]
    costs = np.array([abs(setting.standard) for key in keys if (setting := base.setting(key))])
    limits = np.array([caps[key] for key in keys])
    taken = np.zeros(len(keys))
    before = base.forecast.whole.year.mean

    def total(more: Floats) -> Floats:
        """(k,) of the changes (k, keys)."""
        changes = np.repeat(start[None], len(more), axis=0)
        changes[:, places] += more
        return np.asarray(before + delta_means(base, moved, changes).sum(axis=1))

    if keys and total(taken[None])[0] < goal:
        taken = _needed(total, goal, limits, costs)
    found = float(total(taken[None])[0])
    changes = tuple((key, float(change)) for key, change in zip(keys, taken, strict=True) if change)
    full = {**dict(moves.moves), **{key: moves.by(key) + change for key, change in changes}}
    cost = float((np.abs(taken) / costs).sum()) if keys else 0.0
    return Mix(goal, changes, cost, found, found >= goal, moves_of(full, moves.price_from, moves.links))


def _can_move(base: Base, key: str) -> bool:
    setting = base.setting(key)
    return setting is not None and setting.unavailable is None and base.knows(key) and setting.standard != 0


def _needed(total: Total, goal: float, limits: Floats, costs: Floats) -> Floats:
    """How much of each lever; all that does anything where even that is not enough."""
    most = float(total(limits[None])[0])
    if most < goal:
        return _pruned(total, most, limits, list(range(len(limits))))
    taken = _greedy(total, goal, limits, costs)
    if total(taken[None])[0] >= goal:
        return taken
    # The search stopped where one lever alone gains nothing: then all of them are moved in step.
    short, enough = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (short + enough) / 2
        short, enough = (short, middle) if total(middle * limits[None])[0] >= goal else (middle, enough)
    return enough * limits


def _greedy(total: Total, goal: float, limits: Floats, costs: Floats) -> Floats:
    steps = np.sign(limits) * costs / PARTS_OF_A_MOVE
    taken = np.zeros(len(limits))
    order: list[int] = []
    now = float(total(taken[None])[0])
    for _ in range(MOST_STEPS):
        lengths = np.sign(limits) * np.minimum(np.abs(steps), np.abs(limits - taken))
        possible = np.repeat(taken[None], len(limits), axis=0) + np.diag(lengths)
        gains = total(possible) - now
        paid = np.divide(np.abs(lengths), costs, out=np.zeros_like(costs), where=costs > 0)
        worth = np.divide(gains, paid, out=np.full_like(gains, -np.inf), where=paid > 0)
        best = int(np.argmax(worth))
        if not np.isfinite(worth[best]) or gains[best] <= SMALLEST_GAIN:
            return taken
        if now + gains[best] >= goal:
            taken[best] = _just_enough(total, goal, taken, best, taken[best] + lengths[best])
            return _pruned(total, goal, taken, order)
        taken, now = possible[best], now + float(gains[best])
        order.append(best)
    return taken


def _just_enough(total: Total, goal: float, taken: Floats, place: int, end: float) -> float:
    """The change of one lever, between what is taken and ``end``, that just reaches the goal."""
    short, enough = float(taken[place]), end
    for _ in range(HALVINGS):
        tried = taken.copy()
        tried[place] = (short + enough) / 2
        if total(tried[None])[0] >= goal:
            enough = float(tried[place])
        else:
            short = float(tried[place])
    return enough


def _pruned(total: Total, goal: float, taken: Floats, order: list[int]) -> Floats:
    """Without what was taken first and is not needed any more."""
    for place in dict.fromkeys(order):
        without = taken.copy()
        without[place] = 0.0
        if total(without[None])[0] >= goal:
            taken = without
    return taken


def _totals(base: Base, moves: Moves, key: str, changes: Floats) -> Floats:
    """(k,) the year's expected total with one lever at each of the changes."""
    moved = Moves(tuple((name, 1.0) for name in sorted({key, *moves.keys})), moves.price_from, moves.links)
    many = np.array([[moves.by(name) for name in moved.keys]] * len(changes))
    many[:, moved.keys.index(key)] = changes
    return np.asarray(base.forecast.whole.year.mean + delta_means(base, moved, many).sum(axis=1))
