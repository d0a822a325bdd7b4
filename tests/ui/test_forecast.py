"""The forecast page: the finding, the fan, the tables; a reason where there is nothing to forecast from."""

from __future__ import annotations

import html
import os
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.book import Book
from domain.kept_forecast import scope_key
from domain.period import add_months
from domain.scope import LAPTOP, Scope
from i18n.translate import set_language
from tests.data.stores import stored

ROOT = Path(__file__).parents[2]
TARGETS = [{"period": "2025", "dimension": "company", "measure": "revenue", "amount": 20_000_000_000}]


@pytest.fixture
def workspace(tmp_path):
    before = os.environ.get("QUARTERDECK_WORKSPACE")
    os.environ["QUARTERDECK_WORKSPACE"] = str(tmp_path)
    yield tmp_path
    if before is None:
        del os.environ["QUARTERDECK_WORKSPACE"]
    else:
        os.environ["QUARTERDECK_WORKSPACE"] = before


def invoices(months: int) -> list[dict[str, object]]:
    """A growing billion a month to the end of September 2025, from two customers."""
    rows: list[dict[str, object]] = []
    for step in range(months):
        day = add_months(date(2025, 9, 1), step + 1 - months).replace(day=30 if step == months - 1 else 12)
        for customer in ("K1", "K2"):
            rows.append(
                {"invoice_id": f"H{len(rows)}", "line_no_given": 1, "customer_id": customer, "invoiced_on": day,
                 "amount": 500_000_000 + 5_000_000 * step + 40_000_000 * (day.month % 3), "status": "valid"}
            )  # fmt: skip
    return rows


def shown(**parameters: str) -> str:
    given = {"lang": "en", **parameters}
    set_language(given["lang"])
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in given.items():
        app.query_params[name] = value
    app.run()
    app.switch_page("pages/forecast.py").run()
    assert not app.exception
    assert [error.value for error in app.error] == []
    return html.unescape("\n".join(element.value for element in app.markdown))


def test_the_year_is_on_the_page_with_target_chance_model_and_record(workspace):
    stored(workspace, {"invoice_line": invoices(33), "target": TARGETS})
    words = shown()
    assert "chance of reaching" in words
    assert "of the target" in words
    assert "Model: " in words
    assert "Q3 2025: with what was known on 30 Jun 2025 the forecast would have said" in words
    assert "2025 by quarter" in words


def test_customers_stand_below_the_tree_and_without_deals_the_reason_is_said(workspace):
    stored(workspace, {"invoice_line": invoices(33)})
    words = shown(by="customer")
    assert "2025 by customer: the 2 largest bring" in words
    assert "All others together: ₫0" in words
    assert "No deal with the day of its creation is loaded" in words


def test_what_was_shown_is_kept_in_the_book(workspace):
    snapshot = stored(workspace, {"invoice_line": invoices(33)})
    shown()
    (kept,) = Book(workspace).kept_forecasts(scope_key(Scope(LAPTOP)), "2025-Q4")
    assert (kept.snapshot, kept.as_of) == (snapshot.version, date(2025, 9, 30))
    assert kept.low95 <= kept.low80 <= kept.mean <= kept.high80 <= kept.high95


def test_without_a_target_the_year_before_is_compared_and_the_reason_is_said(workspace):
    stored(workspace, {"invoice_line": invoices(33)})
    words = shown(by="product")
    assert "on the year before" in words
    assert "No target is set for this period" in words
    assert "most likely" in words
    assert "Here the forecast would be split by product" in words


def test_three_months_of_history_are_no_forecast_and_the_page_says_from_when(workspace):
    stored(workspace, {"invoice_line": invoices(3)})
    words = shown()
    assert "There is no forecast of the year yet" in words
    assert "There will be one from 1 Jul 2026 on." in words


def test_without_revenue_the_page_says_so(workspace):
    ticket = {"ticket_id": "T1", "customer_name": "A", "created_at": "2025-09-30 09:00:00"}
    stored(workspace, {"ticket": [ticket]})
    assert "No revenue is loaded." in shown()


def test_the_page_speaks_vietnamese(workspace):
    stored(workspace, {"invoice_line": invoices(33), "target": TARGETS})
    assert "2025" in shown(lang="vi")
