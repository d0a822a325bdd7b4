"""A scenario as the book keeps it, and what it came to on the day it was made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.scope import Dimension, Role, Scope, Viewer

MOST_COMPARED = 4


@dataclass(frozen=True)
class SavedScenario:
    """Levers as plain text (key → text), with what they were saved on.

    Attributes:
        snapshot, as_of, period: the data, the last day known, and the public name of the year.
        scope: what was looked at, as :func:`~domain.kept_forecast.scope_key` says it.
        baseline, total: the year's expected revenue without and with the levers, in ``currency``.
        chance: of reaching ``target``; both None where there was none.
    """

    name: str
    author: str
    note: str
    snapshot: str
    as_of: date
    period: str
    scope: str
    levers: Mapping[str, str]
    baseline: float
    total: float
    target: float | None
    chance: float | None
    currency: str
    made_on: date


def saved_scope(saved: SavedScenario, viewer: Viewer) -> Scope:
    """What the scenario was made for, as this viewer may see it."""
    chosen = json.loads(saved.scope)

    def members(name: str) -> tuple[str, ...]:
        return tuple(str(member) for member in chosen.get(name, ()))

    return Scope(
        viewer, members(Dimension.MANAGER.value), members(Dimension.TEAM.value), members(Dimension.REGION.value),
        members(Dimension.SEGMENT.value), members("customers"),
    )  # fmt: skip


def is_seen_by(saved: SavedScenario, viewer: Viewer) -> bool:
    """Whether its figures are the viewer's own: a head sees every scenario, anyone else those they saved."""
    kept = json.loads(saved.scope)
    return viewer.role is Role.HEAD or (kept.get("role"), kept.get("email")) == (viewer.role.value, viewer.email)
