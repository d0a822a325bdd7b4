"""Totals over time against target and last year: solid is actual, light grey is the year before, outline is target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from charts.axes import Measure, period_axis, value_axis
from charts.text import plain
from charts.theme import SMALL_SIZE, Caption, Palette, figure
from domain.period import Period
from i18n.format import period as period_words
from i18n.translate import _


@dataclass(frozen=True)
class Column:
    """One period: what was reached, what was reached a year before, what was aimed at. None: not known."""

    period: Period
    value: float | None
    last_year: float | None = None
    target: float | None = None


def columns(
    points: Sequence[Column], measure: Measure, *, caption: Caption, colours: Palette, height: int = 320
) -> go.Figure:
    """One group of columns a period, in time order. No points: an empty frame."""
    has_last_year = any(point.last_year is not None for point in points)
    axis = value_axis(
        measure, [bound for point in points for bound in (point.value, point.last_year, point.target)], zero=True
    )
    axis["range"] = [axis["range"][0], axis["range"][1] * 1.06]
    shift = 0.09 if has_last_year else 0.0
    traces = [
        _columns([point.last_year for point in points], colours.previous, -0.17, 0.46),
        {**_columns([point.value for point in points], colours.ink, shift, 0.46), **_hover(points, measure)},
        _outlines([point.target for point in points], colours, shift),
    ]
    layout: dict[str, Any] = {
        "xaxis": period_axis([point.period for point in points], colours),
        "yaxis": axis,
        "barmode": "overlay",
        "hovermode": "closest",
        "annotations": _labels(points, measure, colours, shift),
        "margin": {"l": 8, "r": 12, "t": 38, "b": 8},
    }
    return figure(
        traces,
        layout,
        caption=caption,
        alt=_alt(points, measure, caption),
        colours=colours,
        unit=measure.axis_title,
        height=height,
    )


def _columns(values: Sequence[float | None], colour: str, shift: float, width: float) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": [place + shift for place in range(len(values))],
        "y": list(values),
        "width": width,
        "marker": {"color": colour},
        "hoverinfo": "skip",
    }


def _outlines(values: Sequence[float | None], colours: Palette, shift: float) -> dict[str, Any]:
    return {
        **_columns(values, "rgba(0,0,0,0)", shift, 0.62),
        "marker": {"color": "rgba(0,0,0,0)", "line": {"color": colours.ink, "width": 1.25}},
    }


def _hover(points: Sequence[Column], measure: Measure) -> dict[str, Any]:
    texts = []
    for point in points:
        lines = [f"<b>{plain(period_words(point.period))}</b>", plain(measure.full(point.value))]
        if point.target is not None:
            lines.append(plain(_("target: {value}", value=measure.full(point.target))))
        if point.last_year is not None:
            lines.append(plain(_("year before: {value}", value=measure.full(point.last_year))))
        texts.append("<br>".join(lines))
    return {"customdata": texts, "hovertemplate": "%{customdata}<extra></extra>", "hoverinfo": None}


def _labels(points: Sequence[Column], measure: Measure, colours: Palette, shift: float) -> list[dict[str, Any]]:
    """The value above its column; on a crowded axis only the last column is named."""
    named = [place for place, point in enumerate(points) if point.value is not None]
    named = named if len(named) <= 6 else named[-1:]
    labels = []
    for place in named:
        point = points[place]
        top = max(point.value or 0.0, point.target or 0.0, point.last_year or 0.0)
        labels.append(
            {
                "text": f"<b>{plain(measure.label(point.value))}</b>",
                "x": place + shift,
                "y": top,
                "yanchor": "bottom",
                "yshift": 2,
                "showarrow": False,
                "font": {"size": SMALL_SIZE, "color": colours.ink},
            }
        )
    return labels


def _alt(points: Sequence[Column], measure: Measure, caption: Caption) -> str:
    words = []
    for point in points:
        text = f"{period_words(point.period)}: {measure.full(point.value)}"
        if point.target is not None:
            text += ", " + _("target: {value}", value=measure.full(point.target))
        words.append(text)
    return f"{caption.title}. " + _("Columns by period. {points}.", points="; ".join(words))
