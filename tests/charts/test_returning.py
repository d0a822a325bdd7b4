from __future__ import annotations

import math

import pytest

from analytics.kpi import Unit
from charts.axes import Measure
from charts.bridge import Step, bridge
from charts.cohorts import CohortRow, cohorts
from charts.projection import Expected, projection
from charts.survival import Mark, survival
from charts.theme import DARK, LIGHT, alt_text
from tests.charts.conftest import HOSTILE_NAME


def test_a_cell_that_is_not_over_is_blank_and_every_other_shows_its_number(caption):
    rows = [CohortRow("Q1/25", 20, [0.95, 0.9], ["19", "18"]), CohortRow("Q2/25", 3, [1.5, math.nan], ["4", ""])]
    drawn = cohorts(rows, [1, 2], later="quarters later", caption=caption, colours=LIGHT)
    heat = drawn.data[0]
    assert [list(row) for row in heat.text] == [["95", "90"], ["150", ""]]
    assert [list(row) for row in heat.z] == [[0.95, 0.9], [1.0, None]]
    assert list(drawn.layout.yaxis.ticktext) == ["Q1/25  <b>20</b>", "Q2/25  <b>3</b>"]
    assert "Q2/25 (3): 1: 150%." in alt_text(drawn)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_numbers_stay_readable_on_the_darkest_cell(colours, caption):
    drawn = cohorts([CohortRow("a", 1, [1.0], ["1"])], [1], later="", caption=caption, colours=colours)
    strength = float(drawn.data[0].colorscale[1][1].rstrip(")").split(",")[-1])
    ink, paper = (channels(colour) for colour in (colours.ink, colours.paper))
    shade = [strength * one + (1 - strength) * other for one, other in zip(ink, paper, strict=True)]
    assert contrast(ink, shade) >= 4.5


def channels(colour):
    return [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]


def contrast(one, other):
    def luminance(colour):
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def test_a_survival_curve_steps_down_and_says_on_how_many_it_rests(caption):
    drawn = survival(
        [2.0, 5.0], [0.8, 0.5], ([0.6, math.nan], [0.9, math.nan]), [Mark(0, "0", 10), Mark(6, "6", 4)],
        across="months", longest=6.0, caption=caption, colours=LIGHT,
    )  # fmt: skip
    band, curve = drawn.data
    assert list(curve.x) == [0, 2, 2, 5, 5, 6]
    assert list(curve.y) == [1, 1, 0.8, 0.8, 0.5, 0.5]
    assert max(band.x) == 5, "no band where there is none"
    assert list(drawn.layout.xaxis.ticktext) == ["0<br><b>10</b>", "6<br><b>4</b>"]
    assert "50%" in alt_text(drawn)


def test_what_came_is_solid_and_what_is_expected_dashed_with_its_band(caption):
    points = [
        Expected("1", 10, 11, 9, 13),
        Expected("2", 12, 12, 10, 14, is_small=True),
        Expected(HOSTILE_NAME, math.nan, 13, 11, 16),
    ]
    drawn = projection(
        points, Measure(Unit.CUSTOMERS), split=1.5, across="month", unit="purchases", zero=True, caption=caption,
        colours=LIGHT,
    )  # fmt: skip
    band, expected, actual = drawn.data
    assert expected.line.dash == "dash"
    assert actual.line.dash is None
    assert list(actual.y) == [10, 12, None]
    assert list(actual.marker.color)[:2] == [LIGHT.ink, LIGHT.paper]
    assert list(band.y) == [13, 14, 16, 11, 10, 9]
    assert drawn.layout.shapes[0].x0 == 1.5
    assert "<img" not in str(drawn.layout.xaxis.ticktext)


def test_a_lying_bridge_is_the_same_bridge(caption):
    steps = [Step("before", 120, is_total=True), Step("lost", -9, is_good=False), Step("now", 111, is_total=True)]
    drawn = bridge(steps, Measure(Unit.CUSTOMERS), caption=caption, colours=LIGHT, is_lying=True)
    bars = drawn.data[0]
    assert bars.orientation == "h"
    assert list(bars.base) == [0, 111, 0]
    assert list(bars.x) == [120, 9, 111]
    assert drawn.layout.yaxis.range[0] > drawn.layout.yaxis.range[1], "the first step is on top"
