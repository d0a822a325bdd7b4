"""Hours of the week: weekdays across, hours down as in a diary, the number written in every cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from charts.text import plain
from charts.theme import SMALL_SIZE, Caption, Palette, figure
from i18n.format import number, weekday
from i18n.translate import _

ROW = 24
MOST_IN_ALT = 10
HEADROOM = 1.35
"""The darkest cell stays so far from the end of the scale that ink on it keeps 4.5:1 in both themes."""


@dataclass(frozen=True)
class Hour:
    """One cell. ``is_small`` ones rest on too few to be coloured: their number stands in grey."""

    weekday: int
    hour: int
    value: float
    n: int
    is_small: bool = False


def heatmap(
    hours: Sequence[Hour],
    *,
    caption: Caption,
    colours: Palette,
    write: Callable[[float], str],
    full: Callable[[float], str],
) -> go.Figure:
    """Cells from pale to dark by value; an hour without a value stays blank.

    Rows run from the first hour that has one to the last. ``write`` gives the number in the cell, ``full`` the value
    with its unit for hover and text alternative. No hours at all: an empty grid of office hours.
    """
    first = min((cell.hour for cell in hours), default=8)
    last = max((cell.hour for cell in hours), default=17)
    rows = list(range(first, last + 1))
    solid = [cell for cell in hours if not cell.is_small]
    small = [cell for cell in hours if cell.is_small]
    layout: dict[str, Any] = {
        "hovermode": "closest",
        "xaxis": {
            "tickvals": list(range(7)),
            "ticktext": [plain(weekday(day, short=True)) for day in range(7)],
            "range": [-0.5, 6.5],
            "side": "top",
            "tickangle": 0,
            "showgrid": False,
            "zeroline": False,
        },
        "yaxis": {
            "tickvals": rows,
            "ticktext": [f"{hour:02d}:00" for hour in rows],
            "range": [last + 0.5, first - 0.5],
            "showgrid": False,
            "zeroline": False,
        },
        "margin": {"l": 8, "r": 8, "t": 28, "b": 8},
    }
    return figure(
        [
            _cells(solid, rows, colours, write, full),
            _small(small, colours, write, full),
        ],
        layout,
        caption=caption,
        alt=_alt(solid, caption, full),
        colours=colours,
        unit="",
        height=ROW * len(rows) + 44,
    )


def _cells(
    solid: Sequence[Hour],
    rows: Sequence[int],
    colours: Palette,
    write: Callable[[float], str],
    full: Callable[[float], str],
) -> dict[str, Any]:
    values: list[list[float | None]] = [[None] * 7 for _row in rows]
    texts = [[""] * 7 for _row in rows]
    hovers = [[""] * 7 for _row in rows]
    for cell in solid:
        place = cell.hour - rows[0]
        values[place][cell.weekday] = cell.value
        texts[place][cell.weekday] = plain(write(cell.value))
        hovers[place][cell.weekday] = _hover(cell, full)
    top = max((cell.value for cell in solid), default=1.0)
    return {
        "type": "heatmap",
        "x": list(range(7)),
        "y": list(rows),
        "z": values,
        "text": texts,
        "texttemplate": "%{text}",
        "textfont": {"size": SMALL_SIZE, "color": colours.ink},
        "customdata": hovers,
        "hovertemplate": "%{customdata}<extra></extra>",
        "hoverongaps": False,
        "colorscale": [[0, colours.grid], [1, colours.previous]],
        "zmin": 0,
        "zmax": HEADROOM * (top or 1.0),
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
    }


def _small(
    small: Sequence[Hour], colours: Palette, write: Callable[[float], str], full: Callable[[float], str]
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [cell.weekday for cell in small],
        "y": [cell.hour for cell in small],
        "text": [f"<i>{plain(write(cell.value))}</i>" for cell in small],
        "textfont": {"size": SMALL_SIZE, "color": colours.muted},
        "customdata": [_hover(cell, full) for cell in small],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _hover(cell: Hour, full: Callable[[float], str]) -> str:
    return "<br>".join(
        [
            f"<b>{plain(_when(cell))}</b>",
            plain(full(cell.value)),
            plain(_("n = {n}", n=number(cell.n))),
        ]
    )


def _when(cell: Hour) -> str:
    return f"{weekday(cell.weekday)} {cell.hour:02d}:00–{cell.hour + 1:02d}:00"


def _alt(solid: Sequence[Hour], caption: Caption, full: Callable[[float], str]) -> str:
    highest = sorted(solid, key=lambda cell: -cell.value)[:MOST_IN_ALT]
    points = "; ".join(f"{_when(cell)}: {full(cell.value)}" for cell in highest)
    return f"{caption.title}. " + _("Hours of the week, highest first. {points}.", points=points)
