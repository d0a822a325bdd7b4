"""The engine: comparison, part-finished periods, groups, notes."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from analytics import engine
from analytics.registry import kpi_by_id
from domain.errors import UsageError
from domain.period import parse_period, periods_between
from domain.scope import Dimension
from tests.analytics.tables_in_memory import answer, dims, invoice, owned, read_from, ticket, used

Q2, Q3, Q4 = parse_period("2025-Q2"), parse_period("2025-Q3"), parse_period("2025-Q4")
END = date(2025, 12, 31)
REVENUE = kpi_by_id("revenue")


def test_an_answer_stands_beside_its_previous_period_and_the_year_before() -> None:
    lines = [
        invoice("A", date(2024, 8, 1), 40),
        invoice("A", date(2025, 5, 1), 60),
        invoice("A", date(2025, 8, 1), 100),
    ]
    (found,) = engine.answers(REVENUE, [Q3], END, read_from({"revenue_line": lines}), snapshot="000007")
    assert (found.value, found.previous, found.change, found.is_change_real) == (100, 60, 40, True)
    assert (found.last_year, found.last_year_change, found.is_last_year_change_real) == (40, 60, True)
    assert (found.snapshot, found.as_of, found.n, found.note) == ("000007", END, 1, None)


def test_a_total_that_did_not_change_has_no_real_change() -> None:
    lines = [invoice("A", date(2025, 5, 1), 60), invoice("A", date(2025, 8, 1), 60)]
    (found,) = engine.answers(REVENUE, [Q3], END, read_from({"revenue_line": lines}))
    assert (found.change, found.is_change_real) == (0, False)


def test_a_trend_is_one_answer_per_period_in_order() -> None:
    lines = [invoice("A", date(2025, month, 1), month) for month in range(1, 13)]
    found = engine.answers(REVENUE, periods_between(Q2, Q4), END, read_from({"revenue_line": lines}))
    assert [(one.period.name, one.value, one.previous) for one in found] == [
        ("2025-Q2", 15, 6),
        ("2025-Q3", 24, 15),
        ("2025-Q4", 33, 24),
    ]


def test_a_part_finished_period_is_compared_with_as_many_working_days() -> None:
    """To Tuesday 15 July 2025 there are 11 working days; the 11th of Q2 is Tuesday 15 April."""
    days = [date(2025, 4, 1), date(2025, 4, 15), date(2025, 4, 16), date(2025, 7, 1), date(2025, 7, 15)]
    lines = [invoice("A", day, 10) for day in days]
    read = read_from({"revenue_line": lines})
    previous, now = engine.answers(REVENUE, [Q2, Q3], date(2025, 7, 15), read)
    assert previous.value == 30, "asked for by itself, the period that is over is whole"
    assert (now.value, now.previous, now.change) == (20, 20, 0)
    assert now.note is not None
    assert now.note.values["n_days"] == 11


def test_on_its_last_day_a_period_is_over() -> None:
    read = read_from({"revenue_line": [invoice("A", date(2025, 9, 30), 10)]})
    (found,) = engine.answers(REVENUE, [Q3], date(2025, 9, 30), read)
    assert (found.value, found.note) == (10, None)


def test_what_is_compared_in_part_is_known_only_as_far_as_it_was_then() -> None:
    """A reply that came after the same point of the period before must not make that period look better."""
    early = ticket("early", datetime(2025, 4, 1, 9), 24 * 60)
    late = ticket("now", datetime(2025, 7, 1, 9), 1)
    median = kpi_by_id("response_time_median")
    (found,) = engine.answers(median, [Q3], date(2025, 7, 15), read_from({"ticket": [early, late]}))
    assert (found.value, found.previous) == (1, None)


def test_a_period_that_has_not_begun_has_no_number_and_says_so() -> None:
    (found,) = engine.answers(
        REVENUE, [Q4], date(2025, 9, 30), read_from({"revenue_line": [invoice("A", Q3.start, 1)]})
    )
    assert found.value is None
    assert found.change is None
    assert found.note is not None
    assert "not begun" in str(found.note)


def test_groups_are_alphabetical_with_the_unknown_last_and_every_group_in_every_period() -> None:
    lines = [
        invoice("A", date(2025, 5, 1), 1, team="West"),
        invoice("B", date(2025, 8, 1), 2, team="East"),
        invoice("C", date(2025, 8, 1), 3, team=None),
    ]
    found = engine.answers(REVENUE, [Q2, Q3], END, read_from({"revenue_line": lines}), dimension=Dimension.TEAM)
    assert [(one.period.name, one.group, one.value) for one in found] == [
        ("2025-Q2", "East", None),
        ("2025-Q2", "West", 1),
        ("2025-Q2", "(none)", None),
        ("2025-Q3", "East", 2),
        ("2025-Q3", "West", None),
        ("2025-Q3", "(none)", 3),
    ]


def test_a_split_without_any_row_has_no_groups() -> None:
    assert engine.answers(REVENUE, [Q3], END, read_from({}), dimension=Dimension.TEAM) == []


def test_a_dimension_that_the_kpi_does_not_know_is_refused() -> None:
    with pytest.raises(UsageError, match="channel"):
        engine.answers(REVENUE, [Q3], END, read_from({}), dimension=Dimension.CHANNEL)


def test_rows_that_are_left_out_are_counted_aloud() -> None:
    lines = [invoice("A", Q3.start, 1), invoice("B", Q3.start, None, exclusion="void")]  # type: ignore[arg-type]
    lines += [invoice("C", Q3.start, None, exclusion="no_rate")]  # type: ignore[arg-type]
    (found,) = engine.answers(REVENUE, [Q3], END, read_from({"revenue_line": lines}))
    assert (found.value, found.n, found.excluded) == (1, 1, {"void": 1, "no rate": 1})
    (found,) = engine.answers(REVENUE, [Q3], END, read_from({"revenue_line": lines[1:]}))
    assert (found.value, found.n) == (None, 0)
    assert "left out" in str(found.note)


def test_a_small_sample_is_said_to_be_small() -> None:
    read = read_from({"survey_response": [answer("A", 9, Q3.start)]})
    (found,) = engine.answers(kpi_by_id("nps"), [Q3], END, read)
    assert found.value == 100
    assert found.low is not None
    assert found.low < 60
    assert "Only 1" in str(found.note)


def test_durations_of_another_kind_are_named_as_the_reason() -> None:
    tickets = [ticket("1", datetime(2025, 8, 1, 9), 2, business_minutes=None)]
    (found,) = engine.answers(kpi_by_id("response_time_mean"), [Q3], END, read_from({"ticket": tickets}))
    assert (found.value, found.n, found.excluded) == (None, 0, {"no business time": 1})
    assert "another kind" in str(found.note)


def test_a_clear_change_is_told_from_chance() -> None:
    before = [answer(f"b{i}", 10 if i % 2 else 3, Q2.start) for i in range(200)]
    now = [answer(f"n{i}", 10, Q3.start) for i in range(200)]
    (sure,) = engine.answers(kpi_by_id("nps"), [Q3], END, read_from({"survey_response": before + now}))
    (unsure,) = engine.answers(kpi_by_id("nps"), [Q3], END, read_from({"survey_response": before[:4] + now[:2]}))
    assert (sure.is_change_real, unsure.is_change_real) == (True, False)


def test_slower_answers_are_told_from_chance() -> None:
    tickets = [ticket(f"b{i}", datetime(2025, 5, 5, 9), 1 + i % 3) for i in range(60)]
    tickets += [ticket(f"n{i}", datetime(2025, 8, 5, 9), 5 + i % 3) for i in range(60)]
    read = read_from({"ticket": tickets})
    for kpi in ("response_time_mean", "response_time_median", "response_time_p90", "response_time_mean_calendar"):
        (found,) = engine.answers(kpi_by_id(kpi), [Q3], END, read)
        assert (found.change, found.is_change_real) == (pytest.approx(4), True), kpi


def test_promised_times_are_judged_by_priority_and_day() -> None:
    promised = [
        {"priority": "", "business_minutes": 480, "valid_from": date(1900, 1, 1), "valid_to": date(2025, 8, 1)},
        {"priority": "", "business_minutes": 60, "valid_from": date(2025, 8, 1), "valid_to": None},
        {"priority": "urgent", "business_minutes": 30, "valid_from": date(1900, 1, 1), "valid_to": None},
    ]
    monday = datetime(2025, 7, 28, 9)
    tickets = [
        ticket("old promise kept", monday, 7),
        ticket("new promise broken", datetime(2025, 8, 4, 9), 7),
        ticket("urgent broken", monday, 0.75, priority="Urgent"),
        ticket("exactly on time", monday, 0.5, priority="urgent"),
        ticket("open past due", monday, None),
        ticket("not yet due", datetime(2025, 8, 5, 15, 30), None),
        ticket("closed in time", datetime(2025, 8, 4, 15), None, resolved_at=datetime(2025, 8, 4, 9)),
    ]
    read = read_from({"ticket": tickets, "sla_target": promised})
    (found,) = engine.answers(kpi_by_id("response_sla"), [Q3], date(2025, 8, 5), read)
    assert (found.numerator, found.denominator) == (2, 5)
    assert found.excluded == {"closed unanswered": 1, "pending": 1} or found.excluded == {"closed unanswered": 1}


def test_the_last_day_is_that_of_the_last_thing_that_happened() -> None:
    read = read_from(
        {
            "revenue_line": [invoice("A", date(2025, 8, 1), 1)],
            "ticket": [ticket("1", datetime(2025, 8, 31, 22), 3)],
            "deal": [
                dims("A") | {"deal_id": "1", "stage": "Open", "created_on": Q3.start, "close_on": date(2026, 5, 1)}
            ],
            "contract": [dims("A") | {"contract_id": "1", "start_on": date(2027, 1, 1)}],
        }
    )
    assert engine.last_day(read) == date(2025, 9, 1)
    assert engine.last_day(read_from({"customer_ownership": [owned("A", "X", Q3.start)]})) == Q3.start
    with pytest.raises(UsageError, match="no_dates"):
        engine.last_day(read_from({}))


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2024-01-01", "2025-09-30", "2025-Q3"),
        ("2024-01-01", "2025-09-29", "2025-Q2"),
        ("2025-07-03", "2025-08-01", "2025-Q3"),
    ],
)
def test_the_period_to_start_with_is_the_latest_that_is_over(first: str, last: str, expected: str) -> None:
    period = engine.default_period({"first_on": first, "last_on": last, "fiscal_start_month": "1"})
    assert period is not None
    assert period.name == expected
    assert engine.default_period({"last_on": ""}) is None


def test_rows_of_a_rate_are_those_that_count_in_it() -> None:
    rows = [
        used("kept", date(2025, 5, 1)),
        used("kept", Q3.start),
        used("lost", date(2025, 5, 1)),
        used("new", Q3.start),
    ]
    read = read_from({"customer_activity": rows})
    found = engine.rows(kpi_by_id("returning_rate"), Q3, END, read)
    assert sorted(found["customer_id"]) == ["kept", "lost"]
    assert list(engine.rows(kpi_by_id("new_customers"), Q3, END, read)["customer_id"]) == ["new"]
