"""Cohorts on a page: who began together and how much of them is left, by quarter or by month."""

from __future__ import annotations

import math
from collections.abc import Sequence

import streamlit as st

from analytics import retention
from analytics.retention import Cohorts
from charts.cohorts import CohortRow, cohorts
from charts.theme import Caption
from domain.period import Period, PeriodKind
from i18n.format import day, money, number, percent
from i18n.translate import _, ngettext
from ui import answers, feedback, figures, findings
from ui.asking import Asked
from ui.findings import period_kind_words
from ui.state import url_choice

MOST_COHORTS = 12
MOST_STEPS = 12
KINDS = (PeriodKind.QUARTER, PeriodKind.MONTH)
A_YEAR = {PeriodKind.QUARTER: 4, PeriodKind.MONTH: 12}


def cohort_section(asked: Asked) -> None:
    """The cohort heat map: customers or revenue, by quarter or by month; both choices are in the address."""
    with st.container(horizontal=True, gap="small"):
        kind = url_choice(
            "cohorts",
            KINDS,
            write=lambda option: option.value,
            label=lambda option: period_kind_words(option).capitalize(),
            title=_("Length of a period"),
        )
        is_revenue = url_choice(
            "kept",
            (False, True),
            write=lambda option: "revenue" if option else "customers",
            label=lambda option: _("Revenue") if option else _("Customers"),
            title=_("What is counted"),
        )
    found = answers.worked_out(
        asked, retention.cohorts, kind, asked.known.first_on, asked.as_of, asked.known.fiscal_start_month
    )
    if len(found.starts) < 1 or found.share.shape[1] < 2:
        feedback.empty(
            _("Here customers would be followed from their first period on."),
            _("It takes at least two periods that are over."),
        )
        return
    steps = range(1, min(MOST_STEPS, found.share.shape[1] - 1) + 1)
    shown = range(max(0, len(found.starts) - 1 - MOST_COHORTS), len(found.starts) - 1) or range(1)
    values = found.kept if is_revenue else found.share
    rows = [_cohort_row(found, place, values, steps, asked, is_revenue) for place in shown]
    caption = Caption(
        _cohort_title(found, kind, is_revenue),
        _cohort_subtitle(asked, kind, is_revenue),
        _cohort_notes(asked, has_first=0 in shown),
    )
    drawn = cohorts(rows, list(steps), later=_later(kind), caption=caption, colours=figures.colours())
    figures.draw(drawn, "cohorts")


def _cohort_row(
    found: Cohorts, place: int, values: retention.Floats, steps: Sequence[int], asked: Asked, is_revenue: bool
) -> CohortRow:
    counts = []
    for step in steps:
        amount = (found.revenue if is_revenue else found.n_active)[place, step]
        if is_revenue:
            counts.append(money(None if math.isnan(amount) else amount, asked.currency, compact=True))
        else:
            counts.append(_("{n} of {of} customers", n=number(amount), of=number(found.sizes[place])))
    shares = [float(values[place, step]) for step in steps]
    return CohortRow(_short(found.starts[place]), found.sizes[place], shares, counts)


def _short(period: Period) -> str:
    year = f"{period.year % 100:02d}"
    return f"{period.start.month:02d}/{year}" if period.kind is PeriodKind.MONTH else f"Q{period.quarter}/{year}"


def _cohort_title(found: Cohorts, kind: PeriodKind, is_revenue: bool) -> str:
    later = found.later(found.revenue if is_revenue else found.n_active)
    known = [step for step in range(1, len(later)) if not math.isnan(later[step])]
    if not known:
        return _("No cohort has a share to show yet")
    step = max([place for place in known if place <= A_YEAR[kind]], default=known[0])
    when = _after(kind, step)
    if is_revenue:
        return _("{when} customers bring {share} of the revenue of their first period", when=when,
                 share=percent(float(later[step])))  # fmt: skip
    return _("{when} {share} of customers are active", when=when, share=percent(float(later[step])))


def _after(kind: PeriodKind, step: int) -> str:
    if kind is PeriodKind.MONTH:
        return ngettext("{n} month after their first", "{n} months after their first", step)
    return ngettext("{n} quarter after their first", "{n} quarters after their first", step)


def _later(kind: PeriodKind) -> str:
    return _("months later") if kind is PeriodKind.MONTH else _("quarters later")


def _cohort_subtitle(asked: Asked, kind: PeriodKind, is_revenue: bool) -> str:
    scope = findings.scope_words(asked)
    if is_revenue:
        return _("Revenue, % of the first {period}'s, by {period} of first activity, {scope}",
                 period=period_kind_words(kind), scope=scope)  # fmt: skip
    return _("Active customers, % of all who began in the {period}, {scope}", period=period_kind_words(kind),
             scope=scope)  # fmt: skip


def _cohort_notes(asked: Asked, *, has_first: bool) -> str:
    notes = [_("bold: customers in the row"), _("blank: not over yet")]
    if has_first:
        notes.append(_("first row: everybody who was there when the data begins"))
    return " · ".join([*notes, _("data as of {day}", day=day(asked.as_of))])
