"""Does more to look after mean slower answers? One point a manager: load across, speed up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import plotly.graph_objects as go

from charts.axes import Measure, value_axis
from charts.text import plain
from charts.theme import SMALL_SIZE, Caption, Palette, figure
from i18n.format import number
from i18n.translate import _

MOST_NAMED = 3
EDGE = 0.06


@dataclass(frozen=True)
class Point:
    """One group with its two numbers; ``n`` is the sample under the second, and rings mark the small ones."""

    name: str
    across: float
    up: float
    n: int = 0
    is_small: bool = False


def scatter(
    points: Sequence[Point],
    across: Measure,
    up: Measure,
    *,
    names: tuple[str, str],
    caption: Caption,
    colours: Palette,
    height: int = 420,
) -> go.Figure:
    """Points with the medians as hairlines. ``names`` are the names of the two axes.

    The points furthest out are named, all of them on hover. No points: an empty frame.
    """
    x_axis = value_axis(across, [point.across for point in points], zero=False)
    y_axis = value_axis(up, [point.up for point in points], zero=False)
    for axis in (x_axis, y_axis):  # a point on the edge of the frame keeps its whole mark, clear of the labels
        low, high = axis["range"]
        axis["range"] = [low - (high - low) * EDGE, high + (high - low) * EDGE]
    data = {
        "type": "scatter",
        "mode": "markers",
        "x": [point.across for point in points],
        "y": [point.up for point in points],
        "marker": {
            "color": colours.ink,
            "size": 10,
            "symbol": ["circle-open" if point.is_small else "circle" for point in points],
            "line": {"width": 1.5, "color": colours.ink},
            "opacity": 0.85,
        },
        "customdata": [_hover(point, across, up, names) for point in points],
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
    }
    layout: dict[str, Any] = {
        "xaxis": {**x_axis, "showgrid": True, "title": {"text": plain(names[0]), "standoff": 6}},
        "yaxis": {**y_axis},
        "hovermode": "closest",
        "shapes": _medians(points, colours),
        "annotations": _names(points, colours),
        "margin": {"l": 8, "r": 16, "t": 38, "b": 34},
    }
    return figure(
        [data],
        layout,
        caption=caption,
        alt=_alt(points, across, up, caption),
        colours=colours,
        unit=names[1],
        height=height,
    )


def _hover(point: Point, across: Measure, up: Measure, names: tuple[str, str]) -> str:
    return (
        f"<b>{plain(point.name)}</b><br>{plain(names[0])}: {plain(across.full(point.across))}"
        f"<br>{plain(names[1])}: {plain(up.full(point.up))}<br>{plain(_('n = {n}', n=number(point.n)))}"
    )


def _medians(points: Sequence[Point], colours: Palette) -> list[dict[str, Any]]:
    if len(points) < 4:
        return []
    line = {"color": colours.neutral, "width": 1, "dash": "dot"}
    x, y = median(point.across for point in points), median(point.up for point in points)
    return [
        {"type": "line", "xref": "x", "yref": "paper", "x0": x, "x1": x, "y0": 0, "y1": 1, "line": line},
        {"type": "line", "xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": y, "y1": y, "line": line},
    ]


def _names(points: Sequence[Point], colours: Palette) -> list[dict[str, Any]]:
    """Names for the slowest and the most loaded only: more would lie on one another."""
    slowest = sorted(points, key=lambda point: -point.up)[:MOST_NAMED]
    loaded = sorted(points, key=lambda point: -point.across)[:MOST_NAMED]
    labels: list[dict[str, Any]] = []
    if not points:
        return labels
    taken: list[tuple[float, float]] = []
    left, right = min(point.across for point in points), max(point.across for point in points)
    low, high = min(point.up for point in points), max(point.up for point in points)
    wide, tall = (right - left) or 1.0, (high - low) or 1.0
    for point in dict.fromkeys([*slowest, *loaded]):
        place = ((point.across - left) / wide, (point.up - low) / tall)
        if any(abs(place[0] - x) < 0.45 and abs(place[1] - y) < 0.08 for x, y in taken):
            continue
        taken.append(place)
        labels.append(
            {
                "text": plain(point.name),
                "x": point.across,
                "y": point.up,
                "xanchor": "left" if place[0] < 0.15 else "right" if place[0] > 0.85 else "center",
                "yanchor": "bottom",
                "yshift": 6,
                "showarrow": False,
                "font": {"size": SMALL_SIZE, "color": colours.ink},
            }
        )
    return labels


def _alt(points: Sequence[Point], across: Measure, up: Measure, caption: Caption) -> str:
    listed = "; ".join(f"{point.name}: {across.full(point.across)}, {up.full(point.up)}" for point in points[:30])
    return f"{caption.title}. " + _("One point each. {points}.", points=listed)
