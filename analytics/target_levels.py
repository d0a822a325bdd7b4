"""Targets at several levels: what each member has for a period, and where the levels do not add up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from domain.period import MONTHS_IN, Period

if TYPE_CHECKING:
    import pandas as pd

ROUNDING = 0.0005
"""Levels that differ by no more than this share of the larger figure agree: parts are often rounded."""


@dataclass(frozen=True)
class MemberTarget:
    """What one member of a level is to reach in a period; ``member`` is empty for the company."""

    level: str
    member: str
    team: str
    region: str
    amount: float


@dataclass(frozen=True)
class Disagreement:
    """``amount`` is the target of ``member`` at ``level``; those below it at ``below`` add up to ``total``."""

    level: str
    member: str
    amount: float
    below: str
    total: float


def targets_of_members(frame: pd.DataFrame, period: Period) -> list[MemberTarget]:
    """Each member's target for ``period`` out of the rows of ``targets``, by the rule of the attainment.

    A target of the very period counts, else shorter ones of one length that cover it without a gap.
    """
    found: dict[tuple[str, str], dict[int, list[dict[Any, Any]]]] = {}
    for row in frame.to_dict("records"):
        start, end = row["period_start"].date(), row["period_end"].date()
        if start < period.start or end > period.end:
            continue
        n_months = (end.year - start.year) * 12 + end.month - start.month
        member = "" if row["level"] == "company" else _text(row["manager"]) or _text(row["member"])
        found.setdefault((str(row["level"]), member), {}).setdefault(n_months, []).append(row)
    told = []
    for (level, member), by_length in found.items():
        for n_months in sorted(by_length, reverse=True):
            rows = by_length[n_months]
            if n_months * len(rows) == MONTHS_IN[period.kind] and all(row["amount"] == row["amount"] for row in rows):
                amount = sum(float(row["amount"]) for row in rows)
                told.append(MemberTarget(level, member, _text(rows[0]["team"]), _text(rows[0]["region"]), amount))
                break
    return told


def disagreements(frame: pd.DataFrame, period: Period) -> list[Disagreement]:
    """Where the targets of a level do not add up to the one above for ``period``; the largest level first."""
    told = targets_of_members(frame, period)
    found = []
    for one in told:
        for below, members in _below(one, told).items():
            total = sum(member.amount for member in members)
            if members and abs(total - one.amount) > ROUNDING * max(abs(total), abs(one.amount)):
                found.append(Disagreement(one.level, one.member, one.amount, below, total))
    rank = {"company": 0, "region": 1, "team": 2}
    return sorted(found, key=lambda one: (rank.get(one.level, 3), one.member, one.below))


def _below(one: MemberTarget, told: list[MemberTarget]) -> dict[str, list[MemberTarget]]:
    """The targets of each level that should add up to this one."""
    if one.level == "company":
        levels = ("region", "team", "manager", "product")
        return {level: [other for other in told if other.level == level] for level in levels}
    if one.level == "region":
        return {
            level: [other for other in told if other.level == level and other.region == one.member]
            for level in ("team", "manager")
        }
    if one.level == "team":
        return {"manager": [other for other in told if other.level == "manager" and other.team == one.member]}
    return {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
