"""A KPI over time with its rolling year beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go

from analytics.kpi import Answer, Kpi
from charts.axes import Measure, value_axis
from charts.text import plain
from charts.theme import SMALL_SIZE, Caption, Palette, alt_text
from charts.trend import HEIGHT, last_known, trend
from i18n.format import number
from i18n.format import period as period_words
from i18n.translate import _

PLOT_HEIGHT = HEIGHT - 80
CLOSEST = 17
"""Pixels that two labels beside each other need between their middles."""


def rolling_trend(
    kpi: Kpi, answers: Sequence[Answer], rolling: Sequence[Answer], *, caption: Caption, colours: Palette
) -> go.Figure:
    """The answers as a line with its interval, and the twelve months that end with each as a thicker grey line.

    ``rolling`` pairs with ``answers`` by period; a period without a value in it is a gap. The year before is left out:
    the rolling year holds it.
    """
    measure = Measure.of(kpi, "")
    values = {answer.period: answer for answer in rolling}
    own = [replace(answer, last_year=None) for answer in answers]
    beside = [values.get(answer.period) for answer in answers]
    drawn = trend(kpi, own, caption=caption, colours=colours)
    bounds = [bound for answer in own for bound in (answer.value, answer.low, answer.high)]
    axis = value_axis(measure, [*bounds, *[None if one is None else one.value for one in beside]], zero=False)
    drawn.update_yaxes(**axis)
    line = _line(beside, measure, colours)
    drawn.add_trace(go.Scatter(line))
    drawn.data = (*drawn.data[:-2], drawn.data[-1], drawn.data[-2])
    label = _label(own, beside, axis["range"], measure, colours)
    if label is not None:
        drawn.add_annotation(label)
        points = "; ".join(
            f"{period_words(one.period)}: {measure.full(one.value)}" for one in beside if one is not None
        )  # fmt: skip
        drawn.layout.meta = {
            **drawn.layout.meta,
            "alt": alt_text(drawn) + " " + _("Twelve months to each period: {points}.", points=points),
        }
        drawn.update_layout(margin={"r": 100})
    return drawn


def _line(beside: Sequence[Answer | None], measure: Measure, colours: Palette) -> dict[str, Any]:
    return {
        "x": list(range(len(beside))),
        "y": [None if one is None else one.value for one in beside],
        "mode": "lines",
        "line": {"color": colours.previous, "width": 4},
        "customdata": ["" if one is None else _hover(one, measure) for one in beside],
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
        "name": plain(_("twelve months")),
    }


def _hover(answer: Answer, measure: Measure) -> str:
    lines = [f"<b>{plain(_('12 months to {period}', period=period_words(answer.period)))}</b>"]
    lines.append(plain(measure.full(answer.value)))
    if answer.low is not None and answer.high is not None:
        lines.append(plain(_("95%: {low} to {high}", low=measure.full(answer.low), high=measure.full(answer.high))))
    lines.append(plain(_("n = {n}", n=number(answer.n))))
    return "<br>".join(lines)


def _label(
    own: Sequence[Answer],
    beside: Sequence[Answer | None],
    span: Sequence[float],
    measure: Measure,
    colours: Palette,
) -> dict[str, Any] | None:
    """The last rolling value at the end of its line, moved off the label of the own value where they would meet."""
    known = [place for place, one in enumerate(beside) if one is not None and one.value is not None]
    if not known:
        return None
    last = beside[known[-1]]
    value = (last.value or 0.0) if last is not None else 0.0
    shift, place = 0.0, last_known(own)
    if place is not None and abs(place - known[-1]) < 1:
        apart = (value - (own[place].value or 0.0)) / (span[1] - span[0]) * PLOT_HEIGHT
        if abs(apart) < CLOSEST:
            shift = (CLOSEST if apart >= 0 else -CLOSEST) - apart
    return {
        "text": plain(_("12 months {value}", value=measure.label(value))),
        "x": known[-1],
        "y": value,
        "xanchor": "left",
        "xshift": 10,
        "yshift": shift,
        "showarrow": False,
        "font": {"size": SMALL_SIZE, "color": colours.muted},
    }
