"""What has to be said beside a number, or in its place."""

from __future__ import annotations

from datetime import date, timedelta

from analytics.figures import Figure
from analytics.kpi import Kpi, Method
from domain.message import N_, Message
from domain.period import Period


def note_on(kpi: Kpi, period: Period, figure: Figure, as_of: date, n_working_days: int | None) -> Message | None:
    """The one sentence that stands beside the figure; None where there is nothing to say.

    ``n_working_days`` are those of a part-finished period up to the end of ``as_of``, None for one that is over.
    """
    if kpi.looks_ahead:
        return _ahead(kpi, period, figure, as_of)
    if period.start > as_of:
        return Message(N_("This period has not begun: the data ends on {day}."), {"day": as_of})
    if figure.value is None:
        return _why_nothing(kpi, figure)
    few = 0 < figure.n < kpi.minimum_n
    if n_working_days is not None:
        return _under_way(figure, as_of, n_working_days, few)
    if few:
        return Message(N_("Only {n} in the sample: read it with care."), {"n": figure.n})
    if figure.n_before == 0:
        return Message(N_("No customer is known in the period before: the data may begin here."))
    return None


def _ahead(kpi: Kpi, period: Period, figure: Figure, as_of: date) -> Message:
    """What is open says nothing of a period that is over; of what is left of one, it says from which day on."""
    if figure.value is not None:
        return Message(
            N_("Open deals due from {day} to the end of the period, as the newest export states them."),
            {"day": max(as_of, period.start)},
        )
    if period.end - timedelta(days=1) <= as_of:
        stale = figure.excluded.get("stale", 0)
        if stale:
            return Message(
                N_("The period is over: nothing in it is still to be won. Deals left open, now stale: {n}."),
                {"n": stale},
            )
        return Message(N_("The period is over: nothing in it is still to be won, and what was open then is not known."))
    if kpi.method is Method.TOTAL:
        return _why_nothing(kpi, figure)
    if figure.denominator is None:
        return Message(kpi.no_value)
    if figure.denominator <= 0:
        return Message(N_("The target is met: there is nothing left to cover."))
    return Message(N_("There is a target still to reach, but no open deal is due in this period."))


def _under_way(figure: Figure, as_of: date, n_working_days: int, few: bool) -> Message:
    values = {"day": as_of, "n_days": n_working_days, "n": figure.n}
    if few:
        return Message(
            N_(
                "The period is not over and only {n} are in the sample: known to {day}, compared with the "
                "first {n_days} working days of the other periods."
            ),
            values,
        )
    return Message(
        N_(
            "The period is not over: known to {day}, compared with the first {n_days} working days of the "
            "other periods."
        ),
        values,
    )


def _why_nothing(kpi: Kpi, figure: Figure) -> Message:
    if figure.n and figure.n_before == 0:
        return Message(N_("No customer is known in the period before: the data may begin here."))
    no_time = figure.excluded.get("no business time", 0) + figure.excluded.get("no calendar time", 0)
    match kpi.method:
        case Method.MEDIAN if figure.n:
            return Message(
                N_("Not reached: fewer than half of the tickets have been answered ({n} answered, {waiting} waiting)."),
                {"n": figure.n, "waiting": figure.n_waiting},
            )
        case Method.P90 if figure.n:
            return Message(
                N_("Not reached: fewer than nine in ten have been answered ({n} answered, {waiting} waiting)."),
                {"n": figure.n, "waiting": figure.n_waiting},
            )
        case Method.MEAN | Method.MEDIAN | Method.P90 if figure.n_waiting:
            return Message(
                N_("No ticket of this period is answered yet; waiting: {waiting}."), {"waiting": figure.n_waiting}
            )
        case Method.MEAN | Method.MEDIAN | Method.P90 if no_time:
            return Message(
                N_("The {n} tickets of this period come with durations of another kind, or without a time of day."),
                {"n": no_time},
            )
        case Method.RATIO if figure.denominator and figure.numerator is None:
            return Message(N_("There is a target but no revenue in this period."))
        case Method.TOTAL if figure.excluded:
            return Message(
                N_("All {n} rows of this period are left out; see what is excluded."),
                {"n": sum(figure.excluded.values())},
            )
        case _:
            return Message(kpi.no_value)
