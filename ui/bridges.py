"""Where the change of revenue comes from: customers, price and volume, and how much hangs on the largest."""

from __future__ import annotations

import streamlit as st

from analytics.bridges import (
    MOVES,
    CustomerBridge,
    PriceVolume,
    bridge_by_group,
    bridge_rows,
    customer_bridge,
    price_volume,
)
from analytics.bridges import concentration as concentration_of
from analytics.kpi import Unit
from analytics.results import is_known_from
from charts.axes import Measure
from charts.bridge import Step, bridge
from charts.theme import Caption
from domain.period import Period
from domain.scope import NO_GROUP, Dimension
from i18n.format import day, money, number, percent
from i18n.format import period as period_words
from i18n.translate import _, ngettext
from ui import answers, feedback, figures, findings
from ui.asking import Asked
from ui.results import chosen_dimension, first_day
from ui.scope_bar import FILTER_NAMES
from ui.state import url_choice
from ui.tables import table
from ui.text import escape_markdown


def against_choice(asked: Asked) -> bool:
    """Whether bridges start from the same period last year; the choice is in the address."""
    period = asked.view.period
    if period.previous == period.last_year:
        return True
    return url_choice(
        "against",
        (False, True),
        write=lambda is_last_year: "last_year" if is_last_year else "previous",
        label=lambda is_last_year: _("Against {period}", period=period_words(_base(period, is_last_year))),
        title=_("What the period is compared with"),
    )


def _base(period: Period, is_last_year: bool) -> Period:
    return period.last_year if is_last_year else period.previous


def move_words(asked: Asked) -> dict[str, str]:
    """What each step is called; who is lost in a period that is not over may come yet."""
    is_over = asked.as_of >= asked.view.period.end
    return {
        "new": _("New"),
        "won_back": _("Won back"),
        "expansion": _("Bought more"),
        "contraction": _("Bought less"),
        "lost": _("Lost") if is_over or _is_last_day(asked) else _("Not back yet"),
    }


def _is_last_day(asked: Asked) -> bool:
    return (asked.view.period.end - asked.as_of).days <= 1


def customer_section(asked: Asked, is_last_year: bool) -> None:
    """Revenue before + new + won back + more − less − lost = revenue now, with the customers behind each step."""
    period = asked.view.period
    found = answers.worked_out(asked, customer_bridge, period, asked.as_of, is_last_year)
    if found is None:
        feedback.empty(
            _("Here it would be shown which customers the change of revenue comes from."),
            _("There is no revenue in {period} nor in {before}.", period=period_words(period),
              before=period_words(_base(period, is_last_year))),
        )  # fmt: skip
        return
    if _has_no_base(asked, is_last_year):
        feedback.empty(
            _("Here it would be shown which customers the change of revenue comes from."),
            _not_known(asked, is_last_year),
        )
        return
    words = move_words(asked)
    steps = [Step(period_words(_base(period, is_last_year)), found.before, is_total=True)]
    steps += [
        Step(words[name], amount, is_good=name in ("new", "won_back", "expansion") if amount else None)
        for name, amount in found.moves.items()
    ]
    if found.other:
        steps.append(Step(_("Not by customer"), found.other))
    steps.append(Step(period_words(period), found.now, is_total=True))
    notes = [_("n = {n}", n=number(found.n))]
    if found.other:
        notes.append(_("not by customer: lines without one, or of customers with another owner now"))
    drawn = bridge(
        steps,
        Measure(Unit.MONEY, currency=asked.currency),
        caption=Caption(_customer_title(asked, found, words), _subtitle(asked), _footnote(asked, notes, is_last_year)),
        colours=figures.colours(),
        is_lying=True,
    )
    figures.draw(drawn, "results-customers")


def _customer_title(asked: Asked, found: CustomerBridge, words: dict[str, str]) -> str:
    change = found.now - found.before
    largest = max(found.moves, key=lambda name: abs(found.moves[name]))
    said = {
        "change": _signed(change, asked.currency),
        "step": words[largest].lower(),
        "amount": _signed(found.moves[largest], asked.currency),
    }
    if not found.moves[largest]:
        return _("Revenue {change}", change=said["change"])
    return _("Revenue {change}; the largest step: {step}, {amount}", **said)


def _signed(amount: float, currency: str) -> str:
    sign = "+" if amount > 0 else "−" if amount < 0 else "±"
    return sign + money(abs(amount), currency, compact=True)


def _subtitle(asked: Asked) -> str:
    return _("Revenue, {scope}, {period}", scope=findings.scope_words(asked), period=period_words(asked.view.period))


def _has_no_base(asked: Asked, is_last_year: bool) -> bool:
    """Whether there is nothing to start from because the data does not reach back."""
    found = answers.worked_out(asked, customer_bridge, asked.view.period, asked.as_of, is_last_year)
    is_known = is_known_from(_base(asked.view.period, is_last_year).start, first_day(asked))
    return found is not None and not found.before and not is_known


def _not_known(asked: Asked, is_last_year: bool) -> str:
    base = period_words(_base(asked.view.period, is_last_year))
    return _("{period} is not known as a whole: the data begins on {day}", period=base, day=day(first_day(asked)))


def _footnote(asked: Asked, notes: list[str], is_last_year: bool) -> str:
    if not is_known_from(_base(asked.view.period, is_last_year).start, first_day(asked)):
        notes = [*notes, _not_known(asked, is_last_year)]
    if not _is_last_day(asked):
        notes = [*notes, _("both periods to the same working day")]
    return " · ".join([*notes, _("data as of {day}", day=day(asked.as_of))])


def customers_behind(asked: Asked, is_last_year: bool) -> None:
    """The customers behind the step that the reader chooses; the choice is in the address."""
    frame = answers.worked_out(asked, bridge_rows, asked.view.period, asked.as_of, is_last_year, None)
    if frame.empty or _has_no_base(asked, is_last_year):
        return
    words = move_words(asked) | {"all": _("All steps")}
    step = url_choice(
        "step",
        ("all", *MOVES),
        write=lambda name: name,
        label=lambda name: words[name],
        title=_("Customers behind which step"),
    )
    kept = frame if step == "all" else frame[frame["movement"] == step]
    shown = kept.drop(columns="group_name").reset_index(drop=True)
    title = ngettext(
        "{n} customer behind “{step}”: {amount}", "{n} customers behind “{step}”: {amount}", len(shown),
        step=words[step], amount=_signed(float(shown["amount_change"].sum()), asked.currency),
    )  # fmt: skip
    order = ["customer", "manager", "movement", "amount_before", "amount_now", "amount_change", "customer_id"]
    table(shown[order], key="bridge-customers", title=title, alt=_("Customers by change of revenue"),
          searchable=True, most_shown=8)  # fmt: skip


def groups_section(asked: Asked, is_last_year: bool) -> None:
    """The bridge of each group of the dimension that the page is split by."""
    dimension = chosen_dimension(asked)
    rows = answers.worked_out(asked, bridge_rows, asked.view.period, asked.as_of, is_last_year, dimension)
    by = _(FILTER_NAMES[dimension]).lower()
    groups = bridge_by_group(rows)
    if set(groups["group_name"]) <= {NO_GROUP} or _has_no_base(asked, is_last_year):
        return
    groups = groups.rename(
        columns={"group_name": "group", "before": "amount_before", "now": "amount_now", "change": "amount_change"}
        | {name: f"moved_{name}" for name in MOVES}
    )
    groups["group"] = groups["group"].map(lambda name: _("not known") if name == NO_GROUP else name)
    first = groups.iloc[0]
    title = _("Bridge by {dimension}: {group} changed most, {amount}", dimension=by, group=str(first["group"]),
              amount=_signed(float(first["amount_change"]), asked.currency))  # fmt: skip
    table(groups, key="bridge-groups", title=title, alt=_("Revenue bridge by group"), most_shown=8)
    if dimension in (Dimension.MANAGER, Dimension.TEAM):
        note = _("Here a customer counts in both periods under the account manager they have now; above, what was sold "
                 "counts under the one it was sold by.")  # fmt: skip
        st.markdown(f":small[:gray[{escape_markdown(note)}]]")


def price_section(asked: Asked, is_last_year: bool) -> None:
    """The change split into volume, mix and price of the products sold in both periods, and what stands apart."""
    found = answers.worked_out(asked, price_volume, asked.view.period, asked.as_of, is_last_year)
    if found is None:
        reason = _("No invoice line of the two periods has a quantity.")
        if asked.info.get("revenue_basis") == "deal":
            reason = _("Revenue is of won deals, which have no quantity.")
        feedback.empty(_("Here the change would be split into price, volume and mix."), reason)
        return
    base = _base(asked.view.period, is_last_year)
    if _has_no_base(asked, is_last_year):
        feedback.empty(_("Here the change would be split into price, volume and mix."), _not_known(asked, is_last_year))
        return
    apart = [
        (_("New products"), found.new),
        (_("Products no longer sold"), found.discontinued),
        (_("Without quantity"), found.bare),
    ]
    steps = [
        Step(period_words(base), found.before, is_total=True),
        *[Step(name, amount, is_good=amount > 0 if amount else None) for name, amount in _three(found)],
        *[Step(name, amount, is_good=amount > 0) for name, amount in apart if amount],
        Step(period_words(asked.view.period), found.now, is_total=True),
    ]
    notes = [
        ngettext("{n} product sold in both periods", "{n} products sold in both periods", found.n_products),
        _("volume at the mean price before; price holds discounts and exchange rates"),
    ]
    drawn = bridge(
        steps,
        Measure(Unit.MONEY, currency=asked.currency),
        caption=Caption(_price_title(asked, found), _subtitle(asked), _footnote(asked, notes, is_last_year)),
        colours=figures.colours(),
        is_lying=True,
    )
    figures.draw(drawn, "results-price")


def _three(found: PriceVolume) -> list[tuple[str, float]]:
    return [(_("Volume"), found.volume), (_("Mix"), found.mix), (_("Price"), found.price)]


def _price_title(asked: Asked, found: PriceVolume) -> str:
    volume, mix, price = (_signed(amount, asked.currency) for _name, amount in _three(found))
    if not found.n_products:
        return _("No product was sold in both periods")
    return _("Volume {volume}, mix {mix}, price {price}", volume=volume, mix=mix, price=price)


def concentration_section(asked: Asked, is_last_year: bool) -> None:
    """How much of the revenue the largest customers bring, and how that has changed."""
    period = asked.view.period
    found = answers.worked_out(asked, concentration_of, period, asked.as_of, is_last_year)
    if found is None:
        feedback.empty(
            _("Here it would be said how much of the revenue the largest customers bring."),
            _("There is no revenue above zero in {period}.", period=period_words(period)),
        )
        return
    words = {"largest_share": _("largest"), "top5_share": _("five largest"), "top10_share": _("ten largest")}
    sentence = _(
        "The largest customer brings {share} of revenue, the five largest {five}, the ten largest {ten}",
        share=percent(found.shares["largest_share"]), five=percent(found.shares["top5_share"]),
        ten=percent(found.shares["top10_share"]),
    )  # fmt: skip
    changes = [
        _("{name} {change} points", name=words[name], change=_points(found.shares[name] - before))
        for name, before in found.shares_before.items()
        if before is not None
    ]
    base = period_words(_base(period, is_last_year))
    parts = [ngettext("{n} customer with revenue", "{n} customers with revenue", found.n)]
    if found.customer:
        parts.append(_("{customer} is the largest", customer=found.customer))
    if changes:
        parts.append(_("on {period}: {changes}", period=base, changes=", ".join(changes)))
    else:
        parts.append(_("no revenue above zero in {period} to compare with", period=base))
    st.markdown(f"### {escape_markdown(sentence)}\n\n:gray[{escape_markdown(' · '.join(parts))}]")


def _points(change: float) -> str:
    points = round(change * 100, 1)
    return ("+" if points > 0 else "−" if points < 0 else "±") + number(abs(points), 1)
