"""Working days and Tết: a planted effect is found again, used only where it helps, and put back for months to come."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest

from analytics.forecast.calendar_effects import Days, calendar_effect, read_days, regression
from analytics.forecast.history import HIERARCHY, History
from analytics.forecast.simulated import simulate
from domain.period import Period, parse_period, periods_between
from tests.analytics.tables_in_memory import read_from, weekdays

TET = {2019: 2, 2020: 1, 2021: 2, 2022: 2, 2023: 1, 2024: 2, 2025: 1, 2026: 2}
"""The month in which most of Tết's days off fell."""
PER_DAY, WHOLE_TET = 0.03, -0.15


def calendar(months: tuple[Period, ...]) -> Days:
    """Weekdays less the five days off of Tết, all in one month."""
    found = {}
    for month in months:
        is_tet = TET.get(month.start.year) == month.start.month
        days = int(np.busday_count(month.start, month.end)) - 5 * is_tet
        found[month.start] = (float(days), float(is_tet))
    return found


def planted(months: tuple[Period, ...], days: Days, noise: float, seed: int = 7) -> np.ndarray:
    """A level, growth of 6 % a year in steps, a season, the calendar's effect and noise; all multiply."""
    rng = np.random.default_rng(seed)
    season = np.log([0.95, 0.9, 1.0, 1.0, 1.05, 1.1, 1.0, 0.95, 1.0, 1.05, 1.1, 1.2])
    told = []
    for month in months:
        working, tet = days[month.start]
        told.append(0.06 * (month.year - 2019) + season[month.start.month - 1] + PER_DAY * working + WHOLE_TET * tet)
    return np.exp(np.array(told) + noise * rng.standard_normal(len(months))) * 1e6


MONTHS = periods_between(parse_period("2019-01"), parse_period("2024-12"))
AHEAD = periods_between(parse_period("2025-01"), parse_period("2025-12"))
DAYS = calendar((*MONTHS, *AHEAD))


def test_a_planted_effect_is_found_again_within_its_interval():
    found = regression(MONTHS, planted(MONTHS, DAYS, 0.03), DAYS)
    assert found is not None
    assert found.tet is not None
    assert found.per_day.low < PER_DAY < found.per_day.high
    assert found.tet.low < WHOLE_TET < found.tet.high
    assert found.tet.high < 0, "an effect of this size is told from chance"
    assert found.n_months == 72


def test_without_noise_both_are_exact_and_the_quick_estimate_is_the_same_as_statsmodels():
    values = planted(MONTHS, DAYS, 0.0)
    found, quick = regression(MONTHS, values, DAYS), calendar_effect(MONTHS, values, DAYS)
    assert found is not None
    assert quick is not None
    assert quick.per_day == pytest.approx(PER_DAY, abs=1e-9)
    assert quick.tet == pytest.approx(WHOLE_TET, abs=1e-9)
    assert found.per_day.value == pytest.approx(quick.per_day, abs=1e-9)
    noisy = planted(MONTHS, DAYS, 0.05)
    found, quick = regression(MONTHS, noisy, DAYS), calendar_effect(MONTHS, noisy, DAYS)
    assert (found.per_day.value, found.tet.value) == pytest.approx((quick.per_day, quick.tet), rel=1e-9)


def test_a_forecast_that_knows_tet_is_used_because_its_back_test_is_better():
    effect = calendar_effect(MONTHS, planted(MONTHS, DAYS, 0.02), DAYS)
    assert effect is not None
    assert effect.is_used
    assert effect.error_with < 0.8 * effect.error_without
    january, february = effect.factors(AHEAD, DAYS)[:2]
    # Tết 2025 is in January: it lies below a usual January, February above a usual February
    assert january < 1 < february


def test_where_the_calendar_does_nothing_the_forecast_is_left_alone():
    rng = np.random.default_rng(3)
    values = 1e6 * np.exp(0.05 * rng.standard_normal(len(MONTHS)))
    effect = calendar_effect(MONTHS, values, DAYS)
    assert effect is not None
    assert not effect.is_used
    np.testing.assert_array_equal(effect.factors(AHEAD, DAYS), np.ones(12))


def test_the_months_to_come_get_their_own_tet_back():
    values = planted(MONTHS, DAYS, 0.01)
    people = (("Bắc", "N1", "An"), ("Nam", "S1", "Chi"))
    history = History(
        date(2024, 12, 31), MONTHS, people, np.array([0.4 * values, 0.6 * values]), None, np.zeros(2), 1.0, HIERARCHY,
        days=DAYS,
    )  # fmt: skip
    known = simulate(history, date(2026, 1, 1))
    blind = simulate(History(**{**vars(history), "days": {}}), date(2026, 1, 1))
    truth = planted((*MONTHS, *AHEAD), DAYS, 0.0)[-12:]
    error, without = (np.abs(one.mean.sum(axis=0) - truth)[:2].sum() for one in (known, blind))
    assert error < 0.5 * without
    np.testing.assert_allclose(known.mean.sum(axis=0), known.forecasts.mean[0], rtol=1e-9)
    np.testing.assert_allclose(known.paths.sum(axis=0), known.forecasts.paths[0], rtol=1e-9)


@pytest.mark.parametrize("short", [MONTHS[:35], MONTHS[:12]])
def test_less_than_three_years_say_nothing(short):
    assert calendar_effect(short, planted(short, DAYS, 0.0), DAYS) is None
    assert regression(short, planted(short, DAYS, 0.0), DAYS) is None


def test_a_month_below_zero_or_beyond_the_calendar_says_nothing():
    values = planted(MONTHS, DAYS, 0.0)
    assert calendar_effect(MONTHS, np.where(np.arange(72) == 5, -1.0, values), DAYS) is None
    assert calendar_effect(MONTHS, values, {day: told for day, told in DAYS.items() if day.year > 2019}) is None


def test_days_are_read_by_month_with_the_share_of_tet():
    """Tết 2025: 28 to 31 January and 3 February off, so four fifths of it fall in January."""
    off = {date(2025, 1, day) for day in (28, 29, 30, 31)} | {date(2025, 2, 3)}
    rows = [
        {**row, "is_working": False, "holiday": "Lunar New Year"} if row["day"] in off else {**row, "holiday": None}
        for row in weekdays(date(2025, 1, 1), date(2025, 3, 20))
    ]
    months = periods_between(parse_period("2025-01"), parse_period("2025-03"))
    found = read_days(read_from({"working_day": rows}), months)
    assert found == {date(2025, 1, 1): (19.0, 0.8), date(2025, 2, 1): (19.0, pytest.approx(0.2))}
    assert math.isclose(sum(tet for _working, tet in found.values()), 1.0)
