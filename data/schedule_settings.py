"""What ``settings.toml`` says about working hours and promised response times, each with the time it holds."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TypeVar

from data.schedules import END_OF_DAY, Hours, Schedule

SCHEDULE_KEYS = frozenset(
    {
        "team",
        "valid_from",
        "valid_to",
        "country",
        "weekdays",
        "working_hours",
        "hours_by_weekday",
        "extra_working_days",
        "extra_holidays",
    }
)
OTHER = "other"
EARLIEST = datetime.combine(date(1900, 1, 1), time())
T = TypeVar("T")


@dataclass(frozen=True)
class ServiceTarget:
    """First-response target in business hours for one priority; an empty priority is any other.

    It holds for tickets created from ``valid_from`` on, up to but not on ``valid_to``.
    """

    priority: str
    business_hours: float
    valid_from: date = date(1900, 1, 1)
    valid_to: date | None = None


def company_schedule(given: Mapping[str, object]) -> Schedule:
    """The company's own hours; what is left out stays standard.

    Raises:
        ValueError: a value is not what the key means.
    """
    return _schedule({key: value for key, value in given.items() if key not in ("team", "valid_from", "valid_to")},
                     Schedule())  # fmt: skip


def schedules(given: object, company: Schedule) -> tuple[Schedule, ...]:
    """The entries of ``[[schedules]]``; one without an end ends where the same team's next one begins.

    Raises:
        ValueError, TypeError: a value is not what the key means, or two of one team hold at the same time.
    """
    if given is None:
        return ()
    if not isinstance(given, list):
        raise TypeError("schedules are written as [[schedules]]")
    found: list[Schedule] = []
    spelling: dict[str, str] = {}
    for entry in given:
        unknown = sorted(set(entry) - SCHEDULE_KEYS)
        if unknown:
            raise ValueError(f"unknown key {unknown[0]!r} in schedules")
        one = _schedule(entry, company)
        found.append(replace(one, team=spelling.setdefault(one.team.casefold(), one.team)))
    closed: list[Schedule] = []
    for team in spelling.values():
        versions = sorted((one for one in found if one.team == team), key=lambda one: one.valid_from or EARLIEST)
        closed += _one_after_another(
            versions,
            lambda one: (one.valid_from or EARLIEST, one.valid_to),
            lambda one, end: replace(one, valid_to=end),
            f"schedules of {team or 'the company'}",
        )
    return tuple(closed)


def service_targets(given: object) -> tuple[ServiceTarget, ...]:
    """What is promised by priority: one table, or several with the days from which and to which each holds.

    Raises:
        ValueError: a promise is not a number of hours, or two sets hold at the same time.
    """
    sets = [given] if isinstance(given, dict) else given if isinstance(given, list) else []
    read = []
    for entry in sets:
        hours = {key: value for key, value in entry.items() if key not in ("valid_from", "valid_to")}
        for end in ("valid_from", "valid_to"):
            _day(entry.get(end))
        read.append((_moment(entry.get("valid_from")) or EARLIEST, _moment(entry.get("valid_to")), hours))
    read.sort(key=lambda one: one[0])
    in_turn = _one_after_another(
        read, lambda one: (one[0], one[1]), lambda one, end: (one[0], end, one[2]), "service_targets"
    )
    return tuple(
        ServiceTarget(
            "" if name == OTHER else name.casefold(), float(str(hours)), start.date(), end.date() if end else None
        )
        for start, end, promises in in_turn
        for name, hours in promises.items()
    )


def _one_after_another(
    versions: list[T],
    span_of: Callable[[T], tuple[datetime, datetime | None]],
    ended: Callable[[T, datetime], T],
    what: str,
) -> list[T]:
    """The versions, in the order of their beginnings, each ended where the next begins unless it says when."""
    found: list[T] = []
    for place, version in enumerate(versions):
        start, end = span_of(version)
        after = span_of(versions[place + 1])[0] if place + 1 < len(versions) else None
        if end is not None and end <= start:
            raise ValueError(f"{what}: valid_to is not after valid_from")
        if after is not None and (after == start or (end is not None and end > after)):
            raise ValueError(f"{what} overlap")
        found.append(version if end is not None or after is None else ended(version, after))
    return found


def _schedule(given: Mapping[str, object], company: Schedule) -> Schedule:
    hours, weekdays = _hours(given.get("working_hours")), _weekdays(given.get("weekdays"))
    inherited = company.hours_by_weekday if hours is None and weekdays is None else ()
    by_weekday = given.get("hours_by_weekday")
    working, off = _days(given.get("extra_working_days")), _days(given.get("extra_holidays"))
    schedule = Schedule(
        team=" ".join(unicodedata.normalize("NFC", str(given.get("team", ""))).split()),
        valid_from=_moment(given.get("valid_from")),
        valid_to=_moment(given.get("valid_to")),
        country=str(given.get("country", company.country)),
        weekdays=weekdays or company.weekdays,
        hours=hours or company.hours,
        hours_by_weekday=inherited if by_weekday is None else _hours_by_weekday(by_weekday),
        extra_working_days=company.extra_working_days if working is None else working,
        extra_holidays=company.extra_holidays if off is None else off,
    )
    both = sorted(set(schedule.extra_working_days) & set(schedule.extra_holidays))
    if both:
        raise ValueError(f"{both[0]} is among extra_working_days and among extra_holidays")
    return schedule


def _weekdays(given: object) -> tuple[int, ...] | None:
    if not isinstance(given, list):
        return None
    days = tuple(sorted({int(str(day)) - 1 for day in given}))
    if any(not 0 <= day <= 6 for day in days):
        raise ValueError("weekdays are 1 (Monday) to 7 (Sunday)")
    return days


def _hours(given: object) -> Hours | None:
    if not isinstance(given, list):
        return None
    intervals = []
    for text in given:
        start, _, end = str(text).partition("-")
        first = time.fromisoformat(start.strip())
        last = END_OF_DAY if end.strip() == "24:00" else time.fromisoformat(end.strip())
        if first >= last:
            raise ValueError(f"working_hours {text!r} end before they start; a night is written as two parts")
        intervals.append((first, last))
    intervals.sort()
    if any(earlier[1] > later[0] for earlier, later in itertools.pairwise(intervals)):
        raise ValueError("working_hours overlap")
    return tuple(intervals)


def _hours_by_weekday(given: object) -> tuple[tuple[int, Hours], ...]:
    if not isinstance(given, dict):
        raise TypeError('hours_by_weekday is a table, such as 6 = ["08:00-12:00"]')
    return tuple((day, _hours(hours) or ()) for name, hours in given.items() for day in _weekdays([name]) or ())


def _days(given: object) -> tuple[date, ...] | None:
    """In order, so that the same settings always read the same."""
    if not isinstance(given, list):
        return None
    return tuple(sorted({day for day in (_day(one) for one in given) if day is not None}))


def _day(given: object) -> date | None:
    moment = _moment(given)
    if moment is not None and moment != datetime.combine(moment, time()):
        raise ValueError(f"{given} is not a day")
    return None if moment is None else moment.date()


def _moment(given: object) -> datetime | None:
    """A day is its first moment. Moments are on the company's clock and name no zone of their own."""
    if given is None:
        return None
    moment = datetime.fromisoformat(given.isoformat() if isinstance(given, date) else str(given))
    if moment.tzinfo is not None:
        raise ValueError(f"{given} names a time zone; moments are on the company's clock")
    return moment
