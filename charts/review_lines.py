"""A review's lines and fans on a screen: names at their ends, gaps left open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from charts.review_parts import Drawing, Drawn, Row, Words, colour, known, names_below, value_axis
from charts.text import plain
from charts.theme import Palette

BESIDE_ENDS = 0.62
"""Of the width, for the names below: the ends of the lines take the rest."""
CLOSE = 0.075
"""Of the axis: words nearer than this would lie on each other."""
WIDER, NARROWER = "rgba(26,29,33,0.10)", "rgba(26,29,33,0.16)"
"""Drawn over the wider one, so that the 80 % fan is the darker."""


def _line(one: Row, colours: Palette) -> dict[str, Any]:
    dash = {"forecast": "dash", "target": "longdash", "previous": "dot"}.get(one.role, "solid")
    size = {"actual": 3, "forecast": 2.5, "scenario": 2.5}.get(one.role, 2)
    is_marked = one.role in ("actual", "waiting")
    return {
        "type": "scatter",
        "mode": "lines+markers" if is_marked else "lines",
        "name": plain(one.name),
        "x": list(range(len(one.values))),
        "y": list(one.values),
        "line": {"color": colour(one.role, colours), "width": size, "dash": dash},
        "marker": {"size": 7, "symbol": "circle-open" if one.role == "waiting" else "circle"},
        "connectgaps": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def lines_over_time(chart: Drawing, words: Words, colours: Palette, letters: int) -> Drawn:
    """One line a series, each with its name and last value at its end."""
    return _drawn(chart, words, colours, letters, last=0)


def _drawn(chart: Drawing, words: Words, colours: Palette, letters: int, *, last: int) -> Drawn:
    """The lines; one that ends before the place ``last`` is named on its left, where no other line follows it."""
    shown = [one for one in chart.series if not one.role.startswith(("low", "high"))]
    axis = value_axis(known(chart), words, from_zero=False, is_shown=True)
    layout = {
        "xaxis": names_below(chart, colours, int(letters * BESIDE_ENDS)),
        "yaxis": axis,
        "annotations": _ends(shown, words, axis["range"], colours, last),
        "margin": {"l": 8, "r": 190, "t": 46, "b": 8},
    }
    return [_line(one, colours) for one in shown], layout


def _ends(
    shown: Sequence[Row], words: Words, span: Sequence[float], colours: Palette, last: int
) -> list[dict[str, Any]]:
    """The name and last value of each line at its end, apart from one another."""
    ends = []
    for one in shown:
        points = [(at, value) for at, value in enumerate(one.values) if value is not None]
        if points:
            ends.append((points[-1][1], points[-1][0], one))
    least = CLOSE * (span[1] - span[0])
    notes: list[dict[str, Any]] = []
    height = span[0] - least
    for value, at, one in sorted(ends, key=lambda end: end[0]):
        is_before = at < last
        if not is_before:
            height = max(value, height + least)
        name = f"{plain(one.name)} " if len(shown) > 1 else ""
        notes.append(
            {
                "text": f"{name}<b>{words(value)}</b>",
                "x": at,
                "y": value if is_before else height,
                "xanchor": "right" if is_before else "left",
                "xshift": -10 if is_before else 10,
                "yanchor": "bottom" if is_before else "middle",
                "showarrow": False,
                "font": {"color": colours.muted if one.role == "previous" else colour(one.role, colours)},
            }
        )
    return notes


def fan(chart: Drawing, words: Words, colours: Palette, letters: int) -> Drawn:
    """The lines over their bands: 80 % darker, 95 % lighter."""
    data, layout = _drawn(chart, words, colours, letters, last=len(chart.categories) - 1)
    by_role = {one.role: one.values for one in chart.series}
    bands = []
    for level, shade in (("95", WIDER), ("80", NARROWER)):
        low, high = by_role.get(f"low{level}"), by_role.get(f"high{level}")
        if low is None or high is None:
            continue
        places = [at for at, pair in enumerate(zip(low, high, strict=True)) if None not in pair]
        bands.append(
            {
                "type": "scatter",
                "mode": "none",
                "x": [*places, *reversed(places)],
                "y": [*(high[at] for at in places), *(low[at] for at in reversed(places))],
                "fill": "toself",
                "fillcolor": shade,
                "hoverinfo": "skip",
                "showlegend": False,
            }
        )
    return [*bands, *data], layout
