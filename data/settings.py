"""The workspace's settings: ``settings.toml``, every line optional."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from data.schedule_settings import ServiceTarget, company_schedule, schedules, service_targets
from data.schedules import Hours, Schedule
from domain.errors import UsageError
from domain.message import N_
from domain.tables import TABLES, Personal

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
    """How this company counts. ``intervals`` are the working hours of a working day.

    ``schedules`` say where a team, or the company for a time, works by other hours than these.
    """

    reporting_currency: str | None = None
    timezone: str = "Asia/Ho_Chi_Minh"
    fiscal_start_month: int = 1
    country: str = "VN"
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    intervals: Hours = ((time(8), time(12)), (time(13), time(17)))
    hours_by_weekday: tuple[tuple[int, Hours], ...] = ()
    extra_working_days: tuple[date, ...] = ()
    extra_holidays: tuple[date, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    service_targets: tuple[ServiceTarget, ...] = STANDARD_TARGETS
    personal_columns: frozenset[str] = STANDARD_PERSONAL_COLUMNS
    largest_held_share: float = 0.10

    @property
    def company_schedule(self) -> Schedule:
        """The hours that hold wherever and whenever no other schedule does."""
        return Schedule(
            country=self.country,
            weekdays=self.weekdays,
            hours=self.intervals,
            hours_by_weekday=self.hours_by_weekday,
            extra_working_days=self.extra_working_days,
            extra_holidays=self.extra_holidays,
        )


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
        "hours_by_weekday",
        "extra_working_days",
        "extra_holidays",
        "schedules",
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
    company = company_schedule(given)
    return Settings(
        reporting_currency=str(currency).upper() if currency else None,
        timezone=str(given.get("timezone", standard.timezone)),
        fiscal_start_month=start_month,
        country=company.country,
        weekdays=company.weekdays,
        intervals=company.hours,
        hours_by_weekday=company.hours_by_weekday,
        extra_working_days=company.extra_working_days,
        extra_holidays=company.extra_holidays,
        schedules=schedules(given.get("schedules"), company),
        service_targets=service_targets(given.get("service_targets")) or standard.service_targets,
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
