from __future__ import annotations

import itertools
import re

import pytest

from analytics.kpi import Answer, Unit
from charts.axes import Measure, nice_step, period_axis, value_axis
from charts.columns import Column, columns
from charts.sparkline import HEIGHT, WIDTH, sparkline
from charts.theme import DARK, LIGHT, alt_text
from charts.trend import trend
from domain.period import parse_period, periods_between
from tests.charts.conftest import QUARTERS


def line_of(drawn):
    return next(trace for trace in drawn.data if trace.mode == "lines+markers")


def test_a_gap_in_the_data_is_a_gap_in_the_line_and_in_the_band(nps, nps_history, caption):
    drawn = trend(nps, nps_history, caption=caption, colours=LIGHT)
    assert line_of(drawn).y[2] is None
    assert sum(trace.fill == "toself" for trace in drawn.data) == 2


def test_a_small_sample_is_a_ring_and_the_last_point_is_largest(nps, nps_history, caption):
    marker = line_of(trend(nps, nps_history, caption=caption, colours=LIGHT)).marker
    assert marker.color[5] == LIGHT.paper
    assert marker.color[4] == LIGHT.ink
    assert marker.size[7] == max(marker.size)


def test_the_last_value_is_written_and_every_value_is_in_the_words(nps, nps_history, caption):
    drawn = trend(nps, nps_history, caption=caption, colours=LIGHT)
    assert any("33,3" in note.text for note in drawn.layout.annotations)
    assert "Quý 3/2025: 33,3" in alt_text(drawn)
    assert "Quý 2/2024: —" in alt_text(drawn)


def test_the_interval_is_inside_the_axis(nps, nps_history, caption):
    low, high = trend(nps, nps_history, caption=caption, colours=LIGHT).layout.yaxis.range
    assert low <= 4
    assert high >= 41.3


def test_nothing_known_is_an_empty_frame(nps, caption):
    answers = [Answer("nps", quarter, None, None) for quarter in QUARTERS]
    assert trend(nps, answers, caption=caption, colours=DARK).layout.height > 0
    assert trend(nps, [], caption=caption, colours=DARK).layout.height > 0


def test_columns_start_at_zero_and_say_which_is_which(caption):
    points = [Column(quarter, 10e9, 9e9, 11e9) for quarter in QUARTERS]
    drawn = columns(points, Measure(Unit.MONEY, 0, "VND"), caption=caption, colours=LIGHT)
    assert drawn.layout.yaxis.range[0] == 0
    before, actual, target = drawn.data
    assert before.marker.color == LIGHT.previous
    assert actual.marker.color == LIGHT.ink
    assert (target.marker.color, target.marker.line.color) == ("rgba(0,0,0,0)", LIGHT.ink)
    assert "VND" in [note.text for note in drawn.layout.annotations]


def test_a_negative_total_hangs_below_zero(caption):
    drawn = columns(
        [Column(QUARTERS[0], -5.0), Column(QUARTERS[1], 5.0)], Measure(Unit.POINTS), caption=caption, colours=LIGHT
    )
    low, high = drawn.layout.yaxis.range
    assert low <= -5 < 5 <= high


@pytest.mark.parametrize("names", [("2023-Q4", "2025-Q3"), ("2023-01", "2025-12"), ("2019", "2025")])
def test_period_labels_do_not_crowd(names):
    periods = periods_between(*map(parse_period, names))
    axis = period_axis(periods, LIGHT)
    assert len(axis["tickvals"]) <= 12
    assert axis["tickvals"][-1] == len(periods) - 1
    assert axis["tickangle"] == 0
    years = [place for place, text in enumerate(axis["ticktext"]) if "<b>" in text]
    assert all(later - earlier > 1 for earlier, later in itertools.pairwise(years))


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0, 7.3), (-20, 33), (1e9, 9.9e9), (0.91, 0.93)])
def test_ticks_are_round_and_hold_the_values(low, high):
    axis = value_axis(Measure(Unit.POINTS), [low, high], zero=False)
    assert axis["range"][0] <= low < high <= axis["range"][1]
    assert 2 <= len(axis["tickvals"]) <= 8
    assert len(set(axis["ticktext"])) == len(axis["ticktext"])
    assert re.fullmatch(r"[125]0*", f"{nice_step(low, high):.10f}".replace(".", "").strip("0"))


def test_a_sparkline_is_numbers_only_and_stays_inside_its_picture(nps_history):
    drawn = sparkline(nps_history, colours=LIGHT, target=90.0, minimum_n=10)
    assert "<text" not in drawn
    assert all(0 <= float(y) <= HEIGHT for y in re.findall(r"[ML][\d.]+ ([\d.]+)", drawn))
    assert all(0 <= float(x) <= WIDTH for x in re.findall(r'cx="([\d.]+)"', drawn))
    assert drawn.count("M") == 2


def test_a_sparkline_without_values_is_an_empty_picture():
    assert "<path" not in sparkline([], colours=LIGHT)
    assert "<path" not in sparkline([Answer("nps", QUARTERS[0], None, None)], colours=LIGHT)
