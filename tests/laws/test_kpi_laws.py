"""Laws that hold for every KPI of every company."""

from __future__ import annotations

import math
import random
from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics import engine
from analytics.figures import Figure, figures_from
from analytics.kpi import Answer, Kpi, Method
from analytics.registry import KPIS, kpi_by_id
from domain.period import Period, parse_period
from domain.read import Read
from domain.scope import Dimension
from tests.analytics.tables_in_memory import read_from, ticket
from tests.laws.companies import CALENDAR, END, companies, moments, tickets

PERIODS = [parse_period("2025-Q2"), parse_period("2025-Q3"), parse_period("2025-Q4")]
CUT_EARLY = date(2025, 10, 9)
"""Within the first month of a quarter: there days are counted, not months."""
few = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])

# one KPI for each query: the others read other columns of the same rows
KINDS = list({kpi.query: kpi for kpi in KPIS}.values())

ADDED_UP = {
    Method.TOTAL: ("value",),
    Method.COUNT: ("value",),
    Method.RATE: ("numerator", "denominator"),
    Method.NPS: ("numerator", "denominator"),
    Method.MEAN: ("numerator", "denominator"),
    Method.MEDIAN: ("numerator", "denominator"),
    Method.P90: ("numerator", "denominator"),
}


def ask(kpi: Kpi, read: Read, dimension: Dimension | None = None, as_of: date = END) -> list[Answer]:
    return engine.answers(kpi, PERIODS, as_of, read, dimension=dimension)


def by_period(found: list[Answer], name: str) -> dict[str, float]:
    sums: dict[str, float] = {}
    for one in found:
        sums[one.period.name] = sums.get(one.period.name, 0.0) + float(getattr(one, name) or 0.0)
    return sums


@few
@given(companies(), st.sampled_from(Dimension), st.sampled_from([END, date(2025, 8, 14)]))
def test_groups_add_up_to_the_whole(company: dict[str, Any], dimension: Dimension, as_of: date) -> None:
    read = read_from(company)
    for kpi in KINDS:
        if kpi.method not in ADDED_UP or dimension not in kpi.dimensions:
            continue  # quotients of days do not add up
        if kpi.page == "retention" and dimension is Dimension.PRODUCT:
            continue  # a customer may use several products
        whole, parts = ask(kpi, read, as_of=as_of), ask(kpi, read, dimension, as_of)
        for name in ADDED_UP[kpi.method]:
            sums = by_period(parts, name)
            for period, value in by_period(whole, name).items():
                assert sums.get(period, 0.0) == pytest.approx(value, abs=1e-6), (kpi.id, dimension, period)


@few
@given(companies(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(company: dict[str, Any], shuffle: random.Random) -> None:
    turned = {name: shuffle.sample(rows, len(rows)) for name, rows in company.items()}
    read, read_turned = read_from(company), read_from(turned)
    for kpi in KINDS:
        for one, other in zip(ask(kpi, read), ask(kpi, read_turned), strict=True):
            assert one.n == other.n, kpi.id
            assert one.excluded == other.excluded, kpi.id
            if kpi.method is not Method.NPS:  # of two answers at the same moment either may be the latest
                assert one.value == pytest.approx(other.value), kpi.id


@few
@given(tickets(), moments)
def test_one_more_unanswered_ticket_never_lowers_a_figure(rows: list[dict[str, object]], created: datetime) -> None:
    read = read_from({"ticket": rows, "working_day": CALENDAR})
    read_more = read_from({"ticket": [*rows, ticket("one more", created, None)], "working_day": CALENDAR})
    for kpi in KPIS:
        if kpi.method not in (Method.MEAN, Method.MEDIAN, Method.P90):
            continue
        for before, after in zip(ask(kpi, read), ask(kpi, read_more), strict=True):
            high = math.inf
            low = -math.inf if before.value is None and before.n == 0 else before.value
            was = high if low is None else low
            now = after.value if after.value is not None else (high if after.n else -math.inf)
            assert now >= was - 1e-9, kpi.id


@few
@given(tickets(), moments)
def test_one_more_unanswered_ticket_never_raises_the_share_answered_in_time(
    rows: list[dict[str, object]], created: datetime
) -> None:
    kpi = kpi_by_id("response_sla")
    read = read_from({"ticket": rows, "working_day": CALENDAR})
    read_more = read_from({"ticket": [*rows, ticket("one more", created, None)], "working_day": CALENDAR})
    for before, after in zip(ask(kpi, read), ask(kpi, read_more), strict=True):
        missed = [(one.denominator or 0) - (one.numerator or 0) for one in (before, after)]
        assert missed[1] >= missed[0]
        assert after.value is None or before.value is None or after.value <= before.value + 1e-12


@few
@given(tickets(), st.sampled_from([None, Dimension.MANAGER]), st.sampled_from([END, CUT_EARLY]))
def test_lists_of_waits_say_what_the_distribution_says(
    rows: list[dict[str, object]], dimension: Dimension | None, as_of: date
) -> None:
    read = read_from({"ticket": rows, "working_day": CALENDAR})
    given = {"periods": [engine.cut_of(period, as_of) for period in PERIODS], "dimension": dimension}
    for kpi in KPIS:
        if kpi.split_query:
            assert figures_from(kpi, read(kpi.split_query, given)) == figures_from(kpi, read(kpi.query, given))


@few
@given(companies())
def test_the_movement_of_customers_closes(company: dict[str, Any]) -> None:
    read = read_from(company)
    for dimension in (None, Dimension.MANAGER, Dimension.PRODUCT):
        cuts = [engine.cut_of(period, END) for period in PERIODS]
        rows = read("customer_movement", {"periods": cuts, "dimension": dimension})
        rows = rows[rows["n"] > 0]
        assert (rows["active_before"] + rows["new"] + rows["won_back"] - rows["lost"] == rows["active_now"]).all()
        assert (rows["returning"] + rows["lost"] == rows["active_before"]).all()
    actives = {one.period.name: one.value for one in ask(kpi_by_id("active_customers"), read)}
    befores = {one.period.name: one.previous for one in ask(kpi_by_id("active_customers"), read)}
    assert befores["2025-Q3"] == actives["2025-Q2"]


@few
@given(
    companies(),
    st.sampled_from([END, date(2025, 8, 14), date(2025, 10, 9), date(2025, 11, 2)]),
    st.sampled_from(PERIODS),
)
def test_rows_add_up_to_the_number(company: dict[str, Any], as_of: date, period: Period) -> None:
    read = read_from(company)
    for kpi in KPIS:
        for found in engine.answers(kpi, [period], as_of, read):
            rows = engine.rows(kpi, found.period, as_of, read)
            assert list(rows.columns[-3:]) == ["file_name", "sheet", "line_no"]
            value = added_up(kpi, rows)
            if found.value is None:
                assert value is None or kpi.method is Method.COUNT, kpi.id
            else:
                assert value == pytest.approx(found.value), kpi.id


def added_up(kpi: Kpi, rows: pd.DataFrame) -> float | None:
    """The number by the KPI's own rule from the rows alone."""
    if kpi.method in (Method.TOTAL, Method.COUNT):
        values = rows["value"].dropna()
        return float(values.sum()) if len(values) or kpi.method is Method.COUNT else None
    if kpi.method in (Method.MEDIAN, Method.P90):
        return waited(kpi, rows).value
    numerator = rows["contribution_numerator"].dropna()
    denominator = float(rows["contribution_denominator"].sum())
    if denominator == 0 or not len(numerator):
        return None
    return float(numerator.sum()) / denominator * (100 if kpi.method is Method.NPS else 1)


def waited(kpi: Kpi, rows: pd.DataFrame) -> Figure:
    known = rows[rows["hours"].notna()]
    frame = pd.DataFrame(
        {
            "period_start": pd.Timestamp(2025, 1, 1),
            "group_name": None,
            "hours": known["hours"],
            "n_answered": known["is_answered"].astype(int),
            "n_waiting": (~known["is_answered"].astype(bool)).astype(int),
        }
    )
    return next(iter(figures_from(kpi, frame).values()), Figure())
