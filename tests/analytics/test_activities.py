"""What counts as done, late, overdue and cancelled, through the queries that serve the page."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from analytics.activities import Progress, progress_by, progress_by_period, progress_of
from analytics.asking import cut_of
from domain.period import parse_period
from domain.scope import NO_GROUP
from tests.analytics.tables_in_memory import dims, read_from

AS_OF = date(2025, 8, 20)
JULY, LATER, AHEAD = date(2025, 7, 10), date(2025, 7, 14), date(2025, 9, 5)


def activity(number: str, planned: date | None, done: date | None = None, **others: object) -> dict[str, object]:
    return dims("A") | {"activity_id": number, "kind": "call", "planned_on": planned, "done_on": done} | others


ROWS = [
    activity("in time", JULY, JULY),
    activity("early", LATER, JULY, kind="visit"),
    activity("late", JULY, LATER),
    activity("overdue", JULY),
    activity("overdue too", JULY, status="Not started", manager=None),
    activity("due today", AS_OF),
    activity("ahead", AHEAD),
    activity("done tomorrow is not done yet", JULY, date(2025, 8, 21)),
    activity("cancelled", JULY, status="Đã hủy"),
    activity("cancelled, yet done", JULY, JULY, status="Canceled"),
    activity("said to be done", JULY, status="Hoàn thành"),
    activity("no plan", None, JULY),
    activity("no plan, not yet", None, AHEAD),
    activity("no day", None),
    activity("quarter before", date(2025, 6, 30)),
    activity("quarter after", date(2025, 10, 1)),
]


def read(query: str, *periods: str, as_of: date = AS_OF) -> pd.DataFrame:
    cuts = [cut_of(parse_period(name), as_of) for name in periods or ("2025-Q3",)]
    return read_from({"activity": ROWS})(query, {"periods": cuts})


def test_each_activity_counts_once() -> None:
    found = progress_of(read("activity_progress"))
    assert found == Progress(
        done=3, done_late=1, overdue=3, planned=2, cancelled=1, done_undated=1, unplanned=1, undated=1
    )
    assert (found.n_due, found.n_done, found.n_judged) == (11, 4, 7)
    assert found.share_done == pytest.approx(4 / 7)
    assert found.interval is not None
    assert found.interval.low == pytest.approx(0.2505, abs=5e-4)  # Wilson 1927, 4 of 7
    assert found.interval.high == pytest.approx(0.8418, abs=5e-4)


def test_months_add_up_to_the_quarter() -> None:
    months = [parse_period(name) for name in ("2025-07", "2025-08", "2025-09")]
    found = progress_by_period(read("activity_progress", *(month.name for month in months)), months)
    assert [progress.n_due for _month, progress in found] == [9, 1, 1]
    assert sum(progress.overdue for _month, progress in found) == progress_of(read("activity_progress")).overdue


def test_groups_add_up_and_the_unknown_one_comes_last() -> None:
    found = progress_by(read("activity_progress"), "manager")
    assert [(name, progress.n_due) for name, progress in found] == [("An", 10), (NO_GROUP, 1)]
    assert [(name, progress.n_due) for name, progress in progress_by(read("activity_progress"), "kind")] == [
        ("call", 10),
        ("visit", 1),
    ]


def test_the_rows_are_those_that_are_counted() -> None:
    rows = read("rows_activities")
    counted = progress_of(read("activity_progress"))
    assert rows["progress"].value_counts().to_dict() == {
        "done": 3, "done_late": 1, "overdue": 3, "planned": 2, "cancelled": 1, "done_undated": 1, "unplanned": 1,
    }  # fmt: skip
    assert len(rows) == counted.n_due + counted.unplanned
    late = rows.set_index("activity_id")["days_late"]
    assert (late["late"], late["overdue"]) == (4, 41)
    assert rows["file_name"].notna().all()


def test_overdue_ones_the_periods_own_first() -> None:
    found = read("overdue_activities")
    assert list(found["activity_id"][:3]) == ["done tomorrow is not done yet", "overdue", "overdue too"]
    assert found[["activity_id", "is_earlier", "days_late"]].to_dict("records")[-1] == {
        "activity_id": "quarter before",
        "is_earlier": True,
        "days_late": 51,
    }


def test_a_day_earlier_nothing_of_the_future_is_known() -> None:
    found = progress_of(read("activity_progress", as_of=date(2025, 7, 10)))
    assert (found.done, found.done_late, found.overdue, found.planned) == (3, 0, 0, 6)


def test_nothing_planned_is_no_share() -> None:
    found = progress_of(read("activity_progress", "2024-Q1"))
    assert (found.n_due, found.share_done, found.interval) == (0, None, None)
