"""``scenario``: the same numbers as the forecast without levers, saved under a name, opened on newer data."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner, Result

from cli import app
from data.snapshots import Snapshots
from tests.data.stores import stored
from tests.ui.test_forecast import TARGETS, invoices


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scenario")
    customers = [
        {"customer_id": "K1", "customer_name": "Acme", "manager_name": "An", "region": "Bắc", "segment": "SME"},
        {"customer_id": "K2", "customer_name": "Bình Minh", "manager_name": "Chi", "region": "Nam", "segment": "Lớn"},
    ]
    stored(folder, {"invoice_line": invoices(33), "target": TARGETS, "customer": customers})
    return folder


def asked(workspace, *arguments: str, command: str = "scenario") -> Result:
    return CliRunner().invoke(app, ["--workspace", str(workspace), command, *arguments])


def run(workspace, *arguments: str, command: str = "scenario") -> dict:
    result = asked(workspace, *arguments, "--json", command=command)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


SCOPES = [[], ["--manager", "An"], ["--region", "Nam"], ["--as-of", "2025-06-18"]]


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: " ".join(scope) or "whole")
def test_without_levers_it_is_the_forecast_of_every_scope(workspace, scope):
    forecast, found = run(workspace, *scope, command="forecast"), run(workspace, *scope)
    assert found["scenario"] == found["baseline"] == forecast["total"]
    assert [month["scenario"] for month in found["months"]] == forecast["months"]
    assert found["change"] == 0


def test_json_holds_all_that_the_page_shows(workspace):
    found = run(workspace, "--set", "price_change=5%", "--set", "lose:K2=1", "--name", "Họp")
    assert found["levers"]["price_change"] == {"change": 0.05, "baseline": 0.0, "value": 0.05}
    assert found["text"] == {"lose:K2": "1", "price_change": "+0.05"}
    bridge = found["bridge"]
    assert bridge["baseline"] + sum(share["amount"] for share in bridge["shares"]) == bridge["scenario"]
    assert found["change"] == pytest.approx(bridge["scenario"] - bridge["baseline"], abs=1)
    assert 0 <= found["chance"] <= 1
    assert set(found["kpis"]) == {
        "response_time_mean", "nps", "returning_customers", "returning_rate", "customers_per_manager_snapshot",
    }  # fmt: skip
    reasons = {one["lever"]: one["reason"] for one in found["available"]}
    assert reasons["price_change"] is None
    assert "ticket" in reasons["response_time"]
    assert (found["name"], found["ignored"]) == ("Họp", [])


def test_text_begins_with_the_sentence(workspace):
    first = asked(workspace, "--set", "price_change=+2%").stdout.splitlines()[0]
    assert first.startswith("Price change +2%: ₫")
    assert "the target" in first
    assert first.endswith("chance")


@pytest.mark.parametrize(
    ("given", "words"),
    [("magic=1", "retention, price_change"), ("price_change=90%", "-0.3 to 0.3"), ("nps=+5", "survey"),
     ("retention", "LEVER=VALUE"), ("lose:K9=1", "K9")],
)  # fmt: skip
def test_a_lever_that_cannot_be_moved_is_wrong_usage(workspace, given, words):
    result = asked(workspace, "--set", given)
    assert result.exception is not None
    assert getattr(result.exception, "exit_code", None) == 2
    assert words in str(result.exception)


def test_what_reaches_the_target(workspace):
    found = run(workspace, "--reach", "price_change", "--goal", "17e9")["reach"]
    assert found["is_reachable"]
    again = run(workspace, "--set", f"price_change={found['text']['price_change']}")
    assert again["total"] == pytest.approx(17e9, rel=1e-6)
    mix = run(workspace, "--reach", "price_change", "--reach", "lose:K1", "--goal", "99e9")["reach"]
    assert not mix["is_reachable"]
    assert "the most is" in mix["sentence"]


def test_saved_listed_opened_compared_and_deleted(workspace):
    run(workspace, "--set", "price_change=+1%", "--save", "--name", "A", "--author", "Lan", "--note", "Quý 4")
    run(workspace, "--region", "Nam", "--set", "price_change=+3%", "--save", "--name", "B")
    listed = run(workspace, "--list")["scenarios"]
    assert [(one["name"], one["author"], one["note"], one["levers"]) for one in listed] == [
        ("A", "Lan", "Quý 4", {"price_change": "+0.01"}), ("B", "", "", {"price_change": "+0.03"}),
    ]  # fmt: skip
    assert "already" in str(asked(workspace, "--set", "price_change=+9%", "--save", "--name", "B").exception)
    assert "No lever" in str(asked(workspace, "--save", "--name", "C").exception)
    opened = run(workspace, "--name", "B")
    assert opened["total"] == pytest.approx(listed[1]["total"], abs=1), "in the scope in which it was saved"
    assert (opened["since_saved"]["by_data"], opened["since_saved"]["by_levers"]) == (0, 0)
    both = run(workspace, "--name", "A", "--name", "B")["scenarios"]
    assert [one["name"] for one in both] == ["A", "B"]
    text = asked(workspace, "--name", "A", "--name", "B").stdout
    assert "nothing has changed since" in text
    assert [one["name"] for one in run(workspace, "--name", "A", "--delete")["scenarios"]] == ["B"]
    five = asked(workspace, *(f"--name={letter}" for letter in "ABCDE"))
    assert "at most 4" in str(five.exception)


def test_on_newer_data_the_difference_is_explained_and_what_is_gone_is_named(tmp_path):
    stored(tmp_path, {"invoice_line": invoices(33), "target": TARGETS})
    before = run(tmp_path, "--set", "lose:K2=1", "--set", "price_change=+10%", "--save", "--name", "Q4")
    stored(tmp_path, {"invoice_line": [{**row, "customer_id": "K1"} for row in invoices(32)], "target": TARGETS})
    found = run(tmp_path, "--name", "Q4")
    assert found["saved"]["snapshot"] != found["snapshot"]
    since = found["since_saved"]
    assert since["by_data"] == pytest.approx(found["baseline"]["mean"] - before["baseline"]["mean"], abs=1)
    assert since["by_levers"] == pytest.approx(found["change"] - before["change"], abs=1)
    assert found["total"] - before["total"] == pytest.approx(since["by_data"] + since["by_levers"], abs=1)
    assert [one["lever"] for one in found["ignored"]] == ["lose:K2"]
    assert "price_change" in found["levers"]


def test_a_scenario_of_an_undone_import_still_opens(tmp_path):
    first = stored(tmp_path, {"invoice_line": invoices(33)})
    stored(tmp_path, {"invoice_line": invoices(30), "target": TARGETS})
    run(tmp_path, "--set", "price_change=+1%", "--save", "--name", "X")
    Snapshots(tmp_path).point_to(first.version)
    found = run(tmp_path, "--name", "X")
    assert found["snapshot"] == first.version
    assert found["chance"] is None


def test_too_early_says_why_and_from_when(workspace):
    found = run(workspace, "--as-of", "2023-05-31")
    assert (found["scenario"], found["possible_on"]) == (None, "2024-01-01")
