from __future__ import annotations

from analytics.kpi import Unit
from charts.axes import Measure
from charts.panels import MOST_ROWS, Panel, panels
from charts.spread import spread_of
from charts.theme import LIGHT, alt_text, caption_of
from tests.charts.conftest import HOSTILE_NAME

LOAD, HOURS = Measure(Unit.CUSTOMERS_PER_MANAGER), Measure(Unit.HOURS, 1)


def both(caption, names=("An", "Bình"), load=(30.0, 10.0), hours=(8.0, None), ns=(40, 0)):
    shown = [Panel("Load", LOAD, load, 20.0), Panel("Response", HOURS, hours, 5.0, ns, 10)]
    return panels(list(names), shown, caption=caption, colours=LIGHT)


def test_every_panel_starts_at_zero_and_shares_the_rows(caption):
    drawn = both(caption)
    assert drawn.layout.xaxis.range[0] == drawn.layout.xaxis2.range[0] == 0
    assert drawn.layout.yaxis.range == drawn.layout.yaxis2.range
    assert [list(trace.x) for trace in drawn.data] == [[30, 10], [8, None]]


def test_what_is_not_known_is_a_dash_and_small_samples_are_grey(caption):
    drawn = both(caption, hours=(8.0, 3.0), ns=(40, 2))
    assert list(drawn.data[1].marker.color) == [LIGHT.ink, LIGHT.previous]
    assert "n = 2" in drawn.data[1].customdata[1]
    assert any("—" in note.text for note in both(caption).layout.annotations)


def test_the_mean_is_named_with_a_decimal(caption):
    texts = " ".join(note.text for note in both(caption).layout.annotations)
    assert "20,0" in texts


def test_names_are_shown_as_written_and_more_than_fit_are_counted(caption):
    n = MOST_ROWS + 3
    drawn = both(caption, [HOSTILE_NAME] * n, [1.0] * n, [2.0] * n, [20] * n)
    assert "<img" not in drawn.to_json()
    assert "3" in caption_of(drawn).footnote.split("·")[-1]


def test_negative_values_stay_inside(caption):
    low, high = both(caption, load=(-5.0, 10.0)).layout.xaxis.range
    assert low < -5 < 10 < high


def test_the_words_hold_every_number(caption):
    assert "An: Load 30, Response 8,0" in alt_text(both(caption))


def test_equal_loads_are_stacked_dots(caption):
    points = [("An", 20.0), ("Bình", 20.0), ("Chi", 25.0)]
    drawn = spread_of(points, LOAD, axis_name="load", mean=21.67, caption=caption, colours=LIGHT)
    assert list(drawn.data[0].x) == [20, 20, 25]
    assert list(drawn.data[0].y) == [1, 2, 1]
    assert "21,7" in " ".join(note.text for note in drawn.layout.annotations)
    assert "Chi: 25" in alt_text(drawn)


def test_hundreds_of_managers_stay_inside_the_frame(caption):
    points = [(f"m{n}", float(n % 90)) for n in range(400)]
    drawn = spread_of(points, LOAD, axis_name="load", mean=None, caption=caption, colours=LIGHT)
    assert max(drawn.data[0].y) < drawn.layout.yaxis.range[1]


def test_no_managers_is_an_empty_frame(caption):
    drawn = spread_of([], LOAD, axis_name="load", mean=None, caption=caption, colours=LIGHT)
    assert drawn.layout.height > 100
    assert panels([], [], caption=caption, colours=LIGHT).layout.height > 50
