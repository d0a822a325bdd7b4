"""Who needs attention, what comes up for renewal, and what is overdue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from analytics.renewing import Due, renewals_due
from i18n.format import money
from i18n.translate import N_, _, ngettext
from report.contents.facts import Facts
from report.contents.words import cell, footnote, short, where
from report.review import Column, Format, Slide, Table

if TYPE_CHECKING:
    import pandas as pd

MOST_CUSTOMERS = 8
MOST_RENEWALS = 4
REASONS = {
    "lost": N_("no longer active"),
    "detractor": N_("unhappy (score 0 to 6)"),
    "overdue": N_("waits past the promise"),
}


def risks(facts: Facts) -> Slide:
    """Customers to call, most revenue first; contracts that end within 90 days; activities past their day."""
    attention = facts.rows("customers_at_risk")
    due = renewals_due(facts.read("customer_contracts", {}), facts.as_of) if facts.is_latest else None
    n = attention["customer"].nunique()
    title = ngettext("{n} customer needs attention", "{n} customers need attention", n)
    if n == 0:
        title = _("No customer is known to need attention")
    if due is not None and len(due.contracts):
        title = f"{title}; {_renewal_title(facts, due)}"
    revenue = attention.drop_duplicates("customer_id")["revenue"].sum()
    reasons = REASONS if facts.is_over else {**REASONS, "lost": N_("not active yet this quarter")}
    bullets = [
        *_reason_words(attention, reasons),
        *(_not_known(facts) if n == 0 else ()),
        *_renewal_words(facts, due),
        *_overdue_words(facts),
    ]
    return Slide(
        "risks", title, _("Customers to call and contracts to renew, {scope}", scope=where(facts)),
        _("Together they brought {amount} in this quarter and the one before.",
          amount=short(float(revenue), facts.currency)) if revenue else "",
        bullets=tuple(bullets),
        table=_table(attention, reasons),
        footnote=footnote(facts, _("most revenue first")),
        notes=(
            _("Attention: active in the quarter before and not in this one, or the latest score of the quarter is 0 to "
              "6, or a ticket of the two quarters waits past the promised time. Renewals: contracts that end within "
              "90 days and that no later contract of the same product follows."),
        ),
    )  # fmt: skip


def _not_known(facts: Facts) -> list[str]:
    """Which reasons to call a customer the data cannot tell: none of them is then "nobody"."""
    said = []
    if facts.answer("returning_rate").value is None:
        said.append(_("Who was lost is not known: no customer was active in the period before."))
    if facts.answer("nps").value is None:
        said.append(_("Who is unhappy is not known: nobody answered a survey."))
    if not facts.has_tickets:
        said.append(_("Who waits too long is not known: no tickets are loaded."))
    return said


def _renewal_title(facts: Facts, due: Due) -> str:
    if not due.amount:
        return ngettext("{n} contract ends within 90 days", "{n} contracts end within 90 days", len(due.contracts))
    return ngettext(
        "{n} contract worth {amount} a year ends within 90 days",
        "{n} contracts worth {amount} a year end within 90 days",
        len(due.contracts), amount=short(due.amount, facts.currency),
    )  # fmt: skip


def _reason_words(attention: pd.DataFrame, words_of: Mapping[str, str]) -> list[str]:
    counts = attention.drop_duplicates(["customer_id", "reason"])["reason"].value_counts()
    found = [
        _("{reason}: {n}", reason=_(words), n=int(counts[name])) for name, words in words_of.items() if name in counts
    ]
    return [_("By reason: {reasons}.", reasons=", ".join(found))] if found else []


def _renewal_words(facts: Facts, due: Due | None) -> list[str]:
    if due is None:
        return []
    said = []
    for row in due.contracts.head(MOST_RENEWALS).to_dict("records"):
        amount = row["annual_amount"]
        worth = money(float(amount), facts.currency, compact=True) if amount == amount and amount is not None else ""
        values = {"customer": str(row["customer"]), "product": str(row["product"] or ""), "day": row["end_on"].date()}
        what = _("Renewal on {day}: {customer}, {product}", **values) if row["product"] else _(
            "Renewal on {day}: {customer}", day=values["day"], customer=values["customer"]
        )  # fmt: skip
        renews = f", {_('renews itself')}" if row["auto_renew"] is True else ""
        said.append(f"{what}{', ' if worth else ''}{worth}{renews}")
    return said


def _overdue_words(facts: Facts) -> list[str]:
    if not facts.is_latest:
        return []
    n = len(facts.rows("overdue_activities"))
    return [ngettext("{n} planned activity is overdue.", "{n} planned activities are overdue.", n)] if n else []


def _table(attention: pd.DataFrame, words_of: Mapping[str, str]) -> Table | None:
    if attention.empty:
        return None
    rows = []
    for customer, own in attention.groupby("customer", sort=False):
        reasons = ", ".join(_(words_of.get(str(one), str(one))) for one in own["reason"])
        since = own["since_on"].min()
        rows.append((str(customer), cell(own["manager"].iloc[0]), reasons, cell(since), cell(own["revenue"].max())))
    columns = (Column(_("Customer")), Column(_("Account manager")), Column(_("Reason")),
               Column(_("Since"), Format.DATE), Column(_("Revenue, 2 quarters"), Format.MONEY))  # fmt: skip
    return Table(columns, tuple(rows[:MOST_CUSTOMERS]), len(rows))
