"""Several numbers of the same groups side by side: small multiples that share one order of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from charts.axes import Measure
from charts.text import plain, wrapped
from charts.theme import SMALL_SIZE, Caption, Palette, figure
from i18n.format import NOTHING, number
from i18n.translate import _

ROW = 44
HEAD = 46
GAP = 0.04
ROOM = 1.9
"""The axis reaches this much beyond the longest bar, so that the value written at its end has room on a telephone."""

MOST_ROWS = 30
HEAD_WIDTH = 18


@dataclass(frozen=True)
class Panel:
    """One number of every row. ``mean`` is the company's, drawn as a line; ``ns`` are the samples where there are any.

    ``values`` and ``ns`` are in the order of the rows; None: not known.
    """

    name: str
    measure: Measure
    values: Sequence[float | None]
    mean: float | None = None
    ns: Sequence[int] | None = None
    minimum_n: int = 1

    def is_small(self, place: int) -> bool:
        """Whether the number rests on too few to stand in full ink."""
        return self.ns is not None and self.ns[place] < self.minimum_n


def panels(names: Sequence[str], shown: Sequence[Panel], *, caption: Caption, colours: Palette) -> go.Figure:
    """One row a name, one panel a number, each from zero and with a scale of its own.

    Names stand above their bars, so that the panels keep their width on a telephone. Thirty rows at most; the
    footnote says how many more the table holds.
    """
    rows = list(names[:MOST_ROWS])
    if len(names) > len(rows):
        more = _("{count} more are not drawn", count=len(names) - len(rows))
        caption = Caption(caption.title, caption.subtitle, f"{caption.footnote} · {more}" if caption.footnote else more)
    layout: dict[str, Any] = {"hovermode": "closest", "margin": {"l": 8, "r": 8, "t": HEAD, "b": 8}, "bargap": 0}
    data: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    width = (1.0 - GAP * (len(shown) - 1)) / max(1, len(shown))
    for place, panel in enumerate(shown):
        axis = "" if place == 0 else str(place + 1)
        start = place * (width + GAP)
        known = [value for value in panel.values[: len(rows)] if value is not None]
        reach = max([0.0, *known, panel.mean or 0.0]) or 1.0
        low = min([0.0, *known])
        layout[f"xaxis{axis}"] = {
            "domain": [start, start + width], "range": [low * ROOM, reach * ROOM], "showgrid": False,
            "zeroline": True, "showticklabels": False, "anchor": f"y{axis}",
        }  # fmt: skip
        layout[f"yaxis{axis}"] = {
            "range": [len(rows) - 0.5, -0.6], "showgrid": False, "showticklabels": False, "zeroline": False,
            "anchor": f"x{axis}",
        }  # fmt: skip
        data.append(_bars(rows, panel, colours, axis))
        notes += [_head(panel, colours, start), *_values(rows, panel, colours, axis)]
        shapes += _mean(panel, colours, axis)
    layout["annotations"] = [*[_row_name(name, place, colours) for place, name in enumerate(rows)], *notes]
    layout["shapes"] = shapes
    return figure(
        data,
        layout,
        caption=caption,
        alt=_alt(rows, shown, caption),
        colours=colours,
        unit="",
        height=HEAD + 16 + ROW * max(1, len(rows)),
    )


def _bars(rows: Sequence[str], panel: Panel, colours: Palette, axis: str) -> dict[str, Any]:
    small = [panel.is_small(place) for place in range(len(rows))]
    return {
        "type": "bar",
        "orientation": "h",
        "xaxis": f"x{axis}",
        "yaxis": f"y{axis}",
        "x": list(panel.values[: len(rows)]),
        "y": [place + 0.14 for place in range(len(rows))],
        "width": 0.38,
        "marker": {
            "color": [colours.previous if is_small else colours.ink for is_small in small],
            "opacity": [0.55 if is_small else 1 for is_small in small],
        },
        "customdata": [_hover(name, panel, place) for place, name in enumerate(rows)],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _hover(name: str, panel: Panel, place: int) -> str:
    lines = [f"<b>{plain(name)}</b>", f"{plain(panel.name)}: {plain(panel.measure.full(panel.values[place]))}"]
    if panel.ns is not None:
        lines.append(plain(_("n = {n}", n=number(panel.ns[place]))))
    return "<br>".join(lines)


def _row_name(name: str, place: int, colours: Palette) -> dict[str, Any]:
    return {
        "text": plain(name), "x": 0, "xref": "paper", "xanchor": "left", "xshift": -2, "y": place - 0.1, "yref": "y",
        "yanchor": "bottom", "showarrow": False, "bgcolor": colours.paper, "borderpad": 0,
        "font": {"size": SMALL_SIZE, "color": colours.ink},
    }  # fmt: skip


def _values(rows: Sequence[str], panel: Panel, colours: Palette, axis: str) -> list[dict[str, Any]]:
    """Each value at the end of its bar; of a small sample in grey, its n on hover."""
    notes = []
    for place in range(len(rows)):
        value = panel.values[place]
        is_small = panel.is_small(place) or value is None
        text = NOTHING if value is None else panel.measure.label(value)
        weight = plain(text) if is_small else f"<b>{plain(text)}</b>"
        notes.append(
            {
                "text": weight, "x": max(value or 0.0, 0.0), "y": place + 0.14, "xref": f"x{axis}", "yref": f"y{axis}",
                "xanchor": "left", "xshift": 4, "showarrow": False, "bgcolor": colours.paper, "borderpad": 0,
                "font": {"size": SMALL_SIZE, "color": colours.muted if is_small else colours.ink},
            }
        )  # fmt: skip
    return notes


def _head(panel: Panel, colours: Palette, start: float) -> dict[str, Any]:
    """The panel's name and, under it, what its line is."""
    lines = [f"<b>{wrapped(panel.name, HEAD_WIDTH)}</b>"]
    if panel.mean is not None:
        lines.append(plain(_("⋮ mean {value}", value=panel.measure.mean_label(panel.mean))))
    return {
        "text": "<br>".join(lines), "x": start, "xref": "paper", "xanchor": "left", "xshift": -2, "y": 1,
        "yref": "paper", "yanchor": "bottom", "align": "left", "showarrow": False,
        "font": {"size": SMALL_SIZE, "color": colours.muted},
    }  # fmt: skip


def _mean(panel: Panel, colours: Palette, axis: str) -> list[dict[str, Any]]:
    if panel.mean is None:
        return []
    return [
        {
            "type": "line", "xref": f"x{axis}", "yref": "paper", "x0": panel.mean, "x1": panel.mean, "y0": 0, "y1": 1,
            "line": {"color": colours.neutral, "width": 1.25, "dash": "dot"}, "layer": "below",
        }
    ]  # fmt: skip


def _alt(rows: Sequence[str], shown: Sequence[Panel], caption: Caption) -> str:
    points = "; ".join(
        f"{name}: " + ", ".join(f"{panel.name} {panel.measure.full(panel.values[place])}" for panel in shown)
        for place, name in enumerate(rows)
    )
    return f"{caption.title}. " + _("Bars side by side in the same order. {points}.", points=points)
