"""Other ways of counting, each against numbers reckoned by hand."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from analytics.registry import KPIS
from analytics.variants import VARIANTS, compare, variants_of
from domain.period import parse_period
from tests.analytics.tables_in_memory import Rows, dims, invoice, owned, read_from, ticket, used

QUARTER, END = parse_period("2025-Q3"), date(2025, 12, 31)
MAY, AUGUST = date(2025, 5, 5), date(2025, 8, 5)


def told(kpi: str, tables: dict[str, Rows], as_of: date = END) -> dict[str, tuple[float | None, float | None]]:
    """Value and difference of each variant."""
    found = compare(kpi, QUARTER, as_of, read_from(tables))
    return {each.variant.id: (each.value, each.difference) for each in found}


def why(kpi: str, variant: str, tables: dict[str, Rows]) -> str:
    (found,) = [each for each in compare(kpi, QUARTER, END, read_from(tables)) if each.variant.id == variant]
    assert found.value is None
    return str(found.note)


def billed(amount: float, status: str = "valid", day: date = AUGUST) -> dict[str, object]:
    return dims("A") | {"invoice_id": f"I{amount}", "amount_reporting": amount, "status": status, "invoiced_on": day}


def closed(number: str, stage: str, amount: float | None) -> dict[str, object]:
    return dims("A") | {
        "deal_id": number,
        "stage": stage,
        "close_on": AUGUST,
        "amount": amount,
        "amount_reporting": amount,
    }


def contract(customer: str, since: date, until: date) -> dict[str, object]:
    return used(customer, since, until) | {"basis": "contract"}


def test_ids_are_unique_and_name_a_kpi() -> None:
    assert len({(variant.kpi, variant.id) for variant in VARIANTS}) == len(VARIANTS)
    assert {variant.kpi for variant in VARIANTS} <= {kpi.id for kpi in KPIS}
    assert variants_of("lost_customers") == ()


def test_revenue_with_void_documents_and_by_won_deals() -> None:
    tables: dict[str, Rows] = {
        "revenue_line": [invoice("A", AUGUST, 100), invoice("A", AUGUST, -10)],
        "invoice_line": [billed(100), billed(-10), billed(40, "void"), billed(7, day=MAY)],
        "deal": [closed("1", "Won", 70), closed("2", "Won", 50), closed("3", "Lost", 900), closed("4", "Won", None)],
        "snapshot_info": [{"key": "revenue_basis", "value": "invoice"}],
    }
    assert told("revenue", tables) == {"with_void": (130, 40), "won_deals": (120, 30)}


def test_where_revenue_is_won_deals_there_is_nothing_else_to_show() -> None:
    tables: dict[str, Rows] = {
        "deal": [closed("1", "Won", 70)],
        "snapshot_info": [{"key": "revenue_basis", "value": "deal"}],
    }
    assert "already counts won deals" in why("revenue", "won_deals", tables)
    assert "no invoices" in why("revenue", "with_void", tables)


def test_end_less_new_by_start_is_85_where_the_truth_is_90() -> None:
    """kpi.md section 3: 100 at the start, 10 leave, 20 join of whom 5 leave again: (105 − 20) / 100 = 85 %."""
    began, goes_on, left = date(2025, 1, 1), date(2026, 1, 1), date(2025, 8, 1)
    rows = [contract(f"stays{n}", began, goes_on) for n in range(90)]
    rows += [contract(f"leaves{n}", began, left) for n in range(10)]
    rows += [contract(f"joins{n}", date(2025, 7, 15), goes_on) for n in range(15)]
    rows += [contract(f"tries{n}", date(2025, 7, 15), left) for n in range(5)]
    value, _difference = told("returning_rate", {"customer_activity": rows})["end_less_new"]
    assert value == pytest.approx(0.85)


def test_who_comes_back_under_contract_joins_as_much_as_who_is_new() -> None:
    """10 at the start stay; one more, whose first contract ended in May, is back at the end: (11 − 1) / 10 = 100 %."""
    rows = [contract(f"stays{n}", date(2025, 1, 1), date(2026, 1, 1)) for n in range(10)]
    rows += [contract("back", date(2024, 1, 1), MAY), contract("back", date(2025, 7, 15), date(2026, 1, 1))]
    value, _difference = told("returning_rate", {"customer_activity": rows})["end_less_new"]
    assert value == 1.0


def test_purchases_alone_leave_contracts_out() -> None:
    """Two bought before, one of them again; the contract keeps a third customer active in both."""
    rows = [used(name, day) | {"basis": "invoice"} for name, day in (("A", MAY), ("B", MAY), ("A", AUGUST))]
    rows += [contract("C", date(2025, 1, 1), date(2026, 1, 1))]
    found = told("returning_rate", {"customer_activity": rows})
    assert found["purchases"] == (0.5, pytest.approx(0.5 - 2 / 3))


def test_without_contracts_or_purchases_the_reason_is_said() -> None:
    bought: dict[str, Rows] = {"customer_activity": [used("A", AUGUST) | {"basis": "invoice"}]}
    assert "No contract was in force" in why("returning_rate", "end_less_new", bought)
    assert "Nobody bought" in why("returning_rate", "purchases", bought)


def test_win_rate_by_value() -> None:
    """One of four won, but the largest: 300 of 400; the deal without an amount does not count."""
    deals = [closed("1", "Won", 300), closed("2", "Lost", 60), closed("3", "Lost", 40), closed("4", "Lost", None)]
    assert told("win_rate", {"deal": deals}) == {"by_value": (0.75, 0.5)}
    assert "carry no amount" in why("win_rate", "by_value", {"deal": [closed("1", "Lost", None)]})


def test_win_rate_by_value_is_not_all_where_the_lost_deals_carry_nothing() -> None:
    """Some systems write 0 for whatever is lost: 300 of 300 would be 100 %."""
    deals = [closed("1", "Won", 300), closed("2", "Lost", 0), closed("3", "Lost", 0)]
    assert "carry no amount" in why("win_rate", "by_value", {"deal": deals})


def test_median_slowest_tenth_and_calendar_beside_the_mean() -> None:
    """Answered after 1, 1, 1, 1 and 6 hours: mean 2, median 1, nine in ten within 6."""
    tickets = [ticket(str(n), datetime(2025, 8, 5, 8), hours) for n, hours in enumerate((1, 1, 1, 1, 6))]
    found = told("response_time_mean", {"ticket": tickets})
    assert found == {"median": (1, -1), "p90": (6, 4), "calendar": (2, 0)}


def test_the_last_day_beside_the_period() -> None:
    """X owns one customer all quarter, another only on its last day: 93 customer-days on 92 days, against 2."""
    spans = [owned("A", "X", date(2025, 1, 1)), owned("B", "X", date(2025, 9, 30))]
    found = told("customers_per_manager", {"customer_ownership": spans})
    assert found["last_day"] == (2, pytest.approx(2 - 93 / 92))


def test_unweighted_beside_weighted() -> None:
    deal = closed("1", "Open", 100) | {"close_on": date(2025, 9, 1), "probability": 0.5}
    unsure = closed("2", "Open", 30) | {"close_on": date(2025, 9, 1)}
    assert told("weighted_pipeline", {"deal": [deal, unsure]}, AUGUST) == {"unweighted": (130, 80)}
    assert "The period is over" in why("weighted_pipeline", "unweighted", {"deal": [deal]})


@pytest.mark.parametrize("kpi", sorted({variant.kpi for variant in VARIANTS}))
def test_without_any_data_every_variant_gives_a_reason(kpi: str) -> None:
    for found in compare(kpi, QUARTER, END, read_from({})):
        assert (found.value, found.difference) == (None, None)
        assert found.note is not None
