"""What a person does on the pages of load and of activities."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from data.book import Book
from tests.data.stores import stored
from tests.ui.test_pages import ROWS, run, shown, workspace

__all__ = ["workspace"]

TWO = ROWS | {
    "manager": [*ROWS["manager"], {"manager_id": "M2", "manager_name": "Lan"},
                {"manager_id": "M3", "manager_name": "Gone", "left_on": date(2025, 1, 1)}],
    "customer": [
        {"customer_id": "K1", "customer_name": "An Phát", "manager_id": "M1", "segment": "SME"},
        {"customer_id": "K2", "customer_name": "Đại Phát", "manager_id": "M2", "segment": "Large"},
    ],
    "activity": [
        {"activity_id": "A1", "customer_id": "K1", "kind": "call", "subject": "Ask", "planned_on": date(2025, 8, 4),
         "done_on": date(2025, 8, 4)},
        {"activity_id": "A2", "customer_id": "K2", "kind": "visit", "subject": "See", "planned_on": date(2025, 8, 4)},
    ],
}  # fmt: skip


def tables(app):
    return [element.value for element in app.dataframe]


def test_trying_out_a_move_shows_both_loads_and_writes_nothing(workspace):
    stored(workspace, TWO)
    before = {path: path.stat().st_mtime_ns for path in workspace.rglob("*") if path.is_file()}
    app = run("portfolio", period="2025-Q3")
    customers, to = app.multiselect(key="move-customers"), app.selectbox(key="move-to")
    assert sorted(to.options) == ["Lan", "Nguyễn Văn Đức"], "who has left takes over nobody"
    customers.select("Đại Phát (now Lan)")
    to.select("Nguyễn Văn Đức").run()
    assert not app.exception
    (found,) = [frame for frame in tables(app) if "load_n_customers" in frame.columns]
    assert dict(zip(found["manager"], found["load_n_customers"], strict=True)) == {
        "Nguyễn Văn Đức": "1 → 2",
        "Lan": "1 → 0",
    }
    assert "not a forecast" in shown(app)
    after = {path: path.stat().st_mtime_ns for path in workspace.rglob("*") if path.is_file()}
    assert after == before


def test_without_weights_every_customer_counts_one_and_the_page_says_so(workspace):
    stored(workspace, TWO)
    assert "every customer counts 1" in shown(run("portfolio", period="2025-Q3"))


def test_weights_of_the_book_weigh_the_load(workspace):
    stored(workspace, TWO)
    Book(workspace).set_effort_weights({"Large": 3.0})
    words = shown(run("portfolio", period="2025-Q3"))
    assert "Lan has the most work weighted too&#58; 3&#46;0" in words
    assert "not set&#44; so counted as 1&#58; SME" in words or "not set, so counted as 1&#58; SME" in words


def test_no_segments_are_said(workspace):
    stored(workspace, ROWS)
    assert "No segments are known" in shown(run("portfolio", period="2025-Q3"))


def test_owners_without_a_day_say_why_no_hand_over_shows(workspace):
    stored(workspace, TWO)
    words = shown(run("portfolio", period="2025-Q3"))
    assert "Hand&#45;overs&#58; —" in words
    assert "owned&#95;from" in words


@pytest.mark.parametrize("kind", ["2025-Q3", "2025-08", "2025"])
def test_activities_by_quarter_month_and_year(workspace, kind):
    stored(workspace, TWO)
    app = run("activities", period=kind)
    assert not app.exception
    assert "# 50% of the activities that fell due" in shown(app)
    (overdue,) = [frame for frame in tables(app) if "days_late" in frame.columns and "progress" not in frame.columns]
    assert [parse_qs(urlsplit(link).query)["customer"] for link in overdue["customer"]] == [["K2"]]
    assert list(overdue["manager"]) == ["Lan"]


def test_without_activities_the_page_says_what_to_export(workspace):
    stored(workspace, ROWS)
    words = shown(run("activities"))
    assert "No activities are loaded" in words
    assert "Export the tasks" in words


def test_a_quarter_without_activities_is_calm(workspace):
    stored(workspace, TWO)
    app = run("activities", period="2025-Q1")
    assert not app.exception
    assert "Nothing was planned" in shown(app)
