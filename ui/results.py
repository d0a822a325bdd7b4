"""How the period stands against its target: pace in words, cumulative lines, year to date, like-for-like days."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from analytics.kpi import Unit
from analytics.registry import kpi_by_id
from analytics.results import Standing, Sum, cumulative, standing
from charts.axes import Measure
from charts.cumulative import cumulative_lines
from charts.theme import Caption
from domain.period import PeriodKind, period_containing
from domain.scope import NO_GROUP, Dimension
from i18n.format import NOTHING, day, money, number, percent
from i18n.format import period as period_words
from i18n.translate import _, ngettext
from ui import answers, figures, findings
from ui.asking import Asked
from ui.scope_bar import FILTER_NAMES
from ui.tables import table
from ui.text import escape_markdown

EVEN = 0.005
"""Less than half a point ahead or behind is neither."""


def standing_of(asked: Asked) -> Standing:
    """Where the period looked at stands."""
    return answers.worked_out(asked, standing, asked.view.period, asked.as_of, first_day(asked))


def first_day(asked: Asked) -> date:
    """The first day of anything loaded; before it nothing is known."""
    return date.fromisoformat(asked.info["first_on"][:10])


def pace_words(asked: Asked, found: Standing) -> str:
    """Attainment against the share of working days, in one sentence; why not where there is no target."""
    period = period_words(asked.view.period)
    if found.attainment is None:
        if found.target is not None:
            return _("{period}: the target is zero, so there is no pace", period=period)
        return _("{period}: no target is set, so there is no pace", period=period)
    share = percent(found.attainment)
    if found.elapsed is None or found.ahead is None:
        return _("{share} of the target for {period}", share=share, period=period)
    if found.n_worked >= found.n_working:
        gap = money(abs((found.target or 0.0) * (1.0 - found.attainment)), asked.currency, compact=True)
        if found.attainment >= 1.0:
            return _(
                "{share} of the target for {period}: {gap} more than the target", share=share, period=period, gap=gap
            )
        return _("{share} of the target for {period}: {gap} short of it", share=share, period=period, gap=gap)
    said = {"share": share, "days": percent(found.elapsed)}
    points = round(abs(found.ahead) * 100)
    if abs(found.ahead) < EVEN or not points:
        return _("{share} of target after {days} of the working days: on pace", **said)
    if found.ahead > 0:
        return ngettext(
            "{share} of target after {days} of the working days: {n} point ahead",
            "{share} of target after {days} of the working days: {n} points ahead", points, **said,
        )  # fmt: skip
    return ngettext(
        "{share} of target after {days} of the working days: {n} point behind",
        "{share} of target after {days} of the working days: {n} points behind", points, **said,
    )  # fmt: skip


def standing_row(asked: Asked) -> None:
    """Pace, year to date, the same period last year, and revenue per working day, side by side."""
    found = standing_of(asked)
    cells = [_pace_cell(found), _year_to_date_cell(asked, found), _year_ago_cell(asked, found), _day_cell(asked, found)]
    for column, (key, lines) in zip(st.columns(len(cells), gap="small"), cells, strict=True):
        with column, st.container(border=True, key=f"figure-{key}", gap="xxsmall", height="stretch"):
            name, value, under = lines
            parts = [escape_markdown(name), f"**{escape_markdown(value)}**", f":gray[{escape_markdown(under)}]"]
            st.markdown("\n\n".join(parts))


Cell = tuple[str, tuple[str, str, str]]


def _pace_cell(found: Standing) -> Cell:
    worked = _("{n} of {of} working days over", n=number(found.n_worked), of=number(found.n_working))
    if not found.n_working:
        worked = _("the calendar does not reach this period")
    if found.ahead is None:
        reason = worked
        if found.attainment is None:
            is_zero = found.target is not None and found.now.amount is not None
            reason = _("The target is zero.") if is_zero else _("No target is set for this period.")
        return "pace", (_("Pace"), NOTHING, reason)
    points = round(found.ahead * 100, 1)
    sign = "+" if points > 0 else "−" if points < 0 else "±"
    value = _("{points} points", points=f"{sign}{number(abs(points), 1)}")
    share = _("{share} of target · {worked}", share=percent(found.attainment, 1), worked=worked)
    return "pace", (_("Pace"), value, share)


def _year_to_date_cell(asked: Asked, found: Standing) -> Cell:
    year = period_containing(asked.view.period.start, PeriodKind.YEAR, asked.view.period.fiscal_start_month)
    name = _("{year} to date", year=period_words(year))
    if found.year_to_date is None:
        return "year-to-date", (name, NOTHING, _("There is no revenue in these months."))
    under = []
    if found.year_to_date_attainment is not None:
        under.append(
            _("{share} of the target to the end of {period}", share=percent(found.year_to_date_attainment, 1),
              period=period_words(asked.view.period))
        )  # fmt: skip
    change = _change(found.year_to_date, found.year_to_date_before)
    under.append(_("{change} on the same months a year before", change=change) if change else _no_year_before(asked))
    return "year-to-date", (name, money(found.year_to_date, asked.currency, compact=True), " · ".join(under))


def _year_ago_cell(asked: Asked, found: Standing) -> Cell:
    name = period_words(asked.view.period.last_year)
    if found.year_ago.amount is None:
        return "year-ago", (name, NOTHING, _no_year_before(asked))
    value = money(found.year_ago.amount, asked.currency, compact=True)
    change = _change(found.now.amount, found.year_ago.amount)
    is_part = found.n_worked < found.n_working
    under = [_("{change} since then", change=change)] if change else [_("no comparison with zero or less")]
    if is_part:
        under.append(_("to the same working day"))
    return "year-ago", (name, value, " · ".join(under))


def _day_cell(asked: Asked, found: Standing) -> Cell:
    name, now, ago = _("Per working day"), found.now.per_day, found.year_ago.per_day
    if now is None:
        return "per-day", (name, NOTHING, _("No revenue, or no working day is known."))
    value = money(now, asked.currency, compact=True)
    if ago is None:
        return "per-day", (name, value, _no_year_before(asked))
    change = _change(now, ago) or NOTHING
    under = _("{change} like for like: {days} against {other} a year before", change=change, days=_days(found.now),
              other=_days(found.year_ago))  # fmt: skip
    return "per-day", (name, value, under)


def _days(found: Sum) -> str:
    return ngettext("{n} day", "{n} days", found.n_days)


def _change(now: float | None, before: float | None) -> str:
    """The change as a signed percentage; empty where the base is not above zero."""
    if now is None or before is None or before <= 0:
        return ""
    ratio = now / before - 1.0
    sign = "+" if ratio > 0 else "−" if ratio < 0 else "±"
    return sign + percent(abs(ratio), 1)


def _no_year_before(asked: Asked) -> str:
    return _("A year before is not known: the data begins on {day}.", day=day(first_day(asked)))


def cumulative_section(asked: Asked) -> None:
    """Actual and target added up day by day, with the year before."""
    period, found = asked.view.period, standing_of(asked)
    lines = answers.worked_out(asked, cumulative, period, asked.as_of, first_day(asked))
    subtitle = _("Revenue added up by day, {scope}, {period}", scope=findings.scope_words(asked),
                 period=period_words(period))  # fmt: skip
    notes = []
    if lines.target is not None:
        spread = {
            "months": _("target by month, evenly over working days"),
            "shape": _("target by the share of each month in the two years before, evenly over working days"),
            "days": _("target evenly over working days"),
        }
        notes.append(spread[lines.basis])
    if lines.is_from_year:
        notes.append(_("from the year's target, for this line only: attainment uses no spread target"))
    if lines.last_year is None:
        notes.append(_("no line of the year before: the data begins on {day}", day=day(first_day(asked))))
    unmeasured = _unmeasured(asked, found)
    notes += [*([unmeasured] if unmeasured else []), _("data as of {day}", day=day(asked.as_of))]
    drawn = cumulative_lines(
        lines.days,
        [float(value) for value in lines.actual],
        None if lines.target is None else [float(value) for value in lines.target],
        None if lines.last_year is None else [float(value) for value in lines.last_year],
        Measure(Unit.MONEY, currency=asked.currency),
        caption=Caption(pace_words(asked, found), subtitle, " · ".join(notes)),
        colours=figures.colours(),
    )
    figures.draw(drawn, "cumulative")


def _unmeasured(asked: Asked, found: Standing) -> str:
    """How much of the line is revenue of those who have no target, so that it is not in the attainment."""
    if found.attainment is None or found.target is None or found.now.amount is None:
        return ""
    rest = found.now.amount - found.attainment * found.target
    if abs(rest) < max(1.0, abs(found.now.amount)) * 1e-9:
        return ""
    amount = money(rest, asked.currency, compact=True)
    return _("{amount} is of those without a target: in the line, not in the attainment", amount=amount)


def chosen_dimension(asked: Asked) -> Dimension:
    """The dimension that the page is split by, as the address says; the first one without a choice."""
    options = answers.splits(asked, "revenue")
    return next((one for one in options if one.value == st.query_params.get("by", "")), options[0])


def pace_by_group(asked: Asked) -> None:
    """Revenue, target, attainment and pace of each group that has a target, the furthest behind first."""
    dimension = chosen_dimension(asked)
    by = _(FILTER_NAMES[dimension]).lower()
    if dimension not in kpi_by_id("target_attainment").dimensions:
        st.markdown(f":small[:gray[{escape_markdown(_('No targets are set by {dimension}.', dimension=by))}]]")
        return
    elapsed = standing_of(asked).elapsed
    rows = [
        {
            "group": answer.group,
            "revenue_measured": answer.numerator,
            "target_amount": answer.denominator,
            "attainment": answer.value,
            "points_ahead": None if elapsed is None else (answer.value - elapsed) * 100,
        }
        for answer in answers.answers(asked, "target_attainment", dimension)
        if answer.value is not None and answer.group and answer.group != NO_GROUP
    ]
    if not rows:
        words = _("No target by {dimension} covers {period}.", dimension=by, period=period_words(asked.view.period))
        st.markdown(f":small[:gray[{escape_markdown(words)}]]")
        return
    frame = pd.DataFrame(rows).sort_values(["attainment", "group"], kind="stable").reset_index(drop=True)
    missed = int((frame["points_ahead"].fillna(0.0) < 0).sum())
    is_over = asked.as_of >= asked.view.period.end - timedelta(days=1)
    said = {"of": number(len(frame)), "dimension": by}
    title = (
        ngettext("{n} of {of} missed the target, by {dimension}", "{n} of {of} missed the target, by {dimension}",
                 missed, **said)
        if is_over
        else ngettext("{n} of {of} is behind pace, by {dimension}", "{n} of {of} are behind pace, by {dimension}",
                      missed, **said)
    )  # fmt: skip
    table(frame, key="pace-by-group", title=title, alt=_("Attainment and pace by group"), most_shown=8)
