"""The worked numbers of kpi.md, through the queries and the engine."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from analytics import engine
from analytics.kpi import Answer
from analytics.registry import kpi_by_id
from domain.period import parse_period
from domain.read import Read
from tests.analytics.tables_in_memory import answer, dims, owned, read_from, used

QUARTER = parse_period("2025-Q3")
BEFORE, NOW, LONG_AGO = date(2025, 5, 5), date(2025, 8, 5), date(2024, 11, 5)
END = date(2025, 12, 31)


def ask(kpi: str, read: Read, period: str = "2025-Q3", as_of: date = END) -> Answer:
    (found,) = engine.answers(kpi_by_id(kpi), [parse_period(period)], as_of, read)
    return found


def test_nps_of_the_seven_scores() -> None:
    """Section 2: scores 1, 8, 8, 10, 5, blank, 9 → NPS 0, n 6."""
    scores = [1, 8, 8, 10, 5, None, 9]
    found = ask("nps", read_from({"survey_response": [answer(f"r{i}", score, NOW) for i, score in enumerate(scores)]}))
    assert (found.value, found.n, found.excluded) == (0, 6, {"no score": 1})


def test_nps_of_the_command_lines_example() -> None:
    """Section 2: 162/108/54 → 33.33, interval 24.95 to 41.11, numerator 108 of 324."""
    scores = [10] * 162 + [7] * 108 + [0] * 54
    found = ask("nps", read_from({"survey_response": [answer(f"r{i}", score, NOW) for i, score in enumerate(scores)]}))
    assert found.value == pytest.approx(33.3333, abs=5e-5)
    assert (found.low, found.high) == (pytest.approx(24.95, abs=5e-3), pytest.approx(41.11, abs=5e-3))
    assert (found.numerator, found.denominator, found.n) == (108, 324, 324)


def test_the_movement_bridge_closes() -> None:
    """Section 3: active before + new + won back - lost = active now; returning = before - lost."""
    rows = [used(f"kept{i}", day) for i in range(7) for day in (BEFORE, NOW)]
    rows += [used(f"lost{i}", BEFORE) for i in range(3)] + [used(f"new{i}", NOW) for i in range(2)]
    rows += [used("back", day) for day in (LONG_AGO, NOW)]
    read = read_from({"customer_activity": rows})
    found = {
        kpi: ask(kpi, read).value
        for kpi in ("returning_customers", "new_customers", "won_back_customers", "lost_customers", "active_customers")
    }
    assert found == {
        "returning_customers": 7,
        "new_customers": 2,
        "won_back_customers": 1,
        "lost_customers": 3,
        "active_customers": 10,
    }
    rate = ask("returning_rate", read)
    assert (rate.value, rate.numerator, rate.denominator) == (pytest.approx(0.7), 7, 10)


def test_leaving_and_joining_inside_the_period_does_not_blur_the_rate() -> None:
    """Section 3: 100 customers, 10 leave, 20 join of whom 5 leave → the true rate is 90 %."""
    rows = [used(f"old{i}", BEFORE) for i in range(100)] + [used(f"old{i}", NOW) for i in range(90)]
    rows += [used(f"joined{i}", NOW) for i in range(20)]
    assert ask("returning_rate", read_from({"customer_activity": rows})).value == pytest.approx(0.9)


def test_a_contract_is_in_force_on_its_last_day() -> None:
    """Section 3: a contract ending on the last day of the period before counts there, and not in this one."""
    rows = [used("ends", date(2025, 1, 1), until=date(2025, 7, 1)), used("goes on", date(2025, 1, 1), date(2025, 7, 2))]
    read = read_from({"customer_activity": rows})
    assert ask("active_customers", read, "2025-Q2").value == 2
    assert ask("active_customers", read).value == 1
    assert ask("returning_customers", read).value == 1


def test_customers_per_manager_counts_days() -> None:
    """Section 4: X owns 10 customers for 90 days, Y 20 for the last 45 → 13.33; the end snapshot says 15."""
    period = parse_period("2025-Q1")
    start = period.end - timedelta(days=90)
    spans = [owned(f"x{i}", "X", start) for i in range(10)]
    spans += [owned(f"y{i}", "Y", period.end - timedelta(days=45)) for i in range(20)]
    read = read_from({"customer_ownership": spans})
    load = ask("customers_per_manager", read, "2025-Q1")
    assert load.value == pytest.approx(13.33, abs=5e-3)
    assert (load.numerator, load.denominator, load.n) == (1800, 135, 30)
    assert ask("customers_per_manager_snapshot", read, "2025-Q1").value == 15


def test_win_rate_of_10_won_and_30_lost() -> None:
    """Section 5: 25 %; open deals do not count."""
    stages = ["Won"] * 10 + ["Lost"] * 30 + ["Open"] * 7
    deals = [dims("A") | {"deal_id": str(i), "stage": stage, "close_on": NOW} for i, stage in enumerate(stages)]
    found = ask("win_rate", read_from({"deal": deals}))
    assert (found.value, found.numerator, found.denominator) == (0.25, 10, 40)
