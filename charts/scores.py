"""How the answers to the NPS question are spread over 0 to 10."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

from charts.axes import Measure, value_axis
from charts.text import plain, wrapped
from charts.theme import SMALL_SIZE, Caption, Palette, figure
from i18n.format import number, percent
from i18n.translate import _

NAME_WIDTH = 11
LINE = 1.19
DETRACTORS, PASSIVES, PROMOTERS = range(7), range(7, 9), range(9, 11)


def scores(
    counts: Mapping[int, int], measure: Measure, *, caption: Caption, colours: Palette, height: int = 316
) -> go.Figure:
    """One column a score with its count; the three classes named above with their share of all answers.

    A score nobody gave is a column of height 0. No answers at all: columns of height 0, no shares.
    """
    heights = [int(counts.get(score, 0)) for score in range(11)]
    total = sum(heights)
    axis = value_axis(measure, [*heights], zero=True)
    data = {
        "type": "bar",
        "x": list(range(11)),
        "y": heights,
        "width": 0.72,
        "marker": {"color": [_colour(score, colours) for score in range(11)]},
        "text": [number(height) if height else "" for height in heights],
        "textposition": "outside",
        "textfont": {"size": SMALL_SIZE, "color": colours.ink},
        "cliponaxis": False,
        "hovertemplate": "<b>%{x}</b>: %{y}<extra></extra>",
    }
    classes = [
        (_("Detractors"), DETRACTORS, colours.worse),
        (_("Passives"), PASSIVES, colours.neutral),
        (_("Promoters"), PROMOTERS, colours.better),
    ]
    layout: dict[str, Any] = {
        "xaxis": {
            "tickvals": list(range(11)),
            "ticktext": [str(score) for score in range(11)],
            "range": [-0.6, 10.6],
            "zeroline": False,
            "title": {"text": plain(_("score given")), "standoff": 4},
        },
        "yaxis": {**axis, "range": [0, axis["range"][1] * 1.1]},
        "annotations": [_class_label(name, span, colour, heights, total) for name, span, colour in classes],
        "shapes": [_class_line(span, colour) for _name, span, colour in classes],
        "margin": {"l": 8, "r": 8, "t": 100, "b": 30},
    }
    return figure(
        [data],
        layout,
        caption=caption,
        alt=_alt(heights, caption),
        colours=colours,
        unit=_("answers"),
        height=height,
    )


def _colour(score: int, colours: Palette) -> str:
    if score in PROMOTERS:
        return colours.better
    return colours.neutral if score in PASSIVES else colours.worse


def _class_label(name: str, span: range, colour: str, heights: list[int], total: int) -> dict[str, Any]:
    share = percent(sum(heights[score] for score in span) / total) if total else "—"
    is_first, is_last = 0 in span, 10 in span
    return {
        "text": f"{wrapped(name, NAME_WIDTH)}<br><b>{plain(share)}</b>",
        "x": -0.36 if is_first else 10.6 if is_last else 8.0,  # on a phone the names need more room than their spans
        "xanchor": "left" if is_first else "right",
        "align": "left" if is_first else "right",
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 40,
        "showarrow": False,
        "font": {"size": SMALL_SIZE, "color": colour},
    }


def _class_line(span: range, colour: str) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": span[0] - 0.36,
        "x1": span[-1] + 0.36,
        "y0": LINE,
        "y1": LINE,
        "line": {"color": colour, "width": 3},
    }


def _alt(heights: list[int], caption: Caption) -> str:
    points = "; ".join(f"{score}: {number(height)}" for score, height in enumerate(heights))
    return f"{caption.title}. " + _("Number of answers by score. {points}.", points=points)
