"""Cohorts over time: one row a group that began together, one column a period later, the share of it that is left."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from charts.text import plain
from charts.theme import Caption, Palette, figure
from i18n.format import number, percent
from i18n.translate import _

ROW = 26
HEAD, FOOT = 62, 8
STRONGEST = {"light": 0.50, "dark": 0.35}
"""Beyond that a number on the shade falls below a contrast of 4.5:1."""


@dataclass(frozen=True)
class CohortRow:
    """One cohort: ``name`` of its first period, ``size`` customers, ``shares`` from one period later on; NaN is blank.

    ``counts`` are what the shares rest on, in words, for hover.
    """

    name: str
    size: int
    shares: Sequence[float]
    counts: Sequence[str]


def cohorts(
    rows: Sequence[CohortRow], steps: Sequence[int], *, later: str, caption: Caption, colours: Palette
) -> go.Figure:
    """Shaded cells with their number in per cent; a cell that is not over yet is blank. No rows: an empty frame.

    ``steps`` names the columns: how many periods later. ``later`` says so in words under the head.
    """
    names = [f"{plain(row.name)}  <b>{number(row.size)}</b>" for row in rows]
    data = {
        "type": "heatmap",
        "x": list(range(len(steps))),
        "y": list(range(len(rows))),
        "z": [[_shade(share) for share in row.shares] for row in rows],
        "text": [[_cell(share) for share in row.shares] for row in rows],
        "texttemplate": "%{text}",
        "textfont": {"size": 12, "color": colours.ink},
        "customdata": [
            [_hover(row, step, share, count) for step, share, count in zip(steps, row.shares, row.counts, strict=True)]
            for row in rows
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
        "hoverongaps": False,
        "zmin": 0,
        "zmax": 1,
        "colorscale": _scale(colours),
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
    }
    layout: dict[str, Any] = {
        "xaxis": {
            "side": "top",
            "tickvals": list(range(len(steps))),
            "ticktext": [number(step) for step in steps],
            "range": [-0.5, len(steps) - 0.5],
            "title": {"text": plain(later), "standoff": 4},
            "showgrid": False,
            "zeroline": False,
            "tickangle": 0,
        },
        "yaxis": {
            "tickvals": list(range(len(rows))),
            "ticktext": names,
            "range": [len(rows) - 0.5, -0.5],
            "showgrid": False,
            "zeroline": False,
            "tickfont": {"color": colours.ink},
        },
        "margin": {"l": 8, "r": 8, "t": HEAD, "b": FOOT},
    }
    height = HEAD + FOOT + ROW * max(1, len(rows))
    return figure(
        [data], layout, caption=caption, alt=_alt(rows, steps, caption), colours=colours, unit="", height=height
    )


def _scale(colours: Palette) -> list[list[object]]:
    red, green, blue = (int(colours.ink[place : place + 2], 16) for place in (1, 3, 5))
    return [[0, f"rgba({red},{green},{blue},0.03)"], [1, f"rgba({red},{green},{blue},{STRONGEST[colours.mode]})"]]


def _shade(share: float) -> float | None:
    return None if math.isnan(share) else min(1.0, max(0.0, share))


def _cell(share: float) -> str:
    return "" if math.isnan(share) else number(share * 100)


def _hover(row: CohortRow, step: int, share: float, count: str) -> str:
    if math.isnan(share):
        return ""
    lines = [f"<b>{plain(row.name)}</b>", plain(_("{n} later: {share}", n=number(step), share=percent(share, 1)))]
    return "<br>".join([*lines, plain(count)])


def _alt(rows: Sequence[CohortRow], steps: Sequence[int], caption: Caption) -> str:
    words = []
    for row in rows:
        cells = [
            f"{number(step)}: {percent(share)}"
            for step, share in zip(steps, row.shares, strict=True)
            if not math.isnan(share)
        ]
        words.append(f"{row.name} ({number(row.size)}): " + (", ".join(cells) or "—"))
    return f"{caption.title}. " + _("Share left by periods later. {rows}.", rows="; ".join(words))
