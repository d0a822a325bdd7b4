"""Two spellings of one customer, merged in a browser and taken back."""

import re

import pytest
from playwright.sync_api import expect

from data.importing import run_import
from data.reading.answers import Answers
from data.workspace import Source
from tests.browser.serving import serving

INVOICES = "invoice_id,customer_name,invoiced_on,amount,currency\n1,Công ty An Phát,2025-03-01,100,VND\n"


@pytest.fixture
def two(tmp_path):
    """A server on a workspace with one customer written in two ways."""
    path = tmp_path / "invoices.csv"
    path.write_text(INVOICES + "2,CONG TY AN PHAT,2025-03-02,20,VND\n", encoding="utf-8")
    assert run_import(tmp_path / "workspace", [Source(path.name, path)], Answers(entity="invoices")).snapshot
    with serving(tmp_path / "workspace") as running:
        yield running


def test_a_pair_is_merged_and_taken_back(two, reader):
    page = reader.open(f"{two.address}/imports?lang=en")
    expect(page.get_by_text("same name but for accents")).to_be_visible()
    page.get_by_role("radio", name="the same customer").click()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("1 customer counts as another now.")).to_be_visible()
    reader.settled()
    back = page.get_by_role("button", name=re.compile("counts as"))
    expect(back).to_be_visible()
    back.click()
    expect(page.get_by_text("counts on its own again")).to_be_visible()
    expect(page.get_by_text("same name but for accents")).to_be_visible()
    assert two.tracebacks == []
