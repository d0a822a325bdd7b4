"""Texts in the reader's language. The English text is the key, so what is not translated yet reads as English."""

from __future__ import annotations

import gettext as gnu
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from domain.message import N_, Message
from domain.period import Period
from i18n import format as shapes
from i18n.language import get_language, set_language

__all__ = ["DOMAIN", "LOCALES", "N_", "_", "get_language", "in_language", "ngettext", "set_language", "word"]

DOMAIN = "quarterdeck"
LOCALES = Path(__file__).parent / "locales"


@cache
def _catalogue(language: str) -> gnu.NullTranslations:
    """The compiled catalogue; an absent file is an empty catalogue, so that English is what shows."""
    return gnu.translation(DOMAIN, LOCALES, languages=[language], fallback=True)


def _(msgid: str, **values: object) -> str:
    """``msgid`` in the current language, its ``{placeholders}`` filled with ``values`` in the locale's shapes.

    An int is grouped, so a year or an id goes in as text. Without values the text is taken as it stands.

    Raises:
        KeyError: the text has a placeholder that no value was given for.
    """
    return _fill(_catalogue(get_language()).gettext(msgid) if msgid else "", values)


def in_language(msgid: str, language: str) -> str:
    """``msgid`` in a language that need not be the reader's: what a file may say that was written for another."""
    return _catalogue(language).gettext(msgid)


def ngettext(one: str, many: str, n: int, **values: object) -> str:
    """``one`` or ``many`` as the current language counts ``n`` things; ``{n}`` is filled in too.

    Raises:
        KeyError: the text has a placeholder that no value was given for.
    """
    return _fill(_catalogue(get_language()).ngettext(one, many, n), {"n": n, **values})


def word(message: Message) -> str:
    """What ``message`` says in the current language; values that are messages are worded first."""
    return _(message.text, **message.values)


def _fill(text: str, values: Mapping[str, object]) -> str:
    if not values:
        return text
    return text.format(**{name: _shape(value) for name, value in values.items()})


def _shape(value: object) -> str:
    """One value as text, by its type, in the current locale."""
    match value:
        case None:
            return shapes.NOTHING
        case str():
            return str(value)
        case Message():
            return word(value)
        case bool():
            return _("yes") if value else _("no")
        case int() | float() | Decimal():
            return shapes.plain(value)
        case datetime():
            return shapes.moment(value)
        case date():
            return shapes.day(value)
        case Period():
            return shapes.period(value)
        case list() | tuple():
            return ", ".join(_shape(item) for item in value)
        case _:
            return str(value)
