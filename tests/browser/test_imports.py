"""A real CRM export dropped on the Imports page of a fresh installation, through to the board's number."""

import shutil

import pytest
from playwright.sync_api import expect

from tests.browser.serving import serving

FILES = ("sales_pipeline.csv", "sales_teams.csv", "accounts.csv", "products.csv")


@pytest.fixture
def fresh(server, tmp_path):
    """A server of its own on a copy of the sample company's workspace: what an import changes, no other test sees."""
    workspace = tmp_path / "workspace"
    shutil.copytree(server.workspace, workspace)
    with serving(workspace) as running:
        yield running


def test_dropped_files_are_understood_asked_about_once_loaded_and_shown(fresh, reader, shared):
    page = reader.open(f"{fresh.address}/imports?lang=en")
    page.locator("input[type=file]").set_input_files([shared / "datasets" / "maven_crm" / name for name in FILES])
    expect(page.get_by_text("which currency the amounts in sales_pipeline.csv are in")).to_be_visible()
    expect(page.get_by_role("button", name="Load", exact=True)).to_be_disabled()
    page.get_by_role("button", name="USD", exact=True).click()
    expect(page.get_by_text("“GTXPro” is the product “GTX Pro”")).to_be_visible()
    expect(page.get_by_text("amount 10,005,534 USD")).to_be_visible()
    expect(page.get_by_text("take the place of the sample company")).to_be_visible()
    page.get_by_role("button", name="Load", exact=True).click()
    expect(page.get_by_text("Loaded: 8,927 rows")).to_be_visible()
    reader.settled()

    page = reader.open(f"{fresh.address}/revenue?lang=en&period=2017-Q4")
    expect(page.get_by_text("$2.8 M").first).to_be_visible()
    expect(page.get_by_text("1,196 rows behind this number")).to_be_visible()
    expect(page.get_by_text("Sample data")).to_have_count(0)
    page = reader.open(f"{fresh.address}/?lang=vi&period=2017-Q4")
    expect(page.get_by_role("heading", name="Quý 4/2017: doanh số 2,8 triệu")).to_be_visible()

    page = reader.open(f"{fresh.address}/imports?lang=en")
    page.get_by_role("button", name="Undo the last import").click()
    expect(page.get_by_text("was taken back")).to_be_visible()
    page = reader.open(f"{fresh.address}/?lang=en")
    expect(page.get_by_text("Sample data")).to_be_visible()
    assert fresh.tracebacks == []


def test_a_file_that_cannot_be_used_says_why_and_changes_nothing(fresh, reader, tmp_path):
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    hostile = tmp_path / "hostile.csv"
    hostile.write_text("colour,shape\n<img src=x onerror=alert(1)>,![a](http://127.0.0.1:9/x.png)\n", encoding="utf-8")
    page = reader.open(f"{fresh.address}/imports?lang=en")
    page.locator("input[type=file]").set_input_files([empty, hostile])
    expect(page.get_by_text("The file is empty.")).to_be_visible()
    expect(page.get_by_role("button", name="Load", exact=True)).to_be_disabled()
    reader.settled()
    assert reader.foreign_hosts == set()
    assert not any(":9/" in url for url in reader.requests)
    assert fresh.tracebacks == []
