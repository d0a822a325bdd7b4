"""The annual forecast: what is known counts, what is to come is simulated, the target from the same futures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from analytics.forecast.outlook import NoForecast, Past, YearForecast
from analytics.forecast.record import to_keep, with_kept
from analytics.forecast.year import year_forecast
from domain.errors import UsageError
from domain.period import add_months, parse_period
from domain.read import Read
from domain.scope import Dimension
from tests.analytics.tables_in_memory import invoice, read_from

PEOPLE = {"An": ("Bắc", "N1"), "Bình": ("Bắc", "N2"), "Chi": ("Nam", "S1")}
AS_OF = date(2025, 8, 31)


def lines(first: date = date(2023, 1, 1), months: int = 32) -> list[dict[str, object]]:
    """One invoice a month of each of three managers, with a season and a little growth; the same every time."""
    rows = []
    for step in range(months):
        day = add_months(first, step)
        for place, (manager, (region, team)) in enumerate(PEOPLE.items()):
            amount = (100 + 40 * place) * (1 + 0.3 * (day.month in (6, 12))) * 1.01**step
            rows.append(
                invoice(f"K{place}", day.replace(day=10), round(amount), manager, region=region, team=team,
                        segment="SME" if place else None, product="CRM" if place == 1 else "ERP")
            )  # fmt: skip
    return rows


def target(period: str, amount: float, level: str = "company", **columns: object) -> dict[str, object]:
    asked = parse_period(period)
    return {
        "period_start": asked.start, "period_end": asked.end, "measure": "revenue", "level": level, "member": "",
        "amount_reporting": amount, **columns,
    }  # fmt: skip


def reader(*targets: dict[str, object], rows: list[dict[str, object]] | None = None) -> Read:
    return read_from({"revenue_line": lines() if rows is None else rows, "target_line": list(targets)})


def made(read: Read, as_of: date = AS_OF, by: Dimension | None = None, fiscal: int = 1) -> YearForecast:
    found = year_forecast(read, as_of, by, fiscal)
    assert isinstance(found, YearForecast)
    return found


def test_the_year_is_what_came_plus_what_is_to_come() -> None:
    found = made(reader())
    came = sum(row["amount"] for row in lines() if date(2025, 1, 1) <= row["revenue_on"] <= AS_OF)
    assert found.year == parse_period("2025")
    assert found.whole.year.actual == pytest.approx(came)
    assert found.whole.year.mean == pytest.approx(sum(month.mean for month in found.months))
    assert found.whole.year.mean == pytest.approx(sum(quarter.mean for quarter in found.quarters))
    assert [month.is_over for month in found.months] == [True] * 8 + [False] * 4
    assert found.running[-1].mean == pytest.approx(found.whole.year.mean)
    assert found.whole.last_year == pytest.approx(sum(r["amount"] for r in lines() if r["revenue_on"].year == 2024))


def test_the_year_before_is_added_up_month_by_month_where_all_of_it_is_known() -> None:
    found = made(reader())
    june = sum(row["amount"] for row in lines() if date(2024, 1, 1) <= row["revenue_on"] < date(2024, 7, 1))
    assert len(found.running_last_year) == 12
    assert found.running_last_year[5] == pytest.approx(june)
    assert found.running_last_year[-1] == pytest.approx(found.whole.last_year)
    assert made(reader(rows=lines(date(2024, 3, 1), 18))).running_last_year == ()


def test_the_bounds_hold_one_another_and_are_narrower_than_the_months_added_up() -> None:
    year = made(reader()).whole.year
    assert year.actual < year.low95 <= year.low80 <= year.high80 <= year.high95
    months = made(reader()).months
    assert year.high95 - year.low95 < sum(month.high95 - month.low95 for month in months)


@pytest.mark.parametrize(
    "by", [Dimension.REGION, Dimension.TEAM, Dimension.MANAGER, Dimension.SEGMENT, Dimension.PRODUCT]
)
def test_parts_add_up_and_the_whole_is_the_same_however_it_is_split(by: Dimension) -> None:
    whole, split = made(reader()), made(reader(), by=by)
    assert split.whole == whole.whole
    assert sum(part.year.mean for part in split.parts) == pytest.approx(whole.whole.year.mean, rel=1e-6)
    assert sum(part.year.actual for part in split.parts) == pytest.approx(whole.whole.year.actual)


def test_what_belongs_to_no_group_is_last() -> None:
    assert [part.name for part in made(reader(), by=Dimension.SEGMENT).parts] == ["SME", "(none)"]


def test_it_is_not_split_by_what_revenue_does_not_know() -> None:
    with pytest.raises(UsageError, match="team, manager, region, segment, product"):
        year_forecast(reader(), AS_OF, Dimension.CHANNEL)


def test_the_chance_is_the_share_of_futures_that_reach_the_target() -> None:
    sure, hopeless = made(reader(target("2025", 1))), made(reader(target("2025", 1e9)))
    assert (sure.whole.year.chance, hopeless.whole.year.chance) == (1.0, 0.0)
    even = made(reader(target("2025", made(reader()).whole.year.mean))).whole.year.chance
    assert even is not None
    assert 0.2 < even < 0.8


def test_quarters_have_their_own_targets_and_one_that_is_over_has_no_chance() -> None:
    found = made(reader(target("2025-Q1", 5), target("2025-Q4", 1)))
    assert (found.quarters[0].target, found.quarters[0].chance) == (5, None)
    assert (found.quarters[3].target, found.quarters[3].chance) == (1, 1.0)
    assert str(found.quarters[0].no_chance) == "The period is over."


def test_targets_of_some_say_nothing_of_the_whole() -> None:
    found = made(reader(target("2025", 500, "team", member="N1", team="N1")))
    assert found.whole.year.chance is None
    assert "Only part" in str(found.whole.year.no_chance)
    by_team = {part.name: part.year for part in
               made(reader(target("2025", 500, "team", member="N1", team="N1")), by=Dimension.TEAM).parts}  # fmt: skip
    assert by_team["N1"].chance == 1.0
    assert "No target" in str(by_team["S1"].no_chance)


def test_a_fiscal_year_is_forecast_to_its_own_end() -> None:
    found = made(reader(), fiscal=4)
    assert (found.year.start, found.year.end) == (date(2025, 4, 1), date(2026, 4, 1))
    assert [quarter.period.name for quarter in found.quarters] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]


def test_on_the_last_day_of_a_year_the_next_is_forecast() -> None:
    found = made(reader(), as_of=date(2024, 12, 31))
    assert found.year == parse_period("2025")
    assert found.whole.year.actual == 0


def test_nothing_later_than_as_of_is_known() -> None:
    early = [row for row in lines() if row["revenue_on"] <= date(2025, 3, 31)]
    assert made(reader(), as_of=date(2025, 3, 31)) == made(reader(rows=early), as_of=date(2025, 3, 31))


def test_the_last_quarter_is_held_against_what_would_have_been_said() -> None:
    past = made(reader()).past
    assert past is not None
    assert (past.outlook.period.name, past.made_on, past.is_kept) == ("2025-Q2", date(2025, 3, 31), False)
    in_time = made(reader(), as_of=date(2025, 3, 31))
    assert past.outlook.mean == pytest.approx(in_time.quarters[1].mean, rel=0.1)
    assert past.actual == pytest.approx(made(reader()).quarters[1].actual)


def test_what_was_kept_at_the_time_counts_and_nothing_made_afterwards() -> None:
    found = made(reader())
    kept = to_keep(made(reader(), as_of=date(2025, 3, 31)), "000001", "{}", date(2025, 4, 2))
    (quarter,) = [one for one in kept if one.period == "2025-Q2"]
    said = with_kept(found, [quarter]).past
    assert isinstance(said, Past)
    assert (said.is_kept, said.outlook.mean, said.actual) == (True, quarter.mean, found.past.actual)  # type: ignore[union-attr]
    assert with_kept(found, [replace(quarter, made_on=date(2025, 8, 1))]) == found
    assert with_kept(found, [replace(quarter, as_of=date(2025, 1, 31))]) == found
    assert with_kept(found, []) == found
    assert not [one for one in kept if one.period == "2025-Q1"], "what is over is no forecast"


def test_without_revenue_there_is_a_reason() -> None:
    found = year_forecast(reader(rows=[]), AS_OF)
    assert isinstance(found, NoForecast)
    assert str(found.reason) == "No revenue is loaded."
