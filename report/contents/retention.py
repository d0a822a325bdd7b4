"""Who came back, who was lost, and what that did to revenue."""

from __future__ import annotations

from analytics.kpi import Answer
from analytics.registry import kpi_by_id
from i18n.format import kpi_change, percent
from i18n.format import period as period_words
from i18n.translate import _, ngettext
from report.contents.charts import over_time
from report.contents.facts import Facts
from report.contents.words import (
    against_words,
    cell,
    driven_words,
    figure,
    footnote,
    is_real,
    joined,
    notes_on,
    opened,
    reason,
    spread_words,
    where,
)
from report.review import Column, Format, Slide, Table

COUNTS = ("returning_customers", "new_customers", "won_back_customers", "lost_customers",
          "gross_revenue_retention", "net_revenue_retention")  # fmt: skip
MOST_LOST = 8


def retention(facts: Facts) -> Slide | str:
    """The returning rate with who was lost; the reason where there is none."""
    rate = facts.answer("returning_rate")
    if rate.value is None:
        return _("Retention is left out: {reason}", reason=reason(rate))
    counts = [facts.answer(kpi_id) for kpi_id in COUNTS]
    return Slide(
        "retention",
        _title(facts, rate),
        _("Customers of {before} who were active in {now} too, {scope}", before=period_words(facts.period.previous),
          now=period_words(facts.period), scope=where(facts)),
        joined([_movement_words(facts), driven_words(facts, kpi_by_id("returning_rate")) if is_real(rate) else ""]),
        figures=tuple(figure(facts, answer) for answer in counts if answer.value is not None),
        chart=over_time(facts.history("returning_rate"), facts.currency),
        table=_lost(facts),
        footnote=footnote(
            facts,
            _("n = {n} customers of the quarter before", n=rate.n),
            _("95% interval: {range}", range=spread_words(rate, facts.currency)),
            against_words(facts),
        ),
        notes=notes_on(facts, "returning_rate", "lost_customers", "gross_revenue_retention", "net_revenue_retention"),
    )  # fmt: skip


def _title(facts: Facts, rate: Answer) -> str:
    kpi = kpi_by_id("returning_rate")
    value = percent(rate.value)
    if is_real(rate):
        change = kpi_change(abs(rate.change or 0.0), kpi.unit, kpi.decimals, "").lstrip("+")
        values = {"value": value, "change": change}
        said = _("Retention rose by {change} to {value}", **values) if (rate.change or 0.0) > 0 else _(
            "Retention fell by {change} to {value}", **values
        )  # fmt: skip
    elif rate.change is None or not facts.is_over:
        said = _("Retention is {value}", value=value)
    else:
        said = _("Retention held at {value}", value=value)
    lost = _lost_where(facts)
    return f"{said}; {lost}" if lost else said


def _lost_where(facts: Facts) -> str:
    """Where most customers were lost: the group with the most, if it is one alone."""
    dimension, lost = facts.dimension, facts.answer("lost_customers")
    if not lost.value or not facts.is_over:
        return ""
    if dimension is not None:
        groups = sorted(facts.groups("lost_customers", dimension), key=lambda one: -(one.value or 0.0))
        first = groups[0] if groups else None
        if first is not None and first.value and (len(groups) == 1 or first.value > (groups[1].value or 0.0)):
            return _("{group} lost {n}", group=first.group, n=int(first.value))
    return ngettext("{n} customer was lost", "{n} customers were lost", int(lost.value))


def _movement_words(facts: Facts) -> str:
    """The movement whole: active before, new, won back, lost, active now."""
    ids = ("active_customers", "new_customers", "won_back_customers", "lost_customers")
    active, new, back, lost = (facts.answer(kpi_id) for kpi_id in ids)
    if active.previous is None or active.value is None or lost.value is None:
        return ""
    before = round(active.value - (new.value or 0) - (back.value or 0) + lost.value)
    said = _(
        "{before} active + {new} new + {back} won back − {lost} lost = {now} active now.",
        before=before, new=int(new.value or 0), back=int(back.value or 0), lost=int(lost.value), now=int(active.value),
    )  # fmt: skip
    if facts.is_over:
        return said
    return joined([said, opened(_("the quarter is not over: who has not come yet still may."))])


def _lost(facts: Facts) -> Table | None:
    """The customers lost in the quarter, most revenue first; while it runs nobody is lost for certain."""
    found = facts.rows("customers_at_risk")
    lost = found[found["reason"] == "lost"]
    if lost.empty or not facts.is_over:
        return None
    rows = tuple(
        (cell(row["customer"]), cell(row["since_on"]), cell(row["revenue"]))
        for row in lost.head(MOST_LOST).to_dict("records")
    )
    columns = (
        Column(_("Lost customer")), Column(_("Last active"), Format.DATE),
        Column(_("Revenue, 2 quarters"), Format.MONEY),
    )  # fmt: skip
    return Table(columns, rows, len(lost))
