"""Tables on a terminal, and the one way in which times are taken."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Sequence

RUNS = 5


def median_seconds(act: Callable[[], object], runs: int = RUNS) -> float:
    """Median wall time of ``runs`` runs, after one that warms up."""
    act()
    times = []
    for _run in range(runs):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def heading(text: str) -> None:
    """Print a headline."""
    print(f"\n{text}\n{'=' * len(text)}")


def table(title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table: the first column to the left, numbers to the right."""
    lines = [tuple(header), *(tuple(row) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(header))]
    print(f"\n{title}")
    for line in lines:
        cells = [
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        print("  " + "  ".join(cells))
