"""What the revenue page says of real files nobody here wrote, with their published facts."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.bridges import customer_bridge, price_volume
from analytics.results import cumulative, standing
from data.query import open_reader
from data.snapshots import Snapshots
from domain.period import parse_period
from domain.scope import LAPTOP, Scope
from tests.data.test_datasets import loaded

__all__ = ["loaded"]


def test_quarters_of_the_published_sales_stand_and_their_bridges_close(loaded):
    with open_reader(Snapshots(loaded("maven").workspace).current(), Scope(LAPTOP)) as read:
        fourth = parse_period("2017-Q4")
        found = standing(read, fourth, date(2017, 12, 31), date(2016, 10, 20))
        bridge = customer_bridge(read, fourth, date(2017, 12, 31), False)
    assert (found.now.amount, found.year_to_date, found.year_to_date_before) == (2_802_496, 10_005_534, None)
    assert (bridge.before, bridge.now, bridge.other) == (2_982_255, 2_802_496, 0)
    assert bridge.before + sum(bridge.moves.values()) == bridge.now
    with open_reader(Snapshots(loaded("ibm").workspace).current(), Scope(LAPTOP)) as read:
        year = standing(read, parse_period("2012"), date(2013, 12, 2), date(2012, 1, 3))
        assert (year.year_to_date, year.attainment) == (80_262.60, None)
        assert price_volume(read, parse_period("2013"), date(2013, 12, 2), False) is None


def test_a_year_that_ends_in_may_is_compared_with_five_months(loaded):
    as_of, first = date(2005, 5, 31), date(2003, 1, 6)
    with open_reader(Snapshots(loaded("kaggle ,").workspace).current(), Scope(LAPTOP)) as read:
        found = standing(read, parse_period("2005"), as_of, first)
        lines = cumulative(read, parse_period("2005"), as_of, first)
        steps = price_volume(read, parse_period("2005"), as_of, True)
    assert found.n_worked < found.n_working
    assert found.now.n_days == found.year_ago.n_days
    assert found.year_ago.amount < 1_400_000, "five months of a year of 4.7 M"
    assert sum(value == value for value in lines.actual) == 151
    assert steps.before + steps.volume + steps.mix + steps.price == pytest.approx(steps.now)
