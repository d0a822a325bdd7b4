"""Numbers of returning customers that are easily got wrong. Never weaken one of these."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from analytics import engine
from analytics.asking import cut_of
from analytics.contracting import Staying
from analytics.kpi import CUSTOMERS, Answer
from analytics.lives import read_lives, survival
from analytics.registry import kpi_by_id
from analytics.retention import cohorts, customers_at_both_ends, revenue_bridge
from analytics.returning import fallen_silent, lasting, other_counts
from data.query import open_reader
from domain.message import Message
from domain.period import PeriodKind, parse_period
from domain.read import Read
from domain.scope import LAPTOP, Dimension, Scope
from tests.analytics.tables_in_memory import dims, read_from, used
from tests.data.stores import stored

END = date(2025, 12, 31)
QUARTER = parse_period("2025-Q3")
MAY, AUGUST = date(2025, 5, 5), date(2025, 8, 5)
RETENTIONS = ("gross_revenue_retention", "net_revenue_retention")


def bought(customer: str, day: date, amount: float, **others: object) -> dict[str, object]:
    return used(customer, day, amount=amount, basis="invoice", **others)


def company(*rows: dict[str, object]) -> Read:
    customers = {str(row["customer_id"]): dims(str(row["customer_id"])) for row in rows}
    return read_from({"customer_activity": list(rows), "customer": list(customers.values())})


def ask(
    kpi: str, read: Read, dimension: Dimension | None = None, as_of: date = END, period: str = "2025-Q3"
) -> list[Answer]:
    return engine.answers(kpi_by_id(kpi), [parse_period(period)], as_of, read, dimension=dimension)


def test_one_customer_only() -> None:
    read = company(bought("A", MAY, 100), bought("A", AUGUST, 150))
    gross, net = (ask(kpi, read)[0] for kpi in RETENTIONS)
    assert (gross.value, net.value, gross.n, net.n) == (1.0, 1.5, 1, 1)
    assert isinstance(lasting(read, END, PeriodKind.QUARTER).projection, Message)
    table = cohorts(read, PeriodKind.QUARTER, MAY, END)
    assert table.sizes == (1,)
    assert list(table.share[0]) == [1.0, 1.0, 0.0]


@pytest.mark.parametrize("kpi", RETENTIONS)
def test_a_quarter_before_the_data_begins_and_the_first_quarter_have_no_number_and_a_reason(kpi: str) -> None:
    read = company(bought("A", AUGUST, 150))
    for period in ("2024-Q3", "2025-Q3"):
        (found,) = ask(kpi, read, period=period)
        assert found.value is None
        assert "No customer had revenue in the period before" in str(found.note)


@pytest.mark.parametrize("dimension", CUSTOMERS)
def test_a_group_of_one(dimension: Dimension) -> None:
    read = company(bought("A", MAY, 100), bought("A", AUGUST, 40), bought("B", AUGUST, 70, manager="Bình"))
    found = ask("gross_revenue_retention", read, dimension)
    assert found[0].value == 0.4
    assert found[0].n == 1


def test_credit_notes_that_outweigh_what_was_bought_are_no_base_to_keep_from() -> None:
    read = company(
        bought("A", MAY, 100), bought("A", AUGUST, 100),
        bought("B", MAY, 20), bought("B", MAY + timedelta(days=1), -50), bought("B", AUGUST, 500),
        bought("C", MAY, 60), bought("C", AUGUST, -10),
    )  # fmt: skip
    gross, net = (ask(kpi, read)[0] for kpi in RETENTIONS)
    assert (gross.numerator, gross.denominator) == (90, 160)
    assert (net.numerator, net.denominator, net.n) == (90, 160, 2)
    assert net.excluded == {"credited before": 1}
    bridge = revenue_bridge(read("rows_revenue_retention", {"periods": [cut_of(QUARTER, END)]}))
    assert bridge is not None
    assert (bridge.before, bridge.now, bridge.expansion, bridge.contraction) == (130, 590, 530, 70)


def test_a_day_of_nothing_but_credit_is_no_purchase() -> None:
    read = company(bought("A", MAY, 100), bought("A", AUGUST, -100), bought("B", MAY, 5))
    assert (other_counts(read, QUARTER, END).n_customers, other_counts(read, QUARTER, END).n_repeaters) == (2, 0)


def test_customers_of_the_same_name_are_two_customers() -> None:
    rows = [bought(key, day, 10) | {"customer": "Hoàng Long"} for key in ("1", "2") for day in (MAY, AUGUST)]
    assert ask("net_revenue_retention", company(*rows))[0].n == 2
    assert len(company(*rows)("rows_revenue_retention", {"periods": [cut_of(QUARTER, END)]})) == 2


def test_a_part_finished_quarter_is_set_against_as_many_working_days_of_the_one_before() -> None:
    """As of Friday 11 July nine working days are over; 11 April was the ninth of the second quarter."""
    as_of, april_11, april_14 = date(2025, 7, 11), date(2025, 4, 11), date(2025, 4, 14)
    read = company(bought("A", april_11, 100), bought("A", date(2025, 7, 10), 80), bought("B", april_14, 1000))
    (found,) = ask("net_revenue_retention", read, as_of=as_of)
    assert (found.numerator, found.denominator) == (80, 100)
    assert "first 9 working days" in str(found.note)


def test_a_period_that_has_not_begun_keeps_nothing_and_loses_nothing() -> None:
    (found,) = ask("net_revenue_retention", company(bought("A", MAY, 100)), as_of=date(2025, 6, 30))
    assert found.value is None
    assert "has not begun" in str(found.note)


def test_void_invoices_make_nobody_active_and_a_hand_over_in_the_quarter_loses_nobody(tmp_path) -> None:
    def line(number: int, customer: str, day: date, amount: float, status: str = "valid") -> dict[str, object]:
        return {"invoice_id": f"H{number}", "line_no_given": 1, "customer_id": customer, "amount": amount,
                "invoiced_on": day, "status": status}  # fmt: skip

    managers = [{"manager_id": key, "manager_name": key} for key in ("An", "Bình")]
    first = {
        "manager": managers,
        "customer": [{"customer_id": "A", "customer_name": "A", "manager_id": "An", "owned_from": date(2024, 1, 1)},
                     {"customer_id": "V", "customer_name": "V", "manager_id": "An"}],
        "invoice_line": [line(1, "A", MAY, 100), line(2, "A", AUGUST, 90), line(3, "V", MAY, 70),
                         line(4, "V", AUGUST, 70, "void")],
    }  # fmt: skip
    second = {
        "customer": [{"customer_id": "A", "customer_name": "A", "manager_id": "Bình", "owned_from": AUGUST}],
    }
    snapshot = stored(tmp_path, first, second)
    with open_reader(snapshot, Scope(LAPTOP)) as read:
        (rate,) = ask("returning_rate", read)
        (gross,) = ask("gross_revenue_retention", read)
        groups = {one.group: (one.numerator, one.denominator) for one in ask(gross.kpi, read, Dimension.MANAGER)}
        rows = read("rows_revenue_retention", {"periods": [cut_of(QUARTER, END)]})
    assert (rate.numerator, rate.denominator) == (1, 2)
    assert (gross.numerator, gross.denominator) == (90, 170)
    assert groups == {"An": (0, 70), "Bình": (90, 100)}
    assert dict(zip(rows["customer_id"], rows["movement"], strict=True)) == {"A": "contraction", "V": "lost"}


def test_a_cell_of_a_cohort_whose_period_is_not_over_is_blank_and_not_zero() -> None:
    read = company(bought("A", MAY, 1), bought("B", AUGUST, 1), bought("B", date(2025, 10, 3), 1))
    table = cohorts(read, PeriodKind.QUARTER, MAY, date(2025, 12, 30))
    assert table.share.shape == (2, 2)
    assert np.isnan(table.share[1, 1])
    assert cohorts(read, PeriodKind.QUARTER, MAY, END).share.shape == (2, 3)


def test_a_customer_first_seen_within_the_silence_that_ends_a_life_is_not_told() -> None:
    """Nobody ever paused: thirty days of silence end a life, and the last thirty days tell nothing."""
    read = company(
        used("stays", date(2025, 1, 1), date(2026, 6, 1), basis="contract"),
        used("left", date(2025, 1, 1), date(2025, 4, 11), basis="contract"),
        bought("young", date(2025, 12, 20), 5),
    )
    lives = read_lives(read, END + timedelta(days=1))
    assert lives is not None
    found = survival(lives)
    assert found is not None
    assert (lives.silence, found.n, found.n_ended, found.n_young) == (30, 2, 1, 1)
    assert list(found.curve.durations) == [100]
    assert list(found.curve.survival) == [0.5]
    assert 0 < found.low[0] < 0.5 < found.high[0] < 1


def test_a_projection_of_too_few_says_why_there_is_none() -> None:
    nobody = read_from({})
    found = lasting(nobody, END, PeriodKind.QUARTER)
    assert isinstance(found.projection, Message)
    assert found.stay is None
    short = company(*[used(f"c{n}", date(2025, 7, 1), date(2025, 9, 1), basis="contract") for n in range(20)])
    assert "at least 4 periods" in str(lasting(short, END, PeriodKind.QUARTER).projection)
    loyal = company(*[used(f"c{n}", date(2020, 1, 1), date(2027, 1, 1), basis="contract") for n in range(20)])
    assert "Only 0 customers have left" in str(lasting(loyal, END, PeriodKind.QUARTER).projection)


def test_where_customers_do_not_differ_the_projection_is_geometric_and_its_check_holds() -> None:
    """Of 64 customers half leave in each quarter of their life: 32, 16, 8, 4 …"""
    start, rows = date(2023, 1, 1), []
    for quarter, leave in enumerate([32, 16, 8, 4, 2, 1]):
        end = start + timedelta(days=round((quarter + 0.5) * 365.25 / 4))
        rows += [used(f"{quarter}-{n}", start, end, basis="contract") for n in range(leave)]
    rows.append(used("last", start, date(2026, 6, 1), basis="contract"))
    found = lasting(company(*rows), END, PeriodKind.QUARTER).projection
    assert isinstance(found, Staying)
    assert list(found.actual[:4]) == [1, 0.5, 0.25, 0.125]
    assert found.projected[1] == pytest.approx(0.5, abs=0.03)
    assert found.low[1] < 0.5 < found.high[1]
    assert found.n_now == 1


def test_no_contract_no_head_count_rate() -> None:
    read = company(bought("A", MAY, 1), bought("A", AUGUST, 1))
    assert customers_at_both_ends(read, QUARTER, END) is None
    assert other_counts(read, QUARTER, END).repeat_rate == 1.0


def test_silence_is_long_against_the_customers_own_rhythm() -> None:
    def every(customer: str, days: int, last: date, times: int = 6) -> list[dict[str, object]]:
        return [bought(customer, last - timedelta(days=days * step), 10) for step in range(times)]

    rows = [
        *every("weekly", 7, END - timedelta(days=30)),
        *every("monthly", 30, END - timedelta(days=30)),
        *every("twice only", 7, END - timedelta(days=90), times=3),
        *every("long gone", 7, END - timedelta(days=500)),
        *every("covered", 7, END - timedelta(days=60)),
        used("covered", date(2025, 1, 1), date(2026, 12, 1), basis="contract"),
        used("ends", date(2025, 1, 1), date(2026, 2, 1), basis="contract", record_id="K1"),
        used("renewed", date(2025, 1, 1), date(2026, 2, 1), basis="contract"),
        used("renewed", date(2026, 2, 1), date(2027, 2, 1), basis="contract"),
    ]
    found = fallen_silent(company(*rows), END)
    listed = {row["customer_id"]: row for row in found.to_dict("records")}
    assert set(listed) == {"weekly", "ends"}
    assert (listed["weekly"]["rhythm_days"], listed["weekly"]["silent_days"]) == (7, 30)
    assert listed["weekly"]["revenue"] == 60
    assert listed["ends"]["ends_on"].date() == date(2026, 1, 31)
