"""Numbers that are easily got wrong. Never weaken one of these."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from analytics import engine
from analytics.kpi import Answer
from analytics.registry import KPIS, kpi_by_id
from domain.period import parse_period
from domain.read import Read
from domain.scope import Dimension
from tests.analytics.tables_in_memory import answer, dims, invoice, owned, read_from, ticket, used

END = date(2025, 12, 31)
MAY, AUGUST = date(2025, 5, 5), date(2025, 8, 5)


def ask(
    kpi: str, read: Read, dimension: Dimension | None = None, as_of: date = END, period: str = "2025-Q3"
) -> list[Answer]:
    return engine.answers(kpi_by_id(kpi), [parse_period(period)], as_of, read, dimension=dimension)


@pytest.mark.parametrize("kpi", [kpi.id for kpi in KPIS])
def test_without_any_data_there_is_no_number_and_a_reason(kpi: str) -> None:
    (found,) = ask(kpi, read_from({}))
    assert (found.value, found.low, found.high, found.n, found.change, found.is_change_real) == (None,) * 3 + (
        0,
        None,
        None,
    )
    assert found.note is not None


@pytest.mark.parametrize("kpi", ["revenue", "active_customers", "new_customers", "lost_customers", "returning_rate"])
def test_a_quarter_before_the_data_begins_is_not_zero(kpi: str) -> None:
    read = read_from({"revenue_line": [invoice("A", AUGUST, 5)], "customer_activity": [used("A", AUGUST)]})
    (found,) = ask(kpi, read, period="2024-Q3")
    assert found.value is None


def test_the_first_quarter_of_the_data_says_that_it_is_the_first() -> None:
    read = read_from({"customer_activity": [used("A", AUGUST)]})
    (found,) = ask("new_customers", read)
    assert found.value == 1
    assert "may begin here" in str(found.note)
    assert ask("returning_rate", read)[0].value is None


@pytest.mark.parametrize("kpi", ["returning_customers", "lost_customers", "won_back_customers"])
def test_where_the_data_begins_nobody_can_return_be_lost_or_be_won_back(kpi: str) -> None:
    read = read_from({"customer_activity": [used("A", AUGUST)]})
    (found,) = ask(kpi, read)
    assert found.value is None
    assert "may begin here" in str(found.note)


def test_one_customer_only() -> None:
    read = read_from({"customer_activity": [used("A", MAY), used("A", AUGUST)]})
    (found,) = ask("returning_rate", read)
    assert (found.value, found.n) == (1.0, 1)
    assert found.low is not None
    assert found.low < 0.3, "one customer says little"
    assert found.high == 1.0


def test_a_group_of_one_ticket_has_a_mean_and_no_interval() -> None:
    tickets = [ticket("1", datetime(2025, 8, 5, 9), 2, channel="chat")]
    (found,) = ask("response_time_mean", read_from({"ticket": tickets}), Dimension.CHANNEL)
    assert (found.value, found.low, found.high, found.n) == (2, None, None, 1)


def test_one_ticket_before_and_one_now_cannot_be_a_real_change() -> None:
    tickets = [ticket("1", datetime(2025, 5, 5, 9), 1), ticket("2", datetime(2025, 8, 5, 9), 90)]
    for kpi in ("response_time_mean", "response_time_median", "response_time_p90"):
        assert not ask(kpi, read_from({"ticket": tickets}))[0].is_change_real


def test_customers_of_the_same_name_are_two_customers() -> None:
    rows = [used(customer_id, AUGUST) | {"customer": "Hoàng Long"} for customer_id in ("1", "2")]
    assert ask("active_customers", read_from({"customer_activity": rows}))[0].value == 2
    spans = [owned(customer_id, "An", MAY) | {"customer": "Hoàng Long"} for customer_id in ("1", "2")]
    assert ask("customers_per_manager", read_from({"customer_ownership": spans}))[0].value == 2


def test_managers_of_the_same_name_are_two_managers() -> None:
    spans = [owned("A", "Lan", MAY), owned("B", "Lan", MAY) | {"manager_id": "Lan 2"}]
    for kpi in ("customers_per_manager", "customers_per_manager_snapshot"):
        assert ask(kpi, read_from({"customer_ownership": spans}))[0].denominator in (2, 184)


def test_a_hand_over_counts_on_its_day_and_loses_no_customer() -> None:
    spans = [owned("A", "An", MAY, date(2025, 8, 16)), owned("A", "Bình", date(2025, 8, 16)), owned("B", "Bình", MAY)]
    read = read_from({"customer_ownership": spans})
    (whole,) = ask("customers_per_manager", read)
    assert (whole.numerator, whole.denominator) == (92 + 92, 46 + 92)
    groups = {
        one.group: (one.numerator, one.denominator) for one in ask("customers_per_manager", read, Dimension.MANAGER)
    }
    assert groups == {"An": (46, 46), "Bình": (46 + 92, 92)}
    assert ask("customers_per_manager_snapshot", read)[0].value == 2


def test_a_customer_shared_by_two_is_half_a_customer_for_each() -> None:
    spans = [owned("A", "An", MAY, n_owners=2), owned("A", "Bình", MAY, n_owners=2)]
    read = read_from({"customer_ownership": spans})
    assert ask("customers_per_manager", read)[0].value == 0.5
    assert ask("customers_per_manager_snapshot", read)[0].numerator == 1
    assert ask("customers_per_manager_snapshot", read)[0].n == 1


def test_a_customer_who_was_not_active_is_no_load() -> None:
    spans = [owned("A", "An", MAY), owned("B", "An", MAY)]
    read = read_from({"customer_ownership": spans, "customer_activity": [used("A", AUGUST), used("B", MAY)]})
    assert ask("customers_per_manager", read)[0].value == 1
    assert ask("customers_per_manager_snapshot", read)[0].value == 1


def test_a_credit_note_lowers_revenue() -> None:
    assert (
        ask("revenue", read_from({"revenue_line": [invoice("A", AUGUST, 100), invoice("A", AUGUST, -30)]}))[0].value
        == 70
    )


def test_revenue_of_nothing_but_a_cancelling_pair_is_zero_and_not_missing() -> None:
    assert (
        ask("revenue", read_from({"revenue_line": [invoice("A", AUGUST, 9), invoice("A", AUGUST, -9)]}))[0].value == 0
    )


def test_an_answer_in_no_time_is_a_value() -> None:
    tickets = [ticket("1", datetime(2025, 8, 5, 9), 0), ticket("2", datetime(2025, 8, 5, 9), 4)]
    (found,) = ask("response_time_mean", read_from({"ticket": tickets}))
    assert (found.value, found.n) == (2, 2)


def test_a_reply_after_the_last_known_day_is_not_known_yet() -> None:
    """Answered at 23:30 local time on the last day counts; half an hour after midnight does not."""
    tickets = [ticket("1", datetime(2025, 8, 5, 9), 14.5), ticket("2", datetime(2025, 8, 5, 9), 15.5)]
    (found,) = ask("response_time_mean_calendar", read_from({"ticket": tickets}), as_of=AUGUST)
    assert (found.n, found.excluded) == (1, {"waiting": 1})
    (found,) = ask("response_time_mean_calendar", read_from({"ticket": tickets}))
    assert found.n == 2


def test_only_the_latest_answer_of_a_respondent_counts_and_a_blank_one_does_not_replace_it() -> None:
    given = [answer("r", 2, date(2025, 7, 2)), answer("r", 9, date(2025, 8, 2)), answer("r", None, date(2025, 9, 2))]
    (found,) = ask("nps", read_from({"survey_response": given}))
    assert (found.value, found.n, found.excluded) == (100, 1, {"no score": 1, "repeat answer": 1})


def test_the_day_a_period_ends_belongs_to_the_next() -> None:
    lines = [invoice("A", date(2025, 7, 1), 1), invoice("A", date(2025, 9, 30), 2), invoice("A", date(2025, 10, 1), 4)]
    assert ask("revenue", read_from({"revenue_line": lines}))[0].value == 3


def test_a_record_after_the_last_known_day_is_not_known() -> None:
    read = read_from({"revenue_line": [invoice("A", AUGUST, 1), invoice("A", date(2025, 8, 6), 2)]})
    assert ask("revenue", read, as_of=AUGUST)[0].value == 1


def test_a_customer_of_last_month_who_buys_after_the_last_known_day_is_not_active_yet() -> None:
    """The months in which a customer is active run on without a gap; the day asked for lies in the second of them."""
    read = read_from({"customer_activity": [used("A", date(2025, 9, 5)), used("A", date(2025, 10, 20))]})
    for as_of, active, lost in ((date(2025, 10, 10), 0, 1), (date(2025, 10, 20), 1, 0), (date(2025, 11, 2), 1, 0)):
        found = [
            ask(kpi, read, as_of=as_of, period="2025-Q4")[0].value for kpi in ("active_customers", "lost_customers")
        ]
        assert found == [active, lost]


def test_a_deal_without_a_member_is_counted_apart_and_not_dropped() -> None:
    deals = [
        dims("A") | {"deal_id": str(i), "stage": "Won", "close_on": AUGUST, "team": team}
        for i, team in enumerate(["N", None])
    ]
    found = ask("win_rate", read_from({"deal": deals}), Dimension.TEAM)
    assert [(one.group, one.denominator) for one in found] == [("N", 1), ("(none)", 1)]


def test_no_tickets_is_not_a_response_time_of_zero() -> None:
    for kpi in ("response_time_mean", "response_time_median", "response_sla"):
        (found,) = ask(kpi, read_from({"revenue_line": [invoice("A", AUGUST, 1)]}))
        assert found.value is None
        assert found.note is not None
