"""A scenario as plain text, for an address, a file or a command, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from analytics.scenario import levers as ids
from analytics.scenario.base import Base, Setting, names_of
from analytics.scenario.effects import GOOD_SIGN
from analytics.scenario.levers import Moves, lever_of, moves_of, subject_of
from domain.message import N_, Message

NUMBER = re.compile(r"(=?)\s*([+\-−]?)\s*((?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?)\s*(%?)")
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
SPECIAL = {"%": "%25", "&": "%26", "=": "%3D", "+": "%2B", "#": "%23", " ": "%20"}


@dataclass(frozen=True)
class Refused:
    """A lever that was given and does not count: what was wrong with it, and what would be right."""

    key: str
    given: str
    message: Message
    fix: Message


@dataclass(frozen=True)
class Understood:
    """A scenario as far as it could be understood; what could not is left out and named."""

    moves: Moves
    refused: tuple[Refused, ...] = ()


def pairs_of(moves: Moves) -> dict[str, str]:
    """Key → text. A change has its sign; ``price_from`` and ``links`` stand only where there are any."""
    found = {key: "1" if ":" in key else f"{change:+.12g}" for key, change in moves.moves}
    if moves.price_from is not None:
        found[ids.PRICE_FROM] = f"{moves.price_from:%Y-%m}"
    if moves.links:
        found[ids.LINKS_ON] = ",".join(sorted(moves.links))
    return found


def moves_from(base: Base, pairs: Mapping[str, str]) -> Understood:
    """The scenario that key → text describes.

    A value with a sign is a change of the baseline, one without is the lever's own figure (``nps=-5`` five points less,
    ``nps==-5`` minus five); ``%`` divides by a hundred. Unknown levers, customers, deals, months and links, and values
    outside the limits, are refused.
    """
    changes: dict[str, float] = {}
    refused: list[Refused] = []
    price_from, links = None, frozenset[str]()
    for key, text in pairs.items():
        if key == ids.PRICE_FROM:
            price_from = _month(base, text)
            found: float | Refused | None = None if price_from else _no_month(base, text)
        elif key == ids.LINKS_ON:
            asked = [name.strip() for name in text.split(",") if name.strip()]
            links = frozenset(name for name in asked if name in GOOD_SIGN)
            unknown = [name for name in asked if name not in GOOD_SIGN]
            found = _no_link(unknown) if unknown else None
        else:
            found = _change(base, key, text)
        if isinstance(found, Refused):
            refused.append(found)
        elif found is not None:
            changes[key] = found
    return Understood(moves_of(changes, price_from, links), tuple(refused))


def address_of(moves: Moves) -> str:
    """``retention=+0.02&lose:K12=1`` with what has a meaning in an address written as %XX; empty without levers."""
    return "&".join(f"{_quoted(key)}={_quoted(text)}" for key, text in sorted(pairs_of(moves).items()))


def pairs_from_address(text: str) -> dict[str, str]:
    """Key → text of an address; parts without ``=`` stand with an empty text."""
    parts = (part.partition("=") for part in text.split("&") if part)
    return {_unquoted(key): _unquoted(value) for key, _mark, value in parts}


def unavailable_links(base: Base, asked: Iterable[str]) -> tuple[Refused, ...]:
    """The links that are asked for and cannot count, with the reason the estimate gives."""
    by_id = {link.id: link for link in base.links}
    found = []
    for name in sorted(asked):
        link = by_id.get(name)
        if link is None or not link.is_usable:
            reason = link.reason if link is not None and link.reason is not None else NOT_ESTIMATED
            why = Message(N_("The link “{link}” does not count: {reason}"), {"link": name, "reason": reason})
            found.append(Refused(ids.LINKS_ON, name, why, Message("")))
    return tuple(found)


NOT_ESTIMATED = Message(N_("This link has not been estimated."))


def _change(base: Base, key: str, text: str) -> float | Refused:
    lever, setting = lever_of(key), base.setting(key)
    if lever is None or setting is None:
        values = {"given": key}
        known = {"known": names_of(base.settings)}
        return Refused(
            key, text, Message(N_("There is no lever “{given}”."), values), Message(N_("Known are: {known}."), known)
        )
    if setting.unavailable is not None:
        return Refused(key, text, setting.unavailable, Message(N_("Leave this lever out.")))
    if not base.knows(key):
        values = {"given": subject_of(key)}
        most = {"most": len(base.customers)}
        fix = N_("Give the id of one of the {most} largest customers of the last twelve months that are still active.")
        if lever.id != ids.LOSE:
            fix = N_("Give the id of an open deal that is due before the year ends.")
        return Refused(key, text, Message(N_("“{given}” is not known here."), values), Message(fix, most))
    if lever.is_event:
        return 0.0 if text.strip() in ("0", "false", "no") else 1.0
    change = _number(setting, text)
    if change is None:
        return Refused(
            key, text, Message(N_("“{given}” is not a value."), {"given": text}),
            Message(N_("Write a change as +0.02 or -5%, or the figure itself as 0.95.")),
        )  # fmt: skip
    if not setting.low - 1e-9 <= change <= setting.high + 1e-9:
        limits = {
            "low": setting.low, "high": setting.high,
            "least": setting.value(setting.low), "most": setting.value(setting.high),
        }  # fmt: skip
        return Refused(
            key, text, Message(N_("{lever}: “{given}” is out of range."), {"given": text, "lever": key}),
            Message(N_("A change may be from {low} to {high}, the figure from {least} to {most}."), limits),
        )  # fmt: skip
    return min(setting.high, max(setting.low, change))


def _number(setting: Setting, text: str) -> float | None:
    found = NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    is_figure, sign, digits, is_percent = found.groups()
    value = float(digits) / (100 if is_percent else 1) * (-1 if sign in ("-", "−") else 1)
    if sign and not is_figure:
        return value
    return setting.change(value)


def _month(base: Base, text: str) -> date | None:
    found = MONTH.fullmatch(text.strip())
    first = date(int(found[1]), int(found[2]), 1) if found else None
    return first if any(month.start == first for month in base.months) else None


def _no_month(base: Base, text: str) -> Refused:
    months = {"first": base.months[0].name, "last": base.months[-1].name} if base.months else {}
    return Refused(
        ids.PRICE_FROM, text, Message(N_("“{given}” is not a month of the year still to come."), {"given": text}),
        Message(N_("Write it as 2025-11, from {first} to {last}."), months),
    )  # fmt: skip


def _no_link(unknown: list[str]) -> Refused:
    given, known = ", ".join(unknown), {"known": ", ".join(GOOD_SIGN)}
    return Refused(
        ids.LINKS_ON, given, Message(N_("There is no link “{given}”."), {"given": given}),
        Message(N_("Known are: {known}."), known),
    )  # fmt: skip


def _quoted(text: str) -> str:
    return "".join(SPECIAL.get(letter, letter) for letter in text)


def _unquoted(text: str) -> str:
    for letter, code in reversed(SPECIAL.items()):
        text = text.replace(code, letter)
    return text
