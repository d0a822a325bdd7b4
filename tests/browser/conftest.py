"""A real server with the sample company, and a real browser that looks at it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import find_chromium
from tests.browser.serving import Server, command_line, serving

SAMPLE_UNTIL = "2026-01-15"
WAIT_MS = 60_000
TWO_CORES_ARE_BUSY_MS = 30_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All browser tests share one server: one worker runs them all."""
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker("browser")
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard with the sample company up to the end of 2025."""
    workspace = tmp_path_factory.mktemp("browser") / "workspace"
    command_line(workspace, "sample", "--until", SAMPLE_UNTIL)
    with serving(workspace) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = find_chromium()
    if executable is None:
        reason = "there is no Chromium: `make test` finds or installs one"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    expect.set_options(timeout=TWO_CORES_ARE_BUSY_MS)
    with sync_playwright() as playwright:
        # --no-sandbox: Chromium refuses to sandbox itself for root, and CI machines run as root.
        running = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield running
        running.close()


class Reader:
    """One person in front of the dashboard. ``requests`` are all addresses the browser asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        page.set_default_timeout(WAIT_MS)
        page.on("request", lambda request: self.requests.append(request.url))

    def open(self, address: str) -> Page:
        """Go to a page and wait until Streamlit has drawn all of it."""
        self.page.goto(address)
        return self.settled()

    def settled(self) -> Page:
        """Wait until the page stands still: connected, run to its end, no placeholder left."""
        app = self.page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")
        expect(app).to_have_attribute("data-test-script-state", "notRunning")
        expect(self.page.locator('[data-testid="stSkeleton"], [data-stale="true"]')).to_have_count(0)
        expect(self.page.get_by_test_id("stMainBlockContainer")).to_be_visible()
        # a cold server draws once without a frame and starts afresh: every page that is drawn has its headline
        expect(self.page.get_by_role("heading", level=1).first).to_be_visible()
        expect(app).to_have_attribute("data-test-script-state", "notRunning")
        expect(self.page.locator('[data-testid="stSkeleton"], [data-stale="true"]')).to_have_count(0)
        return self.page

    @property
    def foreign_hosts(self) -> set[str]:
        """Hosts other than the server that the browser was sent to."""
        asked = (urlsplit(url) for url in self.requests)
        return {url.netloc for url in asked if url.scheme not in {"data", "blob"} and url.hostname != "127.0.0.1"}


@pytest.fixture
def reader(browser: Browser) -> Iterator[Reader]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB", reduced_motion="reduce")
    yield Reader(context.new_page())
    context.close()


@pytest.fixture
def page(reader: Reader) -> Page:
    """A blank page; ``reader.open`` waits for what it shows."""
    return reader.page
