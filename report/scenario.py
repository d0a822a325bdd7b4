"""Scenarios as the command line, the pages and the review ask for them: reckoned, saved, opened again, compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analytics import engine
from analytics.forecast.outlook import NoForecast
from analytics.links import links
from analytics.scenario.base import Base
from analytics.scenario.learning import learn
from analytics.scenario.levers import LINKS_ON
from analytics.scenario.result import Result, evaluate
from analytics.scenario.wording import Refused, moves_from, pairs_of, unavailable_links
from data.query import open_reader
from data.scenarios import Scenarios
from data.snapshots import Snapshot
from domain.errors import UsageError
from domain.kept_forecast import scope_key
from domain.message import N_
from domain.saved_scenario import MOST_COMPARED, SavedScenario, saved_scope
from domain.scope import Scope, Viewer


@dataclass(frozen=True)
class Asked:
    """A scenario that was reckoned: what it starts from, what it comes to, and what of it does not count."""

    base: Base
    result: Result
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True)
class Rerun:
    """A saved scenario on the data of now. ``result`` is None, with ``base``, where nothing can be forecast now."""

    saved: SavedScenario
    base: Base | None
    result: Result | None
    refused: tuple[Refused, ...] = ()
    reason: NoForecast | None = None

    @property
    def is_other_year(self) -> bool:
        """Whether it was saved for another year than the one under way now."""
        return self.result is not None and self.result.year.period.name != self.saved.period

    @property
    def by_data(self) -> float:
        """How much the forecast without levers has changed."""
        return 0.0 if self.result is None else self.result.baseline.mean - self.saved.baseline

    @property
    def by_levers(self) -> float:
        """How much more or less the same levers do on it."""
        return 0.0 if self.result is None else self.result.change - (self.saved.total - self.saved.baseline)

    @property
    def has_changed(self) -> bool:
        """Whether either differs by a whole unit of the currency."""
        return abs(self.by_data) >= 1 or abs(self.by_levers) >= 1


def start(
    snapshot: Snapshot,
    scope: Scope,
    as_of: date | None,
    *,
    with_links: bool = False,
) -> Base | NoForecast:
    """What scenarios of a scope start from. ``as_of`` defaults to the last day of the data.

    ``with_links``: the links between KPIs are estimated too, which takes seconds.

    Raises:
        UsageError: nothing has a date.
    """
    fiscal_start_month = int(snapshot.info.get("fiscal_start_month") or 1)
    with open_reader(snapshot, scope) as read:
        day = as_of or engine.last_day(read)
        found = links(read, day, fiscal_start_month) if with_links else ()
        return learn(read, day, fiscal_start_month, links=found)


def is_sample(snapshot: Snapshot) -> bool:
    """Whether the data is the sample company's."""
    return snapshot.info.get("is_sample") == "true"


def asks_for_links(levers: Mapping[str, str]) -> bool:
    """Whether a scenario has any link switched on."""
    return bool(levers.get(LINKS_ON))


def reckon(base: Base, levers: Mapping[str, str]) -> Asked:
    """The scenario that key → text describes; what cannot count is left out and named."""
    understood = moves_from(base, levers)
    refused = (*understood.refused, *unavailable_links(base, understood.moves.links))
    return Asked(base, evaluate(base, understood.moves), refused)


def insist(asked: Asked) -> None:
    """Refuse a scenario of which anything does not count.

    Raises:
        UsageError: a lever is unknown, out of range or cannot be moved here.
    """
    for one in asked.refused:
        raise UsageError(
            "lever", one.message.text, one.fix.text, **{**dict(one.message.values), **dict(one.fix.values)}
        )  # fmt: skip


def to_save(
    asked: Asked, name: str, author: str, note: str, snapshot: Snapshot, scope: Scope, today: date
) -> SavedScenario:
    """The scenario as the book keeps it."""
    year = asked.result.year
    return SavedScenario(
        name, author, note, snapshot.version, asked.base.as_of, year.period.name, scope_key(scope),
        pairs_of(asked.result.moves), asked.result.baseline.mean, year.mean, year.target, year.chance,
        snapshot.info["reporting_currency"], today,
    )  # fmt: skip


def open_again(saved: SavedScenario, snapshot: Snapshot, viewer: Viewer, as_of: date | None = None) -> Rerun:
    """A saved scenario on the data that is served now, whatever became of the data it was made on.

    ``as_of`` defaults to the day it was made for where the data is the same, else to the last day of the data.
    """
    day = as_of or (saved.as_of if saved.snapshot == snapshot.version else None)
    base = start(snapshot, saved_scope(saved, viewer), day, with_links=asks_for_links(saved.levers))
    if isinstance(base, NoForecast):
        return Rerun(saved, None, None, (), base)
    asked = reckon(base, saved.levers)
    return Rerun(saved, base, asked.result, asked.refused)


def compare(
    workspace: Path, names: Sequence[str], snapshot: Snapshot, viewer: Viewer, as_of: date | None = None
) -> list[Rerun]:
    """Up to four saved scenarios, side by side on the data of now.

    Raises:
        UsageError: more are asked for, or there is none of a name.
    """
    if len(names) > MOST_COMPARED:
        raise UsageError(
            "too_many_scenarios",
            N_("{n} scenarios cannot be compared at once."),
            N_("Name at most {most}."),
            n=len(names),
            most=MOST_COMPARED,
        )
    kept = Scenarios(workspace, viewer, is_sample(snapshot))
    return [open_again(kept.named(name), snapshot, viewer, as_of) for name in names]
