from __future__ import annotations

from analytics.activities import Progress
from charts.progress import MOST_ROWS, progress_by_group, progress_over_time
from charts.theme import LIGHT, alt_text, caption_of
from domain.scope import NO_GROUP
from tests.charts.conftest import HOSTILE_NAME, QUARTERS

SOME = Progress(done=5, done_late=2, overdue=3, planned=1)


def test_the_parts_of_a_column_add_up_to_what_was_planned(caption):
    drawn = progress_over_time([(QUARTERS[-1], SOME)], caption=caption, colours=LIGHT)
    assert sum(trace.y[0] for trace in drawn.data) == SOME.n_due
    assert drawn.layout.yaxis.range[0] == 0
    assert drawn.layout.yaxis.range[1] >= SOME.n_due


def test_a_part_that_does_not_occur_is_not_in_the_key(caption):
    drawn = progress_over_time([(QUARTERS[-1], SOME)], caption=caption, colours=LIGHT)
    assert len(drawn.data) == 4


def test_what_is_not_yet_due_is_an_outline(caption):
    drawn = progress_by_group([("An", Progress(planned=2))], caption=caption, colours=LIGHT)
    (trace,) = drawn.data
    assert trace.marker.color == "rgba(0,0,0,0)"
    assert "—" in drawn.layout.annotations[0].text


def test_names_are_shown_as_written_and_what_does_not_fit_is_counted(caption):
    rows = [(HOSTILE_NAME, SOME), *[(f"g{place}", SOME) for place in range(MOST_ROWS)], (NO_GROUP, SOME)]
    drawn = progress_by_group(rows, caption=caption, colours=LIGHT)
    assert "<img" not in drawn.to_json()
    assert len(drawn.layout.yaxis.ticktext) == MOST_ROWS
    assert "2" in caption_of(drawn).footnote.split("·")[-1]


def test_the_words_hold_every_group(caption):
    assert "An: 11" in alt_text(progress_by_group([("An", SOME)], caption=caption, colours=LIGHT))


def test_nothing_at_all_is_an_empty_frame(caption):
    assert progress_over_time([], caption=caption, colours=LIGHT).layout.height > 100
    assert progress_by_group([], caption=caption, colours=LIGHT).layout.height > 100
