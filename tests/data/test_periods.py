"""What a reader is asked about one period says nothing of another, and an answer is typed as the database types it."""

from datetime import date, datetime, time

import pandas as pd
import pytest

from data.periods import AskedPeriods
from data.query import SPLICE, open_reader, query_names, query_text
from data.schedules import Schedule
from data.settings import Settings
from data.snapshots import open_cursor
from domain.period import PeriodCut
from domain.scope import LAPTOP, Dimension, Scope
from tests.data.stores import stored

NIGHT = Settings(schedules=(Schedule("Night", country="none", hours=((time(0), time(23)),)),))
BEFORE = PeriodCut(date(2019, 1, 1), date(2019, 4, 1), date(2019, 4, 1), date(2018, 10, 1), date(2025, 3, 14))
QUARTER = PeriodCut(date(2025, 1, 1), date(2025, 4, 1), date(2025, 3, 15), date(2024, 10, 1), date(2025, 3, 14))
A_DAY_LATER = PeriodCut(date(2025, 1, 1), date(2025, 4, 1), date(2025, 3, 18), date(2024, 10, 1), date(2025, 3, 17))
BY_EVERYTHING = [name for name in query_names() if SPLICE in query_text(name) and "$" not in query_text(name)]


def ticket(number, team, **given):
    row = {"ticket_id": number, "customer_id": "K1", "team": team, "created_at": datetime(2025, 3, 14, 7)}  # 14:00
    return row | {"created_at_has_time": True} | given


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    return stored(
        tmp_path_factory.mktemp("workspace"),
        {
            "customer": [{"customer_id": "K1", "customer_name": "A"}],
            "invoice_line": [
                {"invoice_id": "1", "customer_id": "K1", "amount": 10, "invoiced_on": date(2025, 2, 3)},
                {"invoice_id": "2", "customer_id": "K1", "amount": 20, "invoiced_on": date(2024, 11, 4)},
            ],
            "ticket": [
                ticket("open", "Day"),
                ticket("open at night", "Night"),
                ticket("answered", "Day", first_response_at=datetime(2025, 3, 14, 8), first_response_at_has_time=True),
                ticket("closed", "Day", resolved_at=datetime(2025, 3, 17, 8)),
            ],
            "survey_response": [
                {"response_id": "1", "customer_id": "K1", "score": 9, "responded_at": date(2025, 2, 3)}
            ],
        },
        settings=NIGHT,
    )


def waits(read, cut):
    found = read("response_time_waits", {"periods": [cut], "dimension": Dimension.TEAM})
    return {team: sorted(hours.tolist()) for team, hours in zip(found["group_name"], found["waits"], strict=True)}


def test_the_tables_of_periods_follow_what_is_asked(snapshot):
    # 14 March is a Friday: three hours are left of the day, and of the night team's nine; Monday has eight, and 23
    friday = {"Day": [-3, -3, 1], "Night": [-9]}
    monday = {"Day": [-11, -3, 1], "Night": [-32]}
    with open_reader(snapshot, Scope(LAPTOP)) as read:
        assert [waits(read, cut) for cut in (QUARTER, A_DAY_LATER, QUARTER)] == [friday, monday, friday]
        assert read("revenue", {"periods": [BEFORE, QUARTER], "dimension": None})["n"].tolist() == [0, 1]


@pytest.mark.parametrize("cuts", [[BEFORE], [BEFORE, QUARTER]], ids=("nothing", "something"))
def test_the_whole_is_the_frame_that_the_database_gives(snapshot, cuts):
    with open_reader(snapshot, Scope(LAPTOP)) as read, open_cursor(snapshot.path) as cursor:
        periods = AskedPeriods()
        for name in BY_EVERYTHING:
            text = query_text(name)
            periods.make(cursor, cuts, text)
            expected = cursor.execute(text.replace(SPLICE, "'w'")).df().assign(group_name=None)
            found = read(name, {"periods": cuts, "dimension": None})
            pd.testing.assert_frame_equal(found, expected, obj=name)
