"""What a page of one customer must never get wrong. Never weaken one of these."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import pytest

from analytics import engine
from analytics.asking import cut_of
from analytics.registry import KPIS, kpi_by_id
from analytics.scoring import health_score, year_up_to
from data.query import open_reader
from data.snapshots import Snapshot
from domain.period import parse_period
from domain.scope import LAPTOP, Role, Scope, Viewer
from tests.data.stores import stored

Q3 = parse_period("2025-Q3")
AS_OF = date(2025, 9, 30)
NAME = "Hoàng Long"
LAN = Viewer(Role.MANAGER, "lan@example.vn")
QUERIES = ("customer_head", "customer_contracts", "customer_events", "customer_names", "waiting_tickets")


def of(key: str, amount: int) -> dict[str, list[dict[str, object]]]:
    """One customer's rows of every kind, each marked with its id."""
    day, moment = date(2025, 8, 5), datetime(2025, 8, 5, 2)
    return {
        "invoice_line": [{"invoice_id": f"H-{key}", "line_no_given": 1, "customer_id": key, "amount": amount,
                          "invoiced_on": day, "status": "valid", "product": f"P-{key}"}],
        "survey_response": [{"response_id": f"S-{key}", "customer_id": key, "respondent_key": key, "score": 9,
                             "comment": f"of {key}", "responded_at": moment, "responded_at_has_time": True}],
        "ticket": [{"ticket_id": f"T-{key}", "customer_id": key, "created_at": moment, "created_at_has_time": True}],
        "deal": [{"deal_id": f"D-{key}", "deal_name": f"of {key}", "customer_id": key, "stage": "Open",
                  "amount": amount, "created_on": day, "product": f"Q-{key}"}],
        "contract": [{"contract_id": f"C-{key}", "customer_id": key, "start_on": day, "end_on": date(2026, 8, 4),
                      "annual_amount": amount, "product": f"P-{key}"}],
        "activity": [{"activity_id": f"A-{key}", "customer_id": key, "kind": "Call", "done_on": day}],
    }  # fmt: skip


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    rows: dict[str, list[dict[str, object]]] = {
        "manager": [
            {"manager_id": "M1", "manager_name": "Lan", "manager_email": "lan@example.vn"},
            {"manager_id": "M2", "manager_name": "Minh", "manager_email": "minh@example.vn"},
        ],
        "customer": [
            {"customer_id": "K1", "customer_name": NAME, "manager_id": "M1", "owned_from": date(2024, 1, 1)},
            {"customer_id": "K1", "customer_name": NAME, "manager_id": "M2", "owned_from": date(2025, 8, 10)},
            {"customer_id": "K2", "customer_name": NAME, "manager_id": "M1", "owned_from": date(2024, 1, 1)},
        ],
        "target": [{"period": "2025-Q3", "amount": 1000}],
    }
    for key, amount in (("K1", 10), ("K2", 400)):
        for table, records in of(key, amount).items():
            rows.setdefault(table, []).extend(records)
    return stored(tmp_path_factory.mktemp("customers"), rows)


def frames(snapshot: Snapshot, scope: Scope) -> dict[str, pd.DataFrame]:
    with open_reader(snapshot, scope) as read:
        cut = {"periods": [cut_of(Q3, AS_OF)]}
        return {name: read(name, cut if name in ("customer_events", "waiting_tickets") else {}) for name in QUERIES}


def one(snapshot: Snapshot, kpi: str, scope: Scope) -> float | None:
    with open_reader(snapshot, scope) as read:
        return engine.answers(kpi_by_id(kpi), [Q3], AS_OF, read)[0].value


def test_two_customers_of_one_name_do_not_mix(snapshot: Snapshot) -> None:
    for key, other, amount in (("K1", "K2", 10), ("K2", "K1", 400)):
        scope = Scope(LAPTOP, customers=(key,))
        assert one(snapshot, "revenue", scope) == amount
        for name, frame in frames(snapshot, scope).items():
            assert set(frame["customer_id"]) == {key}, name
            assert other not in frame.to_csv(), name


def test_every_kind_of_row_of_the_customer_is_there(snapshot: Snapshot) -> None:
    events = frames(snapshot, Scope(LAPTOP, customers=("K2",)))["customer_events"]
    assert sorted(events["event"]) == ["activity", "answer", "contract", "deal", "invoice", "owner", "ticket"]


@pytest.mark.parametrize("kpi", [kpi.id for kpi in KPIS])
def test_the_rows_behind_a_customers_number_are_its_own(snapshot: Snapshot, kpi: str) -> None:
    with open_reader(snapshot, Scope(LAPTOP, customers=("K1",))) as read:
        found = engine.rows(kpi_by_id(kpi), Q3, AS_OF, read)
    assert "customer_id" not in found or set(found["customer_id"].dropna()) <= {"K1"}


def test_customers_add_up_to_the_whole(snapshot: Snapshot) -> None:
    parts = [one(snapshot, "revenue", Scope(LAPTOP, customers=(key,))) or 0 for key in ("K1", "K2")]
    assert sum(parts) == one(snapshot, "revenue", Scope(LAPTOP)) == 410
    assert one(snapshot, "revenue", Scope(LAPTOP, customers=("K1", "K2"))) == 410


def test_the_companys_target_is_nobodys_own(snapshot: Snapshot) -> None:
    assert one(snapshot, "target_attainment", Scope(LAPTOP)) == pytest.approx(0.41)
    assert one(snapshot, "target_attainment", Scope(LAPTOP, customers=("K1",))) is None


def test_what_is_held_back_is_of_no_one_customer(snapshot: Snapshot) -> None:
    with open_reader(snapshot, Scope(LAPTOP, customers=("K1",))) as read:
        assert read("held_rows", {}).empty


def test_a_customer_that_changed_hands_has_one_story_and_its_present_owner(snapshot: Snapshot) -> None:
    found = frames(snapshot, Scope(LAPTOP, customers=("K1",)))
    (row,) = found["customer_head"].to_dict("records")
    assert (row["manager"], row["owned_from"].date()) == ("Minh", date(2025, 8, 10))
    owners = found["customer_events"].query("event == 'owner'")
    assert list(zip(owners["details"], owners["happened_on"].dt.date, strict=True)) == [
        ("Minh", date(2025, 8, 10)), ("Lan", date(2024, 1, 1)),
    ]  # fmt: skip
    assert one(snapshot, "revenue", Scope(LAPTOP, customers=("K1",))) == 10, "invoiced before the hand-over"


def test_who_may_not_see_a_customer_finds_what_they_find_for_one_that_is_not_there(snapshot: Snapshot) -> None:
    hidden = frames(snapshot, Scope(LAN, customers=("K1",)))
    unknown = frames(snapshot, Scope(LAN, customers=("no such",)))
    assert {name: len(frame) for name, frame in hidden.items()} == {name: len(frame) for name, frame in unknown.items()}
    assert sum(map(len, hidden.values())) == 0
    assert len(frames(snapshot, Scope(LAN, customers=("K2",)))["customer_head"]) == 1


@pytest.mark.parametrize("key", ["' or '1'='1", "%", "", "K1'; drop table deal; --", NAME])
def test_an_id_is_only_ever_compared(snapshot: Snapshot, key: str) -> None:
    assert frames(snapshot, Scope(LAPTOP, customers=(key,)))["customer_head"].empty


def test_missing_nps_is_missing_and_not_zero(snapshot: Snapshot) -> None:
    year = year_up_to(parse_period("2025-Q2"))
    with open_reader(snapshot, Scope(LAPTOP, customers=("K1",))) as read:
        revenue, nps, in_time = (
            engine.answers(kpi_by_id(kpi), [year], AS_OF, read)[0] for kpi in ("revenue", "nps", "response_sla")
        )
    assert nps.value is None
    found = health_score(revenue, nps, in_time, date(2025, 8, 5))
    assert [part.score for part in found.components] == [None, None, None]
    assert (found.value, found.completeness) == (None, 0.0), "nothing known is not a health of 0"
