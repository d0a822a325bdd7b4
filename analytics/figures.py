"""From a query's rows to figures with intervals, one method at a time, and whether two figures differ."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analytics.kpi import Kpi, Method
from analytics.statistics import (
    CONFIDENCE,
    Interval,
    NetPromoter,
    adjusted_net_promoter,
    difference_from_intervals,
    difference_of_means,
    difference_of_rates,
    mean_interval,
    net_promoter,
    normal_quantile,
    sample_variance,
    wilson_interval,
    z_of_change,
)
from analytics.survival_groups import GroupQuantiles, group_quantiles

if TYPE_CHECKING:
    import pandas as pd

Key = tuple[date, str | None]

AGAINST_BEFORE = frozenset({"returning", "lost", "won_back"})
"""Counts that compare with the period before; without one there is no number, and 0 would look like one."""

KEY = ("period_start", "group_name")
SHARES = {Method.MEDIAN: 0.5, Method.P90: 0.9}
EXCLUDED = "excluded_"


@dataclass(frozen=True)
class Figure:
    """One number before it is compared.

    ``adjusted`` is the score as its interval sees it (NPS), ``variance`` the sample variance (MEAN); ``n_waiting``
    counts tickets not answered yet, ``n_before`` customers of the period before, where the query tells.
    """

    value: float | None = None
    interval: Interval | None = None
    n: int = 0
    numerator: float | None = None
    denominator: float | None = None
    excluded: Mapping[str, int] = field(default_factory=dict)
    adjusted: NetPromoter | None = None
    variance: float = 0.0
    n_waiting: int = 0
    n_before: int | None = None


Row = Mapping[Any, Any]


def figures_from(kpi: Kpi, rows: pd.DataFrame) -> dict[Key, Figure]:
    """One figure per period and group of the query's rows; the whole has the group None."""
    if kpi.method in SHARES:
        return _waiting_times(kpi.method, rows)
    make = _MAKERS[kpi.method]
    names = [
        name for name in rows.columns if name not in KEY and not (name.startswith(EXCLUDED) and not rows[name].any())
    ]
    columns = zip(*(_values(rows[name]) for name in names), strict=True)
    return {
        key: make(kpi, dict(zip(names, values, strict=True))) for key, values in zip(_keys(rows), columns, strict=True)
    }


def change_is_real(method: Method, now: Figure, before: Figure) -> bool | None:
    """Whether two figures differ by more than chance explains, at 95 %; None where that cannot be told.

    Totals, counts and their quotients are complete, not sampled: any difference is one.
    """
    if now.value is None or before.value is None:
        return None
    if method in (Method.TOTAL, Method.COUNT, Method.RATIO):
        return not math.isclose(now.value, before.value, rel_tol=1e-12, abs_tol=1e-12)
    if method is Method.NPS:
        # centres and errors of the adjusted recipe, as in the interval: plain ones overstate few answers
        if now.adjusted is None or before.adjusted is None:
            return None
        return abs(z_of_change(now.adjusted, before.adjusted)) > normal_quantile(CONFIDENCE)
    difference = _difference(method, now, before)
    return None if difference is None else 0.0 not in difference


def _difference(method: Method, now: Figure, before: Figure) -> Interval | None:
    if method is Method.MEAN:
        return difference_of_means(
            (now.n, now.value or 0.0, now.variance), (before.n, before.value or 0.0, before.variance)
        )
    if method is Method.RATE:
        return difference_of_rates(
            (now.numerator or 0.0, now.denominator or 0.0), (before.numerator or 0.0, before.denominator or 0.0)
        )
    if now.interval is None or before.interval is None or now.value is None or before.value is None:
        return None
    return difference_from_intervals(now.value, now.interval, before.value, before.interval)


def _values(column: pd.Series) -> list[Any]:
    """As plain Python values: None, or not a number, where there is none."""
    if isinstance(column.dtype, np.dtype):
        return column.tolist()
    return column.astype(object).where(column.notna(), None).tolist()


def _keys(rows: pd.DataFrame) -> list[Key]:
    """Period and group of every row: few periods, each turned into a date once."""
    codes, starts = rows["period_start"].factorize()
    days = [start.date() for start in starts]
    groups = [group if isinstance(group, str) else None for group in rows["group_name"].tolist()]
    return [(days[code], group) for code, group in zip(codes.tolist(), groups, strict=True)]


def _number(row: Row, name: str) -> float | None:
    value = row[name]
    return None if value is None or value != value else float(value)


def _count(row: Row, name: str) -> int:
    return int(_number(row, name) or 0)


def _excluded(row: Row) -> dict[str, int]:
    """Reason → rows, without the reasons that left nothing out."""
    found = {reason: _count(row, name) for name, reason in _reasons(tuple(row))}
    return {reason: count for reason, count in found.items() if count}


@functools.cache
def _reasons(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The columns that count what is left out, each with its reason."""
    return tuple((name, name.removeprefix(EXCLUDED).replace("_", " ")) for name in names if name.startswith(EXCLUDED))


def _total(kpi: Kpi, row: Row) -> Figure:
    n = _count(row, "n")
    value = _number(row, kpi.column("value")) if n else None
    n_before = _count(row, "active_before") if "active_before" in row else None
    if n_before == 0 and value == 0 and kpi.column("value") in AGAINST_BEFORE:
        value = None  # nobody is known in the period before: nobody could return, be lost or be won back
    return Figure(value, n=n, excluded=_excluded(row), n_before=n_before)


def _rate(kpi: Kpi, row: Row) -> Figure:
    numerator, denominator = _number(row, kpi.column("numerator")), _number(row, kpi.column("denominator"))
    if not denominator or numerator is None:
        return Figure(n=0, numerator=numerator, denominator=denominator, excluded=_excluded(row))
    interval = wilson_interval(numerator, denominator)
    return Figure(numerator / denominator, interval, int(denominator), numerator, denominator, _excluded(row))


def _ratio(kpi: Kpi, row: Row) -> Figure:
    numerator, denominator = _number(row, kpi.column("numerator")), _number(row, kpi.column("denominator"))
    value = numerator / denominator if numerator is not None and denominator else None
    if kpi.looks_ahead and denominator is not None and denominator < 0:
        value = None  # more than the whole target is reached: nothing is left to be covered
    return Figure(value, None, _count(row, "n"), numerator, denominator, _excluded(row))


def _net_promoter(_: Kpi, row: Row) -> Figure:
    answers = (_count(row, "promoters"), _count(row, "passives"), _count(row, "detractors"))
    plain, adjusted = net_promoter(*answers), adjusted_net_promoter(*answers)
    if plain is None or adjusted is None:
        return Figure(excluded=_excluded(row))
    n = sum(answers)
    return Figure(
        plain.score,
        adjusted.interval(),
        n,
        float(answers[0] - answers[2]),
        float(n),
        _excluded(row),
        adjusted=adjusted,
    )


def _mean(_: Kpi, row: Row) -> Figure:
    n, excluded = _count(row, "n"), _excluded(row)
    n_waiting = excluded.get("waiting", 0)
    total = _number(row, "total")
    if n == 0 or total is None:
        return Figure(excluded=excluded, n_waiting=n_waiting)
    variance = sample_variance(n, total, _number(row, "total_of_squares") or 0.0)
    interval = mean_interval(n, total / n, variance)
    if interval is not None:
        interval = Interval(max(0.0, interval.low), interval.high)
    return Figure(total / n, interval, n, total, float(n), excluded, variance=variance, n_waiting=n_waiting)


def _waiting_times(method: Method, rows: pd.DataFrame) -> dict[Key, Figure]:
    """The quantile of every period and group at once: there may be thousands."""
    if "waits" in rows:
        n_groups, excluded = len(rows), np.arange(len(rows), dtype=np.int64)
        first = excluded
        codes, hours, answered, waiting = _listed(rows["waits"])
    else:
        grouped = rows.groupby(list(KEY), dropna=False, sort=False)
        n_groups, excluded = grouped.ngroups, grouped.ngroup().to_numpy().astype(np.int64)
        first = np.unique(excluded, return_index=True)[1].astype(np.int64)
        known = rows["hours"].notna().to_numpy()
        codes = excluded[known]
        hours, answered, waiting = (rows[name].to_numpy()[known] for name in ("hours", "n_answered", "n_waiting"))
    found = group_quantiles(codes, n_groups, hours, answered, waiting, SHARES[method])
    left_out = {
        reason: np.bincount(excluded, rows[name].to_numpy(), n_groups) for name, reason in _reasons(tuple(rows.columns))
    }
    return {
        key: _waiting_time(found, code, {reason: int(counts[code]) for reason, counts in left_out.items()})
        for code, key in enumerate(_keys(rows.iloc[first]))
    }


def _listed(waits: pd.Series) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Lists of waits, a negative one still going on: place of the list, hours, is answered, is waiting."""
    lists = [one if isinstance(one, np.ndarray) else np.empty(0) for one in waits]
    codes = np.repeat(np.arange(len(lists)), [len(one) for one in lists])
    values = np.concatenate([np.empty(0), *lists])
    known = ~np.isnan(values)
    values = values[known]
    is_waiting = np.signbit(values)
    return codes[known], np.abs(values), ~is_waiting, is_waiting


def _waiting_time(found: GroupQuantiles, code: int, left_out: Mapping[str, int]) -> Figure:
    excluded = {reason: count for reason, count in left_out.items() if count}
    n, n_waiting = int(found.n_events[code]), int(found.n_censored[code])
    if n == 0:
        return Figure(numerator=0.0, denominator=float(n_waiting), excluded=excluded, n_waiting=n_waiting)
    value = float(found.quantile[code])
    return Figure(
        None if math.isnan(value) else value,
        Interval(float(found.low[code]), float(found.high[code])),
        n,
        float(n),
        float(n + n_waiting),
        excluded,
        n_waiting=n_waiting,
    )


_MAKERS: Mapping[Method, Callable[[Kpi, Row], Figure]] = {
    Method.TOTAL: _total,
    Method.COUNT: _total,
    Method.RATE: _rate,
    Method.RATIO: _ratio,
    Method.NPS: _net_promoter,
    Method.MEAN: _mean,
}
