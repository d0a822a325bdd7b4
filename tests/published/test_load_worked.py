"""Customers per manager of kpi.md section 4, from customers' files through import and engine."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analytics import engine
from analytics.portfolio import customers_per_manager, loads
from analytics.registry import kpi_by_id
from data.importing import run_import
from data.query import open_reader
from data.reading.answers import Answers
from data.workspace import Source, Workspace
from domain.period import PeriodCut, parse_period
from domain.scope import LAPTOP, Scope

HEADERS = "customer_id,customer_name,manager_name,owned_from\n"
QUARTER, AS_OF = parse_period("2025-Q1"), date(2025, 3, 31)


def test_x_owns_10_customers_for_90_days_and_y_20_for_the_last_45(tmp_path: Path) -> None:
    """Section 4: (900 + 900) / (90 + 45) = 13.33; the end snapshot says 15. Q1 2025 has 90 days; its last 45 begin on
    15 February."""
    rows = [f"X{n},Customer X{n},X,2025-01-01\n" for n in range(10)]
    rows += [f"Y{n},Customer Y{n},Y,2025-02-15\n" for n in range(20)]
    path = tmp_path / "customers.csv"
    path.write_text(HEADERS + "".join(rows), encoding="utf-8")
    workspace = tmp_path / "workspace"
    answered = Answers(entity="customers", date_order="ymd")
    assert run_import(workspace, [Source(path.name, path)], answered, confirm=True).snapshot
    snapshot = Workspace(workspace).snapshots.current()
    assert snapshot is not None
    with open_reader(snapshot, Scope(LAPTOP)) as read:
        (load,) = engine.answers(kpi_by_id("customers_per_manager"), [QUARTER], AS_OF, read)
        (last_day,) = engine.answers(kpi_by_id("customers_per_manager_snapshot"), [QUARTER], AS_OF, read)
        cut = PeriodCut(QUARTER.start, QUARTER.end, QUARTER.end, QUARTER.previous.start, AS_OF)
        portfolio = read("portfolio_customers", {"periods": [cut]})
    assert (load.numerator, load.denominator) == (1800, 135)
    assert load.value == pytest.approx(13.3333, abs=5e-5)
    assert last_day.value == 15
    assert customers_per_manager(loads(portfolio, QUARTER.days)) == 15
