"""One customer's story: what happened, in lanes one above the other on one time axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import plotly.graph_objects as go

from charts.axes import Measure, nice_step
from charts.text import plain, wrapped
from charts.theme import SMALL_SIZE, Caption, Palette, figure
from domain.period import Period, add_months
from i18n.format import compact, number
from i18n.translate import _

HEAD, GAP, FOOT, TOP = 24, 12, 44, 8
ROW = 26
MOST_ROWS, MOST_NUMBERS, MOST_TICKS = 6, 40, 12
NAME_WIDTH = 20
DAY_MS = 86_400_000


class Sign(StrEnum):
    """What a mark means; every sign of a point has its own shape, so that colour never says it alone.

    NOW and PAST are for bars: in force, and over.
    """

    GOOD = "good"
    BAD = "bad"
    PLAIN = "plain"
    OPEN = "open"
    NOW = "now"
    PAST = "past"


@dataclass(frozen=True)
class Mark:
    """Something on one day. ``value`` is its height (hours, score), None on a line; ``words`` are shown on hover."""

    on: date
    sign: Sign
    words: str
    value: float | None = None


@dataclass(frozen=True)
class Span:
    """Something that lasts, both days included. Spans of one ``row`` stand in one line."""

    start: date
    end: date
    sign: Sign
    words: str
    row: str = ""


@dataclass(frozen=True)
class Story:
    """All lanes. A lane without anything is left out. ``months`` pairs the first of each month with its revenue."""

    months: Sequence[tuple[date, float]] = ()
    tickets: Sequence[Mark] = ()
    answers: Sequence[Mark] = ()
    deals: Sequence[Span] = ()
    contracts: Sequence[Span] = ()
    activities: Sequence[Mark] = ()
    owners: Sequence[Span] = ()


@dataclass(frozen=True)
class _Lane:
    """One lane before it has its place, its height in pixels."""

    title: str
    height: int
    traces: list[dict[str, Any]]
    axis: dict[str, Any]


def timeline(
    story: Story, measure: Measure, *, first: date, last: date, looked_at: Period, caption: Caption, colours: Palette
) -> go.Figure:
    """The story from ``first`` to ``last``, the period looked at shaded. Nothing at all: an empty frame."""
    lanes = _lanes(story, measure, colours)
    total = sum(lane.height + HEAD + GAP for lane in lanes) + FOOT + TOP
    inner = max(total - FOOT - TOP, 1)
    layout: dict[str, Any] = {
        "xaxis": _time_axis(first, last, colours),
        "hovermode": "closest", "margin": {"l": 8, "r": 12, "t": TOP, "b": FOOT},
        "shapes": [_shade(looked_at, first, last, colours)], "annotations": [],
    }  # fmt: skip
    traces: list[dict[str, Any]] = []
    top = float(inner)
    for place, lane in enumerate(lanes, start=1):
        name = "" if place == 1 else str(place)
        foot = top - HEAD - lane.height
        layout[f"yaxis{name}"] = {
            **lane.axis, "domain": [max(0.0, foot / inner), min(1.0, (top - HEAD) / inner)], "anchor": "x",
            "zeroline": False,
        }  # fmt: skip
        layout["annotations"].append(_title(lane.title, top / inner, colours))
        traces += [{**trace, "yaxis": f"y{name}", "xaxis": "x"} for trace in lane.traces]
        top = foot - GAP
    return figure(traces, layout, caption=caption, alt=_alt(story, measure, caption), colours=colours, unit="",
                  height=total)  # fmt: skip


def _lanes(story: Story, measure: Measure, colours: Palette) -> list[_Lane]:
    deals, contracts = _("Deals: ▲ won, ▼ lost, ring open"), _("Contracts; pale: ended")
    lanes = [
        _revenue(story.months, measure, colours) if story.months else None,
        _tickets(story.tickets, colours) if story.tickets else None,
        _answers(story.answers, colours) if story.answers else None,
        _spans(deals, stacked(story.deals), colours, is_bar=False) if story.deals else None,
        _spans(contracts, story.contracts, colours, is_bar=True) if story.contracts else None,
        _activities(story.activities, colours) if story.activities else None,
        _spans(_("Account manager"), story.owners, colours, is_bar=True) if story.owners else None,
    ]
    return [lane for lane in lanes if lane is not None]


def _revenue(months: Sequence[tuple[date, float]], measure: Measure, colours: Palette) -> _Lane:
    values = [value for _month, value in months]
    trace = {
        "type": "bar",
        "x": [month.isoformat() for month, _value in months],
        "y": values,
        "offset": 2 * DAY_MS,
        "width": 26 * DAY_MS,
        "marker": {"color": colours.ink},
        "customdata": [f"{month:%Y-%m}: {plain(measure.full(value))}" for month, value in months],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    top, bottom = max(0.0, *values), min(0.0, *values)
    ticks = _ticks(bottom, top)
    axis = {"range": [min(bottom, ticks[0]), max(top, ticks[-1]) * 1.04 or 1.0], "tickvals": ticks,
            "ticktext": [compact(tick) for tick in ticks]}  # fmt: skip
    unit = f", {measure.currency}" if measure.currency else ""
    return _Lane(_("Revenue by month") + unit, 110, [trace], axis)


def _tickets(tickets: Sequence[Mark], colours: Palette) -> _Lane:
    """A stem as long as the wait: full where answered, on whose scale waiting ones, rings, are cut at the top."""
    known = [mark for mark in tickets if mark.value is not None]
    ticks = _ticks(0.0, max([8.0, *(mark.value or 0.0 for mark in known if mark.sign is not Sign.OPEN)]))
    top = ticks[-1] * 1.12
    stems: dict[str, Any] = {
        "type": "scatter", "mode": "lines", "line": {"color": colours.previous, "width": 1.5}, "hoverinfo": "skip",
        "x": [day for mark in known for day in (mark.on.isoformat(), mark.on.isoformat(), None)],
        "y": [height for mark in known for height in (0, min(mark.value or 0.0, top), None)],
    }  # fmt: skip
    heads = _points(
        [one.on for one in tickets], [min(one.value or 0, top) for one in tickets], tickets, colours, size=7
    )
    axis = {"range": [0, top], "tickvals": ticks, "ticktext": [number(tick) for tick in ticks]}
    return _Lane(_("Tickets: working hours to an answer; ring: waiting, cut at the top"), 90, [stems, heads], axis)


def _answers(answers: Sequence[Mark], colours: Palette) -> _Lane:
    points = _points([mark.on for mark in answers], [mark.value or 0.0 for mark in answers], answers, colours, size=10)
    if len(answers) <= MOST_NUMBERS:
        points |= {"mode": "markers+text", "text": [number(mark.value) for mark in answers],
                   "textposition": "middle right", "textfont": {"size": SMALL_SIZE, "color": colours.ink}}  # fmt: skip
    axis = {"range": [-0.8, 10.8], "tickvals": [0, 5, 10], "ticktext": ["0", "5", "10"]}
    return _Lane(_("NPS answers, 0 to 10: ▲ 9–10, ● 7–8, ▼ 0–6"), 90, [points], axis)


def _activities(activities: Sequence[Mark], colours: Palette) -> _Lane:
    days = [mark.on for mark in activities]
    points = _points(days, [0.0] * len(days), activities, colours, size=8)
    axis = {"range": [-1, 1], "tickvals": [], "showgrid": False}
    return _Lane(_("Activities: ● done, ring not done"), ROW, [points], axis)


def _spans(title: str, spans: Sequence[Span], colours: Palette, *, is_bar: bool) -> _Lane:
    """Each span in its row: a thick bar whose row has a name, or a thin line that ends with its sign."""
    rows = list(dict.fromkeys(span.row for span in spans))
    place_of = {row: place for place, row in enumerate(reversed(rows))}
    places = [place_of[span.row] for span in spans]
    traces: list[dict[str, Any]] = []
    for sign in dict.fromkeys(span.sign for span in spans):
        chosen = [span for span in spans if span.sign is sign]
        traces.append({
            "type": "scatter", "mode": "lines", "hoverinfo": "skip",
            "line": {"color": _colour(sign, colours), "width": 11 if is_bar else 2},
            "x": [day for span in chosen for day in (span.start.isoformat(), span.end.isoformat(), None)],
            "y": [place for span in chosen for place in (place_of[span.row], place_of[span.row], None)],
        })  # fmt: skip
    axis: dict[str, Any] = {"range": [-0.7, len(rows) - 0.3], "tickvals": [], "showgrid": False}
    if not is_bar:
        ends = _points([span.end for span in spans], places, spans, colours, size=9)
        return _Lane(title, max(ROW, 16 * len(rows)), [*traces, ends], axis)
    names = [wrapped(row, NAME_WIDTH) for row in reversed(rows)]
    lines = max(name.count("<br>") for name in names)
    # a bar is a line without a place to point at: an unseen point in its middle carries the words
    middles = _points([span.start + (span.end - span.start) / 2 for span in spans], places, spans, colours, size=11)
    middles["marker"] = {"size": 11, "opacity": 0}
    axis |= {"tickvals": list(range(len(rows))), "ticktext": names}
    return _Lane(title, (ROW + 15 * lines) * len(rows), [*traces, middles], axis)


def stacked(spans: Sequence[Span]) -> list[Span]:
    """The spans in as few rows as keep them apart, at most six; what still does not fit goes to the emptiest row."""
    free: list[date] = []
    placed = []
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        place = next((row for row, end in enumerate(free) if end < span.start), len(free))
        if place == MOST_ROWS:
            place = free.index(min(free))
        if place == len(free):
            free.append(span.end)
        free[place] = max(free[place], span.end) + timedelta(days=7)
        placed.append(Span(span.start, span.end, span.sign, span.words, str(place)))
    return placed


def _points(
    days: Sequence[date], heights: Sequence[float], marks: Sequence[Mark] | Sequence[Span], colours: Palette, size: int
) -> dict[str, Any]:
    shapes = {Sign.GOOD: "triangle-up", Sign.BAD: "triangle-down", Sign.OPEN: "circle-open"}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [day.isoformat() for day in days],
        "y": list(heights),
        "marker": {
            "size": size,
            "symbol": [shapes.get(mark.sign, "circle") for mark in marks],
            "color": [_colour(mark.sign, colours) for mark in marks],
            "line": {"width": 1.5, "color": [_colour(mark.sign, colours) for mark in marks]},
        },
        "customdata": [wrapped(mark.words, 60) for mark in marks],
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
    }


def _colour(sign: Sign, colours: Palette) -> str:
    found = {
        Sign.GOOD: colours.better,
        Sign.BAD: colours.worse,
        Sign.PLAIN: colours.neutral,
        Sign.PAST: colours.previous,
    }
    return found.get(sign, colours.ink)


def _ticks(low: float, high: float) -> list[float]:
    step = nice_step(low, high, 2)
    places = range(int(low // step) if low < 0 else 0, int(-(-high // step)) + 1)
    return [place * step for place in places] if high > low else [0.0, 1.0]


def _title(text: str, y: float, colours: Palette) -> dict[str, Any]:
    return {
        "text": f"<b>{plain(text)}</b>", "x": 0, "xref": "paper", "xanchor": "left", "y": y, "yref": "paper",
        "yanchor": "top", "showarrow": False, "align": "left", "font": {"size": SMALL_SIZE, "color": colours.ink},
    }  # fmt: skip


def _time_axis(first: date, last: date, colours: Palette) -> dict[str, Any]:
    """Round months, quarters or years, as many as there is room for; the year stands under the first of each."""
    n_months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((size for size in (1, 3, 6, 12, 24, 60) if n_months / size <= MOST_TICKS), 120)
    start = date(first.year - first.year % (step // 12), 1, 1) if step > 12 else date(first.year, 1, 1)
    days: list[date] = []
    while start <= last:
        if start >= first:
            days.append(start)
        start = add_months(start, step)
    texts, year = [], 0
    for day in days:
        is_new, year = day.year != year, day.year
        month = "" if step >= 12 else _("M{month}", month=str(day.month))
        texts.append(f"{month}<br><b>{day.year}</b>" if is_new and month else month or f"<b>{day.year}</b>")
    return {"type": "date", "range": [first.isoformat(), last.isoformat()], "ticktext": texts, "showgrid": True,
            "tickvals": [day.isoformat() for day in days], "gridcolor": colours.grid, "zeroline": False,
            "anchor": "free", "position": 0}  # fmt: skip


def _shade(period: Period, first: date, last: date, colours: Palette) -> dict[str, Any]:
    start, end = max(period.start, first).isoformat(), min(period.end, last).isoformat()
    return {"type": "rect", "xref": "x", "yref": "paper", "x0": start, "x1": end, "y0": 0, "y1": 1, "layer": "below",
            "line": {"width": 0}, "fillcolor": colours.band}  # fmt: skip


def _alt(story: Story, measure: Measure, caption: Caption) -> str:
    counts = _(
        "Tickets: {tickets}. Answers: {answers}. Deals: {deals}. Contracts: {contracts}. Activities: {activities}.",
        tickets=len(story.tickets), answers=len(story.answers), deals=len(story.deals),
        contracts=len(story.contracts), activities=len(story.activities),
    )  # fmt: skip
    months = "; ".join(f"{month:%Y-%m} {measure.full(value)}" for month, value in story.months[-12:])
    revenue = _("Revenue by month, the latest: {points}.", points=months) if months else ""
    return " ".join(part for part in (f"{caption.title}.", counts, revenue) if part)
