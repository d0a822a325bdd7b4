"""Each lever's share of what a scenario changes: Shapley's, so that the order of the levers does not matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import factorial

import numpy as np
from numpy.typing import NDArray

from analytics.forecast.tree import Floats
from analytics.scenario.base import Base
from analytics.scenario.effects import delta_means
from analytics.scenario.levers import Moves

MOST_EXACT = 12
"""Up to so many levers every subset is reckoned; more are shared out over drawn orders."""
N_ORDERS = 256
SEED = 20251130

Sets = NDArray[np.bool_]
Worth = Callable[[Sets], Floats]
"""What sets of levers are worth: (sets, levers) of flags to (sets,)."""


@dataclass(frozen=True)
class Bridge:
    """From the baseline to the scenario, in the reporting currency.

    ``shares``: (key, amount) of each lever moved, in whole units of ``unit``; baseline + shares = scenario, exactly,
    as all of them are rounded to it. ``is_exact``: every order of the levers was reckoned.
    """

    baseline: float
    shares: tuple[tuple[str, float], ...]
    scenario: float
    unit: float
    is_exact: bool


def bridge(base: Base, moves: Moves, unit: float = 1.0) -> Bridge:
    """The year's expected total from the baseline to the scenario. ``unit``: what shown numbers are rounded to."""
    changes = np.array([change for _, change in moves.moves])

    def worth(sets: Sets) -> Floats:
        return np.asarray(delta_means(base, moves, sets * changes).sum(axis=1))

    before = base.forecast.whole.year.mean
    added = float(worth(np.ones((1, len(changes)), dtype=bool))[0]) if len(changes) else 0.0
    start, whole = round(before / unit), round((before + added) / unit)
    shares = shapley(len(changes), worth)
    rounded = largest_remainder([share / unit for share in shares], whole - start)
    amounts = tuple((key, amount * unit) for key, amount in zip(moves.keys, rounded, strict=True))
    return Bridge(start * unit, amounts, whole * unit, unit, len(changes) <= MOST_EXACT)


def shapley(n: int, worth: Worth) -> Floats:
    """(n,) each lever's mean contribution over every order in which the levers can be added (Shapley 1953).

    Above MOST_EXACT levers: over N_ORDERS drawn orders and their reverses. Both add up to the worth of all of them.
    """
    if n == 0:
        return np.zeros(0)
    return _exact(n, worth) if n <= MOST_EXACT else _drawn(n, worth)


def largest_remainder(values: Sequence[float], total: int) -> list[int]:
    """Whole numbers that add up to ``total``, each as near to its value as that allows (Hamilton's method).

    Values add up to ``total`` but for less than one each; where they do not, what is missing is spread evenly.
    """
    if not values:
        return []
    whole = [int(np.floor(value)) for value in values]
    each, left = divmod(total - sum(whole), len(values))
    order = sorted(range(len(values)), key=lambda place: (whole[place] - values[place], place))
    for rank, place in enumerate(order):
        whole[place] += each + (1 if rank < left else 0)
    return whole


def _exact(n: int, worth: Worth) -> Floats:
    numbers = np.arange(2**n)
    sets = (numbers[:, None] >> np.arange(n)) & 1 == 1
    values, sizes = worth(sets), sets.sum(axis=1)
    weights = np.array([factorial(size) * factorial(n - size - 1) / factorial(n) for size in range(n)])
    shares = np.zeros(n)
    for place in range(n):
        without = numbers[~sets[:, place]]
        shares[place] = weights[sizes[without]] @ (values[without | (1 << place)] - values[without])
    return shares


def _drawn(n: int, worth: Worth) -> Floats:
    draws = np.random.default_rng(SEED)
    orders = np.array([draws.permutation(n) for _ in range(N_ORDERS)])
    orders = np.concatenate([orders, orders[:, ::-1]])
    ranks = np.argsort(orders, axis=1)
    # (steps 0..n, orders, levers): who is there after each step.
    sets = ranks[None] < np.arange(n + 1)[:, None, None]
    values = worth(sets.reshape(-1, n)).reshape(n + 1, len(orders))
    gained = np.diff(values, axis=0)
    return np.array([gained[ranks[:, place], np.arange(len(orders))].mean() for place in range(n)])
