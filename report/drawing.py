"""A review's charts as drawings (SVG) for paper: real text, real lines, one sign for one meaning."""

from __future__ import annotations

from dataclasses import replace

from i18n.format import percent
from report.drawing_parts import HEIGHT, WIDTH, Plane, label, legend, polygon, polyline, rect, svg, text
from report.review import Chart, ChartKind, Role, Series
from report.signs import BANDS, COLOURS, INK, MUTED, PAPER

MOST_LABELLED = 16
BAR_HEIGHT = 26
TARGET_MARK = 40
NAME_WIDTH = 200
LINE_WIDTHS = {Role.ACTUAL: 2.4, Role.FORECAST: 1.8, Role.SCENARIO: 2.0}
BESIDE = 36.0
"""At the right of a fan, for the number at its end."""
LOWER_EDGES = (Role.LOW80, Role.LOW95)
DASHES = {Role.FORECAST: "6 4", Role.PREVIOUS: "2 3", Role.TARGET: "12 5"}


def drawn(chart: Chart) -> str:
    """The chart as an SVG document. Values that are missing are gaps; a chart without values is an empty string."""
    if not any(value is not None for one in chart.series for value in one.values):
        return ""
    kinds = {
        ChartKind.COLUMNS: _columns,
        ChartKind.BARS: _bars,
        ChartKind.LINES: _lines,
        ChartKind.FAN: _fan,
        ChartKind.BRIDGE: _bridge,
    }
    return kinds[chart.kind](chart)


def _known(chart: Chart) -> list[float]:
    return [value for one in chart.series for value in one.values if value is not None]


def _plane(chart: Chart, *, from_zero: bool, right: float = 12.0) -> Plane:
    values = _known(chart)
    low, high = min(values), max(values)
    if from_zero or low == high or (low >= 0 and low < 0.4 * high):
        low, high = min(0.0, low), max(0.0, high)
    return Plane.over(len(chart.categories), low, high, right=right)


def _columns(chart: Chart) -> str:
    plane = _plane(chart, from_zero=True)
    parts = plane.frame(chart)
    width = plane.step * 0.74 / len(chart.series)
    for place, one in enumerate(chart.series):
        for at, value in enumerate(one.values):
            if value is None:
                continue
            x = plane.x(at) - plane.step * 0.37 + place * width
            parts.append(_column(one.role, x, width * 0.94, plane.y(0.0), plane.y(value)))
            if len(chart.categories) * len(chart.series) <= MOST_LABELLED:
                parts.append(label(plane, x + width / 2, value, chart.format))
    return svg(HEIGHT, [*parts, *legend(chart.series)])


def _column(role: Role, x: float, width: float, zero: float, end: float) -> str:
    top, height = min(zero, end), abs(end - zero)
    if role is Role.TARGET:
        return rect(x, top, width, height, fill="none", stroke=INK)
    if role is Role.FORECAST:
        return rect(x, top, width, height, fill="url(#hatch)", stroke=COLOURS[role], dash="4 3")
    if role is Role.WAITING:
        return rect(x, top, width, height, fill=PAPER, stroke=COLOURS[role])
    return rect(x, top, width, height, fill=COLOURS[role])


def _bars(chart: Chart) -> str:
    values = _known(chart)
    low, high = min(0.0, *values), max(0.0, *values)
    span = (high - low) or 1.0
    across = WIDTH - NAME_WIDTH - 80
    zero = NAME_WIDTH + across * (0.0 - low) / span
    height = BAR_HEIGHT * len(chart.categories) + 24
    thick = BAR_HEIGHT * 0.7 / len(chart.series)
    parts: list[str] = []
    for at, name in enumerate(chart.categories):
        middle = 20 + BAR_HEIGHT * (at + 0.5)
        parts.append(text(NAME_WIDTH - 8, middle + 4, name, anchor="end", most=NAME_WIDTH - 8))
        for place, one in enumerate(chart.series):
            value = one.values[at]
            if value is None:
                continue
            end = NAME_WIDTH + across * (value - low) / span
            y = middle - BAR_HEIGHT * 0.35 + place * thick
            outline = {"fill": "none", "stroke": INK} if one.role is Role.TARGET else {"fill": COLOURS[one.role]}
            parts.append(rect(min(zero, end), y, abs(end - zero), thick * 0.94, **outline))
            side = (end + 5, "start") if value >= 0 else (end - 5, "end")
            parts.append(text(side[0], y + thick / 2 + 4, Plane.words(value, chart.format), anchor=side[1]))
    parts.append(polyline([(zero, 18), (zero, height - 4)], MUTED, 1))
    return svg(height, [*parts, *legend(chart.series)])


def _lines(chart: Chart) -> str:
    plane = _plane(chart, from_zero=False)
    parts = plane.frame(chart)
    for one in chart.series:
        parts += _line(plane, one, is_marked=one.role is Role.ACTUAL)
        _label_last(parts, plane, chart, one)
    return svg(HEIGHT, [*parts, *legend(chart.series)])


def _line(plane: Plane, one: Series, *, is_marked: bool) -> list[str]:
    """A line with its gaps left open; a target is thin, in long dashes."""
    parts: list[str] = []
    run: list[tuple[float, float]] = []
    for at, value in [*enumerate(one.values), (len(one.values), None)]:
        if value is not None:
            run.append((plane.x(at), plane.y(value)))
            continue
        if len(run) == 1 and one.role is Role.TARGET:  # one goal, at the end: a mark, as a line needs two points
            (x, y) = run[0]
            run = [(x - TARGET_MARK / 2, y), (x + TARGET_MARK / 2, y)]
        if run:
            dash = DASHES.get(one.role, "")
            parts.append(polyline(run, COLOURS[one.role], LINE_WIDTHS.get(one.role, 1.6), dash))
            if is_marked:
                parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{COLOURS[one.role]}"/>' for x, y in run]
        run = []
    return parts


def _label_last(parts: list[str], plane: Plane, chart: Chart, one: Series, *, is_beside: bool = False) -> None:
    """The last value above its mark, or below it where the line comes down to it, so as not to stand on the line.

    ``is_beside``: where other lines pass above and below, at its side.
    """
    known = [(at, value) for at, value in enumerate(one.values) if value is not None]
    is_alone = one.role is Role.TARGET and len(known) == 1
    if not known or not (is_alone or one.role in (Role.ACTUAL, Role.FORECAST, Role.SCENARIO)):
        return
    at, value = known[-1]
    if is_beside and not is_alone:
        across, down, anchor = (7, 4, "start") if at == plane.n - 1 else (-7, -4, "end")
        words = Plane.words(value, chart.format)
        parts.append(text(plane.x(at) + across, plane.y(value) + down, words, anchor, weight=600))
        return
    comes_down = len(known) > 1 and known[-2][1] > value
    parts.append(label(plane, plane.x(at), value, chart.format, is_below=comes_down))


def _fan(chart: Chart) -> str:
    plane = _plane(chart, from_zero=False, right=BESIDE)
    parts = plane.frame(chart)
    by_role = {one.role: one for one in chart.series}
    for low, high, shade in ((Role.LOW95, Role.HIGH95, "#E3E6E9"), (Role.LOW80, Role.HIGH80, "#C4C9CE")):
        if low in by_role and high in by_role:
            pairs = zip(by_role[low].values, by_role[high].values, strict=True)
            known = [(at, a, b) for at, (a, b) in enumerate(pairs) if a is not None and b is not None]
            upper = [(plane.x(at), plane.y(b)) for at, _, b in known]
            lower = [(plane.x(at), plane.y(a)) for at, a, _ in reversed(known)]
            parts.append(polygon([*upper, *lower], shade))
    for one in chart.series:
        if one.role not in BANDS:
            parts += _line(plane, one, is_marked=one.role is Role.ACTUAL)
            _label_last(parts, plane, chart, one, is_beside=True)
    named = {Role.HIGH80: percent(0.8), Role.HIGH95: percent(0.95)}
    told = [replace(one, name=named.get(one.role, one.name)) for one in chart.series if one.role not in LOWER_EDGES]
    return svg(HEIGHT, [*parts, *legend(told, len(told))])


def _bridge(chart: Chart) -> str:
    values = [value or 0.0 for value in chart.series[0].values]
    levels, level = [], 0.0
    for at, value in enumerate(values):
        is_total = at in (0, len(values) - 1)
        start = 0.0 if is_total else level
        level = value if is_total else level + value
        levels.append((start, level))
    ends = [end for pair in levels for end in pair]
    plane = Plane.over(len(values), min(0.0, *ends), max(0.0, *ends))
    parts = plane.frame(chart)
    wide = plane.step * 0.62
    for at, ((start, end), value) in enumerate(zip(levels, values, strict=True)):
        is_total = at in (0, len(values) - 1)
        role = Role.ACTUAL if is_total else Role.BETTER if value >= 0 else Role.WORSE
        x = plane.x(at) - wide / 2
        parts.append(_column(role, x, wide, plane.y(start), plane.y(end)))
        parts.append(label(plane, plane.x(at), max(start, end), chart.format, shown=value, is_signed=not is_total))
        if at + 1 < len(values):
            parts.append(polyline([(x + wide, plane.y(end)), (x + plane.step, plane.y(end))], MUTED, 0.8))
    return svg(HEIGHT, parts)
