"""The links between KPIs in words: what was found, how sure it is, what it rests on, and why one is not built upon."""

from __future__ import annotations

from analytics.links import NPS_TO_RETENTION, RESPONSE_TO_NPS, Link
from i18n.format import NOTHING, number
from i18n.translate import _, word


def link_name(link: Link) -> str:
    """What is set against what."""
    return {
        RESPONSE_TO_NPS: _("Response time and scores"),
        NPS_TO_RETENTION: _("Scores and retention"),
    }.get(link.id) or _("Response time and retention")


def link_sentence(link: Link) -> str:
    """What was found, with its 95 % interval; a dash where there is no estimate."""
    if not link.is_known:
        return NOTHING
    if link.times is None:
        return _scores(link)
    found, low, high = (number(one, 1 if one >= 1.05 else 2) for one in link.times)
    if link.id == NPS_TO_RETENTION:
        return _("Customers who scored one point lower left {times}× as often in the next quarter, {low}–{high}",
                 times=found, low=low, high=high)  # fmt: skip
    return _("Customers who waited twice as long left {times}× as often in the next quarter, {low}–{high}",
             times=found, low=low, high=high)  # fmt: skip


def _scores(link: Link) -> str:
    low, high = sorted((link.low, link.high), key=abs)
    if link.low <= 0 <= link.high:
        low, high = link.low, link.high
        return _("Customers who waited twice as long scored {change} points differently (0 to 10), {low} to {high}",
                 change=_signed(link.effect), low=_signed(low), high=_signed(high))  # fmt: skip
    values = {"points": number(abs(link.effect), 2), "low": number(abs(low), 2), "high": number(abs(high), 2)}
    if link.effect < 0:
        return _("Customers who waited twice as long scored {points} points lower (0 to 10), {low}–{high}", **values)
    return _("Customers who waited twice as long scored {points} points higher (0 to 10), {low}–{high}", **values)


def _signed(value: float) -> str:
    return ("+" if value > 0 else "") + number(value, 2)


def link_basis(link: Link) -> str:
    """Why it is not built upon, where it is not; what it rests on; and whether what runs through the score is in it."""
    said = [] if link.reason is None else [word(link.reason)]
    if link.is_known:
        said.append(_("association, 95% interval, n = {n} customer-quarters of {customers} customers",
                      n=number(link.n), customers=number(link.n_customers)))  # fmt: skip
        if link.times is not None:
            said.append(_("with the score held: what runs through it is counted by the other links")
                        if link.is_direct else _("in total, with whatever runs through the score"))  # fmt: skip
        if not link.is_business:
            said.append(_("in calendar hours"))
    return " · ".join(one.rstrip(".") for one in said)
