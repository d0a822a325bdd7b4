"""From before to now in steps: what came in, what went out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from charts.axes import Measure, value_axis
from charts.text import plain, wrapped
from charts.theme import SMALL_SIZE, Caption, Palette, figure
from i18n.translate import _


@dataclass(frozen=True)
class Step:
    """One step: ``is_total`` stands on the ground with ``amount`` as its height, any other moves by ``amount``.

    ``is_good`` says how a move is coloured; None is neither. ``is_scenario``: a total that is one, in its own colour.
    """

    name: str
    amount: float
    is_total: bool = False
    is_good: bool | None = None
    is_scenario: bool = False


def bridge(
    steps: Sequence[Step],
    measure: Measure,
    *,
    caption: Caption,
    colours: Palette,
    height: int = 320,
    is_lying: bool = False,
) -> go.Figure:
    """The steps from left to right; each move hangs where the one before ended. No steps: an empty frame.

    ``is_lying``: from top to bottom, for more steps than have room for their names side by side on a phone.
    """
    if is_lying:
        return _lying(steps, measure, caption, colours)
    spans = _spans(steps)
    axis = value_axis(measure, [end for span in spans for end in span], zero=True)
    axis["range"] = [axis["range"][0], axis["range"][1] * 1.08]
    data = {
        "type": "bar",
        "x": list(range(len(steps))),
        "base": [min(span) for span in spans],
        "y": [abs(span[1] - span[0]) for span in spans],
        "width": 0.62,
        "marker": {"color": [_colour(step, colours) for step in steps]},
        "customdata": [f"<b>{plain(step.name)}</b><br>{_amount(step, measure.full)}" for step in steps],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    layout: dict[str, Any] = {
        "xaxis": {
            "tickvals": list(range(len(steps))),
            "ticktext": [wrapped(step.name, 10) for step in steps],
            "range": [-0.6, len(steps) - 0.4],
            "tickfont": {"color": colours.ink},
            "zeroline": False,
            "tickangle": 0,
        },
        "yaxis": axis,
        "annotations": _amounts(steps, spans, measure, colours),
        "shapes": _connectors(spans, colours),
        "margin": {"l": 8, "r": 12, "t": 38, "b": 8},
    }
    return figure(
        [data],
        layout,
        caption=caption,
        alt=_alt(steps, measure, caption),
        colours=colours,
        unit=measure.axis_title,
        height=height,
    )


TEXT = SMALL_SIZE + 1
ROW = 38


def _amounts(
    steps: Sequence[Step], spans: Sequence[tuple[float, float]], measure: Measure, colours: Palette
) -> list[dict[str, Any]]:
    return [
        {
            "text": f"<b>{_amount(step, measure.label)}</b>",
            "x": place,
            "y": max(span),
            "yanchor": "bottom",
            "yshift": 2,
            "showarrow": False,
            "font": {"size": TEXT, "color": _colour(step, colours)},
        }
        for place, (step, span) in enumerate(zip(steps, spans, strict=True))
    ]


def _lying(steps: Sequence[Step], measure: Measure, caption: Caption, colours: Palette) -> go.Figure:
    spans = _spans(steps)
    axis = value_axis(measure, [end for span in spans for end in span], zero=True, count=3)
    low, high = axis["range"]
    axis["range"] = [low, high + (high - low) * 0.3]  # the longest label fits on a telephone too
    data = {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(steps))),
        "base": [min(span) for span in spans],
        "x": [abs(span[1] - span[0]) for span in spans],
        "width": 0.62,
        "marker": {"color": [_colour(step, colours) for step in steps]},
        "customdata": [f"<b>{plain(step.name)}</b><br>{_amount(step, measure.full)}" for step in steps],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    layout: dict[str, Any] = {
        "yaxis": {
            "tickvals": list(range(len(steps))),
            "ticktext": [wrapped(step.name, 14) for step in steps],
            "range": [len(steps) - 0.4, -0.6],
            "tickfont": {"color": colours.ink},
            "showgrid": False,
            "zeroline": False,
        },
        "xaxis": {**axis, "showgrid": True, "side": "bottom"},
        "annotations": [
            {
                "text": f"<b>{_amount(step, measure.label)}</b>",
                "y": place,
                "x": max(span),
                "xanchor": "left",
                "xshift": 4,
                "showarrow": False,
                "font": {"size": TEXT, "color": _colour(step, colours)},
            }
            for place, (step, span) in enumerate(zip(steps, spans, strict=True))
        ],
        "shapes": [
            {**line, "x0": line["y0"], "x1": line["y1"], "y0": line["x0"], "y1": line["x1"]}
            for line in _connectors(spans, colours)
        ],
        "margin": {"l": 8, "r": 12, "t": 30, "b": 8},
    }
    return figure(
        [data],
        layout,
        caption=caption,
        alt=_alt(steps, measure, caption),
        colours=colours,
        unit=measure.axis_title,
        height=70 + ROW * max(1, len(steps)),
    )


def _spans(steps: Sequence[Step]) -> list[tuple[float, float]]:
    """Where each step starts and ends on the value axis."""
    spans: list[tuple[float, float]] = []
    level = 0.0
    for step in steps:
        start = 0.0 if step.is_total else level
        level = start + step.amount
        spans.append((start, level))
    return spans


def _colour(step: Step, colours: Palette) -> str:
    if step.is_total:
        return colours.scenario if step.is_scenario else colours.ink
    if step.is_good is None or not step.amount:
        return colours.neutral
    return colours.better if step.is_good else colours.worse


def _amount(step: Step, write: Callable[[float], str]) -> str:
    if step.is_total:
        return plain(write(step.amount))
    return ("+" if step.amount >= 0 else "−") + plain(write(abs(step.amount)))


def _connectors(spans: Sequence[tuple[float, float]], colours: Palette) -> list[dict[str, Any]]:
    return [
        {
            "type": "line",
            "x0": place + 0.31,
            "x1": place + 0.69,
            "y0": span[1],
            "y1": span[1],
            "line": {"color": colours.muted, "width": 1},
        }
        for place, span in enumerate(spans[:-1])
    ]


def _alt(steps: Sequence[Step], measure: Measure, caption: Caption) -> str:
    points = "; ".join(f"{step.name}: {_amount(step, measure.full)}" for step in steps)
    return f"{caption.title}. " + _("Steps from before to now. {points}.", points=points)
