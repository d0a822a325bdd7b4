"""The tables of working hours in a snapshot: the days of every schedule, how a day is worked, what is promised."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb

from data.schedules import Calendar, Spans, working_calendar
from data.settings import Settings

MARGIN = timedelta(days=800)
"""How far the calendar reaches past the data: a question may compare with the year before."""


def create_calendar(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Create the working days of every schedule, and the macro ``minutes_worked`` that reckons within a day.

    ``schedule_day`` is one row per schedule and day, 0 being the company's; ``schedule_shape`` one row per way of
    working a day and part of it; ``working_day`` the company's days; ``schedule_team`` (temporary) the teams with a
    schedule of their own.
    """
    first, last = _span(connection)
    calendar = working_calendar(settings.company_schedule, settings.schedules, first - MARGIN, last + MARGIN)
    _create_days(connection, calendar)
    connection.execute("create temp table schedule_team (schedule_id integer, team varchar)")
    for schedule_id, team in enumerate(calendar.teams, start=1):
        connection.execute("insert into schedule_team values (?, ?)", [schedule_id, team])
    connection.execute(
        "create table schedule_shape (shape integer, opens_minute double, closes_minute double, minutes_before double)"
    )
    for shape, spans in enumerate(calendar.shapes):
        before = 0.0
        for start, end in spans:
            connection.execute("insert into schedule_shape values (?, ?, ?, ?)", [shape, start, end, before])
            before += end - start
    connection.execute(f"create temp macro minutes_worked(shape, moment) as ({_minutes_worked(calendar.shapes)})")


def create_targets(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Create ``sla_target``: what is promised for each priority, in business minutes, and from when to when."""
    connection.execute(
        "create table sla_target (priority varchar, business_minutes double, valid_from date, valid_to date)"
    )
    for target in settings.service_targets:
        connection.execute(
            "insert into sla_target values (?, ?, ?, ?)",
            [target.priority, target.business_hours * 60, target.valid_from, target.valid_to],
        )


def _span(connection: duckdb.DuckDBPyConnection) -> tuple[date, date]:
    """The first and last day of the data, within reason; 2024 where nothing has a day."""
    rows = connection.execute(
        "select min(day), max(day) from (select cast(created_at as date) as day from current_ticket"
        " union all select cast(first_response_at as date) from current_ticket"
        " union all select min(first_on) from loaded.load union all select max(last_on) from loaded.load)"
    ).fetchall()
    first, last = rows[0]
    if first is None:
        first, last = date(2024, 1, 1), date(2024, 12, 31)
    return max(first, date(1990, 1, 1)), min(last, date(2100, 12, 31))


def _create_days(connection: duckdb.DuckDBPyConnection, calendar: Calendar) -> None:
    connection.execute(
        "create table schedule_day as select unnest($schedule_id::integer[]) as schedule_id,"
        " unnest($day::date[]) as day, unnest($minutes::double[]) as minutes,"
        " unnest($minutes_before::double[]) as minutes_before, unnest($shape::integer[]) as shape,"
        " unnest($holiday::varchar[]) as holiday",
        {
            name: [getattr(row, name) for row in calendar.days]
            for name in ("schedule_id", "day", "minutes", "minutes_before", "shape", "holiday")
        },
    )
    connection.execute(
        "create table working_day as select day, minutes > 0 as is_working, cast(minutes as integer) as minutes,"
        " minutes_before, holiday from schedule_day where schedule_id = 0"
    )


def _minutes_worked(shapes: tuple[Spans, ...]) -> str:
    """The working minutes from midnight to a moment of a day of that shape, as SQL."""
    clock = "(date_diff('microsecond', date_trunc('day', moment), moment) / 60000000.0)"
    cases = [
        f"when {shape} then " + " + ".join(f"greatest(0, least({clock}, {end!r}) - {start!r})" for start, end in spans)
        for shape, spans in enumerate(shapes)
        if spans
    ]
    return f"case shape {' '.join(cases)} else 0 end" if cases else "0"
