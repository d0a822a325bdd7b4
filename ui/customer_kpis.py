"""One customer against its segment: revenue and the four KPIs, by the same engine on two scopes."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.customer import Streak, latest_answer, load_of, streak
from analytics.kpi import Answer
from analytics.registry import kpi_by_id
from domain.period import PeriodKind
from domain.scope import Dimension
from i18n.format import NOTHING, day, kpi_value, money, number
from i18n.format import period as period_words
from i18n.translate import _, ngettext, word
from ui import answers
from ui.customer import Customer, framed
from ui.text import escape_markdown


def against_segment(customer: Customer) -> None:
    """This customer's own figures and its segment's, each with what it rests on."""
    period = period_words(customer.own.view.period)
    title = _("Against {segment}, {period}", segment=customer.peers_name, period=period)
    st.markdown(f"### {escape_markdown(title)}")
    makers = (_revenue, _response_time, _nps, _returning, _load)
    for column, make in zip(st.columns(len(makers), gap="small"), makers, strict=True):
        with column:
            make(customer)


def _revenue(customer: Customer) -> None:
    """Against the mean of the segment's active customers: a sum of many would say nothing of one."""
    own = answers.answers(customer.own, "revenue")[0]
    whole = answers.answers(customer.peers, "revenue")[0]
    active = answers.answers(customer.peers, "active_customers")[0]
    mean = whole.value / active.value if whole.value is not None and active.value else None
    shown = money(mean, customer.own.currency, compact=True)
    rests_on = _("n = {n} active customers", n=number(active.value or 0))
    _compared(customer, own, _("mean of {segment}: {value}", segment=customer.peers_name, value=shown), rests_on)


def _response_time(customer: Customer) -> None:
    _both(customer, "response_time_mean")


def _nps(customer: Customer) -> None:
    latest = latest_answer(customer.own_listing("customer_events"))
    beside = _("latest score {score}, {day}", score=str(latest[0]), day=day(latest[1])) if latest else ""
    _both(customer, "nps", beside)


def _returning(customer: Customer) -> None:
    """How many periods in a row the customer was active; its segment's rate of those who return."""
    history = answers.history(customer.own, "active_customers")
    rate = answers.answers(customer.peers, "returning_rate")[0]
    found = streak(history)
    since = _("since {period}", period=period_words(found.since.period)) if found.since else ""
    value = _streak_words(found, customer.own.view.period.kind) if found.n else None
    under = since if found.n else _("not active in this period")
    framed("returning_rate", _("Active in a row"), value, under, *_segment_lines(customer, rate))


def _load(customer: Customer) -> None:
    """The load of the customer's own manager against that of all who look after its segment."""
    title = kpi_by_id("customers_per_manager").name
    groups = answers.answers(customer.whole, "customers_per_manager", Dimension.MANAGER)
    own = load_of(groups, {customer.manager} if customer.manager else set())
    colleagues = answers.plain_listing(customer.peers, "customer_names")["manager"].dropna()
    theirs = load_of(groups, set(colleagues.astype(str)))
    value = None if own.value is None else number(own.value, 1)
    nobody = _("nobody looks after this customer")
    under = nobody if customer.manager is None else customer.manager
    if customer.manager is not None and value is None:
        under = _("{manager} had no active customer in this period", manager=customer.manager)
    shown = _("{segment}: {value}", segment=customer.peers_name, value=number(theirs.value, 1))
    managers = ngettext("n = {n} manager", "n = {n} managers", theirs.n)
    framed("customers_per_manager", _(title), value, under, f"{shown} · {managers}" if theirs.n else shown)


def _both(customer: Customer, kpi_id: str, *beside: str) -> None:
    own = answers.answers(customer.own, kpi_id)[0]
    _compared(customer, own, *beside, *_segment_lines(customer, answers.answers(customer.peers, kpi_id)[0]))


def _compared(customer: Customer, own: Answer, *under: str) -> None:
    """The customer's value, in grey and with the reason where it rests on too little."""
    kpi = kpi_by_id(own.kpi)
    if own.value is None:
        framed(own.kpi, _(kpi.name), None, word(own.note) if own.note else _(kpi.no_value), *under)
        return
    value = kpi_value(own.value, kpi.unit, kpi.decimals, customer.own.currency)
    is_small = own.n < kpi.minimum_n
    few = _("only n = {n} of the {needed} needed to compare", n=own.n, needed=kpi.minimum_n)
    framed(own.kpi, _(kpi.name), value, few if is_small else _("n = {n}", n=number(own.n)), *under, is_grey=is_small)


def _segment_lines(customer: Customer, answer: Answer) -> Sequence[str]:
    kpi = kpi_by_id(answer.kpi)
    value = NOTHING
    if answer.value is not None:
        value = kpi_value(answer.value, kpi.unit, kpi.decimals, customer.own.currency)
    name = _("{segment}: {value}", segment=customer.peers_name, value=value)
    if answer.kpi == "returning_rate":
        name = _("{segment}: {value} return", segment=customer.peers_name, value=value)
    return [f"{name} · {_('n = {n}', n=number(answer.n))}"]


def _streak_words(found: Streak, kind: PeriodKind) -> str:
    match kind:
        case PeriodKind.QUARTER:
            text = ngettext("{n} quarter", "{n} quarters", found.n)
        case PeriodKind.MONTH:
            text = ngettext("{n} month", "{n} months", found.n)
        case _:
            text = ngettext("{n} year", "{n} years", found.n)
    return _("{count} or more", count=text) if found.is_at_least else text
