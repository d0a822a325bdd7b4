"""Response times that are easily got wrong, through settings and the derived tables. Never weaken one of these."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

import pytest

from analytics import engine
from analytics.kpi import Answer
from analytics.registry import kpi_by_id
from data.schedule_settings import ServiceTarget
from data.schedules import Schedule
from data.settings import Settings
from domain.period import parse_period
from domain.scope import Dimension
from tests.analytics.tables_in_memory import read_on
from tests.data.stores import built
from ui.response import ENOUGH_TO_MISS_WAITING, missing

END = date(2025, 12, 31)
FIGURES = ("response_time_mean", "response_time_median", "response_time_p90")
HANOI = timedelta(hours=7)


def asked(created: str, replied: str | None = None, **given: object) -> dict[str, object]:
    """A ticket whose moments are on Hanoi's clock."""
    row: dict[str, object] = {"ticket_id": created, "customer_name": "A", **given}
    row |= {"created_at": datetime.fromisoformat(created) - HANOI, "created_at_has_time": True}
    if replied:
        row |= {"first_response_at": datetime.fromisoformat(replied) - HANOI, "first_response_at_has_time": True}
    return row


def ask(
    rows: Mapping[str, list[dict[str, object]]],
    kpi: str = "response_time_mean",
    settings: Settings | None = None,
    quarter: str = "2025-Q1",
    as_of: date = END,
    dimension: Dimension | None = None,
) -> list[Answer]:
    read = read_on(built(rows, settings=settings))
    return engine.answers(kpi_by_id(kpi), [parse_period(quarter)], as_of, read, dimension=dimension)


def hours(*tickets: dict[str, object], settings: Settings | None = None, **more: object) -> float | None:
    (found,) = ask({"ticket": list(tickets)}, settings=settings, **more)
    return found.value


@pytest.mark.parametrize("kpi", [*FIGURES, *(f"{kpi}_calendar" for kpi in FIGURES), "response_sla"])
def test_no_tickets_is_no_number_and_a_reason(kpi):
    (found,) = ask({}, kpi)
    assert (found.value, found.n) == (None, 0)
    assert found.note is not None


def test_calendar_durations_without_a_time_of_day_answer_by_the_clock_only():
    row = {"ticket_id": "1", "created_at": datetime(2025, 3, 4), "created_at_has_time": False}
    rows = {"ticket": [row | {"first_response_minutes": 90}]}
    (by_clock,) = ask(rows, "response_time_mean_calendar")
    (business,) = ask(rows)
    (promised,) = ask(rows, "response_sla")
    assert by_clock.value == 1.5
    assert (business.value, business.excluded) == (None, {"no business time": 1})
    assert (promised.value, promised.excluded) == (None, {"no business time": 1})


def test_business_and_calendar_durations_of_the_source_are_never_mixed():
    row = {"created_at": datetime(2025, 3, 4), "created_at_has_time": False}
    rows = {
        "ticket": [
            row | {"ticket_id": "1", "first_response_business_minutes": 60},
            row | {"ticket_id": "2", "first_response_minutes": 6000},
        ]
    }
    (business,) = ask(rows)
    (by_clock,) = ask(rows, "response_time_mean_calendar")
    assert (business.value, business.n) == (1, 1)
    assert (by_clock.value, by_clock.n) == (100, 1)


def test_only_answered_tickets_leave_the_median_the_ordinary_one():
    rows = [asked(f"2025-03-0{day} 09:00", f"2025-03-0{day} {9 + wait}:00") for day, wait in ((3, 1), (4, 2), (5, 3))]
    (found,) = ask({"ticket": rows}, "response_time_median")
    assert (found.value, found.n, found.denominator) == (2, 3, 3)


def said_of(tickets: list[dict[str, object]]) -> list[str]:
    (found,) = read_on(built({"ticket": tickets}))("tickets_loaded", {}).to_dict("records")
    return [one.text for one in missing(int(found["n"]), int(found["n_unanswered"]), int(found["n_timed"]))]


def test_an_export_of_answered_tickets_only_says_that_waiting_ones_cannot_be_seen():
    answered = [
        asked("2025-03-04 09:00", "2025-03-04 10:00", ticket_id=str(number)) for number in range(ENOUGH_TO_MISS_WAITING)
    ]
    (said,) = said_of(answered)
    assert "waiting ones cannot be seen" in said
    assert said_of([*answered, asked("2025-03-05 09:00")]) == []


def test_an_export_of_durations_only_says_that_waiting_times_cannot_be_shown():
    row = {"ticket_id": "1", "created_at": datetime(2025, 3, 4), "created_at_has_time": False}
    (said,) = said_of([row | {"first_response_minutes": 90}])
    assert "durations only" in said


def test_asked_and_answered_outside_hours_is_zero_and_counts():
    (found,) = ask({"ticket": [asked("2025-03-04 18:00", "2025-03-05 07:30")]})
    assert (found.value, found.n) == (0, 1)


def test_tet_is_not_worked():
    # Friday 24 January 16:00 to Monday 3 February 09:00: Tết is 27 to 31 January, so 1 h + 1 h
    assert hours(asked("2025-01-24 16:00", "2025-02-03 09:00")) == 2


def test_public_and_own_make_up_saturdays_are_worked():
    swapped = asked("2025-04-25 16:00", "2025-04-26 09:00")  # worked in exchange for Friday 2 May
    assert hours(swapped, quarter="2025-Q2") == 2
    own = Settings(extra_working_days=(date(2025, 3, 8),))
    assert hours(asked("2025-03-07 16:00", "2025-03-08 09:00"), settings=own) == 2
    assert hours(asked("2025-03-07 16:00", "2025-03-08 09:00")) == 1
    off = Settings(extra_holidays=(date(2025, 3, 7),))
    assert hours(asked("2025-03-07 16:00", "2025-03-10 09:00"), settings=off) == 1


NIGHT = Settings(
    schedules=(Schedule("Đêm", country="none", weekdays=(0, 1, 2, 3, 4, 5, 6), hours=((time(0), time.max),)),)
)


def test_a_ticket_is_counted_by_its_support_teams_hours_else_its_managers_teams():
    moments = ("2025-03-04 18:00", "2025-03-05 09:00")
    managers = [
        {"manager_id": "N", "manager_name": "N", "team": "đêm"},
        {"manager_id": "D", "manager_name": "D", "team": "Ngày"},
    ]
    tickets = [
        asked(*moments, ticket_id="support team", team="ĐÊM ", manager_id="D"),
        asked(*moments, ticket_id="manager's team", manager_id="N"),
        asked(*moments, ticket_id="support team without hours", team="Ngày", manager_id="N"),
        asked(*moments, ticket_id="nobody"),
    ]
    read = read_on(built({"ticket": tickets, "manager": managers}, settings=NIGHT))
    found = engine.rows(kpi_by_id("response_time_mean"), parse_period("2025-Q1"), END, read)
    assert dict(zip(found["ticket_id"], found["hours"], strict=True)) == {
        "support team": 15,
        "manager's team": 15,
        "support team without hours": 1,
        "nobody": 1,
    }


def test_whoever_waits_waits_by_the_hours_of_their_own_team():
    tickets = [asked("2025-03-04 18:00", ticket_id="day"), asked("2025-03-04 18:00", ticket_id="night", team="Đêm")]
    read = read_on(built({"ticket": tickets}, settings=NIGHT))
    cut = engine.cut_of(parse_period("2025-Q1"), date(2025, 3, 5))
    waiting = read("waiting_tickets", {"periods": [cut]}).set_index("ticket_id")
    rows = engine.rows(kpi_by_id("response_time_median"), parse_period("2025-Q1"), date(2025, 3, 5), read)
    assert dict(waiting["waited_hours"]) == {"night": 30, "day": 8}
    assert dict(zip(rows["ticket_id"], rows["hours"], strict=True)) == {"night": 30, "day": 8}
    # eight hours are promised: the next day at 17:00 for one, at two in the night for the other
    due = {number: moment + HANOI for number, moment in waiting["due_at"].items()}
    assert due == {"day": datetime(2025, 3, 5, 17), "night": datetime(2025, 3, 5, 2)}


def test_the_promise_is_that_of_the_day_on_which_the_ticket_was_created():
    march = date(2025, 3, 1)
    settings = Settings(service_targets=(ServiceTarget("", 8, valid_to=march), ServiceTarget("", 1, march)))
    tickets = [
        asked("2025-02-27 09:00", "2025-02-27 12:00"),
        asked("2025-02-28 16:00", "2025-03-03 10:00"),  # 3 h: answered in March, promised in February
        asked("2025-03-03 09:00", "2025-03-03 12:00"),
    ]
    (found,) = ask({"ticket": tickets}, "response_sla", settings)
    assert (found.numerator, found.denominator) == (2, 3)


def test_a_customer_who_changed_hands_is_answered_for_by_whoever_had_them_then():
    customers = [
        {"customer_id": "A", "customer_name": "A", "manager_name": "Lan", "owned_from": date(2025, 1, 1)},
        {"customer_id": "A", "customer_name": "A", "manager_name": "Minh", "owned_from": date(2025, 2, 15)},
    ]
    rows = {
        "customer": customers,
        "ticket": [
            asked("2025-02-14 09:00", "2025-02-14 10:00", customer_id="A"),
            asked("2025-02-17 09:00", "2025-02-17 12:00", customer_id="A"),
        ],
    }
    found = ask(rows, dimension=Dimension.MANAGER)
    assert {answer.group: answer.value for answer in found} == {"Lan": 1, "Minh": 3}


def test_a_reply_after_the_day_asked_for_is_still_awaited():
    rows = {"ticket": [asked("2025-03-03 09:00", "2025-03-06 09:00"), asked("2025-03-03 09:00", "2025-03-03 10:00")]}
    rows["ticket"][0]["ticket_id"] = "later"
    (found,) = ask(rows, as_of=date(2025, 3, 4))
    assert (found.value, found.n, found.excluded) == (1, 1, {"waiting": 1})


def test_one_more_old_unanswered_ticket_raises_what_was_missed():
    rows = [asked("2025-03-03 09:00", "2025-03-03 10:00")]
    (before,) = ask({"ticket": rows}, "response_sla")
    (after,) = ask({"ticket": [*rows, asked("2025-03-03 11:00")]}, "response_sla")
    assert (before.value, after.value) == (1, 0.5)
