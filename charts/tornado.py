"""Which lever matters most: one standard move of each, either way, widest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from charts.axes import Measure, value_axis
from charts.text import plain, wrapped
from charts.theme import SMALL_SIZE, Caption, Palette, figure
from i18n.translate import _

ROW = 46
ROOM = 0.3
"""Of the axis, on either side, for the words beside the bars."""


@dataclass(frozen=True)
class Bar:
    """One lever: what a move in the good direction gains, what one in the bad direction loses (0 or less).

    ``better`` and ``worse`` are the moves in words.
    """

    name: str
    gain: float
    loss: float
    better: str
    worse: str


def tornado(bars: Sequence[Bar], measure: Measure, *, caption: Caption, colours: Palette) -> go.Figure:
    """The bars from top to bottom as they are given, from zero to either side. No bars: an empty frame."""
    axis = value_axis(measure, [end for bar in bars for end in (bar.gain, bar.loss)], zero=True, count=4)
    low, high = axis["range"]
    room = ROOM * (high - low)
    layout: dict[str, Any] = {
        "barmode": "overlay",
        "yaxis": {
            "tickvals": list(range(len(bars))),
            "ticktext": [wrapped(bar.name, 16) for bar in bars],
            "range": [len(bars) - 0.4, -0.6],
            "tickfont": {"color": colours.ink},
            "showgrid": False,
            "zeroline": False,
        },
        "xaxis": {**axis, "range": [low - room, high + room], "showgrid": True, "zeroline": True},
        "annotations": [*_words(bars, measure, colours, gains=True), *_words(bars, measure, colours, gains=False)],
        "margin": {"l": 8, "r": 12, "t": 30, "b": 8},
    }
    return figure(
        [
            _side([bar.gain for bar in bars], [_gained(bar, measure) for bar in bars], colours.better),
            _side([bar.loss for bar in bars], [_lost(bar, measure) for bar in bars], colours.worse),
        ],
        layout,
        caption=caption,
        alt=_alt(bars, measure, caption),
        colours=colours,
        unit=measure.axis_title,
        height=70 + ROW * max(1, len(bars)),
    )


def _side(values: list[float], hover: list[str], colour: str) -> dict[str, Any]:
    return {
        "type": "bar", "orientation": "h", "y": list(range(len(values))), "x": values, "width": 0.56,
        "marker": {"color": colour}, "customdata": [plain(text) for text in hover],
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip


def _words(bars: Sequence[Bar], measure: Measure, colours: Palette, *, gains: bool) -> list[dict[str, Any]]:
    found = []
    for place, bar in enumerate(bars):
        value, move = (bar.gain, bar.better) if gains else (bar.loss, bar.worse)
        if not value:
            continue
        sign = "▲ +" if gains else "▼ −"
        found.append({
            "text": f"<b>{plain(sign + measure.label(abs(value)))}</b><br>{plain(move)}",
            "x": value, "y": place, "showarrow": False, "xanchor": "left" if gains else "right",
            "xshift": 4 if gains else -4, "align": "left" if gains else "right",
            "font": {"size": SMALL_SIZE, "color": colours.better if gains else colours.worse},
        })  # fmt: skip
    return found


def _gained(bar: Bar, measure: Measure) -> str:
    return _("{name} {move}: +{amount}", name=bar.name, move=bar.better, amount=measure.full(bar.gain))


def _lost(bar: Bar, measure: Measure) -> str:
    return _("{name} {move}: −{amount}", name=bar.name, move=bar.worse, amount=measure.full(abs(bar.loss)))


def _alt(bars: Sequence[Bar], measure: Measure, caption: Caption) -> str:
    said = [f"{_gained(bar, measure)}; {_lost(bar, measure)}." for bar in bars]
    return " ".join([f"{caption.title}.", *said])
