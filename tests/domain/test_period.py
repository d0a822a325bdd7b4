from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import UsageError
from domain.period import PeriodKind, parse_period, period_containing, periods_between

DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))
KINDS = st.sampled_from(list(PeriodKind))
MONTHS = st.integers(1, 12)


def test_names_and_bounds_of_calendar_periods():
    assert (parse_period("2025-Q3").start, parse_period("2025-Q3").end) == (date(2025, 7, 1), date(2025, 10, 1))
    assert (parse_period("2025").start, parse_period("2025").end) == (date(2025, 1, 1), date(2026, 1, 1))
    assert (parse_period("2025-07").start, parse_period("2025-07").end) == (date(2025, 7, 1), date(2025, 8, 1))
    assert parse_period(" 2025-q3 ").name == "2025-Q3"


def test_a_fiscal_year_is_named_by_the_year_it_ends_in():
    first = parse_period("2026-Q1", fiscal_start_month=4)
    assert (first.start, first.end) == (date(2025, 4, 1), date(2025, 7, 1))
    assert parse_period("2026", 4).start == date(2025, 4, 1)
    assert parse_period("2026-Q4", 4).end == date(2026, 4, 1)


def test_neighbours():
    assert parse_period("2025-Q1").previous.name == "2024-Q4"
    assert parse_period("2025-12").next.name == "2026-01"
    assert parse_period("2025-Q3").last_year.name == "2024-Q3"
    assert parse_period("2025").last_year.name == "2024"
    assert parse_period("2025-02").last_year.days == 29


@pytest.mark.parametrize("name", ["", "2025-Q5", "2025-13", "2025-00", "25", "1899", "2201", "2025-Q3-1", "Q3-2025"])
def test_what_is_no_period_is_refused_in_words(name):
    with pytest.raises(UsageError, match="not a period"):
        parse_period(name)


def test_periods_between_counts_both_ends():
    names = [period.name for period in periods_between(parse_period("2024-Q3"), parse_period("2025-Q1"))]
    assert names == ["2024-Q3", "2024-Q4", "2025-Q1"]
    assert periods_between(parse_period("2025-Q2"), parse_period("2025-Q1")) == ()


@given(DAYS, KINDS, MONTHS)
def test_every_day_lies_in_its_period_and_the_name_reads_back(day, kind, start_month):
    period = period_containing(day, kind, start_month)
    assert day in period
    assert parse_period(period.name, start_month) == period


@given(DAYS, KINDS, MONTHS, st.integers(-40, 40))
def test_periods_tile_the_calendar(day, kind, start_month, steps):
    period = period_containing(day, kind, start_month)
    assert period.next.start == period.end
    assert period.shift(steps).shift(-steps) == period
