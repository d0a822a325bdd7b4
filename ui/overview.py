"""The first page's own parts: six cards, what changed, who needs attention."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from analytics import narrative
from analytics.kpi import Answer
from analytics.registry import kpi_by_id
from domain.scope import Dimension
from i18n.format import day, kpi_value, money
from i18n.format import period as period_words
from i18n.translate import _, ngettext, word
from ui import answers, findings, proof
from ui.asking import Asked
from ui.cards import Card, card_row
from ui.customer_links import name_link
from ui.nav import link
from ui.sections import headline
from ui.tables import table
from ui.text import escape_markdown
from ui.value_words import WORDS
from ui.verdict import verdict

SIX = ("revenue", "nps", "returning_rate", "response_time_mean", "customers_per_manager", "win_rate")
MOST_CUSTOMERS = 8


def overview_headline(asked: Asked) -> None:
    """How the period stands, in one sentence: revenue against target, and how many of the six moved which way."""
    _ask_ahead(asked)
    answer = _now(asked, "revenue")
    target = _now(asked, "target_attainment")
    period = period_words(asked.view.period)
    better, worse = _moved(asked, "green"), _moved(asked, "red")
    revenue = money(answer.value, asked.currency, compact=True)
    if target.value is not None:
        reached = kpi_value(target.value, "ratio", 0, "")
        first = _("{period}: revenue {value}, {reached} of target", period=period, value=revenue, reached=reached)
    elif answer.value is None:
        first = _("{period}: no revenue is known", period=period)
    else:
        first = _("{period}: revenue {value}", period=period, value=revenue)
    parts = [first]
    if better:
        parts.append(_("better: {names}", names=", ".join(better)))
    if worse:
        parts.append(_("worse: {names}", names=", ".join(worse)))
    scope = findings.scope_words(asked)
    known = _("data to {day}", day=day(asked.as_of))
    headline("; ".join(parts), " · ".join([scope[:1].upper() + scope[1:], known]))


def six_cards(asked: Asked) -> None:
    """The six numbers that are the same every quarter."""
    target = _now(asked, "target_attainment").denominator
    median = _now(asked, "response_time_median")
    beside = {
        "response_time_mean": _("median {value}", value=_shown(median, asked)) if median.value is not None else "",
    }
    cards = [
        Card(
            kpi_by_id(kpi_id),
            answers.history(asked, kpi_id),
            target=target if kpi_id == "revenue" else None,
            beside=beside.get(kpi_id, ""),
        )
        for kpi_id in SIX
    ]
    card_row(cards, asked.currency, lambda kpi_id: proof.button(asked, kpi_id, "card"))


def what_changed(asked: Asked) -> None:
    """Two or three sentences: the changes that are real and who drove them, else that none is."""
    told = [_now(asked, kpi_id) for kpi_id in narrative.TOLD]
    changed = [
        answer.kpi for answer in told if answer.is_change_real and Dimension.MANAGER in kpi_by_id(answer.kpi).dimensions
    ]
    answers.together([partial(answers.answers, asked, kpi_id, Dimension.MANAGER) for kpi_id in changed])
    splits = {kpi_id: answers.answers(asked, kpi_id, Dimension.MANAGER) for kpi_id in changed}
    sentences = [escape_markdown(word(sentence)) for sentence in narrative.what_changed(told, splits)]
    st.markdown("\n\n".join([f"### {escape_markdown(_('What changed'))}", *sentences]))


def who_needs_attention(asked: Asked) -> None:
    """The customers to call first: lost, unhappy, or waiting past the promised time; most revenue first."""
    frame = answers.listing(asked, "customers_at_risk")
    customers = frame["customer"].nunique()
    title = ngettext("{n} customer needs attention", "{n} customers need attention", customers)
    if frame.empty:
        title = _("No customer is known to need attention")
    unknown = [f":small[:gray[{escape_markdown(' '.join(said))}]]" for said in [_not_known(asked)] if said]
    lines = _attention_lines(frame, asked) if len(frame) else []
    if frame.empty and not unknown:
        lines = [escape_markdown(_("Nobody was lost, is unhappy or is waiting too long."))]
    st.markdown("\n\n".join([f"### {escape_markdown(title)}", *lines, *unknown]))
    if frame.empty:
        return
    link("retention", escape_markdown(_("All of them, with reasons →")))


def attention_table(asked: Asked) -> None:
    """Everybody who needs attention, with reason, day and revenue."""
    frame = answers.listing(asked, "customers_at_risk")
    title = ngettext("{n} customer needs attention", "{n} customers need attention", frame["customer"].nunique())
    score, n_waiting = (frame["n"].where(frame["reason"] == reason) for reason in ("detractor", "overdue"))
    frame = frame.assign(score=score, n_waiting=n_waiting).drop(columns="n")  # ``n`` means something else by reason
    table(frame, key="attention", title=title, alt=_("Customers lost, unhappy or waiting too long"), searchable=True)


def _not_known(asked: Asked) -> list[str]:
    """Which reasons to call a customer the data cannot tell: none of them is then "nobody"."""
    said = []
    if _now(asked, "returning_rate").value is None:
        said.append(_("Who was lost is not known: no customer was active in the period before."))
    if _now(asked, "nps").value is None:
        said.append(_("Who is unhappy is not known: nobody answered a survey."))
    if asked.info.get("has_tickets") == "false":
        said.append(_("Who waits too long is not known: no tickets are loaded."))
    return said


def _attention_lines(frame: pd.DataFrame, asked: Asked) -> list[str]:
    lines = []
    first = frame[frame["customer"].isin(frame["customer"].drop_duplicates().head(MOST_CUSTOMERS))]
    for customer, rows in first.groupby("customer", sort=False):
        reasons = ", ".join(_(WORDS["reason"].get(reason, reason)).lower() for reason in rows["reason"])
        revenue = rows["revenue"].max()
        worth = f" · {money(float(revenue), asked.currency, compact=True)}" if revenue == revenue else ""
        name = name_link(str(customer), rows["customer_id"].iloc[0])
        lines.append(f"**{name}** :gray[{escape_markdown(reasons + worth)}]")
    return lines


def _ask_ahead(asked: Asked) -> None:
    """Everything above the fold at once; what was asked before costs nothing."""
    told = [kpi_id for kpi_id in narrative.TOLD if kpi_id not in SIX]
    numbers = [partial(_now, asked, kpi_id) for kpi_id in (*SIX, *told, "response_time_median")]
    answers.together([*numbers, partial(answers.listing, asked, "customers_at_risk")])


def _now(asked: Asked, kpi_id: str) -> Answer:
    """The period looked at: out of the trend where one is drawn, else asked for alone, which reads far less."""
    if kpi_id in SIX or kpi_by_id(kpi_id).query in {kpi_by_id(shown).query for shown in SIX}:
        return answers.history(asked, kpi_id)[-1]
    return answers.answers(asked, kpi_id)[0]


def _moved(asked: Asked, colour: str) -> list[str]:
    """The names of the numbers among the six, revenue apart, that really moved that way."""
    names = []
    for kpi_id in SIX[1:]:
        kpi, answer = kpi_by_id(kpi_id), _now(asked, kpi_id)
        shown = verdict(kpi, answer.change, answer.is_change_real, asked.currency)
        if shown and shown.colour == colour:
            names.append(_(kpi.name).lower() if kpi_id != "nps" else "NPS")
    return names


def _shown(answer: Answer, asked: Asked) -> str:
    kpi = kpi_by_id(answer.kpi)
    return kpi_value(answer.value, kpi.unit, kpi.decimals, asked.currency)
