"""What is said about one period and one part of the company: to date, to come, the target and its chance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

import numpy as np

from analytics.forecast.calendar_effects import CalendarEffect
from analytics.forecast.deals import DealView
from analytics.forecast.engine import Forecasts
from analytics.forecast.peculiar import OneOff
from analytics.forecast.tree import Floats
from domain.message import N_, Message
from domain.period import Period, add_months
from domain.scope import Dimension

NO_TARGET = Message(N_("No target is set for this period."))
PART_TARGET = Message(N_("Only part of the revenue has a target for this period, so the two cannot be compared."))
IS_OVER = Message(N_("The period is over."))
TOO_FEW = Message(N_("Too few months are known to say how far off the forecast may be."))
FEW_MONTHS = N_("Months known: {n}; a back-test takes {needed}.")
FEW_SINCE_BREAK = N_("Months known since its level changed: {n}; a back-test takes {needed}.")
REPEATS = Message(N_("Its months repeat the year before, so there is no error of seasonal-naive to measure by."))


@dataclass(frozen=True)
class Outlook:
    """One period: revenue to date plus the simulated remainder, in the reporting currency.

    Attributes:
        actual: revenue to date.
        mean: revenue of the whole period, expected.
        low80, high80, low95, high95: bounds that hold 80 % and 95 % of the simulated futures; ``actual`` where over.
        target: None where there is none.
        chance: share of the simulated futures that reach the target, 0..1; None with the reason in ``no_chance``.
        has_bounds: whether the bounds say how far off it may be; False where too little is known to tell.
    """

    period: Period
    actual: float
    mean: float
    low80: float
    high80: float
    low95: float
    high95: float
    target: float | None = None
    chance: float | None = None
    no_chance: Message | None = None
    is_over: bool = False
    has_bounds: bool = True


@dataclass(frozen=True)
class Part:
    """The whole (no dimension) or one of its parts: the year, and how its forecast was made and tested.

    ``model`` and ``reason`` are ids of the engine. The back-test's figures are those of
    :class:`analytics.forecast.engine.Forecasts`, ``coverage80`` that of the model used over ``n_tests`` steps; None,
    with the reason in ``untested``, where there was none.
    """

    dimension: Dimension | None
    name: str
    year: Outlook
    model: str
    reason: str
    mase: float | None
    mase_naive: float | None
    coverage80: float | None
    last_year: float | None
    n_tests: int = 0
    untested: Message | None = None


@dataclass(frozen=True)
class CustomerPart:
    """One customer's year, and who looks after it; ``customer_id`` is None for all the others together."""

    customer_id: str | None
    region: str
    team: str
    manager: str
    part: Part


@dataclass(frozen=True)
class Past:
    """What a quarter that is over was forecast to bring, and what came. ``made_on``: the last day then known."""

    outlook: Outlook
    actual: float
    made_on: date
    is_kept: bool

    @property
    def has_held(self) -> bool:
        """Whether what came lies in the 80 % band."""
        return self.outlook.low80 <= self.actual <= self.outlook.high80


@dataclass(frozen=True)
class View:
    """One view of the year; ``error`` is its root mean squared back-test error, as a share of the revenue expected."""

    year: Outlook
    error: float | None


@dataclass(frozen=True)
class TwoViews:
    """The statistical and the pipeline's view of the year, and both together.

    Attributes:
        statistical: from the months' own course.
        pipeline: revenue to date plus what deals bring; None with the reason in ``why``.
        combined: weighted by the inverse of their mean squared errors; None with the reason in ``why``.
        weight: the pipeline's share in it.
        deals: what the deals bring, in money won.
        link: revenue per money won; None where revenue is the won deals themselves.
        usual_share: weighted open deals as a share of the revenue that the months led to expect, on the earlier days.
        n_origins: earlier days on which both views were tried; ``first_origin`` the first of them.
    """

    as_of: date
    n_days: int
    statistical: View
    pipeline: View | None
    combined: View | None
    why: Message | None = None
    weight: float | None = None
    deals: DealView | None = None
    link: float | None = None
    by_count: bool = False
    usual_share: float | None = None
    n_origins: int = 0
    first_origin: date | None = None

    @property
    def gap(self) -> float | None:
        """What the pipeline expects more of the year than the months do."""
        return None if self.pipeline is None else self.pipeline.year.mean - self.statistical.year.mean

    @property
    def share(self) -> float | None:
        """Weighted open deals as a share of the revenue that the months lead to expect of the rest of the year."""
        rest = self.statistical.year.mean - self.statistical.year.actual
        if self.deals is None or rest <= 0:
            return None
        return self.deals.weighted * (self.link or 1.0) / rest


@dataclass(frozen=True)
class YearForecast:
    """The year's forecast: ``months`` and ``running`` (revenue since the year began) one per month of the year.

    ``effect``: what working days and Tết are worth, None where it cannot be told. ``giants``: invoices not expected
    again; ``gaps``: months that were probably never loaded. ``views`` and ``customers``: what the pipeline says of the
    same year, and the largest customers' parts of it; None and empty where they were not asked for.
    """

    as_of: date
    year: Period
    history: tuple[tuple[Period, float], ...]
    whole: Part
    quarters: tuple[Outlook, ...]
    months: tuple[Outlook, ...]
    running: tuple[Outlook, ...]
    parts: tuple[Part, ...]
    past: Past | None
    notes: tuple[Message, ...]
    effect: CalendarEffect | None = None
    giants: tuple[OneOff, ...] = ()
    gaps: tuple[Period, ...] = ()
    views: TwoViews | None = None
    customers: tuple[CustomerPart, ...] = ()

    @property
    def running_last_year(self) -> tuple[float, ...]:
        """Revenue of the year before, added up to each month; empty where not all of that year is known."""
        if self.whole.last_year is None:
            return ()
        known = {month.start: value for month, value in self.history}
        return tuple(accumulate(known.get(add_months(one.period.start, -12), 0.0) for one in self.months))


@dataclass(frozen=True)
class NoForecast:
    """Why there is no forecast, and the day from which there will be one where that is known."""

    as_of: date
    reason: Message
    possible_on: date | None = None


def outlook(
    period: Period, actual: float, mean: float, futures: Floats, target: float | None, is_part_target: bool = False
) -> Outlook:
    """An outlook from the simulated totals of what is to come, (paths,); none of them: the period is over."""
    why = _why_no_chance(target, is_part_target)
    if not len(futures):
        return Outlook(
            period, actual, actual, actual, actual, actual, actual, target, None, why or IS_OVER, is_over=True
        )
    totals = actual + futures
    low95, low80, high80, high95 = (float(bound) for bound in np.quantile(totals, [0.025, 0.1, 0.9, 0.975]))
    chance = float((totals >= target).mean()) if why is None and target is not None else None
    return Outlook(period, actual, actual + mean, low80, high80, low95, high95, target, chance, why)


def without_bounds(one: Outlook) -> Outlook:
    """The outlook of what is forecast as the mean of too few months: its futures are all alike, and no bounds of it."""
    if one.is_over:
        return one
    return replace(one, chance=None, no_chance=TOO_FEW if one.chance is not None else one.no_chance, has_bounds=False)


def why_untested(made: Forecasts, node: int) -> Message | None:
    """The reason where a series' back-test has no error to tell; None where it has."""
    if np.isfinite(made.mase[node]):
        return None
    if made.n_tests[node]:
        return REPEATS
    text = FEW_SINCE_BREAK if made.reasons[node] == "level_break" else FEW_MONTHS
    return Message(text, {"n": int(made.n_known[node]), "needed": made.n_needed})


def _why_no_chance(target: float | None, is_part_target: bool) -> Message | None:
    if target is None:
        return NO_TARGET
    return PART_TARGET if is_part_target else None
