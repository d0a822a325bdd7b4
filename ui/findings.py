"""What a figure says, in one sentence with its number."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.kpi import Answer, Direction, Kpi
from charts.bars import group_name, ranked
from charts.theme import Caption
from domain.period import PeriodKind
from domain.scope import NO_GROUP, Dimension
from i18n.format import day, kpi_change, kpi_value, number
from i18n.format import period as period_words
from i18n.names import priority_name
from i18n.translate import _, word
from ui.asking import Asked
from ui.scope_bar import FILTER_NAMES
from ui.verdict import is_uncertain

MINIMUM_HISTORY = 4


def finding(kpi: Kpi, answer: Answer, currency: str) -> str:
    """The value and its change, and whether chance may explain it."""
    name, period = _(kpi.name), period_words(answer.period)
    if answer.value is None:
        return _("{name}, {period}: {reason}", name=name, period=period, reason=_reason(kpi, answer))
    value = kpi_value(answer.value, kpi.unit, kpi.decimals, currency)
    if answer.change is None:
        return _("{name} {value} in {period}", name=name, value=value, period=period)
    change = kpi_change(answer.change, kpi.unit, kpi.decimals, currency)
    before = period_words(answer.period.previous)
    if is_uncertain(answer.change, answer.is_change_real):
        return _(
            "{name} {value} in {period}: {change} on {before}, which chance may explain",
            name=name, value=value, period=period, change=change, before=before,
        )  # fmt: skip
    return _(
        "{name} {value} in {period}: {change} on {before}",
        name=name, value=value, period=period, change=change, before=before,
    )  # fmt: skip


def trend_finding(kpi: Kpi, history: Sequence[Answer], currency: str) -> str:
    """Where the last value stands among the periods shown: the highest, the lowest, or between."""
    name, last = _(kpi.name), history[-1]
    known = [answer.value for answer in history if answer.value is not None]
    if last.value is None or len(known) < MINIMUM_HISTORY:
        return finding(kpi, last, currency)
    low, high = (kpi_value(end, kpi.unit, kpi.decimals, currency) for end in (min(known), max(known)))
    values = {"name": name, "n": len(known), "low": low, "high": high}
    if last.value >= max(known):
        return _("{name}: the highest of {n} periods, up from as low as {low}", **values)
    if last.value <= min(known):
        return _("{name}: the lowest of {n} periods, down from as high as {high}", **values)
    return _("{name}: between {low} and {high} over {n} periods", **values)


def trend_caption(kpi: Kpi, history: Sequence[Answer], asked: Asked) -> Caption:
    """The caption of a KPI over time."""
    first, last = history[0], history[-1]
    subtitle = _(
        "{name}, {scope}, {first} to {last}",
        name=_(kpi.name), scope=scope_words(asked), first=period_words(first.period), last=period_words(last.period),
    )  # fmt: skip
    has_interval = any(answer.low is not None for answer in history)
    notes = [_("shaded: 95% interval")] if has_interval else []
    if any(answer.value is not None and answer.n < kpi.minimum_n for answer in history):
        notes.append(_("ring: fewer than {n}", n=kpi.minimum_n))
    if any(answer.last_year is not None for answer in history):
        notes.append(_("grey: year before"))
    return Caption(trend_finding(kpi, history, asked.currency), subtitle, " · ".join([*notes, footnote(last)]))


def breakdown_caption(kpi: Kpi, groups: Sequence[Answer], dimension: Dimension, asked: Asked) -> Caption:
    """The caption of a KPI by group: who is first and who is last."""
    known = [answer for answer in ranked(groups) if answer.value is not None and answer.group != NO_GROUP]
    solid = [answer for answer in known if answer.n >= kpi.minimum_n]
    subtitle = _(
        "{name} by {dimension}, {scope}, {period}",
        name=_(kpi.name), dimension=_(FILTER_NAMES[dimension]).lower(), scope=scope_words(asked),
        period=period_words(asked.view.period),
    )  # fmt: skip
    note = _("grey: fewer than {n}", n=kpi.minimum_n) if any(a.n < kpi.minimum_n for a in known) else ""
    note = " · ".join(part for part in (note, _("data as of {day}", day=day(asked.as_of))) if part)
    if not known:
        return Caption(_("The data of this period does not say which one a row belongs to."), subtitle, note)
    if not solid:
        by = _(FILTER_NAMES[dimension]).lower()
        return Caption(_("Too few in each group to compare by {dimension}", dimension=by), subtitle, note)
    top, bottom = solid[0], solid[-1]
    values = {
        "first": _member(top.group, dimension),
        "value": kpi_value(top.value, kpi.unit, kpi.decimals, asked.currency),
        "last": _member(bottom.group, dimension),
        "other": kpi_value(bottom.value, kpi.unit, kpi.decimals, asked.currency),
    }
    if len(solid) == 1:
        title = _("{first}: {value}", first=values["first"], value=values["value"])
    elif kpi.direction is Direction.DOWN:
        title = _("{first} is slowest with {value}; {last} is fastest with {other}", **values)
    elif kpi.direction is Direction.NEUTRAL:
        title = _("{first} has most, {value}; {last} has fewest, {other}", **values)
    else:
        title = _("{first} leads with {value}; {last} is last with {other}", **values)
    return Caption(title[:1].upper() + title[1:] if values["first"].islower() else title, subtitle, note)


def _member(group: str | None, dimension: Dimension) -> str:
    name = group_name(group)
    return priority_name(name) if dimension is Dimension.PRIORITY else name


def footnote(answer: Answer) -> str:
    """n, what was left out, as-of and import."""
    parts = [_("n = {n}", n=number(answer.n))]
    left_out = {reason: count for reason, count in answer.excluded.items() if count}
    parts += [f"{_(reason.replace('_', ' '))}: {number(count)}" for reason, count in left_out.items()]
    if answer.as_of:
        parts.append(_("data as of {day}", day=day(answer.as_of)))
    if answer.snapshot:
        parts.append(_("import {version}", version=answer.snapshot))
    return " · ".join(parts)


def scope_words(asked: Asked) -> str:
    """What part of the company is looked at, in words."""
    chosen = [name for members in asked.view.chosen.values() for name in members]
    return ", ".join(chosen) if chosen else _("whole company")


def period_kind_words(kind: PeriodKind) -> str:
    """Quarter, month or year, as a word in a sentence."""
    return {PeriodKind.QUARTER: _("quarter"), PeriodKind.MONTH: _("month"), PeriodKind.YEAR: _("year")}[kind]


def _reason(kpi: Kpi, answer: Answer) -> str:
    return word(answer.note) if answer.note else _(kpi.no_value)
