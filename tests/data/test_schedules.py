"""The working calendar of each schedule: what settings.toml says, day by day."""

from __future__ import annotations

from datetime import date, datetime, time

from data.schedules import Schedule, ScheduleDay, working_calendar
from data.settings import Settings, read_settings

MONDAY = date(2025, 3, 3)


def days(base: Schedule, *schedules: Schedule, first: date, last: date) -> dict[tuple[int, date], ScheduleDay]:
    return {(day.schedule_id, day.day): day for day in working_calendar(base, schedules, first, last).days}


def test_the_working_calendar_knows_tet_and_the_saturday_worked_for_a_bridge_day():
    found = days(Schedule(), first=date(2025, 1, 1), last=date(2025, 5, 5))
    assert found[0, date(2025, 1, 29)].minutes == 0  # first day of Tết 2025
    assert found[0, date(2025, 4, 26)].minutes == 480  # Saturday worked in exchange for Friday 2 May
    assert found[0, date(2025, 5, 2)].minutes == 0
    assert found[0, date(2025, 3, 4)].minutes == 480
    assert found[0, date(2025, 4, 30)].holiday
    assert found[0, date(2025, 3, 4)].holiday is None


def test_cumulative_minutes_are_those_of_the_days_before():
    found = working_calendar(Schedule(country="none"), (), MONDAY, date(2025, 3, 10)).days
    assert [day.minutes_before for day in found] == [0, 480, 960, 1440, 1920, 2400, 2400, 2400]


def test_the_companys_own_days_come_before_the_public_calendar():
    base = Schedule(
        extra_working_days=(
            date(2025, 5, 2),
            date(2025, 3, 8),
        ),
        extra_holidays=(
            date(2025, 4, 26),
            date(2025, 3, 4),
        ),
    )
    found = days(base, first=date(2025, 3, 1), last=date(2025, 5, 5))
    assert found[0, date(2025, 5, 2)].minutes == 480  # off by the public calendar, worked here
    assert found[0, date(2025, 3, 8)].minutes == 480  # the company's own make-up Saturday
    assert found[0, date(2025, 4, 26)].minutes == 0  # the public make-up Saturday is not worked here
    assert found[0, date(2025, 3, 4)].minutes == 0


def test_a_team_works_by_its_own_hours_while_they_hold_and_by_the_companys_otherwise():
    night = Schedule(
        "Night", datetime(2025, 3, 4), datetime(2025, 3, 6), "none", (0, 1, 2, 3, 4, 5, 6), ((time(0), time(6)),)
    )
    found = days(Schedule(country="none"), night, first=MONDAY, last=date(2025, 3, 7))
    assert [found[1, date(2025, 3, day)].minutes for day in (3, 4, 5, 6)] == [480, 360, 360, 480]
    assert [found[0, date(2025, 3, day)].minutes for day in (3, 4, 5, 6)] == [480] * 4


def test_a_change_at_noon_splits_the_day():
    shorter = Schedule("", datetime(2025, 3, 4, 14), None, "none", hours=((time(9), time(15)),))
    found = working_calendar(Schedule(country="none"), [shorter], MONDAY, date(2025, 3, 5))
    # Tuesday: 8 to 12 and 13 to 14 by the old hours, 14 to 15 by the new
    assert [day.minutes for day in found.days] == [480, 360, 360]
    assert found.shapes[found.days[1].shape] == ((480, 720), (780, 900))


def test_settings_say_all_of_this(tmp_path):
    (tmp_path / "settings.toml").write_text(
        'extra_holidays = [2025-12-31]\nextra_working_days = ["2025-03-08"]\n[hours_by_weekday]\n6 = ["08:00-12:00"]\n'
        '[[schedules]]\nteam = " Đội  Đêm"\nvalid_from = 2025-07-01\nweekdays = [1, 2]\n'
        'working_hours = ["18:00-24:00"]\n'
        'country = "none"\n[[schedules]]\nteam = "đội đêm"\nvalid_from = 2025-10-01\nextra_working_days = []\n',
        encoding="utf-8",
    )
    settings = read_settings(tmp_path)
    first, second = settings.schedules
    assert (first.team, first.valid_from, first.valid_to) == ("Đội Đêm", datetime(2025, 7, 1), datetime(2025, 10, 1))
    assert (first.weekdays, first.hours, first.hours_by_weekday) == ((0, 1), ((time(18), time.max),), ())
    assert (second.team, second.valid_to, second.hours) == ("Đội Đêm", None, Settings().intervals)
    assert second.hours_by_weekday == ((5, ((time(8), time(12)),)),)
    assert second.extra_working_days == ()
    assert settings.extra_working_days == (date(2025, 3, 8),)
    found = days(settings.company_schedule, *settings.schedules, first=date(2025, 12, 1), last=date(2025, 12, 31))
    assert found[0, date(2025, 12, 6)].minutes == 240  # Saturday morning
    assert found[0, date(2025, 12, 31)].minutes == 0
    assert found[1, date(2025, 12, 31)].minutes == 0
