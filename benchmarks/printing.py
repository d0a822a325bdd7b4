"""Tables on a terminal, and the one way in which times are taken."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Sequence

RUNS = 5
PAIRS = 11


def median_seconds(act: Callable[[], object], runs: int = RUNS, *, warm: bool = True) -> float:
    """Median wall time of ``runs`` runs, after one that warms up."""
    if warm:
        act()
    times = []
    for _run in range(runs):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def paired_seconds(
    act: Callable[[], object], beside: Callable[[], object], runs: int = PAIRS
) -> tuple[float, float, float]:
    """Median wall times of two acts that take turns after a warm-up, and the median of the pairs' ratios."""
    act()
    beside()
    pairs = [(median_seconds(act, 1, warm=False), median_seconds(beside, 1, warm=False)) for _run in range(runs)]
    ours, theirs = ([pair[place] for pair in pairs] for place in (0, 1))
    return statistics.median(ours), statistics.median(theirs), statistics.median(one / two for one, two in pairs)


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
