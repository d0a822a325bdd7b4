"""How long the overview's data take: in a new process (cold), asked for once more (warm), and the period before.

Drawing is left out; what a person waits for in a browser is measured beside it.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.printing import RUNS, table


def measure_first_page(workspace: Path) -> None:
    """Print milliseconds, the median of several new processes."""
    runs = []
    for _run in range(RUNS):
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.first_page", str(workspace)], check=True, capture_output=True, text=True
        )
        runs.append(json.loads(done.stdout.splitlines()[-1]))
    middle = {name: sorted(run[name] for run in runs)[RUNS // 2] for name in runs[0]}
    header = ("", "cold, ms", "warm, ms", "period before, ms")
    cells = (f"{middle[name]:,.0f}" for name in ("cold", "warm", "before"))
    table("The overview's data", header, [("six cards, target, what changed, who needs attention", *cells)])


def main() -> None:
    """Ask for everything that the overview shows, as it does; print the times as JSON."""
    workspace = Path(sys.argv[1])
    os.environ["QUARTERDECK_WORKSPACE"] = str(workspace)
    import streamlit as st

    logging.disable(logging.CRITICAL)  # there is no browser to draw for, and Streamlit says so at every call
    st.empty()  # the first drawing finds out that there is no server, which one that serves never does
    from data.snapshots import Snapshots
    from domain.scope import LAPTOP
    from ui import asking, overview, shell

    shell.settle()
    st.session_state["snapshot"] = Snapshots(workspace).current_version()

    def ask() -> None:
        asked = asking.ask(LAPTOP)
        assert asked is not None
        overview.overview_headline(asked)
        overview.six_cards(asked)
        overview.what_changed(asked)
        overview.who_needs_attention(asked)

    found = {"cold": _milliseconds(ask), "warm": _milliseconds(ask)}
    before = asking.ask(LAPTOP)
    assert before is not None
    st.query_params["period"] = before.view.period.previous.name
    found["before"] = _milliseconds(ask)
    print(json.dumps(found))


def _milliseconds(act: Callable[[], None]) -> float:
    start = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - start)


if __name__ == "__main__":
    main()
