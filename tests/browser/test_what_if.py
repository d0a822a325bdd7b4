"""A lever moved from the keyboard: the figures change, the focus stays, nothing jumps."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Reader
from tests.browser.serving import Server
from tests.browser.test_smoke import TELEPHONE, assert_calm, assert_fits

TOP_OF_LEVERS = "() => document.querySelector('.st-key-levers').getBoundingClientRect().top"


def test_a_slider_moves_from_the_keyboard_and_keeps_the_focus(server: Server, reader: Reader) -> None:
    told_before = len(server.tracebacks)
    page = reader.open(f"{server.address}/what_if?lang=en")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("No lever moved")
    top = page.evaluate(TOP_OF_LEVERS)
    retention = page.get_by_role("slider", name="Retention")
    retention.focus()
    for step in ("+0.5", "+1", "+1.5"):
        page.keyboard.press("ArrowRight")
        expect(heading).to_contain_text(f"Retention {step} pp")
        expect(retention).to_be_focused()
    expect(page.get_by_role("button", name="All levers back to zero")).to_be_enabled()
    assert page.evaluate(TOP_OF_LEVERS) == top, "the levers stay where they are under the finger"
    assert "retention=%2B0.015" in page.url
    assert_calm(page)
    page = reader.open(page.url)
    expect(heading).to_contain_text("Retention +1.5 pp")
    page.set_viewport_size(TELEPHONE)
    reader.settled()
    assert_calm(page)
    assert_fits(page)
    assert server.tracebacks[told_before:] == []
