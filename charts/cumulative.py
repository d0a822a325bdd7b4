"""What adds up over a period: actual as a solid line, target as a thin one, the year before dotted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go

from charts.axes import Measure, value_axis
from charts.text import plain, room_beside
from charts.theme import SMALL_SIZE, Caption, Palette, figure
from i18n.format import day as day_words
from i18n.names import day_mark
from i18n.translate import _

CLOSEST = 17
"""Pixels that the middles of two labels need between them."""
MOST_LABELS = 4


def cumulative_lines(
    days: Sequence[date],
    actual: Sequence[float],
    target: Sequence[float] | None,
    last_year: Sequence[float] | None,
    measure: Measure,
    *,
    caption: Caption,
    colours: Palette,
    height: int = 320,
) -> go.Figure:
    """The lines by day, each with its last known value at its end. NaN: not known yet. No days: an empty frame."""
    lines = [
        (_("year before"), last_year, {"color": colours.previous, "width": 2, "dash": "dot"}, colours.muted),
        (_("target"), target, {"color": colours.ink, "width": 1.25}, colours.ink),
        (_("actual"), actual, {"color": colours.ink, "width": 3}, colours.ink),
    ]
    known = [(name, values, line, colour) for name, values, line, colour in lines if values is not None]
    axis = value_axis(measure, [value for _name, values, _line, _colour in known for value in values], zero=True)
    traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": list(range(len(days))),
            "y": [None if math.isnan(value) else float(value) for value in values],
            "line": line,
            "cliponaxis": False,
            "customdata": [_hover(name, day, value, measure) for day, value in zip(days, values, strict=True)],
            "hovertemplate": "%{customdata}<extra></extra>",
            "name": plain(name),
        }
        for name, values, line, _colour in known
    ]
    ends = [(name, _last(values), colour) for name, values, _line, colour in known]
    labels = _labels(ends, len(days), axis["range"], measure, height - 80)
    layout: dict[str, Any] = {
        "xaxis": _days_axis(days, colours),
        "yaxis": axis,
        "hovermode": "closest",
        "annotations": labels,
        "margin": {"l": 8, "r": room_beside([one["text"] for one in labels], SMALL_SIZE, 118), "t": 38, "b": 8},
    }
    alt = f"{caption.title}. " + _(
        "Added up by day. {points}.",
        points="; ".join(
            f"{name}, {day_words(days[end[0]])}: {measure.full(end[1])}" for name, end, _c in ends if end is not None
        ),
    )
    return figure(
        traces, layout, caption=caption, alt=alt, colours=colours, unit=measure.axis_title, height=height
    )  # fmt: skip


def _last(values: Sequence[float]) -> tuple[int, float] | None:
    places = [place for place, value in enumerate(values) if not math.isnan(value)]
    return (places[-1], float(values[places[-1]])) if places else None


def _hover(name: str, day: date, value: float, measure: Measure) -> str:
    if math.isnan(value):
        return ""
    return f"<b>{plain(day_words(day))}</b><br>{plain(name)}: {plain(measure.full(float(value)))}"


def _days_axis(days: Sequence[date], colours: Palette) -> dict[str, Any]:
    """First days of months where there are several, else days of the month."""
    firsts = [place for place, day in enumerate(days) if day.day == 1]
    if len(firsts) > 1:
        every = math.ceil(len(firsts) / MOST_LABELS)
        shown = firsts[::every]
    else:
        shown = list(range(0, len(days), 7))
    return {
        "tickvals": shown,
        "ticktext": [day_mark(days[place]) for place in shown],
        "range": [-0.08 * len(days), len(days) - 0.5],  # the first day's name stands clear of the axis of values
        "showgrid": False,
        "zeroline": False,
        "tickangle": 0,
        "tickfont": {"color": colours.muted},
    }


def _labels(
    ends: Sequence[tuple[str, tuple[int, float] | None, str]],
    n_days: int,
    span: Sequence[float],
    measure: Measure,
    plot_height: int,
) -> list[dict[str, Any]]:
    """Name and last value at the end of each line; those at the right edge are moved off each other."""
    scale = plot_height / ((span[1] - span[0]) or 1.0)
    labels, level = [], -math.inf
    for name, end, colour in sorted(ends, key=lambda one: one[1][1] if one[1] else 0.0):
        if end is None:
            continue
        place, value = end
        height = (value - span[0]) * scale
        is_inside = place < 0.8 * n_days
        moved = height if is_inside else max(height, level + CLOSEST)
        level = level if is_inside else moved
        labels.append(
            {
                "text": plain(f"{name} {measure.label(value)}"),
                "x": place,
                "y": value,
                "xanchor": "left",
                "yanchor": "middle",
                "xshift": 6,
                "yshift": moved - height,
                "showarrow": False,
                "font": {"size": SMALL_SIZE, "color": colour},
            }
        )
    return labels
