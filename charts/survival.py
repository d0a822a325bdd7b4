"""How long customers stay: the survival curve with its band, and how many it rests on under the axis."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from analytics.kpi import Unit
from charts.axes import Measure, value_axis
from charts.text import plain
from charts.theme import SMALL_SIZE, Caption, Palette, figure
from i18n.format import number, percent
from i18n.translate import _

RATIO = Measure(Unit.RATIO)


@dataclass(frozen=True)
class Mark:
    """A place on the axis: ``at`` in the axis's unit, its label, and how many customers the curve rests on there."""

    at: float
    label: str
    n_at_risk: int


def survival(
    at: Sequence[float],
    share: Sequence[float],
    band: tuple[Sequence[float], Sequence[float]],
    marks: Sequence[Mark],
    *,
    across: str,
    longest: float,
    caption: Caption,
    colours: Palette,
    height: int = 340,
) -> go.Figure:
    """Steps down from 100 %: ``share`` holds from ``at`` on. ``across`` names the axis; NaN in the band: a gap."""
    x, y = _steps(at, share, longest)
    axis = value_axis(RATIO, [0.0, 1.0], zero=True)
    traces = [*_band(at, band, longest, colours), {
        "type": "scatter", "mode": "lines", "x": x, "y": y, "line": {"color": colours.ink, "width": 2},
        "hovertemplate": "%{y:.1%}<extra></extra>", "cliponaxis": False,
    }]  # fmt: skip
    layout: dict[str, Any] = {
        "xaxis": {
            "tickvals": [mark.at for mark in marks],
            "ticktext": [f"{plain(mark.label)}<br><b>{number(mark.n_at_risk)}</b>" for mark in marks],
            "range": [0, longest * 1.02],
            "title": {"text": plain(across), "standoff": 6},
            "zeroline": False,
            "tickangle": 0,
            "ticklabelstandoff": 8,
        },
        "yaxis": axis,
        "annotations": [
            {
                "text": f"<b>{percent(share[-1], 0)}</b>", "x": longest, "y": share[-1], "xanchor": "right",
                "yanchor": "bottom", "yshift": 4, "showarrow": False,
                "font": {"color": colours.ink, "size": SMALL_SIZE + 2},
            }
        ] if len(share) else [],
        "margin": {"l": 8, "r": 16, "t": 24, "b": 56},
    }  # fmt: skip
    return figure(
        traces, layout, caption=caption, alt=_alt(marks, at, share, caption), colours=colours, unit="", height=height
    )


def _steps(at: Sequence[float], share: Sequence[float], longest: float) -> tuple[list[float], list[float]]:
    """The corners of the staircase, from 100 % at 0 to ``longest``."""
    x, y = [0.0], [1.0]
    for place, value in zip(at, share, strict=True):
        x += [float(place), float(place)]
        y += [y[-1], float(value)]
    return [*x, longest], [*y, y[-1]]


def _band(
    at: Sequence[float], band: tuple[Sequence[float], Sequence[float]], longest: float, colours: Palette
) -> list[dict[str, Any]]:
    known = [place for place in range(len(at)) if not (math.isnan(band[0][place]) or math.isnan(band[1][place]))]
    if not known:
        return []
    spots = [float(at[place]) for place in known]
    ends = [*spots[1:], longest if known[-1] == len(at) - 1 else float(at[known[-1] + 1])]
    x: list[float] = []
    upper: list[float] = []
    lower: list[float] = []
    for place, start, end in zip(known, spots, ends, strict=True):
        x += [start, end]
        upper += [float(band[1][place])] * 2
        lower += [float(band[0][place])] * 2
    return [
        {
            "type": "scatter", "mode": "lines", "x": x + x[::-1], "y": upper + lower[::-1], "fill": "toself",
            "fillcolor": colours.band, "line": {"width": 0}, "hoverinfo": "skip",
        }
    ]  # fmt: skip


def _alt(marks: Sequence[Mark], at: Sequence[float], share: Sequence[float], caption: Caption) -> str:
    words = []
    for mark in marks:
        known = [value for place, value in zip(at, share, strict=True) if place <= mark.at]
        left = percent(known[-1] if known else 1.0)
        words.append(_("{at}: {share} of customers, {n} at risk", at=mark.label, share=left, n=number(mark.n_at_risk)))
    return f"{caption.title}. " + "; ".join(words) + "."
