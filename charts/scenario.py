"""Month by month: what came, the forecast with its band, and beside it the scenario with its own, in its own colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from charts.axes import Measure, period_axis, value_axis
from charts.text import plain
from charts.theme import SMALL_SIZE, TEXT_SIZE, Caption, Palette, figure, note
from domain.period import Period
from i18n.format import period as period_words
from i18n.translate import _

BAND_OPACITY = 0.22
CLOSE = 0.075
"""Of the axis: words closer than this would lie on each other."""


@dataclass(frozen=True)
class MonthPair:
    """One month without and with the levers: expected and 80 % bounds; all are equal where it is over."""

    month: Period
    is_over: bool
    before: float
    before_low: float
    before_high: float
    mean: float
    low: float
    high: float


def scenario_months(
    months: Sequence[MonthPair],
    measure: Measure,
    *,
    is_moved: bool,
    caption: Caption,
    colours: Palette,
    height: int = 360,
) -> go.Figure:
    """One point a month, in order. ``is_moved``: a lever is; without one there is only the forecast.

    No months: an empty frame.
    """
    n_over = sum(1 for one in months if one.is_over)
    places = list(range(max(0, n_over - 1), len(months)))
    ends = [end for one in months for end in (one.before_low, one.before_high, one.low, one.high)]
    axis = value_axis(measure, ends, zero=False)
    said = [_said(one, measure, is_moved=is_moved) for one in months]
    traces = [
        _band(places, [one.before_low for one in months], [one.before_high for one in months], colours.band),
        _band(places, [one.low for one in months], [one.high for one in months], _pale(colours)) if is_moved else None,
        _line(places, [one.before for one in months], colours.ink, "dash", 2),
        _line(list(range(n_over)), [one.before for one in months], colours.ink, "solid", 3),
        _line(places, [one.mean for one in months], colours.scenario, "solid", 3) if is_moved else None,
        _hover(months, said),
    ]
    layout: dict[str, Any] = {
        "xaxis": _month_axis(months, colours),
        "yaxis": axis,
        "hovermode": "closest",
        "annotations": _names(months, measure, axis, colours, is_moved=is_moved),
        "margin": {"l": 8, "r": 128, "t": 38, "b": 8},
        "uirevision": "scenario",
    }
    return figure(
        [trace for trace in traces if trace is not None],
        layout,
        caption=caption,
        alt=" ".join([f"{caption.title}.", *(f"{one}." for one in said)]),
        colours=colours,
        unit=measure.axis_title,
        height=height,
    )


def _month_axis(months: Sequence[MonthPair], colours: Palette) -> dict[str, Any]:
    """A name at the end of each quarter: twelve would lie on each other on a phone."""
    axis = period_axis([one.month for one in months], colours)
    named = [(place, text) for place, text in zip(axis["tickvals"], axis["ticktext"], strict=True) if place % 3 == 2]
    return {**axis, "tickvals": [place for place, _text in named], "ticktext": [text for _place, text in named]}


def _pale(colours: Palette) -> str:
    red, green, blue = (int(colours.scenario[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{BAND_OPACITY})"


def _band(places: list[int], low: list[float], high: list[float], fill: str) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines", "x": places + places[::-1],
        "y": [high[place] for place in places] + [low[place] for place in places[::-1]],
        "fill": "toself", "fillcolor": fill, "line": {"width": 0}, "hoverinfo": "skip",
    }  # fmt: skip


def _line(places: list[int], values: list[float], colour: str, dash: str, width: int) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines", "x": places, "y": [values[place] for place in places],
        "line": {"color": colour, "width": width, "dash": dash}, "hoverinfo": "skip", "cliponaxis": False,
    }  # fmt: skip


def _hover(months: Sequence[MonthPair], said: Sequence[str]) -> dict[str, Any]:
    """Something to point at on every month, unseen, with what there is to say of it."""
    return {
        "type": "scatter", "mode": "markers", "x": list(range(len(months))), "y": [one.mean for one in months],
        "marker": {"size": 18, "color": "rgba(0,0,0,0)"},
        "customdata": [plain(one) for one in said],
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip


def _said(one: MonthPair, measure: Measure, *, is_moved: bool) -> str:
    month = period_words(one.month)
    if one.is_over:
        return _("{month}: {value} came", month=month, value=measure.full(one.mean))
    if not is_moved:
        return _("{month}: forecast {before}, 80%: {low} to {high}", month=month, before=measure.full(one.before),
                 low=measure.full(one.low), high=measure.full(one.high))  # fmt: skip
    return _("{month}: scenario {value}, 80%: {low} to {high}; forecast {before}", month=month,
             value=measure.full(one.mean), low=measure.full(one.low), high=measure.full(one.high),
             before=measure.full(one.before))  # fmt: skip


def _names(
    months: Sequence[MonthPair], measure: Measure, axis: dict[str, Any], colours: Palette, *, is_moved: bool
) -> list[dict[str, object]]:
    """Both lines named where they end, far enough apart to be read."""
    if not months or months[-1].is_over:
        return []
    last = months[-1]
    named = [(last.before, _("forecast {value}", value=measure.label(last.before)), colours.ink, SMALL_SIZE)]
    if is_moved:
        named.append((last.mean, _("scenario {value}", value=measure.label(last.mean)), colours.scenario, TEXT_SIZE))
    named.sort(key=lambda item: item[0])
    apart = CLOSE * (axis["range"][1] - axis["range"][0])
    heights = [value for value, *_rest in named]
    if len(heights) > 1 and heights[1] - heights[0] < apart:
        middle = (heights[0] + heights[1]) / 2
        heights = [middle - apart / 2, middle + apart / 2]
    return [
        note(text, x=1, y=height, colours=colours, xref="paper", xanchor="left", xshift=4, yanchor="middle",
             font={"size": size, "color": colour})
        for (_value, text, colour, size), height in zip(named, heights, strict=True)
    ]  # fmt: skip
