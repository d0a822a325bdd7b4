"""Targets that somebody typed in: kept in the book, told to the tables that are derived.

A typed target takes the place of an imported one for the same period, level and member.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import duckdb

LEVELS = ("company", "region", "team", "manager", "product")


@dataclass(frozen=True)
class TargetKey:
    """Whose revenue target for which period.

    ``period`` is 2025, 2025-Q3 or 2025-07; ``member`` is empty for the company.
    ``is_sample``: typed for the sample company; it never holds for one's own data.
    """

    period: str
    level: str
    member: str
    is_sample: bool = False


@dataclass(frozen=True)
class TypedTarget:
    """One typed target, in the currency that was reported in when it was typed."""

    key: TargetKey
    amount: Decimal
    currency: str


def tell_targets(connection: duckdb.DuckDBPyConnection, targets: Iterable[TypedTarget], *, about_sample: bool) -> None:
    """Write the targets into ``told_target``, which the schema reads."""
    connection.execute(
        "create temp table told_target (period varchar, level varchar, member varchar, amount decimal(18, 2),"
        " currency varchar)"
    )
    for target in targets:
        if target.key.is_sample == about_sample:
            connection.execute(
                "insert into told_target values (?, ?, nullif(?, ''), ?, ?)",
                [target.key.period, target.key.level, target.key.member, target.amount, target.currency],
            )
