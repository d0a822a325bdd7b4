"""Every page, in both languages, on a desk and on a telephone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Reader
from tests.browser.serving import Server, serving

PATHS = ["/", "/revenue", "/retention", "/nps", "/response_time", "/portfolio", "/imports", "/definitions"]
DESK = {"width": 1440, "height": 900}
TELEPHONE = {"width": 390, "height": 844}
OVERHANG = """() => {
  const width = window.innerWidth;
  const scrollsItself = (node) => {
    for (let up = node.parentElement; up; up = up.parentElement) {
      if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(up).overflowX)) return true;
    }
    return false;
  };
  return [...document.querySelectorAll('body *')]
    .filter((node) => node.getBoundingClientRect().right > width + 1 && !scrollsItself(node))
    .map((node) => node.dataset.testid || node.className || node.tagName).slice(0, 5);
}"""


def assert_calm(page: Page) -> None:
    expect(page.get_by_test_id("stException")).to_have_count(0)
    heading = page.get_by_role("heading", level=1)
    expect(heading.first).to_be_visible()
    words = page.locator("body").inner_text()
    assert "Traceback" not in words
    assert not re.search(r"\{\w+\}|\bnan\b|\bNone\b|\bundefined\b", words), "a value reached the page unworded"


def assert_fits(page: Page) -> None:
    inner, scrolled = page.evaluate("[window.innerWidth, document.documentElement.scrollWidth]")
    assert scrolled <= inner, f"the page is {scrolled} px wide on {inner} px"
    assert page.evaluate(OVERHANG) == []


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_calm_complete_and_fits(server: Server, reader: Reader, path: str, language: str) -> None:
    told_before = len(server.tracebacks)
    reader.page.set_viewport_size(TELEPHONE)
    page = reader.open(f"{server.address}{path}?lang={language}")
    assert_calm(page)
    assert_fits(page)
    page.set_viewport_size(DESK)
    reader.settled()
    assert_calm(page)
    assert_fits(page)
    assert page.title()
    assert reader.foreign_hosts == set()
    assert server.tracebacks[told_before:] == []


def test_the_first_request_of_a_server_may_be_any_page_of_an_empty_workspace(tmp_path, reader: Reader) -> None:
    with serving(tmp_path / "workspace") as cold:
        page = reader.open(f"{cold.address}/nps?lang=en")
        assert_calm(page)
        assert_fits(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Welcome to Quarterdeck")
        assert cold.tracebacks == []


def test_a_cold_deep_link_shows_the_view_it_names(server: Server, reader: Reader) -> None:
    with serving(server.workspace) as cold:
        link = "/nps?lang=en&period=2025-Q2"
        cold_words = reader.open(cold.address + link).get_by_test_id("stMain").inner_text()
        warm_words = reader.open(server.address + link).get_by_test_id("stMain").inner_text()
        assert "Q2 2025" in warm_words
        assert cold_words == warm_words
        assert "period=2025-Q2" in reader.page.url


def test_a_page_says_what_it_is_to_those_who_listen(server: Server, reader: Reader) -> None:
    page = reader.open(f"{server.address}/?lang=en")
    assert page.get_by_role("heading", level=1).count() == 1
    nameless = "() => [...document.querySelectorAll('button, a[href]')].filter((node) => node.checkVisibility() && "
    nameless += "!(node.innerText.trim() || node.ariaLabel || node.title)).map((node) => node.outerHTML.slice(0, 120))"
    assert page.evaluate(nameless) == []
