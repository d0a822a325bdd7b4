from datetime import time

from data.settings import Settings
from tests.data.stores import built, ticket, utc, values


def test_a_reply_next_morning_without_a_schedule_took_fourteen_hours():
    # keeping.com: arrives 18:00, reply 08:00 next day; Hanoi is UTC+7
    always = Settings(country="none", weekdays=tuple(range(7)), intervals=((time(0), time(23, 59)),))
    row = ticket(created_at=utc("2025-03-04 11:00"), first_response_at=utc("2025-03-05 01:00"))
    ((calendar,),) = values(built({"ticket": [row]}, settings=always), "select calendar_minutes / 60 from ticket")
    assert calendar == 14


def test_with_a_schedule_from_seven_the_same_reply_took_one_hour():
    # keeping.com: the same ticket, working hours 07:00 to 18:00
    schedule = Settings(country="none", intervals=((time(7), time(18)),))
    row = ticket(created_at=utc("2025-03-04 11:00"), first_response_at=utc("2025-03-05 01:00"))
    ((business,),) = values(built({"ticket": [row]}, settings=schedule), "select business_minutes / 60 from ticket")
    assert business == 1


def test_created_and_answered_outside_hours_is_zero_and_known():
    row = ticket(created_at=utc("2025-03-04 11:00"), first_response_at=utc("2025-03-04 12:30"))
    assert values(built({"ticket": [row]}), "select business_minutes, is_answered from ticket") == [(0.0, True)]


def test_lunch_weekend_tet_and_a_worked_saturday_are_counted_as_the_calendar_says():
    # Friday 24 January 2025 16:00 to Monday 3 February 09:00: Tết is 27 to 31 January, so 1 h + 1 h.
    over_tet = ticket(ticket_id="A", created_at=utc("2025-01-24 09:00"), first_response_at=utc("2025-02-03 02:00"))
    # Friday 25 April 16:00 to Saturday 26 April 09:00: that Saturday is worked in exchange for 2 May, so 1 h + 1 h.
    worked = ticket(ticket_id="B", created_at=utc("2025-04-25 09:00"), first_response_at=utc("2025-04-26 02:00"))
    # 11:30 to 13:30 on a Tuesday: half an hour on each side of lunch.
    lunch = ticket(ticket_id="C", created_at=utc("2025-03-04 04:30"), first_response_at=utc("2025-03-04 06:30"))
    connection = built({"ticket": [over_tet, worked, lunch]})
    found = dict(values(connection, "select ticket_id, business_minutes from ticket"))
    assert found == {"A": 120.0, "B": 120.0, "C": 60.0}


def test_calendar_minutes_without_a_time_of_day_never_become_business_minutes():
    row = {
        "ticket_id": "T",
        "customer_name": "A",
        "created_at": utc("2025-03-03 17:00"),
        "created_at_has_time": False,
        "first_response_minutes": 74,
    }
    connection = built({"ticket": [row]})
    assert values(connection, "select calendar_minutes, business_minutes, is_answered from ticket") == [
        (74, None, True)
    ]


def test_the_source_count_of_business_minutes_is_kept_where_there_is_no_reply_time():
    row = ticket(created_at=utc("2025-03-04 02:00"), first_response_minutes=600, first_response_business_minutes=120)
    connection = built({"ticket": [row]})
    assert values(connection, "select business_minutes, calendar_minutes from ticket") == [(120.0, 600)]
