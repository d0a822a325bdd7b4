"""Names of customers as links: on where there is a customer page, and never with a name that has no id."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

from ui import customer_links, nav
from ui.customer_links import linked, name_link
from ui.nav import PageEntry

HOSTILE = "K1&customer=K2#<script>"
FRAME = pd.DataFrame(
    {
        "customer": ["Đại Phát", "An Bình", None, "Công ty (A) & B"],
        "customer_id": ["K2", HOSTILE, None, "K 3"],
        "n": [1, 2, 3, 4],
    }
)


@pytest.fixture
def customer_page():
    """A page to link to: one that there always is stands for it."""
    before = customer_links.CUSTOMER_PAGE
    customer_links.CUSTOMER_PAGE = "portfolio"
    yield
    customer_links.CUSTOMER_PAGE = before


def test_an_address_holds_the_id_and_stands_for_the_name(customer_page):
    shown, names = linked(FRAME)
    addresses = list(shown["customer"])
    assert addresses[2] is None
    assert [names[address] for address in addresses if address] == ["Đại Phát", "An Bình", "Công ty (A) & B"]
    asked = [parse_qs(urlsplit(address).query)["customer"] for address in addresses if address]
    assert asked == [["K2"], [HOSTILE], ["K 3"]]
    assert all(urlsplit(address).path == "portfolio" for address in addresses if address)
    assert list(shown["n"]) == [1, 2, 3, 4]
    assert FRAME["customer"].iloc[0] == "Đại Phát", "the downloads keep the names"


def test_links_sort_as_their_names_do(customer_page):
    shown, names = linked(FRAME)
    assert [names[address] for address in sorted(shown["customer"].dropna())] == [
        "An Bình",
        "Công ty (A) & B",
        "Đại Phát",
    ]


def test_a_name_without_an_id_links_nothing(customer_page):
    shown, names = linked(FRAME.assign(customer_id=None))
    assert (list(shown["customer"]), names) == (list(FRAME["customer"]), {})
    assert name_link("A*B", None) == "A&#42;B"


def test_without_the_page_names_are_plain():
    customer_links_off = PageEntry("nowhere", "Nowhere")
    assert not nav.has_page(customer_links_off.name)
    before = customer_links.CUSTOMER_PAGE
    customer_links.CUSTOMER_PAGE = "nowhere"
    try:
        assert linked(FRAME)[1] == {}
        assert name_link("An Bình", "K1") == "An Bình"
    finally:
        customer_links.CUSTOMER_PAGE = before


def test_a_name_in_a_list_is_a_link(customer_page):
    assert name_link("An Bình", "K 1") == "[An Bình](portfolio?customer=K+1)"
