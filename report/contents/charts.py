"""Charts of a review as numbers: a KPI over time, groups side by side, steps from one total to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analytics.kpi import Answer, Unit
from analytics.registry import kpi_by_id
from domain.period import Period
from i18n.format import kpi_value, money_unit
from i18n.format import period as period_words
from i18n.names import month_in_short
from i18n.translate import _
from report.contents.words import FORMATS
from report.review import Chart, ChartKind, Format, Role, Series

MOST_BARS = 12


def scaled(values: Sequence[float | None], by: float) -> tuple[float | None, ...]:
    """Values in the axis's own unit; gaps stay gaps."""
    return tuple(None if value is None else value / by for value in values)


def over_time(
    history: Sequence[Answer],
    currency: str,
    kind: ChartKind = ChartKind.LINES,
    more: Mapping[str, tuple[Role, Sequence[float | None]]] | None = None,
) -> Chart | None:
    """A KPI over its quarters, and what ``more`` draws beside it by name; None where no quarter has a value."""
    values = [answer.value for answer in history]
    known = [value for value in values if value is not None]
    if not known:
        return None
    kpi = kpi_by_id(history[-1].kpi)
    by, unit = 1.0, _unit_words(kpi.unit)
    others = [value for _role, own in (more or {}).values() for value in own if value is not None]
    if kpi.unit is Unit.MONEY:
        by, unit = money_unit(max(abs(value) for value in [*known, *others]), currency)
    series = [Series(_(kpi.name), Role.ACTUAL, scaled(values, by))]
    series += [Series(name, role, scaled(own, by)) for name, (role, own) in (more or {}).items()]
    first, last = history[0], history[-1]
    ends = {
        "name": _(kpi.name), "first": period_words(first.period), "last": period_words(last.period),
        "from": kpi_value(first.value, kpi.unit, kpi.decimals, currency),
        "to": kpi_value(last.value, kpi.unit, kpi.decimals, currency),
    }  # fmt: skip
    return Chart(
        kind,
        tuple(quarter_mark(answer.period) for answer in history),
        tuple(series),
        unit,
        Format.DECIMAL if kpi.unit is Unit.MONEY else FORMATS[kpi.unit],
        _("{name}: {from} in {first}, {to} in {last}.", **ends),
    )


def bars(
    named: Sequence[tuple[str, float | None]],
    name: str,
    unit: str,
    shape: Format,
    by: float = 1.0,
    role: Role = Role.ACTUAL,
) -> Chart | None:
    """Groups side by side, in the order given; None where none has a value. More than fit are said beside the unit."""
    known = [(group, value) for group, value in named if value is not None]
    shown = known[:MOST_BARS]
    if len(known) > len(shown):
        unit = _("{unit}; the first {n} of {total}", unit=unit, n=len(shown), total=len(known))
    if not shown:
        return None
    return Chart(
        ChartKind.BARS,
        tuple(group for group, _value in shown),
        (Series(name, role, scaled([value for _group, value in shown], by)),),
        unit,
        shape,
        _("{name}: {first} is first of {n}.", name=name, first=shown[0][0], n=len(known)),
    )


def steps(named: Sequence[tuple[str, float]], currency: str, alt: str) -> Chart:
    """From the first total over signed steps to the last."""
    by, unit = money_unit(max(abs(value) for _name, value in named), currency)
    return Chart(
        ChartKind.BRIDGE,
        tuple(name for name, _value in named),
        (Series(_("Amount"), Role.ACTUAL, scaled([value for _name, value in named], by)),),
        unit,
        Format.DECIMAL,
        alt,
    )


def quarter_mark(quarter: Period) -> str:
    """A quarter under an axis: Q3/26."""
    return f"Q{quarter.quarter}/{quarter.year % 100:02d}"


def month_mark(month: Period) -> str:
    """A month under an axis: ``T9/26`` / ``Sep 26``."""
    return month_in_short(month.start)


def short_month(month: Period) -> str:
    """A month of a year that is named elsewhere: M9. Twelve stand below half a slide without being broken."""
    return _("M{month}", month=str(month.start.month))


def _unit_words(unit: Unit) -> str:
    return {
        Unit.RATIO: _("%"),
        Unit.POINTS: _("points"),
        Unit.HOURS: _("business hours"),
        Unit.CUSTOMERS: _("customers"),
        Unit.CUSTOMERS_PER_MANAGER: _("customers per account manager"),
    }.get(unit, "")
