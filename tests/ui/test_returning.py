"""The retention page: cohorts, survival, the projection with its check, who may not return."""

from __future__ import annotations

import html
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from i18n.translate import set_language
from tests.data.stores import stored

ROOT = Path(__file__).parents[2]
START, END = date(2024, 1, 3), date(2025, 9, 30)


@pytest.fixture
def workspace(tmp_path):
    before = os.environ.get("QUARTERDECK_WORKSPACE")
    os.environ["QUARTERDECK_WORKSPACE"] = str(tmp_path)
    yield tmp_path
    if before is None:
        del os.environ["QUARTERDECK_WORKSPACE"]
    else:
        os.environ["QUARTERDECK_WORKSPACE"] = before


def purchases() -> list[dict[str, object]]:
    """Sixty customers who buy every 9 to 68 days; a third stop after half of the time."""
    rows: list[dict[str, object]] = []
    for customer in range(60):
        last = END if customer % 3 else START + (END - START) / 2
        day = START + timedelta(days=customer)
        while day <= last:
            rows.append(
                {"invoice_id": f"H{len(rows)}", "line_no_given": 1, "customer_id": f"K{customer}",
                 "amount": 1_000_000, "invoiced_on": day, "status": "valid"}
            )  # fmt: skip
            day += timedelta(days=9 + customer)
    return rows


def contracts() -> list[dict[str, object]]:
    """Eighty contracts that each last between 2 and 21 months."""
    return [
        {"contract_id": f"C{n}", "customer_id": f"K{n}", "start_on": START + timedelta(days=n % 30),
         "end_on": START + timedelta(days=60 + 8 * n), "annual_amount": 5_000_000}
        for n in range(80)
    ]  # fmt: skip


def run(**parameters: str) -> AppTest:
    given = {"lang": "en", **parameters}
    set_language(given["lang"])
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in given.items():
        app.query_params[name] = value
    app.run()
    return app.switch_page("pages/retention.py").run()


def shown(app: AppTest) -> str:
    assert not app.exception
    assert [error.value for error in app.error] == []
    return html.unescape("\n".join(element.value for element in app.markdown))


def test_without_contracts_repeat_purchases_are_projected_and_the_check_is_on_the_page(workspace):
    stored(workspace, {"invoice_line": purchases()})
    words = shown(run())
    assert "repeat purchases are expected in the next 12 months" in words
    assert "BG/NBD" in words
    assert "Checked: from what was known on" in words
    assert "The projection held." in words or "The projection did not hold" in words
    assert "20 customers may not return" not in words, "who bought nothing in a year is gone"
    assert "no customer was under contract when the period began" in words


def test_with_contracts_their_customers_are_projected(workspace):
    stored(workspace, {"invoice_line": purchases(), "contract": contracts()})
    words = shown(run())
    assert "should still be there a year later" in words
    assert "sBG" in words
    assert "Checked: from what was known on" in words


@pytest.mark.parametrize("measure", ["gross_revenue_retention", "net_revenue_retention"])
def test_choices_of_the_address_are_followed(workspace, measure):
    stored(workspace, {"invoice_line": purchases()})
    words = shown(run(measure=measure, cohorts="month", kept="revenue", period="2025-Q2"))
    assert "months after their first customers bring" in words
    assert ("Gross revenue retention" if "gross" in measure else "Net revenue retention") in words


def test_one_purchase_in_all_is_a_page_of_reasons(workspace):
    stored(workspace, {"invoice_line": purchases()[:1]})
    words = shown(run())
    assert "It takes at least two periods that are over." in words
    assert "A projection needs at least" in words
