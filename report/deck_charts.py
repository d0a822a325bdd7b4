"""A review's charts as native ones: editable in PowerPoint, over a sheet of their own, one sign for one meaning."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from report.deck_bars import NAMES_SHARE, bars, bridge, columns
from report.deck_frame import GAP, Box
from report.deck_lines import fan, lines_over_time
from report.deck_parts import Paragraph, Pen
from report.deck_series import MINUS, Sight
from report.deck_sheets import ChartSheet
from report.deck_text import cut, line_height, widest, written
from report.review import Chart, ChartKind, Format

if TYPE_CHECKING:
    from pptx.chart.data import ChartData

SIZES = (12, 11, 10, 9)
MOST_BARS = 24
UNIT_SIZE = 11
WHOLE_STEPS = 4.0
"""A span of this much has steps of one or more."""
FILLED = 0.92
"""Of a chart's height that its bars share."""
NAMED = 0.8
"""Of a category's width, for its name: names that touch are read as one, and a wider family would break them."""
BEYOND = 1.25
"""Of the largest value, how far an axis may reach."""
PLOTTED = 0.8
"""Of a chart's width that its categories share; the numbers of the axis take the rest."""


def is_empty(chart: Chart | None) -> bool:
    """Whether there is nothing to draw."""
    return chart is None or not any(value is not None for one in chart.series for value in one.values)


def draw_chart(pen: Pen, box: Box, chart: Chart, as_of: str, *, name: str) -> None:
    """Put a native chart into the box, its unit above it. ``name`` is said where the chart has no words of its own."""
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Emu

    if chart.unit and not (chart.format is Format.PERCENT and chart.unit == "%"):
        unit = cut(chart.unit, UNIT_SIZE, box.width, 1)
        pen.write(box.above(unit.height), [Paragraph(unit.text, UNIT_SIZE, pen.palette.muted)], name="Unit")
        box = box.below(unit.height, GAP // 4)
    native = _native(_first_bars(chart), pen, box, as_of)
    place = (Emu(box.left), Emu(box.top), Emu(box.width), Emu(box.height))
    frame = pen.slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, native)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", written(chart.alt or f"{name}. {chart.unit}"))


def _first_bars(chart: Chart) -> Chart:
    """The chart with no more bars than can be told apart."""
    if chart.kind is not ChartKind.BARS or len(chart.categories) <= MOST_BARS:
        return chart
    series = tuple(replace(one, values=one.values[:MOST_BARS]) for one in chart.series)
    return replace(chart, categories=chart.categories[:MOST_BARS], series=series)


def _native(chart: Chart, pen: Pen, box: Box, as_of: str) -> ChartData:
    """What python-pptx asks for when it adds a chart: the chart's XML and its sheet, both made here."""
    from pptx.chart.data import ChartData

    size = _size(chart, box)
    sight = Sight(pen.palette, pen.tag, size, number_code(chart), tick_code(chart), longest_tick(chart),
                  _names(chart, size, box), box)  # fmt: skip
    sheet, xml = _drawn(chart, sight)
    made = xml.encode()

    class Drawn(ChartData):
        def xml_bytes(self, chart_type: object) -> bytes:  # noqa: ARG002 - the caller's signature
            return made

        @property
        def xlsx_blob(self) -> bytes:
            return sheet.blob(as_of)

    return Drawn()  # type: ignore[no-untyped-call]


def _drawn(chart: Chart, sight: Sight) -> tuple[ChartSheet, str]:
    if chart.kind is ChartKind.BRIDGE:
        return bridge(chart, sight, number_code(chart, is_signed=True))
    draw = {ChartKind.FAN: fan, ChartKind.LINES: lines_over_time, ChartKind.BARS: bars}
    return draw.get(chart.kind, columns)(chart, sight)


def tick_code(chart: Chart) -> str:
    """The number format of an axis: decimals only where its steps are smaller than one."""
    known = [value for one in chart.series for value in one.values if value is not None]
    span = max([0.0, *known]) - min([0.0, *known])
    if chart.format is Format.PERCENT:
        return number_code(chart) if span < 1.0 else f'0%;"{MINUS}"0%'
    return f'#,##0;"{MINUS}"#,##0' if span >= WHOLE_STEPS else number_code(chart)


def longest_tick(chart: Chart) -> str:
    """A number as wide as the widest beside the value axis, which ends somewhat above the largest value."""
    known = [value for one in chart.series for value in one.values if value is not None]
    largest = BEYOND * max((abs(value) for value in known), default=1.0)
    code = tick_code(chart).split(";")[0]
    if code.endswith("%"):
        largest *= 100
    decimals = len(code.partition(".")[2].rstrip("%"))
    return f"{MINUS if min(known, default=0.0) < 0 else ''}{largest:,.{decimals}f}{'%' if '%' in code else ''}"


def number_code(chart: Chart, *, is_signed: bool = False) -> str:
    """The number format of a chart's values: as many decimals as three figures of the largest need, a real minus."""
    known = [abs(value) for one in chart.series for value in one.values if value is not None]
    largest = max(known, default=0.0)
    decimals = 0 if largest >= 100 or chart.format is Format.WHOLE else 1 if largest >= 10 else 2
    if chart.format in (Format.HOURS, Format.POINTS):
        decimals = min(decimals, 1)
    if chart.format is Format.PERCENT:
        decimals = 0 if largest >= 0.1 else 1
    elif all(float(value).is_integer() for value in known):
        decimals = 0
    plain = ("0" if chart.format is Format.PERCENT else "#,##0") + ("." + "0" * decimals if decimals else "")
    plain += "%" if chart.format is Format.PERCENT else ""
    return f'{"+" if is_signed else ""}{plain};"{MINUS}"{plain}' + (f";{plain}" if is_signed else "")


def _size(chart: Chart, box: Box) -> float:
    """Points of the letters: smaller where bars or categories stand close."""
    n = max(1, len(chart.categories))
    if chart.kind is ChartKind.BARS:
        return next((size for size in SIZES if n * line_height(size) <= box.height * FILLED), SIZES[-1])
    words = [word for name in chart.categories for word in name.split(" ")]
    return next((size for size in SIZES if widest(words, size) <= box.width * PLOTTED * NAMED / n), SIZES[-1])


def _names(chart: Chart, size: float, box: Box) -> tuple[str, ...]:
    """Names of bars in the lines there is room for; others as they are."""
    if chart.kind is not ChartKind.BARS:
        return tuple(written(name) for name in chart.categories)
    rows = max(1, int(box.height * FILLED / max(1, len(chart.categories)) / line_height(size)))
    return tuple(cut(name, size, int(box.width * NAMES_SHARE), min(2, rows)).text for name in chart.categories)
