"""Native Excel charts of a review: the same signs as on the pages, over numbers that stand beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from report.review import Chart, ChartKind, Format, Role, Sheet, Slide
from report.signs import COLOURS, DASHED, GRID, INK, MUTED
from report.workbook_cells import Cells

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart as NativeChart
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

CODES = {Format.PERCENT: "0%", Format.DECIMAL: "#,##0.0", Format.HOURS: "#,##0.0", Format.POINTS: "#,##0"}
SIZE = {"width": 720, "height": 320}
ROWS = 18


def draw_history(workbook: Workbook, sheet: Worksheet, kpi: Sheet, row: int, column: int) -> None:
    """The KPI over time as columns, beside its table (period in the first column, value in the second)."""
    n = len(kpi.history.rows)
    if not n or len(kpi.history.columns) < 2:
        return
    chart = workbook.add_chart({"type": "column"})
    name = sheet.get_name()
    chart.add_series(
        {
            "name": kpi.name,
            "categories": [name, row + 1, 0, row + n, 0],
            "values": [name, row + 1, 1, row + n, 1],
            "fill": {"color": INK},
            "gap": 60,
        }
    )
    chart.set_title({"name": kpi.name, "overlay": False, "name_font": {"size": 12, "color": INK}})
    _axes(chart, kpi.unit, kpi.history.columns[1].format, is_across=False)
    chart.set_legend({"none": True})
    chart.set_size({"width": 640, "height": 300})
    sheet.insert_chart(row, column, chart, {"description": f"{kpi.name}. {kpi.unit}", "object_position": 1})


def draw_chart(
    workbook: Workbook, sheet: Worksheet, sheet_name: str, slide: Slide, chart: Chart, row: int, cells: Cells
) -> int:
    """Write a slide's numbers from ``row`` on with the chart beside them; return the next free row."""
    sheet.write_string(row, 0, slide.title, cells.strong)
    sheet.write_string(row + 1, 0, ". ".join(part for part in (slide.subtitle, chart.unit) if part), cells.muted)
    head = row + 2
    n = len(chart.categories)
    for place, one in enumerate(chart.series, start=1):
        sheet.write_string(head, place, one.name, cells.head_of_numbers)
        for at, value in enumerate(one.values, start=head + 1):
            if value is not None:
                sheet.write_number(at, place, value, cells.of(chart.format))
    for at, category in enumerate(chart.categories, start=head + 1):
        cells.write(sheet, at, 0, category, Format.TEXT)
    wide = len(chart.series) + 2
    if chart.kind is ChartKind.BRIDGE:
        wide = _bridge_columns(sheet, head, chart, cells)
    if n:
        _insert(workbook, sheet, sheet_name, chart, slide, head, wide)
    return head + max(n, ROWS) + 2


def _insert(workbook: Workbook, sheet: Worksheet, name: str, chart: Chart, slide: Slide, head: int, wide: int) -> None:
    kinds = {ChartKind.COLUMNS: "column", ChartKind.BARS: "bar", ChartKind.LINES: "line", ChartKind.FAN: "line"}
    n = len(chart.categories)
    if chart.kind is ChartKind.BRIDGE:
        drawn = workbook.add_chart({"type": "column", "subtype": "stacked"})
        _bridge_series(drawn, name, head, n, wide)
    else:
        drawn = workbook.add_chart({"type": kinds[chart.kind]})
        for place, one in enumerate(chart.series, start=1):
            drawn.add_series(
                {
                    "name": [name, head, place],
                    "categories": [name, head + 1, 0, head + n, 0],
                    "values": [name, head + 1, place, head + n, place],
                    **_sign(one.role, is_line=chart.kind in (ChartKind.LINES, ChartKind.FAN)),
                }
            )
        drawn.set_legend({"position": "bottom"} if len(chart.series) > 1 else {"none": True})
    drawn.set_title({"name": slide.title, "overlay": False, "name_font": {"size": 12, "color": INK}})
    _axes(drawn, chart.unit, chart.format, is_across=chart.kind is ChartKind.BARS)
    drawn.show_blanks_as("gap")
    drawn.set_size(SIZE)
    sheet.insert_chart(head, wide, drawn, {"description": chart.alt, "object_position": 1})


def _sign(role: Role, *, is_line: bool) -> dict[str, Any]:
    colour = COLOURS[role]
    dash = {"dash_type": "dash"} if role in DASHED else {}
    if is_line:
        return {"line": {"color": colour, "width": 2.25 if role is Role.ACTUAL else 1.5, **dash}}
    if role is Role.TARGET:
        return {"fill": {"none": True}, "border": {"color": colour, "width": 1.25}, "gap": 60}
    if role is Role.FORECAST:
        hatched = {"pattern": "light_upward_diagonal", "fg_color": colour, "bg_color": "#FFFFFF"}
        return {"pattern": hatched, "border": {"color": colour, **dash}, "gap": 60}
    return {"fill": {"color": colour}, "gap": 60}


def _bridge_columns(sheet: Worksheet, head: int, chart: Chart, cells: Cells) -> int:
    """The heights that a stack needs, after the numbers themselves: nothing of it crosses zero twice."""
    values = [value or 0.0 for value in chart.series[0].values]
    start = len(chart.series) + 2
    level = 0.0
    for at, value in enumerate(values):
        is_total = at in (0, len(values) - 1)
        ends = (0.0, value) if is_total else (level, level + value)
        low, high, level = min(ends), max(ends), ends[1]
        # the invisible part carries the step; where the step crosses zero, its two parts need no carrier
        carrier = low if low > 0 else high if high < 0 else 0.0
        role = 1 if is_total else 2 if value >= 0 else 3
        parts = {0: carrier, role: (high - max(0.0, low)) if high > 0 else 0.0}
        below = {role + 3: low - min(0.0, high) if low < 0 else 0.0}
        for place, height in {**parts, **below}.items():
            if height:
                sheet.write_number(head + 1 + at, start + place, height, cells.muted)
    return start


def _bridge_series(chart: NativeChart, name: str, head: int, n: int, start: int) -> None:
    colours = (None, INK, COLOURS[Role.BETTER], COLOURS[Role.WORSE])
    for place in range(7):
        colour = colours[place if place < 4 else place - 3]
        chart.add_series(
            {
                "categories": [name, head + 1, 0, head + n, 0],
                "values": [name, head + 1, start + place, head + n, start + place],
                "fill": {"none": True} if colour is None else {"color": colour},
                "border": {"none": True},
                "gap": 40,
            }
        )
    chart.set_legend({"none": True})


def _axes(chart: NativeChart, unit: str, kind: Format, *, is_across: bool) -> None:
    font = {"color": MUTED, "size": 9}
    value = {
        "num_format": CODES.get(kind, "#,##0"),
        "num_font": font,
        "name": unit,
        "name_font": {**font, "bold": False},
        "major_gridlines": {"visible": True, "line": {"color": GRID}},
        "line": {"none": True},
    }
    category = {"num_font": font, "line": {"color": MUTED}, "label_position": "low", "text_axis": True}
    if is_across:
        chart.set_x_axis(value)
        chart.set_y_axis({**category, "reverse": True})
    else:
        chart.set_x_axis(category)
        chart.set_y_axis(value)
