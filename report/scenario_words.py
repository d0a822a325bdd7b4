"""A scenario in words: one sentence for a meeting room, each lever, what newer data changed; all of it by rules."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.forecast.outlook import Outlook
from analytics.scenario import levers as ids
from analytics.scenario.base import Base
from analytics.scenario.levers import Lever, LeverUnit, lever_of, subject_of
from analytics.scenario.result import Result
from analytics.scenario.seeking import Mix, Reach
from i18n.format import kpi_change, kpi_value, money, number, percent
from i18n.format import period as period_words
from i18n.translate import _, ngettext
from report.annual_forecast import chance_words
from report.scenario import Rerun

MOST_NAMED = 3
"""So many levers are told one by one, those that move most first; the others are counted."""


def sentence(base: Base, result: Result, currency: str) -> str:
    """What the scenario does, the year's total, how far from the target, the chance of reaching it."""
    told = _told(base, result)
    year = result.year
    values = {"total": money(year.mean, currency, compact=True)}
    if not told:
        start = _("No lever moved: {total}", **values)
    else:
        start = _("{levers}: {total}", levers=_capitalised(_joined(told)), **values)
    if year.target is None:
        if not told:
            return start
        return _("{start}, {change} on the forecast", start=start, change=_signed_money(result.change, currency))
    start = f"{start}, {_distance(year, currency)}"
    return (
        start if year.chance is None else _("{start}; {chance} chance", start=start, chance=chance_words(year.chance))
    )


def lever_name(base: Base, key: str) -> str:
    """The lever's name; of an event, with the customer or deal."""
    lever = lever_of(key)
    if lever is None:
        return key
    return f"{_(lever.name)}: {subject_name(base, key)}" if lever.is_event else _(lever.name)


def subject_name(base: Base, key: str) -> str:
    """The customer's or deal's name behind an event's key; the id where it is not known any more."""
    subject = subject_of(key)
    if key.startswith(f"{ids.LOSE}:"):
        return next((one.name for one in base.customers if one.customer_id == subject), subject)
    return next((one.name for one in base.deals if one.deal_id == subject), subject)


def figure_words(base: Base, key: str, change: float, currency: str) -> str:
    """The lever's own figure after the change: ``93.2%``, ``2.4 h``; of prices and expansion the change itself."""
    setting = base.setting(key)
    value = None if setting is None else setting.value(change)
    if setting is None or key in (ids.PRICE, ids.EXPANSION):
        return change_words(base, key, change, currency)
    match setting.lever.unit:
        case LeverUnit.RATIO:
            return percent(value, 1)
        case LeverUnit.MONEY:
            return money(value, currency, compact=True)
        case LeverUnit.HOURS:
            return kpi_value(value, "hours", 1, "")
        case LeverUnit.CUSTOMERS:
            return number(value, 1)
        case _:
            return number(value)


def change_words(base: Base, key: str, change: float, currency: str) -> str:
    """The change with its sign: ``+2 pp``, ``−50%``, ``+1.5``."""
    setting = base.setting(key)
    return "" if setting is None or setting.lever.is_event else _change_words(setting.lever, change, currency)


def saved_levers_words(levers: Mapping[str, str], names: Mapping[str, str]) -> str:
    """The levers of a saved scenario where only their text is at hand. ``names``: of customers and deals, by key of
    their event (``lose:K1``); what is not in the data any more keeps its id.
    """
    told = []
    for key, text in sorted(levers.items()):
        lever = lever_of(key)
        if lever is not None and lever.is_event:
            told.append(f"{_(lever.name)}: {names.get(key, subject_of(key))}")
        elif lever is not None:
            told.append(f"{_(lever.name)} {_change_words(lever, float(text), '')}")
    return "; ".join(told)


def _change_words(lever: Lever, change: float, currency: str) -> str:
    if lever.is_relative or lever.id == ids.PRICE:
        return _sign(change) + percent(change, _decimals(100 * change))
    if lever.unit is LeverUnit.RATIO:
        return kpi_change(change, "ratio", _decimals(100 * change), currency)
    return _sign(change) + number(change, _decimals(change))


def reach_sentence(base: Base, found: Reach, currency: str) -> str:
    """What one lever would have to be; or that it is not reachable, and the most that is."""
    values = {
        "lever": _inside(lever_name(base, found.key)), "goal": money(found.goal, currency, compact=True),
        "most": money(found.most, currency, compact=True),
    }  # fmt: skip
    if found.change is None:
        return _("{goal} is not reachable with {lever} alone: the most is {most}.", **values)
    values["figure"] = figure_words(base, found.key, found.change, currency)
    if found.key in (ids.PRICE, ids.EXPANSION):
        return _("{goal} is reached with {lever} at {figure}.", **values)
    values["change"] = change_words(base, found.key, found.change, currency)
    return _("{goal} is reached with {lever} at {figure} ({change}).", **values)


def mix_sentence(base: Base, found: Mix, currency: str) -> str:
    """The cheapest mix that reaches the goal; or that it is not reachable, and the most that is."""
    told = _joined([
        f"{_inside(lever_name(base, key))} {change_words(base, key, change, currency)}".strip()
        for key, change in found.changes
    ])  # fmt: skip
    values = {"goal": money(found.goal, currency, compact=True), "total": money(found.total, currency, compact=True)}
    if not found.is_reachable:
        return _("{goal} is not reachable with these levers: the most is {total}.", **values)
    if not told:
        return _("{goal} is reached already.", **values)
    moves = number(found.cost, 1)
    return _("{goal} is reached at the least cost with {levers}: {moves} standard moves.",
             levers=told, moves=moves, **values)  # fmt: skip


def rerun_sentence(found: Rerun, currency: str) -> str:
    """What has changed since the scenario was saved: how much the data, and how much the levers on it."""
    saved = found.saved
    values = {"snapshot": saved.snapshot, "then": money(saved.total, saved.currency, compact=True), "day": saved.as_of}
    if found.result is None:
        return _("Saved on {day} from data {snapshot}: {then}. There is no forecast to set it on now.", **values)
    if found.is_other_year or saved.currency != currency:
        return _("Saved for {period} ({then}); it is now set on {year}.", period=saved.period,
                 year=period_words(found.result.year.period), **values)  # fmt: skip
    if not found.has_changed:
        return _("Saved on data {snapshot}, known to {day}: nothing has changed since.", **values)
    return _(
        "Saved on data {snapshot}, known to {day}, it came to {then}; now {now}. Newer data changed the forecast by"
        " {data}, and what the levers add to it by {levers}.",
        now=money(found.result.year.mean, currency, compact=True),
        data=_signed_money(found.by_data, currency),
        levers=_signed_money(found.by_levers, currency),
        **values,
    )


def _told(base: Base, result: Result) -> list[str]:
    shares = sorted(result.bridge.shares, key=lambda share: (-abs(share[1]), share[0]))
    keys = [key for key, _share in shares]
    lost = [key for key in keys if key.startswith(f"{ids.LOSE}:")]
    won = [key for key in keys if key.startswith(f"{ids.WIN}:")]
    slipped = [key for key in keys if key.startswith(f"{ids.SLIP}:")]
    told = []
    for key in keys:
        if key in lost[1:] or key in won[1:] or key in slipped[1:]:
            continue
        if key in lost:
            told.append(ngettext("one lost customer", "{n} lost customers", len(lost)))
        elif key in won:
            told.append(ngettext("one deal won", "{n} deals won", len(won)))
        elif key in slipped:
            told.append(ngettext("one deal a quarter late", "{n} deals a quarter late", len(slipped)))
        else:
            told.append(_slider_words(base, result, key))
    more = len(told) - MOST_NAMED
    if more <= 1:
        return told
    return [*told[:MOST_NAMED], ngettext("one more lever", "{n} more levers", more)]


def _slider_words(base: Base, result: Result, key: str) -> str:
    change = result.moves.by(key)
    said = change_words(base, key, change, "")
    lever = lever_of(key)
    name = _inside(_(lever.name)) if lever is not None else key
    if key == ids.NEW_CUSTOMERS:
        return _("{lever} {change} a month", lever=name, change=said)
    if key == ids.EXPANSION:
        return _("{lever} {change} a quarter", lever=name, change=said)
    if key == ids.PRICE and result.moves.price_from is not None:
        month = next((one for one in base.months if one.start == result.moves.price_from), None)
        if month is not None:
            return _("{lever} {change} from {month}", lever=name, change=said, month=period_words(month))
    return f"{name} {said}"


def _distance(year: Outlook, currency: str) -> str:
    gap = year.mean - (year.target or 0.0)
    amount = money(abs(gap), currency, compact=True)
    return _("{amount} short of the target", amount=amount) if gap < 0 else _(
        "{amount} above the target", amount=amount
    )  # fmt: skip


def _joined(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return _("{first} and {last}", first=", ".join(parts[:-1]), last=parts[-1])


def _inside(name: str) -> str:
    """A name as it stands inside a sentence; what is written in capitals stays so."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sign(change: float) -> str:
    return "+" if change > 0 else ""


def _signed_money(amount: float, currency: str) -> str:
    return _sign(amount) + money(amount, currency, compact=True)


def _decimals(value: float) -> int:
    """None for a whole number, else one."""
    return 0 if abs(value - round(value)) < 0.05 else 1
