"""What a scenario comes to: months, the year, the chance of its target, the four KPIs, the bridge."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analytics.forecast.outlook import Outlook, outlook
from analytics.forecast.tree import Floats
from analytics.scenario import levers as ids
from analytics.scenario.base import Base
from analytics.scenario.bridge import Bridge, bridge
from analytics.scenario.effects import Drives, Service, delta_mean, delta_paths, drives, retention, service
from analytics.scenario.levers import NO_MOVES, Moves
from domain.message import N_, Message

NO_LINK = Message(N_("No link between it and other KPIs is switched on, so it moves nothing but itself."))
MANAGERS_ALONE = Message(N_("More or fewer managers change the number of customers of each, and nothing else."))


@dataclass(frozen=True)
class Kpis:
    """The four KPIs; None where the data does not tell.

    ``returning_customers`` and ``returning_rate`` of the year's last quarter, ``response_hours`` in business hours.
    """

    response_hours: float | None
    nps: float | None
    returning_customers: float | None
    returning_rate: float | None
    customers_per_manager: float | None


@dataclass(frozen=True)
class Result:
    """A scenario beside the forecast it starts from.

    Attributes:
        year, months: under the scenario; of months that are over what they were. No lever moved: the forecast's own.
        kpis, kpis_before: under the scenario, and without it.
        notes: what a lever does not do, by its key.
    """

    moves: Moves
    baseline: Outlook
    year: Outlook
    months_before: tuple[Outlook, ...]
    months: tuple[Outlook, ...]
    kpis: Kpis
    kpis_before: Kpis
    bridge: Bridge
    notes: tuple[tuple[str, Message], ...] = ()

    @property
    def change(self) -> float:
        """What the levers add to the year's expected total, in the reporting currency."""
        return self.year.mean - self.baseline.mean


def evaluate(base: Base, moves: Moves = NO_MOVES, unit: float = 1.0) -> Result:
    """The scenario as a whole. ``unit``: what the amounts of the bridge are rounded to."""
    added, futures = delta_mean(base, moves), delta_paths(base, moves)
    before = base.forecast.whole.year
    year = _moved(before, float(added.sum()), base.rest + futures.sum(axis=1), base.is_part_target)
    return Result(
        moves, before, year, base.forecast.months, _months(base, added, futures),
        kpis(base, moves), kpis(base, NO_MOVES), bridge(base, moves, unit), _notes(base, moves),
    )  # fmt: skip


def total_of(base: Base, moves: Moves) -> float:
    """The year's expected total under a scenario, without anything else: what searches ask thousands of times."""
    return base.forecast.whole.year.mean + float(delta_mean(base, moves).sum())


def kpis(base: Base, moves: Moves) -> Kpis:
    """The four KPIs under a scenario."""
    learnt = base.learnt
    driven, served = _served(base, moves)
    hours = None if learnt.response_hours is None else learnt.response_hours * (1 + moves.by(ids.RESPONSE))
    nps = None if learnt.nps is None else float(np.clip(learnt.nps + served.nps[0], -100.0, 100.0))
    rate = (
        None
        if learnt.returning_rate is None
        else float(retention(base, driven.change[ids.RETENTION], served.leaving)[0])
    )
    returning, growth = _customers(base, moves, rate)
    per_manager = None
    if learnt.n_managers and learnt.n_managed is not None:
        per_manager = learnt.n_managed * growth / (learnt.n_managers + moves.by(ids.MANAGERS))
    return Kpis(hours, nps, returning, rate, per_manager)


def _customers(base: Base, moves: Moves, rate: float | None) -> tuple[float | None, float]:
    """Customers who return in the year's last quarter, and how many times as many as without levers are there then."""
    learnt = base.learnt
    if rate is None or learnt.n_customers is None or learnt.returning_rate is None:
        return None, 1.0
    new = learnt.new_customers or 0.0
    there, without = learnt.n_customers - len(moves.subjects(ids.LOSE)), learnt.n_customers
    there = max(0.0, there)
    returning = 0.0
    for _ in range(learnt.n_quarters):
        returning = there * rate
        there = returning + learnt.won_back + 3 * max(0.0, new + moves.by(ids.NEW_CUSTOMERS))
        without = without * learnt.returning_rate + learnt.won_back + 3 * new
    return returning, there / without if without > 0 else 1.0


def _served(base: Base, moves: Moves) -> tuple[Drives, Service]:
    driven = drives(base, moves.keys, np.array([[change for _, change in moves.moves]]))
    return driven, service(base, moves, driven)


def _moved(before: Outlook, added: float, futures: Floats, is_part_target: bool = False) -> Outlook:
    """An outlook with its expected value moved, its bounds and chance from the futures (paths,) of what is to come."""
    found = outlook(before.period, before.actual, 0.0, futures, before.target, is_part_target)
    return replace(found, mean=before.mean + added)


def _months(base: Base, added: Floats, futures: Floats) -> tuple[Outlook, ...]:
    place_of = {month.start: place for place, month in enumerate(base.months)}
    found = []
    for month in base.forecast.months:
        place = place_of.get(month.period.start)
        if place is None:
            found.append(month)
        else:
            found.append(_moved(month, float(added[place]), base.paths[:, place] + futures[:, place]))
    return tuple(found)


def _notes(base: Base, moves: Moves) -> tuple[tuple[str, Message], ...]:
    notes = []
    for key in moves.keys:
        if key == ids.MANAGERS:
            notes.append((key, MANAGERS_ALONE))
        elif key in (ids.RESPONSE, ids.NPS) and not _served(base, moves.only([key]))[1].leaving.any():
            notes.append((key, NO_LINK))
    return tuple(notes)
