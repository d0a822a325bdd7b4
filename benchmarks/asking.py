"""How long each KPI takes to answer: one quarter, the same by account manager, and eight quarters."""

from __future__ import annotations

from collections.abc import Sequence

from analytics import engine
from analytics.kpi import Kpi
from analytics.registry import KPIS
from benchmarks.printing import median_seconds, table
from data.query import open_reader
from data.snapshots import Snapshot
from domain.period import Period, PeriodKind, period_containing
from domain.scope import LAPTOP, Dimension, Scope

QUARTERS_IN_TREND = 8


def measure_kpis(snapshot: Snapshot) -> None:
    """Print milliseconds for every KPI, query and inference together, median of five, a reader opened each time."""
    with open_reader(snapshot, Scope(LAPTOP)) as read:
        as_of = engine.last_day(read)
    last = period_containing(as_of, PeriodKind.QUARTER)
    trend = [last.shift(step) for step in range(1 - QUARTERS_IN_TREND, 1)]

    def milliseconds(kpi: Kpi, periods: Sequence[Period], dimension: Dimension | None) -> str:
        def ask() -> None:
            with open_reader(snapshot, Scope(LAPTOP)) as read:
                engine.answers(kpi, periods, as_of, read, dimension=dimension)

        return f"{1000 * median_seconds(ask):,.0f}"

    rows = [
        (
            kpi.id,
            milliseconds(kpi, [last], None),
            milliseconds(kpi, [last], Dimension.MANAGER) if Dimension.MANAGER in kpi.dimensions else "",
            milliseconds(kpi, trend, None),
        )
        for kpi in KPIS
    ]
    table(f"KPIs, milliseconds ({last.name}, as of {as_of})", ("kpi", "quarter", "by manager", "8 quarters"), rows)
