"""Results against target with the pace, and the bridge of what changed."""

from __future__ import annotations

from analytics.bridges import CustomerBridge, bridge_rows, customer_bridge, price_volume
from analytics.kpi import Answer
from analytics.registry import kpi_by_id
from analytics.results import Standing, is_known_from, standing
from i18n.format import money, percent
from i18n.format import period as period_words
from i18n.translate import N_, _, ngettext
from report.contents.charts import over_time, steps
from report.contents.facts import Facts
from report.contents.words import footnote, joined, n_words, notes_on, reason, short, where
from report.review import ChartKind, Column, Format, Role, Slide, Table

EVEN = 0.005
MOST_CUSTOMERS = 8
STEPS = {
    "new": N_("New"), "won_back": N_("Won back"), "expansion": N_("Bought more"), "contraction": N_("Bought less"),
    "lost": N_("Lost"),
}  # fmt: skip
TOOK = {
    "new": N_("new customers brought {amount}"),
    "won_back": N_("customers won back brought {amount}"),
    "expansion": N_("customers who bought more brought {amount}"),
    "contraction": N_("customers who bought less took {amount}"),
    "lost": N_("lost customers took {amount}"),
}


def results(facts: Facts) -> Slide | str:
    """Revenue against its target, the pace, the year so far; the reason where there is no revenue."""
    answer = facts.answer("revenue")
    if answer.value is None:
        return _("Results and bridge are left out: {reason}", reason=reason(answer))
    found = standing(facts.read, facts.period, facts.as_of, facts.first_on)
    targets = [one.denominator for one in facts.history("target_attainment")]
    more = {_("Target"): (Role.TARGET, targets)} if any(targets) else {}
    return Slide(
        "results",
        _pace(facts, found, answer),
        _("Revenue by quarter, {scope}", scope=where(facts)),
        joined([_year_words(facts, found), _per_day_words(facts, found)]),
        chart=over_time(facts.history("revenue"), facts.currency, ChartKind.COLUMNS, more),
        table=_by_group(facts),
        footnote=footnote(facts, n_words(answer), _("outline: target") if more else _("no target is set")),
        notes=notes_on(facts, "revenue", "target_attainment"),
    )


def _pace(facts: Facts, found: Standing, answer: Answer) -> str:
    """Attainment against the share of working days; revenue alone where there is no target."""
    period, value = period_words(facts.period), short(answer.value, facts.currency)
    if found.attainment is None or found.target is None:
        return _("Revenue of {period} is {value}; no target is set", period=period, value=value)
    share = percent(found.attainment)
    gap = short(abs(found.target * (1.0 - found.attainment)), facts.currency)
    if facts.is_over or found.ahead is None or found.elapsed is None:
        if found.attainment >= 1.0:
            return _("{share} of the target reached, {gap} above it", share=share, gap=gap)
        return _("{share} of the target reached, {gap} short of it", share=share, gap=gap)
    said = {"share": share, "days": percent(found.elapsed)}
    points = round(abs(found.ahead) * 100)
    if abs(found.ahead) < EVEN or not points:
        return _("{share} of target after {days} of the working days: on pace", **said)
    if found.ahead > 0:
        return _("{share} of target after {days} of the working days: ahead of pace", **said)
    return _("{share} of target after {days} of the working days: behind pace", **said)


def _year_words(facts: Facts, found: Standing) -> str:
    if found.year_to_date is None:
        return ""
    value = short(found.year_to_date, facts.currency)
    said = [_("The year so far: {value}.", value=value)]
    if found.year_to_date_attainment is not None:
        said = [_("The year so far: {value}, {share} of its target to date.", value=value,
                  share=percent(found.year_to_date_attainment))]  # fmt: skip
    if found.year_to_date_before:
        change = found.year_to_date / found.year_to_date_before - 1
        share = percent(abs(change), 1)
        more = _("That is {share} more than a year before.", share=share)
        said.append(more if change >= 0 else _("That is {share} less than a year before.", share=share))
    return joined(said)


def _per_day_words(facts: Facts, found: Standing) -> str:
    """Per working day, so that a quarter with Tết in it can be held against one without."""
    if found.now.per_day is None or found.year_ago.per_day is None or not found.year_ago.per_day:
        return ""
    return _("Per working day it is {now}, a year ago {before} ({n} and {m} working days).",
             now=short(found.now.per_day, facts.currency), before=short(found.year_ago.per_day, facts.currency),
             n=found.now.n_days, m=found.year_ago.n_days)  # fmt: skip


def _by_group(facts: Facts) -> Table | None:
    dimension = facts.dimension
    if dimension is None or dimension not in kpi_by_id("revenue").dimensions:
        return None
    revenue = {one.group: one for one in facts.groups("revenue", dimension)}
    measured = (
        {one.group: one for one in facts.groups("target_attainment", dimension)}
        if dimension in kpi_by_id("target_attainment").dimensions
        else {}
    )
    rows = []
    for name, one in sorted(revenue.items(), key=lambda pair: -(pair[1].value or 0.0)):
        attained = measured.get(name)
        rows.append((name or "", one.value, one.previous, None if attained is None else attained.denominator,
                     None if attained is None else attained.value))  # fmt: skip
    before = period_words(facts.period.previous)
    return Table(
        (Column(_("Group")), Column(_("Revenue"), Format.MONEY), Column(before, Format.MONEY),
         Column(_("Target"), Format.MONEY), Column(_("Attainment"), Format.PERCENT)),
        tuple(rows), len(rows),
    )  # fmt: skip


def bridge(facts: Facts) -> Slide | str:
    """From the revenue of the quarter before to this one's, by what customers did."""
    found = customer_bridge(facts.read, facts.period, facts.as_of, is_last_year=False)
    if found is None or facts.answer("revenue").value is None:
        return ""  # said with the results
    if not found.before and not is_known_from(facts.period.previous.start, facts.first_on):
        return _("The bridge is left out: {period} is not known as a whole.", period=facts.period.previous)
    before, now = period_words(facts.period.previous), period_words(facts.period)
    named = [(before, found.before), *((_(STEPS[name]), amount) for name, amount in found.moves.items())]
    if found.other:
        named.append((_("Not by customer"), found.other))
    named.append((now, found.now))
    title = _bridge_title(facts, found)
    return Slide(
        "bridge", title, _("Revenue from {before} to {now}, {scope}", before=before, now=now, scope=where(facts)),
        joined([_price_words(facts), "" if facts.is_over else _("Both quarters to the same working day; who is "
                "lost so far may still come.")]),
        chart=steps(named, facts.currency, title), table=_largest(facts),
        footnote=footnote(facts, ngettext("{n} customer", "{n} customers", found.n)),
        notes=notes_on(facts, "revenue", more=[
            _("Before + new + won back + more − less − lost = now, to the last hundredth. New: never active before; "
              "won back: active earlier, not in the quarter before."),
        ]),
    )  # fmt: skip


def _bridge_title(facts: Facts, found: CustomerBridge) -> str:
    change = found.now - found.before
    values = {"change": short(abs(change), facts.currency), "period": period_words(facts.period.previous)}
    largest = max(found.moves, key=lambda name: abs(found.moves[name]))
    took = _(TOOK[largest], amount=short(abs(found.moves[largest]), facts.currency))
    if not found.moves[largest]:
        took = ""
    if change > 0:
        said = _("Revenue rose by {change} from {period}", **values)
    elif change < 0:
        said = _("Revenue fell by {change} from {period}", **values)
    else:
        said = _("Revenue is as high as in {period}", **values)
    return f"{said}; {took}" if took else said


def _price_words(facts: Facts) -> str:
    """What price, volume and mix make of the change, where lines carry quantities."""
    found = price_volume(facts.read, facts.period, facts.as_of, is_last_year=False)
    if found is None or not found.n_products:
        return ""
    values = {
        name: _signed(amount, facts.currency)
        for name, amount in (("volume", found.volume), ("price", found.price), ("mix", found.mix))
    }
    return _("Of products sold in both quarters: volume {volume}, price {price}, mix {mix}.", **values)


def _signed(amount: float, currency: str) -> str:
    sign = "+" if amount > 0 else ""
    return sign + money(amount or 0.0, currency, compact=True)


def _largest(facts: Facts) -> Table:
    found = bridge_rows(facts.read, facts.period, facts.as_of, is_last_year=False)
    rows = tuple(
        (
            str(row["customer"] or row["customer_id"] or ""),
            _(STEPS.get(str(row["movement"]), N_("As before"))),
            float(row["amount_before"]),
            float(row["amount_now"]),
            float(row["amount_change"]),
        )
        for row in found.head(MOST_CUSTOMERS).to_dict("records")
    )
    columns = (
        Column(_("Customer")), Column(_("Movement")),
        Column(period_words(facts.period.previous), Format.MONEY), Column(period_words(facts.period), Format.MONEY),
        Column(_("Change"), Format.MONEY),
    )  # fmt: skip
    return Table(columns, rows, len(found))
