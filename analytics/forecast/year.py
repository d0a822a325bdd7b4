"""The annual forecast: revenue to date plus simulated remainder, for the whole and for parts that add up to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from analytics.asking import ONE_DAY, cut_of
from analytics.forecast.engine import NO_MODEL
from analytics.forecast.history import History, read_history
from analytics.forecast.outlook import (
    NoForecast,
    Outlook,
    Part,
    Past,
    YearForecast,
    outlook,
    why_untested,
    without_bounds,
)
from analytics.forecast.peculiar import MONTHS_IN_YEAR
from analytics.forecast.simulated import N_PATHS as N_PATHS
from analytics.forecast.simulated import WHOLE as WHOLE
from analytics.forecast.simulated import Label as Label
from analytics.forecast.simulated import Simulated as Simulated
from analytics.forecast.simulated import simulate as simulate
from analytics.forecast.tree import Floats
from domain.errors import UsageError
from domain.message import N_, Message
from domain.period import Period, PeriodKind, period_containing, periods_between
from domain.read import Read
from domain.scope import NO_GROUP, Dimension

FEWEST_MONTHS = 12
"""A year has to be seen before its shape can be told from its level."""
SPLITS = (Dimension.TEAM, Dimension.MANAGER, Dimension.REGION, Dimension.SEGMENT, Dimension.PRODUCT)
WITH_TARGETS = (Dimension.REGION, Dimension.TEAM, Dimension.MANAGER, Dimension.PRODUCT)
PART_FINISHED = N_(
    "The last month is not over: what came until {day} counts as it is, and the {percent_left}% of its working days "
    "still to come are forecast."
)


Target = tuple[float | None, bool]
"""The amount, and whether only part of the revenue so far has one."""
NOTHING_SET: Target = (None, False)


def year_forecast(
    read: Read, as_of: date, by: Dimension | None = None, fiscal_start_month: int = 1
) -> YearForecast | NoForecast:
    """The fiscal year that is under way on the day after ``as_of``, split by ``by`` where one is given.

    Everything is of the reader's scope, and as it was known at the end of ``as_of``. The whole does not depend on
    how it is split.

    Raises:
        UsageError: revenue is not forecast by that dimension.
    """
    if by is not None and by not in SPLITS:
        raise UsageError(
            "dimension",
            N_("The forecast cannot be split by {dimension}."),
            N_("It can be split by: {known}."),
            dimension=by.value,
            known=", ".join(known.value for known in SPLITS),
        )
    history = read_history(read, as_of, None, fiscal_start_month)
    year = period_containing(as_of + ONE_DAY, PeriodKind.YEAR, fiscal_start_month)
    if history is None or not len(history.cells):
        return NoForecast(as_of, Message(N_("No revenue is loaded.")))
    why = why_not(history)
    if why is not None:
        return why
    simulated = simulate(history, year.end)
    quarters, months = _within(year, PeriodKind.QUARTER), _within(year, PeriodKind.MONTH)
    targets = {**_targets(read, quarters, as_of), **_targets(read, [year], as_of)}
    everything = np.ones(len(history.cells))
    running = [Period(year.start, month.end, PeriodKind.YEAR, fiscal_start_month) for month in months]
    return YearForecast(
        as_of,
        year,
        tuple(zip(history.months, (float(value) for value in history.total), strict=True)),
        _part(history, simulated, year, WHOLE, targets.get((year, ""), NOTHING_SET)),
        tuple(
            _of(history, simulated, quarter, everything, targets.get((quarter, ""), NOTHING_SET))
            for quarter in quarters
        ),
        tuple(_of(history, simulated, month, everything) for month in months),
        tuple(_of(history, simulated, part, everything) for part in running),
        _parts(read, history, simulated, year, by, fiscal_start_month) if by is not None else (),
        how_it_did(history, period_containing(as_of + ONE_DAY, PeriodKind.QUARTER, fiscal_start_month).previous),
        _notes(history, year),
        simulated.effect,
        history.giants,
        history.gaps,
    )


def how_it_did(history: History, quarter: Period) -> Past | None:
    """What would have been forecast for ``quarter`` when it began, beside what came; None where that was too early."""
    known = [place for place, month in enumerate(history.months) if quarter.start <= month.start < quarter.end]
    then = history.until(quarter.start)
    if len(then.months) < FEWEST_MONTHS or len(known) < len(_within(quarter, PeriodKind.MONTH)):
        return None
    said = _of(then, simulate(then, quarter.end), quarter, np.ones(len(then.cells)))
    return Past(said, float(history.total[known].sum()), then.as_of, is_kept=False)


def _within(period: Period, kind: PeriodKind) -> tuple[Period, ...]:
    """The months or quarters of a period, in order."""
    start = period.fiscal_start_month
    return periods_between(
        period_containing(period.start, kind, start), period_containing(period.end - ONE_DAY, kind, start)
    )


def why_not(history: History) -> NoForecast | None:
    """The reason where there is no forecast from these months; None where there is one."""
    if len(history.months) < FEWEST_MONTHS:
        first = history.months[0] if history.months else history.now
        possible = first.shift(FEWEST_MONTHS).start if first else None
        reason = Message(
            N_("{n} whole months are known; a forecast takes {fewest}."),
            {"n": len(history.months), "fewest": FEWEST_MONTHS},
        )
        return NoForecast(history.as_of, reason, possible)
    if not history.total[-MONTHS_IN_YEAR:].any() and not history.so_far.any():
        return NoForecast(history.as_of, Message(N_("There was no revenue in the last twelve months.")))
    return None


def known_of(history: History, period: Period) -> Floats:
    """(cells,) revenue to date of the period."""
    known = [place for place, month in enumerate(history.months) if period.start <= month.start < period.end]
    came = history.values[:, known].sum(axis=1)
    if history.now is not None and period.start <= history.now.start < period.end:
        came = came + history.so_far
    return np.asarray(came)


def _of(
    history: History,
    simulated: Simulated,
    period: Period,
    cells: Floats,
    target: Target = NOTHING_SET,
) -> Outlook:
    """The outlook of some cells: what is known of the period's months plus what is simulated of them."""
    coming = [place for place, month in enumerate(simulated.months) if period.start <= month.start < period.end]
    actual = float(cells @ known_of(history, period))
    mean = float(cells @ simulated.mean[:, coming].sum(axis=1))
    own = np.flatnonzero(cells)  # most parts are one cell of many
    futures = simulated.paths[own][:, :, coming].sum(axis=(0, 2)) if coming else np.empty(0)
    return outlook(period, actual, mean, futures, *target)


def _part(
    history: History,
    simulated: Simulated,
    year: Period,
    label: Label,
    target: Target,
) -> Part:
    node, made = simulated.node_of[label], simulated.forecasts
    cells = simulated.members[node]
    before = [place for place, month in enumerate(history.months) if month.year == year.year - 1]
    expected = _of(history, simulated, year, cells, target)
    return Part(
        label[0],
        label[1],
        without_bounds(expected) if made.models[node] == NO_MODEL else expected,
        made.models[node],
        made.reasons[node],
        _finite(made.mase[node]),
        _finite(made.mase_naive[node]),
        _finite(made.coverage80[node]),
        float(cells @ history.values[:, before].sum(axis=1)) if len(before) == MONTHS_IN_YEAR else None,
        int(made.n_tests[node]),
        why_untested(made, node),
    )


def _parts(
    read: Read, history: History, simulated: Simulated, year: Period, by: Dimension, fiscal_start_month: int
) -> tuple[Part, ...]:
    """The parts, largest first; what belongs to none of them last."""
    if by not in history.names:
        split = read_history(read, history.as_of, by, fiscal_start_month)
        if split is None or split.months != history.months:
            return ()
        history, simulated = split, simulate(split, year.end, simulated)
    targets = _targets(read, [year], history.as_of, by) if by in WITH_TARGETS else {}
    found = [
        _part(history, simulated, year, label, targets.get((year, label[1]), NOTHING_SET))
        for label in simulated.node_of
        if label[0] is by
    ]
    return tuple(sorted(found, key=lambda part: (part.name == NO_GROUP, -part.year.mean, part.name)))


def target_of(read: Read, period: Period, as_of: date) -> Target:
    """The target of the whole for a period, and whether it covers only part of the revenue so far."""
    return _targets(read, [period], as_of).get((period, ""), NOTHING_SET)


def _targets(
    read: Read, periods: Sequence[Period], as_of: date, by: Dimension | None = None
) -> Mapping[tuple[Period, str], Target]:
    """The target of each period and group, and whether it covers only part of the revenue so far."""
    frame = read("target_attainment", {"periods": [cut_of(period, as_of) for period in periods], "dimension": by})
    by_start = {period.start: period for period in periods}
    return {
        (by_start[row["period_start"].date()], row["group_name"] if isinstance(row["group_name"], str) else ""): (
            _finite(row["denominator"]),
            bool(row["excluded_no_target"]),
        )
        for row in frame.to_dict("records")
    }


def _finite(value: float | None) -> float | None:
    return None if value is None or not np.isfinite(value) else float(value)


def _notes(history: History, year: Period) -> tuple[Message, ...]:
    notes = []
    if history.now is not None:
        values = {"day": history.as_of, "percent_left": round(100 * history.left)}
        notes.append(Message(PART_FINISHED, values))
    if history.n_missing:
        notes.append(
            Message(
                N_("No revenue is loaded after {day}: what follows is forecast, not counted as nothing."),
                {"day": history.months[-1].end - ONE_DAY},
            )
        )
    if history.n_no_rate:
        notes.append(Message(N_("Left out: {n} amounts without an exchange rate."), {"n": history.n_no_rate}))
    if history.months[0].start > year.last_year.start:
        notes.append(Message(N_("The year before is known only from {day} on."), {"day": history.months[0].start}))
    return tuple(notes)
