"""Open deals: amounts unweighted and weighted by group, and what share of deals is won or lost as time goes by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from analytics.kpi import Unit
from charts.axes import Measure, value_axis
from charts.text import plain, wrapped
from charts.theme import SMALL_SIZE, Caption, Palette, figure
from i18n.format import number, percent
from i18n.translate import _, ngettext

ROW = 44
NAME_WIDTH = 18
SHARE = Measure(Unit.RATIO)


@dataclass(frozen=True)
class OpenBar:
    """Open deals of one group: amounts in the reporting currency; ``weighted`` is None where no chance is given."""

    name: str
    unweighted: float
    weighted: float | None
    n: int


def open_bars(rows: Sequence[OpenBar], measure: Measure, *, caption: Caption, colours: Palette) -> go.Figure:
    """One row a group in the given order: a light bar with an edge (unweighted), in it a solid one (weighted)."""
    places = list(range(len(rows)))
    axis = value_axis(measure, [row.unweighted for row in rows], zero=True, count=3)
    axis["range"] = [axis["range"][0], max([1.0, *[row.unweighted for row in rows]]) * 1.35]
    hover = [_row_words(row, measure) for row in rows]
    common = {"type": "bar", "orientation": "h", "y": places, "customdata": [plain(text) for text in hover],
              "hovertemplate": "%{customdata}<extra></extra>"}  # fmt: skip
    data = [
        {**common, "x": [row.unweighted for row in rows], "width": 0.62,
         "marker": {"color": colours.band, "line": {"color": colours.previous, "width": 1}}},
        {**common, "x": [row.weighted for row in rows], "width": 0.3, "marker": {"color": colours.ink}},
    ]  # fmt: skip
    layout: dict[str, Any] = {
        "barmode": "overlay",
        "xaxis": {**axis, "showgrid": True, "title": {"text": plain(measure.axis_title), "standoff": 4}},
        "yaxis": {
            "tickvals": places,
            "ticktext": [
                f'{wrapped(row.name, NAME_WIDTH)}<br><span style="color:{colours.muted}">{plain(_deals(row.n))}</span>'
                for row in rows
            ],
            "range": [len(rows) - 0.4, -0.6],
            "showgrid": False,
            "zeroline": False,
            "tickfont": {"color": colours.ink, "size": SMALL_SIZE},
            "ticklabelstandoff": 6,
        },
        "annotations": [
            {
                "text": f"<b>{plain(measure.label(row.unweighted))}</b>",
                "x": max(row.unweighted, 0.0), "y": place, "xanchor": "left", "xshift": 6, "showarrow": False,
                "font": {"size": SMALL_SIZE, "color": colours.ink},
            }
            for place, row in zip(places, rows, strict=True)
        ],
        "margin": {"l": 8, "r": 12, "t": 12, "b": 34},
    }  # fmt: skip
    alt = f"{caption.title}. " + "; ".join(hover) + "."
    return figure(data, layout, caption=caption, alt=alt, colours=colours, unit="", height=84 + ROW * max(1, len(rows)))


def _row_words(row: OpenBar, measure: Measure) -> str:
    words = [f"{row.name}: {measure.full(row.unweighted)}", _deals(row.n)]
    if row.weighted is not None:
        words.append(_("weighted {value}", value=measure.full(row.weighted)))
    return ", ".join(words)


def _deals(n: int) -> str:
    return ngettext("{n} deal", "{n} deals", n)


def incidence(
    days: Sequence[float],
    won: Sequence[float],
    lost: Sequence[float],
    *,
    longest: float,
    caption: Caption,
    colours: Palette,
    height: int = 320,
) -> go.Figure:
    """The shares of deals won and lost within so many days, as two staircases from 0, each named at its end."""
    lines = ((_("won"), won, colours.ink, "solid"), (_("lost"), lost, colours.previous, "dash"))
    axis = value_axis(SHARE, [0.0, *won, *lost], zero=True)
    ends = [share[-1] if len(share) else 0.0 for _name, share, _colour, _dash in lines]
    shift = 9 if abs(ends[0] - ends[1]) < (axis["range"][1] - axis["range"][0]) * 0.08 else 0
    data = [
        {"type": "scatter", "mode": "lines", "x": [0.0, *days, longest], "y": [0.0, *share, end],
         "line": {"color": colour, "width": 2, "dash": dash, "shape": "hv"}, "name": plain(name),
         "hovertemplate": plain(name) + ": %{y:.1%}<extra></extra>"}
        for (name, share, colour, dash), end in zip(lines, ends, strict=True)
    ]  # fmt: skip
    time = value_axis(Measure(Unit.CUSTOMERS), [0.0, longest], zero=True)
    layout: dict[str, Any] = {
        "xaxis": {
            **time, "range": [-0.03 * longest, longest * 1.02],  # the first day's 0 stands clear of the other axis
            "title": {"text": plain(_("days since the deal was created"))},
        },
        "yaxis": axis,
        "annotations": [
            {
                "text": f"<b>{plain(name)} {plain(percent(end))}</b>", "x": longest, "y": end, "xanchor": "left",
                "xshift": 6, "yshift": shift if end >= max(ends) else -shift, "showarrow": False,
                "font": {"size": SMALL_SIZE, "color": colour if dash == "solid" else colours.muted},
            }
            for (name, _share, colour, dash), end in zip(lines, ends, strict=True)
        ],
        "margin": {"l": 8, "r": 92, "t": 16, "b": 40},
    }  # fmt: skip
    said = "; ".join(f"{name}: {percent(end)}" for (name, *_more), end in zip(lines, ends, strict=True))
    alt = f"{caption.title}. " + _("After {n} days: {shares}.", n=number(longest), shares=said)
    return figure(data, layout, caption=caption, alt=alt, colours=colours, unit="", height=height)
