"""A customer's own service record: requests, first answers, who still waits, and what the customer said."""

from __future__ import annotations

from collections.abc import Collection

from analytics.kpi import Answer
from analytics.registry import kpi_by_id
from i18n.format import NOTHING, number, percent
from i18n.format import period as period_words
from i18n.names import priority_name
from i18n.translate import _, ngettext
from report.contents.charts import over_time, quarter_mark
from report.contents.facts import Facts
from report.contents.nps import quotes
from report.contents.response_time import wait_column, waiting_title
from report.contents.words import (
    cell,
    figure,
    footnote,
    moved_title,
    notes_on,
    reason,
    short,
    shown,
    spread_words,
)
from report.review import Chart, ChartKind, Column, Figure, Format, Role, Series, Slide, Table

MOST_WAITING = 10


def numbers(facts: Facts) -> Slide:
    """The same numbers every quarter: requests, answers, promise kept, score, what was invoiced."""
    mean, revenue = facts.answer("response_time_mean"), facts.answer("revenue")
    n = _requests(mean)
    made = Figure("tickets", _("Requests"), number(n), float(n), Format.WHOLE,
                  comment=_("{n} of them answered", n=mean.n) if n else _("No request was made."))  # fmt: skip
    if not facts.has_tickets:
        made = Figure("tickets", _("Requests"), NOTHING, None, Format.WHOLE, comment=_("No tickets are loaded."))
    figures = [
        made,
        *(figure(facts, facts.answer(kpi_id))
          for kpi_id in ("response_time_mean", "response_time_median", "response_sla", "nps")),
        Figure("revenue", _("Invoiced"), short(revenue.value, facts.currency), revenue.value, Format.MONEY,
               comment="" if revenue.value is not None else reason(revenue)),
    ]  # fmt: skip
    return Slide(
        "numbers",
        ngettext("{n} request this quarter", "{n} requests this quarter", n) if facts.has_tickets
        else _("The quarter in numbers"),
        _("The same numbers every quarter, {period}", period=period_words(facts.period)),
        figures=tuple(figures),
        footnote=_("▲▼ against the quarter before; grey: chance may explain the change. Range: 95% interval."),
        notes=notes_on(facts, "response_time_mean", "response_time_median", "response_sla", "nps"),
    )  # fmt: skip


def _requests(mean: Answer) -> int:
    """Requests of a quarter: the answered ones, those that wait, and those without a time."""
    return mean.n + sum(mean.excluded.values())


def record(facts: Facts) -> Slide | str:
    """Requests by quarter and by channel; the reason where there were none."""
    if not facts.has_tickets:
        return _("Requests, response times and who waits are left out: no tickets are loaded.")
    rows = facts.rows_behind("response_time_mean")
    if rows.empty:
        return _("Requests are left out: none was made in {period}.", period=facts.period)
    history = facts.history("response_time_mean")
    counts = tuple(float(_requests(one)) for one in history)
    chart = Chart(
        ChartKind.COLUMNS, tuple(quarter_mark(one.period) for one in history),
        (Series(_("Requests"), Role.ACTUAL, counts),), _("requests"), Format.WHOLE,
        _("{n} requests in {period}.", n=int(counts[-1]), period=history[-1].period),
    )  # fmt: skip
    before = f"; {_('{n} in {period}', n=int(counts[-2]), period=history[-2].period)}" if len(counts) > 1 else ""
    table = []
    for channel, own in rows.assign(channel=rows["channel"].fillna(_("(not given)"))).groupby("channel"):
        answered = own[own["is_answered"].astype(bool) & own["hours"].notna()]
        mean = float(answered["hours"].mean()) if len(answered) else None
        table.append((str(channel), len(own), int(own["is_answered"].sum()), mean))
    table.sort(key=lambda row: (-row[1], row[0]))
    columns = (Column(_("Channel")), Column(_("Requests"), Format.WHOLE), Column(_("Answered"), Format.WHOLE),
               Column(_("Mean response, h"), Format.HOURS))  # fmt: skip
    return Slide(
        "tickets",
        ngettext("{n} request in {period}", "{n} requests in {period}", len(rows), period=facts.period) + before,
        _("Requests by quarter and by channel"), chart=chart, table=Table(columns, tuple(table), len(table)),
        footnote=footnote(facts), notes=notes_on(facts, "response_time_mean"),
    )  # fmt: skip


def response(facts: Facts) -> Slide | str:
    """How long first answers took, and how many came within the promise; "" where :func:`record` says why not."""
    if not facts.has_tickets:
        return ""
    mean, kept = facts.answer("response_time_mean"), facts.answer("response_sla")
    if mean.value is None:
        return _("Response time is left out: {reason}", reason=reason(mean))
    median = [one.value for one in facts.history("response_time_median")]
    promise = _("{share} of them within the promised time (n = {n}).", share=percent(kept.value),
                n=kept.n) if kept.value is not None else ""  # fmt: skip
    return Slide(
        "response_time",
        moved_title(facts, mean, _("First answers took {value} on average", value=shown(mean, facts.currency))),
        _("Business hours to the first answer by quarter"), promise,
        chart=over_time(facts.history("response_time_mean"), facts.currency,
                        more={_(kpi_by_id("response_time_median").name): (Role.NEUTRAL, median)}),
        footnote=footnote(facts, _("n = {n} answered", n=number(mean.n)),
                          _("the median counts those who still wait")),
        notes=notes_on(facts, "response_time_mean", "response_time_median", "response_sla"),
    )  # fmt: skip


def waits(facts: Facts) -> Slide | str:
    """The requests that wait for a first answer, the longest first; "" where :func:`record` says why not."""
    if not facts.has_tickets:
        return ""
    if not facts.is_latest:
        return _("Who waits now is left out: {period} is long over.", period=facts.period)
    waiting = facts.rows("waiting_tickets")
    if waiting.empty:
        return Slide("waiting", _("No request waits for an answer"), footnote=footnote(facts))
    names = ("ticket_id", "created_on", "channel", "priority", "waited", "target_hours")
    waits_for, a_unit = wait_column(
        _("Waits, business hours"), _("Waits, working days"), waiting["waited_hours"].head(MOST_WAITING)
    )
    shown_rows = waiting.head(MOST_WAITING).assign(
        waited=lambda frame: frame["waited_hours"] / a_unit,
        priority=lambda frame: [priority_name(one) if isinstance(one, str) else one for one in frame["priority"]],
    )
    rows = tuple(tuple(cell(row[name]) for name in names) for row in shown_rows.to_dict("records"))
    columns = (
        Column(_("Ticket")), Column(_("Created on"), Format.DATE), Column(_("Channel")), Column(_("Priority")),
        waits_for, Column(_("Promised, business hours"), Format.HOURS),
    )  # fmt: skip
    title = waiting_title(waiting)
    return Slide("waiting", title, _("Requests without a first answer"), table=Table(columns, rows, len(waiting)),
                 footnote=footnote(facts, _("most overdue first")))  # fmt: skip


def said(facts: Facts, stop_words: Collection[str]) -> Slide | str:
    """The customer's own score and words."""
    answer = facts.answer("nps")
    if answer.value is None:
        return _("NPS is left out: {reason}", reason=reason(answer))
    return Slide(
        "nps",
        moved_title(facts, answer, _("NPS {value}", value=shown(answer, facts.currency))),
        _("How you answered “would you recommend us?”, −100 to 100"),
        bullets=tuple(quotes(facts.rows("nps_comments"), stop_words, has_names=False)),
        chart=over_time(facts.history("nps"), facts.currency),
        footnote=footnote(facts, _("n = {n}", n=number(answer.n)), _("95% interval: {range}",
                          range=spread_words(answer, facts.currency))),
        notes=notes_on(facts, "nps"),
    )  # fmt: skip
