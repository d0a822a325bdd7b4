"""The book: what people enter, kept in a small SQLite file that survives every import and undo."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from data.identity import Alias, Apart, Identity, Merge
from data.review_tables import REVIEW_TABLES
from data.scenario_table import SCENARIO_TABLE
from data.typed_targets import TargetKey, TypedTarget
from domain.errors import StoreError
from domain.kept_forecast import KeptForecast
from domain.message import N_

MIGRATIONS = (
    """
    create table alias (kind text not null, name text not null, same_as text not null, primary key (kind, name));
    create table answer (signature text primary key, answers text not null);
    """,
    """
    create table merge (
        customer_id text not null, name text not null, into_id text not null, into_name text not null,
        is_sample integer not null, primary key (customer_id, is_sample)
    );
    create table apart (
        customer_id text not null, name text not null, other_id text not null, other_name text not null,
        is_sample integer not null, primary key (customer_id, other_id, is_sample)
    );
    """,
    """
    create table effort_weight (segment text primary key, weight real not null);
    """,
    """
    create table forecast (
        snapshot text not null, as_of text not null, scope text not null, period text not null,
        mean real not null, low80 real not null, high80 real not null, low95 real not null, high95 real not null,
        made_on text not null, primary key (snapshot, as_of, scope, period)
    );
    """,
    """
    create table typed_target (
        period text not null, level text not null, member text not null, is_sample integer not null,
        amount text not null, currency text not null, primary key (period, level, member, is_sample)
    );
    """,
    REVIEW_TABLES,
    SCENARIO_TABLE,
)


class Book:
    """``book.sqlite`` of one workspace. Every method is one transaction."""

    def __init__(self, workspace: Path) -> None:
        self.path = workspace / "book.sqlite"

    def aliases(self) -> list[Alias]:
        """Spellings that a person said are one, in alphabetical order."""
        if not self.path.exists():
            return []
        with self._open() as connection:
            found = connection.execute("select kind, name, same_as from alias order by kind, name").fetchall()
        return [Alias(*row) for row in found]

    def set_alias(self, alias: Alias) -> None:
        """Remember that two spellings are one. It counts from the next snapshot on."""
        with self._open() as connection:
            connection.execute(
                "insert or replace into alias (kind, name, same_as) values (?, ?, ?)",
                (alias.kind, alias.name, alias.same_as),
            )

    def remove_alias(self, kind: str, name: str) -> None:
        """Forget that a spelling was said to be another; does nothing where it was not."""
        with self._open() as connection:
            connection.execute("delete from alias where kind = ? and name = ?", (kind, name))

    def merges(self) -> list[Merge]:
        """Customers that a person said are one, in the order of their names."""
        if not self.path.exists():
            return []
        with self._open() as connection:
            found = connection.execute(
                "select customer_id, name, into_id, into_name, is_sample from merge order by name, customer_id"
            ).fetchall()
        return [Merge(one, name, into, same, bool(flag)) for one, name, into, same, flag in found]

    def apart(self) -> list[Apart]:
        """Pairs of customers that a person said are not the same, in the order of their names."""
        if not self.path.exists():
            return []
        with self._open() as connection:
            found = connection.execute(
                "select customer_id, name, other_id, other_name, is_sample from apart"
                " order by name, customer_id, other_id"
            ).fetchall()
        return [Apart(one, name, other, same, bool(flag)) for one, name, other, same, flag in found]

    def identity(self) -> Identity:
        """All that was said and counts in every snapshot: who is who, and which targets were typed in."""
        return Identity(self.aliases(), self.merges(), self.targets())

    def targets(self) -> list[TypedTarget]:
        """Targets that were typed in, in the order of period, level and member."""
        if not self.path.exists():
            return []
        with self._open() as connection:
            found = connection.execute(
                "select period, level, member, is_sample, amount, currency from typed_target"
                " order by period, level, member, is_sample"
            ).fetchall()
        return [
            TypedTarget(TargetKey(period, level, member, bool(flag)), Decimal(amount), currency)
            for period, level, member, flag, amount, currency in found
        ]

    def set_targets(self, targets: Sequence[TypedTarget], forgotten: Sequence[TargetKey]) -> None:
        """Keep these targets and forget those, all of it or nothing; others stay."""
        with self._open() as connection:
            connection.executemany(
                "delete from typed_target where period = ? and level = ? and member = ? and is_sample = ?",
                [(key.period, key.level, key.member, key.is_sample) for key in forgotten],
            )
            connection.executemany(
                "insert or replace into typed_target (period, level, member, is_sample, amount, currency)"
                " values (?, ?, ?, ?, ?, ?)",
                [
                    (one.key.period, one.key.level, one.key.member, one.key.is_sample, str(one.amount), one.currency)
                    for one in targets
                ],
            )

    def remember_pairs(self, merges: Sequence[Merge], apart: Sequence[Apart]) -> None:
        """Remember which customers are one and which are not, all of it or nothing."""
        with self._open() as connection:
            connection.executemany(
                "insert or replace into merge (customer_id, name, into_id, into_name, is_sample)"
                " values (?, ?, ?, ?, ?)",
                [(one.customer_id, one.name, one.into_id, one.into_name, one.is_sample) for one in merges],
            )
            connection.executemany(
                "insert or replace into apart (customer_id, name, other_id, other_name, is_sample)"
                " values (?, ?, ?, ?, ?)",
                [(one.customer_id, one.name, one.other_id, one.other_name, one.is_sample) for one in apart],
            )

    def forget_merge(self, merge: Merge) -> None:
        """Forget that a customer counts as another; does nothing where it does not."""
        with self._open() as connection:
            connection.execute(
                "delete from merge where customer_id = ? and is_sample = ?", (merge.customer_id, merge.is_sample)
            )

    def forget_apart(self, pair: Apart) -> None:
        """Forget that two customers are not the same: they may be proposed again."""
        with self._open() as connection:
            connection.execute(
                "delete from apart where customer_id = ? and other_id = ? and is_sample = ?",
                (pair.customer_id, pair.other_id, pair.is_sample),
            )

    def answers(self, signature: str) -> Mapping[str, object]:
        """What a person answered when a file with this header signature was loaded; empty where nobody was asked."""
        if not self.path.exists():
            return {}
        with self._open() as connection:
            row = connection.execute("select answers from answer where signature = ?", (signature,)).fetchone()
        found = json.loads(row[0]) if row else {}
        return found if isinstance(found, dict) else {}

    def remember_answers(self, signature: str, answers: Mapping[str, object]) -> None:
        """Keep what a person answered for files with this header signature."""
        with self._open() as connection:
            connection.execute(
                "insert or replace into answer (signature, answers) values (?, ?)",
                (signature, json.dumps(answers, ensure_ascii=False, sort_keys=True)),
            )

    def effort_weights(self) -> dict[str, float]:
        """How much work a customer of each segment is, as a person set it; a segment that is not there counts as 1."""
        if not self.path.exists():
            return {}
        with self._open() as connection:
            return dict(connection.execute("select segment, weight from effort_weight order by segment").fetchall())

    def set_effort_weights(self, weights: Mapping[str, float | None]) -> None:
        """Remember these segments' weights, all of them or none; None forgets one. Other segments keep theirs."""
        with self._open() as connection:
            connection.executemany("delete from effort_weight where segment = ?", [(segment,) for segment in weights])
            connection.executemany(
                "insert into effort_weight (segment, weight) values (?, ?)",
                [(segment, weight) for segment, weight in weights.items() if weight is not None],
            )

    def keep_forecasts(self, forecasts: Sequence[KeptForecast]) -> None:
        """Keep what was forecast. What was kept of the same snapshot, day, scope and period before stays as it was."""
        with self._open() as connection:
            connection.executemany(
                "insert or ignore into forecast (snapshot, as_of, scope, period, mean, low80, high80, low95, high95,"
                " made_on) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (one.snapshot, one.as_of.isoformat(), one.scope, one.period, one.mean, one.low80, one.high80,
                     one.low95, one.high95, one.made_on.isoformat())
                    for one in forecasts
                ],
            )  # fmt: skip

    def kept_forecasts(self, scope: str, period: str) -> list[KeptForecast]:
        """Every forecast that was made for a period in a scope, the earliest first."""
        if not self.path.exists():
            return []
        with self._open() as connection:
            found = connection.execute(
                "select snapshot, as_of, scope, period, mean, low80, high80, low95, high95, made_on from forecast"
                " where scope = ? and period = ? order by as_of, made_on, snapshot",
                (scope, period),
            ).fetchall()
        return [
            KeptForecast(
                row[0], date.fromisoformat(row[1]), row[2], row[3], row[4], row[5], row[6], row[7], row[8],
                date.fromisoformat(row[9]),
            )
            for row in found
        ]  # fmt: skip

    def opened(self) -> contextlib.AbstractContextManager[sqlite3.Connection]:
        """A connection in one transaction, its tables up to date, for what has a module of its own.

        Raises:
            StoreError: on use, where the book cannot be read or written.
        """
        return self._open()

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = sqlite3.connect(self.path, timeout=10)
            with contextlib.closing(connection), connection:
                _migrate(connection)
                yield connection
        except sqlite3.Error as error:
            raise StoreError(
                "book",
                N_("The workspace's book.sqlite cannot be used: {reason}."),
                N_("Close other programs that have it open, or restore it from a backup."),
                reason=str(error),
            ) from error


def _migrate(connection: sqlite3.Connection) -> None:
    version = int(connection.execute("pragma user_version").fetchone()[0])
    if version > len(MIGRATIONS):
        raise sqlite3.DatabaseError(f"made by a newer version ({version})")
    for number in range(version, len(MIGRATIONS)):
        connection.executescript(MIGRATIONS[number])
        connection.execute(f"pragma user_version = {number + 1}")
