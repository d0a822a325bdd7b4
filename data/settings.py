"""The workspace's settings: ``settings.toml``, every line optional."""

from __future__ import annotations

import itertools
import tomllib
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.errors import UsageError
from domain.message import N_
from domain.tables import TABLES, Personal


@dataclass(frozen=True)
class ServiceTarget:
    """First-response target in business hours for one priority; an empty priority is any other."""

    priority: str
    business_hours: float
    valid_from: date = date(1900, 1, 1)
    valid_to: date | None = None


STANDARD_TARGETS = (
    ServiceTarget("urgent", 1),
    ServiceTarget("high", 4),
    ServiceTarget("", 8),
    ServiceTarget("low", 16),
)


STANDARD_PERSONAL_COLUMNS = frozenset({"deal.customer_phone"})
"""Columns of personal data that are loaded unless settings say otherwise: a company's number on its own deal."""


@dataclass(frozen=True)
class Settings:
    """How this company counts. ``intervals`` are the working hours of a working day."""

    reporting_currency: str | None = None
    timezone: str = "Asia/Ho_Chi_Minh"
    fiscal_start_month: int = 1
    country: str = "VN"
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    intervals: tuple[tuple[time, time], ...] = ((time(8), time(12)), (time(13), time(17)))
    service_targets: tuple[ServiceTarget, ...] = STANDARD_TARGETS
    personal_columns: frozenset[str] = STANDARD_PERSONAL_COLUMNS
    largest_held_share: float = 0.10


def read_settings(workspace: Path) -> Settings:
    """The settings in ``workspace/settings.toml``; the standard ones where there is no file.

    Raises:
        UsageError: the file is not TOML, or a value is not what the key means.
    """
    path = workspace / "settings.toml"
    if not path.is_file():
        return Settings()
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        settings = _settings_from(given)
        ZoneInfo(settings.timezone)
    except (tomllib.TOMLDecodeError, ValueError, TypeError, KeyError, ZoneInfoNotFoundError) as error:
        raise UsageError(
            "settings",
            N_("settings.toml cannot be used: {reason}."),
            N_("Correct the line, or remove it to return to the standard value."),
            reason=str(error),
        ) from error
    return settings


def _settings_from(given: dict[str, object]) -> Settings:
    standard = Settings()
    known = {
        "reporting_currency",
        "timezone",
        "fiscal_start_month",
        "country",
        "weekdays",
        "working_hours",
        "service_targets",
        "personal_data",
        "largest_held_share",
    }
    unknown = sorted(set(given) - known)
    if unknown:
        raise ValueError(f"unknown key {unknown[0]!r}")
    currency = given.get("reporting_currency")
    start_month = int(str(given.get("fiscal_start_month", 1)))
    if not 1 <= start_month <= 12:
        raise ValueError("fiscal_start_month is a month, 1 to 12")
    return Settings(
        reporting_currency=str(currency).upper() if currency else None,
        timezone=str(given.get("timezone", standard.timezone)),
        fiscal_start_month=start_month,
        country=str(given.get("country", standard.country)),
        weekdays=_weekdays(given.get("weekdays")) or standard.weekdays,
        intervals=_intervals(given.get("working_hours")) or standard.intervals,
        service_targets=_targets(given.get("service_targets")) or standard.service_targets,
        personal_columns=_personal_columns(given.get("personal_data")),
        largest_held_share=float(str(given.get("largest_held_share", standard.largest_held_share))),
    )


def _personal_columns(given: object) -> frozenset[str]:
    if not isinstance(given, list):
        return STANDARD_PERSONAL_COLUMNS
    known = {
        f"{table.name}.{column.name}"
        for table in TABLES
        for column in table.columns
        if column.personal is not Personal.NONE
    }
    unknown = sorted({str(name) for name in given} - known)
    if unknown:
        raise ValueError(f"personal_data names {unknown[0]!r}; it may name {', '.join(sorted(known))}")
    return frozenset(str(name) for name in given)


def _weekdays(given: object) -> tuple[int, ...]:
    if not isinstance(given, list):
        return ()
    days = tuple(sorted({int(str(day)) - 1 for day in given}))
    if any(not 0 <= day <= 6 for day in days):
        raise ValueError("weekdays are 1 (Monday) to 7 (Sunday)")
    return days


def _intervals(given: object) -> tuple[tuple[time, time], ...]:
    if not isinstance(given, list):
        return ()
    intervals = []
    for text in given:
        start, _, end = str(text).partition("-")
        first, last = time.fromisoformat(start.strip()), time.fromisoformat(end.strip())
        if first >= last:
            raise ValueError(f"working_hours {text!r} end before they start")
        intervals.append((first, last))
    intervals.sort()
    if any(earlier[1] > later[0] for earlier, later in itertools.pairwise(intervals)):
        raise ValueError("working_hours overlap")
    return tuple(intervals)


def _targets(given: object) -> tuple[ServiceTarget, ...]:
    if not isinstance(given, dict):
        return ()
    return tuple(
        ServiceTarget("" if str(priority) == "other" else str(priority).casefold(), float(str(hours)))
        for priority, hours in given.items()
    )


def public_holidays(country: str, first: date, last: date) -> tuple[dict[date, str], frozenset[date]]:
    """Public holidays by day with their names, and the weekend days worked in exchange for one.

    Source: the ``holidays`` package. A country it does not know has none.
    """
    import holidays

    years = range(first.year, last.year + 1)
    try:
        calendar = holidays.country_holidays(country, years=years)
    except NotImplementedError:
        return {}, frozenset()
    worked = frozenset(getattr(calendar, "weekend_workdays", ()))
    return {day: calendar[day] for day in sorted(calendar)}, worked


def working_days(settings: Settings, first: date, last: date) -> list[tuple[date, bool, int, float, str | None]]:
    """The working calendar: (day, is_working, minutes, cumulative minutes before the day, holiday).

    Both ends included. Make-up days are working days although they fall on a weekend.
    """
    names, worked = public_holidays(settings.country, first, last)
    minutes_a_day = sum(
        (end.hour * 60 + end.minute) - (start.hour * 60 + start.minute) for start, end in settings.intervals
    )
    rows: list[tuple[date, bool, int, float, str | None]] = []
    total = 0.0
    day = first
    while day <= last:
        is_working = day in worked or (day.weekday() in settings.weekdays and day not in names)
        minutes = minutes_a_day if is_working else 0
        rows.append((day, is_working, minutes, total, names.get(day)))
        total += minutes
        day += timedelta(days=1)
    return rows
