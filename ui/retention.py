"""Customers who return: the revenue bridge, who has fallen silent, and the numbers that are taken for the rate."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.kpi import Unit
from analytics.registry import kpi_by_id
from analytics.retention import revenue_bridge as bridge_of
from analytics.returning import fallen_silent, other_counts
from charts.axes import Measure
from charts.bridge import Step, bridge
from charts.theme import Caption
from i18n.format import day, money, number, percent
from i18n.format import period as period_words
from i18n.translate import _, ngettext
from ui import answers, feedback, figures, findings
from ui.asking import Asked
from ui.state import url_choice
from ui.tables import table
from ui.text import escape_markdown

SIX = (
    "returning_rate", "returning_customers", "active_customers", "lost_customers", "gross_revenue_retention",
    "net_revenue_retention",
)  # fmt: skip
MEASURES = ("returning_rate", "gross_revenue_retention", "net_revenue_retention")
CONTRIBUTIONS = ["kept_revenue", "now_revenue", "before_revenue"]


def measure_choice() -> str:
    """Which of the three retentions the trend, the split and the rows show; the choice is in the address."""
    return url_choice(
        "measure",
        MEASURES,
        write=lambda kpi_id: kpi_id,
        label=lambda kpi_id: _(kpi_by_id(kpi_id).name),
        title=_("What is shown over time and by group"),
    )


def revenue_bridge(asked: Asked) -> None:
    """Revenue before + new + won back + expansion − contraction − lost = revenue now, of customers by name."""
    found = bridge_of(answers.listing(asked, "rows_revenue_retention"))
    if found is None:
        feedback.empty(
            _("Here the revenue gained and lost would be shown."),
            _("No customer had revenue in this period or in the one before."),
        )
        return
    net = answers.history(asked, "net_revenue_retention")[-1]
    is_over = asked.as_of >= asked.view.period.end - pd.Timedelta(days=1)
    lost = _("Lost") if is_over else _("Not back yet")
    steps = [
        Step(period_words(asked.view.period.previous), found.before, is_total=True),
        Step(_("New"), found.new, is_good=True),
        Step(_("Won back"), found.won_back, is_good=True),
        Step(_("Bought more"), found.expansion, is_good=True),
        Step(_("Bought less"), -found.contraction, is_good=False),
        Step(lost, -found.lost, is_good=found.lost < 0),
        Step(period_words(asked.view.period), found.now, is_total=True),
    ]
    title = _bridge_title(asked, found.new + found.won_back + found.expansion, found.contraction + found.lost)
    subtitle = _("Revenue of customers, {scope}, {period}", scope=findings.scope_words(asked),
                 period=period_words(asked.view.period))  # fmt: skip
    notes = [_("n = {n}", n=number(found.n))]
    if not is_over and net.note is not None:
        notes.append(_("both periods to the same working day"))
    notes.append(_("data as of {day}", day=day(asked.as_of)))
    drawn = bridge(
        steps,
        Measure(Unit.MONEY, currency=asked.currency),
        caption=Caption(title, subtitle, " · ".join(notes)),
        colours=figures.colours(),
        is_lying=True,
    )
    figures.draw(drawn, "revenue-bridge")


def _bridge_title(asked: Asked, gained: float, left: float) -> str:
    return _(
        "{gained} of revenue came in addition, {left} went",
        gained=money(gained, asked.currency, compact=True), left=money(left, asked.currency, compact=True),
    )  # fmt: skip


def bridge_rows(asked: Asked) -> None:
    """The customers behind the revenue bridge, the largest change first."""
    frame = answers.listing(asked, "rows_revenue_retention").drop(columns=CONTRIBUTIONS, errors="ignore")
    title = ngettext("{n} customer behind the revenue bridge", "{n} customers behind the revenue bridge", len(frame))
    table(frame, key="bridge-rows", title=title, alt=_("Customers by change of revenue"), searchable=True, most_shown=6)


def about_to_leave(asked: Asked) -> None:
    """Who is about to not return as things stand, the most revenue at risk first, whatever period is looked at."""
    frame = answers.worked_out(asked, fallen_silent, asked.as_of)
    if frame.empty:
        calm = _("Nobody is silent for longer than usual, and no contract is about to end")
        st.markdown(f"### {escape_markdown(calm)}")
        return
    worth = frame["revenue"].fillna(0.0).sum()
    title = ngettext(
        "{n} customer may not return: {worth} in the last 12 months",
        "{n} customers may not return: {worth} in the last 12 months",
        len(frame),
        worth=money(float(worth), asked.currency, compact=True),
    )
    shown = frame.assign(reason_words=_reasons(frame)).rename(columns={"revenue": "revenue_12_months"})
    order = ["customer", "manager", "revenue_12_months", "reason_words", "last_purchase_on", "rhythm_days",
             "silent_days", "ends_on", "customer_id"]  # fmt: skip
    table(shown[order], key="silent", title=title, alt=_("Customers who may not return, with reason"), searchable=True)
    rule = _(
        "Silent: longer than twice the usual gap between purchases and than nine in ten of the customer's own gaps, "
        "of at least three. Contract ends: within 90 days, does not renew itself, no later one is known."
    )
    rule = " · ".join([rule, _("data as of {day}", day=day(asked.as_of))])
    st.markdown(f":small[:gray[{escape_markdown(rule)}]]")


def _reasons(frame: pd.DataFrame) -> list[str]:
    """Why each customer is on the list, in words."""
    words = []
    for reason, silent, rhythm, ends in zip(
        frame["reason"], frame["silent_days"], frame["rhythm_days"], frame["ends_on"], strict=True
    ):
        if reason == "contract_ends":
            words.append(_("Contract ends on {day}, no later one is known", day=day(pd.Timestamp(ends).date())))
        else:
            words.append(_("Silent for {n} days, usual gap {rhythm} days", n=number(silent), rhythm=number(rhythm)))
    return words


def other_ways(asked: Asked) -> None:
    """Two numbers that are easily taken for the returning rate, each under its own name."""
    found = answers.worked_out(asked, other_counts, asked.view.period, asked.as_of)
    lines = [f"### {escape_markdown(_('Not the same as the returning rate'))}"]
    ends = found.ends
    if ends is None or ends.head_count_rate is None:
        reason = _("no customer was under contract when the period began")
        lines.append(_line(_("(End − new) / start, customers under contract"), "—", reason))
    else:
        counts = _("({end} − {new}) / {start}", end=number(ends.end), new=number(ends.new), start=number(ends.start))
        why = _("{share} of those at the start are there at the end; who joins and leaves inside the period is the "
                "difference", share=percent(ends.kept_rate, 1))  # fmt: skip
        name = _("(End − new) / start, customers under contract")
        lines.append(_line(name, percent(ends.head_count_rate, 1), f"{counts} · {why}"))
    name = _("Repeat-purchase rate")
    if found.repeat_rate is None:
        lines.append(_line(name, "—", _("nobody has bought yet")))
    else:
        counts = _("{n} of {of} customers who ever bought did so on two days or more", n=number(found.n_repeaters),
                   of=number(found.n_customers))  # fmt: skip
        lines.append(_line(name, percent(found.repeat_rate, 1), counts))
    st.markdown("\n\n".join(lines))


def _line(name: str, value: str, under: str) -> str:
    return f"{escape_markdown(name)}: **{escape_markdown(value)}** :gray[:small[{escape_markdown(under)}]]"
