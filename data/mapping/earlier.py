"""What earlier loads of the same source proved, for a file that does not tell by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from data.mapping.systems import GENERIC, OURS
from domain.folding import squeeze

NO_ONES = frozenset({OURS, GENERIC, "vietnamese_excel"})
"""Names under which files of many hands come: what one proved says nothing about another with other headers."""


@dataclass(frozen=True)
class PastLoad:
    """One load of the snapshot: ``headers`` folded, ``proven`` maps ``date_order`` and ``decimal`` to what was sure.

    ``rows`` loaded or held back; ``sums`` by column.
    """

    file: str
    system: str | None
    entity: str
    headers: frozenset[str]
    proven: Mapping[str, str] = field(default_factory=dict)
    rows: int = 0
    sums: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Earlier:
    """The reading that the last load of the same source proved, and that load's file."""

    date_order: str | None = None
    decimal: str | None = None
    date_file: str = ""
    decimal_file: str = ""


def folded_headers(columns: Iterable[str]) -> frozenset[str]:
    """The headers without accents, case or order."""
    return frozenset(squeeze(name) for name in columns if name.strip())


def earlier_reading(past: Sequence[PastLoad], columns: Sequence[str], system: str, entity: str) -> Earlier:
    """What loads of the same headers proved, else loads of the same system's table. ``past`` is newest first."""
    headers = folded_headers(columns)
    same = [load for load in past if load.headers == headers and load.entity == entity]
    if system not in NO_ONES:
        same += [load for load in past if load.system == system and load.entity == entity and load not in same]
    date_load = next((load for load in same if load.proven.get("date_order")), None)
    mark_load = next((load for load in same if load.proven.get("decimal")), None)
    return Earlier(
        date_load.proven["date_order"] if date_load else None,
        mark_load.proven["decimal"] if mark_load else None,
        date_load.file if date_load else "",
        mark_load.file if mark_load else "",
    )
