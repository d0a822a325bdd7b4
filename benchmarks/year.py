"""How long the forecast page's numbers take in a new process, part by part, beside one KPI of the same snapshot.

The first part pays for the imports and opens the snapshot; what stands behind the forecast is reckoned only where a
reader opens it, and pays for statsmodels.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.printing import RUNS, table

KPI, ALL, EVIDENCE = "one KPI", "the page", "what stands behind it"


def measure_year(workspace: Path) -> None:
    """Print milliseconds of processor time, the median of several new processes, and how many times one KPI it is."""
    runs = []
    for _run in range(RUNS):
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.year", str(workspace)], check=True, capture_output=True, text=True
        )
        runs.append(json.loads(done.stdout.splitlines()[-1]))
    middle = {name: sorted(run[name] for run in runs)[RUNS // 2] for name in runs[0]}
    rows = [(name, f"{took:,.0f}", f"{took / middle[KPI]:.1f}") for name, took in middle.items()]
    table("The forecast page's numbers, cold, milliseconds of processor time", ("", "ms", "times one KPI"), rows)


def main() -> None:
    """Ask for everything that the forecast page shows, as it does; print the times as JSON."""
    from analytics import engine
    from analytics.forecast.combined import two_views
    from analytics.forecast.customers import customers_of_year
    from analytics.forecast.diagnostics import diagnostics
    from analytics.forecast.year import year_forecast
    from analytics.registry import kpi_by_id
    from data.query import open_reader
    from data.workspace import Workspace
    from domain.period import PeriodKind, period_containing
    from domain.scope import LAPTOP, Dimension, Scope

    snapshot = Workspace(Path(sys.argv[1])).snapshots.current()
    if snapshot is None:
        raise SystemExit("nothing is loaded")
    with open_reader(snapshot, Scope(LAPTOP)) as read:
        as_of = engine.last_day(read)
        quarter = period_containing(as_of, PeriodKind.QUARTER)
        parts: dict[str, Callable[[], object]] = {
            KPI: lambda: engine.answers(kpi_by_id("revenue"), [quarter], as_of, read),
            "company, quarters, months": lambda: year_forecast(read, as_of),
            "account managers": lambda: year_forecast(read, as_of, Dimension.MANAGER),
            "customers": lambda: customers_of_year(read, as_of),
            "pipeline beside it": lambda: two_views(read, as_of),
        }
        took = {name: _took(act) for name, act in parts.items()}
        took[ALL] = sum(took.values()) - took[KPI]
        took[EVIDENCE] = _took(lambda: diagnostics(read, as_of))
    print(json.dumps(took))


def _took(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return 1000 * (time.process_time() - start)


if __name__ == "__main__":
    main()
