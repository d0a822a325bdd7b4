"""A review's charts on a screen, large: the same signs as on paper, each mark with its number where there is room."""

from __future__ import annotations

import plotly.graph_objects as go

from charts.review_lines import fan, lines_over_time
from charts.review_parts import TEXT, Drawing, Drawn, Words, known, legend, marker, names_below, value_axis
from charts.text import plain, wrapped
from charts.theme import Caption, Palette, figure

MOST_LABELLED = 16
NAME_WIDTH = 30
MOST_IN_TWO_LINES = 7
"""Bars that stand far enough apart for names of two lines."""


def review_chart(
    chart: Drawing, words: Words, colours: Palette, *, height: int, signed: Words | None = None
) -> go.Figure:
    """The chart with its values in ``words``; ``signed`` words the steps of a bridge. Gaps stay gaps."""
    draw = {"bars": _bars, "lines": lines_over_time, "fan": fan}
    if chart.kind == "bridge":
        data, layout = _bridge(chart, words, signed or words, colours)
    else:
        data, layout = draw.get(chart.kind, _columns)(chart, words, colours)
    layout = {"font": {"size": TEXT}, "margin": {"l": 8, "r": 16, "t": 46, "b": 8}, **layout}
    drawn = figure(
        data,
        layout,
        caption=Caption(""),
        alt=chart.alt,
        colours=colours,
        unit="" if chart.unit == "%" else chart.unit,
        height=height,
    )
    drawn.update_annotations(font_size=TEXT)
    drawn.update_xaxes(tickfont_size=TEXT - 1)
    drawn.update_yaxes(tickfont_size=TEXT - 1)
    return drawn


def _columns(chart: Drawing, words: Words, colours: Palette) -> Drawn:
    n = len(chart.categories)
    is_labelled = n * len(chart.series) <= MOST_LABELLED
    alone = all(sum(one.values[at] is not None for one in chart.series) <= 1 for at in range(n))
    data = [
        {
            "type": "bar",
            "name": plain(one.name),
            "x": list(range(n)),
            "y": list(one.values),
            "marker": marker(one.role, colours),
            "text": [words(value) if value is not None else "" for value in one.values] if is_labelled else None,
            "textposition": "outside",
            "cliponaxis": False,
            "textangle": 0,
            "hoverinfo": "skip",
        }
        for one in chart.series
    ]
    layout = {
        "barmode": "overlay" if alone else "group",
        "bargap": 0.32,
        "xaxis": names_below(chart, colours),
        "yaxis": value_axis(known(chart), words, from_zero=True, is_shown=not is_labelled),
        **legend(chart),
    }
    return data, layout


def _bars(chart: Drawing, words: Words, colours: Palette) -> Drawn:
    rows = list(range(len(chart.categories)))
    data = [
        {
            "type": "bar",
            "orientation": "h",
            "name": plain(one.name),
            "y": rows,
            "x": list(one.values),
            "marker": marker(one.role, colours),
            "text": [words(value) if value is not None else "" for value in one.values],
            "textposition": "outside",
            "cliponaxis": False,
            "hoverinfo": "skip",
        }
        for one in chart.series
    ]
    ends = known(chart)
    low, high = min([0.0, *ends]), max([0.0, *ends])
    room = 0.12 * (high - low or 1.0)
    names = [_bar_name(name, len(rows)) for name in chart.categories]
    layout = {
        "bargap": 0.28,
        "xaxis": {"range": [low - (room if low < 0 else 0), high + room], "visible": False},
        "yaxis": {"tickvals": rows, "ticktext": names, "autorange": "reversed", "showgrid": False, "zeroline": False},
        **legend(chart),
    }
    return data, layout


def _bar_name(name: str, n: int) -> str:
    """A name in two lines where there are few bars, else in one, ended with an ellipsis where it is longer."""
    longest = NAME_WIDTH * (2 if n <= MOST_IN_TWO_LINES else 1)
    kept = name if len(name) <= longest else name[: longest - 1].rstrip() + "…"
    return wrapped(kept, NAME_WIDTH + 4)


def _bridge(chart: Drawing, words: Words, signed: Words, colours: Palette) -> Drawn:
    values = [value or 0.0 for value in chart.series[0].values]
    last, level = len(values) - 1, 0.0
    spans: list[tuple[float, float]] = []
    for at, value in enumerate(values):
        start = 0.0 if at in (0, last) else level
        level = start + value
        spans.append((start, level))
    inks = [
        colours.ink if at in (0, last) else colours.better if value >= 0 else colours.worse
        for at, value in enumerate(values)
    ]
    data = {
        "type": "bar",
        "x": list(range(len(values))),
        "base": [min(span) for span in spans],
        "y": [abs(b - a) for a, b in spans],
        "width": 0.62,
        "marker": {"color": inks},
        "hoverinfo": "skip",
    }
    notes = [
        {
            "text": f"<b>{(words if at in (0, last) else signed)(value)}</b>",
            "x": at,
            "y": max(spans[at]),
            "yanchor": "bottom",
            "showarrow": False,
            "font": {"color": inks[at]},
        }
        for at, value in enumerate(values)
    ]
    thin = {"color": colours.muted, "width": 1}
    ends = [end for span in spans for end in span]
    layout = {
        "xaxis": names_below(chart, colours),
        "yaxis": value_axis(ends, words, from_zero=True, is_shown=False),
        "annotations": notes,
        "shapes": [
            {"type": "line", "x0": at + 0.31, "x1": at + 0.69, "y0": end, "y1": end, "line": thin}
            for at, (_start, end) in enumerate(spans[:-1])
        ],
    }
    return [data], layout
