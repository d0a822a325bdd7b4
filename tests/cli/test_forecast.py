"""``forecast``: the year as text and as JSON, the same numbers as on the page."""

from __future__ import annotations

import json
from datetime import date

import pytest
from typer.testing import CliRunner

from cli import app
from data.book import Book
from domain.kept_forecast import scope_key
from domain.scope import LAPTOP, Scope
from tests.data.stores import stored
from tests.ui.test_forecast import TARGETS, invoices


@pytest.fixture
def workspace(tmp_path):
    stored(tmp_path, {"invoice_line": invoices(33), "target": TARGETS})
    return tmp_path


def run(workspace, *arguments: str) -> str:
    result = CliRunner().invoke(app, ["--workspace", str(workspace), "forecast", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_json_holds_history_months_quarters_total_chance_model_and_record(workspace):
    found = json.loads(run(workspace, "--json"))
    assert (found["as_of"], found["currency"]) == ("2025-09-30", "VND")
    assert found["year"] == {"name": "2025", "start": "2025-01-01", "end": "2026-01-01"}
    assert (len(found["history"]), len(found["months"]), len(found["quarters"])) == (33, 12, 4)
    total = found["total"]
    assert total["lo95"] <= total["lo80"] <= total["mean"] <= total["hi80"] <= total["hi95"]
    assert (total["target"], 0 <= total["chance"] <= 1) == (20_000_000_000, True)
    assert total["mean"] == pytest.approx(sum(month["mean"] for month in found["months"]), abs=1)
    assert set(found["back_test"]) == {"mase", "mase_seasonal_naive", "coverage80", "n_tests", "why_not"}
    assert (found["last_quarter"]["period"], found["last_quarter"]["is_kept"]) == ("2025-Q3", False)


def test_json_holds_customers_that_add_up_and_says_why_there_is_no_pipeline(workspace):
    found = json.loads(run(workspace, "--json"))
    customers = found["customers"]
    assert {one["customer_id"] for one in customers} == {"K1", "K2", None}
    total = found["total"]
    for figure in ("mean", "actual"):
        assert sum(one["total"][figure] for one in customers) == pytest.approx(total[figure], abs=1)
    views = found["views"]
    assert views["statistical"]["mean"] == total["mean"]
    assert (views["pipeline"], views["combined"]) == (None, None)
    assert views["why"].startswith("No deal with the day of its creation")
    assert found["calendar"] is None, "33 months are less than three years"


def test_text_says_the_finding_first(workspace):
    first = run(workspace, "--by", "manager").splitlines()[0]
    assert first.startswith("2025: ")
    assert "chance of reaching" in first


def test_a_forecast_made_is_kept(workspace):
    run(workspace, "--as-of", "2025-06-30")
    (kept,) = Book(workspace).kept_forecasts(scope_key(Scope(LAPTOP)), "2025-Q3")
    assert kept.as_of == date(2025, 6, 30)


def test_too_early_says_from_when(workspace):
    found = json.loads(run(workspace, "--as-of", "2023-05-31", "--json"))
    assert (found["year"], found["possible_on"]) == (None, "2024-01-01")


def test_the_rule_that_chose_a_model_is_said(tmp_path):
    stored(tmp_path, {"invoice_line": invoices(20)})
    said = "Model: average of simple methods (less than two years are known). Months known: 20; a back-test takes 27."
    assert said in run(tmp_path)


def test_every_part_has_a_back_test_with_coverage_or_the_reason_why_not(workspace):
    found = json.loads(run(workspace, "--by", "manager", "--json"))
    parts = [found, *found["groups"], *(one for one in found["customers"] if one["customer_id"])]
    assert len(parts) == 4
    for part in parts:
        told = part["back_test"]
        assert (told["coverage80"] is None) == (told["n_tests"] == 0) == (told["why_not"] is not None)
