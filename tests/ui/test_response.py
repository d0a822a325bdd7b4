"""What the page of response times says of tickets that cannot tell everything."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import pytest

from i18n.format import HOURS_A_WORKING_DAY, duration, weekday
from i18n.translate import set_language
from tests.data.stores import stored
from tests.ui.test_pages import ROWS, run, shown, workspace
from ui.response import missing, said_to_be_closed

__all__ = ["workspace"]


def test_answered_tickets_only_is_said_where_there_are_many():
    assert missing(49, 0, 49) == []
    assert missing(50, 1, 50) == []
    (said,) = missing(50, 0, 50)
    assert "waiting ones cannot be seen" in str(said)


def test_durations_only_is_said():
    (said,) = missing(3, 0, 0)
    assert "durations only" in str(said)


def test_without_tickets_the_page_says_so_and_shows_where_to_load_them(workspace):
    stored(workspace, {name: rows for name, rows in ROWS.items() if name != "ticket"})
    app = run("response_time")
    assert not app.exception
    assert "No tickets are loaded" in shown(app)


def test_durations_alone_draw_the_page(workspace):
    tickets = [
        {"ticket_id": str(n), "created_at": datetime(2025, 8, 1), "created_at_has_time": False,
         "first_response_business_minutes": n}
        for n in range(60)
    ]  # fmt: skip
    stored(workspace, ROWS | {"ticket": tickets})
    app = run("response_time", week="median")
    assert not app.exception
    assert [error.value for error in app.error] == []
    text = shown(app)
    assert "durations only" in text
    assert "not one is unanswered" in text
    assert "No ticket of this period has a time of day" in text


@pytest.mark.parametrize(
    ("hours", "words"),
    [(0, "0 min"), (0.75, "45 min"), (5 + 1 / 3, "5 h 20 min"), (8, "8 h"), (-3.5, "−3 h 30 min"), (126.4, "126 h"),
     (0.999, "1 h"), (None, "—")],
)  # fmt: skip
def test_lengths_of_time_in_words(hours, words):
    set_language("en")
    assert duration(hours).replace("\N{NO-BREAK SPACE}", " ") == words
    assert (weekday(0), weekday(6, short=True)) == ("Monday", "Sun")


@pytest.mark.parametrize(("hours", "words"), [(5718, "715 days"), (24, "3 days"), (23, "23 h"), (-40, "−5 days")])
def test_years_of_waiting_are_told_in_working_days(hours, words):
    set_language("en")
    assert duration(hours, HOURS_A_WORKING_DAY).replace("\N{NO-BREAK SPACE}", " ") == words


def test_tickets_that_their_status_calls_closed_are_not_quietly_counted_as_waiting():
    assert said_to_be_closed(pd.Series(["new", None, "open"])) == []
    (said,) = said_to_be_closed(pd.Series(["Closed", "solved", "new", None]))
    assert said.values == {"n": 2}
