"""What a scenario starts from: the forecast's futures, and what was learnt of customers, deals and service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from analytics.forecast.outlook import PART_TARGET, YearForecast
from analytics.forecast.tree import Floats
from analytics.scenario import levers as lever_ids
from analytics.scenario.levers import LEVERS, Lever, lever_of, subject_of
from domain.message import Message
from domain.period import Period

SMALLEST_WIN_RATE = 0.01
ADDED_AT_MOST = 2.0
"""New customers and managers: at most so many times as many more as there are."""
LEAST_ROOM = 5.0


class Link(Protocol):
    """An association between KPIs, as analytics.links estimates it."""

    @property
    def id(self) -> str:
        """One of the links that analytics.scenario.effects knows."""
        ...

    @property
    def effect(self) -> float:
        """Log-odds of leaving per doubling of response time or per point of score; or points of score per doubling."""
        ...

    @property
    def low(self) -> float:
        """Where the 95 % interval of the effect begins."""
        ...

    @property
    def high(self) -> float:
        """Where it ends."""
        ...

    @property
    def is_usable(self) -> bool:
        """Whether it rests on enough, and leaves out "no effect"."""
        ...

    @property
    def reason(self) -> Message | None:
        """Why it is not usable."""
        ...

    @property
    def is_direct(self) -> bool:
        """Whether what runs through the score is not in it."""
        ...


@dataclass(frozen=True)
class OpenDeal:
    """An open deal due in a month to come (``place`` among them); ``probability`` as the forecast can bear it."""

    deal_id: str
    name: str
    customer: str
    amount: float
    probability: float
    place: int


@dataclass(frozen=True, eq=False)
class DealColumns:
    """The open deals as columns, (deals,) each; ``row_of`` an id."""

    amount: Floats
    probability: Floats
    place: NDArray[np.int64]
    row_of: Mapping[str, int]


@dataclass(frozen=True)
class KeyCustomer:
    """A customer with revenue in the twelve months before; ``share`` of all of it, 0..1."""

    customer_id: str
    name: str
    revenue: float
    share: float


@dataclass(frozen=True)
class Learnt:
    """The baseline of every lever and KPI; None where the data does not tell.

    Attributes:
        returning_rate: of the last four whole quarters, together.
        n_customers: active in the last whole quarter; won_back: customers a quarter, mean of the four.
        n_quarters: from the last whole quarter to the end of the year.
        new_customers: a month; new_value: money a month of each.
        expansion: what existing customers bought more than a quarter before, as a share of it; shown, not used.
        win_rate: of the deals closed in the last twelve months.
        response_hours, nps: of the last twelve months; score_slope: points of NPS per point of mean score.
        n_managed, n_managers: customers with a manager and managers, at the end of as_of.
    """

    returning_rate: float | None = None
    n_customers: float | None = None
    won_back: float = 0.0
    n_quarters: int = 1
    new_customers: float | None = None
    new_value: float | None = None
    expansion: float | None = None
    win_rate: float | None = None
    response_hours: float | None = None
    nps: float | None = None
    score_slope: float = 50.0
    n_managed: float | None = None
    n_managers: float | None = None


@dataclass(frozen=True)
class Setting:
    """A lever as it can be moved here: its baseline, the limits of the move, or why it cannot be moved."""

    lever: Lever
    baseline: float | None
    low: float
    high: float
    standard: float
    unavailable: Message | None = None

    def value(self, change: float) -> float | None:
        """The lever's own figure after a move; None where the baseline is not known."""
        if self.baseline is None:
            return None
        return self.baseline * (1 + change) if self.lever.is_relative else self.baseline + change

    def change(self, value: float) -> float | None:
        """The move that brings the lever's own figure to ``value``."""
        if self.baseline is None or (self.lever.is_relative and self.baseline == 0):
            return None
        return value / self.baseline - 1 if self.lever.is_relative else value - self.baseline


@dataclass(frozen=True, eq=False)
class Base:
    """Everything that a scenario is reckoned from; made by :func:`analytics.scenario.learning.learn`.

    Attributes:
        forecast: the annual forecast of the same scope: no lever moved, it is the scenario.
        months: to come. mean: (months,), paths: (paths, months) of the whole; of a month under way what is left of it.
        rest: (paths,) the sum of each path as the forecast adds it.
        acts: (months,) share of a month's amount that lies after ``as_of``; length: (months,) the share of its days.
        reasons: why a lever cannot be moved, by its id.
    """

    forecast: YearForecast
    months: tuple[Period, ...]
    mean: Floats
    paths: Floats
    rest: Floats
    acts: Floats
    length: Floats
    learnt: Learnt
    deals: tuple[OpenDeal, ...] = ()
    customers: tuple[KeyCustomer, ...] = ()
    links: tuple[Link, ...] = ()
    reasons: Mapping[str, Message] = field(default_factory=dict)

    @property
    def as_of(self) -> date:
        """The last day that is known."""
        return self.forecast.as_of

    @property
    def is_part_target(self) -> bool:
        """Whether only part of the revenue has a target."""
        return self.forecast.whole.year.no_chance == PART_TARGET

    @cached_property
    def since(self) -> Floats:
        """(months,) months from the end of ``as_of`` to the middle of what is left of each month."""
        return np.asarray(np.cumsum(self.length) - self.length / 2)

    @cached_property
    def deal_columns(self) -> DealColumns:
        """The open deals, in their order."""
        return DealColumns(
            np.array([deal.amount for deal in self.deals], dtype=np.float64),
            np.array([deal.probability for deal in self.deals], dtype=np.float64),
            np.array([deal.place for deal in self.deals], dtype=np.int64),
            {deal.deal_id: row for row, deal in enumerate(self.deals)},
        )

    @cached_property
    def settings(self) -> tuple[Setting, ...]:
        """Every lever, in the order of LEVERS."""
        return tuple(self._setting(lever) for lever in LEVERS)

    def setting(self, key: str) -> Setting | None:
        """How the lever of that key can be moved; None where there is none."""
        lever = lever_of(key)
        return None if lever is None else next(one for one in self.settings if one.lever is lever)

    def link(self, link_id: str) -> Link | None:
        """The link of that id where it is usable."""
        return next((link for link in self.links if link.id == link_id and link.is_usable), None)

    def knows(self, key: str) -> bool:
        """Whether an event's customer or deal is there; always for other levers."""
        lever, subject = lever_of(key), subject_of(key)
        if lever is None or not lever.is_event:
            return lever is not None
        if lever.id == lever_ids.LOSE:
            return any(one.customer_id == subject for one in self.customers)
        return any(one.deal_id == subject for one in self.deals)

    def _setting(self, lever: Lever) -> Setting:
        learnt, low, high, standard = self.learnt, lever.low, lever.high, lever.standard
        baseline: float | None = {
            lever_ids.RETENTION: learnt.returning_rate, lever_ids.PRICE: 0.0, lever_ids.EXPANSION: 0.0,
            lever_ids.NEW_CUSTOMERS: learnt.new_customers, lever_ids.NEW_VALUE: learnt.new_value,
            lever_ids.WIN_RATE: learnt.win_rate,
            lever_ids.RESPONSE: learnt.response_hours, lever_ids.NPS: learnt.nps, lever_ids.MANAGERS: learnt.n_managers,
        }.get(lever.id)  # fmt: skip
        if baseline is not None:
            low, high, standard = _limited(lever, baseline, low, high, standard)
        return Setting(lever, baseline, low, high, standard, self.reasons.get(lever.id))


def _limited(lever: Lever, baseline: float, low: float, high: float, standard: float) -> tuple[float, float, float]:
    """Limits that the baseline allows: no rate above 1, no count below 0, at least one manager."""
    if lever.id == lever_ids.RETENTION:
        return max(low, -baseline), min(high, 1 - baseline), standard
    if lever.id == lever_ids.WIN_RATE:
        top, bottom = 1 - SMALLEST_WIN_RATE - baseline, SMALLEST_WIN_RATE - baseline
        return min(0.0, max(low, bottom)), max(0.0, min(high, top)), standard
    if lever.id == lever_ids.NPS:
        return max(low, -100 - baseline), min(high, 100 - baseline), standard
    if lever.id == lever_ids.NEW_CUSTOMERS:
        tenth = max(lever.step, round(baseline / 10 / lever.step) * lever.step)
        return -baseline, float(np.ceil(max(LEAST_ROOM, ADDED_AT_MOST * baseline))), tenth
    if lever.id == lever_ids.MANAGERS:
        return min(0.0, 1 - baseline), float(np.ceil(max(LEAST_ROOM, baseline))), standard
    return low, high, standard


def names_of(settings: Sequence[Setting]) -> str:
    """The ids of the levers, for whoever gave one that does not exist."""
    return ", ".join(f"{one.lever.id}:…" if one.lever.is_event else one.lever.id for one in settings)
