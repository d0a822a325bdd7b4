"""A series taken apart: what came with its trend, the season, and what neither explains, on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from charts.axes import Measure, period_axis, short_period, value_axis
from charts.text import plain
from charts.theme import SMALL_SIZE, Caption, Palette, figure
from domain.period import Period
from i18n.format import period as period_words
from i18n.translate import _

GAP = 0.07
LEAST = 0.14
"""The lowest panel, as a share of the height: a rest of almost nothing still has room for its name."""
HEIGHT = 380


def decomposition(
    months: Sequence[Period],
    values: Sequence[float],
    trend: Sequence[float],
    season: Sequence[float],
    rest: Sequence[float],
    measure: Measure,
    *,
    caption: Caption,
    colours: Palette,
) -> go.Figure:
    """Three panels above one another, months from left to right; trend, season and rest add up to what came.

    The panels are as high as their values reach, so that a like distance means a like amount wherever it fits.
    No months: an empty frame.
    """
    parts = [
        (_("What came, and its trend"), [*values, *trend], False),
        (_("Season"), list(season), True),
        (_("What neither explains"), list(rest), True),
    ]
    domains = _domains([_reach(told) for _name, told, _zero in parts])
    layout: dict[str, Any] = {
        "xaxis": {**period_axis(months, colours), **_halves(months), "anchor": "y3"},
        "hovermode": "closest",
        "margin": {"l": 8, "r": 12, "t": 30, "b": 8},
        "annotations": [],
    }
    for place, ((name, told, is_zero), (low, high)) in enumerate(zip(parts, domains, strict=True)):
        axis = _fitted(value_axis(measure, told, zero=is_zero, count=max(2, round(6 * (high - low)))), told)
        layout["yaxis" if place == 0 else f"yaxis{place + 1}"] = {**axis, "domain": [low, high]}
        layout["annotations"].append(
            {"text": plain(name), "x": 0, "xref": "paper", "xanchor": "left", "y": high, "yref": "paper",
             "yanchor": "bottom", "yshift": 3, "showarrow": False, "font": {"size": SMALL_SIZE, "color": colours.muted}}
        )  # fmt: skip
    places = list(range(len(months)))
    names = [period_words(month) for month in months]
    data = [
        _line(places, values, "y", colours.previous, 1.25, _hover(names, values, measure)),
        _line(places, trend, "y", colours.ink, 2.25, _hover(names, trend, measure)),
        _line(places, season, "y2", colours.ink, 1.5, _hover(names, season, measure)),
        {
            "type": "bar", "x": places, "y": list(rest), "yaxis": "y3", "marker": {"color": colours.neutral},
            "customdata": _hover(names, rest, measure), "hovertemplate": "%{customdata}<extra></extra>",
        },
    ]  # fmt: skip
    return figure(
        data, layout, caption=caption, alt=_alt(months, trend, season, rest, measure, caption), colours=colours,
        unit="", height=HEIGHT,
    )  # fmt: skip


def _halves(months: Sequence[Period]) -> dict[str, Any]:
    """A name at each half-year: more would lie on each other on a telephone; the year stands under January."""
    places = [place for place, month in enumerate(months) if month.start.month in (1, 7)]
    names = [short_period(months[place]) for place in places]
    years = [
        f"<br><b>{months[place].start.year}</b>" if months[place].start.month == 1 else "<br> " for place in places
    ]
    return {"tickvals": places, "ticktext": [name + year for name, year in zip(names, years, strict=True)]}


def _fitted(axis: dict[str, Any], values: Sequence[float]) -> dict[str, Any]:
    """The axis as far as the values reach and no further, so that panels keep one scale."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = 0.04 * (high - low)
    ticks = [
        (tick, text)
        for tick, text in zip(axis["tickvals"], axis["ticktext"], strict=True)
        if low - room <= tick <= high + room
    ]
    return {
        **axis,
        "range": [low - room, high + room] if high > low else axis["range"],
        "tickvals": [tick for tick, _text in ticks],
        "ticktext": [text for _tick, text in ticks],
    }


def _reach(values: Sequence[float]) -> float:
    return max(values, default=1.0) - min(values, default=0.0)


def _domains(reaches: Sequence[float]) -> list[tuple[float, float]]:
    """Where each panel stands, from the top down; as high as it reaches, none below the least."""
    room = 1 - GAP * (len(reaches) - 1)
    whole = sum(reaches) or 1.0
    heights = [max(LEAST, room * reach / whole) for reach in reaches]
    scale = room / sum(heights)
    domains, top = [], 1.0
    for height in heights:
        bottom = max(0.0, top - height * scale)
        domains.append((bottom, top))
        top = bottom - GAP
    return domains


def _line(
    places: list[int], values: Sequence[float], axis: str, colour: str, width: float, hover: list[str]
) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines", "x": places, "y": list(values), "yaxis": axis,
        "line": {"color": colour, "width": width}, "customdata": hover,
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip


def _hover(names: Sequence[str], values: Sequence[float], measure: Measure) -> list[str]:
    return [f"<b>{plain(name)}</b><br>{plain(measure.full(value))}" for name, value in zip(names, values, strict=True)]


def _alt(
    months: Sequence[Period],
    trend: Sequence[float],
    season: Sequence[float],
    rest: Sequence[float],
    measure: Measure,
    caption: Caption,
) -> str:
    said = [
        _("{month}: trend {trend}, season {season}, rest {rest}.", month=period_words(month),
          trend=measure.full(trend[place]), season=measure.full(season[place]), rest=measure.full(rest[place]))
        for place, month in enumerate(months)
    ]  # fmt: skip
    return " ".join([f"{caption.title}.", *said])
