"""The levers of a scenario, declared once, and a scenario as the set of their moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from domain.message import N_


class LeverUnit(StrEnum):
    """What a lever's own figure counts, and so how its baseline is shown."""

    RATIO = "ratio"
    MONEY = "money"
    CUSTOMERS = "customers"
    HOURS = "hours"
    POINTS = "points"
    MANAGERS = "managers"
    EVENT = "event"


@dataclass(frozen=True)
class Lever:
    """One thing that a person may move.

    A move is a change from the baseline learnt from the data, 0 being none: added to the figure, or, where
    ``is_relative``, a share of it (−0.5 halves it). ``low``, ``high`` and ``step`` are of the move; what was learnt
    may narrow them (analytics.scenario.base). ``standard`` is one move of the tornado, in the direction that is good
    news. An event has a subject (a customer, a deal) and happens or does not.
    """

    id: str
    name: str
    meaning: str
    unit: LeverUnit
    low: float
    high: float
    step: float
    standard: float
    is_relative: bool = False
    moves_revenue: bool = True

    @property
    def is_event(self) -> bool:
        """Whether it is set for a subject: ``lose:CUSTOMER``."""
        return self.unit is LeverUnit.EVENT


NEUTRAL = 0.0
RETENTION, PRICE, NEW_CUSTOMERS, NEW_VALUE = "retention", "price_change", "new_customers", "new_customer_value"
EXPANSION, WIN_RATE, RESPONSE, NPS, MANAGERS = "expansion", "win_rate", "response_time", "nps", "managers"
LOSE, WIN, SLIP = "lose", "win", "slip"
PRICE_FROM = "price_from"
LINKS_ON = "links"

LEVERS = (
    Lever(
        RETENTION, N_("Retention"), N_("Share of a quarter's customers who return in the next one"),
        LeverUnit.RATIO, -0.20, 0.20, 0.005, 0.02,
    ),
    Lever(
        PRICE, N_("Price change"), N_("Prices of everything sold, from a month on; what is bought stays the same"),
        LeverUnit.RATIO, -0.30, 0.30, 0.005, 0.02,
    ),
    Lever(
        NEW_CUSTOMERS, N_("New customers"), N_("Customers a month who were never customers before"),
        LeverUnit.CUSTOMERS, -1000.0, 1000.0, 0.5, 1.0,
    ),
    Lever(
        NEW_VALUE, N_("Value of a new customer"), N_("Revenue a month of a customer won in the last twelve months"),
        LeverUnit.MONEY, -0.80, 2.0, 0.05, 0.10, is_relative=True,
    ),
    Lever(
        EXPANSION, N_("Expansion"), N_("Growth a quarter of what existing customers buy, beyond what is forecast"),
        LeverUnit.RATIO, -0.10, 0.10, 0.0025, 0.01,
    ),
    Lever(
        WIN_RATE, N_("Win rate"), N_("Share won of the deals that are open and due before the year ends"),
        LeverUnit.RATIO, -0.50, 0.50, 0.01, 0.05,
    ),
    Lever(
        RESPONSE, N_("Response time"), N_("Mean first response, in business hours"),
        LeverUnit.HOURS, -0.90, 3.0, 0.05, -0.25, is_relative=True,
    ),
    Lever(
        NPS, N_("NPS"), N_("Net Promoter Score"),
        LeverUnit.POINTS, -100.0, 100.0, 1.0, 5.0,
    ),
    Lever(
        MANAGERS, N_("Account managers"), N_("Managers who look after customers"),
        LeverUnit.MANAGERS, -1000.0, 1000.0, 1.0, 1.0, moves_revenue=False,
    ),
    Lever(
        LOSE, N_("Lost customer"), N_("This customer buys nothing more"),
        LeverUnit.EVENT, 0.0, 1.0, 1.0, 1.0,
    ),
    Lever(
        WIN, N_("Deal won"), N_("This open deal is won in the month in which it is due"),
        LeverUnit.EVENT, 0.0, 1.0, 1.0, 1.0,
    ),
    Lever(
        SLIP, N_("Deal slipped"), N_("This open deal closes a quarter later"),
        LeverUnit.EVENT, 0.0, 1.0, 1.0, 1.0,
    ),
)  # fmt: skip
LEVER_BY_ID: Mapping[str, Lever] = {lever.id: lever for lever in LEVERS}
SLIDERS = tuple(lever for lever in LEVERS if not lever.is_event)


def lever_of(key: str) -> Lever | None:
    """The lever that a key moves: ``retention``, or ``lose:K12`` for an event; None where there is no such lever."""
    name, mark, subject = key.partition(":")
    lever = LEVER_BY_ID.get(name)
    return lever if lever is not None and lever.is_event == bool(mark and subject) else None


def subject_of(key: str) -> str:
    """The customer or deal of an event's key; empty for other levers."""
    return key.partition(":")[2]


@dataclass(frozen=True)
class Moves:
    """A scenario: which levers are moved, by how much. Equal sets are equal, however they were put together.

    Attributes:
        moves: (key, change) in the order of the keys; no change is not listed.
        price_from: first day of the month from which prices change; None: from now on.
        links: ids of the links between KPIs that count.
    """

    moves: tuple[tuple[str, float], ...] = ()
    price_from: date | None = None
    links: frozenset[str] = field(default_factory=frozenset)

    @property
    def keys(self) -> tuple[str, ...]:
        """Of the levers that are moved."""
        return tuple(key for key, _ in self.moves)

    def by(self, key: str) -> float:
        """The change of one lever; 0 where it is not moved."""
        return next((change for name, change in self.moves if name == key), NEUTRAL)

    def subjects(self, event: str) -> frozenset[str]:
        """Of one kind of event: the customers or deals to which it happens."""
        return frozenset(subject_of(key) for key in self.keys if key.startswith(f"{event}:"))

    def only(self, keys: Iterable[str]) -> Moves:
        """The same scenario with only these levers moved."""
        kept = frozenset(keys)
        return replace(self, moves=tuple(move for move in self.moves if move[0] in kept))

    def having(self, key: str, change: float) -> Moves:
        """The same scenario with one lever moved otherwise."""
        return replace(self, moves=moves_of({**dict(self.moves), key: change}).moves)


def moves_of(changes: Mapping[str, float], price_from: date | None = None, links: Iterable[str] = ()) -> Moves:
    """A scenario from changes by key; what does not change anything is left out."""
    kept = sorted((key, float(change)) for key, change in changes.items() if change != NEUTRAL)
    return Moves(tuple(kept), price_from, frozenset(links))


NO_MOVES = Moves()
