"""What became of what was planned: stacked parts of one whole, over time or by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from analytics.activities import Progress
from analytics.kpi import Unit
from charts.axes import Measure, period_axis, value_axis
from charts.bars import group_name
from charts.text import plain, wrapped
from charts.theme import SMALL_SIZE, Caption, Palette, figure
from domain.period import Period
from i18n.format import number, percent
from i18n.format import period as period_words
from i18n.translate import _

COUNT = Measure(Unit.CUSTOMERS)
NAME_WIDTH = 18
ROW = 40
MOST_ROWS = 15


@dataclass(frozen=True)
class Part:
    """One part of the whole: a field of :class:`Progress`, its word, and how it is drawn."""

    field: str
    name: str
    colour: str
    pattern: str = ""
    is_outline: bool = False


def parts(colours: Palette) -> tuple[Part, ...]:
    """The parts from the axis outwards. Done is solid, still planned an outline; patterns tell the rest apart."""
    return (
        Part("done", _("done in time"), colours.ink),
        Part("done_late", _("done late"), colours.previous, pattern="/"),
        Part("done_undated", _("done, day not known"), colours.previous, pattern="."),
        Part("overdue", _("overdue"), colours.worse),
        Part("planned", _("not yet due"), colours.ink, is_outline=True),
        Part("cancelled", _("cancelled"), colours.grid, pattern="x"),
    )


def progress_over_time(
    points: Sequence[tuple[Period, Progress]], *, caption: Caption, colours: Palette, height: int = 340
) -> go.Figure:
    """One column a period in time order, its height all that was planned. No points: an empty frame."""
    places = list(range(len(points)))
    axis = value_axis(COUNT, [progress.n_due for _period, progress in points], zero=True)
    axis["range"] = [0, axis["range"][1] * 1.06]
    names = [period_words(period) for period, _progress in points]
    every = [progress for _period, progress in points]
    layout: dict[str, Any] = {
        "xaxis": period_axis([period for period, _progress in points], colours),
        "yaxis": axis,
        "annotations": [
            _share(progress, colours, x=place, y=progress.n_due, yanchor="bottom", yshift=2)
            for place, progress in zip(places, every, strict=True)
            if progress.share_done is not None
        ],
        **_frame(1.12),
        "margin": {"l": 8, "r": 12, "t": 66, "b": 8},
    }
    data = _traces(every, names, colours, is_upright=True, places=places)
    return figure(
        data,
        layout,
        caption=caption,
        alt=_alt(names, every, caption),
        colours=colours,
        unit=_("activities"),
        height=height,
    )


def progress_by_group(rows: Sequence[tuple[str, Progress]], *, caption: Caption, colours: Palette) -> go.Figure:
    """One bar a group in the given order, fifteen at most; the footnote says how many more the table holds."""
    shown = rows[:MOST_ROWS]
    if len(rows) > len(shown):
        more = _("{count} more are not drawn", count=len(rows) - len(shown))
        caption = Caption(caption.title, caption.subtitle, f"{caption.footnote} · {more}" if caption.footnote else more)
    places = list(range(len(shown)))
    every = [progress for _name, progress in shown]
    names = [group_name(name) for name, _progress in shown]
    axis = value_axis(COUNT, [progress.n_due for progress in every], zero=True, count=3)
    axis["range"] = [0, max([1, *[progress.n_due for progress in every]]) * 1.22]
    layout: dict[str, Any] = {
        "xaxis": {**axis, "showgrid": True, "title": {"text": plain(_("activities")), "standoff": 4}},
        "yaxis": {
            "tickvals": places,
            "ticktext": [wrapped(name, NAME_WIDTH) for name in names],
            "range": [len(shown) - 0.4, -0.6],
            "showgrid": False,
            "zeroline": False,
            "tickfont": {"color": colours.ink, "size": SMALL_SIZE},
            "ticklabelstandoff": 6,
        },
        "annotations": [
            _share(progress, colours, x=progress.n_due, y=place, xanchor="left", xshift=6)
            for place, progress in zip(places, every, strict=True)
        ],
        **_frame(1.0),
        "margin": {"l": 8, "r": 12, "t": 48, "b": 34},
    }
    return figure(
        _traces(every, names, colours, is_upright=False, places=places),
        layout,
        caption=caption,
        alt=_alt(names, every, caption),
        colours=colours,
        unit="",
        height=96 + ROW * max(1, len(shown)),
    )


def _frame(legend_at: float) -> dict[str, Any]:
    return {
        "barmode": "stack",
        "hovermode": "closest",
        "showlegend": True,
        "legend": {
            "orientation": "h", "x": 0, "xanchor": "left", "y": legend_at, "yanchor": "bottom", "traceorder": "normal",
            "font": {"size": SMALL_SIZE}, "itemclick": False, "itemdoubleclick": False,
        },
    }  # fmt: skip


def _traces(
    every: Sequence[Progress], names: Sequence[str], colours: Palette, *, is_upright: bool, places: Sequence[int]
) -> list[dict[str, Any]]:
    """One trace a part that occurs at all."""
    traces = []
    for part in parts(colours):
        values = [int(getattr(progress, part.field)) for progress in every]
        if not any(values):
            continue
        hover = [
            f"<b>{plain(name)}</b><br>{plain(part.name)}: {number(value)}"
            for name, value in zip(names, values, strict=True)
        ]
        along = {"x": list(places), "y": values} if is_upright else {"x": values, "y": list(places)}
        traces.append(
            {
                "type": "bar",
                "orientation": "v" if is_upright else "h",
                **along,
                "name": plain(part.name),
                "width": 0.62 if is_upright else 0.5,
                "marker": _marker(part, colours),
                "customdata": hover,
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        )
    return traces


def _marker(part: Part, colours: Palette) -> dict[str, Any]:
    if part.is_outline:
        return {"color": "rgba(0,0,0,0)", "line": {"color": colours.ink, "width": 1.25}}
    marker: dict[str, Any] = {"color": part.colour, "line": {"color": colours.paper, "width": 0.5}}
    if part.pattern:
        marker["pattern"] = {
            "shape": part.pattern, "size": 5, "solidity": 0.35, "fillmode": "overlay", "fgcolor": colours.muted,
            "bgcolor": colours.paper,
        }  # fmt: skip
        marker["line"] = {"color": colours.muted, "width": 1}
    return marker


def _share(progress: Progress, colours: Palette, **where: object) -> dict[str, Any]:
    """The share done at the end of the bar; a dash where nothing has fallen due."""
    return {
        "text": f"<b>{plain(percent(progress.share_done))}</b>",
        "showarrow": False,
        "font": {"size": SMALL_SIZE, "color": colours.ink},
        **where,
    }


def _alt(names: Sequence[str], every: Sequence[Progress], caption: Caption) -> str:
    words = [
        _("{name}: {due} planned, {done} done, {overdue} overdue", name=name, due=progress.n_due,
          done=progress.n_done, overdue=progress.overdue)
        for name, progress in zip(names, every, strict=True)
    ]  # fmt: skip
    return f"{caption.title}. " + _("Planned activities and what became of them. {points}.", points="; ".join(words))
