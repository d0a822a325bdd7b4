"""Worked numbers of kpi.md section 3 on revenue and head counts, through the import and the engine."""

from __future__ import annotations

from datetime import date

import pytest

from analytics import engine
from analytics.asking import cut_of
from analytics.registry import kpi_by_id
from analytics.retention import Ends, customers_at_both_ends, revenue_bridge
from data.importing import run_import
from data.query import open_reader
from data.reading.answers import Answers
from data.snapshots import Snapshots
from data.workspace import Source
from domain.period import parse_period
from domain.scope import LAPTOP, Dimension, Scope
from tests.analytics.tables_in_memory import read_from, used

QUARTER, END = parse_period("2025-Q3"), date(2025, 12, 31)
MAY, AUGUST = "2025-05-05", "2025-08-05"
BEFORE_AND_NOW = {
    "Churned": (900_000, None),
    "Contracted": (2_000_000, 1_400_000),
    "Expanded": (3_000_000, 4_800_000),
    "Same": (4_100_000, 4_100_000),
    "New": (None, 700_000),
}


@pytest.fixture
def snapshot(tmp_path):
    lines = ["invoice_id,customer_name,amount,currency,invoiced_on,status"]
    for customer, (before, now) in BEFORE_AND_NOW.items():
        for day, amount in ((MAY, before), (AUGUST, now)):
            if amount is not None:
                lines.append(f"{customer}-{day},{customer},{amount},USD,{day},valid")
    path = tmp_path / "invoices.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    workspace = tmp_path / "workspace"
    run_import(workspace, [Source(path.name, path)], Answers(entity="invoices", date_order="ymd"), confirm=True)
    found = Snapshots(workspace).current()
    assert found is not None
    return found


def test_10_million_less_churn_and_contraction_keeps_85_percent_and_with_expansion_103(snapshot):
    """Before 10.0 M, contraction 0.6, churn 0.9, expansion 1.8 → GRR 85 %, NRR 103 %."""
    with open_reader(snapshot, Scope(LAPTOP)) as read:
        (gross,) = engine.answers(kpi_by_id("gross_revenue_retention"), [QUARTER], END, read)
        (net,) = engine.answers(kpi_by_id("net_revenue_retention"), [QUARTER], END, read)
        (nobody,) = engine.answers(kpi_by_id("net_revenue_retention"), [QUARTER], END, read, dimension=Dimension.REGION)
    assert (gross.value, gross.numerator, gross.denominator, gross.n) == (0.85, 8_500_000, 10_000_000, 4)
    assert (net.value, net.numerator, net.n) == (1.03, 10_300_000, 4)
    assert (nobody.group, nobody.value) == ("(none)", 1.03)


def test_the_same_ten_million_as_a_bridge(snapshot):
    with open_reader(snapshot, Scope(LAPTOP)) as read:
        bridge = revenue_bridge(read("rows_revenue_retention", {"periods": [cut_of(QUARTER, END)]}))
    assert bridge is not None
    assert (bridge.before, bridge.now, bridge.n) == (10_000_000, 11_000_000, 5)
    assert (bridge.new, bridge.won_back, bridge.expansion) == (700_000, 0, 1_800_000)
    assert (bridge.contraction, bridge.lost) == (600_000, 900_000)


def test_joining_and_leaving_inside_the_period_makes_85_of_a_true_90_percent():
    """S = 100, 10 leave, 20 join of whom 5 leave: (end − new)/start says 85 %, 90 % are still there."""
    start, leave, join = date(2025, 1, 1), date(2025, 8, 1), date(2025, 7, 10)
    rows = [used(f"stays{i}", start, date(2026, 6, 1), basis="contract") for i in range(90)]
    rows += [used(f"leaves{i}", start, leave, basis="contract") for i in range(10)]
    rows += [used(f"joins{i}", join, date(2026, 6, 1), basis="contract") for i in range(15)]
    rows += [used(f"tries{i}", join, leave, basis="contract") for i in range(5)]
    ends = customers_at_both_ends(read_from({"customer_activity": rows}), QUARTER, END)
    assert ends == Ends(start=100, end=105, new=20, kept=90)
    assert (ends.head_count_rate, ends.kept_rate) == (0.85, 0.9)
