"""Two levers at once: the year's total as shades, the line on which the target is reached, and where we stand."""

from __future__ import annotations

import itertools
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
    is_crossed = target is not None and min(flat, default=0.0) < target < max(flat, default=0.0)
    if target is not None and is_crossed:
        traces.append(_line(across, down, totals, target, colours))
    traces.append({
        "type": "scatter", "mode": "markers", "x": [across.now], "y": [down.now], "cliponaxis": False, "zorder": 2,
        "marker": {"size": 15, "opacity": 1, "color": colours.scenario, "line": {"width": 2, "color": colours.paper}},
        "customdata": [plain(_("the scenario now"))], "hovertemplate": "%{customdata}<extra></extra>",
    })  # fmt: skip
    layout: dict[str, Any] = {
        "hovermode": "closest",
        "xaxis": {**_axis(across), "title": {"text": plain(across.name), "standoff": 6}},
        "yaxis": _axis(down),
        "annotations": _notes(down, is_crossed=is_crossed, target=target, measure=measure, colours=colours),
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
    across: Direction, down: Direction, totals: Sequence[Sequence[float]], target: float, colours: Palette
) -> dict[str, Any]:
    """Where the target is crossed, column by column and row by row, joined in order."""
    columns = [[row[place] for row in totals] for place in range(len(across.moves))]
    points = [(x, y) for x, column in zip(across.moves, columns, strict=True)
              for y in _crossings(down.moves, column, target)]  # fmt: skip
    points += [(x, y) for y, row in zip(down.moves, totals, strict=True)
               for x in _crossings(across.moves, row, target)]  # fmt: skip
    first, last = min(points), max(points)
    is_falling = last[1] < first[1]
    points = sorted(set(points), key=lambda point: (point[0], -point[1] if is_falling else point[1]))
    return {
        "type": "scatter", "mode": "lines", "x": [x for x, _y in points], "y": [y for _x, y in points], "zorder": 1,
        "line": {"color": colours.ink, "width": 2.5, "dash": "dash"}, "hoverinfo": "skip",
    }  # fmt: skip


def _crossings(places: Sequence[float], values: Sequence[float], target: float) -> list[float]:
    """Where a line through the values passes the target."""
    pairs = list(zip(places, values, strict=True))
    return [
        left + (right - left) * (target - below) / (above - below)
        for (left, below), (right, above) in itertools.pairwise(pairs)
        if min(below, above) <= target <= max(below, above) and above != below
    ]


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
