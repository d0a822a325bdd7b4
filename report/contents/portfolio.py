"""Who looks after how many customers, and whether the load is even."""

from __future__ import annotations

from analytics.portfolio import Heaviest, heaviest, spread
from domain.scope import Dimension
from i18n.format import number
from i18n.format import period as period_words
from i18n.translate import _, ngettext
from report.contents.charts import bars
from report.contents.facts import Facts
from report.contents.words import cell, footnote, joined, notes_on, reason, shown, where
from report.review import Column, Format, Slide, Table

EVEN = 1.15
MOST_MANAGERS = 12


def portfolio(facts: Facts) -> Slide | str:
    """Customers per account manager and the most loaded one; the reason where nobody looks after anybody."""
    mean = facts.answer("customers_per_manager")
    frame = facts.rows("load_by_manager")
    points = [(str(row["manager"]), float(row["n_customers"])) for row in frame.to_dict("records")]
    found = spread(points)
    if mean.value is None or found is None:
        return _("The portfolio is left out: {reason}", reason=reason(mean))
    response = {
        str(one.group): (one.value, one.low)
        for one in facts.groups("response_time_mean", Dimension.MANAGER)
        if one.value is not None
    }
    most = heaviest(points, response, facts.answer("response_time_mean").value)
    nobody = len(facts.rows("unassigned_customers"))
    ordered = sorted((one for one in points if one[1] > 0), key=lambda one: (-one[1], one[0]))
    said = [
        _("Half of the {n} account managers have no more than {median}; the fewest is {fewest}.", n=found.n_managers,
          median=_count(found.median), fewest=_count(found.smallest[1])) if found.n_managers > 1 else "",
        _slower_words(most),
        ngettext("{n} active customer has no account manager.", "{n} active customers have no account manager.",
                 nobody) if nobody else "",
    ]  # fmt: skip
    return Slide(
        "portfolio",
        _title(shown(mean, facts.currency), most),
        _("Customers by account manager at the end of {period}, {scope}", period=period_words(facts.period),
          scope=where(facts)),
        joined(said),
        chart=bars(ordered, _("Customers"), _("customers"), Format.DECIMAL if _has_parts(points) else Format.WHOLE),
        table=_table(facts),
        footnote=footnote(facts, _("a customer whom several look after counts in parts")),
        notes=notes_on(facts, "customers_per_manager", "customers_per_manager_snapshot"),
    )  # fmt: skip


def _title(mean: str, most: Heaviest | None) -> str:
    if most is None:
        return _("{mean} customers per account manager", mean=mean)
    if most.times_mean <= EVEN:
        return _("{mean} customers per account manager, evenly spread", mean=mean)
    return _("{mean} customers per account manager; {name} has {n}, {times} times the mean", mean=mean, name=most.name,
             n=_count(most.n_customers), times=number(most.times_mean, 1))  # fmt: skip


def _slower_words(most: Heaviest | None) -> str:
    """Only a difference that is more than chance is told."""
    if most is None or most.times_slower is None or most.is_slower_real is not True:
        return ""
    return _("{name}, the most loaded, takes {times} times as long to answer as the company.", name=most.name,
             times=number(most.times_slower, 1))  # fmt: skip


def _has_parts(points: list[tuple[str, float]]) -> bool:
    return any(value != int(value) for _name, value in points)


def _count(value: float) -> str:
    return number(value) if value == int(value) else number(value, 1)


def _table(facts: Facts) -> Table:
    found = facts.rows("largest_customers")
    rows = tuple(
        (cell(row["customer"]), cell(row["manager"]), cell(row["revenue"]), cell(row["share"]))
        for row in found.head(5).to_dict("records")
    )
    columns = (Column(_("Largest customers")), Column(_("Account manager")), Column(_("Revenue"), Format.MONEY),
               Column(_("Share"), Format.PERCENT))  # fmt: skip
    return Table(columns, rows, len(found))
