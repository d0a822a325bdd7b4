"""Quarterly results where data is thin, odd or missing."""

from __future__ import annotations

import math
from datetime import date

import pytest

from analytics.asking import cut_of
from analytics.bridges import concentration, customer_bridge, price_volume
from analytics.results import cumulative, standing
from analytics.target_levels import disagreements
from domain.period import parse_period
from tests.analytics.tables_in_memory import invoice, read_from

Q3, START, END = parse_period("2025-Q3"), date(2024, 1, 1), date(2025, 9, 30)
MAY, AUGUST = date(2025, 5, 5), date(2025, 8, 5)


def target(name: str, amount: float, level: str = "company", member: str | None = None, **others) -> dict[str, object]:
    period = parse_period(name, others.pop("fiscal", 1))
    row = {"period_start": period.start, "period_end": period.end, "measure": "revenue", "level": level}
    return row | {"member": member, "amount_reporting": amount} | others


def line(product: str | None, day: date, quantity: float | None, amount: float) -> dict[str, object]:
    row = {"product": product, "invoiced_on": day, "quantity": quantity, "amount_reporting": amount}
    return row | {"status": "valid", "amount": amount}


def test_96_percent_after_92_percent_of_the_working_days_is_4_points_ahead():
    read = read_from({"revenue_line": [invoice("A", date(2025, 7, 1), 96)], "target_line": [target("2025-Q3", 100)]})
    found = standing(read, Q3, date(2025, 9, 23), START)
    assert (found.n_worked, found.n_working) == (61, 66)
    assert found.attainment == pytest.approx(0.96)
    assert found.ahead == pytest.approx(0.96 - 61 / 66)


def test_a_quarter_before_the_data_has_no_numbers():
    read = read_from({"revenue_line": [invoice("A", AUGUST, 50)]})
    before = parse_period("2020-Q1")
    found = standing(read, before, END, AUGUST)
    assert (found.now.amount, found.attainment, found.year_ago.amount, found.year_to_date) == (None, None, None, None)
    assert customer_bridge(read, before, END, False) is None
    assert concentration(read, before, END, False) is None


def test_without_a_target_there_is_no_pace_and_no_line():
    read = read_from({"revenue_line": [invoice("A", AUGUST, 50)]})
    assert standing(read, Q3, END, START).ahead is None
    assert cumulative(read, Q3, END, START).target is None


def test_a_target_of_the_year_alone_draws_a_line_and_gives_no_attainment():
    read = read_from({"revenue_line": [invoice("A", AUGUST, 50)], "target_line": [target("2025", 261)]})
    lines, found = cumulative(read, Q3, END, START), standing(read, Q3, END, START)
    assert (found.attainment, lines.is_from_year, lines.basis) == (None, True, "days")
    assert lines.target is not None
    assert lines.target[-1] == pytest.approx(66), "261 weekdays in 2025, 66 of them in the quarter"


def test_a_zero_target_has_no_attainment():
    read = read_from({"revenue_line": [invoice("A", AUGUST, 50)], "target_line": [target("2025-Q3", 0)]})
    found = standing(read, Q3, END, START)
    assert (found.target, found.attainment, found.ahead) == (0, None, None)


def test_two_whole_years_before_shape_the_target():
    lines = [
        invoice("A", date(year, month, 15), 30 if month == 9 else 10) for year in (2023, 2024) for month in range(1, 13)
    ]
    read = read_from({"revenue_line": lines, "target_line": [target("2025-Q3", 100)]})
    found = cumulative(read, Q3, date(2025, 7, 31), date(2023, 1, 1))
    assert found.basis == "shape"
    assert found.target is not None
    assert found.target[30] == pytest.approx(20)
    assert found.target[61] == pytest.approx(40)
    assert found.target[-1] == pytest.approx(100)
    later = cumulative(read, Q3, date(2025, 7, 31), date(2023, 1, 12))
    assert later.basis == "days", "the first of the two years is not whole"


def test_targets_of_every_month_are_not_spread_by_anything_else():
    months = [target("2025-07", 10), target("2025-08", 20), target("2025-09", 70)]
    read = read_from({"revenue_line": [invoice("A", AUGUST, 50)], "target_line": months})
    found = cumulative(read, Q3, AUGUST, START)
    assert found.basis == "months"
    assert found.target is not None
    assert [found.target[30], found.target[61], found.target[-1]] == pytest.approx([10, 30, 100])
    assert math.isnan(found.actual[36])
    assert found.actual[35] == 50


def test_credit_notes_alone_give_a_bridge_and_no_concentration():
    lines = [invoice("A", MAY, 60), invoice("A", AUGUST, -20)]
    used = [{**row, "active_from": row["revenue_on"], "active_to": row["revenue_on"]} for row in lines]
    used = [{name: value for name, value in row.items() if name != "revenue_on"} for row in used]
    read = read_from({"revenue_line": lines, "customer_activity": used})
    found = customer_bridge(read, Q3, END, False)
    assert found is not None
    assert (found.before, found.now, found.moves["contraction"] + found.moves["lost"]) == (60, -20, -80)
    assert concentration(read, Q3, END, False) is None


def test_one_customer_brings_everything():
    found = concentration(read_from({"revenue_line": [invoice("A", AUGUST, 50)]}), Q3, END, False)
    assert found is not None
    assert set(found.shares.values()) == {1.0}
    assert set(found.shares_before.values()) == {None}


def test_revenue_without_a_customer_is_a_step_of_its_own():
    lines = [invoice("A", MAY, 60), invoice("A", AUGUST, 25) | {"customer_id": None}]
    found = customer_bridge(read_from({"revenue_line": lines}), Q3, END, False)
    assert found is not None
    assert (found.before, found.other, found.now) == (60, -35, 25)


def test_the_year_to_date_follows_the_fiscal_year():
    lines = [invoice("A", date(2025, 3, 31), 7), invoice("A", date(2025, 4, 1), 10), invoice("A", AUGUST, 20)]
    goals = [target("2026-Q1", 15, fiscal=4), target("2026-Q2", 25, fiscal=4)]
    read = read_from({"revenue_line": lines, "target_line": goals})
    second = parse_period("2026-Q2", 4)
    assert (second.start, second.end) == (date(2025, 7, 1), date(2025, 10, 1))
    found = standing(read, second, END, START)
    assert (found.year_to_date, found.year_to_date_target, found.attainment) == (30, 40, 0.8)


def test_like_for_like_days_compare_revenue_per_working_day():
    lines = [invoice("A", date(2024, 8, 5), 66), invoice("A", AUGUST, 132)]
    found = standing(read_from({"revenue_line": lines}), Q3, END, START)
    assert (found.now.n_days, found.year_ago.n_days) == (66, 66)
    assert (found.now.per_day, found.year_ago.per_day) == (2, 1)


def test_price_volume_and_mix_by_hand():
    """P0 = 400/30; volume (40 − 30)·P0 = 133.33; mix 20·10 + 20·15 − 40·P0 = −33.33; price 460 − 500 = −40."""
    lines = [
        line("A", MAY, 10, 100), line("A", AUGUST, 20, 160),
        line("B", MAY, 20, 300), line("B", AUGUST, 20, 300),
        line("Old", MAY, 1, 9), line("New", AUGUST, 1, 11), line("A", AUGUST, None, 5), line(None, MAY, 2, 4),
    ]  # fmt: skip
    found = price_volume(read_from({"invoice_line": lines}), Q3, END, False)
    assert found is not None
    assert (found.before, found.now) == (413, 476)
    assert (found.volume, found.mix, found.price) == (133.33, -33.33, -40.0)
    assert (found.new, found.discontinued, found.bare) == (11, -9, 1)


def test_without_any_quantity_there_is_no_price_and_volume():
    assert price_volume(read_from({"invoice_line": [line("A", AUGUST, None, 5)]}), Q3, END, False) is None
    assert price_volume(read_from({}), Q3, END, False) is None


def test_levels_that_do_not_add_up_are_named_with_both_figures():
    people = [
        target("2025-Q3", 60, "manager", "An", manager="An", team="North"),
        *[target(f"2025-0{month}", 10, "manager", "Bình", manager="Bình", team="North") for month in (7, 8, 9)],
        target("2025-07", 99, "manager", "Chi", manager="Chi", team="North"),
    ]
    goals = [target("2025-Q3", 100), target("2025-Q3", 90, "team", "North", team="North"), *people]
    frame = read_from({"target_line": goals})("targets", {"periods": []})
    assert frame.empty
    frame = read_from({"target_line": goals})("targets", {"periods": [cut_of(Q3, END)]})
    found = [(one.level, one.member, one.amount, one.below, one.total) for one in disagreements(frame, Q3)]
    assert found == [("company", "", 100, "manager", 90), ("company", "", 100, "team", 90)]
