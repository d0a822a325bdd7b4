"""The workbook inside a native chart: what is drawn stands there as numbers, what is derived as formulas over them."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import UTC, datetime

from report.deck_text import written
from report.review import Chart, ChartKind, Role

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
SHEET = "Sheet1"


@dataclass(frozen=True)
class Derived:
    """A column under the given ones: values as drawn, and the formula of each row that gives them."""

    name: str
    values: tuple[float | None, ...] = ()
    texts: tuple[str, ...] = ()
    formulas: tuple[str, ...] = ()


@dataclass
class ChartSheet:
    """Column A holds the categories, then come the series as they are, then what is derived from them."""

    chart: Chart
    categories: tuple[str, ...]
    derived: list[Derived] = field(default_factory=list)

    def letter(self, place: int) -> str:
        """The column of a series: the given ones first, then the derived ones."""
        return chr(ord("B") + place)

    def blob(self, as_of: str) -> bytes:
        """The workbook, dated with the day of its numbers: the same review is the same file."""
        import xlsxwriter

        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream, OPTIONS) as workbook:
            workbook.set_properties({"created": datetime.fromisoformat(as_of[:10]).replace(tzinfo=UTC)})
            sheet = workbook.add_worksheet(SHEET)
            for at, category in enumerate(self.categories, start=1):
                sheet.write_string(at, 0, written(category))
            for place, one in enumerate(self.chart.series, start=1):
                sheet.write_string(0, place, written(one.name))
                for at, value in enumerate(one.values, start=1):
                    if value is not None:
                        sheet.write_number(at, place, value)
            first = 1 + len(self.chart.series)
            for place, column in enumerate(self.derived, start=first):
                sheet.write_string(0, place, written(column.name))
                for at, formula in enumerate(column.formulas, start=1):
                    sheet.write_formula(at, place, formula, None, (column.texts or column.values)[at - 1])
        return stream.getvalue()


def fan_sheet(chart: Chart, categories: tuple[str, ...]) -> ChartSheet:
    """The bounds as they stack: up to the lowest, then the widths of the bands. Before the fan opens they are nothing.

    Derived columns: carrier, lower 95, 80, upper 95.
    """
    sheet = ChartSheet(chart, categories)
    places = {one.role: place for place, one in enumerate(chart.series)}
    bands = (Role.LOW95, Role.LOW80, Role.HIGH80, Role.HIGH95)
    if not all(role in places for role in bands):
        return sheet
    rows = range(len(categories))
    actual = places.get(Role.ACTUAL)
    values = {role: chart.series[places[role]].values for role in bands}
    known = [all(values[role][at] is not None for role in bands) for at in rows]
    before = [(chart.series[actual].values[at] if actual is not None else None) or 0.0 for at in rows]
    low = sheet.letter(places[Role.LOW95])
    ground = "0" if actual is None else None
    carrier = tuple((values[Role.LOW95][at] or 0.0) if known[at] else before[at] for at in rows)
    formulas = tuple(
        f"=IF(ISNUMBER({low}{at + 2}),{low}{at + 2},N({ground or sheet.letter(actual or 0) + str(at + 2)}))"
        for at in rows
    )
    sheet.derived.append(Derived("", carrier, formulas=formulas))
    for under, over, name in ((bands[0], bands[1], "95 %"), (bands[1], bands[2], "80 %"), (bands[2], bands[3], "95 %")):
        a, b = sheet.letter(places[under]), sheet.letter(places[over])
        widths = tuple((values[over][at] or 0.0) - (values[under][at] or 0.0) if known[at] else 0.0 for at in rows)
        formulas = tuple(f"=N({b}{at + 2})-N({a}{at + 2})" for at in rows)
        sheet.derived.append(Derived(name, widths, formulas=formulas))
    return sheet


def bridge_sheet(chart: Chart, categories: tuple[str, ...], labels: tuple[str, ...], code: str) -> ChartSheet:
    """The heights of a stack from the steps in column B; nothing of it crosses zero twice.

    Derived columns: level before, level after, carrier, total, rise, fall (above zero), total, rise, fall (below
    zero), where the label stands, the label.
    """
    sheet = ChartSheet(chart, categories)
    steps = [value or 0.0 for value in chart.series[0].values]
    n, level = len(steps), 0.0
    spans: list[tuple[float, float]] = []
    for at, step in enumerate(steps):
        start = 0.0 if at in (0, n - 1) else level
        level = step if at in (0, n - 1) else level + step
        spans.append((start, level))
    kinds = ["total" if at in (0, n - 1) else "rise" if step >= 0 else "fall" for at, step in enumerate(steps)]
    begins = tuple("=0" if at in (0, n - 1) else f"=D{at + 1}" for at in range(n))
    sheet.derived += [
        Derived("before", tuple(a for a, _b in spans), formulas=begins),
        Derived("after", tuple(b for _a, b in spans), formulas=tuple(f"=C{at + 2}+N(B{at + 2})" for at in range(n))),
        Derived("carrier", tuple(max(0.0, min(span)) + min(0.0, max(span)) for span in spans),
                formulas=tuple(f"=MAX(0,MIN(C{r}:D{r}))+MIN(0,MAX(C{r}:D{r}))" for r in range(2, n + 2))),
    ]  # fmt: skip
    above = [max(0.0, *span) - max(0.0, min(span)) for span in spans]
    below = [min(0.0, *span) - min(0.0, max(span)) for span in spans]
    sides = (("above", above, "MAX(0,MAX(C{r}:D{r}))-MAX(0,MIN(C{r}:D{r}))"),
             ("below", below, "MIN(0,MIN(C{r}:D{r}))-MIN(0,MAX(C{r}:D{r}))"))  # fmt: skip
    for side, heights, formula in sides:
        for kind in ("total", "rise", "fall"):
            values = tuple(height if one == kind else 0.0 for height, one in zip(heights, kinds, strict=True))
            formulas = tuple(_of_kind(kind, at, n, formula.format(r=at + 2)) for at in range(n))
            sheet.derived.append(Derived(f"{kind} {side}", values, formulas=formulas))
    tops = tuple(max(span) for span in spans)
    sheet.derived.append(Derived("top", tops, formulas=tuple(f"=MAX(C{r}:D{r})" for r in range(2, n + 2))))
    quoted = code.replace('"', '""')
    formulas = tuple(f'=TEXT(B{at + 2},"{quoted}")' for at in range(n))
    sheet.derived.append(Derived("label", texts=labels, formulas=formulas))
    return sheet


def _of_kind(kind: str, at: int, n: int, formula: str) -> str:
    """The height where the row is of that kind, else nothing: the sign of a step is asked anew when it is edited."""
    is_total = at in (0, n - 1)
    if is_total or kind == "total":
        return f"={formula}" if is_total and kind == "total" else "=0"
    return f"=IF(N(B{at + 2}){'>=' if kind == 'rise' else '<'}0,{formula},0)"


def sheet_of(chart: Chart, categories: tuple[str, ...], labels: tuple[str, ...] = (), code: str = "0") -> ChartSheet:
    """The sheet behind a chart of any kind."""
    if chart.kind is ChartKind.BRIDGE:
        return bridge_sheet(chart, categories, labels, code)
    if chart.kind is ChartKind.FAN:
        return fan_sheet(chart, categories)
    return ChartSheet(chart, categories)
