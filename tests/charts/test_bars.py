from __future__ import annotations

from charts.bars import MOST_BARS, bars, ranked
from charts.theme import LIGHT, alt_text, caption_of
from domain.scope import NO_GROUP
from tests.charts.conftest import HOSTILE_NAME, LONG_NAME, group


def values_of(drawn):
    return next(list(trace.x) for trace in drawn.data if trace.error_x.visible is not None)


def test_groups_are_sorted_the_unknown_one_last(nps, caption):
    answers = [group("a", 1.0), group(NO_GROUP, 99.0), group("b", None), group("c", 5.0)]
    assert [answer.group for answer in ranked(answers)] == ["c", "a", "b", NO_GROUP]
    assert values_of(bars(nps, answers, caption=caption, colours=LIGHT)) == [5.0, 1.0, None, 99.0]


def test_bars_start_at_zero_also_where_all_values_are_large(nps, caption):
    drawn = bars(nps, [group("a", 80.0), group("b", 82.0)], caption=caption, colours=LIGHT)
    low, high = drawn.layout.xaxis.range
    assert low <= 0 < 82 < high


def test_negative_values_and_whiskers_are_inside_the_axis(nps, caption):
    drawn = bars(nps, [group("a", -40.0), group("b", 20.0)], caption=caption, colours=LIGHT)
    low, high = drawn.layout.xaxis.range
    assert low <= -50
    assert high >= 30


def test_a_long_name_is_broken_into_lines_and_gets_the_height_for_them(nps, caption):
    drawn = bars(nps, [group(LONG_NAME, 10.0)], caption=caption, colours=LIGHT)
    text = drawn.layout.yaxis.ticktext[0]
    assert text.replace("<br>", " ") == LONG_NAME
    assert all(len(line) <= 18 for line in text.split("<br>"))
    short = bars(nps, [group("a", 10.0)], caption=caption, colours=LIGHT)
    assert drawn.layout.height > short.layout.height
    assert drawn.layout.template.layout.yaxis.automargin is True


def test_a_name_is_shown_as_written_never_as_markup(nps, caption):
    drawn = bars(nps, [group(HOSTILE_NAME, 10.0)], caption=caption, colours=LIGHT)
    shown = drawn.to_json()
    assert "<img" not in shown
    assert "<a href" not in shown
    assert "&lt;img" in shown


def test_small_samples_are_grey_and_say_their_n(nps, caption):
    drawn = bars(nps, [group("a", 10.0, n=3), group("b", 5.0)], caption=caption, colours=LIGHT)
    trace = next(trace for trace in drawn.data if trace.error_x.visible is not None)
    assert list(trace.marker.color) == [LIGHT.previous, LIGHT.ink]
    assert "n = 3" in drawn.layout.yaxis.ticktext[0]


def test_what_does_not_fit_is_counted_in_the_footnote(nps, caption):
    answers = [group(f"g{place:02}", float(place)) for place in range(MOST_BARS + 4)]
    drawn = bars(nps, answers, caption=caption, colours=LIGHT)
    assert len(drawn.layout.yaxis.ticktext) == MOST_BARS
    assert "4" in caption_of(drawn).footnote


def test_targets_are_outlines(nps, caption):
    drawn = bars(nps, [group("a", 10.0), group("b", 5.0)], caption=caption, colours=LIGHT, targets={"a": 12.0})
    outline = next(trace for trace in drawn.data if trace.marker.line.width)
    assert outline.marker.color == "rgba(0,0,0,0)"
    assert list(outline.x) == [12.0, None]


def test_the_words_hold_every_group(nps, caption):
    drawn = bars(nps, [group("Miền Bắc", 10.0), group("Miền Nam", -5.0)], caption=caption, colours=LIGHT)
    assert "Miền Bắc: 10" in alt_text(drawn)
    assert "Miền Nam: −5" in alt_text(drawn)


def test_no_groups_is_an_empty_frame(nps, caption):
    assert bars(nps, [], caption=caption, colours=LIGHT).layout.height >= 100
