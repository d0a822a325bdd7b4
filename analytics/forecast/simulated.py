"""The months to come, simulated for a company and its parts: every node forecast, then made to add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from analytics.asking import ONE_DAY
from analytics.forecast.calendar_effects import CalendarEffect
from analytics.forecast.engine import Forecasts, forecast
from analytics.forecast.history import History
from analytics.forecast.peculiar import MONTHS_IN_YEAR
from analytics.forecast.tree import Flags, Floats, floored, reconciled
from domain.period import Period, PeriodKind, period_containing, periods_between
from domain.scope import Dimension

N_PATHS = 1000

Label = tuple[Dimension | None, str]
WHOLE: Label = (None, "")


@dataclass(frozen=True)
class Simulated:
    """The months to come, cell by cell, and what was forecast for each node.

    Attributes:
        months: to come, the part-finished one first where there is one.
        mean: (cells, months), paths: (cells, paths, months); of the part-finished month only what is left of it.
        members: (nodes, cells), 1 where a node holds a cell, the whole first.
        node_of: which node a member of a dimension is.
        forecasts: of the nodes, before they were made to add up.
        effect: what the calendar is worth; None where it cannot be told.
    """

    months: tuple[Period, ...]
    mean: Floats
    paths: Floats
    members: Floats
    node_of: Mapping[Label, int]
    forecasts: Forecasts
    effect: CalendarEffect | None = None


def simulate(history: History, end: date, whole: Simulated | None = None) -> Simulated:
    """The months after those known, up to ``end``: forecast for every node, made to add up, path by path.

    ``whole``: the same months of the same revenue, split otherwise; its total is kept.
    """
    months = months_after(history, end)
    members, node_of = _nodes(history)
    effect = history.effect()
    found = forecast_nodes(members @ history.usual, history, months, effect)
    mean, paths = found.mean, found.paths
    if whole is not None:
        mean[0], paths[0] = whole.mean.sum(axis=0), whole.paths.sum(axis=0)
    is_floored = np.asarray((history.values >= 0).all(axis=1)) & (history.so_far >= 0)
    parts, futures = added_up(members, mean, paths, is_floored)
    return Simulated(months, parts, futures, members, node_of, found, effect)


def months_after(history: History, end: date) -> tuple[Period, ...]:
    """The months to be simulated, up to ``end``: from the part-finished one on where there is one."""
    first = history.months[-1].next
    return periods_between(first, period_containing(end - ONE_DAY, PeriodKind.MONTH, first.fiscal_start_month))


def forecast_nodes(
    values: Floats, history: History, months: Sequence[Period], effect: CalendarEffect | None
) -> Forecasts:
    """The months to come of every node, values (nodes, months known), each on its own.

    Months are forecast as if each had its usual working days, and get their own back. What seasonal-naive forecast
    better in the back-test is forecast by it. Of the part-finished month only its share still to come counts.
    """
    past, ahead = np.ones(len(history.months)), np.ones(len(months))
    if effect is not None:
        past, ahead = effect.factors(history.months, history.days), effect.factors(months, history.days)
    adjusted = values / past
    rows = [_begun(row) for row in adjusted]
    found = forecast(rows, MONTHS_IN_YEAR, len(months), n_paths=N_PATHS, is_any_win_followed=True)
    mean, paths = _completed(found, adjusted)
    mean, paths = mean * ahead, paths * ahead
    if history.now is not None and len(months):
        mean[:, 0] *= history.left
        paths[:, :, 0] *= history.left
    return replace(found, mean=mean, paths=paths)


def added_up(members: Floats, mean: Floats, paths: Floats, is_floored: Flags) -> tuple[Floats, Floats]:
    """Means (cells, months) and paths (cells, paths, months) of the parts out of those of the nodes.

    The whole stays as it was forecast. The means are those of the parts' own futures, so that none lies outside them;
    what these and the whole's differ by goes to each part by the variance of its futures.
    """
    spread = paths.sum(axis=2).std(axis=1)
    futures = reconciled(members, paths, spread, is_floored)
    if len(futures) == 1:
        return reconciled(members, mean, spread, is_floored), futures
    expected, variance = futures.mean(axis=1), futures.sum(axis=2).var(axis=1)
    whole = float(variance.sum())
    share = variance / whole if whole > 0 else np.full(len(futures), 1 / len(futures))
    expected = expected + share[:, None] * (mean[0] - expected.sum(axis=0))
    return floored(expected, mean[0], is_floored), futures


def _nodes(history: History) -> tuple[Floats, Mapping[Label, int]]:
    """Which node holds which cells: the whole, every member of every level, and the cells. Equal nodes are one."""
    n = len(history.cells)
    held: dict[tuple[float, ...], int] = {(1.0,) * n: 0}
    node_of: dict[Label, int] = {WHOLE: 0}
    for place, dimension in enumerate(history.names):
        for name in sorted({cell[place] for cell in history.cells}):
            row = tuple(float(cell[place] == name) for cell in history.cells)
            node_of[dimension, name] = held.setdefault(row, len(held))
    for cell in range(n):
        held.setdefault(tuple(float(place == cell) for place in range(n)), len(held))
    return np.array(list(held)), node_of


def _begun(row: Floats) -> Floats:
    """The series from its first month with revenue on; a part that began later has no zeros before."""
    occupied = np.flatnonzero(row)
    return np.asarray(row[occupied[0] :] if len(occupied) else row[-1:])


def _completed(found: Forecasts, values: Floats) -> tuple[Floats, Floats]:
    """Where a node is too short for the engine: the mean of its months, in every future.

    A node that never was negative is not forecast below zero.
    """
    missing = np.asarray(np.isnan(found.mean).any(axis=1))
    level = np.array([np.nanmean(row) if np.isfinite(row).any() else 0.0 for row in map(_begun, values)])
    mean = np.where(missing[:, None], level[:, None], found.mean)
    paths = np.where(missing[:, None, None], level[:, None, None], found.paths)
    floor = np.where((np.nan_to_num(values) >= 0).all(axis=1), 0.0, -np.inf)
    return np.maximum(mean, floor[:, None]), np.maximum(paths, floor[:, None, None])
