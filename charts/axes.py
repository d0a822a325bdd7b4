"""Axes people can read: round ticks in the reader's language, periods in two short lines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from analytics.kpi import Kpi, Unit
from charts.theme import Palette
from domain.period import Period, PeriodKind
from i18n.format import compact, kpi_value, number, percent
from i18n.translate import _

MOST_PERIOD_LABELS = 12


@dataclass(frozen=True)
class Measure:
    """How the values of one figure are written: ``unit`` and ``decimals`` as in :class:`Kpi`."""

    unit: Unit
    decimals: int = 0
    currency: str = ""

    @classmethod
    def of(cls, kpi: Kpi, currency: str) -> Measure:
        """The measure of a KPI; ``currency`` is used by money only."""
        return cls(kpi.unit, kpi.decimals, currency)

    def label(self, value: float | None) -> str:
        """A value as it stands beside a mark: three significant figures, with its unit where that is short."""
        if value is not None and self.unit is Unit.MONEY:
            return compact(value)
        return kpi_value(value, self.unit, self.decimals, self.currency)

    def full(self, value: float | None) -> str:
        """A value in full, for hover and text alternatives."""
        return kpi_value(value, self.unit, self.decimals, self.currency, compact=False)

    def mean_label(self, value: float | None) -> str:
        """A mean as it stands beside a line: with a decimal even where the single values have none."""
        return replace(self, decimals=max(1, self.decimals)).label(value)

    def tick(self, value: float, step: float) -> str:
        """A value on the axis, with as many decimals as the step between ticks needs."""
        if self.unit is Unit.RATIO:
            return percent(value, 1 if step < 0.0099 else 0)
        if self.unit is Unit.MONEY:
            return compact(value) if value else number(0)
        return number(value, max(0, -math.floor(math.log10(step) + 1e-9)) if step < 1 else 0)

    @property
    def axis_title(self) -> str:
        """The unit in words, for the axis; empty where every tick carries its percent sign."""
        return {
            Unit.MONEY: self.currency,
            Unit.POINTS: _("points"),
            Unit.RATIO: "",
            Unit.CUSTOMERS: _("customers"),
            Unit.HOURS: _("hours"),
            Unit.CUSTOMERS_PER_MANAGER: _("customers per manager"),
            Unit.TIMES: _("times"),
        }[self.unit]


def nice_step(low: float, high: float, count: int = 4) -> float:
    """A step of 1, 2 or 5 times a power of ten that gives about ``count`` intervals between the two."""
    raw = (high - low) / max(count, 1) or 1.0
    power = float(10.0 ** math.floor(math.log10(raw)))
    return next((factor * power for factor in (1, 2, 5) if raw <= factor * power * 1.0001), 10 * power)


def value_axis(measure: Measure, values: Sequence[float | None], *, zero: bool, count: int = 4) -> dict[str, Any]:
    """Range and ticks that hold every value. ``zero`` keeps zero on the axis, as bars need it.

    No values: the axis of 0 to 1.
    """
    known = [value for value in values if value is not None and math.isfinite(value)]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low < 1e-12:
        spread = abs(high) * 0.1 or 1.0
        low, high = (low, high + spread) if zero and low == 0 else (low - spread, high + spread)
    step = nice_step(low, high, count)
    if measure.unit is Unit.CUSTOMERS:
        step = max(1.0, step)  # there is no half of what is counted
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = [position * step for position in range(first, last + 1)]
    return {
        "range": [ticks[0], ticks[-1]],
        "tickvals": ticks,
        "ticktext": [measure.tick(tick, step) for tick in ticks],
        "zeroline": first < 0 < last,
    }


def short_period(period: Period) -> str:
    """``Q3``, ``T7`` or ``2025``: the period without its year."""
    if period.kind is PeriodKind.QUARTER:
        return _("Q{quarter}", quarter=str(period.quarter))
    if period.kind is PeriodKind.MONTH:
        return _("M{month}", month=str(period.start.month))
    return str(period.year)


def period_axis(periods: Sequence[Period], colours: Palette) -> dict[str, Any]:
    """Positions 0, 1, 2 … with short names; the year stands under the first period of each year."""
    every = max(1, math.ceil(len(periods) / MOST_PERIOD_LABELS))
    shown = [place for place in range(len(periods)) if (len(periods) - 1 - place) % every == 0]
    texts: list[str] = []
    for position, place in enumerate(shown):
        period = periods[place]
        is_new_year = position == 0 or periods[shown[position - 1]].year != period.year
        is_crowded = position == 0 and len(shown) > 1 and periods[shown[1]].year != period.year
        has_year = is_new_year and not is_crowded and period.kind is not PeriodKind.YEAR
        texts.append(short_period(period) + (f"<br><b>{period.year}</b>" if has_year else "<br> "))
    return {
        "tickvals": shown,
        "ticktext": texts,
        "range": [-0.55, len(periods) - 0.45],
        "showgrid": False,
        "zeroline": False,
        "tickangle": 0,
        "tickfont": {"color": colours.muted},
    }
