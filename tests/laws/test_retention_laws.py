"""Laws of returning customers and their revenue."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics import engine
from analytics.asking import cut_of
from analytics.kpi import CUSTOMERS
from analytics.registry import kpi_by_id
from analytics.retention import cohorts, revenue_bridge
from domain.period import PeriodKind, parse_period
from tests.analytics.tables_in_memory import read_from
from tests.laws.companies import END, FIRST, companies

PERIODS = [parse_period(name) for name in ("2024-Q4", "2025-Q2", "2025-Q4")]
few = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
RETENTIONS = ("gross_revenue_retention", "net_revenue_retention")


@few
@given(companies(), st.sampled_from([END, date(2025, 11, 3)]))
def test_the_revenue_bridge_closes_and_holds_all_revenue(company: dict[str, Any], as_of: date) -> None:
    read = read_from(company)
    for period in PERIODS:
        rows = read("rows_revenue_retention", {"periods": [cut_of(period, as_of)]})
        bridge = revenue_bridge(rows)
        if bridge is None:
            continue
        moved = bridge.new + bridge.won_back + bridge.expansion - bridge.contraction - bridge.lost
        assert bridge.before + moved == bridge.now
        assert bridge.expansion >= 0
        assert bridge.contraction >= 0
        known = [line for line in company["revenue_line"] if line["revenue_on"] in period]
        spent = sum(line["amount"] for line in known if line["revenue_on"] <= as_of)
        assert bridge.now == spent


@few
@given(companies(), st.sampled_from(CUSTOMERS))
def test_groups_of_revenue_retention_add_up_and_gross_stays_below_net(company: dict[str, Any], dimension: Any) -> None:
    read = read_from(company)
    whole = {kpi: engine.answers(kpi_by_id(kpi), PERIODS, END, read) for kpi in RETENTIONS}
    for kpi in RETENTIONS:
        parts = engine.answers(kpi_by_id(kpi), PERIODS, END, read, dimension=dimension)
        for one in whole[kpi]:
            own = [part for part in parts if part.period == one.period]
            assert sum(part.numerator or 0 for part in own) == pytest.approx(one.numerator or 0)
            assert sum(part.denominator or 0 for part in own) == pytest.approx(one.denominator or 0)
            assert sum(part.n for part in own) == one.n
    for gross, net in zip(*whole.values(), strict=True):
        if gross.value is not None and net.value is not None:
            assert gross.value <= min(1.0, net.value) + 1e-12


@few
@given(companies(), st.sampled_from([PeriodKind.MONTH, PeriodKind.QUARTER]), st.sampled_from([END, date(2025, 5, 20)]))
def test_cohorts_hold_every_active_customer_once(company: dict[str, Any], kind: PeriodKind, as_of: date) -> None:
    read = read_from(company)
    table = cohorts(read, kind, FIRST, as_of)
    active = kpi_by_id("active_customers")
    for place, start in enumerate(table.starts):
        assert table.share[place, 0] == 1.0
        known = ~np.isnan(table.share[place])
        assert np.all(table.share[place][known] <= 1.0)
        ended = [column for column in range(len(known)) if start.shift(column).end <= as_of + timedelta(days=1)]
        assert list(np.flatnonzero(known))[: len(ended)] == ended
    if table.starts:
        last = table.starts[-1]
        diagonal = sum(
            table.n_active[place, columns]
            for place, start in enumerate(table.starts)
            for columns in [_steps(start, last)]
        )
        (found,) = engine.answers(active, [last], as_of, read)
        assert diagonal == found.value


def _steps(first: Any, last: Any) -> int:
    steps = 0
    while first.start < last.start:
        first, steps = first.next, steps + 1
    return steps
