from __future__ import annotations

import itertools
from datetime import date, timedelta

from analytics.kpi import Unit
from charts.axes import Measure
from charts.theme import DARK, LIGHT, alt_text
from charts.timeline import MOST_ROWS, Mark, Sign, Span, Story, stacked, timeline
from domain.period import parse_period
from tests.charts.conftest import HOSTILE_NAME, LONG_NAME

MONEY = Measure(Unit.MONEY, 0, "VND")
FIRST, LAST, Q3 = date(2024, 1, 1), date(2025, 9, 30), parse_period("2025-Q3")
FULL = Story(
    months=[(date(2025, 1, 1), 5e6), (date(2025, 2, 1), -1e6)],
    tickets=[Mark(date(2025, 1, 5), Sign.PLAIN, HOSTILE_NAME, 3.0), Mark(date(2025, 1, 9), Sign.OPEN, "waits", None)],
    answers=[Mark(date(2025, 3, 1), Sign.GOOD, "ten", 10.0), Mark(date(2025, 4, 1), Sign.BAD, "two", 2.0)],
    deals=[Span(date(2025, 1, 1), date(2025, 3, 1), Sign.GOOD, "won"), Span(date(2025, 2, 1), LAST, Sign.OPEN, "open")],
    contracts=[Span(FIRST, LAST, Sign.NOW, "in force", LONG_NAME)],
    activities=[Mark(date(2025, 5, 1), Sign.PLAIN, "call")],
    owners=[
        Span(FIRST, date(2025, 1, 1), Sign.PAST, "An", "An"),
        Span(date(2025, 1, 1), LAST, Sign.NOW, "Bình", "Bình"),
    ],
)  # fmt: skip


def drawn(story, caption, colours=LIGHT):
    return timeline(story, MONEY, first=FIRST, last=LAST, looked_at=Q3, caption=caption, colours=colours)


def lanes(figure) -> list[tuple[float, float]]:
    return sorted(
        tuple(figure.layout[name].domain) for name in figure.layout.to_plotly_json() if name.startswith("yaxis")
    )


def test_every_lane_has_its_own_place_on_one_axis(caption):
    for colours in (LIGHT, DARK):
        figure = drawn(FULL, caption, colours)
        places = lanes(figure)
        assert len(places) == 7
        assert all(low < high for low, high in places)
        assert all(before[1] < after[0] for before, after in itertools.pairwise(places))
        assert {trace.xaxis for trace in figure.data} == {"x"}


def test_a_lane_without_anything_is_left_out(caption):
    assert len(lanes(drawn(Story(activities=FULL.activities), caption))) == 1
    assert drawn(Story(), caption).layout.height > 0


def test_scores_are_told_by_number_and_shape(caption):
    (answers,) = [trace for trace in drawn(FULL, caption).data if trace.text is not None]
    assert list(answers.y) == [10, 2]
    assert list(answers.marker.symbol) == ["triangle-up", "triangle-down"]
    assert list(answers.text) == ["10", "2"]


def test_a_stem_is_as_long_as_the_wait_and_one_that_is_not_known_has_none(caption):
    figure = drawn(FULL, caption)
    stems = next(trace for trace in figure.data if trace.type == "scatter")
    assert list(stems.y) == [0, 3.0, None]


def test_no_name_becomes_markup_and_none_is_cut(caption):
    figure = drawn(FULL, caption)
    assert "<img" not in figure.to_json()
    names = [text for name in figure.layout.to_plotly_json() if name.startswith("yaxis")
             for text in figure.layout[name].ticktext or ()]  # fmt: skip
    assert LONG_NAME in [name.replace("<br>", " ") for name in names]


def test_the_words_say_what_the_lanes_hold(caption):
    text = alt_text(drawn(FULL, caption))
    assert caption.title in text
    assert "2025-02" in text


def test_spans_are_kept_apart_in_at_most_six_rows():
    apart = [Span(FIRST + timedelta(days=40 * n), FIRST + timedelta(days=40 * n + 20), Sign.GOOD, "") for n in range(5)]
    assert {span.row for span in stacked(apart)} == {"0"}
    together = [Span(FIRST, LAST, Sign.GOOD, str(n)) for n in range(20)]
    placed = stacked(together)
    assert len(placed) == 20
    assert len({span.row for span in placed}) == MOST_ROWS
