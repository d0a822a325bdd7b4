"""How long answers took: each step to the right is about twice as long, written in minutes, hours and working days."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from analytics.kpi import Unit
from charts.axes import Measure, value_axis
from charts.text import plain
from charts.theme import SMALL_SIZE, Caption, Palette, figure
from i18n.format import number
from i18n.translate import _

EDGES = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 40.0, 80.0, math.inf)
"""Hours: a quarter of an hour, doubling to a working day of eight hours, two days, a week of five, two weeks."""


def durations(
    hours: Sequence[float],
    n_answered: Sequence[int],
    n_waiting: Sequence[int],
    *,
    caption: Caption,
    colours: Palette,
    marks: Sequence[tuple[str, float | None]] = (),
    is_calendar: bool = False,
    height: int = 320,
) -> go.Figure:
    """Columns by length: solid what was answered, outline what is still waiting (by how long it has waited so far).

    The three sequences go together, one entry a distinct duration. ``marks`` are named lines, such as the
    median, at their place on the scale; None is left out. Nothing at all: columns of height 0.
    """
    answered, waiting = _binned(hours, n_answered), _binned(hours, n_waiting)
    names = bin_names(is_calendar)
    axis = value_axis(
        Measure(Unit.CUSTOMERS), [a + b for a, b in zip(answered, waiting, strict=True)], zero=True, count=4
    )
    places = list(range(len(names)))
    layout: dict[str, Any] = {
        "barmode": "stack",
        "bargap": 0.18,
        "hovermode": "closest",
        "xaxis": {
            "tickvals": [place - 0.5 for place in places[1::2]],
            "ticktext": [edge_name(edge, is_calendar) for edge in EDGES[1:-1:2]],
            "tickangle": 0,
            "range": [-0.6, len(names) - 0.4],
            "zeroline": False,
            "title": {"text": plain(_axis_title(is_calendar)), "standoff": 4},
        },
        "yaxis": {**axis, "range": [0, axis["range"][1] * 1.05]},
        "shapes": [_mark_line(place, colours) for _name, place in _placed(marks)],
        "annotations": _mark_labels(_placed(marks), colours),
        "margin": {"l": 8, "r": 12, "t": 46 + 18 * len(_placed(marks)), "b": 34},
    }
    return figure(
        [
            _columns(answered, names, _("answered"), colours, True),
            _columns(waiting, names, _("waiting"), colours, False),
        ],
        layout,
        caption=caption,
        alt=_alt(names, answered, waiting, caption),
        colours=colours,
        unit=_("tickets"),
        height=height,
    )


def _axis_title(is_calendar: bool) -> str:
    if is_calendar:
        return _("time to first response, by the clock")
    return _("time to first response, working hours (a day has 8)")


def _binned(hours: Sequence[float], counts: Sequence[int]) -> list[int]:
    bins = [0] * (len(EDGES) - 1)
    for value, count in zip(hours, counts, strict=True):
        place = next(place for place in range(len(bins)) if value <= EDGES[place + 1])
        bins[place] += int(count)
    return bins


def edge_name(hours: float, is_calendar: bool = False) -> str:
    """A length of time in its most readable unit; a working day has 8 hours, a day by the clock 24."""
    if hours < 1:
        return _("{n} min", n=number(hours * 60))
    if hours <= 8 or is_calendar:
        return _("{n} h", n=number(hours))
    return _("{n} d", n=number(hours / 8))


def bin_names(is_calendar: bool = False) -> list[str]:
    """The names of the columns, as the hover shows them."""
    names = [_("up to {length}", length=edge_name(EDGES[1], is_calendar))]
    names += [
        f"{edge_name(low, is_calendar)} – {edge_name(high, is_calendar)}"
        for low, high in itertools.pairwise(EDGES[1:-1])
    ]
    return [*names, _("over {length}", length=edge_name(EDGES[-2], is_calendar))]


def position(hours: float) -> float:
    """The place of a duration on the axis: within a column, by the logarithm."""
    for place, (low, high) in enumerate(itertools.pairwise(EDGES)):
        if hours <= high:
            if low <= 0:
                return place - 0.5 + hours / high
            if math.isinf(high):
                return place - 0.5 + min(1.0, math.log2(hours / low) / 2)
            return place - 0.5 + math.log(hours / low) / math.log(high / low)
    return len(EDGES) - 1.5


def _columns(heights: list[int], names: list[str], what: str, colours: Palette, is_solid: bool) -> dict[str, Any]:
    outline = {"color": colours.paper, "line": {"color": colours.ink, "width": 1.5}}
    return {
        "type": "bar",
        "x": list(range(len(heights))),
        "y": heights,
        "marker": {"color": colours.ink} if is_solid else outline,
        "name": what,
        "customdata": [
            f"<b>{plain(name)}</b><br>{plain(what)}: {number(height)}"
            for name, height in zip(names, heights, strict=True)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _placed(marks: Sequence[tuple[str, float | None]]) -> list[tuple[str, float]]:
    return [(name, position(hours)) for name, hours in marks if hours is not None]


def _mark_line(place: float, colours: Palette) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": place,
        "x1": place,
        "y0": 0,
        "y1": 1,
        "line": {"color": colours.neutral, "width": 1.5, "dash": "dot"},
    }


def _mark_labels(placed: Sequence[tuple[str, float]], colours: Palette) -> list[dict[str, Any]]:
    """Each label on a line of its own, so that close marks never overlap."""
    return [
        {
            "text": plain(name),
            "x": place,
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "yshift": 22 + 18 * (len(placed) - 1 - row),
            "xanchor": "right" if place > len(EDGES) / 2 else "left",
            "showarrow": False,
            "font": {"size": SMALL_SIZE, "color": colours.ink},
        }
        for row, (name, place) in enumerate(placed)
    ]


def _alt(names: list[str], answered: list[int], waiting: list[int], caption: Caption) -> str:
    points = "; ".join(
        f"{name}: {number(done)} + {number(open_)}" for name, done, open_ in zip(names, answered, waiting, strict=True)
    )
    return f"{caption.title}. " + _("Tickets by time to first response, answered + waiting. {points}.", points=points)
