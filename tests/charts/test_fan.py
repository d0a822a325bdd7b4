from __future__ import annotations

from itertools import pairwise

from analytics.kpi import Unit
from charts.axes import Measure
from charts.fan import Reached, fan
from charts.text import room_beside
from charts.theme import DARK, LIGHT, alt_text
from domain.period import parse_period, periods_between

MONTHS = periods_between(parse_period("2025-01"), parse_period("2025-12"))
MONEY = Measure(Unit.MONEY, currency="VND")


def year(n_over: int) -> list[Reached]:
    """10 a month; ahead, two months' bounds wider with every step."""
    points = []
    for place, month in enumerate(MONTHS, start=1):
        ahead = max(0, place - n_over)
        mean = 10.0 * place
        points.append(
            Reached(month, 10.0 * min(place, n_over), mean, mean - ahead, mean + ahead, mean - 2 * ahead,
                    mean + 2 * ahead, ahead == 0, 9.0 * place)
        )  # fmt: skip
    return points


def test_the_fan_opens_where_what_came_ends(caption):
    drawn = fan(year(8), MONEY, target=118.0, caption=caption, colours=LIGHT)
    wide, narrow, last_year, expected, actual = drawn.data
    assert list(actual.x) == list(range(8))
    assert (expected.x[0], expected.y[0]) == (7, 80.0)
    assert wide.y[0] == narrow.y[0] == 80.0
    assert (max(wide.y), max(narrow.y)) == (128.0, 124.0)
    assert wide.fillcolor != narrow.fillcolor
    assert (expected.line.dash, last_year.line.dash, actual.line.dash) == ("dash", "dot", None)


def test_the_target_is_a_line_and_is_named_with_the_others_apart(caption):
    drawn = fan(year(8), MONEY, target=119.0, caption=caption, colours=DARK)
    (line,) = drawn.layout.shapes
    assert line.y0 == line.y1 == 119.0
    low, high = drawn.layout.yaxis.range
    heights = sorted(one.y for one in drawn.layout.annotations if one.xref == "paper" and one.xanchor == "left")[1:]
    assert len(heights) == 3
    assert all(low <= height <= high for height in heights)
    assert all(after - before > 0.05 * (high - low) for before, after in pairwise(heights))


def test_before_the_year_has_begun_the_fan_opens_at_nothing(caption):
    drawn = fan(year(0), MONEY, target=None, caption=caption, colours=LIGHT)
    expected = next(trace for trace in drawn.data if trace.line.dash == "dash")
    assert (expected.x[0], expected.y[0]) == (-1, 0.0)
    assert not drawn.layout.shapes


def test_a_year_that_is_over_has_no_fan(caption):
    drawn = fan(year(12), MONEY, target=None, caption=caption, colours=LIGHT)
    assert not [trace for trace in drawn.data if trace.fill == "toself"]


def test_no_points_is_an_empty_frame(caption):
    assert len(fan([], MONEY, target=None, caption=caption, colours=LIGHT).data) == 0


def test_the_words_hold_every_month_and_the_target(caption):
    words = alt_text(fan(year(8), MONEY, target=118.0, caption=caption, colours=LIGHT))
    for figure in ("118", "120", "116", "124", "80", "108"):
        assert figure in words


def test_words_beside_the_ends_have_the_room_of_the_longest() -> None:
    """20 letters of 12 pixels at .56 of the size, and 12 of air; few letters leave the room as it was."""
    assert room_beside(["năm trước 20,6 nghìn", "x"], 12, 118) == 135 + 12
    assert room_beside(["actual 1 k"], 12, 118) == 118
    assert room_beside([], 12, 118) == 118
