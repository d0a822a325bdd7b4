"""Laws of open deals: what moved closes to the last unit, chances behave as chances."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.pipeline import chance_of, closing_of, value_rate
from analytics.pipeline_moves import KINDS, moves
from domain.period import parse_period
from tests.analytics.tables_in_memory import dims, read_from

QUARTER = parse_period("2025-Q3")
FIRST_LOAD = date(2025, 6, 1)
few = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)

states = st.fixed_dictionaries({
    "stage": st.sampled_from(["Open", "Open", "Open", "Won", "Lost"]),
    "close_on": st.dates(date(2025, 5, 1), date(2025, 12, 31)) | st.none(),
    "amount_reporting": st.integers(0, 5000) | st.none(),
    "manager": st.sampled_from(["An", "Bình"]),
})  # fmt: skip
weeks = st.integers(0, 6)


@st.composite
def histories(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Versions of up to eight deals, each told from one export on until the next that tells otherwise."""
    rows: list[dict[str, Any]] = []
    for number in range(draw(st.integers(0, 8))):
        told = sorted(draw(st.lists(weeks, min_size=1, max_size=4, unique=True)))
        for place, week in enumerate(told):
            following = told[place + 1] if place + 1 < len(told) else None
            loaded_on = FIRST_LOAD + timedelta(weeks=week)
            replaced_on = None if following is None else FIRST_LOAD + timedelta(weeks=following)
            rows.append(
                dims(f"C{number}") | draw(states)
                | {"deal_id": f"D{number}", "version_no": place + 1, "loaded_on": loaded_on,
                   "last_loaded_on": loaded_on, "replaced_on": replaced_on, "is_current": following is None}
            )  # fmt: skip
    return rows


def open_on(rows: list[dict[str, Any]], day: date) -> float:
    """The open pipeline of the quarter as told by the end of a day, row by row."""
    return sum(
        row["amount_reporting"] or 0
        for row in rows
        if row["loaded_on"] <= day and (row["replaced_on"] is None or row["replaced_on"] > day)
        and row["stage"] == "Open" and row["close_on"] is not None and row["close_on"] in QUARTER
    )  # fmt: skip


@few
@given(histories(), weeks, weeks, st.sampled_from([None, "An"]))
def test_opening_and_movements_are_closing(rows: list[dict[str, Any]], one: int, other: int, owner: str | None) -> None:
    first, last = (FIRST_LOAD + timedelta(weeks=week) for week in sorted((one, other)))
    seen = [row for row in rows if owner is None or row["manager"] == owner]
    found = moves(read_from({"deal_version": seen}), first, last, QUARTER)
    assert found.opening == open_on(seen, first)
    assert found.closing == open_on(seen, last)
    assert found.opening + sum(found.total(kind) for kind in KINDS) == found.closing
    assert found.deals["deal_id"].is_unique
    assert set(found.deals["move"]) <= {*KINDS, "owner"}
    if first == last:
        assert found.deals.empty


@few
@given(histories(), weeks, weeks)
def test_backwards_the_bridge_has_the_opposite_sum(rows: list[dict[str, Any]], one: int, other: int) -> None:
    """From the first to the last day and then on is the whole way: bridges of two stretches add up."""
    first, middle = (FIRST_LOAD + timedelta(weeks=week) for week in sorted((one, other)))
    last = FIRST_LOAD + timedelta(weeks=7)
    read = read_from({"deal_version": rows})
    parts = [moves(read, first, middle, QUARTER), moves(read, middle, last, QUARTER)]
    whole = moves(read, first, last, QUARTER)
    assert sum(part.deals["change"].sum() for part in parts) == whole.deals["change"].sum()
    assert parts[0].closing == parts[1].opening


deals = st.lists(st.tuples(st.integers(0, 500), st.sampled_from([0.0, 0.1, 0.5, 0.9, 1.0])), max_size=12)


@few
@given(deals, st.integers(-100, 3000), st.integers(0, 500))
def test_a_chance_is_a_probability_and_falls_with_what_is_missing(
    given_deals: list[tuple[int, float]], missing: int, more: int
) -> None:
    amounts, chances = [amount for amount, _ in given_deals], [chance for _, chance in given_deals]
    found = chance_of(missing, amounts, chances).value
    assert 0 <= found <= 1
    assert chance_of(missing + more, amounts, chances).value <= found + 1e-12
    assert chance_of(missing, [*amounts, 50], [*chances, 0.5]).value >= found - 1e-12
    assert chance_of(missing, [*amounts, more], [*chances, 1.0]).value == pytest.approx(
        chance_of(missing - more, amounts, chances).value
    )


@few
@given(deals, st.integers(0, 3000))
def test_the_exact_chance_is_the_sum_over_all_outcomes(given_deals: list[tuple[int, float]], missing: int) -> None:
    expected = 0.0
    for outcome in range(2 ** len(given_deals)):
        won = [bool(outcome >> place & 1) for place in range(len(given_deals))]
        if sum(amount for (amount, _), is_won in zip(given_deals, won, strict=True) if is_won) >= missing:
            expected += float(
                np.prod([p if is_won else 1 - p for (_, p), is_won in zip(given_deals, won, strict=True)])
            )
    found = chance_of(missing, [amount for amount, _ in given_deals], [chance for _, chance in given_deals])
    assert found.value == pytest.approx(expected)


counts = st.tuples(st.integers(0, 200), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))


@few
@given(st.lists(counts, min_size=1, max_size=15, unique_by=lambda row: row[0]))
def test_won_lost_and_still_open_are_everything(rows: list[tuple[int, int, int, int]]) -> None:
    found = closing_of(pd.DataFrame(rows, columns=["days", "n_won", "n_lost", "n_open"]))
    if found is None:
        return
    still = np.array([found.curve.at(float(days)) for days in found.days])
    assert found.won + found.lost + still == pytest.approx(np.ones(len(still)))
    assert np.all(np.diff(found.won) >= 0)
    assert np.all(np.diff(found.lost) >= 0)


@few
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 1000)), max_size=20))
def test_the_interval_by_value_holds_the_value(closed: list[tuple[bool, int]]) -> None:
    def added(is_won: bool) -> tuple[int, int, int]:
        amounts = [amount for won, amount in closed if won is is_won]
        return len(amounts), sum(amounts), sum(amount**2 for amount in amounts)

    found = value_rate(added(True), added(False))
    if found.value is None:
        assert sum(amount for _, amount in closed) == 0
        return
    assert found.interval is not None
    assert 0 <= found.interval.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.interval.high <= 1
