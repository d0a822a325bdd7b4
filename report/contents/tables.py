"""Tables of a slide: money in one short unit, which stands in the headers."""

from __future__ import annotations

from dataclasses import replace

from i18n.format import money_unit
from report.review import Column, Format, Slide, Value


def in_units(slide: Slide, currency: str) -> Slide:
    """The slide with its table's money in thousands, millions or billions, all columns in the same."""
    table = slide.table
    if table is None:
        return slide
    places = {place for place, column in enumerate(table.columns) if column.format is Format.MONEY}
    amounts = [abs(value) for row in table.rows for place, value in enumerate(row)
               if place in places and isinstance(value, int | float)]  # fmt: skip
    if not amounts:
        return slide
    by, unit = money_unit(max(amounts), currency)

    def short(place: int, value: Value) -> Value:
        return value / by if place in places and isinstance(value, int | float) else value

    columns = tuple(
        Column(f"{column.name}, {unit}", Format.DECIMAL, column.key) if place in places else column
        for place, column in enumerate(table.columns)
    )
    rows = tuple(tuple(short(place, value) for place, value in enumerate(row)) for row in table.rows)
    return replace(slide, table=replace(table, columns=columns, rows=rows))
