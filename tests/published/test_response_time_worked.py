"""Section 1 of kpi.md: worked response times, through settings.toml, the import and the engine."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from analytics import engine
from analytics.registry import kpi_by_id
from data.importing import run_import
from data.query import open_reader
from data.reading.answers import Answers
from data.snapshots import Snapshot
from data.workspace import Source, Workspace
from domain.period import parse_period
from domain.scope import LAPTOP, Scope

HEADER = "ticket_id,customer_name,team,priority,created_at,first_response_at\n"

SWITCHED = """
timezone = "UTC"
country = "none"
weekdays = [1, 2, 3, 4, 5, 6, 7]
working_hours = ["00:00-02:00", "12:00-24:00"]

[[schedules]]
valid_from = {moment}
weekdays = [1]
working_hours = ["15:00-24:00"]
[schedules.hours_by_weekday]
2 = ["00:00-00:30", "15:00-24:00"]
3 = ["00:00-00:30", "15:00-24:00"]
4 = ["00:00-00:30", "15:00-24:00"]
5 = ["00:00-00:30", "15:00-24:00"]
6 = ["00:00-00:30"]
"""
"""The decision log's two schedules as a week's hours: 720-1560 … 9360-10200, then 2340-2910 … 8100-8670."""


def imported(folder: Path, settings: str, *tickets: str) -> Snapshot:
    """What an import of these lines gives under these settings."""
    workspace = folder / "workspace"
    workspace.mkdir()
    (workspace / "settings.toml").write_text(settings, encoding="utf-8")
    path = folder / "tickets.csv"
    path.write_text(HEADER + "".join(line + "\n" for line in tickets), encoding="utf-8")
    result = run_import(workspace, [Source(path.name, path)], Answers(entity="tickets"), confirm=True)
    assert result.snapshot, result
    current = Workspace(workspace).snapshots.current()
    assert current is not None
    return current


def hours(snapshot: Snapshot, kpi: str = "response_time_mean", quarter: str = "2025-Q1") -> float | None:
    with open_reader(snapshot, Scope(LAPTOP)) as read:
        (found,) = engine.answers(kpi_by_id(kpi), [parse_period(quarter)], date(2025, 12, 31), read)
    return found.value


# Sunday 2 March 2025 is minute 0 of the week
CREATED, REPLIED = "2025-03-04 17:01:38", "2025-03-05 19:01:46"


def test_a_schedule_that_changes_between_question_and_answer(tmp_path: Path) -> None:
    """dbt_zendesk, decision log: business 960.1333 min, calendar 1560.1333 min."""
    settings = SWITCHED.format(moment="2025-03-05T19:01:25")
    snapshot = imported(tmp_path, settings, f"1,A,,,{CREATED},{REPLIED}")
    business, calendar = hours(snapshot), hours(snapshot, "response_time_mean_calendar")
    assert business is not None
    assert calendar is not None
    assert business * 60 == pytest.approx(960.1333, abs=5e-5)
    assert calendar * 60 == pytest.approx(1560.1333, abs=5e-5)


def test_a_schedule_that_changes_at_midnight(tmp_path: Path) -> None:
    """The new hours from Wednesday on: 17:01:38 to 24:00, 30 min of the night, 15:00 to 19:01:46."""
    snapshot = imported(tmp_path, SWITCHED.format(moment="2025-03-05"), f"1,A,,,{CREATED},{REPLIED}")
    found = hours(snapshot)
    assert found is not None
    assert found * 60 == pytest.approx(418 + 22 / 60 + 30 + 241 + 46 / 60)


@pytest.mark.parametrize(
    ("settings", "created", "replied", "expected"),
    [
        ('weekdays = [1, 2, 3, 4, 5, 6, 7]\nworking_hours = ["00:00-24:00"]', "04 18:00", "05 08:00", 14),
        ('working_hours = ["07:00-18:00"]', "04 18:00", "05 08:00", 1),
        ("", "04 18:00", "05 07:30", 0),
    ],
    ids=["no schedule", "from seven", "outside hours"],
)
def test_asked_at_six_in_the_evening(
    tmp_path: Path, settings: str, created: str, replied: str, expected: float
) -> None:
    """keeping.com: 14 h, 1 h, 0 h."""
    country = 'country = "none"\n'
    snapshot = imported(tmp_path, country + settings, f"1,A,,,2025-03-{created}:00,2025-03-{replied}:00")
    assert hours(snapshot) == pytest.approx(expected)
    calendar = datetime.fromisoformat(f"2025-03-{replied}") - datetime.fromisoformat(f"2025-03-{created}")
    assert hours(snapshot, "response_time_mean_calendar") == pytest.approx(calendar / timedelta(hours=1))
