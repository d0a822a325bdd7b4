"""Scores that are easily counted wrongly. Never weaken one of these."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from analytics import engine, nps
from analytics.kpi import Answer
from analytics.registry import kpi_by_id
from data.importing import run_import
from data.query import open_reader
from data.reading.answers import Answers
from data.report import Status
from data.snapshots import Snapshots
from data.workspace import Source
from domain.period import parse_period
from domain.read import Read
from domain.scope import LAPTOP, Dimension, Scope
from tests.analytics.tables_in_memory import answer, read_from
from tests.data.stores import stored

QUARTER, AUGUST, END = parse_period("2025-Q3"), date(2025, 8, 5), date(2025, 12, 31)


def ask(read: Read, dimension: Dimension | None = None, period: str = "2025-Q3") -> list[Answer]:
    return engine.answers(kpi_by_id("nps"), [parse_period(period)], END, read, dimension=dimension)


def test_scores_on_another_scale_are_refused_and_never_rescaled(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    rows = "".join(f"{i},K{i},{i % 5 + 1},2025-08-05\n" for i in range(30))
    path.write_text("response_id,customer_name,score,responded_at\n" + rows, encoding="utf-8")
    report = run_import(tmp_path / "workspace", [Source(path.name, path)], Answers(entity="surveys"), confirm=True)
    assert [file.status for file in report.files] == [Status.REFUSED]
    assert Snapshots(tmp_path / "workspace").current() is None


def test_a_group_of_one_is_not_a_group_of_hundred_points() -> None:
    rows = [
        answer(f"{name}{i}", 10, AUGUST, team=name) for name, n in (("A", 30), ("B", 30), ("C", 1)) for i in range(n)
    ]
    rows += [answer(f"{name}-{i}", 0, AUGUST, team=name) for name in ("A", "B") for i in range(20)]
    found = nps.groups(read_from({"survey_response": rows}), QUARTER, END, Dimension.TEAM)
    one = next(group for group in found.groups if group.answer.group == "C")
    assert (one.answer.value, one.answer.n) == (100, 1)
    assert one.pooled is not None
    assert one.pooled < 60
    assert one.low is not None
    assert one.high is not None
    assert one.low < 20 < one.high, "it may be as the others"
    (by_engine,) = [one for one in ask(read_from({"survey_response": rows}), Dimension.TEAM) if one.group == "C"]
    assert by_engine.low is not None
    assert by_engine.low < 0, "one answer says little"


def test_one_customer_only() -> None:
    rows = [answer(f"r{i}", score, AUGUST, customer_id="A", customer="A") for i, score in enumerate([10, 10, 0])]
    read = read_from({"survey_response": rows})
    _, customers, revenue = (variant.answer for variant in nps.variants(read, QUARTER, END))
    assert (customers.value, customers.n) == (pytest.approx(100 / 3), 1)
    assert customers.low is not None
    assert customers.high is not None
    assert customers.high - customers.low > 60, "one customer says little however many people answer there"
    assert revenue.value is None


def test_all_promoters_at_five_customers_is_not_certainty() -> None:
    rows = [answer(f"r{i}", 10, AUGUST) for i in range(5)]
    customers = nps.variants(read_from({"survey_response": rows}), QUARTER, END)[1].answer
    assert customers.value == 100
    assert customers.low == pytest.approx(17.49, abs=5e-3)


def test_a_quarter_before_the_data_begins_has_no_number() -> None:
    read = read_from({"survey_response": [answer("r", 9, AUGUST)]})
    (found,) = ask(read, period="2024-Q3")
    assert (found.value, found.n) == (None, 0)
    early = parse_period("2024-Q3")
    assert [variant.answer.value for variant in nps.variants(read, early, END)] == [None, None, None]
    assert [one.value for one in nps.rolling(read, [early, QUARTER], END)] == [None, None]
    assert nps.groups(read, early, END, Dimension.TEAM).groups == ()


def test_two_customers_of_one_name_have_a_vote_each(tmp_path: Path) -> None:
    rows = {
        "customer": [{"customer_id": key, "customer_name": "Hoàng Long"} for key in ("1", "2")],
        "survey_response": [
            {"response_id": f"{key}{i}", "customer_id": key, "score": score, "responded_at": datetime(2025, 8, 5, 9)}
            for key, scores in (("1", [10, 10, 10]), ("2", [0]))
            for i, score in enumerate(scores)
        ],
    }
    with open_reader(stored(tmp_path, rows), Scope(LAPTOP)) as read:
        customers = nps.variants(read, QUARTER, END)[1].answer
    assert (customers.value, customers.n) == (0, 2)


def test_blank_answers_never_enter_n() -> None:
    rows = [answer("a", 9, AUGUST), answer("b", None, AUGUST), answer("c", None, AUGUST)]
    read = read_from({"survey_response": rows})
    (found,) = ask(read)
    assert (found.value, found.n, found.excluded) == (100, 1, {"no score": 2})
    assert [variant.answer.n for variant in nps.variants(read, QUARTER, END)] == [1, 1, 0]
    assert nps.rolling(read, [parse_period("2026-Q2")], date(2026, 6, 30))[0].n == 1


def test_of_two_answers_of_one_respondent_in_the_window_the_latest_counts() -> None:
    rows = [answer("r", 0, date(2025, 7, 2)), answer("r", 9, date(2025, 9, 2)), answer("r", 3, date(2025, 4, 2))]
    read = read_from({"survey_response": rows})
    (found,) = ask(read)
    assert (found.value, found.n) == (100, 1)
    rolling = nps.rolling(read, [parse_period("2025-Q4"), parse_period("2026-Q1")], date(2026, 3, 31))
    assert [(one.value, one.n) for one in rolling] == [(None, 0), (100, 1)]


def test_after_a_hand_over_the_answer_stays_with_the_one_in_charge_then(tmp_path: Path) -> None:
    rows = {
        "manager": [{"manager_id": key, "manager_name": key} for key in ("An", "Bình")],
        "customer": [
            {"customer_id": "K", "customer_name": "K", "manager_id": "An", "owned_from": date(2025, 1, 1)},
            {"customer_id": "K", "customer_name": "K", "manager_id": "Bình", "owned_from": date(2025, 8, 16)},
        ],
        "survey_response": [
            {"response_id": "1", "customer_id": "K", "score": 10, "responded_at": datetime(2025, 8, 5, 9)},
            {"response_id": "2", "customer_id": "K", "score": 0, "responded_at": datetime(2025, 9, 5, 9)},
        ],
    }
    with open_reader(stored(tmp_path, rows), Scope(LAPTOP)) as read:
        by_manager = {one.group: (one.value, one.n) for one in ask(read, Dimension.MANAGER)}
        customers = nps.variants(read, QUARTER, END)[1].answer
    assert by_manager == {"An": (100, 1), "Bình": (-100, 1)}
    assert (customers.value, customers.n) == (0, 1), "still one customer with one vote"
