"""How a period stands against its target: pace, cumulative lines, year to date, and a like-for-like year before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analytics.asking import ONE_DAY, asking_for, cut_of
from domain.period import Period, PeriodCut, PeriodKind, add_months, period_containing, periods_between
from domain.read import Read

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

FIRST_SALE_WITHIN = timedelta(days=10)
"""A period whose data begins this soon is known as a whole: the first days of a year are often without a sale."""


@dataclass(frozen=True)
class Sum:
    """Revenue of a stretch of days; ``amount`` is None where there is no line. ``n_days`` are working days."""

    amount: float | None
    n_days: int

    @property
    def per_day(self) -> float | None:
        """Revenue per working day; None without revenue or without a working day."""
        return self.amount / self.n_days if self.amount is not None and self.n_days else None


@dataclass(frozen=True)
class Standing:
    """Where a period stands. ``elapsed`` is the share of its working days that are over, None where there are none.

    ``attainment`` is the KPI's: None without a target. ``year_ago`` is the same period a year before, cut after as
    many working days where the period is not over. The year to date runs from the fiscal year's first day to the
    period's last known one; its target counts where targets cover those months without a gap.
    """

    now: Sum
    n_worked: int
    n_working: int
    attainment: float | None
    target: float | None
    year_ago: Sum
    year_to_date: float | None
    year_to_date_target: float | None
    year_to_date_attainment: float | None
    year_to_date_before: float | None

    @property
    def elapsed(self) -> float | None:
        """The share of the period's working days that are over."""
        return self.n_worked / self.n_working if self.n_working else None

    @property
    def ahead(self) -> float | None:
        """Attainment less the share of working days elapsed; None without a target or a calendar."""
        return None if self.attainment is None or self.elapsed is None else self.attainment - self.elapsed


def is_known_from(start: date, first_on: date) -> bool:
    """Whether what begins on ``start`` is known as a whole where the data begins on ``first_on``."""
    return first_on <= start + FIRST_SALE_WITHIN


def standing(read: Read, period: Period, as_of: date, first_on: date) -> Standing:
    """Where ``period`` stands at the end of ``as_of``; what lies before ``first_on`` is not known."""
    asking = asking_for([period], as_of, read)
    now = asking.whole[period.start]
    others = asking.part if asking.is_compared_in_part(period) else asking.whole
    ago = others[period.last_year.start]
    year = period_containing(period.start, PeriodKind.YEAR, period.fiscal_start_month)
    to_date = PeriodCut(year.start, period.end, now.cut, year.previous.start, as_of)
    year_before = PeriodCut(year.previous.start, ago.end, ago.cut, year.previous.previous.start, as_of)
    worked = _days_of(read, [period, period.last_year])
    n_worked = sum(1 for day in worked[period.start] if day < now.cut)
    is_known, year_known = (is_known_from(start, first_on) for start in (ago.start, year_before.start))
    attained, to_date_attained = _attained(read, now), _attained(read, to_date)
    return Standing(
        now=Sum(_revenue(read, now), n_worked),
        n_worked=n_worked,
        n_working=len(worked[period.start]),
        attainment=_ratio(*attained),
        target=attained[1],
        year_ago=Sum(_revenue(read, ago) if is_known else None, sum(1 for day in worked[ago.start] if day < ago.cut)),
        year_to_date=_revenue(read, to_date),
        year_to_date_target=to_date_attained[1],
        year_to_date_attainment=_ratio(*to_date_attained),
        year_to_date_before=_revenue(read, year_before) if year_known else None,
    )


@dataclass(frozen=True)
class Cumulative:
    """What was added up by each day of a period; NaN where a day is not known yet.

    ``target`` is None where there is none to spread. ``basis`` says how it was spread: ``months`` (each month has
    its own), ``shape`` (months weigh as in the two years before) or ``days`` (evenly); in a month always evenly over
    working days. ``is_from_year``: it is the year's target that was spread, for this line only.
    """

    days: tuple[date, ...]
    actual: Floats
    target: Floats | None
    last_year: Floats | None
    basis: str
    is_from_year: bool


def cumulative(read: Read, period: Period, as_of: date, first_on: date) -> Cumulative:
    """The cumulative lines of ``period``; last year's by the same day of the period, None where nothing is known."""
    now, ago = cut_of(period, as_of), cut_of(period.last_year, as_of)
    found = read("revenue_by_day", {"periods": [now, ago]})
    days = tuple(period.start + timedelta(days=place) for place in range(period.days))
    actual = _summed(found, period, len(days))
    actual[max(0, (now.cut - period.start).days) :] = np.nan
    earlier = None
    if is_known_from(period.last_year.start, first_on) and (found["period_start"] == np.datetime64(ago.start)).any():
        earlier = _summed(found, period.last_year, len(days))
    target, basis, is_from_year = _spread(read, period, as_of, first_on)
    return Cumulative(days, actual, target, earlier, basis, is_from_year)


def _summed(found: pd.DataFrame, period: Period, n_days: int) -> Floats:
    own = found[found["period_start"] == np.datetime64(period.start)]
    places = (own["day"].to_numpy(dtype="datetime64[D]") - np.datetime64(period.start)).astype(np.int64)
    daily = np.zeros(n_days)
    np.add.at(daily, np.minimum(places, n_days - 1), own["amount"].to_numpy(dtype=np.float64))
    summed: Floats = np.cumsum(daily)
    return summed


def _spread(read: Read, period: Period, as_of: date, first_on: date) -> tuple[Floats | None, str, bool]:
    """The cumulative target by day, how it was spread, and whether it is the year's."""
    months = _months(period)
    attained = read("target_attainment", {"periods": [cut_of(month, as_of) for month in months], "dimension": None})
    by_month = {row["period_start"].date(): row["denominator"] for row in attained.to_dict("records")}
    own = [_known(by_month.get(month.start)) for month in months]
    target = _attained(read, cut_of(period, as_of))[1]
    year = period_containing(period.start, PeriodKind.YEAR, period.fiscal_start_month)
    weighed = _months(year)
    worked = _days_of(read, weighed)
    told = [value for value in own if value is not None]
    if target is not None and len(told) == len(months) and np.isclose(sum(told), target, rtol=1e-9):
        return _by_day(months, told, worked), "months", False
    shape = _shape(read, year, as_of, first_on)
    weights = {month.start: 1.0 * len(worked[month.start]) for month in weighed} if shape is None else shape
    is_from_year = target is None and period.kind is not PeriodKind.YEAR
    if is_from_year:
        target = _attained(read, cut_of(year, as_of))[1]
    if target is None:
        return None, "", False
    whole = sum(weights[month.start] for month in (weighed if is_from_year else months))
    if whole <= 0:
        return None, "", False
    parts = [target * weights[month.start] / whole for month in months]
    return _by_day(months, parts, worked), "days" if shape is None else "shape", is_from_year


def _shape(read: Read, year: Period, as_of: date, first_on: date) -> dict[date, float] | None:
    """The mean share of each month in the two fiscal years before ``year``; None where they are not whole."""
    years = [year.previous.previous, year.previous]
    if not is_known_from(years[0].start, first_on) or as_of < years[1].end - ONE_DAY:
        return None
    months = [month for earlier in years for month in _months(earlier)]
    found = read("revenue", {"periods": [cut_of(month, as_of) for month in months], "dimension": None})
    by_month = {row["period_start"].date(): _known(row["value"]) for row in found.to_dict("records")}
    amounts = np.array([by_month.get(month.start) or 0.0 for month in months]).reshape(2, 12)
    if (amounts < 0).any() or (amounts.sum(axis=1) <= 0).any():
        return None
    shares = (amounts / amounts.sum(axis=1, keepdims=True)).mean(axis=0)
    return {month.start: float(share) for month, share in zip(_months(year), shares, strict=True)}


def _by_day(months: Sequence[Period], parts: Sequence[float], worked: Mapping[date, Sequence[date]]) -> Floats:
    """Each month's part evenly over its working days, added up; over all days where the calendar does not reach."""
    daily: list[float] = []
    for month, part in zip(months, parts, strict=True):
        days = [month.start + timedelta(days=place) for place in range(month.days)]
        counting = set(worked[month.start]) or set(days)
        daily += [part / len(counting) if day in counting else 0.0 for day in days]
    summed: Floats = np.cumsum(np.array(daily))
    return summed


def _months(period: Period) -> tuple[Period, ...]:
    first, last = (
        period_containing(day, PeriodKind.MONTH, period.fiscal_start_month)
        for day in (period.start, add_months(period.end, -1))
    )
    return periods_between(first, last)


def _days_of(read: Read, periods: Sequence[Period]) -> dict[date, list[date]]:
    """The working days of each period, by its start."""
    days: dict[date, list[date]] = {period.start: [] for period in periods}
    cuts = [PeriodCut(one.start, one.end, one.end, one.previous.start, one.end - ONE_DAY) for one in periods]
    found = read("working_days", {"periods": cuts})
    working = found[found["is_working"].astype(bool)]
    for start, day in zip(working["period_start"], working["day"], strict=True):
        days[start.date()].append(day.date())
    return days


def _revenue(read: Read, cut: PeriodCut) -> float | None:
    found = read("revenue", {"periods": [cut], "dimension": None}).to_dict("records")[0]
    return _known(found["value"]) if found["n"] else None


def _attained(read: Read, cut: PeriodCut) -> tuple[float | None, float | None]:
    """Measured revenue and target, as the KPI counts them."""
    found = read("target_attainment", {"periods": [cut], "dimension": None}).to_dict("records")[0]
    return _known(found["numerator"]), _known(found["denominator"])


def _ratio(numerator: float | None, denominator: float | None) -> float | None:
    return numerator / denominator if numerator is not None and denominator else None


def _known(value: float | None) -> float | None:
    return None if value is None or value != value else float(value)
