"""Drawings on paper: every mark stands where its number says."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n.language import set_language
from report.drawing import drawn
from report.drawing_parts import Plane, fitted
from report.review import Chart, ChartKind, Format, Role, Series

NAME = "{http://www.w3.org/2000/svg}"
SOME = st.one_of(st.none(), st.floats(-1e12, 1e12, allow_nan=False))


def chart(kind: ChartKind, values: tuple[float | None, ...], role: Role = Role.ACTUAL) -> Chart:
    names = tuple(f"N{at}" for at in range(len(values)))
    return Chart(kind, names, (Series("a", role, values),), "đồng", Format.DECIMAL, "")


def rects(svg: str) -> list[dict[str, str]]:
    return [dict(one.attrib) for one in ET.fromstring(svg).findall(f"{NAME}rect")]


def test_columns_start_at_zero_and_are_as_high_as_their_values() -> None:
    low, high = rects(drawn(chart(ChartKind.COLUMNS, (10.0, 20.0))))
    assert float(high["height"]) == pytest.approx(2 * float(low["height"]), rel=0.01)
    assert float(low["y"]) + float(low["height"]) == pytest.approx(float(high["y"]) + float(high["height"]), abs=0.2)


def test_a_target_is_an_outline_and_a_forecast_is_hatched() -> None:
    assert rects(drawn(chart(ChartKind.COLUMNS, (1.0,), Role.TARGET)))[0]["fill"] == "none"
    assert rects(drawn(chart(ChartKind.COLUMNS, (1.0,), Role.FORECAST)))[0]["fill"] == "url(#hatch)"


def test_a_fan_names_every_line_and_band_and_writes_its_numbers_beside_the_ends() -> None:
    rows = {
        "Actual": (Role.ACTUAL, (5.0, None)), "Forecast": (Role.FORECAST, (5.0, 10.0)),
        "from": (Role.LOW80, (None, 8.0)), "to": (Role.HIGH80, (None, 12.0)),
        "far from": (Role.LOW95, (None, 7.0)), "far to": (Role.HIGH95, (None, 14.0)),
        "Target": (Role.TARGET, (11.0, 11.0)), "Year before": (Role.PREVIOUS, (4.0, 8.0)),
    }  # fmt: skip
    series = tuple(Series(name, role, values) for name, (role, values) in rows.items())
    svg = drawn(Chart(ChartKind.FAN, ("a", "b"), series, "tỷ", Format.WHOLE, ""))
    said = {one.text: one.attrib["text-anchor"] for one in ET.fromstring(svg).findall(f"{NAME}text")}
    assert {"Actual", "Forecast", "80%", "95%", "Target", "Year before"} <= set(said)
    assert "from" not in said
    ends = [one.attrib for one in ET.fromstring(svg).findall(f"{NAME}text") if one.attrib["font-weight"] == "600"]
    assert [one["text-anchor"] for one in ends] == ["end", "start"]


def test_a_gap_is_a_gap_and_not_zero() -> None:
    lines = [
        one.attrib["points"]
        for one in ET.fromstring(drawn(chart(ChartKind.LINES, (1.0, 2.0, None, 3.0)))).findall(f"{NAME}polyline")
    ]
    drawn_lines = [
        points
        for points in lines
        if len(points.split()) == 2 and points.split()[0].split(",")[1] != points.split()[1].split(",")[1]
    ]
    assert len(drawn_lines) == 1


def test_a_bridge_ends_where_its_steps_lead() -> None:
    boxes = rects(drawn(chart(ChartKind.BRIDGE, (3.0, 1.0, -6.0, -2.0))))
    bottom = [float(box["y"]) + float(box["height"]) for box in boxes]
    assert bottom[2] == pytest.approx(bottom[3], abs=0.2)  # the fall ends where the last total ends
    assert float(boxes[1]["y"]) == pytest.approx(float(boxes[2]["y"]), abs=0.2)  # and begins where the rise ended


def test_nothing_known_is_no_drawing() -> None:
    assert drawn(chart(ChartKind.LINES, (None, None))) == ""


def test_words_have_three_figures_in_the_reader_s_language() -> None:
    set_language("vi")
    assert [Plane.words(x, Format.DECIMAL) for x in (1.234, 12.34, 123.4)] == ["1,23", "12,3", "123"]
    set_language("en")
    assert Plane.words(0.125, Format.PERCENT) == "13%"
    assert Plane.words(1.5, Format.DECIMAL, is_signed=True) == "+1.50"


def test_long_names_end_with_an_ellipsis() -> None:
    assert fitted("Công ty Hòa Bình", 60).endswith("…")
    assert fitted("Huế", 60) == "Huế"


@given(st.sampled_from(list(ChartKind)), st.lists(SOME, min_size=1, max_size=14))
def test_whatever_the_numbers_everything_stays_on_the_paper(kind: ChartKind, values: list[float | None]) -> None:
    made = drawn(chart(kind, tuple(values)))
    if not made:
        return
    root = ET.fromstring(made)
    wide, high = float(root.attrib["width"]), float(root.attrib["height"])
    for box in rects(made):
        assert float(box["x"]) >= -0.1
        assert float(box["x"]) + float(box["width"]) <= wide + 0.1
        assert float(box["y"]) >= -0.1
        assert float(box["y"]) + float(box["height"]) <= high + 0.5
    assert not re.search(r"nan|inf", made)


def test_a_goal_at_the_end_of_a_line_has_a_mark_and_its_number() -> None:
    set_language("en")
    names = ("A", "B", "C")
    series = (Series("a", Role.ACTUAL, (10.0, 20.0, None)), Series("Target", Role.TARGET, (None, None, 58.2)))
    svg = ET.fromstring(drawn(Chart(ChartKind.FAN, names, series, "bn", Format.DECIMAL, "")))
    marks = [one for one in svg.findall(f"{NAME}polyline") if one.attrib.get("stroke-dasharray") == "12 5"]
    (left, right) = (tuple(map(float, point.split(","))) for point in marks[0].attrib["points"].split())
    assert right[0] - left[0] == 40
    assert right[1] == left[1]
    assert "58.2" in [one.text for one in svg.findall(f"{NAME}text")]


def test_a_band_is_named_by_how_much_it_holds() -> None:
    set_language("en")
    bands = {Role.LOW80: 1.0, Role.HIGH80: 3.0, Role.LOW95: 0.5, Role.HIGH95: 4.0}
    series = tuple(Series(f"{role} edge", role, (value, value)) for role, value in bands.items())
    svg = ET.fromstring(drawn(Chart(ChartKind.FAN, ("A", "B"), series, "", Format.DECIMAL, "")))
    said = [one.text or "" for one in svg.findall(f"{NAME}text")]
    assert {"80%", "95%"} <= set(said)
    assert not [text for text in said if "edge" in text]


def test_the_last_number_stands_off_a_line_that_comes_down_to_it() -> None:
    def height(values: tuple[float, ...]) -> float:
        svg = ET.fromstring(drawn(chart(ChartKind.LINES, values)))
        (number,) = [one for one in svg.findall(f"{NAME}text") if one.attrib["font-weight"] == "600"]
        (*_others, mark) = svg.findall(f"{NAME}circle")
        return float(number.attrib["y"]) - float(mark.attrib["cy"])

    assert height((20.0, 30.0)) < 0 < height((30.0, 20.0))
