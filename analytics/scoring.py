"""A customer's health: a weighted mean over what is known, measured by anchors that never move (kpi.md section 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analytics.kpi import Answer
from domain.message import N_, Message
from domain.period import Period, PeriodKind, add_months


@dataclass(frozen=True)
class Component:
    """One part of a score. ``score`` is 0..100, None where it is missing; ``found`` says what it rests on or why not.

    ``anchors`` says in words what 0 and 100 stand for.
    """

    name: str
    weight: float
    score: float | None
    anchors: str = ""
    found: Message | None = None


@dataclass(frozen=True)
class Score:
    """``value`` 0..100 over the components that are present; ``completeness`` 0..1 is the share of weight they hold."""

    value: float | None
    completeness: float
    components: tuple[Component, ...]


REVENUE_WORST, REVENUE_BEST = 0.5, 1.5
NPS_WORST, NPS_BEST = -100.0, 100.0
IN_TIME_WORST, IN_TIME_BEST = 0.5, 1.0


def weighted(components: Sequence[Component]) -> Score:
    """The weighted mean of the components that have a score, their weights renormalised; nothing present, no value."""
    present = [(component.weight, component.score) for component in components if component.score is not None]
    whole = sum(component.weight for component in components)
    weight = sum(part for part, _score in present)
    value = sum(part * score for part, score in present) / weight if weight else None
    return Score(value, weight / whole if whole else 0.0, tuple(components))


def between(value: float, worst: float, best: float) -> float:
    """Where ``value`` stands from ``worst`` (0) to ``best`` (100), never outside."""
    return min(100.0, max(0.0, 100.0 * (value - worst) / (best - worst)))


def year_up_to(period: Period) -> Period:
    """The twelve months that end with ``period``."""
    start = add_months(period.end, -12)
    return Period(start, period.end, PeriodKind.YEAR, start.month)


def health_score(revenue: Answer, nps: Answer, in_time: Answer, first_on: date) -> Score:
    """The health of one customer out of its answers over twelve months.

    ``first_on`` is the day the company's data begins: without a whole year before, revenue has nothing to compare with.
    """
    return weighted([_revenue(revenue, first_on), _nps(nps), _in_time(in_time)])


def _revenue(answer: Answer, first_on: date) -> Component:
    name, weight = N_("Revenue against the year before"), 40.0
    anchors = N_("half or less of the year before = 0, the same = 50, half as much again = 100")
    before = answer.previous
    if first_on > answer.period.previous.start:
        reason = Message(N_("the data begins on {day}: there is no whole year before"), {"day": first_on})
        return Component(name, weight, None, anchors, reason)
    if before is None or before <= 0:
        return Component(name, weight, None, anchors, Message(N_("no revenue in the year before")))
    ratio = (answer.value or 0.0) / before
    found = Message(N_("{percent}% of the year before"), {"percent": round(100 * ratio)})
    return Component(name, weight, between(ratio, REVENUE_WORST, REVENUE_BEST), anchors, found)


def _nps(answer: Answer) -> Component:
    name, weight = N_("NPS of the last 12 months"), 30.0
    anchors = N_("−100 = 0, 0 = 50, +100 = 100")
    if answer.value is None:
        return Component(name, weight, None, anchors, Message(N_("nobody answered")))
    found = Message(N_("{value} points, n = {n}"), {"value": round(answer.value, 1), "n": answer.n})
    return Component(name, weight, between(answer.value, NPS_WORST, NPS_BEST), anchors, found)


def _in_time(answer: Answer) -> Component:
    name, weight = N_("Tickets answered in time"), 30.0
    anchors = N_("half or fewer = 0, all = 100")
    if answer.value is None:
        return Component(name, weight, None, anchors, Message(N_("no ticket that can be judged")))
    found = Message(
        N_("{numerator} of {n} in time"), {"numerator": int(answer.numerator or 0), "n": int(answer.denominator or 0)}
    )
    return Component(name, weight, between(answer.value, IN_TIME_WORST, IN_TIME_BEST), anchors, found)
