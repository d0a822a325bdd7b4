"""Working hours: which schedule holds at each moment, and the calendar of working minutes that follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

COMPANY_HOLIDAY = "company"
"""What a day off is called that settings name and no public calendar does."""

END_OF_DAY = time.max
"""``24:00``, which ``time`` itself cannot hold."""

MINUTES_A_DAY = 1440.0

Hours = tuple[tuple[time, time], ...]
Spans = tuple[tuple[float, float], ...]
"""Parts of a day, in minutes from its midnight; ascending, apart from one another."""


@dataclass(frozen=True)
class Schedule:
    """The working hours of a team (empty: of the company) from ``valid_from`` on, up to but not at ``valid_to``.

    Moments are on the company's clock. ``hours_by_weekday`` (0 is Monday) stands in for ``hours`` on those weekdays;
    make-up and extra working days are worked by ``hours``.
    """

    team: str = ""
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    country: str = "VN"
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    hours: Hours = ((time(8), time(12)), (time(13), time(17)))
    hours_by_weekday: tuple[tuple[int, Hours], ...] = ()
    extra_working_days: tuple[date, ...] = ()
    extra_holidays: tuple[date, ...] = ()


@dataclass(frozen=True)
class ScheduleDay:
    """One day of one schedule. ``minutes_before`` are all working minutes since the calendar began."""

    schedule_id: int
    day: date
    minutes: float
    minutes_before: float
    shape: int
    holiday: str | None


@dataclass(frozen=True)
class Calendar:
    """Every day of every schedule. Schedule 0 is the company's, ``teams[i]`` works by schedule i + 1.

    ``shapes`` are the distinct ways in which a day is worked; shape 0 is not at all.
    """

    days: list[ScheduleDay]
    shapes: tuple[Spans, ...]
    teams: tuple[str, ...]


def minute_of(moment: time) -> float:
    """Minutes since midnight; ``24:00`` is 1440."""
    if moment == END_OF_DAY:
        return MINUTES_A_DAY
    return moment.hour * 60 + moment.minute + moment.second / 60


def clock_words(hours: Hours) -> str:
    """``08:00–12:00, 13:00–17:00``."""
    return ", ".join(f"{start:%H:%M}–{'24:00' if end == END_OF_DAY else format(end, '%H:%M')}" for start, end in hours)


def working_calendar(base: Schedule, schedules: Sequence[Schedule], first: date, last: date) -> Calendar:
    """The days from ``first`` to ``last``, both included, of the company and of each team with a schedule of its own.

    At each moment a team works by its own schedule that is valid then, else by the company's that is valid then, else
    by ``base``.
    """
    public = {
        country: public_holidays(country, first, last)
        for country in sorted({schedule.country for schedule in (base, *schedules)})
    }
    teams = tuple(dict.fromkeys(schedule.team for schedule in schedules if schedule.team))
    of_company = [*(schedule for schedule in schedules if not schedule.team), base]
    shapes: dict[Spans, int] = {(): 0}
    days: list[ScheduleDay] = []
    for schedule_id, team in enumerate(("", *teams)):
        own = [schedule for schedule in schedules if team and schedule.team == team]
        days += _days(schedule_id, (*own, *of_company), (first, last), public, shapes)
    return Calendar(days, tuple(shapes), teams)


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


Public = Mapping[str, tuple[dict[date, str], frozenset[date]]]


def _days(
    schedule_id: int, in_force: Sequence[Schedule], ends: tuple[date, date], public: Public, shapes: dict[Spans, int]
) -> list[ScheduleDay]:
    found: list[ScheduleDay] = []
    day, before = ends[0], 0.0
    while day <= ends[1]:
        spans, holiday = _worked(day, in_force, public)
        minutes = sum(end - start for start, end in spans)
        found.append(ScheduleDay(schedule_id, day, minutes, before, shapes.setdefault(spans, len(shapes)), holiday))
        before += minutes
        day += timedelta(days=1)
    return found


def _worked(day: date, in_force: Sequence[Schedule], public: Public) -> tuple[Spans, str | None]:
    """The hours worked on that day, each part of it by the first schedule valid then; the day's holiday, if any."""
    midnight = datetime.combine(day, time())
    open_parts: list[tuple[float, float]] = [(0.0, MINUTES_A_DAY)]
    worked: list[tuple[float, float]] = []
    holiday: str | None = None
    for schedule in in_force:
        valid = _valid_minutes(schedule, midnight)
        if valid == open_parts[0] == (0.0, MINUTES_A_DAY):
            hours, off = _hours_on(schedule, day, public[schedule.country])
            return _joined(hours), off
        parts = _overlap(open_parts, [valid])
        if not parts:
            continue
        hours, off = _hours_on(schedule, day, public[schedule.country])
        worked += _overlap(hours, parts)
        holiday = holiday or off
        open_parts = _overlap(open_parts, [(0.0, valid[0]), (valid[1], MINUTES_A_DAY)])
        if not open_parts:
            break
    return _joined(worked), holiday


def _valid_minutes(schedule: Schedule, midnight: datetime) -> tuple[float, float]:
    """The part of the day in which the schedule holds, within 0 to 1440; empty where it does not."""
    low = (schedule.valid_from - midnight).total_seconds() / 60 if schedule.valid_from else 0.0
    high = (schedule.valid_to - midnight).total_seconds() / 60 if schedule.valid_to else MINUTES_A_DAY
    return min(max(low, 0.0), MINUTES_A_DAY), max(min(high, MINUTES_A_DAY), 0.0)


def _hours_on(
    schedule: Schedule, day: date, public: tuple[dict[date, str], frozenset[date]]
) -> tuple[Sequence[tuple[float, float]], str | None]:
    names, made_up = public
    if day in schedule.extra_working_days:
        return _spans(schedule.hours), None
    if day in schedule.extra_holidays:
        return (), names.get(day, COMPANY_HOLIDAY)
    if day in made_up:
        return _spans(schedule.hours), names.get(day)
    if day in names:
        return (), names[day]
    of_weekday = dict(schedule.hours_by_weekday)
    if day.weekday() in of_weekday:
        return _spans(of_weekday[day.weekday()]), None
    return (_spans(schedule.hours) if day.weekday() in schedule.weekdays else ()), None


def _spans(hours: Hours) -> list[tuple[float, float]]:
    return [(minute_of(start), minute_of(end)) for start, end in hours]


def _overlap(ones: Sequence[tuple[float, float]], others: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    found = [(max(a, c), min(b, d)) for a, b in ones for c, d in others]
    return [(start, end) for start, end in found if start < end]


def _joined(spans: Sequence[tuple[float, float]]) -> Spans:
    """In order, with spans that touch made one."""
    joined: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if joined and joined[-1][1] >= start:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
