"""Who is who: what a person said of names, customers and targets, and how it reaches the tables that are derived.

Nothing here guesses. A spelling is another, or a customer counts as another, because somebody said so; what was said
stands in the book, so that it holds for every later snapshot and can be taken back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from data.typed_targets import TypedTarget, tell_targets
from domain.sample import SAMPLE_PREFIX


@dataclass(frozen=True)
class Alias:
    """Two spellings that a person said are one: ``kind`` is ``customer``, ``manager`` or ``product``."""

    kind: str
    name: str
    same_as: str


@dataclass(frozen=True)
class Merge:
    """Two customers that a person said are one: the first counts as the second from the next snapshot on.

    Ids are those of the table ``customer`` (a name where the customer has no id), names those it was shown under.
    ``is_sample``: said of the sample company, whose ids may be anybody's; it never holds for one's own data.
    """

    customer_id: str
    name: str
    into_id: str
    into_name: str
    is_sample: bool = False


@dataclass(frozen=True)
class Apart:
    """Two customers that a person said are not the same; not proposed again. The order says nothing."""

    customer_id: str
    name: str
    other_id: str
    other_name: str
    is_sample: bool = False


@dataclass(frozen=True)
class Identity:
    """Everything a person has said that snapshots count: who is who, and which targets were typed in."""

    aliases: Sequence[Alias] = ()
    merges: Sequence[Merge] = ()
    targets: Sequence[TypedTarget] = ()

    @property
    def stamp(self) -> str:
        """Equal for equal merges and targets, empty without any: a snapshot keeps it, so that it can be told whether it
        is outdated.
        """
        if not self.merges and not self.targets:
            return ""
        told: list[list[object]] = sorted([one.customer_id, one.into_id, one.is_sample] for one in self.merges)
        told += sorted(
            [one.key.period, one.key.level, one.key.member, str(one.amount), one.currency, one.key.is_sample]
            for one in self.targets
        )
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def is_sample(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether what is loaded is the sample company; False where nothing is."""
    found = connection.execute(
        "select count(*) > 0 and bool_or(starts_with(file_name, $prefix)) from loaded.load", {"prefix": SAMPLE_PREFIX}
    ).fetchall()
    return bool(found[0][0])


def tell_identity(connection: duckdb.DuckDBPyConnection, identity: Identity) -> None:
    """Write what was said into the tables that the schema reads: ``alias``, ``told_merge`` and ``told_target``.

    Needs ``name_key``.
    """
    connection.execute(
        "create temp table alias (kind varchar, name_key varchar, target_key varchar, target_name varchar)"
    )
    for alias in identity.aliases:
        connection.execute(
            "insert into alias values ($kind, name_key($name), name_key($same_as), $same_as)",
            {"kind": alias.kind, "name": alias.name, "same_as": alias.same_as},
        )
    connection.execute(
        "create temp table told_merge (customer_id varchar, name varchar, into_id varchar, into_name varchar)"
    )
    about_sample = is_sample(connection)
    for merge in identity.merges:
        if merge.is_sample == about_sample:
            connection.execute(
                "insert into told_merge values (?, ?, ?, ?)",
                [merge.customer_id, merge.name, merge.into_id, merge.into_name],
            )
    tell_targets(connection, identity.targets, about_sample=about_sample)


def contradiction(merges: Iterable[Merge], apart: Iterable[Apart]) -> Apart | None:
    """The first pair said to be two different customers that the merges would make one; None where there is none."""
    group: dict[tuple[str, bool], str] = {}

    def end_of(customer_id: str, of_sample: bool) -> str:
        while (further := group.get((customer_id, of_sample), customer_id)) != customer_id:
            customer_id = further
        return customer_id

    for merge in merges:
        one, other = end_of(merge.customer_id, merge.is_sample), end_of(merge.into_id, merge.is_sample)
        group[one, merge.is_sample] = other
    for pair in apart:
        if end_of(pair.customer_id, pair.is_sample) == end_of(pair.other_id, pair.is_sample):
            return pair
    return None
