"""How long each KPI takes to answer, beside a statement written by hand, and how long the first page's data take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from analytics import engine
from analytics.asking import cut_of
from analytics.kpi import Kpi
from analytics.registry import KPIS
from benchmarks.by_hand import by_hand
from benchmarks.printing import median_seconds, paired_seconds, table
from data.query import forget_answers, open_reader
from data.snapshots import Snapshot, open_cursor
from domain.period import Period, PeriodKind, period_containing
from domain.scope import LAPTOP, Dimension, Scope

QUARTERS_IN_TREND = 8


def measure_kpis(snapshot: Snapshot) -> None:
    """Print milliseconds, medians: each KPI's query beside the bare statement, and the whole answer.

    Query and statement take turns, and their ratio is the median of the pairs: load comes and goes. A query reads one
    quarter; the answer has two quarters to compare with, and the intervals.
    """
    with open_reader(snapshot, Scope(LAPTOP)) as read:
        as_of = engine.last_day(read)
    last = period_containing(as_of, PeriodKind.QUARTER)
    trend = [last.shift(step) for step in range(1 - QUARTERS_IN_TREND, 1)]
    measured = _Measured(snapshot, last, as_of)
    rows = []
    for kpi in KPIS:
        cells = [kpi.id, *measured.query(kpi, None)]
        is_split = Dimension.MANAGER in kpi.dimensions
        cells += measured.query(kpi, Dimension.MANAGER) if is_split else [""] * 3
        cells.append(measured.answer(kpi, [last], None))
        cells.append(measured.answer(kpi, [last], Dimension.MANAGER) if is_split else "")
        cells.append(measured.answer(kpi, trend, None))
        rows.append(tuple(cells))
    one = ("query", "by hand", "times")
    header = ("kpi", *one, *(f"by manager: {name}" for name in one), "answer", "by manager", "8 quarters")
    table(f"KPIs, milliseconds ({last.name}, as of {as_of})", header, rows)


class _Measured:
    """Times of one snapshot's queries and answers, nothing remembered from one run to the next."""

    def __init__(self, snapshot: Snapshot, period: Period, as_of: date) -> None:
        self.snapshot, self.period, self.as_of = snapshot, period, as_of

    def query(self, kpi: Kpi, dimension: Dimension | None) -> list[str]:
        query = kpi.query if dimension is None else kpi.split_query or kpi.query
        statement = by_hand(kpi.id, "null" if dimension is None else dimension.value)
        span = {"start": self.period.start, "last": self.period.end - timedelta(days=1)}
        with open_reader(self.snapshot, Scope(LAPTOP)) as read, open_cursor(self.snapshot.path) as bare:

            def ask() -> None:
                forget_answers()
                read(query, {"periods": [cut_of(self.period, self.as_of)], "dimension": dimension})

            if statement is None:
                return [f"{1000 * median_seconds(ask):,.0f}", "", ""]
            ours, theirs, times = paired_seconds(ask, lambda: bare.execute(statement, span).df())
        return [f"{1000 * ours:,.0f}", f"{1000 * theirs:,.0f}", f"{times:.1f}"]

    def answer(self, kpi: Kpi, periods: Sequence[Period], dimension: Dimension | None) -> str:
        def ask() -> None:
            forget_answers()
            with open_reader(self.snapshot, Scope(LAPTOP)) as read:
                engine.answers(kpi, periods, self.as_of, read, dimension=dimension)

        return f"{1000 * median_seconds(ask):,.0f}"
