"""Scenarios in the book: saved under a name, listed, copied, deleted. They survive every import and undo."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from data.book import Book
from domain.errors import UsageError
from domain.message import N_
from domain.saved_scenario import SavedScenario, is_seen_by
from domain.scope import Viewer

LONGEST_NAME = 80


class Scenarios:
    """The scenarios of one workspace's book, as one viewer may see them. Every method is one transaction."""

    def __init__(self, workspace: Path, viewer: Viewer) -> None:
        self.book = Book(workspace)
        self.viewer = viewer

    def listed(self) -> list[SavedScenario]:
        """Newest first, and of one day in the order of their names."""
        if not self.book.path.exists():
            return []
        with self.book.opened() as connection:
            found = connection.execute(
                "select name, author, note, snapshot, as_of, period, scope, levers, baseline, total, target, chance,"
                " currency, made_on from scenario order by made_on desc, name"
            ).fetchall()
        return [one for one in map(_scenario, found) if is_seen_by(one, self.viewer)]

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
        with self.book.opened() as connection:
            if anew and self._sees(connection, name):
                connection.execute("delete from scenario where name = ?", (name,))
            elif connection.execute("select 1 from scenario where name = ?", (name,)).fetchone():
                raise UsageError(
                    "scenario_exists",
                    N_("There is a scenario “{given}” already."),
                    N_("Choose another name, or delete that one first."),
                    given=name,
                )
            connection.execute(
                "insert into scenario (name, author, note, snapshot, as_of, period, scope, levers, baseline, total,"
                " target, chance, currency, made_on) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    name, scenario.author.strip(), scenario.note.strip(), scenario.snapshot, scenario.as_of.isoformat(),
                    scenario.period, scenario.scope, json.dumps(dict(scenario.levers), ensure_ascii=False),
                    scenario.baseline, scenario.total, scenario.target, scenario.chance, scenario.currency,
                    scenario.made_on.isoformat(),
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
            connection.execute("delete from scenario where name = ?", (found.name,))

    def _sees(self, connection: sqlite3.Connection, name: str) -> bool:
        row = connection.execute(
            "select name, author, note, snapshot, as_of, period, scope, levers, baseline, total, target, chance,"
            " currency, made_on from scenario where name = ?",
            (name,),
        ).fetchone()
        return row is not None and is_seen_by(_scenario(row), self.viewer)


def _scenario(row: tuple[Any, ...]) -> SavedScenario:
    name, author, note, snapshot, as_of, period, scope, levers, baseline, total, target, chance, currency, made_on = row
    return SavedScenario(
        name, author, note, snapshot, date.fromisoformat(as_of), period, scope, json.loads(levers), float(baseline),
        float(total), None if target is None else float(target), None if chance is None else float(chance), currency,
        date.fromisoformat(made_on),
    )  # fmt: skip
