"""Hours of the week: cells, the busiest two hours, and the part of the week that waits longest."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import pytest

from analytics.asking import cut_of
from analytics.busy_hours import Busiest, DayPart, busiest, cells, slowest
from domain.period import parse_period
from tests.analytics.tables_in_memory import read_from, ticket

END = date(2025, 9, 30)
MONDAY, FRIDAY = 4, 8
"""Days of August 2025."""


def asked(*tickets: dict[str, object], query: str = "response_time_by_hour") -> pd.DataFrame:
    return read_from({"ticket": list(tickets)})(query, {"periods": [cut_of(parse_period("2025-Q3"), END)]})


def at(day: int, hour: int, wait: float | None, number: int = 0) -> dict[str, object]:
    """A ticket of August 2025, local time."""
    return ticket(f"{day}-{hour}-{number}", datetime(2025, 8, day, hour, 10), wait)


@pytest.mark.parametrize("query", ["response_time_by_hour", "response_time_by_hour_calendar"])
def test_a_ticket_stands_in_the_hour_of_the_companys_clock(query):
    # Monday 4 August 06:10 in Hanoi is still Sunday in London
    (cell,) = cells(asked(at(MONDAY, 6, 2), query=query))
    assert (cell.weekday, cell.hour, cell.n_tickets, cell.mean, cell.median) == (0, 6, 1, 2, 2)


def test_a_cell_counts_who_waits_but_averages_who_was_answered():
    waits = [1, 3, None]
    (cell,) = cells(asked(*(at(MONDAY, 9, wait, number) for number, wait in enumerate(waits))))
    assert (cell.n_tickets, cell.mean, cell.median) == (3, 2, 3)


def test_a_ticket_without_a_time_of_day_has_no_hour():
    assert cells(asked(at(MONDAY, 9, 1) | {"has_time": False})) == []
    assert busiest([]) is None


def test_the_busiest_two_hours_are_of_one_day():
    tickets = [at(MONDAY, hour, 1, number) for hour, n in ((9, 3), (10, 2), (13, 4)) for number in range(n)]
    assert busiest(cells(asked(*tickets, at(FRIDAY, 23, 1)))) == Busiest(0, 9, 11, 0.5)


def test_the_part_of_the_week_that_waits_longest_is_named_only_if_it_stands_out():
    quick = [at(day, 9, 1 + number / 100, number) for day in (4, 5, 6, 7) for number in range(20)]
    slow = [at(FRIDAY, 15, 20 + number / 100, number) for number in range(20)]
    found = slowest(asked(*quick, *slow), 10)
    assert found is not None
    assert (found.weekday, found.part) == (4, DayPart.AFTERNOON)
    assert found.median == pytest.approx(20.095)
    assert slowest(asked(*quick), 10) is None
    assert slowest(asked(*quick, *slow[:9]), 10) is None  # too few
    assert slowest(asked(), 10) is None
