"""What a person waits for: the first page after a start and a change of period, beside a page of one line."""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.printing import RUNS, table
from tests.browser.chromium import find_chromium
from tests.browser.serving import free_port, running, serving

ONE_LINE = 'import streamlit as st; st.title(st.radio("Period", ["one", "two"]))\n'
STANDS_STILL = """(before) => {
  const app = document.querySelector('[data-testid="stApp"]');
  const title = document.querySelector('h1');
  const isDrawn = app && app.dataset.testScriptState === 'notRunning' && title && title.innerText.trim();
  const main = document.querySelector('[data-testid="stMain"]');
  const isWaiting = document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]');
  return isDrawn && !isWaiting && main.innerText !== before;
}"""
WAIT_MS = 120_000


def measure_browser(workspace: Path) -> None:
    """Print seconds to the first paint of a new server and milliseconds of a change of period."""
    executable = find_chromium()
    if executable is None:
        print("\nThere is no Chromium: pages are not measured.")
        return
    one_line = workspace.parent / "one_line.py"
    one_line.write_text(ONE_LINE, encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        rows = [_one_line(browser, one_line), _product(browser, workspace)]
        browser.close()
    table(
        "In the browser",
        ("page", "start to first paint, s", "reload, s", f"change of period, ms (median of {RUNS})"),
        rows,
    )


def _one_line(browser: Browser, script: Path) -> tuple[str, ...]:
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    start = time.perf_counter()
    with running(command, port, script.parent) as server:
        page = browser.new_page()
        first, again = _paint(page, server.address, start)
        choices = [f'[data-testid="stRadio"] >> text="{("two", "one")[run % 2]}"' for run in range(RUNS)]
        moves = [_move(page, choice) for choice in choices]
        page.close()
    return ("one line of Streamlit", first, again, f"{1000 * statistics.median(moves):,.0f}")


def _product(browser: Browser, workspace: Path) -> tuple[str, ...]:
    start = time.perf_counter()
    with serving(workspace) as server:
        page = browser.new_page()
        first, again = _paint(page, f"{server.address}/?lang=en", start)
        # Backwards: every period is one that nobody has asked for yet.
        moves = [_move(page, ".st-key-step-back button") for _run in range(RUNS)]
        page.close()
    return ("the overview", first, again, f"{1000 * statistics.median(moves):,.0f}")


def _paint(page: Page, address: str, start: float) -> tuple[str, str]:
    page.goto(address)
    page.wait_for_function(STANDS_STILL, arg="", timeout=WAIT_MS)
    first = time.perf_counter() - start
    start = time.perf_counter()
    page.reload()
    page.wait_for_function(STANDS_STILL, arg="", timeout=WAIT_MS)
    return f"{first:.1f}", f"{time.perf_counter() - start:.1f}"


def _move(page: Page, selector: str) -> float:
    before = page.get_by_test_id("stMain").inner_text()
    start = time.perf_counter()
    page.locator(selector).first.click()
    page.wait_for_function(STANDS_STILL, arg=before, timeout=WAIT_MS)
    return time.perf_counter() - start
