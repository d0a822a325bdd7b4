"""What was delivered to a customer, and what comes next: invoices by product, contracts and their ends."""

from __future__ import annotations

import pandas as pd

from analytics.renewing import renewals_due
from i18n.format import money_unit
from i18n.format import period as period_words
from i18n.translate import _, ngettext
from report.contents.charts import bars
from report.contents.facts import Facts
from report.contents.words import cell, footnote, reason, short
from report.review import Column, Format, Slide, Table

MOST_CONTRACTS = 12


def delivered(facts: Facts) -> Slide | str:
    """What was invoiced in the quarter by product."""
    answer = facts.answer("revenue")
    if answer.value is None:
        return _("What was delivered is left out: {reason}", reason=reason(answer))
    rows = facts.rows_behind("revenue")
    counted = rows[rows["value"].notna() & rows["exclusion"].isna()]
    product = counted["product"].fillna(_("(not given)"))
    sums = counted.groupby(product)["value"].sum().sort_values(ascending=False, kind="stable")
    named = [(str(name), float(value)) for name, value in sums.items()]
    by, unit = money_unit(max((abs(value) for _name, value in named), default=0.0), facts.currency)
    counts = counted.groupby(product)["record_id"].nunique()
    table = tuple((name, int(counts[name]), value) for name, value in named)
    columns = (Column(_("Product")), Column(_("Documents"), Format.WHOLE), Column(_("Invoiced"), Format.MONEY))
    return Slide(
        "delivered",
        ngettext("{amount} delivered in {n} product", "{amount} delivered in {n} products", len(named),
                 amount=short(answer.value, facts.currency)),
        _("Invoiced by product, {period}, net", period=period_words(facts.period)),
        chart=bars(named, _("Invoiced"), unit, Format.DECIMAL, by), table=Table(columns, table, len(table)),
        footnote=footnote(facts, ngettext("{n} document", "{n} documents", int(counted["record_id"].nunique()))),
        notes=(_("Credit notes count as negative; cancelled documents are left out."),),
    )  # fmt: skip


def coming(facts: Facts) -> Slide | str:
    """The contracts in force and those that end within 90 days."""
    contracts = facts.read("customer_contracts", {})
    today = pd.Timestamp(facts.as_of)
    end, start = pd.to_datetime(contracts["end_on"]), pd.to_datetime(contracts["start_on"])
    running = contracts[((end >= today) | end.isna()) & (start.isna() | (start <= today))]
    if not facts.is_latest:
        return _("What comes next is left out: {period} is long over.", period=facts.period)
    if running.empty:
        return _("What comes next is left out: no contract in force is known.")
    due = renewals_due(contracts, facts.as_of)
    n = len(due.contracts)
    title = ngettext("{n} contract in force", "{n} contracts in force", len(running))
    if n:
        title += "; " + ngettext("{n} ends within 90 days", "{n} end within 90 days", n)
    names = ("product", "start_on", "end_on", "annual_amount", "auto_renew")
    ordered = running.sort_values("end_on", na_position="last", kind="stable").head(MOST_CONTRACTS)
    columns = (Column(_("Product")), Column(_("From"), Format.DATE), Column(_("Until"), Format.DATE),
               Column(_("Amount a year"), Format.MONEY), Column(_("Renews itself")))  # fmt: skip
    rows = tuple(tuple(cell(row[name]) for name in names) for row in ordered.to_dict("records"))
    return Slide("next", title, _("Contracts in force, the first to end first"),
                 table=Table(columns, rows, len(running)), footnote=footnote(facts))  # fmt: skip
