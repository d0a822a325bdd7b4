"""A KPI over time: the line, its 95% interval, the last point named, small samples as rings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from analytics.kpi import Answer, Kpi
from charts.axes import Measure, period_axis, value_axis
from charts.text import plain
from charts.theme import Caption, Palette, figure
from i18n.format import number
from i18n.format import period as period_words
from i18n.translate import _

HEIGHT = 300


def trend(
    kpi: Kpi, answers: Sequence[Answer], *, caption: Caption, colours: Palette, currency: str = "", height: int = HEIGHT
) -> go.Figure:
    """The answers in time order, one a period, as a line with its interval.

    A period without a value is a gap. A sample below ``kpi.minimum_n`` is a ring instead of a dot. The same
    period of the year before is a light grey line where the answers carry it. No answers: an empty frame.
    """
    measure = Measure.of(kpi, currency)
    places = list(range(len(answers)))
    values = [answer.value for answer in answers]
    bounds = [bound for answer in answers for bound in (answer.low, answer.high, answer.last_year)]
    axis = value_axis(measure, [*values, *bounds], zero=False)
    traces = [*_band(answers, colours), *_last_year(answers, colours), _line(kpi, answers, measure, colours)]
    layout: dict[str, Any] = {
        "xaxis": {**period_axis([answer.period for answer in answers], colours)},
        "yaxis": axis,
        "hovermode": "closest",
        "annotations": _last_value(answers, measure, colours),
        "margin": {"l": 8, "r": 64, "t": 38, "b": 8},
    }
    layout["xaxis"]["range"] = [-0.35, max(places, default=0) + 0.35]
    return figure(
        traces,
        layout,
        caption=caption,
        alt=_alt(answers, measure, caption),
        colours=colours,
        unit=measure.axis_title,
        height=height,
    )


def _band(answers: Sequence[Answer], colours: Palette) -> list[dict[str, Any]]:
    """One closed area per unbroken run of periods with an interval."""
    runs: list[list[int]] = [[]]
    for place, answer in enumerate(answers):
        if answer.low is not None and answer.high is not None and answer.value is not None:
            runs[-1].append(place)
        elif runs[-1]:
            runs.append([])
    return [
        {
            "type": "scatter",
            "x": run + run[::-1],
            "y": [answers[place].high for place in run] + [answers[place].low for place in run[::-1]],
            "fill": "toself",
            "fillcolor": colours.band,
            "line": {"width": 0},
            "mode": "lines",
            "hoverinfo": "skip",
            "name": _("95% interval"),
        }
        for run in runs
        if len(run) > 1
    ]


def _last_year(answers: Sequence[Answer], colours: Palette) -> list[dict[str, Any]]:
    if not any(answer.last_year is not None for answer in answers):
        return []
    return [
        {
            "type": "scatter",
            "x": list(range(len(answers))),
            "y": [answer.last_year for answer in answers],
            "mode": "lines",
            "line": {"color": colours.previous, "width": 1.5},
            "hoverinfo": "skip",
            "name": _("year before"),
        }
    ]


def _line(kpi: Kpi, answers: Sequence[Answer], measure: Measure, colours: Palette) -> dict[str, Any]:
    small = [answer.n < kpi.minimum_n for answer in answers]
    last = last_known(answers)
    return {
        "type": "scatter",
        "x": list(range(len(answers))),
        "y": [answer.value for answer in answers],
        "mode": "lines+markers",
        "line": {"color": colours.ink, "width": 2},
        "marker": {
            "symbol": "circle",
            "opacity": 1,
            "size": [11 if place == last else 8 if is_small else 6 for place, is_small in enumerate(small)],
            "color": [colours.paper if is_small else colours.ink for is_small in small],
            "line": {"width": 2, "color": colours.ink},
        },
        "customdata": [_hover(answer, measure, is_small) for answer, is_small in zip(answers, small, strict=True)],
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
        "name": plain(_(kpi.name)),
    }


def _hover(answer: Answer, measure: Measure, is_small: bool) -> str:
    lines = [f"<b>{plain(period_words(answer.period))}</b>", plain(measure.full(answer.value))]
    if answer.low is not None and answer.high is not None:
        lines.append(plain(_("95%: {low} to {high}", low=measure.full(answer.low), high=measure.full(answer.high))))
    lines.append(plain(_("n = {n}", n=number(answer.n))))
    if answer.last_year is not None:
        lines.append(plain(_("year before: {value}", value=measure.full(answer.last_year))))
    if is_small:
        lines.append(plain(_("too few to rely on")))
    return "<br>".join(lines)


def last_known(answers: Sequence[Answer]) -> int | None:
    """The place of the last answer with a value; None where there is none."""
    return next((place for place in range(len(answers) - 1, -1, -1) if answers[place].value is not None), None)


def _last_value(answers: Sequence[Answer], measure: Measure, colours: Palette) -> list[Mapping[str, Any]]:
    last = last_known(answers)
    if last is None:
        return []
    return [
        {
            "text": f"<b>{plain(measure.label(answers[last].value))}</b>",
            "x": last,
            "y": answers[last].value,
            "xanchor": "left",
            "xshift": 10,
            "showarrow": False,
            "font": {"color": colours.ink, "size": 14},
        }
    ]


def _alt(answers: Sequence[Answer], measure: Measure, caption: Caption) -> str:
    points = "; ".join(f"{period_words(answer.period)}: {measure.full(answer.value)}" for answer in answers)
    return f"{caption.title}. " + _("Line by period. {points}.", points=points)
