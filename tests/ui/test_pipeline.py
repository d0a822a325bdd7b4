"""The page of open deals, with nothing to show, with little, and with what a person checks by hand."""

from __future__ import annotations

import html
from datetime import date

import pytest

from data.importing import run_import
from data.reading.answers import Answers
from data.settings import Settings
from data.workspace import Source
from tests.data.stores import stored
from tests.ui.test_pages import ROWS, run, workspace
from ui.pipeline_moves import default_days

__all__ = ["workspace"]

AS_OF = date(2025, 8, 15)


def deal(number: int, stage: str = "Open", **others: object) -> dict[str, object]:
    """A deal of 100 million at 50 %, due within the quarter."""
    row = {"deal_id": f"D{number}", "deal_name": f"Deal {number}", "customer_id": "K2", "manager_id": "M1",
           "stage": stage, "amount": 100_000_000, "probability": 0.5, "created_on": date(2025, 5, 1),
           "close_on": date(2025, 9, 10), "forecast_category": "Commit"}  # fmt: skip
    return row | others


def company(*deals: dict[str, object], target: int | None = None, **others: object) -> dict[str, object]:
    """Invoices up to 10 August, and one ticket on the last known day."""
    rows = {name: ROWS[name] for name in ("manager", "customer")}
    rows |= {"invoice_line": [row for row in ROWS["invoice_line"] if row["invoiced_on"] <= AS_OF], "deal": list(deals)}
    rows["invoice_line"] = [*rows["invoice_line"], {**rows["invoice_line"][0], "invoice_id": "Last", "amount": 0,
                                                    "invoiced_on": AS_OF}]  # fmt: skip
    if target is not None:
        rows["target"] = [{"period": "2025-Q3", "measure": "revenue", "dimension": "company", "amount": target}]
    return rows | others


def words(app) -> str:
    assert not app.exception
    assert [error.value for error in app.error] == []
    return "\n".join(html.unescape(element.value) for element in app.markdown).replace("\\", "").replace("\xa0", " ")


def test_no_deals_at_all(workspace):
    stored(workspace, company())
    said = words(run("pipeline", period="2025-Q3"))
    assert "No open deal is loaded" in said
    assert "No deal was won or lost" in said


def test_only_closed_deals(workspace):
    closed = [deal(n, "Won" if n < 2 else "Lost", close_on=date(2025, 8, 1)) for n in range(8)]
    stored(workspace, company(*closed))
    said = words(run("pipeline", period="2025-Q3"))
    assert "No open deal is due" in said
    assert "4.00×" in said, "one of four is won"
    assert "Half of the deals are closed within 92 days" in said


def test_one_open_deal_and_no_target(workspace):
    stored(workspace, company(deal(1)))
    said = words(run("pipeline", period="2025-Q3"))
    assert "# ₫100 M is open and due in Q3 2025, unweighted; ₫50 M weighted" in said
    assert "no target for" in said
    assert "exported on one day only" in said


def test_a_deal_without_an_amount_and_one_without_a_rate_are_counted_aloud(workspace):
    stored(workspace, company(deal(1), deal(2, amount=None), deal(3, currency="USD"), deal(4, close_on=None)))
    said = words(run("pipeline", period="2025-Q3"))
    assert "without an amount: 1" in said
    assert "without an exchange rate: 1" in said
    assert "1 deal due" in said
    assert "1 open deal carries no closing date" in said


def test_all_open_deals_are_stale(workspace):
    stored(workspace, company(deal(1, close_on=date(2025, 6, 1)), deal(2, close_on=date(2025, 8, 14))))
    app = run("pipeline", period="2025-Q3")
    said = words(app)
    assert "No open deal is due in" in said
    assert "2 open deals are stale" in said
    (found,) = [frame.value for frame in app.dataframe if "days_past" in frame.value.columns and len(frame.value) == 2][
        :1
    ]
    assert sorted(found["days_past"]) == [1, 75]


def test_the_worked_chance_counts_revenue_so_far(workspace):
    """Two deals of 100 M at 50 % and one at 100 %; a target of 200 M above what is invoiced already: 75 %."""
    deals = [deal(1), deal(2), deal(3, probability=1.0)]
    invoiced = sum(row["amount"] for row in company()["invoice_line"] if row["invoiced_on"] >= date(2025, 7, 1))
    stored(workspace, company(*deals, target=200_000_000 + invoiced))
    said = words(run("pipeline", period="2025-Q3"))
    assert "**75%**" in said
    assert "independently of each other" in said
    assert "exact, n = 3" in said
    assert "Chance from deals alone" in said
    assert "what is invoiced without a deal is not in it" in said


def test_a_target_met_is_said_and_not_divided_by(workspace):
    stored(workspace, company(deal(1), target=1_000))
    said = words(run("pipeline", period="2025-Q3"))
    assert "target met" in said
    assert "∞" not in said


def test_two_exports_show_what_moved_and_how_often(workspace):
    first = company(deal(1), deal(2), deal(3), deal(4))
    second = {
        "deal": [deal(1, "Won"), deal(2, close_on=date(2025, 11, 5)), deal(3, amount=150_000_000), deal(4), deal(5)]
    }
    stored(workspace, first, second)
    app = run("pipeline", period="2025-Q3")
    assert "₫100 M is new, ₫100 M was won, ₫0 lost, ₫100 M slipped to later" in words(app)
    (found,) = [frame.value for frame in app.dataframe if "move" in frame.value.columns]
    assert dict(zip(found["deal_id"], found["move"], strict=True)) == {
        "D1": "won", "D2": "slipped", "D5": "new", "D3": "revalued_up",
    }  # fmt: skip
    assert dict(zip(found["deal_id"], found["change"], strict=True)) == {
        "D1": -100_000_000, "D2": -100_000_000, "D5": 100_000_000, "D3": 50_000_000,
    }  # fmt: skip
    moved = [frame.value for frame in app.dataframe if "times_moved" in frame.value.columns]
    assert any(list(frame["deal_id"]) == ["D2"] for frame in moved)


@pytest.mark.parametrize("rate", ["count", "value", "nonsense"])
def test_win_rate_by_count_and_by_value(workspace, rate):
    closed = [deal(1, "Won", amount=300), deal(2, "Lost", amount=100), deal(3, "Lost", amount=200)]
    stored(workspace, company(*[{**row, "close_on": date(2025, 8, 1)} for row in closed]))
    said = words(run("pipeline", period="2025-Q3", rate=rate))
    assert ("50.0%" if rate == "value" else "33.3%") in said


def test_a_quarter_that_is_over_shows_the_one_under_way(workspace):
    stored(workspace, company(deal(1)), settings=Settings())
    said = words(run("pipeline", period="2025-Q2"))
    assert "is over: what is open is shown for" in said


def test_a_real_export_shows_its_published_facts(workspace, shared):
    """8,800 deals of a CRM: 63.15 % of those closed were won; open deals carry neither a date nor an amount."""
    path = shared / "datasets" / "maven_crm" / "sales_pipeline.csv"
    assert run_import(workspace, [Source(path.name, path)], Answers(currency="USD"), confirm=True).snapshot
    said = words(run("pipeline", period="2017"))
    assert "1 / win rate of 63.2%, eight periods, n = 6,711" in said
    assert "1.58×" in said
    assert "won 4,238, lost 2,473" in said
    assert "2,089 open deals in all" in said
    assert "carry no amount" in words(run("pipeline", period="2017", rate="value"))


def test_the_last_review_is_the_newest_export_before_the_quarter_of_the_last_one():
    days = [date(2025, 5, 2), date(2025, 6, 30), date(2025, 7, 8), date(2025, 8, 15)]
    assert default_days(days, 1) == (date(2025, 6, 30), date(2025, 8, 15))
    assert default_days(days[2:], 1) == (date(2025, 7, 8), date(2025, 8, 15))
    assert default_days(days, 2) == (date(2025, 7, 8), date(2025, 8, 15)), "a fiscal year from February on"


def test_the_days_compared_are_in_the_address(workspace):
    """Three exports; from the second to the third only the amount changed."""
    exports = [{"deal": [deal(1)]}, {"deal": [deal(1), deal(2)]}, {"deal": [deal(1, amount=130_000_000), deal(2)]}]
    stored(workspace, {**company(), **exports[0]}, *exports[1:])
    app = run("pipeline", period="2025-Q3", since="2026-01-02", until="2026-01-03")
    (found,) = [frame.value for frame in app.dataframe if "move" in frame.value.columns]
    assert list(zip(found["deal_id"], found["move"], strict=True)) == [("D1", "revalued_up")]
    app = run("pipeline", period="2025-Q3", since="2026-01-01", until="2026-01-02")
    (found,) = [frame.value for frame in app.dataframe if "move" in frame.value.columns]
    assert list(zip(found["deal_id"], found["move"], strict=True)) == [("D2", "new")]
    words(run("pipeline", period="2025-Q3", since="nonsense", until="1999-01-01"))
