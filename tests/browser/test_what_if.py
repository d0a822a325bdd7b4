"""A lever moved from the keyboard: the figures change, the focus stays, nothing jumps."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Reader
from tests.browser.serving import Server
from tests.browser.test_smoke import TELEPHONE, assert_calm, assert_fits

TOP_OF_LEVERS = "() => document.querySelector('.st-key-levers').getBoundingClientRect().top"


def test_a_slider_moves_from_the_keyboard_and_keeps_the_focus(server: Server, reader: Reader) -> None:
    told_before = len(server.tracebacks)
    page = reader.open(f"{server.address}/what_if?lang=vi")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Không thay đổi gì")
    top = page.evaluate(TOP_OF_LEVERS)
    retention = page.get_by_role("slider", name="Giữ chân khách hàng")
    retention.focus()
    for step in ("+0,5", "+1", "+1,5"):  # only the figures run, and they keep to the reader's language
        page.keyboard.press("ArrowRight")
        expect(heading).to_contain_text(f"Giữ chân khách hàng {step} điểm %")
        expect(retention).to_be_focused()
    expect(page.get_by_role("button", name="Đưa mọi đòn bẩy về 0")).to_be_enabled()
    assert page.evaluate(TOP_OF_LEVERS) == top, "the levers stay where they are under the finger"
    assert "retention=%2B0.015" in page.url
    assert_calm(page)
    page = reader.open(page.url)
    expect(heading).to_contain_text("Giữ chân khách hàng +1,5 điểm %")
    page.set_viewport_size(TELEPHONE)
    reader.settled()
    assert_calm(page)
    assert_fits(page)
    assert server.tracebacks[told_before:] == []
