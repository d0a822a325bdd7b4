"""What a statistician would look at: the series taken apart, and whether the forecast's errors hold anything more.

Sources: Cleveland et al. 1990 (STL); Wang, Smith & Hyndman 2006 (strength of trend and season); Ljung & Box 1978;
Jarque & Bera 1980.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from analytics.forecast.calendar_effects import CalendarEffect, Regression, regression
from analytics.forecast.engine import forecast
from analytics.forecast.history import History, read_history
from analytics.forecast.tree import Floats
from domain.period import Period
from domain.read import Read

YEAR = 12
FEWEST_MONTHS = 25
"""Two years and a month: below it a season cannot be told from a trend."""
MOST_ERRORS = 36
FEWEST_ERRORS = 8
FEWEST_BEFORE = 12
LAGS = 12
ODD = 0.05
"""A test below this chance speaks against the forecast."""


@dataclass(frozen=True)
class Season:
    """The series taken apart: trend, season and rest add up to it, month by month; the strengths are 0..1."""

    months: tuple[Period, ...]
    values: Floats
    trend: Floats
    season: Floats
    rest: Floats
    trend_strength: float
    season_strength: float

    @property
    def shape(self) -> tuple[tuple[Period, float], ...]:
        """The last year's seasonal amounts, the month they are of first."""
        return tuple(zip(self.months[-YEAR:], (float(one) for one in self.season[-YEAR:]), strict=True))


@dataclass(frozen=True)
class Errors:
    """The errors of forecasting each of the last months from the month before it, as shares of what was expected.

    Attributes:
        n: months tried.
        bias: their mean; above zero where more came than was expected.
        bias_p: the chance of such a mean where the forecast leans to no side.
        linked_p: Ljung–Box: the chance of such links between months where errors know nothing of one another.
        shape_p: Jarque–Bera: the chance of such outliers and such a skew in errors that are bell-shaped.
    """

    n: int
    bias: float
    bias_p: float
    linked_p: float
    shape_p: float

    @property
    def is_leaning(self) -> bool:
        """Whether the forecast was too low, or too high, on the whole."""
        return self.bias_p < ODD

    @property
    def is_linked(self) -> bool:
        """Whether one month's error tells something of the next."""
        return self.linked_p < ODD

    @property
    def has_outliers(self) -> bool:
        """Whether some errors are larger, or more one-sided, than a bell has them."""
        return self.shape_p < ODD


@dataclass(frozen=True)
class Diagnostics:
    """Each part None where the history is too short for it."""

    season: Season | None
    errors: Errors | None
    calendar: Regression | None
    effect: CalendarEffect | None


def diagnostics(read: Read, as_of: date, fiscal_start_month: int = 1) -> Diagnostics | None:
    """The months known at the end of ``as_of``, looked at with statsmodels; None without revenue."""
    history = read_history(read, as_of, None, fiscal_start_month)
    if history is None:
        return None
    return Diagnostics(
        season_of(history.months, history.typical),
        errors_of(history),
        regression(history.months, history.typical, history.days),
        history.effect(),
    )


def season_of(months: Sequence[Period], values: Floats) -> Season | None:
    """Trend, season and rest by STL, robust against single months; None below two years and a month."""
    if len(months) < FEWEST_MONTHS:
        return None
    from statsmodels.tsa.seasonal import STL

    found = STL(np.asarray(values, dtype=np.float64), period=YEAR, robust=True).fit()
    trend, season, rest = (np.asarray(part) for part in (found.trend, found.seasonal, found.resid))
    return Season(
        tuple(months), np.asarray(values), trend, season, rest, _strength(trend, rest), _strength(season, rest)
    )


def errors_of(history: History) -> Errors | None:
    """One month ahead, from every one of the last months; None where too few can be tried."""
    values = history.typical
    first = max(FEWEST_BEFORE, len(values) - MOST_ERRORS)
    if len(values) - first < FEWEST_ERRORS:
        return None
    effect = history.effect()
    factors = np.ones(len(values)) if effect is None else effect.factors(history.months, history.days)
    made = forecast([values[:origin] / factors[:origin] for origin in range(first, len(values))], YEAR, 1, n_paths=1)
    said = made.mean[:, 0] * factors[first:]
    can = np.isfinite(said) & (np.abs(said) > 0)
    if can.sum() < FEWEST_ERRORS:
        return None
    return judged((values[first:][can] - said[can]) / np.abs(said[can]))


def judged(errors: Floats) -> Errors:
    """What statsmodels' tests say of errors in their order; errors that are all alike pass."""
    from statsmodels.stats.diagnostic import acorr_ljungbox
    from statsmodels.stats.stattools import jarque_bera
    from statsmodels.stats.weightstats import DescrStatsW

    n = len(errors)
    if np.ptp(errors) <= 1e-9:
        return Errors(n, float(errors.mean()), 1.0 if abs(errors.mean()) <= 1e-9 else 0.0, 1.0, 1.0)
    lags = max(1, min(LAGS, n // 5))
    linked = acorr_ljungbox(errors, lags=[lags])["lb_pvalue"].iloc[0]
    return Errors(
        n,
        float(errors.mean()),
        float(DescrStatsW(errors).ttest_mean(0.0)[1]),
        float(linked),
        float(jarque_bera(errors)[1]),
    )


def _strength(part: Floats, rest: Floats) -> float:
    whole = float(np.var(part + rest))
    return 0.0 if whole <= 0 else max(0.0, 1 - float(np.var(rest)) / whole)
