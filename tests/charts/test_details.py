from __future__ import annotations

import pytest

from analytics.kpi import Unit
from charts.axes import Measure
from charts.bridge import Step, bridge
from charts.durations import EDGES, bin_names, durations, position
from charts.scatter import Point, scatter
from charts.scores import scores
from charts.theme import LIGHT, alt_text
from tests.charts.conftest import HOSTILE_NAME

CUSTOMERS = Measure(Unit.CUSTOMERS)


def test_a_bridge_ends_where_its_steps_lead(caption):
    steps = [
        Step("before", 120, is_total=True),
        Step("new", 14, is_good=True),
        Step("lost", -9, is_good=False),
        Step("now", 125, is_total=True),
    ]
    bars = bridge(steps, CUSTOMERS, caption=caption, colours=LIGHT).data[0]
    assert list(bars.base) == [0, 120, 125, 0]
    assert list(bars.y) == [120, 14, 9, 125]
    assert list(bars.marker.color) == [LIGHT.ink, LIGHT.better, LIGHT.worse, LIGHT.ink]


def test_moves_of_a_bridge_carry_their_sign(caption):
    drawn = bridge(
        [Step("new", 3, is_good=True), Step("lost", -2, is_good=False)], CUSTOMERS, caption=caption, colours=LIGHT
    )
    texts = [note.text for note in drawn.layout.annotations]
    assert "<b>+3</b>" in texts
    assert "<b>−2</b>" in texts


def test_scores_have_a_column_each_and_shares_of_the_whole(caption):
    drawn = scores({0: 1, 7: 1, 10: 2}, CUSTOMERS, caption=caption, colours=LIGHT)
    assert list(drawn.data[0].y) == [1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 2]
    shares = [note.text for note in drawn.layout.annotations if "%" in note.text]
    assert [share.split("<b>")[1][:3] for share in shares] == ["25%", "25%", "50%"]


def test_scores_without_answers_have_no_shares(caption):
    drawn = scores({}, CUSTOMERS, caption=caption, colours=LIGHT)
    assert sum(drawn.data[0].y) == 0
    assert any("—" in note.text for note in drawn.layout.annotations)


def test_every_ticket_is_in_one_column(caption):
    hours = [0.0, 0.25, 0.26, 3.0, 8.0, 100.0]
    drawn = durations(hours, [1] * 6, [0, 0, 0, 0, 0, 2], caption=caption, colours=LIGHT)
    answered, waiting = drawn.data
    # 0; a quarter of an hour; up to an hour; up to 4 h; a working day; over two weeks of 40 h
    assert list(answered.y) == [1, 0, 1, 1, 0, 1, 1, 0, 0, 0, 1]
    assert sum(waiting.y) == 2
    assert waiting.marker.color == LIGHT.paper
    assert waiting.marker.line.color == LIGHT.ink


@pytest.mark.parametrize(
    ("is_calendar", "ends"),
    [(False, ["1 phút", "5 phút", "1 giờ", "4 giờ", "1 ngày", "1 tuần"]),
     (True, ["1 phút", "5 phút", "1 giờ", "8 giờ", "1 ngày", "1 tuần"])],
)  # fmt: skip
def test_the_axis_is_written_in_minutes_hours_days_and_weeks(caption, is_calendar, ends):
    drawn = durations([1.0], [1], [0], caption=caption, colours=LIGHT, is_calendar=is_calendar)
    assert [text.replace("<br>", " ") for text in drawn.layout.xaxis.ticktext] == ends
    assert len(bin_names(is_calendar)) == len(drawn.data[0].x)


def test_places_on_the_scale_rise_with_the_time():
    times = [0.0, 0.1, 0.25, 0.3, 1.0, 7.9, 8.0, 50.0, 81.0, 5000.0]
    places = [position(time) for time in times]
    assert places == sorted(places)
    assert places[0] == -0.5
    assert places[-1] <= len(EDGES) - 1.5
    assert position(0.25) == pytest.approx(2.5)


def test_a_mark_that_is_not_reached_is_left_out(caption):
    drawn = durations([1.0], [1], [0], caption=caption, colours=LIGHT, marks=[("median", 1.0), ("p90", None)])
    assert len(drawn.layout.shapes) == 1


def test_a_crowd_of_points_names_only_those_furthest_out(caption):
    points = [Point(f"P{place}", float(place), float(place % 7), 30) for place in range(60)]
    drawn = scatter(points, CUSTOMERS, Measure(Unit.HOURS, 1), names=("load", "hours"), caption=caption, colours=LIGHT)
    named = [note.text for note in drawn.layout.annotations if note.text.startswith("P")]
    assert 1 <= len(named) <= 6
    assert len(drawn.data[0].x) == 60
    assert drawn.layout.xaxis.title.text == "load"
    assert "P59" in named


def test_points_show_names_as_written(caption):
    points = [Point(HOSTILE_NAME, 1.0, 2.0, 30), Point("b", 2.0, 1.0, 3, is_small=True)]
    drawn = scatter(points, CUSTOMERS, CUSTOMERS, names=("x", "y"), caption=caption, colours=LIGHT)
    assert "<img" not in drawn.to_json()
    assert list(drawn.data[0].marker.symbol) == ["circle", "circle-open"]
    assert "b" in alt_text(drawn)


def test_no_points_is_an_empty_frame(caption):
    assert scatter([], CUSTOMERS, CUSTOMERS, names=("x", "y"), caption=caption, colours=LIGHT).layout.height > 0
