"""The book's reviews: people's words, actions that go on until they are done, finished reviews."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data.reviews import Reviews, n_done
from domain.kept_review import Edit, FinishedReview, KeptAction, ReviewKey

Q2 = ReviewKey("2025-Q2", "whole", "internal")
Q3 = replace(Q2, quarter="2025-Q3")
Q4 = replace(Q2, quarter="2025-Q4")


@pytest.fixture
def reviews(tmp_path) -> Reviews:
    return Reviews(tmp_path)


def action(what: str, state: str = "open", due: date | None = None) -> KeptAction:
    return KeptAction("", "", what, "Lan", due, state)


def test_an_empty_workspace_has_none_and_makes_no_book(reviews, tmp_path) -> None:
    assert (reviews.edits(Q3, "vi"), reviews.actions(Q3), reviews.finished(Q3)) == ([], [], [])
    assert reviews.due_actions("whole", date(2026, 1, 1), is_sample=False) == []
    assert list(tmp_path.iterdir()) == []


def test_words_belong_to_one_quarter_scope_and_language_and_empty_words_give_the_rule_back(reviews) -> None:
    reviews.set_edit(Q3, "vi", Edit("nps", "title", " NPS giữ vững "))
    assert reviews.edits(Q3, "vi") == [Edit("nps", "title", "NPS giữ vững")]
    others = (reviews.edits(Q3, "en"), reviews.edits(Q2, "vi"), reviews.edits(replace(Q3, customer_id="K1"), "vi"))
    assert others == ([], [], [])
    reviews.set_edit(Q3, "vi", Edit("nps", "title", ""))
    assert reviews.edits(Q3, "vi") == []


def test_actions_are_carried_until_they_are_done(reviews) -> None:
    reviews.set_actions(Q2, [action("Call Acme", due=date(2025, 8, 1)), action("Train the team")])
    carried = reviews.actions(Q3)
    assert [(one.what, one.quarter) for one in carried] == [("Call Acme", "2025-Q2"), ("Train the team", "2025-Q2")]
    reviews.set_actions(Q3, [replace(carried[0], state="done"), carried[1], action("Hire")])
    assert n_done(reviews.actions(Q3), "2025-Q3") == (1, 2)
    # what is done is told once, in the review after; what is open goes on
    assert {one.what for one in reviews.actions(Q4)} == {"Hire", "Train the team"}
    assert [one.state for one in reviews.actions(Q2)] == ["done", "open"]


def test_an_action_that_is_taken_away_is_gone_and_others_stay(reviews) -> None:
    reviews.set_actions(Q2, [action("A"), action("B")])
    kept = [one for one in reviews.actions(Q2) if one.what == "B"]
    reviews.set_actions(Q2, kept)
    reviews.set_actions(replace(Q2, customer_id="K1", edition="customer"), [action("C")])
    assert [one.what for one in reviews.actions(Q2)] == ["B"]


def test_due_are_the_open_ones_of_every_edition_up_to_the_day(reviews) -> None:
    own = replace(Q2, customer_id="K1", edition="customer")
    reviews.set_actions(Q2, [action("Late", due=date(2025, 8, 1)), action("Done", "done", date(2025, 8, 1)),
                             action("Far", due=date(2026, 8, 1)), action("Some day")])  # fmt: skip
    reviews.set_actions(own, [action("Visit", due=date(2025, 7, 1))])
    due = reviews.due_actions("whole", date(2025, 9, 1), is_sample=False)
    assert [one.what for one in due] == ["Visit", "Late"]
    assert reviews.due_actions("whole", date(2025, 9, 1), is_sample=True) == []


def test_a_finished_review_is_kept_by_language_and_can_be_reopened(reviews) -> None:
    kept = FinishedReview(Q3, "vi", "000001", date(2025, 9, 30), date(2025, 10, 5), "{}")
    reviews.finish(replace(kept, text="old"))
    reviews.finish(kept)
    reviews.finish(replace(kept, key=Q2, language="en"))
    assert [(one.key.quarter, one.language, one.text) for one in reviews.finished(Q4)] == [
        ("2025-Q3", "vi", "{}"), ("2025-Q2", "en", "{}"),
    ]  # fmt: skip
    assert reviews.finished_quarters(Q4) == ["2025-Q3", "2025-Q2"]
    assert reviews.finished_one(Q3, "vi") == kept
    assert reviews.finished_one(Q3, "en") is None
    assert (reviews.last_finished_on(Q3), reviews.last_finished_on(Q2)) == (date(2025, 10, 5), None)
    reviews.reopen(Q3)
    assert [one.key.quarter for one in reviews.finished(Q3)] == ["2025-Q2"]
