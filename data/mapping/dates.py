"""Dates and moments as exports write them; the order of day and month is decided for a column, never for a cell."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

PARTS = re.compile(r"^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?!\d)", re.ASCII)
SERIAL = re.compile(r"^\d{5}(?:\.\d+)?$", re.ASCII)
UNIX = re.compile(r"^\d{10}(?:\d{3})?$", re.ASCII)
COMPACT = re.compile(r"^(19|20)\d{6}$", re.ASCII)
CLOCK = re.compile(
    r"^(\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?\s*([AaPp]\.?[Mm]\.?|SA|CH)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$",
    re.ASCII,
)
NAMED = re.compile(
    r"^(?:(\d{1,2})[ /-]([A-Za-z]{3,9})\.?[ ,/-]+(\d{4}|\d{2})(?!\d)|([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4}))"
    r"(?:,? +(.*))?$"
)
WITH_THANG = re.compile(
    r"^(?:(\d{1,2})[ -]thg\.? ?(\d{1,2})[ ,-]+(\d{4}|\d{2})|ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4}))$", re.IGNORECASE
)
WEEKDAY = re.compile(
    r"^(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? +"
    r"|(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật),? +(?:ngày +)?)(?=\d|[a-z]{3,9} \d)",
    re.IGNORECASE,
)
CLOCK_FIRST = re.compile(
    r"^(\d{1,2}:\d{2}(?::\d{2})?(?: ?(?:[AaPp][Mm]|SA|CH))?),? +(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})$", re.ASCII
)
MONTHS = {name.casefold(): index for index, name in enumerate(calendar.month_abbr) if name}
FIRST_YEAR, LAST_YEAR = 1900, 2100
SERIAL_EPOCH = date(1899, 12, 30)
SERIALS = (10_000, 80_000)


@dataclass
class OrderEvidence:
    """How many distinct dates fit only day-first, only month-first, or both; and the shapes that need no order.

    ``day_before_month`` and ``month_before_day``: the first date with its year in front that fits only that.
    ``late_year``: two-digit years above 31, which prove that the year stands last.
    ``proof``: by order, the first date that fits no other; ``proof_by_year`` those whose year could stand first too.
    """

    dmy: int = 0
    mdy: int = 0
    either: int = 0
    iso: int = 0
    serial: int = 0
    short_year: int = 0
    late_year: int = 0
    other: int = 0
    first: str = ""
    first_other: str = ""
    day_before_month: str = ""
    month_before_day: str = ""
    proof: dict[str, str] = field(default_factory=dict)
    proof_by_year: dict[str, str] = field(default_factory=dict)

    @property
    def is_split(self) -> bool:
        """Whether both orders are proven in one column."""
        return self.dmy > 0 and self.mdy > 0


def weigh_orders(values: Iterable[str]) -> OrderEvidence:
    """Gather the evidence of distinct values, each cut to its date."""
    evidence = OrderEvidence()
    for value in values:
        found = PARTS.match(value)
        if not found:
            evidence.serial += bool(SERIAL.match(value))
            evidence.other += not SERIAL.match(value)
            evidence.first_other = evidence.first_other or value
            continue
        first, second, third = found[1], int(found[3]), found[4]
        if len(first) > 2:
            evidence.iso += 1
            evidence.proof.setdefault("ymd", value)
            if second > 12 and int(third) <= 12:
                evidence.day_before_month = evidence.day_before_month or value
            elif int(third) > 12:
                evidence.month_before_day = evidence.month_before_day or value
            continue
        evidence.first = evidence.first or value
        evidence.short_year += len(third) <= 2
        evidence.late_year += len(third) <= 2 and int(third) > 31
        proof = evidence.proof if len(third) > 2 or int(third) > 31 else evidence.proof_by_year
        day_first = int(first) <= 31 and 1 <= second <= 12
        month_first = second <= 31 and 1 <= int(first) <= 12
        if day_first and month_first:
            evidence.either += int(first) != second
        elif day_first:
            evidence.dmy += 1
            proof.setdefault("dmy", value)
        elif month_first:
            evidence.mdy += 1
            proof.setdefault("mdy", value)
    return evidence


def read_moment(text: str, order: str) -> str | None:
    """A date or moment as ``YYYY-MM-DD[ HH:MM:SS[+HH:MM]]``, or None where it is none in that order.

    ``order``: ``dmy``, ``mdy``, ``ymd``, or ``serial`` for spreadsheet day numbers.
    """
    text = date_first(text.strip())
    if order == "serial" and SERIAL.match(text):
        return _from_serial(float(text))
    if UNIX.match(text):
        seconds = int(text) / (1000 if len(text) == 13 else 1)
        return datetime.fromtimestamp(seconds, UTC).isoformat(sep=" ", timespec="seconds")
    if COMPACT.match(text):
        return _checked(int(text[:4]), int(text[4:6]), int(text[6:]), "")
    found = PARTS.match(text)
    if found:
        year, month, day = _ordered(found[1], found[3], found[4], order)
        return _checked(year, month, day, text[found.end() :])
    named = NAMED.match(text)
    if named:
        word = (named[2] or named[4]).casefold()[:3]
        if word in MONTHS:
            return _checked(_full_year(named[3] or named[6]), MONTHS[word], int(named[1] or named[5]), named[7] or "")
    thang = WITH_THANG.match(text)
    if thang:
        return _checked(_full_year(thang[3] or thang[6]), int(thang[2] or thang[5]), int(thang[1] or thang[4]), "")
    return None


def date_first(text: str) -> str:
    """The text without a day of the week before its date, and with a time of day behind it."""
    if text[:1].isdecimal() and ":" not in text[:3]:
        return text
    text = WEEKDAY.sub("", text)
    clock = CLOCK_FIRST.match(text)
    return f"{clock[2]} {clock[1]}" if clock else text


def _ordered(first: str, second: str, third: str, order: str) -> tuple[int, int, int]:
    if len(first) > 2 or (order == "ymd" and len(third) <= 2):
        return _full_year(first), int(second), int(third)
    if order == "mdy":
        return _full_year(third), int(first), int(second)
    return _full_year(third), int(second), int(first)


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    return 2000 + year if year < 70 else 1900 + year


def _checked(year: int, month: int, day: int, rest: str) -> str | None:
    try:
        whole = date(year, month, day)
    except ValueError:
        return None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    rest = rest.strip().removeprefix("T").removeprefix(",").strip()
    if not rest:
        return whole.isoformat()
    clock = CLOCK.match(rest)
    if not clock:
        return None
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    half = (clock[5] or "").casefold().replace(".", "")
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half in ("pm", "ch") else 0) if half else hour
    if hour > 23 or minute > 59 or second > 59:
        return None
    zone = "+00:00" if clock[6] in ("Z", "UTC", "GMT") else clock[6] or ""
    zone = f"{zone[:3]}:{zone[3:] or '00'}" if len(zone) in (3, 5) else zone
    return f"{whole.isoformat()} {hour:02d}:{minute:02d}:{second:02d}{clock[4] or ''}{zone}"


def _from_serial(serial: float) -> str | None:
    if not SERIALS[0] <= serial <= SERIALS[1]:
        return None
    moment = datetime.combine(SERIAL_EPOCH, datetime.min.time()) + timedelta(seconds=round(serial * 86_400))
    return moment.date().isoformat() if moment.time() == datetime.min.time() else moment.isoformat(sep=" ")


def nearest_date(text: str, order: str) -> str:
    """What an impossible date probably meant, written the same way: 31/02/2026 → 28/02/2026; ``""`` if unknown."""
    found = PARTS.match(text.strip())
    if not found:
        return ""
    year, month, day = _ordered(found[1], found[3], found[4], order)
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 28 <= day <= 31):
        return ""
    last = calendar.monthrange(year, month)[1]
    if day <= last:
        return ""
    parts = [found[1], found[3], found[4]]
    parts[1 if order == "mdy" and len(found[1]) <= 2 else 2 if len(found[1]) > 2 else 0] = f"{last:02d}"
    return found[2].join(parts)
