"""Names in the reader's language: countries, months and days by CLDR (Babel), priorities of tickets by ours."""

from __future__ import annotations

from datetime import date

from babel import Locale
from babel.dates import format_date, get_month_names

from domain.message import N_
from i18n.language import get_language
from i18n.translate import _

_PRIORITIES = {"urgent": N_("urgent"), "high": N_("high"), "normal": N_("normal"), "low": N_("low")}


def country_name(code: str) -> str:
    """``Việt Nam`` / ``Vietnam`` for the ISO 3166 code ``VN``; a code that CLDR does not know stays as it is."""
    return str(Locale.parse(get_language()).territories.get(code.upper(), code))


def month_name(month: int) -> str:
    """``tháng 7`` / ``July`` inside a sentence; 1 is January."""
    return str(get_month_names("wide", "format", get_language())[month])


def day_mark(day: date) -> str:
    """``1/7`` / ``1 Jul``: a day on an axis, where the year is known."""
    return format_date(day, "d/M" if get_language() == "vi" else "d MMM", locale=get_language())


def month_in_short(day: date) -> str:
    """``T9/26`` / ``Sep 26``: a month on an axis."""
    return format_date(day, "'T'M/yy" if get_language() == "vi" else "LLL yy", locale=get_language())


def priority_name(priority: str) -> str:
    """A priority that has a word of ours, however it is spelt; any other as the source writes it."""
    known = _PRIORITIES.get(priority.lower())
    return _(known) if known else priority
