"""The customer page on a desk, on a telephone and on paper."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Reader
from tests.browser.serving import Server
from tests.browser.test_smoke import DESK, TELEPHONE, assert_calm, assert_fits

CUSTOMER = "KH00003"
PAPER = {"width": 1032, "height": 703}
"""A4 across, less the margins, at 96 dots an inch."""


def test_the_story_is_lanes_on_a_desk_and_a_list_on_a_telephone(server: Server, reader: Reader) -> None:
    told_before = len(server.tracebacks)
    page = reader.open(f"{server.address}/customer?lang=en&customer={CUSTOMER}")
    chart, days = page.locator(".st-key-plot-story .js-plotly-plot"), page.locator(".st-key-story-list")
    for size, is_desk in ((DESK, True), (TELEPHONE, False)):
        page.set_viewport_size(size)
        reader.settled()
        assert_calm(page)
        assert_fits(page)
        expect(chart).to_be_visible(visible=is_desk)
        expect(days).to_be_visible(visible=not is_desk)
    assert server.tracebacks[told_before:] == []


def test_paper_holds_the_name_the_figures_and_every_line_whole(server: Server, reader: Reader) -> None:
    page = reader.open(f"{server.address}/customer?lang=en&customer={CUSTOMER}")
    name = page.get_by_role("heading", level=1).inner_text()
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    expect(page.locator(".st-key-scope-bar")).to_be_hidden()
    expect(page.locator(".st-key-events")).to_be_hidden()
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    for shown in (
        ".st-key-health",
        ".st-key-story-list",
        ".st-key-products-list",
        ".st-key-plot-story .js-plotly-plot",
    ):
        expect(page.locator(shown)).to_be_visible()
    assert page.locator("[class*='st-key-figure-customer-']").count() == 8
    chart = page.locator(".st-key-plot-story").bounding_box()
    assert chart is not None
    assert chart["x"] + chart["width"] <= PAPER["width"]
    assert chart["height"] <= PAPER["height"], "a chart taller than the page would be cut"
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
