"""What moved in the open pipeline since the last review: the bridge from one export to another, and its deals."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from analytics.kpi import Unit
from analytics.pipeline_moves import KINDS, Moves, moves
from charts.axes import Measure
from charts.bridge import Step, bridge
from charts.theme import Caption
from domain.period import PeriodKind, period_containing
from i18n.format import day, money, number
from i18n.format import period as period_words
from i18n.translate import _, ngettext
from ui import answers, feedback, figures, findings
from ui.asking import Asked
from ui.pipeline_columns import MOVE_WORDS
from ui.state import put_into_url
from ui.tables import table

GOOD = {"new": True, "pulled_in": True, "reopened": True, "revalued_up": True, "lost": False, "slipped": False,
        "revalued_down": False, "undated": False}  # fmt: skip
SINCE, UNTIL = "since", "until"


def moved(ahead: Asked) -> None:
    """The bridge between two exports of deals, chosen in the address, and the deals behind each step."""
    found = answers.plain_listing(ahead, "pipeline_exports")
    days = [pd.Timestamp(value).date() for value in found["loaded_on"]]
    if not days:
        return
    if len(days) == 1:
        feedback.empty(
            _("Here it would be shown what moved since the last review."),
            _("Deals were exported on one day only, {day}: movements begin with the next export.", day=day(days[0])),
        )
        return
    first_on, last_on = _chosen(ahead, days)
    result = answers.worked_out(ahead, moves, first_on, last_on, ahead.view.period)
    if result.n_opening == 0 and result.n_closing == 0 and result.deals.empty:
        feedback.empty(
            _("Here it would be shown what moved since the last review."),
            _("On neither day was an open deal due in {period}.", period=period_words(ahead.view.period)),
        )
        return
    _draw(ahead, result, first_on, last_on)
    _rows(result)


def default_days(days: list[date], fiscal_start_month: int) -> tuple[date, date]:
    """The newest export, and the last one before its quarter began; else the oldest."""
    last_on = days[-1]
    start = period_containing(last_on, PeriodKind.QUARTER, fiscal_start_month).start
    before = [one for one in days[:-1] if one < start]
    return (before[-1] if before else days[0]), last_on


def _chosen(ahead: Asked, days: list[date]) -> tuple[date, date]:
    first_on, last_on = default_days(days, ahead.known.fiscal_start_month)
    last_on = _day_of(UNTIL, days[1:], last_on)
    earlier = [one for one in days if one < last_on]
    first_on = _day_of(SINCE, earlier, first_on if first_on in earlier else earlier[-1])
    left, right, _rest = st.columns([1, 1, 2], gap="small")
    with left:
        _picker(SINCE, _("Last review"), earlier, first_on)
    with right:
        _picker(UNTIL, _("This review"), days[1:], last_on)
    return first_on, last_on


def _day_of(name: str, days: list[date], default: date) -> date:
    given = st.query_params.get(name, "")
    return next((one for one in days if one.isoformat() == given), default)


def _picker(name: str, title: str, days: list[date], current: date) -> None:
    key = f"pipeline-{name}"
    st.session_state[key] = current

    def changed() -> None:
        put_into_url({name: [st.session_state[key].isoformat()]})

    st.selectbox(title, days, format_func=day, key=key, on_change=changed)


def _draw(ahead: Asked, found: Moves, first_on: date, last_on: date) -> None:
    totals = {kind: found.total(kind) for kind in KINDS}
    steps = [Step(_("Open, {day}", day=day(first_on)), found.opening, is_total=True)]
    steps += [Step(_(MOVE_WORDS[kind]), amount, is_good=GOOD.get(kind)) for kind, amount in totals.items() if amount]
    steps.append(Step(_("Open, {day}", day=day(last_on)), found.closing, is_total=True))
    gone = -sum(totals[kind] for kind in ("slipped", "undated"))
    title = _(
        "{new} is new, {won} was won, {lost} lost, {slipped} slipped to later",
        new=_money(ahead, totals["new"]), won=_money(ahead, -totals["won"]), lost=_money(ahead, -totals["lost"]),
        slipped=_money(ahead, gone),
    )  # fmt: skip
    if not found.deals["change"].any():
        title = _("Nothing moved in what is due in {period}", period=period_words(ahead.view.period))
    subtitle = _(
        "Open deals due in {period}, unweighted, as told on {first} and on {last}, {scope}",
        period=period_words(ahead.view.period), first=day(first_on), last=day(last_on),
        scope=findings.scope_words(ahead),
    )  # fmt: skip
    notes = [_("n = {before} and {after} deals", before=number(found.n_opening), after=number(found.n_closing))]
    if found.n_unvalued:
        notes.append(_("without an amount in {currency}, counted as 0: {n}", currency=ahead.currency,
                       n=number(found.n_unvalued)))  # fmt: skip
    if found.n_silent:
        notes.append(_("no longer in the newest export and still counted as open: {n}", n=number(found.n_silent)))
    notes.append(_("a change is known from the day of the export that told it"))
    drawn = bridge(
        steps, Measure(Unit.MONEY, currency=ahead.currency), caption=Caption(title, subtitle, " · ".join(notes)),
        colours=figures.colours(), is_lying=True,
    )  # fmt: skip
    figures.draw(drawn, "pipeline-moves")


def _rows(found: Moves) -> None:
    frame = found.deals.rename(columns={"close_on": "due_on", "close_before_on": "due_before_on"})
    if frame.empty:
        return
    order = ["customer", "deal_name", "move", "change", "deal_value_before", "amount_reporting", "due_before_on",
             "due_on", "manager_before", "manager", "deal_id", "customer_id"]  # fmt: skip
    title = ngettext("{n} deal behind the movements", "{n} deals behind the movements", len(frame))
    table(frame[order], key="pipeline-moved", title=title, alt=_("Deals that moved, the largest change first"),
          searchable=True, most_shown=6)  # fmt: skip


def _money(ahead: Asked, amount: float) -> str:
    return money(amount or 0.0, ahead.currency, compact=True)
