"""A review in front of people: moved with the keys of a keyboard and of a clicker, left with Esc."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Reader
from tests.browser.serving import Server


def test_arrow_keys_and_a_clicker_move_and_esc_leaves(server: Server, reader: Reader) -> None:
    page = reader.open(f"{server.address}/review?lang=en&period=2025-Q3&slide=1")
    foot, title = page.locator(".st-key-stage-foot"), page.locator(".st-key-stage h1")
    expect(title).to_contain_text("Q3 2025")
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    for key, place in (("ArrowRight", 2), ("ArrowRight", 3), ("ArrowLeft", 2), ("PageDown", 3), ("PageUp", 2)):
        page.keyboard.press(key)
        expect(foot).to_contain_text(f"{place} /")
        expect(page).to_have_url(re.compile(rf"slide={place}\b"))
        expect(title).to_be_visible()
        reader.settled()
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("slide="))
    expect(page.get_by_test_id("stHeader")).to_be_visible()
