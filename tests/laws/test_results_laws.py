"""Bridges close exactly, whatever the company."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.asking import cut_of
from analytics.bridges import (
    bridge_by_group,
    bridge_rows,
    customer_bridge,
    moves_of,
    price_volume_of,
)
from analytics.results import cumulative, standing
from analytics.retention import revenue_bridge
from domain.period import parse_period
from domain.scope import Dimension
from tests.analytics.tables_in_memory import read_from
from tests.laws.companies import END, FIRST, companies, days

PERIODS = st.sampled_from(["2025-Q3", "2024-Q2", "2025", "2025-02"]).map(parse_period)


@settings(max_examples=20)
@given(companies(), PERIODS, days, st.booleans())
def test_the_bridge_by_customer_is_the_difference_of_revenue(tables: dict[str, Any], period, as_of, is_last_year):
    found = customer_bridge(read_from(tables), period, as_of, is_last_year)
    if found is None:
        return
    steps = [found.before, *found.moves.values(), found.other, -found.now]
    assert sum(round(step * 100) for step in steps) == 0
    assert as_of >= period.start


@settings(max_examples=20)
@given(companies(), PERIODS, st.booleans(), st.sampled_from([Dimension.PRODUCT, Dimension.TEAM, Dimension.MANAGER]))
def test_groups_add_up_to_the_bridge_of_all(tables: dict[str, Any], period, is_last_year, dimension):
    read = read_from(tables)
    whole = bridge_rows(read, period, END, is_last_year, None)
    rows = bridge_rows(read, period, END, is_last_year, dimension)
    groups = bridge_by_group(rows)
    moved = moves_of(whole)
    for name in ("new", "won_back", "lost"):
        assert groups[name].sum() * 100 == pytest.approx(moved[name]) if len(groups) else moved[name] == 0
    if len(groups):
        assert groups["now"].sum() - groups["before"].sum() == pytest.approx(whole["amount_change"].sum())
        steps = groups[["new", "won_back", "expansion", "contraction", "lost"]].sum(axis=1)
        assert list(groups["before"] + steps) == pytest.approx(list(groups["now"]))


@settings(max_examples=20)
@given(companies(), PERIODS, days)
def test_against_the_period_before_it_is_the_bridge_of_the_retention_page(tables: dict[str, Any], period, as_of):
    read = read_from(tables)
    known = revenue_bridge(read("rows_revenue_retention", {"periods": [cut_of(period, as_of)]}))
    moves = {name: amount / 100 for name, amount in moves_of(bridge_rows(read, period, as_of, False, None)).items()}
    if known is None:
        assert not any(moves.values())
        return
    signed = {
        "new": known.new,
        "won_back": known.won_back,
        "expansion": known.expansion,
        "contraction": -known.contraction,
        "lost": -known.lost,
    }
    assert moves == pytest.approx(signed)


LINES = st.fixed_dictionaries(
    {
        "amount_before": st.integers(-(10**12), 10**12),
        "amount_now": st.integers(-(10**12), 10**12),
        "quantity_before": st.decimals(-1000, 10**6, places=3),
        "quantity_now": st.decimals(-1000, 10**6, places=3),
        "bare_before": st.integers(-(10**9), 10**9),
        "bare_now": st.integers(-(10**9), 10**9),
        "n_before": st.integers(0, 3),
        "n_now": st.integers(0, 3),
    }
)


def hundredths(amount: float) -> int:
    """An amount of two decimals in whole hundredths; times 100 would round once more where it is very large."""
    return round(Decimal(str(amount)).scaleb(2))


@given(st.lists(LINES, min_size=1, max_size=6), st.booleans())
def test_price_volume_and_mix_close_to_the_hundredth(lines: list[dict[str, Any]], has_unnamed: bool):
    frame = pd.DataFrame(lines).astype(float)
    for side in ("before", "now"):  # what was not sold has neither quantity nor amount
        absent = frame[f"n_{side}"] == 0
        for name in ("amount", "quantity", "bare"):
            frame.loc[absent, f"{name}_{side}"] = 0.0
        frame[f"amount_{side}"] /= 100
    frame["product"] = [None if has_unnamed and place == 0 else f"P{place}" for place in range(len(frame))]
    frame["n_quantity"] = 1
    found = price_volume_of(frame)
    assert found is not None
    steps = [found.volume, found.mix, found.price, found.new, found.discontinued, found.bare]
    assert hundredths(found.before) + sum(hundredths(step) for step in steps) == hundredths(found.now)
    assert found.before == pytest.approx(frame["amount_before"].sum() + frame["bare_before"].sum(), abs=0.01)
    assert found.now == pytest.approx(frame["amount_now"].sum() + frame["bare_now"].sum(), abs=0.01)


@settings(max_examples=20)
@given(companies(), PERIODS, days)
def test_the_cumulative_line_ends_at_the_revenue_and_the_target_line_at_the_target(tables, period, as_of):
    read = read_from(tables)
    lines, found = cumulative(read, period, as_of, FIRST), standing(read, period, as_of, FIRST)
    known = [value for value in lines.actual if not math.isnan(value)]
    assert (known[-1] if known else 0.0) == pytest.approx(found.now.amount or 0.0)
    assert len(known) == max(0, min((as_of - period.start).days + 1, period.days))
    if found.target is not None:
        assert lines.target is not None
        assert lines.target[-1] == pytest.approx(found.target)
        assert not lines.is_from_year
