"""Who is asking, and what part of the company they have chosen to look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Dimension(StrEnum):
    """The ways a number can be split. The value is the column of that name in the snapshot's tables."""

    MANAGER = "manager"
    TEAM = "team"
    REGION = "region"
    SEGMENT = "segment"
    INDUSTRY = "industry"
    PRODUCT = "product"
    CHANNEL = "channel"
    PRIORITY = "priority"


NO_GROUP = "(none)"
"""The group of rows whose dimension is not known; never the same as the whole, which has no group."""


class Role(StrEnum):
    """What a viewer may see: a head everything, a manager their own customers, nobody nothing."""

    HEAD = "head"
    MANAGER = "manager"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Viewer:
    """The person who asks. On a laptop that is the owner of the machine, who sees everything."""

    role: Role = Role.NOBODY
    email: str = ""


LAPTOP = Viewer(Role.HEAD)


@dataclass(frozen=True)
class Scope:
    """What the viewer may see, narrowed to what they have chosen. An empty choice means all.

    Hashable: with the snapshot's version it is a complete cache key.
    """

    viewer: Viewer = field(default_factory=Viewer)
    managers: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    """Ids of customers. Unlike the other choices it leaves nothing of what belongs to no customer, such as targets."""

    @property
    def choices(self) -> dict[Dimension, tuple[str, ...]]:
        """The chosen members by dimension; dimensions without a choice are left out."""
        chosen = {
            Dimension.MANAGER: self.managers,
            Dimension.TEAM: self.teams,
            Dimension.REGION: self.regions,
            Dimension.SEGMENT: self.segments,
        }
        return {dimension: members for dimension, members in chosen.items() if members}
