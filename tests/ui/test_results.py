"""The revenue page: pace, bridges, targets."""

from __future__ import annotations

import html
from datetime import date
from decimal import Decimal

from data.rebuilding import set_targets
from data.typed_targets import TargetKey, TypedTarget
from data.workspace import Workspace
from tests.data.stores import stored
from tests.ui.test_pages import ROWS, run, shown, workspace

__all__ = ["workspace"]

GOALS = [
    {"period": "2025-Q3", "dimension": "company", "amount": 50_000_000},
    {"period": "2025-Q3", "dimension": "manager", "member": "M1", "amount": 60_000_000},
]
LINES = [
    {"invoice_id": "Q1", "line_no_given": 1, "customer_id": "K2", "product": "CRM", "quantity": 4, "amount": 400_000,
     "invoiced_on": date(2025, 5, 5), "status": "valid"},
    {"invoice_id": "Q2", "line_no_given": 1, "customer_id": "K2", "product": "CRM", "quantity": 6, "amount": 900_000,
     "invoiced_on": date(2025, 8, 5), "status": "valid"},
]  # fmt: skip
COMPANY = ROWS | {"target": GOALS, "invoice_line": [*ROWS["invoice_line"], *LINES]}


def words(app):
    return html.unescape(shown(app)).replace("\N{WORD JOINER}", "").replace("\N{NO-BREAK SPACE}", " ")


def test_pace_bridges_and_the_disagreement_of_levels_are_said(workspace):
    stored(workspace, COMPANY)
    said = words(run("revenue", period="2025-Q3"))
    assert "98% of target after" in said, "48.9 M of 50 M, known to 10 September"
    assert "points ahead" in said
    assert "those of the account managers add up to ₫60,000,000, the target of the company is ₫50,000,000" in said
    assert "Volume +₫200 k, mix ±₫0, price +₫300 k" in said
    assert "The largest customer brings 51% of revenue" in said
    assert "2 customers behind “All steps”" in said


def test_where_no_account_manager_is_named_the_page_is_split_by_what_is(workspace):
    stored(workspace, {"invoice_line": LINES})
    said = words(run("revenue", period="2025-Q3"))
    assert "Revenue by product, whole company, Q3 2025" in said
    assert "Too few in each group" not in said


def test_the_customers_behind_one_step_are_in_the_address(workspace):
    stored(workspace, COMPANY)
    app = run("revenue", period="2025-Q3", step="lost")
    assert "0 customers behind “Not back yet”" in words(app)


def test_a_period_without_target_or_quantity_says_why(workspace):
    stored(workspace, ROWS)
    said = words(run("revenue", period="2025-Q1"))
    assert "no target is set, so there is no pace" in said
    assert "No invoice line of the two periods has a quantity." in said


def test_a_head_types_a_target_and_it_counts(workspace):
    stored(workspace, COMPANY)
    key = TargetKey("2025-Q3", "company", "")
    set_targets(workspace, [TypedTarget(key, Decimal(40_000_000), "VND")])
    assert Workspace(workspace).book.targets()[0].key == key
    app = run("revenue", period="2025-Q3")
    assert not app.exception
    said = words(app)
    assert "122% of target after" in said
    assert "Whole company, Q3 2025: ₫40,000,000 typed counts, ₫50,000,000 imported does not." in said
    assert app.button(key="keep-targets").disabled
