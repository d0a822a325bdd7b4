"""Histories that make a forecast wrong where nobody looks: too short, cut off, negative, lumpy, long past."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest

from analytics.forecast.outlook import NoForecast, YearForecast
from analytics.forecast.year import year_forecast
from data.importing import run_import
from data.query import open_reader
from data.reading import Answers
from data.workspace import Source, Workspace
from domain.period import add_months
from domain.scope import LAPTOP, Dimension, Scope
from report.annual_forecast import plain_outlook
from tests.analytics.tables_in_memory import invoice, read_from


def monthly(months: int, amount: float = 100.0, first: date = date(2023, 1, 1)) -> list[dict[str, object]]:
    """``amount`` on the 5th of every month, a tenth more in June."""
    days = [add_months(first, step).replace(day=5) for step in range(months)]
    return [invoice("K", day, amount * (1.1 if day.month == 6 else 1.0)) for day in days]


def made(rows: list[dict[str, object]], as_of: date, by: Dimension | None = None) -> YearForecast:
    found = year_forecast(read_from({"revenue_line": rows}), as_of, by)
    assert isinstance(found, YearForecast)
    return found


def test_too_short_a_history_has_no_forecast_and_says_from_when() -> None:
    found = year_forecast(read_from({"revenue_line": monthly(11)}), date(2023, 11, 30))
    assert isinstance(found, NoForecast)
    assert found.possible_on == date(2024, 1, 1)
    assert "11 whole months" in str(found.reason)
    assert isinstance(year_forecast(read_from({"revenue_line": monthly(12)}), date(2023, 12, 31)), YearForecast)


def test_a_part_finished_month_counts_what_came_and_forecasts_what_is_left_of_it() -> None:
    """4 August 2025 leaves 19 of 21 working days: Monday the 4th is the second."""
    rows = [*monthly(31), invoice("K", date(2025, 8, 1), 40.0)]
    found = made(rows, date(2025, 8, 4))
    august = found.months[7]
    assert august.actual == 40
    assert august.low95 >= 40, "what came is a floor"
    whole = made(monthly(31), date(2025, 7, 31)).months[7].mean
    assert august.mean == pytest.approx(40 + whole * 19 / 21, rel=1e-6)
    assert any("not over" in str(note) for note in found.notes)


def test_a_part_finished_month_is_no_month_of_the_history() -> None:
    rows = [*monthly(31), invoice("K", date(2025, 8, 1), 1.0)]
    found = made(rows, date(2025, 8, 4))
    assert found.history[-1][0].name == "2025-07"
    assert found.months[8].mean > 50, "one day of August must not look like a collapse"


def test_months_that_are_not_loaded_yet_are_not_months_without_revenue() -> None:
    found = made(monthly(31), date(2025, 9, 20))
    assert found.months[7].mean > 50
    assert any("No revenue is loaded after" in str(note) for note in found.notes)


def test_a_month_without_revenue_inside_the_history_is_zero() -> None:
    rows = [row for row in monthly(31) if row["revenue_on"] != date(2024, 3, 5)]
    found = made(rows, date(2025, 7, 31))
    assert {month.name: value for month, value in found.history}["2024-03"] == 0
    assert len(found.history) == 31


def test_a_negative_month_stays_what_it_is() -> None:
    rows = [*monthly(31), invoice("K", date(2024, 2, 9), -350.0)]
    found = made(rows, date(2025, 7, 31))
    assert {month.name: value for month, value in found.history}["2024-02"] == -250
    assert math.isfinite(found.whole.year.mean)
    assert found.whole.year.low95 < found.whole.year.mean < found.whole.year.high95


def test_one_giant_invoice_long_ago_neither_carries_the_year_nor_turns_it_negative() -> None:
    rows = [*monthly(31), invoice("K", date(2023, 4, 9), 50_000.0)]
    found = made(rows, date(2025, 7, 31))
    assert found.whole.year.actual <= found.whole.year.mean < 50_000
    assert all(month.mean >= 0 for month in found.months), "what was never negative is not forecast below zero"
    assert found.whole.year.low95 >= found.whole.year.actual


def test_a_year_without_a_target_has_no_chance_and_says_why() -> None:
    year = made(monthly(31), date(2025, 7, 31)).whole.year
    assert (year.target, year.chance) == (None, None)
    assert str(year.no_chance) == "No target is set for this period."


def test_revenue_that_ended_long_ago_is_not_forecast() -> None:
    found = year_forecast(read_from({"revenue_line": monthly(31)}), date(2027, 3, 31))
    assert isinstance(found, NoForecast)
    assert "last twelve months" in str(found.reason)


def test_a_manager_who_came_lately_has_no_empty_years_behind() -> None:
    late = [invoice("L", add_months(date(2025, 1, 1), step), 100.0, "Mới") for step in range(7)]
    found = made([*monthly(31), *late], date(2025, 7, 31), Dimension.MANAGER)
    new = next(part for part in found.parts if part.name == "Mới")
    assert new.year.mean == pytest.approx(1200, rel=0.35)


def test_more_parts_than_a_page_can_forecast_stand_together_and_still_add_up() -> None:
    rows = [
        invoice(f"K{n}", add_months(date(2024, 1, 1), step) + timedelta(days=n % 20), 10.0 + n, f"Q{n:03}")
        for n in range(200)
        for step in range(15)
    ]
    found = made(rows, date(2025, 3, 31), Dimension.MANAGER)
    assert "(others)" in {part.name for part in found.parts}
    assert sum(part.year.mean for part in found.parts) == pytest.approx(found.whole.year.mean, rel=1e-6)


def test_orders_that_end_in_may_are_forecast_to_december_and_not_held_for_a_collapse(shared, tmp_path):
    """The file holds 2003-01-06 to 2005-05-31."""
    path = shared / "datasets/kaggle_sales_data_two_dialects/sales_data_sample.comma_cp437.csv"
    assert run_import(tmp_path, [Source(path.name, path)], Answers(currency="USD")).snapshot is not None
    snapshot = Workspace(tmp_path).snapshots.current()
    assert snapshot is not None
    with open_reader(snapshot, Scope(LAPTOP)) as read:
        found = year_forecast(read, date(2005, 5, 31))
    assert isinstance(found, YearForecast)
    counted = sum(value for month, value in found.history if month.year == 2005)
    assert found.whole.year.actual == pytest.approx(counted)
    assert [month.is_over for month in found.months] == [True] * 5 + [False] * 7
    assert found.whole.year.mean > counted
    assert (found.whole.year.target, found.whole.year.chance) == (None, None)
    assert len(found.history) == 29


def test_a_month_that_was_never_loaded_is_no_month_without_revenue_for_the_forecast() -> None:
    """One empty month among 31 with revenue: the forecast is as with it, and the month is named."""
    rows = [row for row in monthly(31) if row["revenue_on"] != date(2024, 3, 5)]
    found, whole = made(rows, date(2025, 7, 31)), made(monthly(31), date(2025, 7, 31))
    assert [month.name for month in found.gaps] == ["2024-03"]
    assert found.whole.year.mean == pytest.approx(whole.whole.year.mean, rel=0.02)
    assert whole.gaps == ()


def test_months_without_revenue_that_are_how_the_business_is_stay_nothing() -> None:
    """Sold in every second month: no gap, whatever is empty."""
    rows = [row for step, row in enumerate(monthly(31)) if step % 2 == 0]
    assert made(rows, date(2025, 7, 31)).gaps == ()


def test_one_giant_invoice_counts_in_what_came_and_is_not_expected_again() -> None:
    rows = [*monthly(31), invoice("Lớn", date(2025, 4, 9), 5_000.0)]
    found, without = made(rows, date(2025, 7, 31)), made(monthly(31), date(2025, 7, 31))
    (giant,) = found.giants
    assert (giant.month.name, giant.amount, giant.customer) == ("2025-04", 5_000, "Lớn")
    assert giant.share == pytest.approx(5_000 / 5_100)
    assert found.whole.year.actual == without.whole.year.actual + 5_000
    assert found.whole.year.mean == pytest.approx(without.whole.year.mean + 5_000)
    assert {month.name: value for month, value in found.history}["2025-04"] == 5_100


def test_large_invoices_that_come_every_year_are_expected_again() -> None:
    yearly = [invoice("Lớn", date(year, 3, 9), 5_000.0) for year in (2023, 2024, 2025)]
    assert made([*monthly(31), *yearly], date(2025, 7, 31)).giants == ()


def test_the_most_likely_total_of_a_part_lies_within_its_own_bounds() -> None:
    """A part that has nearly ended used to be expected at nothing, below the lower bound of its own futures."""
    ending = [invoice("E", add_months(date(2023, 1, 1), step), 60.0 / (1 + step) ** 2, "Cũ") for step in range(31)]
    other = [invoice("O", add_months(date(2023, 1, 1), step), 100.0 + 7 * (step % 5), "Mới") for step in range(31)]
    for part in made([*monthly(31), *ending, *other], date(2025, 7, 31), Dimension.MANAGER).parts:
        assert part.year.low95 <= part.year.mean <= part.year.high95


def test_what_a_year_ago_forecast_better_is_forecast_as_a_year_ago_and_says_so() -> None:
    """Each calendar month wanders for itself from year to year: last year's is the best that is known of it."""
    rng = np.random.default_rng(4)
    walks = 1_000 * np.exp(np.cumsum(0.5 * rng.standard_normal((6, 12)), axis=0)).round(4)
    days = [add_months(date(2019, 1, 1), step).replace(day=5) for step in range(72)]
    rows = [invoice("K", day, amount) for day, amount in zip(days, walks.ravel().tolist(), strict=True)]
    found = made(rows, date(2024, 12, 31))
    assert found.whole.model == "seasonal_naive"
    assert found.whole.mase_naive <= found.whole.mase
    assert 0.5 <= found.whole.coverage80 <= 1.0, "the band around last year is tested as every other"
    assert found.whole.n_tests == 9 * 12
    assert [month.mean for month in found.months] == pytest.approx(walks[-1].tolist(), rel=1e-4)


def test_a_part_of_three_months_has_no_bounds_and_no_chance_rather_than_certainty() -> None:
    """Its futures are all alike: the mean of its months used to stand in the table as its own 95 % bounds."""
    new = [invoice("N", add_months(date(2025, 5, 1), step), 300.0, "Mới") for step in range(3)]
    found = made([*monthly(31), *new], date(2025, 7, 31), Dimension.MANAGER)
    (part,) = (one for one in found.parts if one.name == "Mới")
    assert (part.model, part.year.has_bounds) == ("none", False)
    assert part.year.mean == pytest.approx(900 + 5 * 300, rel=0.02), "the parts still add up to the whole"
    assert found.whole.year.has_bounds
    said = plain_outlook(part.year)
    assert (said["lo80"], said["hi95"], said["chance"]) == (None, None, None)
