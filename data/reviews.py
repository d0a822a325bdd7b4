"""Reviews in the book: people's own words, actions that go from one review to the next, and finished reviews."""

from __future__ import annotations

import uuid
import zlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from data.book import Book
from domain.kept_review import DONE, OPEN, Edit, FinishedReview, KeptAction, ReviewKey


class Reviews:
    """The reviews of one workspace's book. Every method is one transaction."""

    def __init__(self, workspace: Path) -> None:
        self.book = Book(workspace)

    def edits(self, key: ReviewKey, language: str) -> list[Edit]:
        """A person's words for this review in this language, in the order of slide and part."""
        if not self.book.path.exists():
            return []
        with self.book.opened() as connection:
            found = connection.execute(
                "select slide, part, text from review_edit where quarter = ? and scope = ? and edition = ?"
                " and customer_id = ? and is_sample = ? and language = ? order by slide, part",
                (key.quarter, *_scope(key), language),
            ).fetchall()
        return [Edit(*row) for row in found]

    def set_edit(self, key: ReviewKey, language: str, edit: Edit) -> None:
        """Keep a person's words in place of the rule's; empty words give the rule's back."""
        place = (key.quarter, *_scope(key), language, edit.slide, edit.part)
        with self.book.opened() as connection:
            connection.execute(
                "delete from review_edit where quarter = ? and scope = ? and edition = ? and customer_id = ?"
                " and is_sample = ? and language = ? and slide = ? and part = ?",
                place,
            )
            if edit.text.strip():
                connection.execute(
                    "insert into review_edit (quarter, scope, edition, customer_id, is_sample, language, slide, part,"
                    " text) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (*place, edit.text.strip()),
                )

    def actions(self, key: ReviewKey) -> list[KeptAction]:
        """The actions of this review and those carried into it, by due day.

        Carried are the earlier ones that are still open, and all of the last review before this one that has any: so
        that it can be told what became of them.
        """
        found = self._actions(key)
        earlier = [one.quarter for one in found if one.quarter < key.quarter]
        last = max(earlier, default="")
        return [
            one
            for one in found
            if one.quarter == key.quarter or one.quarter == last or (one.quarter < key.quarter and one.state == OPEN)
        ]

    def set_actions(self, key: ReviewKey, actions: Sequence[KeptAction]) -> None:
        """Keep these as the actions seen from this review: new ones are its own, the others keep their quarter.

        Actions that :meth:`actions` told and that are not among these are forgotten.
        """
        told = {one.id for one in self.actions(key)}
        kept = [one if one.id else KeptAction(uuid.uuid4().hex, key.quarter, one.what, one.who, one.due_on, one.state)
                for one in actions]  # fmt: skip
        with self.book.opened() as connection:
            connection.executemany("delete from review_action where id = ?", [(gone,) for gone in sorted(told)])
            connection.executemany(
                "insert or replace into review_action (id, quarter, scope, edition, customer_id, is_sample, what, who,"
                " due_on, state) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (one.id, one.quarter or key.quarter, *_scope(key), one.what, one.who,
                     one.due_on.isoformat() if one.due_on else "", one.state)
                    for one in kept
                ],
            )  # fmt: skip

    def due_actions(self, scope: str, until: date, *, is_sample: bool) -> list[KeptAction]:
        """Open actions of a scope's reviews, the house's and the customers', due by a day, the earliest first."""
        if not self.book.path.exists():
            return []
        with self.book.opened() as connection:
            found = connection.execute(
                "select id, quarter, what, who, due_on, state from review_action where scope = ? and is_sample = ?"
                " and state = ? and due_on <> '' and due_on <= ? order by due_on, what",
                (scope, is_sample, OPEN, until.isoformat()),
            ).fetchall()
        return [_action(row) for row in found]

    def finish(self, finished: FinishedReview) -> None:
        """Keep a finished review; one that was finished before in the same language is replaced."""
        key = finished.key
        with self.book.opened() as connection:
            connection.execute(
                "insert or replace into finished_review (quarter, scope, edition, customer_id, is_sample, language,"
                " snapshot, as_of, finished_on, packed) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (key.quarter, *_scope(key), finished.language, finished.snapshot, finished.as_of.isoformat(),
                 finished.finished_on.isoformat(), zlib.compress(finished.text.encode())),
            )  # fmt: skip

    def reopen(self, key: ReviewKey) -> None:
        """Forget that a review was finished, in every language; its words and actions stay."""
        with self.book.opened() as connection:
            connection.execute(
                "delete from finished_review where quarter = ? and scope = ? and edition = ? and customer_id = ?"
                " and is_sample = ?",
                (key.quarter, *_scope(key)),
            )

    def finished(self, key: ReviewKey) -> list[FinishedReview]:
        """Every finished review of that scope and edition, whatever its quarter, the newest quarter first."""
        if not self.book.path.exists():
            return []
        with self.book.opened() as connection:
            found = connection.execute(
                "select quarter, language, snapshot, as_of, finished_on, packed from finished_review where scope = ?"
                " and edition = ? and customer_id = ? and is_sample = ? order by quarter desc, language",
                _scope(key),
            ).fetchall()
        return [
            FinishedReview(
                ReviewKey(quarter, key.scope, key.edition, key.customer_id, key.is_sample), language, snapshot,
                date.fromisoformat(as_of), date.fromisoformat(finished_on), zlib.decompress(packed).decode(),
            )
            for quarter, language, snapshot, as_of, finished_on, packed in found
        ]  # fmt: skip

    def finished_one(self, key: ReviewKey, language: str) -> FinishedReview | None:
        """The review as it was finished in that language; None where it was not."""
        if not self.book.path.exists():
            return None
        with self.book.opened() as connection:
            row = connection.execute(
                "select snapshot, as_of, finished_on, packed from finished_review where quarter = ? and scope = ?"
                " and edition = ? and customer_id = ? and is_sample = ? and language = ?",
                (key.quarter, *_scope(key), language),
            ).fetchone()
        if row is None:
            return None
        days = (date.fromisoformat(row[1]), date.fromisoformat(row[2]))
        return FinishedReview(key, language, row[0], *days, zlib.decompress(row[3]).decode())

    def finished_quarters(self, key: ReviewKey) -> list[str]:
        """The quarters of which this scope and edition have a finished review, the newest first."""
        if not self.book.path.exists():
            return []
        with self.book.opened() as connection:
            found = connection.execute(
                "select distinct quarter from finished_review where scope = ? and edition = ? and customer_id = ?"
                " and is_sample = ? order by quarter desc",
                _scope(key),
            ).fetchall()
        return [str(quarter) for (quarter,) in found]

    def last_finished_on(self, key: ReviewKey) -> date | None:
        """The day on which the last review of an earlier quarter was finished; None where none was."""
        if not self.book.path.exists():
            return None
        with self.book.opened() as connection:
            (day,) = connection.execute(
                "select max(finished_on) from finished_review where quarter < ? and scope = ? and edition = ?"
                " and customer_id = ? and is_sample = ?",
                (key.quarter, *_scope(key)),
            ).fetchone()
        return date.fromisoformat(day) if day else None

    def _actions(self, key: ReviewKey) -> list[KeptAction]:
        if not self.book.path.exists():
            return []
        with self.book.opened() as connection:
            found = connection.execute(
                "select id, quarter, what, who, due_on, state from review_action where scope = ? and edition = ?"
                " and customer_id = ? and is_sample = ? order by"
                " case when due_on = '' then '9' else due_on end, quarter, what, id",
                _scope(key),
            ).fetchall()
        return [_action(row) for row in found]


def n_done(actions: Sequence[KeptAction], quarter: str) -> tuple[int, int]:
    """How many of the actions carried into a quarter's review are done, and how many there are."""
    carried = [one for one in actions if one.quarter < quarter]
    return sum(one.state == DONE for one in carried), len(carried)


def _scope(key: ReviewKey) -> tuple[str, str, str, bool]:
    return key.scope, key.edition, key.customer_id, key.is_sample


def _action(row: tuple[str, str, str, str, str, str]) -> KeptAction:
    due = date.fromisoformat(row[4]) if row[4] else None
    return KeptAction(row[0], row[1], row[2], row[3], due, row[5])
