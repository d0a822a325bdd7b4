"""Two levers at once: the year's total as shades, the line on which the target is reached, and where we stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from charts.axes import Measure
from charts.text import plain
from charts.theme import SMALL_SIZE, TEXT_SIZE, Caption, Palette, figure, note
from i18n.translate import _

MOST_TICKS = 5
HEIGHT = 440


@dataclass(frozen=True)
class Direction:
    """One lever along one side: its name, the moves, each move in words, and where the scenario stands."""

    name: str
    moves: Sequence[float]
    words: Sequence[str]
    now: float


def lever_map(
    across: Direction,
    down: Direction,
    totals: Sequence[Sequence[float]],
    measure: Measure,
    *,
    target: float | None,
    caption: Caption,
    colours: Palette,
) -> go.Figure:
    """``totals[row][column]``: rows along ``down``, columns along ``across``; dark is more.

    ``target``: where the line is drawn, if any of the totals lie on either side of it.
    """
    flat = [total for row in totals for total in row]
    traces: list[dict[str, Any]] = [_shades(across, down, totals, measure, colours)]
    is_crossed = target is not None and flat and min(flat) < target < max(flat)
    if is_crossed:
        traces.append(_line(across, down, totals, target, colours))
    traces.append({
        "type": "scatter", "mode": "markers", "x": [across.now], "y": [down.now], "cliponaxis": False,
        "marker": {"size": 15, "color": colours.scenario, "line": {"width": 2, "color": colours.paper}},
        "customdata": [plain(_("the scenario now"))], "hovertemplate": "%{customdata}<extra></extra>",
    })  # fmt: skip
    layout: dict[str, Any] = {
        "hovermode": "closest",
        "xaxis": {**_axis(across), "title": {"text": plain(across.name), "standoff": 6}},
        "yaxis": _axis(down),
        "annotations": _notes(down, is_crossed=bool(is_crossed), target=target, measure=measure, colours=colours),
        "margin": {"l": 8, "r": 16, "t": 56, "b": 48},
    }
    return figure(
        traces, layout, caption=caption, alt=_alt(across, down, totals, target, measure, caption), colours=colours,
        unit="", height=HEIGHT,
    )  # fmt: skip


def _axis(side: Direction) -> dict[str, Any]:
    every = max(1, -(-(len(side.moves) - 1) // (MOST_TICKS - 1)))
    shown = list(range(0, len(side.moves), every))
    return {
        "tickvals": [side.moves[place] for place in shown], "ticktext": [plain(side.words[place]) for place in shown],
        "showgrid": False, "zeroline": False, "tickangle": 0,
    }  # fmt: skip


def _shades(
    across: Direction, down: Direction, totals: Sequence[Sequence[float]], measure: Measure, colours: Palette
) -> dict[str, Any]:
    hover = [
        [
            plain(_("{across} {x}, {down} {y}: {total}", across=across.name, x=x, down=down.name, y=y,
                    total=measure.full(total)))
            for x, total in zip(across.words, row, strict=True)
        ]
        for y, row in zip(down.words, totals, strict=True)
    ]  # fmt: skip
    return {
        "type": "heatmap", "x": list(across.moves), "y": list(down.moves), "z": [list(row) for row in totals],
        "colorscale": [[0, colours.surface], [1, colours.previous]], "showscale": False, "customdata": hover,
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip


def _line(
    across: Direction, down: Direction, totals: Sequence[Sequence[float]], target: float | None, colours: Palette
) -> dict[str, Any]:
    return {
        "type": "contour", "x": list(across.moves), "y": list(down.moves), "z": [list(row) for row in totals],
        "contours": {"start": target, "end": target, "size": 1, "coloring": "none"}, "showscale": False,
        "line": {"color": colours.ink, "width": 2.5, "dash": "dash"}, "hoverinfo": "skip",
    }  # fmt: skip


def _notes(
    down: Direction, *, is_crossed: bool, target: float | None, measure: Measure, colours: Palette
) -> list[dict[str, object]]:
    said = [note(down.name, x=0, y=1, colours=colours, xref="paper", yref="paper", xanchor="left", yanchor="bottom",
                 yshift=4, xshift=-6)]  # fmt: skip
    if target is None:
        return said
    words = _("dashed: target {value}", value=measure.label(target))
    if not is_crossed:
        words = _("the target of {value} is not on this map", value=measure.label(target))
    return [*said, note(words, x=1, y=1, colours=colours, xref="paper", yref="paper", xanchor="right",
                        yanchor="bottom", yshift=22, font={"size": TEXT_SIZE if is_crossed else SMALL_SIZE,
                                                          "color": colours.ink})]  # fmt: skip


def _alt(
    across: Direction, down: Direction, totals: Sequence[Sequence[float]], target: float | None, measure: Measure,
    caption: Caption,
) -> str:  # fmt: skip
    corners = [
        _("{across} {x}, {down} {y}: {total}", across=across.name, x=across.words[column], down=down.name,
          y=down.words[row], total=measure.full(totals[row][column]))
        for row in (0, -1) for column in (0, -1)
    ]  # fmt: skip
    goal = [] if target is None else [_("Target: {value}.", value=measure.full(target))]
    return " ".join([f"{caption.title}.", *(f"{corner}." for corner in corners), *goal])
