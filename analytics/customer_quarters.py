"""Customers quarter by quarter: how long they waited, how they scored, who they are, and whether they stayed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.asking import ONE_DAY, cut_of
from analytics.engine import NOT_HAPPENED
from domain.period import Period, PeriodKind, period_containing, periods_between
from domain.read import Read

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MOST_QUARTERS = 24
SHORTEST_HOURS = 0.25
"""Who was answered within a quarter of an hour waited a quarter of an hour: below it nobody feels a doubling."""
FEWEST_IN_SEGMENT = 10
DAYS_IN_YEAR = 365.25


@dataclass(frozen=True)
class Panel:
    """One row per customer and quarter in which the customer was active, quarters whose next one is over.

    Attributes:
        frame: the rows of ``customer_quarter``, without the newest quarter.
        response: log2 of the mean first response in hours, its mean taken off; NaN where no ticket was answered.
        score: the mean score less the mean of all; NaN where nobody answered.
        has_left: the customer is not active in the next quarter.
        customer: a number for each customer.
        controls: what else may matter, by name: segment, size, tenure, renewal, season.
        is_business: response is in business hours; else in calendar hours, as no business hours are known.
    """

    frame: pd.DataFrame
    response: Floats
    score: Floats
    has_left: Floats
    customer: NDArray[np.int64]
    controls: dict[str, Floats]
    is_business: bool


def panel(read: Read, as_of: date, fiscal_start_month: int = 1) -> Panel | None:
    """The customers' quarters as known at the end of ``as_of``; None with fewer than two whole quarters."""
    periods = _whole_quarters(read, as_of, fiscal_start_month)
    if len(periods) < 2:
        return None
    found = read("customer_quarter", {"periods": [cut_of(period, as_of) for period in periods]})
    frame = found[pd.to_datetime(found["period_start"]).dt.date < periods[-1].start].reset_index(drop=True)
    if frame.empty:
        return None
    is_business = bool(frame["business_hours"].notna().any())
    hours = _numbers(frame, "business_hours" if is_business else "calendar_hours")
    return Panel(
        frame,
        _centred(np.log2(np.maximum(hours, SHORTEST_HOURS))),
        _centred(_numbers(frame, "mean_score")),
        1.0 - _numbers(frame, "is_active_next"),
        np.asarray(pd.factorize(frame["customer_id"])[0], dtype=np.int64),
        _controls(frame),
        is_business,
    )


def _whole_quarters(read: Read, as_of: date, fiscal_start_month: int) -> tuple[Period, ...]:
    span = read("data_span", {})
    days = span[~span["entity"].isin(NOT_HAPPENED)]["first_on"].dropna()
    if days.empty:
        return ()
    first = period_containing(pd.Timestamp(days.min()).date(), PeriodKind.QUARTER, fiscal_start_month)
    last = period_containing(as_of + ONE_DAY, PeriodKind.QUARTER, fiscal_start_month).previous
    return periods_between(first, last)[-MOST_QUARTERS:]


def _numbers(frame: pd.DataFrame, name: str) -> Floats:
    numbers: Floats = frame[name].to_numpy(dtype=np.float64, na_value=np.nan)
    return numbers


def _centred(values: Floats) -> Floats:
    known = ~np.isnan(values)
    return values - values[known].mean() if known.any() else values


def _controls(frame: pd.DataFrame) -> dict[str, Floats]:
    controls = _segments(frame)
    revenue = _numbers(frame, "revenue") / _numbers(frame, "n_periods")
    known = revenue > 0
    size = np.full(len(frame), 0.0)
    size[known] = np.log(revenue[known])
    size[known] -= size[known].mean() if known.any() else 0.0
    controls |= {"size": size, "size_unknown": (~known).astype(np.float64)}
    start = pd.to_datetime(frame["period_start"])
    years = (start - pd.to_datetime(frame["first_on"])).dt.days.to_numpy(dtype=np.float64) / DAYS_IN_YEAR
    controls["tenure"] = np.log1p(np.maximum(years, 0.0))
    controls["renewal"] = _numbers(frame, "is_renewal_due")
    month = start.dt.month.to_numpy()
    controls |= {f"month_{one}": (month == one).astype(np.float64) for one in np.unique(month)[1:]}
    return controls


def _segments(frame: pd.DataFrame) -> dict[str, Floats]:
    """A column for each segment but the largest; those of a few customers only, or of none, stand together."""
    names = frame["segment"].astype(object).where(frame["segment"].notna(), "")
    customers = frame["customer_id"].groupby(names).nunique()
    names = names.where(names.map(customers).ge(FEWEST_IN_SEGMENT), "")
    order = names.value_counts().sort_index(kind="stable").sort_values(ascending=False, kind="stable").index
    return {f"segment_{name}": (names == name).to_numpy(dtype=np.float64) for name in order[1:]}
