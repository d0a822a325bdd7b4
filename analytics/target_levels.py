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
    """``amount`` is the target of ``member`` at ``level``; those below it at ``below`` add up to ``total``.

    ``below`` is a level, or ``quarters`` or ``months`` where it is the member's own shorter targets that do not add up.
    """

    level: str
    member: str
    amount: float
    below: str
    total: float


def targets_of_members(frame: pd.DataFrame, period: Period) -> list[MemberTarget]:
    """Each member's target for ``period`` out of the rows of ``targets``, by the rule of the attainment.

    A typed target of the very period counts, else shorter ones that cover it without a gap where one of them is typed,
    else an imported one of the period, else shorter ones. What is typed takes the place of what it covers, and no more.
    """
    told = []
    for (level, member), covers in _covers(frame, period).items():
        if covers:
            rows = covers[0].rows
            team, region = _text(rows[0]["team"]), _text(rows[0]["region"])
            told.append(MemberTarget(level, member, team, region, covers[0].amount))
    return told


@dataclass(frozen=True)
class _Cover:
    """Rows that cover a period without a gap: its own, its quarters or its months."""

    kind: str
    rows: list[dict[Any, Any]]

    @property
    def amount(self) -> float:
        return sum(float(row["amount"]) for row in self.rows)

    @property
    def rank(self) -> tuple[bool, bool]:
        """The lower the sooner it counts."""
        is_typed = any(row["is_typed"] for row in self.rows)
        return (not (self.kind == "own" and is_typed), not is_typed)


def _covers(frame: pd.DataFrame, period: Period) -> dict[tuple[str, str], list[_Cover]]:
    """By level and member, every way in which its targets cover the period; the one that counts first."""
    found: dict[tuple[str, str], dict[str, list[dict[Any, Any]]]] = {}
    for row in frame.to_dict("records"):
        start, end = row["period_start"].date(), row["period_end"].date()
        if start < period.start or end > period.end:
            continue
        n_months = (end.year - start.year) * 12 + end.month - start.month
        member = "" if row["level"] == "company" else _text(row["manager"]) or _text(row["member"])
        own = found.setdefault((str(row["level"]), member), {"own": [], "quarters": [], "months": []})
        row["n_months"] = n_months
        if n_months == MONTHS_IN[period.kind]:
            own["own"].append(row)
            continue
        if row["is_in_quarter"]:
            own["quarters"].append(row)
        if n_months == 1:
            own["months"].append(row)
    return {
        key: sorted((_Cover(kind, rows) for kind, rows in by_kind.items() if _is_whole(rows, period)),
                    key=lambda cover: cover.rank)
        for key, by_kind in found.items()
    }  # fmt: skip


def _is_whole(rows: list[dict[Any, Any]], period: Period) -> bool:
    return sum(row["n_months"] for row in rows) == MONTHS_IN[period.kind] and all(
        row["amount"] == row["amount"] for row in rows
    )


def disagreements(frame: pd.DataFrame, period: Period) -> list[Disagreement]:
    """Where the targets of a level do not add up to the one above for ``period``; the largest level first."""
    told = targets_of_members(frame, period)
    found = _own_disagreements(frame, period)
    for one in told:
        for below, members in _below(one, told).items():
            total = sum(member.amount for member in members)
            if members and abs(total - one.amount) > ROUNDING * max(abs(total), abs(one.amount)):
                found.append(Disagreement(one.level, one.member, one.amount, below, total))
    rank = {"company": 0, "region": 1, "team": 2}
    return sorted(found, key=lambda one: (rank.get(one.level, 3), one.member, one.below))


def _own_disagreements(frame: pd.DataFrame, period: Period) -> list[Disagreement]:
    """Members whose own target of the period and shorter ones do not add up; the first of each is what counts."""
    found = []
    for (level, member), covers in _covers(frame, period).items():
        for other in covers[1:]:
            if abs(other.amount - covers[0].amount) > ROUNDING * max(abs(other.amount), abs(covers[0].amount)):
                found.append(Disagreement(level, member, covers[0].amount, other.kind, other.amount))
                break
    return found


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
