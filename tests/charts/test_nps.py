from __future__ import annotations

from dataclasses import replace

from analytics.kpi import Unit
from analytics.nps import Group
from charts.axes import Measure
from charts.pooled import pooled
from charts.rolling import rolling_trend
from charts.theme import LIGHT, alt_text
from tests.charts.conftest import HOSTILE_NAME, LONG_NAME, group

POINTS = Measure(Unit.POINTS, 1)


def test_a_dot_stands_at_the_pooled_value_and_a_tick_at_the_counted_one(caption):
    groups = [Group(group(LONG_NAME, 60.0), 50.0, 30.0, 70.0, 0.7), Group(group(HOSTILE_NAME, -100.0, n=1))]
    drawn = pooled(groups, POINTS, mean=20.0, caption=caption, colours=LIGHT)
    ticks, dots = drawn.data
    assert list(dots.x) == [50.0, -100.0]
    assert list(ticks.x) == [60.0]
    assert list(dots.marker.color) == [LIGHT.ink, LIGHT.paper], "not pooled is a ring"
    low, high = drawn.layout.xaxis.range
    assert low <= -100
    assert high >= 70
    assert "<img" not in str(drawn.layout.yaxis.ticktext)
    assert "60,0" in alt_text(drawn)
    assert "50,0" in alt_text(drawn)


def test_groups_past_the_fifteenth_are_counted_aloud(caption):
    groups = [Group(group(f"G{place}", float(place)), float(place), -5.0, 30.0, 1.0) for place in range(20)]
    drawn = pooled(groups, POINTS, mean=1.0, caption=caption, colours=LIGHT)
    assert len(drawn.data[1].x) == 15
    assert "5" in drawn.layout.meta["footnote"]
    assert pooled([], POINTS, mean=None, caption=caption, colours=LIGHT).data[1].x == ()


def test_the_rolling_year_lies_beside_the_own_value_and_inside_the_axis(nps, nps_history, caption):
    rolling = [replace(answer, kpi="nps_rolling", value=None if place < 3 else 90.0, low=80.0, high=95.0)
               for place, answer in enumerate(nps_history)]  # fmt: skip
    drawn = rolling_trend(nps, nps_history, rolling, caption=caption, colours=LIGHT)
    line = next(trace for trace in drawn.data if trace.line.width == 4)
    assert list(line.y) == [None] * 3 + [90.0] * 5
    assert drawn.layout.yaxis.range[1] >= 90
    assert drawn.data[-1].y[-1] == 33.3, "the own value is drawn on top"
    assert any("90" in note.text for note in drawn.layout.annotations)
    assert "90,0" in alt_text(drawn)


def test_two_labels_at_the_same_height_are_moved_apart(nps, nps_history, caption):
    drawn = rolling_trend(nps, nps_history, nps_history, caption=caption, colours=LIGHT)
    label = drawn.layout.annotations[-1]
    assert abs(label.yshift) >= 17


def test_without_a_rolling_year_the_trend_is_the_trend(nps, nps_history, caption):
    drawn = rolling_trend(nps, nps_history, [], caption=caption, colours=LIGHT)
    assert [trace.y[-1] for trace in drawn.data if trace.mode == "lines+markers"] == [33.3]
    assert "12" not in str([note.text for note in drawn.layout.annotations])
