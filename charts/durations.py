"""How long answers took: each step to the right is a few times as long, from minutes to weeks, in words."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from analytics.kpi import Unit
from charts.axes import Measure, value_axis
from charts.text import plain
from charts.theme import SMALL_SIZE, Caption, Palette, figure
from i18n.format import NARROW, number
from i18n.translate import _, ngettext

MINUTE = 1 / 60
EDGES = (0.0, MINUTE, 5 * MINUTE, 0.25, 1.0, 2.0, 4.0, 8.0, 16.0, 40.0, 80.0, math.inf)
"""Working hours: from a minute to a day of eight hours, two days, a week of five days, two weeks."""
CALENDAR_EDGES = (0.0, MINUTE, 5 * MINUTE, 0.25, 1.0, 4.0, 8.0, 24.0, 72.0, 168.0, 336.0, math.inf)
"""Hours by the clock: from a minute to a day of 24 hours, three days, a week, two weeks."""
NAMED = (1, 2, 4, 6, 7, 9)
"""Which edges carry their name on the axis: 1 min, 5 min, 1 h, 4 or 8 h, 1 day, 1 week."""


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
    edges = CALENDAR_EDGES if is_calendar else EDGES
    answered, waiting = _binned(hours, n_answered, edges), _binned(hours, n_waiting, edges)
    names = bin_names(is_calendar)
    axis = value_axis(
        Measure(Unit.CUSTOMERS), [a + b for a, b in zip(answered, waiting, strict=True)], zero=True, count=4
    )
    placed = _placed(marks, edges)
    layout: dict[str, Any] = {
        "barmode": "stack",
        "bargap": 0.18,
        "hovermode": "closest",
        "xaxis": {
            "tickvals": [place - 0.5 for place in NAMED],
            "ticktext": [edge_name(edges[place], is_calendar).replace(NARROW, "<br>") for place in NAMED],
            "tickfont": {"size": SMALL_SIZE - 1},
            "ticks": "outside",
            "ticklen": 4,
            "tickangle": 0,
            "range": [-0.6, len(names) - 0.4],
            "zeroline": False,
            "title": {"text": plain(_axis_title(is_calendar)), "standoff": 4},
        },
        "yaxis": {**axis, "range": [0, axis["range"][1] * 1.05]},
        "shapes": [_mark_line(place, colours) for _name, place in placed],
        "annotations": _mark_labels(placed, colours),
        "margin": {"l": 8, "r": 12, "t": 46 + 18 * len(placed), "b": 48},
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
        return _("hours by the clock (a day has 24)")
    return _("working hours (a day has 8)")


def _binned(hours: Sequence[float], counts: Sequence[int], edges: Sequence[float]) -> list[int]:
    places = np.searchsorted(np.asarray(edges[1:-1]), np.asarray(hours, dtype=np.float64), side="left")
    found = np.bincount(places, weights=np.asarray(counts, dtype=np.float64), minlength=len(edges) - 1)
    return [int(count) for count in found]


def edge_name(hours: float, is_calendar: bool = False) -> str:
    """A length of time in its most readable unit; a working week is 5 days of 8 hours, by the clock 7 of 24."""
    day, week = (24.0, 168.0) if is_calendar else (8.0, 40.0)
    if hours < 1:
        text = _("{n} min", n=number(hours * 60))
    elif hours < day:
        text = _("{n} h", n=number(hours))
    elif hours < week:
        text = ngettext("{n} day", "{n} days", int(hours / day))
    else:
        text = ngettext("{n} week", "{n} weeks", int(hours / week))
    return text.replace(" ", NARROW)


def bin_names(is_calendar: bool = False) -> list[str]:
    """The names of the columns, as the hover shows them."""
    edges = CALENDAR_EDGES if is_calendar else EDGES
    named = [edge_name(edge, is_calendar) for edge in edges[1:-1]]
    between = [f"{low} – {high}" for low, high in itertools.pairwise(named)]
    return [_("up to {length}", length=named[0]), *between, _("over {length}", length=named[-1])]


def position(hours: float, edges: Sequence[float] = EDGES) -> float:
    """The place of a duration on the axis: within a column, by the logarithm."""
    for place, (low, high) in enumerate(itertools.pairwise(edges)):
        if hours <= high:
            if low <= 0:
                return place - 0.5 + hours / high
            if math.isinf(high):
                return place - 0.5 + min(1.0, math.log2(hours / low) / 2)
            return place - 0.5 + math.log(hours / low) / math.log(high / low)
    return len(edges) - 1.5


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


def _placed(marks: Sequence[tuple[str, float | None]], edges: Sequence[float]) -> list[tuple[str, float]]:
    return [(name, position(hours, edges)) for name, hours in marks if hours is not None]


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
