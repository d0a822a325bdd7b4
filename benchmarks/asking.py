"""How long each KPI takes to answer, beside a statement written by hand, and how long the first page's data take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from analytics import engine
from analytics.kpi import Kpi
from analytics.registry import KPIS
from benchmarks.by_hand import by_hand
from benchmarks.printing import median_seconds, table
from data.query import open_reader
from data.snapshots import Snapshot, open_cursor
from domain.period import Period, PeriodKind, period_containing
from domain.scope import LAPTOP, Dimension, Scope

QUARTERS_IN_TREND = 8


def measure_kpis(snapshot: Snapshot) -> None:
    """Print milliseconds for every KPI with comparisons and intervals, median of five, beside the bare statement."""
    with open_reader(snapshot, Scope(LAPTOP)) as read:
        as_of = engine.last_day(read)
    last = period_containing(as_of, PeriodKind.QUARTER)
    trend = [last.shift(step) for step in range(1 - QUARTERS_IN_TREND, 1)]

    def asking(kpi: Kpi, periods: Sequence[Period], dimension: Dimension | None) -> Callable[[], object]:
        def ask() -> None:
            with open_reader(snapshot, Scope(LAPTOP)) as read:
                engine.answers(kpi, periods, as_of, read, dimension=dimension)

        return ask

    rows = []
    with open_cursor(snapshot.path) as bare:
        for kpi in KPIS:
            cells = [kpi.id]
            for group, dimension in (("null", None), ("manager", Dimension.MANAGER)):
                if dimension is not None and dimension not in kpi.dimensions:
                    cells += ["", "", ""]
                    continue
                ours = median_seconds(asking(kpi, [last], dimension))
                cells.append(f"{1000 * ours:,.0f}")
                statement = by_hand(kpi.id, group)
                if statement is None:
                    cells += ["", ""]
                    continue
                span = {"start": last.start, "last": last.end - timedelta(days=1)}
                theirs = median_seconds(lambda: bare.execute(statement, span).fetchall())  # noqa: B023 - run here
                cells += [f"{1000 * theirs:,.0f}", f"{ours / theirs:.1f}"]
            cells.append(f"{1000 * median_seconds(asking(kpi, trend, None)):,.0f}")
            rows.append(tuple(cells))
    header = ("kpi", "quarter", "by hand", "times", "by manager", "by hand", "times", "8 quarters")
    table(f"KPIs, milliseconds ({last.name} with two comparisons, as of {as_of})", header, rows)
