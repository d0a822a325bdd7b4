"""Native columns, bars and bridges: solid, outlined, hatched or open, by what they mean."""

from __future__ import annotations

from report.deck_axes import (
    AXES,
    category_axis,
    is_positive,
    legend,
    placed,
    skip,
    space,
    standing,
    tick_share,
    value_axis,
)
from report.deck_ink import fill, line
from report.deck_lines import line_chart
from report.deck_series import Sight, bar_shape, data, head, label_range, linked_labels, value_labels
from report.deck_sheets import ChartSheet, sheet_of
from report.deck_text import widest
from report.drawing_parts import Plane
from report.review import Chart, Role

FILLED = 0.72
"""Of a category's width, for its columns: the rest is the gap to the next."""
NAMES_SHARE = 0.36
"""Of a chart's width, for the names of bars."""
VALUES_SHARE = 0.1


def columns(chart: Chart, sight: Sight) -> tuple[ChartSheet, str]:
    """Values over categories; where few, each carries its number and there is no axis."""
    sheet = sheet_of(chart, sight.categories)
    is_labelled = _has_room(chart, sight, 1 if _overlap(chart) == 100 else len(chart.series))
    is_partly = not is_labelled and _has_room(chart, sight, 1)
    labelled = set(Role) if is_labelled else {Role.ACTUAL} if is_partly else set()
    names = [one.name for one in chart.series] if len(chart.series) > 1 else []
    left = 0.01 if is_labelled else tick_share(sight)
    plot = (
        standing(sight, names, left=left)
        + _bar_chart(_series(chart, sheet, sight, labelled), is_lying=False, overlap=_overlap(chart), gap=60)
        + category_axis(sight, is_lying=False, every=skip(sight, 0.99 - left))
        + value_axis(sight, is_lying=False, is_hidden=is_labelled, from_zero=is_positive(chart))
    )
    return sheet, space(sight, plot, legend(sight) if names else "")


def bars(chart: Chart, sight: Sight) -> tuple[ChartSheet, str]:
    """Categories from top to bottom, each with its number."""
    sheet = sheet_of(chart, sight.categories)
    top = 0.1 if len(chart.series) > 1 else 0.01
    names = min(NAMES_SHARE, widest(sight.categories, sight.size) / sight.box.width) + 0.02
    plot = (
        placed(names, top, 1 - VALUES_SHARE - names, 0.98 - top)
        + _bar_chart(_series(chart, sheet, sight, set(Role)), is_lying=True, overlap=_overlap(chart), gap=45)
        + category_axis(sight, is_lying=True)
        + value_axis(sight, is_lying=True, is_hidden=True, from_zero=is_positive(chart))
    )
    return sheet, space(sight, plot, legend(sight) if len(chart.series) > 1 else "")


def bridge(chart: Chart, sight: Sight, signed_code: str) -> tuple[ChartSheet, str]:
    """Two totals and the steps between them, stacked on carriers that are not seen; labels follow the sheet."""
    values = chart.series[0].values
    last = len(values) - 1
    labels = tuple(
        Plane.words(value, chart.format, is_signed=at not in (0, last)) if value is not None else ""
        for at, value in enumerate(values)
    )
    sheet = sheet_of(chart, sight.categories, labels, signed_code)
    palette = sight.palette
    inks = (None, *(palette.ink, palette.better, palette.worse) * 2)
    stack = ""
    for place, ink in enumerate(inks):
        derived, letter = sheet.derived[2 + place], sheet.letter(3 + place)
        stack += (
            f"<c:ser>{head(place, letter, derived.name, fill(ink) + line(None))}"
            f'<c:invertIfNegative val="0"/>{data(letter, derived.values, sight)}</c:ser>'
        )
    colours = [
        palette.ink if at in (0, last) else palette.better if (value or 0.0) >= 0 else palette.worse
        for at, value in enumerate(values)
    ]
    tops = (
        f"<c:ser>{head(len(inks), sheet.letter(10), 'label', line(None))}"
        '<c:marker><c:symbol val="none"/></c:marker>'
        f"{linked_labels(sight, labels, colours)}{data(sheet.letter(10), sheet.derived[9].values, sight)}"
        f'<c:smooth val="0"/>{label_range(sheet.letter(11), labels)}</c:ser>'
    )
    levels = [level for column in sheet.derived[:2] for level in column.values if level is not None]
    plot = (
        standing(sight, [])
        + _bar_chart(stack, is_lying=False, grouping="stacked", overlap=100, gap=35)
        + line_chart(tops)
        + category_axis(sight, is_lying=False)
        + value_axis(sight, is_lying=False, is_hidden=True, from_zero=min(levels) >= 0)
    )
    return sheet, space(sight, plot, "")


def _bar_chart(series: str, *, is_lying: bool, overlap: int, gap: int, grouping: str = "clustered") -> str:
    return (
        f'<c:barChart><c:barDir val="{"bar" if is_lying else "col"}"/><c:grouping val="{grouping}"/>'
        f'<c:varyColors val="0"/>{series}<c:gapWidth val="{gap}"/><c:overlap val="{overlap}"/>{AXES}</c:barChart>'
    )


def _series(chart: Chart, sheet: ChartSheet, sight: Sight, labelled: set[Role]) -> str:
    parts = ""
    for place, one in enumerate(chart.series):
        labels = value_labels(sight, "outEnd", is_bold=one.role is Role.ACTUAL) if one.role in labelled else ""
        parts += (
            f"<c:ser>{head(place, sheet.letter(place), one.name, bar_shape(one.role, sight.palette))}"
            f'<c:invertIfNegative val="0"/>{labels}{data(sheet.letter(place), one.values, sight)}</c:ser>'
        )
    return parts


def _has_room(chart: Chart, sight: Sight, n_side_by_side: int) -> bool:
    """Whether the numbers of columns that stand side by side do not run into one another."""
    words = [Plane.words(value, chart.format) for one in chart.series for value in one.values if value is not None]
    column = sight.box.width * FILLED / max(1, len(chart.categories)) / n_side_by_side
    return widest(words, sight.size, is_bold=True) <= column


def _overlap(chart: Chart) -> int:
    """Columns of which each category has only one stand in the middle; others side by side."""
    counts = [sum(one.values[at] is not None for one in chart.series) for at in range(len(chart.categories))]
    return 100 if max(counts, default=0) <= 1 else -5
