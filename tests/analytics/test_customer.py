"""One customer: health, renewals, streak, load, white space and what to look at first."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import pytest

from analytics.asking import cut_of
from analytics.customer import first_look, latest_answer, load_of, renewals, revenue_by_month, streak
from analytics.kpi import Answer
from analytics.scoring import between, health_score, weighted, year_up_to
from analytics.white_space import SMALLEST_GROUP, white_space
from domain.period import PeriodKind, parse_period, periods_between
from tests.analytics.tables_in_memory import answer, dims, invoice, owned, read_from, ticket, used

AS_OF = date(2025, 12, 31)
Q4 = parse_period("2025-Q4")
YEAR = year_up_to(Q4)
NO_CONTRACTS = renewals(read_from({})("customer_contracts", {}), AS_OF)


def events(**tables: object) -> pd.DataFrame:
    return read_from(tables)("customer_events", {"periods": [cut_of(Q4, AS_OF)]})  # type: ignore[arg-type]


def contracts(*rows: tuple[str, str | None, date, date | None, float | None]) -> pd.DataFrame:
    made = [
        dims("A") | {"contract_id": number, "product": product, "start_on": start, "end_on": end,
                     "annual_amount_reporting": amount}
        for number, product, start, end, amount in rows
    ]  # fmt: skip
    in_force = [used("A", start, end, record_id=number, basis="contract") for number, _p, start, end, _a in rows]
    return read_from({"contract": made, "customer_activity": in_force})("customer_contracts", {})


def looked(**given: object) -> str:
    standard: dict[str, object] = {"overdue_hours": [], "found": NO_CONTRACTS, "latest": None, "manager": "An",
                                   "revenue": Answer("revenue", YEAR, None, 90.0, previous=100.0)}  # fmt: skip
    return str(first_look(**{**standard, **given}, as_of=AS_OF))  # type: ignore[arg-type]


def test_the_year_ends_with_the_period_looked_at() -> None:
    assert (YEAR.start, YEAR.end, YEAR.previous.start) == (date(2025, 1, 1), date(2026, 1, 1), date(2024, 1, 1))
    rolling = year_up_to(parse_period("2025-Q3"))
    assert (rolling.start, rolling.end, rolling.kind) == (date(2024, 10, 1), date(2025, 10, 1), PeriodKind.YEAR)


@pytest.mark.parametrize(("value", "score"), [(0.4, 0), (0.5, 0), (1.0, 50), (1.5, 100), (9.0, 100)])
def test_anchors_are_fixed_and_nothing_is_outside(value: float, score: float) -> None:
    assert between(value, 0.5, 1.5) == pytest.approx(score)


def test_a_score_of_nothing_is_no_score() -> None:
    found = weighted([])
    assert (found.value, found.completeness) == (None, 0.0)


def test_a_year_before_the_data_begins_is_no_fall_and_no_rise() -> None:
    none = Answer("nps", YEAR, None, None)
    revenue = Answer("revenue", YEAR, None, 100.0, previous=20.0)
    found = health_score(revenue, none, none, date(2024, 7, 1))
    assert (found.value, found.completeness) == (None, 0.0)
    assert "begins" in str(found.components[0].found)


def test_no_revenue_after_some_is_zero_and_not_missing() -> None:
    none = Answer("nps", YEAR, None, None)
    found = health_score(Answer("revenue", YEAR, None, None, previous=20.0), none, none, date(2020, 1, 1))
    assert found.value == 0


def test_the_next_renewal_is_the_first_end_that_nothing_follows() -> None:
    frame = contracts(
        ("1", "Cloud", date(2024, 3, 1), date(2025, 2, 28), 10),
        ("2", "Cloud", date(2025, 3, 1), date(2026, 2, 28), 12),
        ("3", "Care", date(2025, 3, 1), date(2026, 2, 28), 8),
        ("4", "Phone", date(2025, 1, 1), date(2025, 6, 30), 5),
        ("5", "Desk", date(2025, 1, 1), None, 5),
    )
    found = renewals(frame, AS_OF)
    assert found.next is not None
    assert (found.next.end_on, found.next.amount, found.next.n_same_day) == (date(2026, 2, 28), 20, 2)
    assert found.next.product == "Cloud, Care"
    assert [one.contract_id for one in found.lapsed] == ["4"]
    assert (found.n_open_ended, found.n_contracts) == (1, 5)


def test_a_contract_that_ends_today_still_ends_next_and_an_unknown_amount_is_not_zero() -> None:
    frame = contracts(("1", None, date(2025, 1, 1), AS_OF, None), ("2", "B", date(2025, 1, 1), AS_OF, 5))
    found = renewals(frame, AS_OF).next
    assert found is not None
    assert (found.end_on, found.amount, found.n_same_day) == (AS_OF, None, 2)


def test_a_cancelled_contract_is_no_renewal() -> None:
    row = dims("A") | {"contract_id": "9", "start_on": date(2025, 1, 1), "end_on": date(2026, 5, 1)}
    assert renewals(read_from({"contract": [row]})("customer_contracts", {}), AS_OF).next is None


def history(*values: float | None, as_of: date = AS_OF) -> list[Answer]:
    quarters = periods_between(parse_period("2025-Q1"), Q4)[-len(values) :]
    return [
        Answer("active_customers", one, None, value, as_of=as_of) for one, value in zip(quarters, values, strict=True)
    ]


def test_a_streak_ends_where_the_customer_was_not_active() -> None:
    found = streak(history(1, None, 1, 1))
    assert (found.n, found.is_at_least) == (2, False)
    assert found.since is not None
    assert found.since.period.name == "2025-Q3"
    assert streak(history(1, 1, 1, 0)).n == 0
    assert streak([]).n == 0


def test_a_quarter_under_way_does_not_break_a_streak() -> None:
    assert streak(history(1, 1, 1, None, as_of=date(2025, 10, 20))).n == 3
    assert streak(history(1, 1, 1, None)).n == 0


def test_a_streak_as_long_as_what_is_shown_may_be_longer() -> None:
    assert streak(history(1, 1, 1, 1)).is_at_least


def test_the_load_of_several_is_their_days_together() -> None:
    groups = [
        Answer("customers_per_manager", Q4, "An", 10.0, numerator=900, denominator=90),
        Answer("customers_per_manager", Q4, "Bình", 20.0, numerator=900, denominator=45),
        Answer("customers_per_manager", Q4, "Chi", 50.0, numerator=50, denominator=1),
    ]
    found = load_of(groups, {"An", "Bình"})
    assert (found.value, found.n) == (pytest.approx(13.33, abs=5e-3), 2)
    assert load_of(groups, {"Dũng"}).value is None


def test_months_without_revenue_are_zero_and_void_documents_do_not_count() -> None:
    lines = [
        invoice("A", date(2025, 1, 10), 5), invoice("A", date(2025, 1, 11), 2), invoice("A", date(2025, 3, 2), 9),
        invoice("A", date(2025, 3, 3), 100, exclusion="void"),
    ]  # fmt: skip
    found = revenue_by_month(events(revenue_line=lines), "invoice")
    assert found == [(date(2025, 1, 1), 7), (date(2025, 2, 1), 0), (date(2025, 3, 1), 9)]
    assert revenue_by_month(events(), "invoice") == []


def test_where_there_are_no_invoices_won_deals_are_the_revenue_and_told_once() -> None:
    deal = dims("A") | {"deal_id": "1", "stage": "Won", "close_on": date(2025, 5, 5), "amount_reporting": 7}
    line = invoice("A", date(2025, 5, 5), 7, basis="deal", record_id="1")
    found = events(deal=[deal], revenue_line=[line])
    assert list(found["event"]) == ["deal"]
    assert revenue_by_month(found, "deal") == [(date(2025, 5, 1), 7)]


def test_every_kind_of_event_is_told_newest_first_with_its_origin() -> None:
    found = events(
        revenue_line=[
            invoice("A", date(2025, 1, 1), 5, record_id="H1"),
            invoice("A", date(2025, 1, 1), 6, record_id="H1"),
        ],
        ticket=[ticket("T", datetime(2025, 2, 3, 9), 2), ticket("W", datetime(2025, 12, 31, 15), None)],
        survey_response=[answer("A", 3, date(2025, 3, 1), comment="Slow"), answer("B", None, date(2025, 3, 2))],
        deal=[
            dims("A") | {"deal_id": "D", "stage": "Lost", "created_on": date(2025, 1, 5), "close_on": date(2025, 4, 1)}
        ],
        contract=[dims("A") | {"contract_id": "C", "start_on": date(2025, 5, 1), "end_on": date(2026, 4, 30)}],
        activity=[dims("A") | {"activity_id": "V", "kind": "Call", "planned_on": date(2025, 6, 1)}],
        customer_ownership=[owned("A", "An", date(2024, 1, 1), date(2025, 7, 1)), owned("A", "Bình", date(2025, 7, 1))],
    )
    told = [(row["event"], row["state"]) for row in found.astype(object).where(found.notna(), None).to_dict("records")]
    assert told == [
        ("ticket", "waiting"), ("owner", None), ("activity", "overdue"), ("contract", None), ("deal", "Lost"),
        ("answer", "no_score"), ("answer", "detractor"), ("ticket", "answered"), ("invoice", "valid"), ("owner", None),
    ]  # fmt: skip
    assert found["file_name"].notna().all()
    assert list(found.loc[found["event"] == "ticket", "hours"]) == [1, 2]
    assert list(found.loc[found["event"] == "invoice", "amount"]) == [11]
    assert latest_answer(found) == (3, date(2025, 3, 1))


@pytest.mark.parametrize(
    ("status", "planned", "state"),
    [
        ("Đã hủy", date(2025, 6, 1), "cancelled"), ("Completed", date(2025, 6, 1), "done"),
        (None, date(2025, 12, 30), "overdue"), (None, AS_OF, "planned"), ("Kế hoạch", date(2026, 1, 9), "planned"),
    ],
)  # fmt: skip
def test_an_activity_that_is_not_done_is_cancelled_overdue_or_planned(
    status: str | None, planned: date, state: str
) -> None:
    row = dims("A") | {"activity_id": "V", "kind": "Call", "planned_on": planned, "status": status}
    assert list(events(activity=[row])["state"]) == [state]


def test_what_presses_most_is_said_first() -> None:
    ending = renewals(contracts(("1", "Cloud", date(2025, 3, 1), date(2026, 2, 28), 10)), AS_OF)
    unhappy = (4, date(2025, 11, 1))
    assert "promised" in looked(overdue_hours=[-3.0, 5.0], found=ending, latest=unhappy)
    assert "by 5.0 working hours" in looked(overdue_hours=[-3.0, 5.0], found=ending, latest=unhappy)
    assert "by 714 working days" in looked(overdue_hours=[5710.0], found=ending, latest=unhappy)
    assert "renewal" in looked(overdue_hours=[-3.0], found=ending, latest=unhappy)
    assert "score is 4" in looked(latest=unhappy)
    assert "20%" not in looked(revenue=Answer("revenue", YEAR, None, 81.0, previous=100.0))
    assert "30% below" in looked(revenue=Answer("revenue", YEAR, None, 70.0, previous=100.0))
    assert "lost" in looked(revenue=Answer("revenue", YEAR, None, None, previous=100.0))
    assert "nobody" in looked(manager=None)
    assert "Nothing presses" in looked()


def test_an_old_unhappy_answer_does_not_press() -> None:
    assert "score" not in looked(latest=(2, date(2023, 1, 1)))


def others(n: int, n_both: int) -> list[dict[str, object]]:
    rows = [used(f"K{place}", AS_OF, product="A") for place in range(n)]
    return rows + [used(f"K{place}", AS_OF, product="B") for place in range(n_both)]


@pytest.mark.parametrize(("n", "told"), [(SMALLEST_GROUP, True), (SMALLEST_GROUP - 1, False)])
def test_what_others_own_is_hidden_where_they_are_few(n: int, told: bool) -> None:
    tables = {"customer_activity": [used("me", AS_OF, product="A"), *others(n, 4)], "customer": [dims("me")]}
    grid = white_space(read_from(tables), cut_of(Q4, AS_OF), "me")
    also = {product.name: product.also for product in grid.products}
    assert also["A"] is None
    assert (also["B"] is not None) is told
    if also["B"] is not None:
        assert (also["B"].product, also["B"].n_owners, also["B"].n_both) == ("A", n, 4)


def test_what_was_owned_more_than_a_year_ago_is_a_gap_again() -> None:
    rows = [used("me", date(2024, 12, 31), product="Old"), used("me", date(2025, 1, 1), product="New")]
    rows += [used("K", AS_OF, product="Old")]
    grid = white_space(read_from({"customer_activity": rows}), cut_of(Q4, AS_OF), "me")
    assert {product.name: product.holding for product in grid.products} == {"New": "owned", "Old": "gap"}


def test_no_products_is_an_empty_grid() -> None:
    grid = white_space(read_from({}), cut_of(Q4, AS_OF), "me")
    assert (grid.products, grid.penetration, grid.own_penetration) == ((), None, None)
