"""What is said about one period and one part of the company: to date, to come, the target and its chance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from analytics.forecast.tree import Floats
from domain.message import N_, Message
from domain.period import Period
from domain.scope import Dimension

NO_TARGET = Message(N_("No target is set for this period."))
PART_TARGET = Message(N_("Only part of the revenue has a target for this period, so the two cannot be compared."))
IS_OVER = Message(N_("The period is over."))


@dataclass(frozen=True)
class Outlook:
    """One period: revenue to date plus the simulated remainder, in the reporting currency.

    Attributes:
        actual: revenue to date.
        mean: revenue of the whole period, expected.
        low80, high80, low95, high95: bounds that hold 80 % and 95 % of the simulated futures; ``actual`` where over.
        target: None where there is none.
        chance: share of the simulated futures that reach the target, 0..1; None with the reason in ``no_chance``.
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


@dataclass(frozen=True)
class Part:
    """The whole (no dimension) or one of its parts: the year, and how its forecast was made and tested.

    ``model`` and ``reason`` are ids of the engine; the back-test's figures are None where there was none.
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
class YearForecast:
    """The year's forecast: ``months`` and ``running`` (revenue since the year began) one per month of the year."""

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


def _why_no_chance(target: float | None, is_part_target: bool) -> Message | None:
    if target is None:
        return NO_TARGET
    return PART_TARGET if is_part_target else None
