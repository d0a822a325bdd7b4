"""One number by group with partial pooling: a dot with its interval, and a tick where the group was counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from analytics.nps import Group
from charts.axes import Measure, value_axis
from charts.bars import group_name
from charts.text import line_count, plain, wrapped
from charts.theme import SMALL_SIZE, Caption, Palette, figure
from i18n.format import number, percent
from i18n.translate import _

MOST_GROUPS = 15
NAME_WIDTH = 22
LINE_HEIGHT = 16
ROW_PADDING = 14


def pooled(
    groups: Sequence[Group], measure: Measure, *, mean: float | None, caption: Caption, colours: Palette
) -> go.Figure:
    """One row a group in the order given: the pooled value as a dot with its interval, the counted one as a tick.

    A group that was not pooled is a ring at its counted value with the interval of that. ``mean`` is a dotted line.
    At most fifteen rows, and the footnote says how many more there are. No groups: an empty frame.
    """
    shown = list(groups)[:MOST_GROUPS]
    names = [_name(group, colours) for group in shown]
    centres, total = _rows(names)
    reach = [end for group in shown for end in (*_ends(group), group.answer.value)]
    axis = value_axis(measure, [*reach, mean], zero=False, count=4)
    axis["range"] = _tight(axis["range"], [end for end in [*reach, mean] if end is not None])
    layout: dict[str, Any] = {
        "xaxis": {**axis, "showgrid": True, "title": {"text": plain(measure.axis_title), "standoff": 4}},
        "yaxis": {
            "tickvals": centres,
            "ticktext": names,
            "range": [total, 0],
            "zeroline": False,
            "showgrid": False,
            "tickfont": {"color": colours.ink, "size": SMALL_SIZE},
            "ticklabelstandoff": 6,
        },
        "hovermode": "closest",
        "annotations": [*_labels(shown, centres, measure, colours), *_mean_label(mean, measure, colours)],
        "shapes": [*_intervals(shown, centres, colours), *_mean_line(mean, colours)],
        "margin": {"l": 8, "r": 52, "t": 34 if mean is not None else 12, "b": 30},
    }
    left_out = len(groups) - len(shown)
    if left_out > 0:
        more = _("{count} more are not drawn", count=left_out)
        caption = Caption(caption.title, caption.subtitle, f"{caption.footnote} · {more}" if caption.footnote else more)
    return figure(
        [_ticks(shown, centres, colours), _dots(shown, centres, measure, colours)],
        layout,
        caption=caption,
        alt=_alt(shown, measure, caption),
        colours=colours,
        unit="",
        height=int(total + 76 + (22 if mean is not None else 0)),
    )


def _tight(span: Sequence[float], known: Sequence[float]) -> list[float]:
    """The axis no wider than what is drawn and a little room: it need not end on a tick."""
    if not known:
        return list(span)
    room = 0.06 * (max(known) - min(known) or 1.0)
    return [max(span[0], min(known) - room), min(span[1], max(known) + room)]


def _value(group: Group) -> float | None:
    return group.answer.value if group.pooled is None else group.pooled


def _ends(group: Group) -> tuple[float | None, float | None]:
    return (group.answer.low, group.answer.high) if group.pooled is None else (group.low, group.high)


def _name(group: Group, colours: Palette) -> str:
    name = wrapped(group_name(group.answer.group), NAME_WIDTH)
    return f'{name}<br><span style="color:{colours.muted}">{plain(_("n = {n}", n=number(group.answer.n)))}</span>'


def _rows(names: Sequence[str]) -> tuple[list[float], float]:
    centres: list[float] = []
    bottom = 0.0
    for name in names:
        height = line_count(name) * LINE_HEIGHT + ROW_PADDING
        centres.append(bottom + height / 2)
        bottom += height
    return centres, max(bottom, 38.0)


def _dots(shown: Sequence[Group], centres: Sequence[float], measure: Measure, colours: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [_value(group) for group in shown],
        "y": list(centres),
        "marker": {
            "size": 11,
            "color": [colours.paper if group.pooled is None else colours.ink for group in shown],
            "opacity": 1,
            "line": {"width": 2, "color": colours.ink},
        },
        "customdata": [_hover(group, measure) for group in shown],
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
    }


def _ticks(shown: Sequence[Group], centres: Sequence[float], colours: Palette) -> dict[str, Any]:
    drawn = [(group, place) for group, place in zip(shown, centres, strict=True) if group.pooled is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [group.answer.value for group, _place in drawn],
        "y": [place for _group, place in drawn],
        "marker": {"symbol": "line-ns", "size": 18, "line": {"width": 2, "color": colours.previous}},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _intervals(shown: Sequence[Group], centres: Sequence[float], colours: Palette) -> list[dict[str, Any]]:
    return [
        {
            "type": "line",
            "layer": "below",
            "x0": low,
            "x1": high,
            "y0": place,
            "y1": place,
            "line": {"color": colours.previous, "width": 2},
        }
        for (low, high), place in zip([_ends(group) for group in shown], centres, strict=True)
        if low is not None and high is not None
    ]


def _hover(group: Group, measure: Measure) -> str:
    low, high = _ends(group)
    lines = [f"<b>{plain(group_name(group.answer.group))}</b>", plain(measure.full(_value(group)))]
    if low is not None and high is not None:
        lines.append(plain(_("95%: {low} to {high}", low=measure.full(low), high=measure.full(high))))
    if group.own is not None:
        lines.append(plain(_("as counted: {value}", value=measure.full(group.answer.value))))
        lines.append(plain(_("own weight: {share}", share=percent(group.own))))
    lines.append(plain(_("n = {n}", n=number(group.answer.n))))
    return "<br>".join(lines)


def _labels(
    shown: Sequence[Group], centres: Sequence[float], measure: Measure, colours: Palette
) -> list[dict[str, Any]]:
    """Each value at the right edge, in a column of its own."""
    return [
        {
            "text": f"<b>{plain(measure.label(_value(group)))}</b>",
            "x": 1,
            "xref": "paper",
            "y": place,
            "xanchor": "left",
            "xshift": 10,
            "showarrow": False,
            "font": {"size": SMALL_SIZE, "color": colours.ink},
        }
        for group, place in zip(shown, centres, strict=True)
    ]


def _mean_line(mean: float | None, colours: Palette) -> list[dict[str, Any]]:
    if mean is None:
        return []
    line = {"color": colours.neutral, "width": 1.25, "dash": "dot"}
    return [{"type": "line", "x0": mean, "x1": mean, "yref": "paper", "y0": 0, "y1": 1, "line": line}]


def _mean_label(mean: float | None, measure: Measure, colours: Palette) -> list[dict[str, Any]]:
    if mean is None:
        return []
    return [
        {
            "text": plain(_("mean of the groups {value}", value=measure.label(mean))),
            "x": mean,
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "showarrow": False,
            "font": {"size": SMALL_SIZE, "color": colours.muted},
        }
    ]


def _alt(shown: Sequence[Group], measure: Measure, caption: Caption) -> str:
    points = "; ".join(
        _(
            "{name}: {value}, as counted {counted}",
            name=group_name(group.answer.group),
            value=measure.full(_value(group)),
            counted=measure.full(group.answer.value),
        )
        for group in shown
    )
    return f"{caption.title}. " + _("Dots by group, largest first. {points}.", points=points)
