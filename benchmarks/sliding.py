"""How long a person waits for the figures of a scenario after a slider has moved, beside a fragment that has only one
slider and one chart of the same size, move by move in turn; and how much processor time the page itself takes of it,
which tells the same on a busy machine.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.browsing import STANDS_STILL, WAIT_MS
from benchmarks.printing import table
from tests.browser.chromium import find_chromium
from tests.browser.serving import free_port, running, serving

MOVES = 100
WARM = 6
WANTED_MS = 150
EMPTY = """
import plotly.graph_objects as go
import streamlit as st

@st.fragment
def live():
    st.title("One slider")
    value = st.slider("Value", 0, 40, 20)
    values = [value + place % 3 for place in range(12)]
    chart = {"data": [{"type": "scatter", "x": list(range(12)), "y": values}], "layout": {"height": 360}}
    st.plotly_chart(go.Figure(chart), theme=None, config={"displayModeBar": False})

st.set_page_config(layout="wide")
live()
"""
MEASURE = """() => {
  const said = () => {
    const chart = document.querySelector('.js-plotly-plot');
    const isDrawn = chart && chart.data && chart.querySelector('.main-svg');
    return isDrawn ? JSON.stringify(chart.data.map((one) => one.y)) : '';
  };
  const before = said();
  const start = performance.now();
  window.blank = 0;
  window.moved = new Promise((resolve) => {
    const look = () => {
      const now = said();
      if (now === '') window.blank += 1;
      const isDone = now !== '' && now !== before && !document.querySelector('[data-stale="true"]');
      if (isDone) requestAnimationFrame(() => resolve(performance.now() - start));
      else requestAnimationFrame(look);
    };
    look();
  });
}"""
"""Starts a clock that stops when the chart shows other numbers than before and nothing on the page is out of date."""


def measure_sliding(workspace: Path) -> None:
    """Print the median and the 95th percentile of both and the processor time of a move, all in milliseconds, and what
    the page needs beyond the other.
    """
    executable = find_chromium()
    if executable is None:
        print("\nThere is no Chromium: sliders are not measured.")
        return
    script = workspace.parent / "one_slider.py"
    script.write_text(EMPTY, encoding="utf-8")
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    with (
        sync_playwright() as playwright,
        serving(workspace) as product,
        running(command, port, script.parent) as other,
    ):
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        pages = [_opened(browser, f"{product.address}/what_if?lang=en"), _opened(browser, other.address)]
        times: list[list[float]] = [[], []]
        clocks = [_clock(page) for page in pages]
        started = [0.0, 0.0]
        for move in range(WARM + MOVES):
            if move == WARM:
                started = [_processor_ms(clock) for clock in clocks]
            for page, found in zip(pages, times, strict=True):
                taken = _moved(page, "ArrowLeft" if move % 2 else "ArrowRight")
                if move >= WARM:
                    found.append(taken)
        spent = [(_processor_ms(clock) - start) / MOVES for clock, start in zip(clocks, started, strict=True)]
        browser.close()
    ours, empty = ((*_percentiles(found), processor) for found, processor in zip(times, spent, strict=True))
    beyond = tuple(a - b for a, b in zip(ours, empty, strict=True))
    named = (("what-if", ours), ("empty fragment", empty), (f"beyond it (wanted: p95 below {WANTED_MS})", beyond))
    rows = [(name, *(f"{value:,.0f}" for value in values)) for name, values in named]
    table(f"A slider moves, {MOVES} times", ("", "median, ms", "p95, ms", "processor, ms"), rows)


def _opened(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    page.wait_for_function(STANDS_STILL, arg="", timeout=WAIT_MS)
    page.locator(".js-plotly-plot").first.wait_for(timeout=WAIT_MS)
    page.get_by_role("slider").first.focus()
    return page


def _moved(page: Page, key: str) -> float:
    page.evaluate(MEASURE)
    page.keyboard.press(key)
    return float(page.evaluate("() => window.moved"))


def _clock(page: Page) -> CDPSession:
    """Counts the processor time of the page's own thread, from when it was opened."""
    clock = page.context.new_cdp_session(page)
    clock.send("Performance.enable", {"timeDomain": "threadTicks"})
    return clock


def _processor_ms(clock: CDPSession) -> float:
    found = clock.send("Performance.getMetrics")["metrics"]
    return 1000 * next(float(one["value"]) for one in found if one["name"] == "TaskDuration")


def _percentiles(times: list[float]) -> tuple[float, float]:
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


if __name__ == "__main__":
    measure_sliding(Path(sys.argv[1]))
