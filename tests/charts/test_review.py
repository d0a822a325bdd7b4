"""A review's charts on a screen: every mark where its number says, every meaning in its one sign."""

from __future__ import annotations

import itertools

import pytest

from charts.review import review_chart
from charts.theme import LIGHT
from i18n.language import set_language
from report.drawing_parts import Plane
from report.review import Chart, ChartKind, Format, Role, Series
from tests.report.reviews import full_review


def words(value: float) -> str:
    return Plane.words(value, Format.DECIMAL)


def signed(value: float) -> str:
    return Plane.words(value, Format.DECIMAL, is_signed=True)


def drawn(kind: ChartKind, *series: Series):
    set_language("en")
    names = tuple(f"N{at}" for at in range(len(series[0].values)))
    chart = Chart(kind, names, series, "tỷ", Format.DECIMAL, "alt")
    return review_chart(chart, words, LIGHT, height=400, signed=signed)


def test_signs_by_meaning() -> None:
    roles = (Role.ACTUAL, Role.TARGET, Role.FORECAST, Role.SCENARIO)
    bars = {
        bar.name: bar.marker for bar in drawn(ChartKind.COLUMNS, *(Series(r.value, r, (1.0, 2.0)) for r in roles)).data
    }
    assert bars["actual"].color == LIGHT.ink
    assert bars["target"].color == "rgba(0,0,0,0)"
    assert bars["target"].line.color == LIGHT.ink
    assert bars["forecast"].pattern.shape == "/"
    assert bars["scenario"].color == LIGHT.scenario


def test_columns_carry_their_numbers_while_there_are_few() -> None:
    few = drawn(ChartKind.COLUMNS, Series("a", Role.ACTUAL, (1.0, None)))
    assert list(few.data[0].text) == ["1.00", ""]
    many = drawn(ChartKind.COLUMNS, Series("a", Role.ACTUAL, tuple(float(at) for at in range(30))))
    assert many.data[0].text is None
    assert many.layout.yaxis.tickvals[0] == 0


def test_a_bridge_hangs_each_step_where_the_one_before_ended() -> None:
    figure = drawn(ChartKind.BRIDGE, Series("", Role.ACTUAL, (3.0, 1.0, -6.0, -2.0)))
    assert list(figure.data[0].base) == [0.0, 3.0, -2.0, -2.0]
    assert list(figure.data[0].y) == [3.0, 1.0, 6.0, 2.0]
    texts = [note.text for note in figure.layout.annotations]
    assert texts[:4] == ["<b>3.00</b>", "<b>+1.00</b>", "<b>−6.00</b>", "<b>−2.00</b>"]


def test_a_fan_lies_under_its_lines() -> None:
    figure = drawn(
        ChartKind.FAN,
        Series("Actual", Role.ACTUAL, (5.0, None)),
        Series("Forecast", Role.FORECAST, (5.0, 10.0)),
        *(
            Series("", role, (None, value))
            for role, value in ((Role.LOW80, 8.0), (Role.HIGH80, 12.0), (Role.LOW95, 7.0), (Role.HIGH95, 14.0))
        ),
    )
    assert [trace.fill for trace in figure.data] == ["toself", "toself", None, None]
    assert list(figure.data[0].y) == [14.0, 7.0]
    assert list(figure.data[1].y) == [12.0, 8.0]
    assert figure.data[3].line.dash == "dash"
    assert figure.data[2].connectgaps is False
    sides = {note.text: note.xanchor for note in figure.layout.annotations if note.text.startswith(("A", "F"))}
    assert sides == {"Actual <b>5.00</b>": "right", "Forecast <b>10.0</b>": "left"}, "nothing lies on what is to come"


def test_names_at_the_ends_of_lines_stand_apart() -> None:
    rows = (Series(f"L{at}", Role.PREVIOUS, (0.0, 10.0 + at / 100)) for at in range(4))
    notes = [note for note in drawn(ChartKind.LINES, *rows).layout.annotations if note.text.startswith("L")]
    heights = sorted(note.y for note in notes)
    assert all(b - a > 0.5 for a, b in itertools.pairwise(heights))


@pytest.mark.parametrize("kind", list(ChartKind))
def test_nothing_known_is_drawn_without_failing(kind: ChartKind) -> None:
    assert drawn(kind, Series("a", Role.ACTUAL, (None, None))) is not None


def test_every_chart_of_a_review_is_drawn_with_its_words() -> None:
    set_language("vi")
    charts = [slide.chart for slide in full_review("vi").slides if slide.chart]
    for chart in charts:
        figure = review_chart(chart, words, LIGHT, height=400, signed=signed)
        assert figure.layout.meta["alt"] == chart.alt
        assert figure.data
