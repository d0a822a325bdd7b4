"""The worked numbers of kpi.md section 7, through what the customer page shows."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.asking import cut_of
from analytics.kpi import Answer
from analytics.scoring import Component, health_score, weighted, year_up_to
from analytics.white_space import penetration, white_space
from domain.period import parse_period
from tests.analytics.tables_in_memory import dims, read_from, used

QUARTER = parse_period("2025-Q4")
END = date(2025, 12, 31)


def test_a_score_without_a_part_is_the_mean_of_the_others() -> None:
    """Section 7: weights 40/30/30, scores 80/-/50 → 67.14, completeness 70 %."""
    found = weighted([Component("a", 40, 80), Component("b", 30, None), Component("c", 30, 50)])
    assert found.value == pytest.approx(67.14, abs=5e-3)
    assert found.completeness == pytest.approx(0.7)


def test_the_pages_own_score_gives_the_same() -> None:
    """Revenue 130 % of the year before = 80 between the anchors 50 % and 150 %; 3 of 4 in time = 50; no NPS."""
    year = year_up_to(QUARTER)
    revenue = Answer("revenue", year, None, 130.0, previous=100.0)
    in_time = Answer("response_sla", year, None, 0.75, n=4, numerator=3, denominator=4)
    found = health_score(revenue, Answer("nps", year, None, None), in_time, date(2020, 1, 1))
    assert [part.score for part in found.components] == [pytest.approx(80), None, pytest.approx(50)]
    assert found.value == pytest.approx(67.14, abs=5e-3)
    assert found.completeness == pytest.approx(0.7)


def test_penetration_of_the_portfolio() -> None:
    """Section 7: 3/5, 2/5, 5/5, 1/5 → 11/20 = 55 %; of the first customer 3/5, one of the others in the pipeline."""
    owned = {"A": 3, "B": 2, "C": 5, "D": 1}
    rows = [used(name, END, product=f"P{place}") for name, n in owned.items() for place in range(n)]
    offer = dims("A") | {"deal_id": "1", "stage": "Open", "product": "P4"}
    tables = {"customer_activity": rows, "deal": [offer], "customer": [dims(name) for name in owned]}
    grid = white_space(read_from(tables), cut_of(QUARTER, END), "A")
    assert grid.penetration == pytest.approx(0.55)
    assert (grid.own_penetration, grid.n_customers) == (pytest.approx(0.6), 4)
    assert [(one.name, one.holding) for one in grid.products][-1] == ("P4", "in_pipeline")
    assert (sum(one.n_owned for one in grid.products), sum(one.n_in_pipeline for one in grid.products)) == (11, 1)


def test_nothing_to_own_is_no_penetration() -> None:
    assert penetration(0, 0, 0) is None
