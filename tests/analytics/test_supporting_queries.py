"""The lists beside the KPIs: who waits, who is at risk, who weighs most."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import pytest

from analytics.asking import cut_of
from domain.period import parse_period
from tests.analytics.tables_in_memory import answer, invoice, owned, read_from, ticket, used

MAY, AUGUST, END = date(2025, 5, 5), date(2025, 8, 5), date(2025, 9, 30)
COMPANY = {
    "revenue_line": [
        invoice("A", MAY, 60),
        invoice("A", AUGUST, 75),
        invoice("B", AUGUST, 25),
        invoice("Gone", MAY, 500),
    ],
    "customer_activity": [used("A", MAY), used("A", AUGUST), used("B", AUGUST, amount=25), used("Gone", MAY)],
    "customer_ownership": [owned("A", "An", MAY)],
    "survey_response": [
        answer("A", 9, AUGUST, comment="Good", sent_on=AUGUST),
        answer("B", 2, AUGUST, comment="Slow", sent_on=AUGUST),
        answer("C", None, AUGUST, comment="No score", sent_on=AUGUST),
    ],
    "ticket": [
        ticket("late", datetime(2025, 9, 1, 9), None, customer_id="A", customer="A"),
        ticket("later", datetime(2025, 8, 25, 9), None, customer_id="A", customer="A"),
        ticket("in time", datetime(2025, 9, 30, 15), None),
        ticket("closed", datetime(2025, 8, 1, 9), None, resolved_at=datetime(2025, 8, 2)),
        ticket("answered", datetime(2025, 8, 1, 9), 2),
        ticket("answered later", datetime(2025, 9, 30, 9), 24),
    ],
}


def read(query: str, **parameters: object) -> pd.DataFrame:
    return read_from(COMPANY)(query, {"periods": [cut_of(parse_period("2025-Q3"), END)], **parameters})


def test_the_most_overdue_ticket_comes_first_and_closed_ones_do_not_wait() -> None:
    found = read("waiting_tickets")
    assert list(found["ticket_id"]) == ["later", "late", "answered later", "in time"]
    assert list(found["overdue_hours"] > 0) == [True, True, False, False]
    assert found["waited_hours"].iloc[-1] == pytest.approx(1)


def test_customers_at_risk_are_lost_unhappy_or_waiting() -> None:
    found = read("customers_at_risk")
    assert [tuple(row) for row in found[["customer_id", "reason", "n", "revenue"]].itertuples(index=False)] == [
        ("Gone", "lost", 1, 500),
        ("A", "overdue", 2, 135),
        ("B", "detractor", 2, 25),
    ]
    assert found["since_on"].iloc[0].date() == MAY


def test_concentration() -> None:
    found = read("largest_customers")
    assert list(found["customer_id"]) == ["A", "B"]
    assert list(found["share"]) == [0.75, 0.25]
    assert list(found["share_so_far"]) == [0.75, 1.0]
    assert list(found["revenue_before"]) == [60, 0]


def test_active_customers_whom_nobody_owns() -> None:
    found = read("unassigned_customers")
    assert list(found["customer_id"]) == ["B"]
    assert list(found["revenue"]) == [25]


def test_load_by_manager() -> None:
    found = read("load_by_manager")
    assert found[["manager", "n_customers", "revenue", "largest_customer", "n_answered", "response_hours"]].to_dict(
        "records"
    ) == [
        {
            "manager": "An",
            "n_customers": 1,
            "revenue": 100,
            "largest_customer": "A",
            "n_answered": 1,
            "response_hours": 2,
        }
    ]


def test_scores_comments_and_coverage() -> None:
    assert [tuple(row) for row in read("nps_scores", dimension=None)[["score", "n"]].itertuples(index=False)] == [
        (2, 1),
        (9, 1),
    ]
    comments = read("nps_comments")
    assert list(comments["comment"]) == ["Slow", "Good"]
    assert list(comments["revenue"]) == [25, 75]
    (coverage,) = read("nps_coverage").to_dict("records")
    del coverage["period_start"]
    assert coverage == {"n_sent": 3, "n_sent_answered": 2, "n_customers_answered": 2, "n_customers_active": 2}


def test_members_to_choose_from() -> None:
    found = read_from({"manager": [{"manager": "An", "team": "North", "region": None}]})("scope_members", {})
    assert [tuple(row) for row in found.itertuples(index=False)] == [("manager", "An"), ("team", "North")]
