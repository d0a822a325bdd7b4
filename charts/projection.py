"""What came and what is expected: actual solid, the model dashed with its band, a line where it knows no more."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from charts.axes import Measure, value_axis
from charts.text import plain
from charts.theme import SMALL_SIZE, Caption, Palette, figure
from i18n.translate import _

MOST_LABELS = 9


@dataclass(frozen=True)
class Expected:
    """One place on the axis: what came (NaN: not known) and what the model says, with its band where it has one.

    ``is_small``: what came rests on too few to rely on, and is a ring.
    """

    label: str
    actual: float
    projected: float
    low: float | None = None
    high: float | None = None
    is_small: bool = False


def projection(
    points: Sequence[Expected],
    measure: Measure,
    *,
    split: float | None,
    across: str,
    unit: str,
    zero: bool,
    caption: Caption,
    colours: Palette,
    height: int = 340,
) -> go.Figure:
    """The points in order. ``split`` is the place after which the model knows nothing, None where it knows all that
    came. ``across`` names the axis, ``unit`` what is counted. No points: an empty frame.
    """
    ends = [end for point in points for end in (point.actual, point.projected, point.low, point.high)]
    axis = value_axis(measure, ends, zero=zero)
    places = list(range(len(points)))
    traces = [*_band(points, colours), *_lines(points, measure, colours)]
    every = max(1, math.ceil(len(points) / MOST_LABELS))
    layout: dict[str, Any] = {
        "xaxis": {
            "tickvals": places[::every],
            "ticktext": [plain(point.label) for point in points][::every],
            "range": [-0.04 * max(places, default=0) - 0.3, max(places, default=0) + 0.3],
            "title": {"text": plain(across), "standoff": 6},
            "zeroline": False,
            "tickangle": 0,
        },
        "yaxis": axis,
        "hovermode": "closest",
        "shapes": [] if split is None else [_split_line(split, colours)],
        "annotations": [*_names(points, colours), *_split_name(split, colours)],
        "margin": {"l": 8, "r": 16, "t": 38, "b": 44},
    }
    return figure(
        traces, layout, caption=caption, alt=_alt(points, measure, caption), colours=colours, unit=unit, height=height
    )


def _band(points: Sequence[Expected], colours: Palette) -> list[dict[str, Any]]:
    known = [place for place, point in enumerate(points) if point.low is not None and point.high is not None]
    if len(known) < 2:
        return []
    return [
        {
            "type": "scatter", "mode": "lines", "x": known + known[::-1],
            "y": [points[place].high for place in known] + [points[place].low for place in known[::-1]],
            "fill": "toself", "fillcolor": colours.band, "line": {"width": 0}, "hoverinfo": "skip",
        }
    ]  # fmt: skip


def _lines(points: Sequence[Expected], measure: Measure, colours: Palette) -> list[dict[str, Any]]:
    places = list(range(len(points)))
    hover = [_hover(point, measure) for point in points]
    shared = {"type": "scatter", "x": places, "customdata": hover, "hovertemplate": "%{customdata}<extra></extra>"}
    return [
        {**shared, "mode": "lines", "y": [point.projected for point in points],
         "line": {"color": colours.neutral, "width": 2, "dash": "dash"}},
        {**shared, "mode": "lines+markers", "connectgaps": False, "cliponaxis": False,
         "y": [None if math.isnan(point.actual) else point.actual for point in points],
         "line": {"color": colours.ink, "width": 2}, "marker": _marks(points, colours)},
    ]  # fmt: skip


def _marks(points: Sequence[Expected], colours: Palette) -> dict[str, Any]:
    fill = [colours.paper if point.is_small else colours.ink for point in points]
    return {"size": 7, "color": fill, "line": {"width": 1.5, "color": colours.ink}, "opacity": 1}


def _hover(point: Expected, measure: Measure) -> str:
    lines = [f"<b>{plain(point.label)}</b>"]
    if not math.isnan(point.actual):
        lines.append(plain(_("came: {value}", value=measure.full(point.actual))))
    lines.append(plain(_("expected: {value}", value=measure.full(point.projected))))
    if point.low is not None and point.high is not None:
        lines.append(plain(_("95%: {low} to {high}", low=measure.full(point.low), high=measure.full(point.high))))
    return "<br>".join(lines)


def _names(points: Sequence[Expected], colours: Palette) -> list[dict[str, Any]]:
    """The two lines named where they end."""
    if not points:
        return []
    return [
        {
            "text": plain(_("expected")), "x": len(points) - 1, "y": points[-1].high or points[-1].projected,
            "xanchor": "right", "yanchor": "bottom", "yshift": 4, "showarrow": False,
            "font": {"size": SMALL_SIZE, "color": colours.neutral},
        }
    ]  # fmt: skip


def _split_line(split: float, colours: Palette) -> dict[str, Any]:
    return {
        "type": "line", "x0": split, "x1": split, "yref": "paper", "y0": 0, "y1": 1,
        "line": {"color": colours.neutral, "width": 1, "dash": "dot"},
    }  # fmt: skip


def _split_name(split: float | None, colours: Palette) -> list[dict[str, Any]]:
    if split is None:
        return []
    return [
        {
            "text": plain(_("held back →")), "x": split, "y": 1, "yref": "paper", "xanchor": "left",
            "yanchor": "bottom", "xshift": -2, "showarrow": False, "font": {"size": SMALL_SIZE, "color": colours.muted},
        }
    ]  # fmt: skip


def _alt(points: Sequence[Expected], measure: Measure, caption: Caption) -> str:
    words = []
    for point in points:
        came = "—" if math.isnan(point.actual) else measure.full(point.actual)
        words.append(f"{point.label}: {came} / {measure.full(point.projected)}")
    return f"{caption.title}. " + _("What came / what is expected. {points}.", points="; ".join(words))
