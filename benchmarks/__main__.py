"""``make bench``: the sample company and one ``BENCH_SCALE`` times its size (default 100), in one run.

Prints import speed beside DuckDB's bare copy of the same file, forecasts beside statsmodels' and the winner of M3, the
time of every KPI, and what a person waits for in a browser beside a page of one line; and how often the links between
KPIs hold what is planted. Times are of this machine at this moment: the ratios count.
"""

from __future__ import annotations

import os
import platform
import tempfile
from importlib.metadata import version
from pathlib import Path

from benchmarks.asking import measure_kpis
from benchmarks.browsing import measure_browser
from benchmarks.company import Exports, multiplied, write_canonical
from benchmarks.first_page import measure_first_page
from benchmarks.forecasting import measure_forecasts
from benchmarks.importing import measure_import
from benchmarks.large import measure_large_files
from benchmarks.links import measure_links
from benchmarks.printing import heading
from benchmarks.reviewing import measure_review
from benchmarks.sliding import measure_sliding
from benchmarks.what_if import measure_what_if
from benchmarks.year import measure_year
from data.workspace import Workspace
from tests.browser.serving import command_line

SAMPLE_UNTIL = "2026-01-15"


def main() -> None:
    """Measure both companies, smallest first, so that an interrupted run has told something."""
    scale = int(os.environ.get("BENCH_SCALE", "100"))
    parts = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "streamlit", "pandas"))
    print(f"Python {platform.python_version()}, {parts}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        measure_large_files(root / "large")
        measure_forecasts(root / "forecasts")
        measure_links()
        sample = root / "sample"
        command_line(sample, "sample", "--until", SAMPLE_UNTIL)
        exports = write_canonical(sample, root / "exports-1")
        _measure(root / "measured-1", exports, 1)
        if scale > 1:
            _measure(root / f"measured-{scale}", multiplied(exports, root / f"exports-{scale}", scale), scale)


def _measure(workspace: Path, exports: Exports, scale: int) -> None:
    heading(f"The sample company × {scale}")
    measure_import(workspace, exports)
    snapshot = Workspace(workspace).snapshots.current()
    if snapshot is None:
        print("nothing was loaded: there is nothing to ask")
        return
    measure_kpis(snapshot)
    measure_review(snapshot)
    measure_what_if(snapshot)
    measure_first_page(workspace)
    measure_year(workspace)
    measure_browser(workspace)
    measure_sliding(workspace)


if __name__ == "__main__":
    main()
