"""The year as it adds up: what came, what may come as a fan, the target, last year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from charts.axes import Measure, period_axis, value_axis
from charts.text import plain, room_beside
from charts.theme import SMALL_SIZE, TEXT_SIZE, Caption, Palette, figure, note
from domain.period import Period
from i18n.format import period as period_words
from i18n.translate import _

WIDER = {"light": "rgba(26,29,33,0.10)", "dark": "rgba(233,236,239,0.12)"}
NARROWER = {"light": "rgba(26,29,33,0.16)", "dark": "rgba(233,236,239,0.20)"}
"""Drawn over the wider one, so that the 80 % fan is the darker."""
CLOSE = 0.07
"""Of the axis: words closer than this would lie on each other."""


@dataclass(frozen=True)
class Reached:
    """What the year has or will have reached at the end of a month: all bounds are equal where it is known."""

    month: Period
    actual: float
    mean: float
    low80: float
    high80: float
    low95: float
    high95: float
    is_over: bool
    last_year: float | None = None


def fan(
    points: Sequence[Reached],
    measure: Measure,
    *,
    target: float | None,
    caption: Caption,
    colours: Palette,
    height: int = 420,
) -> go.Figure:
    """One point a month of the year, in order, each the sum since the year began.

    The fan opens at the last month that is over, or at zero where none is. No points: an empty frame.
    """
    ends = [end for point in points for end in (point.high95, point.low95, point.last_year)]
    axis = value_axis(measure, [*ends, target], zero=True, count=6)
    n_over = sum(1 for point in points if point.is_over)
    places = list(range(n_over - 1, len(points)))
    traces = [
        _band([_at(points, place, "low95") for place in places], [_at(points, place, "high95") for place in places],
              places, WIDER[colours.mode]),
        _band([_at(points, place, "low80") for place in places], [_at(points, place, "high80") for place in places],
              places, NARROWER[colours.mode]),
        _last_year(points, colours),
        _expected(points, places, measure, colours),
        _actual(points, n_over, measure, colours),
    ]  # fmt: skip
    words = _words(points, n_over, target, measure, axis, colours)
    beside = [str(one["text"]) for one in words if one["xanchor"] == "left"]
    layout: dict[str, Any] = {
        "xaxis": _month_axis(points, colours),
        "yaxis": axis,
        "hovermode": "closest",
        "shapes": [] if target is None else [_target_line(target, colours)],
        "annotations": words,
        "margin": {"l": 8, "r": room_beside(beside, TEXT_SIZE, 138), "t": 38, "b": 8},
    }
    return figure(
        [trace for trace in traces if trace["x"]],
        layout,
        caption=caption,
        alt=_alt(points, target, measure, caption),
        colours=colours,
        unit=measure.axis_title,
        height=height,
    )


def _month_axis(points: Sequence[Reached], colours: Palette) -> dict[str, Any]:
    """A name at the end of each quarter: twelve would lie on each other on a phone."""
    axis = period_axis([point.month for point in points], colours)
    named = [(place, text) for place, text in zip(axis["tickvals"], axis["ticktext"], strict=True) if place % 3 == 2]
    return {
        **axis,
        "tickvals": [place for place, _text in named],
        "ticktext": [text for _place, text in named],
        "range": [-1.05, len(points) - 0.6],
    }


def _at(points: Sequence[Reached], place: int, name: str) -> float:
    return float(getattr(points[place], name)) if place >= 0 else 0.0


def _band(low: list[float], high: list[float], places: list[int], fill: str) -> dict[str, Any]:
    is_open = len(places) > 1
    return {
        "type": "scatter", "mode": "lines", "x": places + places[::-1] if is_open else [], "y": high + low[::-1],
        "fill": "toself", "fillcolor": fill, "line": {"width": 0}, "hoverinfo": "skip",
    }  # fmt: skip


def _last_year(points: Sequence[Reached], colours: Palette) -> dict[str, Any]:
    known = [place for place, point in enumerate(points) if point.last_year is not None]
    return {
        "type": "scatter", "mode": "lines", "x": known, "y": [points[place].last_year for place in known],
        "line": {"color": colours.previous, "width": 2, "dash": "dot"}, "hoverinfo": "skip",
    }  # fmt: skip


def _expected(points: Sequence[Reached], places: list[int], measure: Measure, colours: Palette) -> dict[str, Any]:
    ahead = [place for place in places if place >= 0]
    hover = [
        _("{month}: {mean} expected by then; 80%: {low80} to {high80}; 95%: {low95} to {high95}",
          month=period_words(points[place].month), **_full(points[place], measure))
        for place in ahead
    ]  # fmt: skip
    return {
        "type": "scatter", "mode": "lines", "x": places if len(places) > 1 else [],
        "y": [_at(points, place, "mean") for place in places], "cliponaxis": False,
        "line": {"color": colours.ink, "width": 2, "dash": "dash"},
        "customdata": [""] * (len(places) - len(ahead)) + [plain(text) for text in hover],
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip


def _full(point: Reached, measure: Measure) -> dict[str, str]:
    names = ("mean", "low80", "high80", "low95", "high95")
    return {name: measure.full(float(getattr(point, name))) for name in names}


def _actual(points: Sequence[Reached], n_over: int, measure: Measure, colours: Palette) -> dict[str, Any]:
    known = points[:n_over]
    hover = [
        plain(_("{month}: {value} by then", month=period_words(point.month), value=measure.full(point.actual)))
        for point in known
    ]
    return {
        "type": "scatter", "mode": "lines+markers", "x": list(range(n_over)), "y": [point.actual for point in known],
        "line": {"color": colours.ink, "width": 3}, "marker": {"size": 6, "color": colours.ink, "opacity": 1},
        "customdata": hover, "hovertemplate": "%{customdata}<extra></extra>", "cliponaxis": False,
    }  # fmt: skip


def _target_line(target: float, colours: Palette) -> dict[str, Any]:
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": target, "y1": target,
            "line": {"color": colours.ink, "width": 1.5, "dash": "longdash"}}  # fmt: skip


def _words(
    points: Sequence[Reached],
    n_over: int,
    target: float | None,
    measure: Measure,
    axis: dict[str, Any],
    colours: Palette,
) -> list[dict[str, object]]:
    """Every line named where it ends, far enough apart to be read; what came is named at its own end."""
    if not points:
        return []
    last = points[-1]
    named = [(last.mean, _("expected {value}", value=measure.label(last.mean)), colours.ink, TEXT_SIZE)]
    if last.is_over:
        named = [(last.actual, _("came: {value}", value=measure.label(last.actual)), colours.ink, TEXT_SIZE)]
    if target is not None:
        named.append((target, _("target {value}", value=measure.label(target)), colours.ink, SMALL_SIZE))
    if last.last_year is not None:
        said = _("last year {value}", value=measure.label(last.last_year))
        named.append((last.last_year, said, colours.muted, SMALL_SIZE))
    named.sort(key=lambda item: item[0])
    apart = CLOSE * (axis["range"][1] - axis["range"][0])
    heights = [named[0][0]]
    for value, *_rest in named[1:]:
        heights.append(max(value, heights[-1] + apart))
    heights[-1] = min(heights[-1], axis["range"][1])
    for place in range(len(heights) - 2, -1, -1):
        heights[place] = min(heights[place], heights[place + 1] - apart)
    words = [
        note(text, x=1, y=height, colours=colours, xref="paper", xanchor="left", xshift=6, yanchor="middle",
             font={"size": size, "color": colour})
        for (_value, text, colour, size), height in zip(named, heights, strict=True)
    ]  # fmt: skip
    if 0 < n_over < len(points):
        known = points[n_over - 1]
        words.append(
            note(_("came: {value}", value=measure.label(known.actual)), x=n_over - 1, y=known.actual, colours=colours,
                 xanchor="right", xshift=-8, yanchor="bottom", yshift=6, font={"size": TEXT_SIZE, "color": colours.ink})
        )  # fmt: skip
    return words


def _alt(points: Sequence[Reached], target: float | None, measure: Measure, caption: Caption) -> str:
    said = [f"{caption.title}."]
    for point in points:
        month = period_words(point.month)
        if point.is_over:
            said.append(_("{month}: {value} by then.", month=month, value=measure.full(point.actual)))
        else:
            said.append(_("{month}: {mean} expected by then, 80%: {low80} to {high80}, 95%: {low95} to {high95}.",
                          month=month, **_full(point, measure)))  # fmt: skip
    if target is not None:
        said.append(_("Target: {value}.", value=measure.full(target)))
    if points and points[-1].last_year is not None:
        said.append(_("Last year: {value}.", value=measure.full(points[-1].last_year)))
    return " ".join(said)
