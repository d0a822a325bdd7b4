"""The customer page: which customer, who this is, what to look at first, how healthy it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

import pandas as pd
import streamlit as st

from analytics.customer import Renewals, first_look, latest_answer, renewals
from analytics.kpi import Answer
from analytics.scoring import Score, health_score, year_up_to
from domain.folding import fold
from domain.message import N_, Message
from domain.period import Period
from domain.scope import Scope
from i18n.format import NOTHING, day, money, number, percent
from i18n.format import period as period_words
from i18n.translate import _, ngettext, word
from ui import answers, feedback
from ui.asking import Asked
from ui.nav import link
from ui.sections import headline
from ui.state import LONGEST_VALUE
from ui.text import escape_markdown

PARAMETER = "customer"
MOST_FOUND = 12
NOT_NARROWED = Message(N_("Filters do not narrow this page: it shows one customer's whole story."))


@dataclass(frozen=True)
class Customer:
    """The customer looked at: ``own`` asks of it alone, ``peers`` of its segment (or all), ``whole`` of everything."""

    id: str
    name: str
    segment: str | None
    industry: str | None
    region: str | None
    manager: str | None
    owned_from: date | None
    created_on: date | None
    first_on: date | None
    status: str | None
    own: Asked
    peers: Asked
    whole: Asked

    @property
    def peers_name(self) -> str:
        """The segment's name, or that of the whole where the customer has none."""
        return self.segment or _("whole company")

    def own_listing(self, query: str) -> pd.DataFrame:
        """Rows of this customer alone."""
        return answers.listing(self.own, query)

    def over_a_year(self, kpi_id: str) -> Answer:
        """The KPI of this customer over the twelve months that end with the period looked at."""
        year = year_up_to(self.own.view.period)
        return answers.answers(narrowed(self.own, self.own.scope, year), kpi_id)[0]


def narrowed(asked: Asked, scope: Scope, period: Period | None = None) -> Asked:
    """The same question of another part of the company, or of another period."""
    return replace(asked, scope=scope, view=replace(asked.view, period=period or asked.view.period))


def chosen(asked: Asked) -> Customer | None:
    """The customer that the address names; None where it names none, or none that the viewer may see.

    Choices of team, manager, region or segment do not narrow one customer's story.
    """
    wanted = st.query_params.get(PARAMETER, "")[:LONGEST_VALUE]
    if not wanted:
        return None
    viewer = asked.scope.viewer
    own = narrowed(asked, Scope(viewer, customers=(wanted,)))
    rows = answers.plain_listing(own, "customer_head").to_dict("records")
    if not rows:
        return None
    row = {str(name): None if value is None or value != value else value for name, value in rows[0].items()}
    segment = row["segment"]
    return Customer(
        id=wanted,
        name=str(row["customer"]),
        segment=segment,
        industry=row["industry"],
        region=row["region"],
        manager=row["manager"],
        owned_from=_day(row["owned_from"]),
        created_on=_day(row["created_on"]),
        first_on=_day(row["first_on"]),
        status=row["status"],
        own=own,
        peers=narrowed(asked, Scope(viewer, segments=(segment,) if segment else ())),
        whole=narrowed(asked, Scope(viewer)),
    )


def chooser(asked: Asked) -> None:
    """Which customer? A search without regard to accents, and the way to each that fits."""
    wanted = st.query_params.get(PARAMETER, "")
    headline(_("Which customer?"), _("One customer's whole story: revenue, tickets, answers, deals, contracts."))
    if wanted:
        shown = wanted if len(wanted) <= 80 else wanted[:79] + "…"
        st.markdown(escape_markdown(_("There is no customer “{given}” among those you may see.", given=shown)))
    names = answers.plain_listing(narrowed(asked, Scope(asked.scope.viewer)), "customer_names")
    text = st.text_input(
        _("Search customers"),
        key="customer-search",
        placeholder=_("Name or id, with or without accents"),
        icon=":material/search:",
        max_chars=100,
        width=420,
    )
    found = matching(names, text)
    if found.empty:
        st.markdown(f":gray[{escape_markdown(_('No customer fits.'))}]")
    with st.container(key="customers-found", gap="small"):
        for row in found.head(MOST_FOUND).to_dict("records"):
            known = (row[name] for name in ("segment", "region", "manager"))
            beside = [str(value) for value in known if value == value and value]
            under = f" :gray[{escape_markdown(' · '.join(beside))}]" if beside else ""
            link("customer", f"**{escape_markdown(str(row['customer']))}**{under}", customer=str(row["customer_id"]))
    if len(found) > MOST_FOUND:
        more = _("{shown} of {n} customers; search to narrow down.", shown=MOST_FOUND, n=len(found))
        st.markdown(f":small[:gray[{escape_markdown(more)}]]")


def matching(names: pd.DataFrame, text: str) -> pd.DataFrame:
    """Customers whose name or id holds ``text``, without regard to accents, case or Đ/đ; those that begin so first."""
    wanted = fold(text)
    if not wanted or names.empty:
        return names
    folded = names["customer"].astype(str).map(fold)
    ids = names["customer_id"].astype(str).map(fold)
    fits = folded.str.contains(wanted, regex=False) | ids.str.contains(wanted, regex=False)
    is_start = folded.str.startswith(wanted) | ids.str.startswith(wanted)
    return names.assign(is_start=is_start)[fits].sort_values("is_start", ascending=False, kind="stable")


def head(customer: Customer) -> None:
    """Who this is, the one thing to look at first, and owner, beginnings, renewal."""
    about = [part for part in (customer.segment, customer.industry, customer.region, customer.status) if part]
    headline(customer.name, " · ".join([*about, _("id {id}", id=customer.id)]))
    ending = _renewals(customer)
    waiting = customer.own_listing("waiting_tickets")["overdue_hours"].dropna()
    look = first_look(
        overdue_hours=[float(hours) for hours in waiting],
        found=ending,
        latest=latest_answer(customer.own_listing("customer_events")),
        revenue=customer.over_a_year("revenue"),
        manager=customer.manager,
        as_of=customer.own.as_of,
    )
    st.markdown(f"**{escape_markdown(_('First:'))}** {escape_markdown(word(look))}")
    if customer.own.view.chosen:
        feedback.notices([NOT_NARROWED])
    owner, since, renewal = st.columns(3, gap="small")
    with owner:
        when = _("since {day}", day=day(customer.owned_from)) if customer.owned_from else _("since when is not known")
        framed("owner", _("Account manager"), customer.manager, when if customer.manager else _("nobody is named"))
    with since:
        framed("since", *_beginning(customer))
    with renewal:
        framed("renewal", *_renewal_words(ending, customer.own.currency))


def health(customer: Customer) -> None:
    """The health score with its parts, what is missing, and what 0 and 100 mean."""
    score = _score(customer)
    value = NOTHING if score.value is None else number(score.value, 0)
    title = _("Health {value} of 100", value=value) if score.value is not None else _("Health: not enough is known")
    complete = _("{share} of the score's weight is known", share=percent(score.completeness))
    period = customer.own.view.period
    over = _("the 12 months to the end of {period}", period=period_words(period))
    lines = [f"### {escape_markdown(title)}", f":small[:gray[{escape_markdown(f'{complete} · {over}')}]]"]
    for part in score.components:
        found = word(part.found) if part.found else ""
        measured = NOTHING if part.score is None else number(part.score, 0)
        anchors = _("weight {weight} · {anchors}", weight=number(part.weight), anchors=_(part.anchors))
        lines.append(
            f"**{escape_markdown(measured)}**&ensp;{escape_markdown(_(part.name))}: {escape_markdown(found)}"
            f" :small[:gray[{escape_markdown(f'({anchors})')}]]"
        )
    with st.container(key="health"):
        st.markdown("\n\n".join(lines))


def _score(customer: Customer) -> Score:
    span = answers.plain_listing(customer.whole, "data_span")
    days = span.loc[(span["entity"] == "revenue") & span["first_on"].notna(), "first_on"]
    first_on = pd.Timestamp(days.iloc[0]).date() if len(days) else customer.own.known.first_on
    revenue, nps, in_time = (customer.over_a_year(kpi_id) for kpi_id in ("revenue", "nps", "response_sla"))
    return health_score(revenue, nps, in_time, first_on)


def _renewals(customer: Customer) -> Renewals:
    return renewals(answers.plain_listing(customer.own, "customer_contracts"), customer.own.as_of)


def _beginning(customer: Customer) -> tuple[str, str | None, str]:
    title = _("Customer since")
    if customer.created_on is not None:
        return title, day(customer.created_on), _("as the customers' file says")
    if customer.first_on is not None:
        return title, day(customer.first_on), _("first invoice or contract in the data")
    return title, None, _("no invoice and no contract in the data")


def _renewal_words(found: Renewals, currency: str) -> tuple[str, str | None, str]:
    title, ends = _("Next renewal"), found.next
    if ends is None and found.lapsed:
        newest = max(one.end_on for one in found.lapsed)
        return title, None, _("none known; a contract ended on {day} and no other followed", day=day(newest))
    if ends is None and found.n_open_ended:
        return title, None, ngettext("{n} contract without an end", "{n} contracts without an end", found.n_open_ended)
    if ends is None:
        return title, None, _("none known") if found.n_contracts else _("none known: no contract in the data")
    parts = [ends.product] if ends.product else []
    if ends.amount is not None:
        parts.append(_("{amount} a year", amount=money(ends.amount, currency, compact=True)))
    else:
        parts.append(_("amount not known"))
    if ends.n_same_day > 1:
        parts.append(_("{n} contracts", n=ends.n_same_day))
    elif ends.is_auto is not None:
        parts.append(_("renews by itself") if ends.is_auto else _("does not renew by itself"))
    return title, day(ends.end_on), " · ".join(parts)


def framed(key: str, title: str, value: str | None, *under: str, is_grey: bool = False) -> None:
    """One framed figure: what it is, its value, what it rests on. Without a value, the reason stands under the dash."""
    text = escape_markdown(value or NOTHING)
    shown = f"**:gray[{text}]**" if is_grey or not value else f"**{text}**"
    with st.container(border=True, key=f"figure-customer-{key}", gap="xxsmall", height="stretch"):
        greyed = [f":gray[{escape_markdown(line)}]" for line in under if line]
        st.markdown("\n\n".join([escape_markdown(title), shown, *greyed]))


def _day(value: object) -> date | None:
    return value.date() if isinstance(value, datetime) else None
