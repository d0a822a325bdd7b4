"""Which lever matters most, and how two of them work together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.forecast.tree import Floats
from analytics.scenario.base import Base, Setting
from analytics.scenario.effects import delta_means
from analytics.scenario.levers import SLIDERS, Moves

STEPS = 21


@dataclass(frozen=True)
class Swing:
    """What one standard move of a lever either way adds to the year's expected total of the scenario.

    ``better`` and ``worse`` are the changes, in the direction of good and bad news, cut where the lever ends;
    ``gain`` >= 0 and ``loss`` <= 0 in the reporting currency.
    """

    key: str
    better: float
    worse: float
    gain: float
    loss: float

    @property
    def spread(self) -> float:
        """From the one end to the other."""
        return self.gain - self.loss


@dataclass(frozen=True, eq=False)
class Map:
    """The year's expected total over two levers.

    ``across`` (columns) and ``down`` (rows) are changes; ``totals`` (rows, columns) in the reporting currency;
    ``target`` the year's, None where there is none.
    """

    key_across: str
    key_down: str
    across: Floats
    down: Floats
    totals: Floats
    target: float | None


def tornado(base: Base, moves: Moves) -> tuple[Swing, ...]:
    """Every lever that can be moved and moves revenue, one standard move each way, widest first."""
    settings = [base.setting(lever.id) for lever in SLIDERS if lever.moves_revenue]
    free = [one for one in settings if one is not None and one.unavailable is None and one.low < one.high]
    if not free:
        return ()
    keys = sorted({*(one.lever.id for one in free), *moves.keys})
    moved = Moves(tuple((key, 1.0) for key in keys), moves.price_from, moves.links)
    start = np.array([moves.by(key) for key in keys])
    changes = np.repeat(start[None], 1 + 2 * len(free), axis=0)
    for place, setting in enumerate(free):
        column, before = keys.index(setting.lever.id), moves.by(setting.lever.id)
        for row, step in ((1 + 2 * place, setting.standard), (2 + 2 * place, -setting.standard)):
            changes[row, column] = min(setting.high, max(setting.low, before + step))
    totals = delta_means(base, moved, changes).sum(axis=1)
    swings = []
    for place, setting in enumerate(free):
        column = keys.index(setting.lever.id)
        up, down = changes[1 + 2 * place, column], changes[2 + 2 * place, column]
        gain, loss = totals[1 + 2 * place] - totals[0], totals[2 + 2 * place] - totals[0]
        swings.append(Swing(setting.lever.id, float(up), float(down), max(0.0, float(gain)), min(0.0, float(loss))))
    return tuple(sorted(swings, key=lambda swing: (-swing.spread, swing.key)))


def two_lever_map(base: Base, moves: Moves, across: Setting, down: Setting, steps: int = STEPS) -> Map:
    """The expected total at ``steps`` by ``steps`` places between the limits of two levers, the others as they are."""
    keys = sorted({across.lever.id, down.lever.id, *moves.keys})
    moved = Moves(tuple((key, 1.0) for key in keys), moves.price_from, moves.links)
    columns, rows = np.linspace(across.low, across.high, steps), np.linspace(down.low, down.high, steps)
    changes = np.repeat(np.array([[moves.by(key) for key in keys]]), steps * steps, axis=0)
    changes[:, keys.index(across.lever.id)] = np.tile(columns, steps)
    changes[:, keys.index(down.lever.id)] = np.repeat(rows, steps)
    year = base.forecast.whole.year
    totals = year.mean + delta_means(base, moved, changes).sum(axis=1)
    return Map(
        across.lever.id, down.lever.id, columns, rows, totals.reshape(steps, steps),
        None if base.is_part_target else year.target,
    )  # fmt: skip
