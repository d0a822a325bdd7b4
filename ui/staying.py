"""How long customers stay: the survival curve, and what is to come, with the check on what came."""

from __future__ import annotations

import math
from datetime import date, timedelta

import streamlit as st

from analytics.buying import Buying
from analytics.contracting import Staying
from analytics.kpi import Unit
from analytics.lives import DAYS_IN_MONTH
from analytics.returning import lasting
from charts.axes import Measure
from charts.projection import Expected, projection
from charts.survival import Mark, survival
from charts.theme import Caption
from domain.message import Message
from domain.period import PeriodKind
from i18n.format import day, number, percent
from i18n.translate import _, word
from ui import answers, feedback, figures, findings
from ui.asking import Asked
from ui.text import escape_markdown

SMALL_SAMPLE = 30


def survival_section(asked: Asked) -> None:
    """The survival curve of customers, with the numbers at risk under the axis."""
    found = answers.worked_out(asked, lasting, asked.as_of, PeriodKind.QUARTER).stay
    if found is None:
        feedback.empty(
            _("Here it would be shown how long customers stay."),
            _("Nobody has been known for long enough to tell whether they stayed."),
        )
        return
    curve, longest = found.survival.curve, found.survival.longest / DAYS_IN_MONTH
    marks = [Mark(float(month), number(month), int(n)) for month, n in zip(found.months, found.n_at_risk, strict=True)]
    half = curve.quantile(0.5)
    last = found.months[-1]
    left = curve.at(last * DAYS_IN_MONTH)
    title = (
        _("Half of the customers are gone within a month")
        if half is not None and half < DAYS_IN_MONTH
        else _("Half of the customers stay for {n} months or longer", n=number(half / DAYS_IN_MONTH))
        if half is not None
        else _("{share} of customers are still there after {n} months", share=percent(left), n=last)
    )
    subtitle = _("Customers still there, % of those who began, {scope}", scope=findings.scope_words(asked))
    notes = [
        _("shaded: 95% band (Greenwood, log(−log) scale)"),
        _("bold: customers the curve rests on"),
        _("n = {n}, {ended} of them gone", n=number(found.survival.n), ended=number(found.survival.n_ended)),
        _("gone: silent for more than {n} days without a contract; nine in ten who paused came back sooner",
          n=number(found.survival.silence)),
        _("{n} seen first too lately to tell", n=number(found.survival.n_young)),
        _("data as of {day}", day=day(asked.as_of)),
    ]  # fmt: skip
    drawn = survival(
        [float(days) / DAYS_IN_MONTH for days in curve.durations],
        [float(share) for share in curve.survival],
        (found.survival.low.tolist(), found.survival.high.tolist()),
        marks,
        across=_("months since the first activity"),
        longest=longest,
        caption=Caption(title, subtitle, " · ".join(notes)),
        colours=figures.colours(),
    )
    figures.draw(drawn, "survival")


def projection_section(asked: Asked) -> None:
    """What is to come: of contracts, or of repeat purchases where there are no contracts."""
    found = answers.worked_out(asked, lasting, asked.as_of, PeriodKind.QUARTER).projection
    if isinstance(found, Message):
        feedback.empty(_("Here it would be shown how many customers will stay."), word(found))
    elif isinstance(found, Staying):
        _staying(asked, found)
    else:
        _buying(asked, found)


def _staying(asked: Asked, found: Staying) -> None:
    points = [
        Expected(
            number(place),
            float(found.actual[place]) if place < len(found.actual) else math.nan,
            float(found.projected[place]),
            float(found.low[place]),
            float(found.high[place]),
            is_small=place < len(found.n_at_risk) and found.n_at_risk[place] < SMALL_SAMPLE,
        )
        for place in range(len(found.projected))
    ]
    title = _(
        "Of {n} customers, {expected} ({low} to {high}) should still be there a year later",
        n=number(found.n_now), expected=number(found.expected), low=number(found.interval.low),
        high=number(found.interval.high),
    )  # fmt: skip
    subtitle = _("Customers still there, % of those who began, by quarters since their first activity, {scope}",
                 scope=findings.scope_words(asked))  # fmt: skip
    notes = [
        _("solid: came; dashed: expected (sBG model, α {alpha}, β {beta})", alpha=number(found.fit.alpha, 2),
          beta=number(found.fit.beta, 2)),
        _("shaded: 95% by profile likelihood"),
        _("ring: fewer than {n}", n=SMALL_SAMPLE),
        _("customers there on {day}", day=day(found.now_on)),
        _("data as of {day}", day=day(asked.as_of)),
    ]  # fmt: skip
    drawn = projection(
        points,
        Measure(Unit.RATIO),
        split=None,
        across=_("quarters since the first activity"),
        unit="",
        zero=False,
        caption=Caption(title, subtitle, " · ".join(notes)),
        colours=figures.colours(),
    )
    figures.draw(drawn, "projection")
    check = found.check
    if check is None:
        _said(_("Unchecked: the data is too short to hold a part of it back."), None)
        return
    said = _(
        "Checked: from what was known on {day}, of {n} customers {expected} ({low} to {high}) were expected to be left "
        "{steps} quarters later. {actual} were.",
        day=day(check.split_on), n=number(check.n), expected=number(check.expected), low=number(check.low),
        high=number(check.high), steps=check.steps, actual=number(check.actual),
    )  # fmt: skip
    _said(said, check.has_held)


def _buying(asked: Asked, found: Buying) -> None:
    low, high = found.low, found.high
    points = [
        Expected(
            f"{end.month:02d}/{end.year % 100:02d}",
            float(found.actual[place]),
            float(found.projected[place]),
            None if low is None else float(low[place]),
            None if high is None else float(high[place]),
        )
        for place, end in enumerate(_last_days(found))
    ]
    if found.expected_low is None or found.expected_high is None:
        title = _("{expected} repeat purchases are expected in the next 12 months", expected=number(found.expected))
    else:
        title = _(
            "{expected} ({low} to {high}) repeat purchases are expected in the next 12 months",
            expected=number(found.expected), low=number(found.expected_low), high=number(found.expected_high),
        )  # fmt: skip
    if not found.check.has_held:
        title = _("{title}; the check below speaks against it", title=title)
    subtitle = _("Repeat purchases a month of customers known by {day}, {scope}", day=day(found.check.split_on),
                 scope=findings.scope_words(asked))  # fmt: skip
    shape = {name: number(value, 3) for name, value in zip("rαab", found.fit.parameters, strict=True)}
    notes = [
        _("solid: came; dashed: expected (BG/NBD model, {parameters})",
          parameters=", ".join(f"{name} {value}" for name, value in shape.items())),
        _("shaded: 95% by the uncertainty of the parameters") if low is not None else _(
            "no band: the data does not pin the parameters down"),
        _("{n} customers who bought", n=number(found.n_customers)),
        _("data as of {day}", day=day(asked.as_of)),
    ]  # fmt: skip
    drawn = projection(
        points,
        Measure(Unit.CUSTOMERS),
        split=found.split - 0.5,
        across=_("month"),
        unit=_("repeat purchases"),
        zero=True,
        caption=Caption(title, subtitle, " · ".join(notes)),
        colours=figures.colours(),
    )
    figures.draw(drawn, "projection")
    check = found.check
    said = _(
        "Checked: from what was known on {day}, {expected} repeat purchases of {n} customers were expected over the "
        "next {months} months. {actual} came.",
        day=day(check.split_on), expected=number(check.expected), n=number(check.n), months=check.months,
        actual=number(check.actual),
    )  # fmt: skip
    _said(said, check.has_held)


def _last_days(found: Buying) -> list[date]:
    return [end - timedelta(days=1) for end in found.month_ends]


def _said(sentence: str, has_held: bool | None) -> None:
    """The check in words, with its verdict."""
    verdict = {
        True: _("The projection held."),
        False: _("The projection did not hold: read it with care."),
        None: "",
    }[has_held]
    bold = f" **{escape_markdown(verdict)}**" if verdict else ""
    st.markdown(f":material/fact_check: {escape_markdown(sentence)}{bold}")
