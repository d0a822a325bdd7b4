"""Native lines and fans: names at their ends where they have room, else a legend; bands as stacked areas."""

from __future__ import annotations

import itertools

from report.deck_axes import AXES, category_axis, is_positive, legend, skip, space, standing, tick_share, value_axis
from report.deck_frame import GAP
from report.deck_ink import fill, line
from report.deck_series import Sight, data, head, line_shape, marker, one_label
from report.deck_sheets import ChartSheet, sheet_of
from report.deck_text import widest
from report.review import Chart, Role, Series
from report.signs import BANDS

MOST_DIRECT = 4
CLOSE = 0.08
"""Of the range: names at the ends of lines that are closer than this would lie on each other."""
WIDEST_NAMES = 0.34
TOLD = (Role.ACTUAL, Role.FORECAST, Role.SCENARIO)
"""Lines that carry their last value beside a legend."""
NO_MEANING = (0, 3)
"""Of a fan's areas, those without an entry in the legend: what carries it, and the second half of the wide band."""


def lines_over_time(chart: Chart, sight: Sight) -> tuple[ChartSheet, str]:
    """One line a series; gaps stay open."""
    sheet = sheet_of(chart, sight.categories)
    left = tick_share(sight)
    names = [f"{one.name if len(chart.series) > 1 else ''}  00.000" for one, _at, _value in _ends(chart)]
    right = (widest(names, sight.size, is_bold=True) + GAP) / sight.box.width
    # names at the ends must not take the room of the names below
    is_direct = (
        right <= WIDEST_NAMES and _is_direct(chart) and skip(sight, 1 - left - right) == skip(sight, 0.98 - left)
    )
    series = _series(chart, sheet, sight, _end_labels(chart, sight, is_direct=is_direct))
    above = [] if is_direct or len(chart.series) == 1 else [one.name for one in chart.series]
    values = [value for one in chart.series for value in one.values if value is not None]
    right = right if is_direct else 0.02
    plot = (
        standing(sight, above, left=left, right=right)
        + line_chart(series)
        + category_axis(sight, is_lying=False, every=skip(sight, 1 - left - right))
        + value_axis(sight, is_lying=False, is_hidden=False, from_zero=0 <= min(values) < 0.4 * max(values))
    )
    return sheet, space(sight, plot, legend(sight) if above else "")


def fan(chart: Chart, sight: Sight) -> tuple[ChartSheet, str]:
    """What came as a line, what may come as bands: 80 % darker, 95 % lighter."""
    sheet = sheet_of(chart, sight.categories)
    if not sheet.derived:
        return lines_over_time(chart, sight)
    palette = sight.palette
    inks = (None, palette.band95, palette.band80, palette.band95)
    first = len(chart.series)
    areas = "".join(
        f"<c:ser>{head(place, sheet.letter(first + place), one.name, fill(ink) + line(None))}"
        f"{data(sheet.letter(first + place), one.values, sight)}</c:ser>"
        for place, (one, ink) in enumerate(zip(sheet.derived, inks, strict=True))
    )
    names = ["95 %", "80 %", *(one.name for one in chart.series if one.role not in BANDS)]
    left, right = tick_share(sight), (widest(["00.000"], sight.size, is_bold=True) + GAP) / sight.box.width
    plot = (
        standing(sight, names, left=left, right=right)
        + f'<c:areaChart><c:grouping val="stacked"/><c:varyColors val="0"/>{areas}{AXES}</c:areaChart>'
        + line_chart(_series(chart, sheet, sight, _end_labels(chart, sight, is_direct=False, is_fan=True)))
        + category_axis(sight, is_lying=False, every=skip(sight, 1 - left - right))
        + value_axis(sight, is_lying=False, is_hidden=False, from_zero=is_positive(chart))
    )
    return sheet, space(sight, plot, legend(sight, without=NO_MEANING))


def line_chart(series: str) -> str:
    """A group of lines on the common axes."""
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}<c:marker val="1"/>{AXES}'
        "</c:lineChart>"
    )


def _ends(chart: Chart) -> list[tuple[Series, int, float]]:
    """The last known point of every line that has one."""
    found = []
    for one in chart.series:
        known = [(at, value) for at, value in enumerate(one.values) if value is not None]
        if known and one.role not in BANDS:
            found.append((one, *known[-1]))
    return found


def _is_direct(chart: Chart) -> bool:
    """Whether the lines can carry their names at their ends."""
    ends = _ends(chart)
    values = [value for one in chart.series for value in one.values if value is not None]
    span = (max(values) - min(0.0 if min(values) < 0.4 * max(values) else min(values), *values)) or 1.0
    heights = sorted(value for _one, _at, value in ends)
    gaps = [b - a for a, b in itertools.pairwise(heights)]
    reach_the_end = all(at == len(chart.categories) - 1 for _one, at, _value in ends)
    return len(ends) <= MOST_DIRECT and reach_the_end and min(gaps, default=span) >= CLOSE * span


def _end_labels(chart: Chart, sight: Sight, *, is_direct: bool, is_fan: bool = False) -> dict[int, str]:
    """The last value of each line with its name; where there is a legend, of the lines that matter most.

    In a fan the numbers stand beside the points: the target lies above them, last year below.
    """
    last = len(chart.categories) - 1
    found = [(one, at, value) for one, at, value in _ends(chart) if is_direct or one.role in TOLD]
    top = max((value for _one, _at, value in found), default=0.0)
    return {
        chart.series.index(one): one_label(
            sight,
            at,
            "r" if is_direct or (is_fan and at == last) else "l" if is_fan else "t" if value == top else "b",
            sight.palette.muted if one.role is Role.PREVIOUS else sight.palette.of(one.role),
            with_name=is_direct and len(chart.series) > 1,
        )
        for one, at, value in found
    }


def _series(chart: Chart, sheet: ChartSheet, sight: Sight, labels: dict[int, str]) -> str:
    parts = ""
    for place, one in enumerate(chart.series):
        if one.role in BANDS and sheet.derived:
            continue
        letter, index = sheet.letter(place), place + len(sheet.derived)
        parts += (
            f"<c:ser>{head(index, letter, one.name, line_shape(one.role, sight.palette))}"
            f"{marker(one.role, sight.palette)}{labels.get(place, '')}{data(letter, one.values, sight)}"
            '<c:smooth val="0"/></c:ser>'
        )
    return parts
