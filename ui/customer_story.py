"""Everything that happened to one customer: on one time line, as a list on a telephone, and as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pandas as pd
import streamlit as st

from analytics.customer import latest_answer, revenue_by_month
from analytics.kpi import Unit
from charts.axes import Measure
from charts.theme import Caption
from charts.timeline import MOST_ROWS, Mark, Sign, Span, Story, timeline
from domain.period import add_months
from i18n.format import day, money, number, percent
from i18n.format import period as period_words
from i18n.translate import _, ngettext
from ui import feedback, figures
from ui.customer import Customer
from ui.state import url_choice
from ui.tables import table
from ui.text import escape_markdown
from ui.value_words import WORDS

EVENTS, STATES = WORDS["event"], WORDS["state"]
MOST_YEARS = 10
AHEAD = timedelta(days=184)
MOST_LISTED = 30
SIGNS = {
    "Won": Sign.GOOD, "Lost": Sign.BAD, "Open": Sign.OPEN, "promoter": Sign.GOOD, "detractor": Sign.BAD,
    "waiting": Sign.OPEN, "planned": Sign.OPEN, "overdue": Sign.OPEN,
}  # fmt: skip
SHOWN = ("happened_on", "event", "details", "state", "amount", "score", "hours", "until_on", "record_id", "file_name",
         "sheet", "line_no")  # fmt: skip


def story(customer: Customer) -> None:
    """The time line; on a telephone the newest days as a list instead."""
    events = customer.own_listing("customer_events")
    if events.empty:
        feedback.empty(
            _("Here everything that happened to this customer would stand on one time line."),
            _("No invoice, ticket, answer, deal, contract or activity names this customer."),
        )
        return
    first, last = _ends(events, customer.own.as_of)
    told = _story(events, customer, first, last)
    subtitle = _(
        "{name}: {n} events, {first} to {last}",
        name=customer.name, n=len(events), first=day(first), last=day(last),
    )  # fmt: skip
    footnote = _("shaded: {period}", period=period_words(customer.own.view.period))
    footnote += " · " + _("data as of {day}", day=day(customer.own.as_of))
    if any(len(lane) > len(latest_rows(lane)) for lane in (told.contracts, told.owners)):
        footnote += " · " + _("older products and managers: in the rows below")
    told = replace(told, contracts=latest_rows(told.contracts), owners=latest_rows(told.owners))
    drawn = timeline(
        told,
        Measure(Unit.MONEY, 0, customer.own.currency),
        first=first,
        last=last,
        looked_at=customer.own.view.period,
        caption=Caption(_finding(customer, events), subtitle, footnote),
        colours=figures.colours(),
    )
    figures.draw(drawn, "story")
    _list(events, customer)


def everything(customer: Customer) -> None:
    """Every event, newest first, with its file and line; one kind of them where that is chosen."""
    events = customer.own_listing("customer_events")
    if events.empty:
        return
    with st.container(key="events"):
        _rows(events)


def _rows(events: pd.DataFrame) -> None:
    kinds = ["", *[kind for kind in EVENTS if (events["event"] == kind).any()]]
    kind = url_choice(
        "show",
        kinds,
        write=lambda option: option or "all",
        label=lambda option: _(EVENTS[option]) if option else _("Everything"),
        title=_("Which events"),
    )
    rows = events[events["event"] == kind] if kind else events
    kept = [name for name in SHOWN if name not in ("amount", "score", "hours", "until_on") or rows[name].notna().any()]
    title = ngettext("{n} event, newest first", "{n} events, newest first", len(rows))
    table(rows[kept], key="events", title=title, alt=_("What happened, with file and line"), searchable=True)
    hint = _("To print this page: Ctrl + P, on a Mac ⌘ + P. Bar, buttons and searches are left out.")
    st.markdown(f":small[:gray[{escape_markdown(hint)}]]")


def _ends(events: pd.DataFrame, as_of: date) -> tuple[date, date]:
    """From the first event, at most ten years back, to the last known day, or half a year on if something goes on."""
    days = events["happened_on"].dropna()
    earliest = min([*([days.min().date()] if len(days) else []), as_of])
    first = max(earliest, add_months(as_of.replace(day=1), -12 * MOST_YEARS)).replace(day=1)
    ahead = [moment.date() for moment in events["until_on"].dropna()] + [moment.date() for moment in days]
    return min(first, add_months(as_of.replace(day=1), -3)), min(max([as_of, *ahead]), as_of + AHEAD)


def _story(events: pd.DataFrame, customer: Customer, first: date, last: date) -> Story:
    basis = customer.own.info.get("revenue_basis", "invoice")
    rows = _records(events.iloc[::-1])

    def marks(event: str, value: str = "") -> list[Mark]:
        found = []
        for row in rows:
            on, height = _day(row["happened_on"]), _number(row[value]) if value else None
            is_told = row["state"] != "cancelled" and (event != "answer" or height is not None)
            if row["event"] == event and on is not None and on >= first and is_told:
                found.append(Mark(on, SIGNS.get(str(row["state"]), Sign.PLAIN), _words(row, customer), height))
        return found

    def spans(event: str) -> list[Span]:
        found = [_span(row, customer, first, last) for row in rows if row["event"] == event]
        return [span for span in found if span is not None]

    months = [pair for pair in revenue_by_month(events, basis) if pair[0] >= first]
    return Story(months, marks("ticket", "hours"), marks("answer", "score"), spans("deal"), spans("contract"),
                 marks("activity"), spans("owner"))  # fmt: skip


def latest_rows(spans: Sequence[Span]) -> list[Span]:
    """The spans of the six rows that ended last: more would not fit on a printed page."""
    ends: dict[str, date] = {}
    for span in spans:
        ends[span.row] = max(ends.get(span.row, span.end), span.end)
    kept = sorted(ends, key=lambda row: ends[row], reverse=True)[:MOST_ROWS]
    return [span for span in spans if span.row in kept]


def _span(row: dict[str, object], customer: Customer, first: date, last: date) -> Span | None:
    """A deal up to its close or the last known day, a contract or an owner to its end; None where out of sight."""
    event, on, until, as_of = row["event"], _day(row["happened_on"]), _day(row["until_on"]), customer.own.as_of
    if event == "deal":
        start, end = (on, as_of) if row["state"] == "Open" else (_day(row["from_on"]) or on, on)
        sign, name = SIGNS.get(str(row["state"]), Sign.PLAIN), ""
    else:
        start, end = on, until or last
        sign = Sign.PAST if until is not None and until < as_of else Sign.NOW
        name = str(row["details"] or _("(not known)"))
    start, end = start or first, end or first
    if end < first or start > last:
        return None
    return Span(max(min(start, end), first), min(end, last), sign, _words(row, customer), name)


def _words(row: dict[str, object], customer: Customer) -> str:
    """One event in one line: when, what, how it stands, how much."""
    state, score, amount, hours = row["state"], _number(row["score"]), _number(row["amount"]), _number(row["hours"])
    parts = [day(_day(row["happened_on"])), _(EVENTS[str(row["event"])])]
    if row["details"]:
        parts.append(str(row["details"]))
    if state and state != "valid":
        parts.append(_(STATES.get(str(state), str(state))))
    if score is not None:
        parts.append(_("score {score}", score=number(score)))
    if amount is not None:
        parts.append(money(amount, customer.own.currency, compact=True))
    if hours is not None:
        parts.append(_("{hours} working hours", hours=number(hours, 1)))
    until = _day(row["until_on"])
    if until is not None:
        parts.append(_("until {day}", day=day(until)))
    return " · ".join(parts)


def _finding(customer: Customer, events: pd.DataFrame) -> str:
    """What the time line shows: revenue of twelve months against those before, the latest score, who waits."""
    revenue = customer.over_a_year("revenue")
    parts = []
    if revenue.value is not None and revenue.previous and revenue.previous > 0:
        change = revenue.value / revenue.previous - 1
        values = {"value": money(revenue.value, customer.own.currency, compact=True), "share": percent(abs(change))}
        up = _("{value} in 12 months, {share} more than in the 12 before", **values)
        parts.append(up if change >= 0 else _("{value} in 12 months, {share} less than in the 12 before", **values))
    elif revenue.value is not None:
        parts.append(_("{value} in 12 months", value=money(revenue.value, customer.own.currency, compact=True)))
    else:
        parts.append(_("No revenue in 12 months"))
    latest = latest_answer(events)
    if latest is not None:
        parts.append(_("latest score {score}", score=str(latest[0])))
    waiting = int(((events["event"] == "ticket") & (events["state"] == "waiting")).sum())
    if waiting:
        parts.append(ngettext("{n} ticket waits", "{n} tickets wait", waiting))
    return "; ".join(parts)


def _list(events: pd.DataFrame, customer: Customer) -> None:
    """The newest events as lines: for a telephone, where lanes cannot be read, and for paper, which cannot scroll."""
    lines = [f"- {escape_markdown(_words(row, customer))}" for row in _records(events.head(MOST_LISTED))]
    title = _("The latest {shown} of {n} events", shown=len(lines), n=len(events))
    with st.container(key="story-list"):
        st.markdown("\n".join([f"### {escape_markdown(title)}\n", *lines]))


def _records(events: pd.DataFrame) -> list[dict[str, object]]:
    whole = events.astype(object).where(events.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in whole.to_dict("records")]


def _day(value: object) -> date | None:
    return value.date() if isinstance(value, datetime) else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
