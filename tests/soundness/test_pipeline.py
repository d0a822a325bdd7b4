"""Numbers of open deals that are easily got wrong. Never weaken one of these."""

from __future__ import annotations

from datetime import date

import pytest

from analytics import engine
from analytics.kpi import Answer
from analytics.registry import kpi_by_id
from domain.period import parse_period
from domain.scope import Dimension
from tests.analytics.tables_in_memory import dims, invoice, read_from

TODAY = date(2025, 8, 15)
DUE = date(2025, 9, 10)
BOTH = ("weighted_pipeline", "pipeline_coverage")


def deal(number: str, close_on: date | None = DUE, amount: float | None = 100, **others: object) -> dict[str, object]:
    """An open deal of 100 at 50 %."""
    row = {"deal_id": number, "stage": "Open", "close_on": close_on, "amount": amount, "amount_reporting": amount}
    return dims("A") | row | {"probability": 0.5} | others


def target(amount: float, level: str = "company", **others: object) -> dict[str, object]:
    row = {"period_start": date(2025, 7, 1), "period_end": date(2025, 10, 1), "measure": "revenue", "level": level}
    return row | {"member": "", "amount_reporting": amount, "load_id": 1} | others


def ask(
    kpi: str,
    deals: list[dict[str, object]],
    dimension: Dimension | None = None,
    *,
    period: str = "2025-Q3",
    as_of: date = TODAY,
    **tables: list[dict[str, object]],
) -> list[Answer]:
    read = read_from({"deal": deals, **tables})
    return engine.answers(kpi_by_id(kpi), [parse_period(period)], as_of, read, dimension=dimension)


def test_a_stale_deal_is_counted_and_never_summed() -> None:
    (found,) = ask("weighted_pipeline", [deal("due"), deal("July", date(2025, 7, 3)), deal("May", date(2025, 5, 5))])
    assert (found.value, found.n, found.excluded) == (50, 1, {"stale": 2})


def test_a_deal_due_on_the_last_known_day_is_not_stale() -> None:
    (found,) = ask("weighted_pipeline", [deal("today", TODAY), deal("yesterday", date(2025, 8, 14))])
    assert (found.value, found.excluded) == (50, {"stale": 1})


def test_stale_deals_are_no_part_of_the_next_quarter() -> None:
    (found,) = ask(
        "weighted_pipeline", [deal("next", date(2025, 11, 1)), deal("old", date(2025, 5, 5))], period="2025-Q4"
    )
    assert (found.value, found.excluded) == (50, {})
    assert "not begun" not in str(found.note)


def test_only_open_deals_are_pipeline() -> None:
    others = [deal("won", stage="Won", probability=1.0), deal("lost", stage="Lost", probability=0.0)]
    (found,) = ask("weighted_pipeline", [deal("open"), *others])
    assert (found.value, found.n) == (50, 1)


def test_no_probability_is_not_a_probability_of_none_and_not_of_all() -> None:
    (found,) = ask(
        "weighted_pipeline", [deal("open"), deal("unsure", probability=None), deal("hopeless", probability=0.0)]
    )
    assert (found.value, found.n, found.excluded) == (50, 2, {"no probability": 1})
    (covered,) = ask("pipeline_coverage", [deal("unsure", probability=None)], target_line=[target(50)])
    assert (covered.value, covered.excluded) == (2, {}), "coverage is unweighted: it needs no probability"


@pytest.mark.parametrize("kpi", BOTH)
def test_no_amount_is_counted_and_not_summed(kpi: str) -> None:
    (found,) = ask(kpi, [deal("open"), deal("unknown", amount=None)], target_line=[target(100)])
    assert (found.n, found.excluded) == (1, {"no amount": 1})


@pytest.mark.parametrize("kpi", BOTH)
def test_a_currency_without_a_rate_is_never_added(kpi: str) -> None:
    dollars = deal("dollars", amount=7_000, currency="USD") | {"amount_reporting": None}
    (found,) = ask(kpi, [deal("open"), dollars], target_line=[target(100)])
    assert (found.n, found.excluded) == (1, {"no rate": 1})


def test_a_deal_without_a_closing_date_is_due_in_no_period_and_said_so_once() -> None:
    deals = [deal("open"), deal("some day", None)]
    assert ask("weighted_pipeline", deals)[0].excluded == {"no close date": 1}
    assert ask("weighted_pipeline", deals, period="2025-Q4")[0].excluded == {}
    assert ask("weighted_pipeline", deals, period="2025-Q2")[0].excluded == {}


def test_when_all_are_left_out_there_is_no_number() -> None:
    (found,) = ask("weighted_pipeline", [deal("unknown", amount=None)])
    assert found.value is None
    assert "left out" in str(found.note)


def test_one_customer_only() -> None:
    (found,) = ask("weighted_pipeline", [deal("only")], Dimension.SEGMENT)
    assert (found.group, found.value, found.low) == ("SME", 50, None)


def test_a_quarter_before_the_data_has_no_pipeline_and_a_reason() -> None:
    for kpi in BOTH:
        (found,) = ask(kpi, [deal("open")], period="2023-Q1", target_line=[target(100)])
        assert found.value is None
        assert "The period is over" in str(found.note)


def test_nothing_is_compared_with_what_is_not_known() -> None:
    (found,) = ask("weighted_pipeline", [deal("open"), deal("July", date(2025, 5, 3)), deal("2024", date(2024, 9, 3))])
    assert (found.previous, found.change, found.last_year, found.is_change_real) == (None, None, None, None)


def test_once_the_target_is_met_there_is_nothing_to_cover() -> None:
    for revenue in (100, 130):
        lines = [invoice("A", date(2025, 8, 1), revenue)]
        (found,) = ask("pipeline_coverage", [deal("open")], target_line=[target(100)], revenue_line=lines)
        assert found.value is None
        assert str(found.note) == "The target is met: there is nothing left to cover."


def test_without_a_target_there_is_no_coverage() -> None:
    (found,) = ask("pipeline_coverage", [deal("open")])
    assert (found.value, found.numerator) == (None, 100)
    assert "No target" in str(found.note)


def test_a_target_and_nothing_due_is_said() -> None:
    (found,) = ask("pipeline_coverage", [deal("old", date(2025, 5, 5))], target_line=[target(100)])
    assert (found.value, found.excluded) == (None, {"stale": 1})
    assert "no open deal is due" in str(found.note)


def test_revenue_after_the_last_known_day_does_not_fill_the_target() -> None:
    lines = [invoice("A", date(2025, 8, 1), 20), invoice("A", date(2025, 9, 1), 70)]
    (found,) = ask("pipeline_coverage", [deal("open")], target_line=[target(100)], revenue_line=lines)
    assert found.denominator == 80


def test_only_deals_of_those_who_have_a_target_cover_it() -> None:
    targets = [target(50, "manager", member="An", manager="An")]
    deals = [deal("hers"), deal("his", manager="Bình", manager_id="Bình")]
    (found,) = ask("pipeline_coverage", deals, target_line=targets)
    assert (found.value, found.n, found.excluded) == (2, 1, {"no target": 1})
    groups = {one.group: one.value for one in ask("pipeline_coverage", deals, Dimension.MANAGER, target_line=targets)}
    assert groups == {"An": 2, "Bình": None}


def test_the_rows_tell_the_stale_from_the_due() -> None:
    read = read_from({"deal": [deal("due"), deal("old", date(2025, 5, 5)), deal("no date", None)]})
    rows = engine.rows(kpi_by_id("weighted_pipeline"), parse_period("2025-Q3"), TODAY, read)
    told = {row["deal_id"]: row["exclusion"] for row in rows.to_dict("records")}
    assert told["old"] == "stale"
    assert told["no date"] == "no_close_date"
    assert rows["value"].sum() == 50
