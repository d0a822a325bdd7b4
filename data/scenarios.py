"""Scenarios in the book: saved under a name, listed, copied, deleted. They survive every import and undo."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from data.book import Book
from data.snapshots import Snapshots
from domain.errors import UsageError
from domain.message import N_
from domain.saved_scenario import SavedScenario, is_seen_by
from domain.scope import Viewer

LONGEST_NAME = 80


class Scenarios:
    """The scenarios of one workspace's book, as one viewer may see them; those of the sample company apart from those
    of one's own. Every method is one transaction.

    ``is_sample``: which of the two; None: those of the data that is served.
    """

    def __init__(self, workspace: Path, viewer: Viewer, is_sample: bool | None = None) -> None:
        self.book = Book(workspace)
        self.viewer = viewer
        self.is_sample = _serves_sample(workspace) if is_sample is None else is_sample

    def listed(self) -> list[SavedScenario]:
        """Newest first, and of one day in the order of their names."""
        return [one for one in _all(self.book, self.is_sample) if is_seen_by(one, self.viewer)]

    def named(self, name: str) -> SavedScenario:
        """The scenario of that name.

        Raises:
            UsageError: the viewer has none of that name.
        """
        known = self.listed()
        for one in known:
            if one.name == name.strip():
                return one
        raise UsageError(
            "no_scenario",
            N_("There is no scenario “{given}”."),
            N_("Known are: {known}."),
            given=name,
            known=", ".join(one.name for one in known) or "—",
        )

    def save(self, scenario: SavedScenario, *, anew: bool = False) -> None:
        """Keep a scenario; with ``anew`` in place of the one of that name.

        Raises:
            UsageError: the name is empty, too long, or taken.
        """
        name = scenario.name.strip()
        if not name or len(name) > LONGEST_NAME:
            raise UsageError(
                "scenario_name",
                N_("A scenario needs a name."),
                N_("Give one of at most {most} letters."),
                most=LONGEST_NAME,
            )
        is_own = any(one.name == name for one in self.listed())
        with self.book.opened() as connection:
            place = (name, self.is_sample)
            if anew and is_own:
                connection.execute("delete from scenario where name = ? and is_sample = ?", place)
            elif connection.execute("select 1 from scenario where name = ? and is_sample = ?", place).fetchone():
                raise UsageError(
                    "scenario_exists",
                    N_("There is a scenario “{given}” already."),
                    N_("Choose another name, or delete that one first."),
                    given=name,
                )
            connection.execute(
                "insert into scenario (name, is_sample, author, note, snapshot, as_of, period, scope, levers, baseline,"
                " total, target, chance, currency, made_on) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *place, scenario.author.strip(), scenario.note.strip(), scenario.snapshot,
                    scenario.as_of.isoformat(), scenario.period, scenario.scope,
                    json.dumps(dict(scenario.levers), ensure_ascii=False), scenario.baseline, scenario.total,
                    scenario.target, scenario.chance, scenario.currency, scenario.made_on.isoformat(),
                ),
            )  # fmt: skip

    def copy(self, name: str, new_name: str) -> SavedScenario:
        """The same scenario under another name.

        Raises:
            UsageError: there is none of the one name, or the other is taken.
        """
        made = replace(self.named(name), name=new_name.strip())
        self.save(made)
        return made

    def delete(self, name: str) -> None:
        """Forget a scenario.

        Raises:
            UsageError: the viewer has none of that name.
        """
        found = self.named(name)
        with self.book.opened() as connection:
            connection.execute("delete from scenario where name = ? and is_sample = ?", (found.name, self.is_sample))


def _serves_sample(workspace: Path) -> bool:
    current = Snapshots(workspace).current()
    return current is not None and current.info.get("is_sample") == "true"


def scenarios_of_scope(book: Book, scope: str, is_sample: bool) -> list[SavedScenario]:
    """The scenarios that were saved for a scope as :func:`~domain.kept_forecast.scope_key` says it, newest first."""
    return [one for one in _all(book, is_sample) if one.scope == scope]


def _all(book: Book, is_sample: bool) -> list[SavedScenario]:
    if not book.path.exists():
        return []
    with book.opened() as connection:
        found = connection.execute(
            "select name, author, note, snapshot, as_of, period, scope, levers, baseline, total, target, chance,"
            " currency, made_on from scenario where is_sample = ? order by made_on desc, name",
            (is_sample,),
        ).fetchall()
    return [_scenario(row) for row in found]


def _scenario(row: tuple[Any, ...]) -> SavedScenario:
    name, author, note, snapshot, as_of, period, scope, levers, baseline, total, target, chance, currency, made_on = row
    return SavedScenario(
        name, author, note, snapshot, date.fromisoformat(as_of), period, scope, json.loads(levers), float(baseline),
        float(total), None if target is None else float(target), None if chance is None else float(chance), currency,
        date.fromisoformat(made_on),
    )  # fmt: skip
