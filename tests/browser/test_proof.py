"""The proof behind a number opens and closes from the keyboard, and fits a telephone."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Reader
from tests.browser.serving import Server
from tests.browser.test_smoke import TELEPHONE, assert_calm


def test_a_card_proves_its_number_without_a_mouse(server: Server, reader: Reader) -> None:
    reader.page.set_viewport_size(TELEPHONE)
    page = reader.open(f"{server.address}/?lang=en")
    assert_calm(page)
    page.locator(".st-key-proof-card-nps button:visible").first.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    for words in (
        "What it means",
        "How it comes out",
        "How sure it is",
        "What was left out",
        "rows behind this number",
    ):
        expect(dialog.get_by_text(words).first).to_be_visible()
    inner, scrolled = page.evaluate("[window.innerWidth, document.documentElement.scrollWidth]")
    assert scrolled <= inner
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
