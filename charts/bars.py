"""One number by group: horizontal bars from zero, sorted, with interval whiskers and the value written beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from analytics.kpi import Answer, Kpi
from charts.axes import Measure, value_axis
from charts.text import line_count, plain, wrapped
from charts.theme import SMALL_SIZE, Caption, Palette, figure
from domain.scope import NO_GROUP
from i18n.format import number
from i18n.translate import _

MOST_BARS = 15
NAME_WIDTH = 18
LINE_HEIGHT = 16
ROW_PADDING = 14
MINIMUM_ROW = 38.0
BAR = 20
OUTLINE = 28


def bars(
    kpi: Kpi,
    answers: Sequence[Answer],
    *,
    caption: Caption,
    colours: Palette,
    currency: str = "",
    whole: float | None = None,
    targets: Mapping[str, float] | None = None,
) -> go.Figure:
    """One bar a group, the largest first; groups without a value at the end, the unknown group last of all.

    ``whole`` is the value of everything together, drawn as a thin line; ``targets`` by group are outlines.
    Samples below ``kpi.minimum_n`` are grey. At most fifteen bars: the rest is in the table, and the footnote
    says how many. Names are broken into lines, never cut.
    """
    measure = Measure.of(kpi, currency)
    shown = ranked(answers)[:MOST_BARS]
    names = [_name(answer, kpi.minimum_n, colours) for answer in shown]
    centres, total = _rows(names)
    aims = [(targets or {}).get(answer.group or "") for answer in shown]
    layout = {
        "xaxis": _value_axis(measure, shown, aims, whole),
        "yaxis": {
            "tickvals": centres,
            "ticktext": names,
            "range": [total, 0],
            "zeroline": False,
            "showgrid": False,
            "tickfont": {"color": colours.ink, "size": SMALL_SIZE},
            "ticklabelstandoff": 6,
        },
        "barmode": "overlay",
        "hovermode": "closest",
        "annotations": [
            *_labels(shown, centres, aims, measure, colours, kpi.minimum_n),
            *_whole_label(whole, measure, colours),
        ],
        "shapes": _whole_line(whole, colours),
        "margin": {"l": 8, "r": 12, "t": 34 if whole is not None else 12, "b": 30},
    }
    left_out = len(answers) - len(shown)
    if left_out > 0:
        more = _("{count} more are not drawn", count=left_out)
        caption = Caption(caption.title, caption.subtitle, f"{caption.footnote} · {more}" if caption.footnote else more)
    drawn = figure(
        [*_targets(aims, centres, colours), _bars(kpi, shown, centres, measure, colours)],
        layout,
        caption=caption,
        alt=_alt(shown, measure, caption),
        colours=colours,
        unit="",
        height=int(total + 76 + (22 if whole is not None else 0)),
    )
    drawn.update_xaxes(title={"text": plain(measure.axis_title), "standoff": 4})
    return drawn


def group_name(group: str | None) -> str:
    """The group's name for people: the whole and the unknown group have words of their own."""
    if group is None:
        return _("Everything")
    return _("(not known)") if group == NO_GROUP else group


def ranked(answers: Sequence[Answer]) -> list[Answer]:
    """By value, largest first; without a value after those with one; the unknown group last."""
    return sorted(
        answers,
        key=lambda answer: (
            answer.group == NO_GROUP,
            answer.value is None,
            -(answer.value or 0.0),
            answer.group or "",
        ),
    )


def _value_axis(
    measure: Measure, shown: Sequence[Answer], aims: Sequence[float | None], whole: float | None
) -> dict[str, Any]:
    """From zero, with room at the end for the written value. Three ticks: the values are on the bars."""
    reach = [bound for answer in shown for bound in (answer.value, answer.low, answer.high)]
    axis = value_axis(measure, [*reach, *aims, whole], zero=True, count=3)
    known = [value for value in [*reach, *aims, whole] if value is not None]
    top, bottom = max([0.0, *known]), min([0.0, *known])
    spread = (top - bottom) or 1.0
    axis["range"] = [bottom - (0.03 * spread if bottom < 0 else 0.0), top + 0.3 * spread]
    axis["tickvals"], axis["ticktext"] = zip(
        *[
            (tick, text)
            for tick, text in zip(axis["tickvals"], axis["ticktext"], strict=True)
            if axis["range"][0] <= tick <= axis["range"][1]
        ],
        strict=True,
    )
    return {**axis, "showgrid": True, "zeroline": True}


def _name(answer: Answer, minimum_n: int, colours: Palette) -> str:
    """The group's name in lines; under a small sample its n."""
    name = wrapped(group_name(answer.group), NAME_WIDTH)
    if answer.n >= minimum_n:
        return name
    return f'{name}<br><span style="color:{colours.muted}">{plain(_("n = {n}", n=number(answer.n)))}</span>'


def _rows(names: Sequence[str]) -> tuple[list[float], float]:
    """The middle of each row and the height of all, in pixels: a name of three lines gets a taller row."""
    centres: list[float] = []
    bottom = 0.0
    for name in names:
        height = max(MINIMUM_ROW, line_count(name) * LINE_HEIGHT + ROW_PADDING)
        centres.append(bottom + height / 2)
        bottom += height
    return centres, max(bottom, MINIMUM_ROW)


def _bars(
    kpi: Kpi, shown: Sequence[Answer], centres: Sequence[float], measure: Measure, colours: Palette
) -> dict[str, Any]:
    whiskers = [
        (
            max(0.0, (answer.high or 0.0) - (answer.value or 0.0)) if answer.high is not None else 0.0,
            max(0.0, (answer.value or 0.0) - (answer.low or 0.0)) if answer.low is not None else 0.0,
        )
        for answer in shown
    ]
    has_whiskers = any(up or down for up, down in whiskers)
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(centres),
        "width": BAR,
        "x": [answer.value for answer in shown],
        "marker": {
            "color": [colours.previous if answer.n < kpi.minimum_n else colours.ink for answer in shown],
            "opacity": [0.55 if answer.n < kpi.minimum_n else 1 for answer in shown],
        },
        "error_x": {
            "type": "data",
            "array": [up for up, _down in whiskers],
            "arrayminus": [down for _up, down in whiskers],
            "visible": has_whiskers,
            "color": colours.previous,
            "thickness": 1.5,
            "width": 4,
        },
        "customdata": [_hover(answer, measure) for answer in shown],
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
    }


def _targets(aims: Sequence[float | None], centres: Sequence[float], colours: Palette) -> list[dict[str, Any]]:
    if not any(aim is not None for aim in aims):
        return []
    return [
        {
            "type": "bar",
            "orientation": "h",
            "y": list(centres),
            "x": list(aims),
            "width": OUTLINE,
            "marker": {"color": "rgba(0,0,0,0)", "line": {"color": colours.ink, "width": 1.25}},
            "hoverinfo": "skip",
        }
    ]


def _hover(answer: Answer, measure: Measure) -> str:
    lines = [f"<b>{plain(group_name(answer.group))}</b>", plain(measure.full(answer.value))]
    if answer.low is not None and answer.high is not None:
        lines.append(plain(_("95%: {low} to {high}", low=measure.full(answer.low), high=measure.full(answer.high))))
    lines.append(plain(_("n = {n}", n=number(answer.n))))
    return "<br>".join(lines)


def _labels(
    shown: Sequence[Answer],
    centres: Sequence[float],
    aims: Sequence[float | None],
    measure: Measure,
    colours: Palette,
    minimum_n: int,
) -> list[dict[str, Any]]:
    """Each value at the right end of its row, past bar, whisker and target."""
    labels = []
    for place, answer, aim in zip(centres, shown, aims, strict=True):
        ends = [end for end in (answer.value, answer.high, aim) if end is not None]
        labels.append(
            {
                "text": f"<b>{plain(measure.label(answer.value))}</b>",
                "x": max([0.0, *ends]),
                "y": place,
                "xanchor": "left",
                "xshift": 6,
                "showarrow": False,
                "bgcolor": colours.paper,
                "borderpad": 0,
                "font": {"size": SMALL_SIZE, "color": colours.ink if answer.n >= minimum_n else colours.muted},
            }
        )
    return labels


def _whole_line(whole: float | None, colours: Palette) -> list[dict[str, Any]]:
    if whole is None:
        return []
    return [
        {
            "type": "line",
            "xref": "x",
            "yref": "paper",
            "x0": whole,
            "x1": whole,
            "y0": 0,
            "y1": 1,
            "line": {"color": colours.neutral, "width": 1.25, "dash": "dot"},
        }
    ]


def _whole_label(whole: float | None, measure: Measure, colours: Palette) -> list[dict[str, Any]]:
    if whole is None:
        return []
    return [
        {
            "text": plain(_("all together {value}", value=measure.label(whole))),
            "x": whole,
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "showarrow": False,
            "font": {"size": SMALL_SIZE, "color": colours.muted},
        }
    ]


def _alt(shown: Sequence[Answer], measure: Measure, caption: Caption) -> str:
    points = "; ".join(f"{group_name(answer.group)}: {measure.full(answer.value)}" for answer in shown)
    return f"{caption.title}. " + _("Bars by group, largest first. {points}.", points=points)
