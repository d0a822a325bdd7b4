"""Which target a period and a group are measured by."""

from __future__ import annotations

from datetime import date

import pytest

from analytics import engine
from analytics.kpi import Answer
from analytics.registry import kpi_by_id
from domain.period import parse_period
from domain.scope import Dimension
from tests.analytics.tables_in_memory import invoice, read_from

END = date(2025, 12, 31)
LINES = [
    invoice("A", date(2025, 7, 1), 60, team="North", product="CRM"),
    invoice("B", date(2025, 9, 1), 30, "Bình", team="South"),
]


def target(
    period: str, amount: float | None, level: str = "company", member: str = "", **columns: object
) -> dict[str, object]:
    asked = parse_period(period)
    row: dict[str, object] = {"period_start": asked.start, "period_end": asked.end, "measure": "revenue"}
    return row | {"level": level, "member": member, "amount_reporting": amount, "load_id": 1} | columns


def ask(targets: list[dict[str, object]], dimension: Dimension | None = None, period: str = "2025-Q3") -> list[Answer]:
    read = read_from({"revenue_line": LINES, "target_line": targets})
    return engine.answers(kpi_by_id("target_attainment"), [parse_period(period)], END, read, dimension=dimension)


def test_a_target_of_the_same_period_is_used() -> None:
    (found,) = ask([target("2025-Q3", 180), target("2025-07", 1), target("2025", 7)])
    assert (found.value, found.numerator, found.denominator) == (0.5, 90, 180)


def test_months_that_cover_the_quarter_are_added_up() -> None:
    (found,) = ask([target(f"2025-0{month}", 30) for month in (7, 8, 9)])
    assert found.denominator == 90


def test_months_that_leave_a_gap_are_no_target() -> None:
    (found,) = ask([target("2025-07", 30), target("2025-09", 30)])
    assert (found.value, found.numerator, found.denominator) == (None, 90, None)
    assert "No target" in str(found.note)


def test_a_longer_target_is_never_spread() -> None:
    assert ask([target("2025", 400)])[0].value is None
    assert ask([target("2025", 400)], period="2025")[0].value == pytest.approx(90 / 400)
    assert ask([target(f"2025-Q{quarter}", 50) for quarter in (1, 2, 3, 4)], period="2025")[0].denominator == 200


def test_another_measure_is_no_revenue_target() -> None:
    assert ask([target("2025-Q3", 5, measure="calls")])[0].value is None


def test_a_target_without_a_rate_is_no_target() -> None:
    assert ask([target("2025-Q3", None)])[0].value is None


def test_the_coarsest_level_measures_the_whole() -> None:
    people = [
        target("2025-Q3", 50, "manager", "An", manager="An", team="North"),
        target("2025-Q3", 40, "manager", "Bình", manager="Bình", team="South"),
    ]
    teams = [target("2025-Q3", 100, "team", "North", team="North")]
    assert ask(people)[0].denominator == 90
    assert ask([*people, *teams])[0].denominator == 100
    assert ask([*people, *teams, target("2025-Q3", 300)])[0].denominator == 300


def test_a_level_with_a_gap_gives_way_to_a_finer_one() -> None:
    people = [
        target("2025-Q3", 50, "manager", "An", manager="An"),
        target("2025-Q3", 40, "manager", "Bình", manager="Bình"),
    ]
    assert ask([*people, target("2025-07", 1), target("2025-08", 1)])[0].denominator == 90


def test_a_split_uses_its_own_level_or_finer_ones_that_carry_it() -> None:
    targets = [
        target("2025-Q3", 300),
        target("2025-Q3", 100, "team", "North", team="North"),
        target("2025-Q3", 7, "manager", "An", manager="An", team="North"),
        target("2025-Q3", 40, "manager", "Bình", manager="Bình", team="South"),
    ]
    assert [(one.group, one.denominator) for one in ask(targets, Dimension.TEAM)] == [("North", 100), ("South", 40)]
    assert [(one.group, one.denominator) for one in ask(targets, Dimension.MANAGER)] == [("An", 7), ("Bình", 40)]
    assert [one.denominator for one in ask(targets, Dimension.PRODUCT)] == [None, None]


def test_a_group_with_a_target_and_no_revenue_is_shown() -> None:
    targets = [target("2025-Q3", 9, "product", "ERP", product="ERP")]
    found = {one.group: one for one in ask(targets, Dimension.PRODUCT)}
    assert (found["ERP"].value, found["ERP"].denominator) == (None, 9)
    assert "no revenue" in str(found["ERP"].note)
    assert found["CRM"].value is None


def test_the_rows_behind_it_are_the_targets_that_were_used() -> None:
    targets = [target("2025-Q3", 300), target("2025-07", 1), target("2025-Q3", 7, "manager", "An", manager="An")]
    read = read_from({"revenue_line": LINES, "target_line": targets})
    rows = engine.rows(kpi_by_id("target_attainment"), parse_period("2025-Q3"), END, read)
    assert rows["contribution_numerator"].sum() / rows["contribution_denominator"].sum() == pytest.approx(0.3)


def test_targets_of_only_some_measure_only_their_revenue() -> None:
    only_south = [target("2025-Q3", 60, "team", "South", team="South")]
    (found,) = ask(only_south)
    assert (found.value, found.numerator, found.denominator) == (0.5, 30, 60)
    assert found.excluded == {"no target": 1}
    by_team = {answer.group: answer for answer in ask(only_south, Dimension.TEAM)}
    assert (by_team["South"].value, by_team["North"].value) == (0.5, None)
