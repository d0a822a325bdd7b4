"""What working days and Tết are worth in a month, and whether a forecast that knows them is better.

Tết moves between January and February, which no seasonal index can follow. Months are put on a log scale, each year and
each calendar month has its own level, and what is left is explained by working days and by the share of Tết's days off
that fall in the month.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from analytics.asking import ONE_DAY
from analytics.forecast.engine import forecast
from analytics.forecast.tree import Floats
from domain.period import Period, PeriodCut
from domain.read import Read

if TYPE_CHECKING:
    from statsmodels.regression.linear_model import RegressionResultsWrapper

YEAR = 12
FEWEST_MONTHS = 36
"""Three years: two of them can differ by anything."""
FEWEST_BEFORE = 24
STEP = 3
MOST_ORIGINS = 8
FEWEST_TESTED = 12
GAIN = 0.01
"""The effects enter a forecast only where they lower its back-test error by more than this share."""

Days = Mapping[date, tuple[float, float]]
"""By first day of the month: working days, and the share of that year's Tết days off that fall in it."""


@dataclass(frozen=True)
class CalendarEffect:
    """What the calendar is worth, as changes of the logarithm of a month's revenue.

    Attributes:
        per_day: of one working day more.
        tet: of the whole of Tết in the month, beyond the working days it takes; 0 where the calendar knows no Tết.
        error_without, error_with: mean absolute back-test error as a share of the months' mean; None without a test.
        n_tested: months forecast in the back-test.
        is_used: whether the forecast knows the effects: only where the back-test is better with them.
        usual: (12, 2) working days and share of Tết that each calendar month had on average.
    """

    per_day: float
    tet: float
    error_without: float | None
    error_with: float | None
    n_tested: int
    is_used: bool
    usual: Floats

    def factors(self, months: Sequence[Period], days: Days) -> Floats:
        """What each month's revenue is multiplied by against the usual month of its name; ones where not used."""
        if not self.is_used or any(month.start not in days for month in months):
            return np.ones(len(months))
        given = np.array([days[month.start] for month in months]).reshape(len(months), 2)
        usual = self.usual[[month.start.month - 1 for month in months]]
        return np.asarray(np.exp((given - usual) @ np.array([self.per_day, self.tet])))


@dataclass(frozen=True)
class Coefficient:
    """``value`` with its 95 % bounds, as changes of the logarithm; ``p`` that it is nothing but chance."""

    value: float
    low: float
    high: float
    p: float


@dataclass(frozen=True)
class Regression:
    """The regression in full: per working day, Tết (None where the calendar knows none), and what it explains."""

    per_day: Coefficient
    tet: Coefficient | None
    n_months: int
    explained: float


def read_days(read: Read, months: Sequence[Period]) -> Days:
    """The calendar of the months that it reaches as a whole."""
    if not months:
        return {}
    cuts = [PeriodCut(one.start, one.end, one.end, one.previous.start, one.end - ONE_DAY) for one in months]
    frame = read("calendar_by_month", {"periods": cuts})
    whole = {month.start: month.days for month in months}
    rows = [
        (start.date(), float(working), float(tet))
        for start, n, working, tet in zip(
            frame["period_start"], frame["n_days"], frame["n_working"], frame["n_tet"], strict=True
        )
        if n == whole[start.date()]
    ]
    in_year: dict[int, float] = {}
    for start, _working, tet in rows:
        in_year[start.year] = in_year.get(start.year, 0.0) + tet
    return {start: (working, tet / in_year[start.year] if tet else 0.0) for start, working, tet in rows}


def calendar_effect(months: Sequence[Period], values: Floats, days: Days) -> CalendarEffect | None:
    """What the calendar is worth in these months, and whether the forecast shall know it; None where it cannot be told.

    It takes three years of months above zero that the calendar reaches and that differ in their working days.
    """
    if effects_cannot_be_told(months, values, days):
        return None
    found = _estimated(months, values, days)
    if found is None:
        return None
    without, known, n_tested = _tested(months, values, days)
    if n_tested < FEWEST_TESTED:
        return found
    is_used = known < (1 - GAIN) * without
    return replace(found, error_without=without, error_with=known, n_tested=n_tested, is_used=is_used)


def regression(months: Sequence[Period], values: Floats, days: Days) -> Regression | None:
    """The same estimate with intervals, by ordinary least squares of statsmodels; None where there is none."""
    if effects_cannot_be_told(months, values, days):
        return None
    from statsmodels.regression.linear_model import OLS

    design, n_told = _design(months, days)
    fitted: RegressionResultsWrapper = OLS(np.log(values), design).fit()
    plain = OLS(np.log(values), design[:, :-n_told]).fit()
    bounds = fitted.conf_int(0.05)
    told = [
        Coefficient(
            float(fitted.params[place]), float(bounds[place][0]), float(bounds[place][1]), float(fitted.pvalues[place])
        )
        for place in range(-n_told, 0)
    ]
    explained = 1 - float(fitted.ssr) / float(plain.ssr) if plain.ssr > 0 else 0.0
    return Regression(told[0], told[1] if n_told > 1 else None, len(months), explained)


def effects_cannot_be_told(months: Sequence[Period], values: Floats, days: Days) -> bool:
    """Whether the months are too few, not all above zero, beyond the calendar, or all alike."""
    if len(months) < FEWEST_MONTHS or values.min() <= 0 or any(month.start not in days for month in months):
        return True
    return _design(months, days)[1] == 0


def _design(months: Sequence[Period], days: Days) -> tuple[Floats, int]:
    """Levels of years and of calendar months, then what the calendar says; and how many columns that is.

    Years are counted back from the last month, so that the last one is whole. A column that the levels explain
    already is left out: nothing can be learnt from it.
    """
    n = len(months)
    block = (n - 1 - np.arange(n)) // YEAR
    calendar = np.array([month.start.month for month in months])
    levels = np.column_stack(
        [
            *(block == one for one in range(block.max() + 1)),
            *(calendar == one for one in sorted(set(calendar.tolist()))[1:]),
        ]
    ).astype(np.float64)
    told = np.array([days[month.start] for month in months]).reshape(n, 2)
    columns: list[Floats] = [levels]
    for place in range(2):
        column = told[:, place]
        known = np.column_stack(columns)
        left = column - known @ np.linalg.lstsq(known, column, rcond=None)[0]
        if np.abs(left).max(initial=0.0) <= 1e-6:
            break
        columns.append(column[:, None])
    return np.column_stack(columns), len(columns) - 1


def _estimated(months: Sequence[Period], values: Floats, days: Days) -> CalendarEffect | None:
    """The coefficients alone, without importing what takes longer than the rest of the forecast."""
    design, n_told = _design(months, days)
    if n_told == 0 or len(months) <= design.shape[1]:
        return None
    found = np.linalg.lstsq(design, np.log(values), rcond=None)[0][-n_told:]
    told = np.array([days[month.start] for month in months])
    calendar = np.array([month.start.month for month in months])
    usual = np.array([told[calendar == one].mean(axis=0) for one in range(1, YEAR + 1)])
    return CalendarEffect(float(found[0]), float(found[1]) if n_told > 1 else 0.0, None, None, 0, False, usual)


def _tested(months: Sequence[Period], values: Floats, days: Days) -> tuple[float, float, int]:
    """Mean absolute errors without and with the effects from origins a quarter apart, and months tested.

    At each origin the effects are learnt from what came before it.
    """
    n = len(months)
    origins = list(range(n - STEP, FEWEST_BEFORE - 1, -STEP))[:MOST_ORIGINS]
    without, known = [], []
    for origin in origins:
        before = months[:origin]
        effect = _estimated(before, values[:origin], days)
        if effect is None:
            continue
        used = replace(effect, is_used=True)
        adjusted = values[:origin] / used.factors(before, days)
        ahead = months[origin : origin + YEAR]
        made = forecast([values[:origin], adjusted], YEAR, len(ahead), n_paths=1)
        truth = values[origin : origin + len(ahead)]
        without += list(np.abs(truth - made.mean[0]))
        known += list(np.abs(truth - made.mean[1] * used.factors(ahead, days)))
    level = float(values.mean())
    if not without:
        return 0.0, 0.0, 0
    return float(np.mean(without)) / level, float(np.mean(known)) / level, len(without)
