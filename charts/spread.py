"""How a number is spread over groups: one dot a group, equal ones stacked, with the mean and the ends named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from charts.axes import Measure, nice_step, value_axis
from charts.text import plain
from charts.theme import SMALL_SIZE, Caption, Palette, figure
from i18n.translate import _

MOST_BINS = 24
TALLEST = 6


def spread_of(
    points: Sequence[tuple[str, float]],
    measure: Measure,
    *,
    axis_name: str,
    mean: float | None,
    caption: Caption,
    colours: Palette,
    height: int = 220,
) -> go.Figure:
    """One dot a (name, value) over its value, every name on hover. ``mean`` is a labelled line. No points: empty."""
    ordered = sorted(points, key=lambda point: (point[1], point[0]))
    across, up = _stacked([value for _name, value in ordered])
    tallest = max([TALLEST, *up]) if up else TALLEST
    axis = value_axis(measure, [*[value for _name, value in ordered], mean], zero=False)
    low, high = axis["range"]
    axis["range"] = [low - 0.04 * (high - low), high + 0.04 * (high - low)]
    data = {
        "type": "scatter",
        "mode": "markers",
        "x": across,
        "y": up,
        "marker": {"color": colours.ink, "size": 12 if tallest <= 2 * TALLEST else 5, "opacity": 0.9},
        "customdata": [f"<b>{plain(name)}</b><br>{plain(measure.full(value))}" for name, value in ordered],
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
    }
    layout: dict[str, Any] = {
        "xaxis": {**axis, "zeroline": False, "showgrid": True, "title": {"text": plain(axis_name), "standoff": 6}},
        "yaxis": {"range": [0, tallest + 1.2], "showgrid": False, "showticklabels": False, "zeroline": True},
        "hovermode": "closest",
        "shapes": _line(mean, colours),
        "annotations": [*_mean_name(mean, measure, colours), *_ends(ordered, across, up, measure, colours)],
        "margin": {"l": 8, "r": 12, "t": 34, "b": 34},
    }
    alt = f"{caption.title}. " + _(
        "One dot each. {points}.", points="; ".join(f"{name}: {measure.full(value)}" for name, value in ordered)
    )
    return figure([data], layout, caption=caption, alt=alt, colours=colours, unit="", height=height)


def _stacked(values: Sequence[float]) -> tuple[list[float], list[int]]:
    """Where each dot stands: over the middle of its bin, on the ones before it. Whole numbers keep their own place."""
    if not values:
        return [], []
    width = max(1.0, nice_step(min(values), max(values), MOST_BINS))
    bins = [round(value / width) * width if width > 1 else value for value in values]
    heights: dict[float, int] = {}
    up = []
    for place in bins:
        near = round(place / width)
        heights[near] = heights.get(near, 0) + 1
        up.append(heights[near])
    return bins, up


def _line(mean: float | None, colours: Palette) -> list[dict[str, Any]]:
    if mean is None:
        return []
    line = {"color": colours.neutral, "width": 1.25, "dash": "dot"}
    return [{"type": "line", "xref": "x", "yref": "paper", "x0": mean, "x1": mean, "y0": 0, "y1": 1, "line": line}]


def _mean_name(mean: float | None, measure: Measure, colours: Palette) -> list[dict[str, Any]]:
    if mean is None:
        return []
    return [
        {
            "text": plain(_("mean {value}", value=measure.mean_label(mean))), "x": mean, "y": 1, "yref": "paper",
            "yanchor": "bottom", "showarrow": False, "font": {"size": SMALL_SIZE, "color": colours.muted},
        }
    ]  # fmt: skip


def _ends(
    ordered: Sequence[tuple[str, float]],
    across: Sequence[float],
    up: Sequence[int],
    measure: Measure,
    colours: Palette,
) -> list[dict[str, Any]]:
    """The fewest and the most, by name."""
    if len(ordered) < 2:
        return []
    return [
        {
            "text": plain(f"{ordered[place][0]} {measure.label(ordered[place][1])}"), "x": across[place],
            "y": up[place] + 0.35, "xanchor": side, "ax": 0, "ay": -34, "showarrow": True, "arrowhead": 0,
            "arrowwidth": 1, "arrowcolor": colours.muted, "font": {"size": SMALL_SIZE, "color": colours.ink},
        }
        for place, side in ((0, "left"), (len(ordered) - 1, "right"))
    ]  # fmt: skip
