"""Real files through the Imports page: dropped, asked about once, loaded."""

from __future__ import annotations

import os
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.importing import loads, run_import
from data.reading.answers import Answers
from data.workspace import Source
from i18n.translate import set_language

ROOT = Path(__file__).parents[2]
SETS = {
    "ravenstack": (
        ["ravenstack_saas/ravenstack_accounts.csv", "ravenstack_saas/ravenstack_subscriptions.csv",
         "ravenstack_saas/ravenstack_support_tickets.csv"],
        "USD", 7500,
    ),
    "nps": (["nps_timeseries/NPS_timeseries_data.csv"], None, 5000),
    "kaggle": (["kaggle_sales_data_two_dialects/sales_data_sample.semicolon_cp437.csv"], "USD", 2823),
    "kaggle comma": (["kaggle_sales_data_two_dialects/sales_data_sample.comma_cp437.csv"], "USD", 2823),
    "ibm": (["ibm_accounts_receivable/WA_Fn-UseC_-Accounts-Receivable_with_missing.csv"], "USD", 2586),
    "cdnow": (["cdnow_lifetimes/CDNOW_master.txt"], "USD", 69_659),
    "kiotviet": (["kiotviet_product_template/MauFileSanPham.xlsx"], None, 10),
    "maven": ([f"maven_crm/{name}.csv" for name in ("sales_pipeline", "sales_teams", "accounts", "products")],
              "USD", 8927),
    "seeds": ([f"fivetran_api_seeds/{name}_data.csv" for name in ("hubspot_company", "hubspot_owner", "sf_task")],
              None, 134),
}  # fmt: skip
"""Set → its files, the one answer it needs, and how many rows then load."""


@pytest.fixture
def page(tmp_path, monkeypatch):
    """The Imports page of an empty workspace, without the frame: that starts every run of the tester a second time,
    and the second no longer knows which button was pressed.
    """
    monkeypatch.setenv("QUARTERDECK_WORKSPACE", str(tmp_path))
    set_language("en")
    app = AppTest.from_file(str(ROOT / "pages" / "imports.py"), default_timeout=120)
    app.query_params["lang"] = "en"
    return app.run()


def drop(page: AppTest, paths: list[Path]) -> AppTest:
    """Files dropped anew: the tester, unlike a browser, forgets them with every run."""
    return page.file_uploader[0].set_value([(path.name, path.read_bytes(), "text/csv") for path in paths])


def load_button(page: AppTest):
    return next(button for button in page.button if button.key == "load")


def offers(page: AppTest, label: str):
    return [button for button in page.button if button.label == label]


@pytest.mark.parametrize("name", SETS)
def test_a_real_file_is_dropped_asked_about_at_most_once_and_loaded(name, page, shared):
    names, answer, n_rows = SETS[name]
    paths = [shared / "datasets" / path for path in names]
    drop(page, paths).run()
    assert not page.exception
    assert len(offers(page, "USD")) == (1 if answer else 0)
    assert load_button(page).disabled is bool(answer)
    if answer:
        drop(page, paths)
        offers(page, answer)[0].click().run()
    assert not load_button(page).disabled
    drop(page, paths)
    load_button(page).click().run()
    assert not page.exception
    found = loads(Path(os.environ["QUARTERDECK_WORKSPACE"]))
    assert sum(load["rows_loaded"] for load in found) == n_rows
    assert len(found) == len(names)


def test_what_was_decided_stands_on_the_card_with_its_proof_before_anything_is_loaded(page, tmp_path):
    path = tmp_path / "deals.csv"
    rows = ["D1,An,Won,100,03/02/2026,USD", "D2,An,Won,100,31/12/2025,USD"]
    header = "deal_id,customer_name,stage,amount,close_on,currency"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    page.query_params["lang"] = "vi"
    set_language("vi")
    drop(page, [path]).run()
    text = unescape("\n".join(element.value for element in page.markdown))
    assert "Đã quyết định những gì và vì sao" in text
    assert "“close_on”: ngày/tháng/năm, vì 31/12/2025 ở dòng 3 không hợp với thứ tự nào khác." in text
    assert "Ngày đầu tiên 31/12/2025, ngày cuối cùng 03/02/2026." in text
    assert "Loại tiền USD: cột “currency” ghi như vậy ở 2 trong 2 dòng." in text
    assert loads(Path(os.environ["QUARTERDECK_WORKSPACE"])) == []


def test_nothing_can_be_loaded_until_a_held_row_is_put_right_and_the_reasons_of_an_import_stay(page, tmp_path):
    path = tmp_path / "deals.csv"
    row = "Won,100,31/12/2025,USD"
    path.write_text(f"deal_id,customer_name,stage,amount,close_on,currency\nD1,An,{row}\nD2,An,{row}x\n")
    assert run_import(tmp_path, [Source("deals.csv", path)], Answers(confirm=True)).files[0].rows_quarantined == 1
    page.run()
    (button,) = offers(page, "Load corrected rows")
    assert button.disabled
    next(box for box in page.selectbox if box.key == "one-import").select(1).run()
    assert not page.exception
    text = unescape("\n".join(element.value for element in page.markdown))
    assert "“close_on”: day/month/year, because 31/12/2025 in line 2 fits no other order." in text


def test_both_sums_of_the_orders_stand_on_the_card(page, shared):
    paths = [shared / "datasets" / SETS["kaggle"][0][0]]
    drop(page, paths).run()
    drop(page, paths)
    offers(page, "USD")[0].click().run()
    text = unescape("\n".join(element.value for element in page.markdown))
    assert "amount 10,032,629 USD" in text
    assert "Status “Shipped”: 2,617 rows with 9,291,501.08, counted as revenue." in text
    assert "Status “Cancelled”: 60 rows with 194,487.48, not counted as revenue." in text


def test_held_back_rows_are_offered_as_a_file_to_correct_and_drop_in_again(page):
    text = "deal_id,customer_name,owner_email,stage,amount,currency,close_date\n"
    rows = [f"D{n},Acme,lan@example.vn,Won,10,USD,2025-08-15\n" for n in range(1, 10)]
    bad = "D10,Acme,lan@example.vn,Won,10,USD,2025-02-31\n"
    page.file_uploader[0].set_value([("deals.csv", (text + "".join(rows) + bad).encode(), "text/csv")]).run()
    page.file_uploader[0].set_value([("deals.csv", (text + "".join(rows) + bad).encode(), "text/csv")])
    load_button(page).click().run()
    assert not page.exception
    labels = {button.proto.label for button in page.get("download_button")}
    assert {"Rows to correct, Excel", "Rows to correct, CSV"} <= labels
    assert any("drop that file in above" in markdown.value for markdown in page.markdown)
