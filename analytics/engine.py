"""The one way from a KPI, a period and a Read to answers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from analytics.asking import Asking, asking_ahead, asking_for, cut_of
from analytics.figures import Figure, Key, change_is_real, figures_from
from analytics.kpi import Answer, Kpi
from analytics.notes import note_on
from domain.errors import UsageError
from domain.message import N_
from domain.period import Period, PeriodCut, PeriodKind, period_containing
from domain.read import Read
from domain.scope import NO_GROUP, Dimension

if TYPE_CHECKING:
    import pandas as pd

NOT_HAPPENED = frozenset({"target", "contract", "customer_ownership"})
"""Records whose day may lie ahead; they say where the data ends only where there is nothing else."""

COUNTED = (
    "active_now", "active_before", "returning", "new", "won_back", "lost",
    "kept_revenue", "now_revenue", "before_revenue",
)  # fmt: skip
"""What rows add to the KPIs that share a query; of these a KPI's own stand in its contributions."""

NOTHING = Figure()
PROVENANCE = ("file_name", "sheet", "line_no")


def answers(
    kpi: Kpi,
    periods: Sequence[Period],
    as_of: date,
    read: Read,
    *,
    dimension: Dimension | None = None,
    snapshot: str = "",
) -> list[Answer]:
    """One answer per period, in the given order; split by ``dimension``, one per period and group.

    Groups come in alphabetical order, what has no group last; every group that any of the periods knows has an
    answer in each. A period that is not over at the end of ``as_of`` is compared with as many working days of the
    other periods. Periods must be of one kind.

    Raises:
        UsageError: the KPI cannot be split by that dimension.
    """
    if dimension is not None and dimension not in kpi.dimensions:
        raise UsageError(
            "dimension",
            N_("“{kpi}” cannot be split by {dimension}."),
            N_("It can be split by: {known}."),
            kpi=kpi.id,
            dimension=dimension.value,
            known=", ".join(known.value for known in kpi.dimensions),
        )
    if not periods:
        return []
    asking = asking_ahead(periods, as_of) if kpi.looks_ahead else asking_for(periods, as_of, read)
    whole = _read_figures(kpi, asking.whole, dimension, read)
    part = _read_figures(kpi, asking.part, dimension, read)
    groups: list[str | None] = [None]
    if dimension is not None:
        names = {group for _, group in (*whole, *part) if group is not None}
        groups = sorted(names, key=lambda name: (name == NO_GROUP, name))
    comparisons = {period: _compared(kpi, period, asking, whole, part) for period in periods}
    return [
        _answer(kpi, period, group, whole, comparisons[period], as_of, asking.days_of(period), snapshot)
        for period in periods
        for group in groups
    ]


def rows(kpi: Kpi, period: Period, as_of: date, read: Read) -> pd.DataFrame:
    """The rows behind the number, where they came from in the last three columns.

    ``value``, or ``contribution_numerator`` and ``contribution_denominator``, added up by the KPI's own rule give
    the number; a row without them is shown but does not count. Response times: the quantile over ``hours`` and
    ``is_answered``.
    """
    found = read(kpi.rows_query, {"periods": [cut_of(period, as_of)]})
    if not kpi.columns:
        return found
    contributions = {"value": "value", "numerator": "contribution_numerator", "denominator": "contribution_denominator"}
    chosen = {contributions[name]: found[column] for name, column in kpi.columns}
    shaped = found.drop(columns=[name for name in COUNTED if name in found])
    for name, values in chosen.items():
        shaped.insert(len(shaped.columns) - len(PROVENANCE), name, values)
    counts = shaped[list(chosen)].any(axis=1)
    return shaped.loc[counts].reset_index(drop=True)


def last_day(read: Read) -> date:
    """The latest day on which anything in the data happened: the ``as_of`` to start from.

    Raises:
        UsageError: nothing that is loaded has a date.
    """
    span = read("data_span", {})
    span = span[span["last_on"].notna()]
    happened = span[~span["entity"].isin(NOT_HAPPENED)]
    latest = (happened if len(happened) else span)["last_on"].max()
    if latest is None or latest != latest:
        raise UsageError(
            "no_dates", N_("Nothing that is loaded has a date."), N_("Load invoices, deals, tickets or surveys first.")
        )
    day: date = latest.date()
    return day


def default_as_of(info: Mapping[str, str]) -> date | None:
    """The last day of the data as the snapshot states it; None where nothing has a date."""
    return date.fromisoformat(info["last_on"][:10]) if info.get("last_on") else None


def default_period(info: Mapping[str, str], as_of: date | None = None) -> Period | None:
    """The latest quarter that is over at ``as_of`` (the last day of the data), else the one that is under way.

    None where the data has no dates.
    """
    last = as_of or default_as_of(info)
    if last is None:
        return None
    under_way = period_containing(last, PeriodKind.QUARTER, int(info.get("fiscal_start_month") or 1))
    if cut_of(under_way, last).cut == under_way.end:
        return under_way
    first = date.fromisoformat(info["first_on"][:10]) if info.get("first_on") else last
    return under_way if first >= under_way.start else under_way.previous


def _read_figures(
    kpi: Kpi, cuts: Mapping[date, PeriodCut], dimension: Dimension | None, read: Read
) -> dict[Key, Figure]:
    if not cuts:
        return {}
    query = kpi.query if dimension is None else kpi.split_query or kpi.query
    found = read(query, {"periods": list(cuts.values()), "dimension": dimension})
    if dimension is not None:
        found = found[found["group_name"].notna()]
    return figures_from(kpi, found)


@dataclass(frozen=True)
class _Compared:
    """The figures that those of a period are set against, and the starts of the period before and of last year's."""

    figures: Mapping[Key, Figure]
    before: date
    year_ago: date


def _compared(
    kpi: Kpi, period: Period, asking: Asking, whole: Mapping[Key, Figure], part: Mapping[Key, Figure]
) -> _Compared:
    figures = part if asking.is_compared_in_part(period) else whole
    return _Compared({} if kpi.looks_ahead else figures, period.previous.start, period.last_year.start)


def _answer(
    kpi: Kpi,
    period: Period,
    group: str | None,
    whole: Mapping[Key, Figure],
    compared: _Compared,
    as_of: date,
    n_working_days: int | None,
    snapshot: str,
) -> Answer:
    now = whole.get((period.start, group), NOTHING)
    before = compared.figures.get((compared.before, group), NOTHING)
    year_ago = compared.figures.get((compared.year_ago, group), NOTHING)
    return Answer(
        kpi=kpi.id,
        period=period,
        group=group,
        value=now.value,
        low=None if now.interval is None else _finite(now.interval.low),
        high=None if now.interval is None else _finite(now.interval.high),
        n=now.n,
        numerator=now.numerator,
        denominator=now.denominator,
        previous=before.value,
        change=_change(now, before),
        is_change_real=change_is_real(kpi.method, now, before),
        last_year=year_ago.value,
        last_year_change=_change(now, year_ago),
        is_last_year_change_real=change_is_real(kpi.method, now, year_ago),
        excluded=now.excluded,
        note=note_on(kpi, period, now, as_of, n_working_days),
        as_of=as_of,
        snapshot=snapshot,
    )


def _finite(bound: float) -> float | None:
    return bound if math.isfinite(bound) else None


def _change(now: Figure, before: Figure) -> float | None:
    return None if now.value is None or before.value is None else now.value - before.value
