"""What a review's charts on a screen share: signs by meaning, axes, names; values are worded by whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from charts.axes import nice_step
from charts.text import wrapped
from charts.theme import Palette
from i18n.format import number

TEXT = 18
MOST_NAMES = 14
Words = Callable[[float], str]
Drawn = tuple[list[dict[str, Any]], dict[str, Any]]
"""Traces and layout."""


class Row(Protocol):
    """A series of a chart."""

    @property
    def name(self) -> str:
        """Its label."""

    @property
    def role(self) -> str:
        """What it means: "actual", "target", "low80", …"""

    @property
    def values(self) -> tuple[float | None, ...]:
        """One a category; None is a gap."""


class Drawing(Protocol):
    """A chart as numbers, whoever made it."""

    @property
    def kind(self) -> str:
        """One of "columns", "bars", "lines", "fan" and "bridge"."""

    @property
    def categories(self) -> tuple[str, ...]:
        """Names, in order."""

    @property
    def series(self) -> Sequence[Row]:
        """At least one."""

    @property
    def unit(self) -> str:
        """In words."""

    @property
    def alt(self) -> str:
        """What the chart shows, in words."""


def colour(role: str, colours: Palette) -> str:
    """The ink of a series."""
    named = {
        "previous": colours.previous,
        "forecast": colours.neutral,
        "waiting": colours.neutral,
        "neutral": colours.neutral,
        "scenario": colours.scenario,
        "better": colours.better,
        "worse": colours.worse,
    }
    return named.get(role, colours.ink)


def marker(role: str, colours: Palette) -> dict[str, Any]:
    """Solid, outlined, hatched or open, by what it means."""
    ink = colour(role, colours)
    if role in ("target", "waiting"):
        return {"color": "rgba(0,0,0,0)", "line": {"color": ink, "width": 2}}
    if role == "forecast":
        hatch = {"shape": "/", "fgcolor": ink, "bgcolor": colours.paper, "size": 8, "solidity": 0.3}
        return {"pattern": hatch, "color": ink, "line": {"color": ink, "width": 1.5}}
    return {"color": ink, "line": {"width": 0}}


def known(chart: Drawing) -> list[float]:
    """All values that there are."""
    return [value for one in chart.series for value in one.values if value is not None]


def value_axis(values: Sequence[float], words: Words, *, from_zero: bool, is_shown: bool) -> dict[str, Any]:
    """Round ticks in words; from zero where the values come near it."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if from_zero or 0 <= low < 0.4 * high:
        low, high = min(0.0, low), max(0.0, high)
    step = nice_step(low, high)
    first, last = int(low // step), int(-(-high // step))
    ticks = [place * step for place in range(first, max(last, first + 1) + 1)]
    room = 0.06 * (ticks[-1] - ticks[0])
    return {
        "range": [ticks[0] - (room if low < 0 else 0), ticks[-1] + room],
        "tickvals": ticks if is_shown else [],
        "ticktext": [words(tick) if tick else number(0) for tick in ticks] if is_shown else [],
        "showgrid": is_shown,
        "zeroline": first < 0 < last,
    }


def names_below(chart: Drawing, colours: Palette, letters: int = 84) -> dict[str, Any]:
    """Names of the categories, every n-th where there are many, the last one always; ``letters`` fit side by side."""
    n = len(chart.categories)
    every = max(1, -(-n // MOST_NAMES))
    shown = [at for at in range(n) if (n - 1 - at) % every == 0]
    return {
        "tickvals": shown,
        "ticktext": [wrapped(chart.categories[at], max(4, letters // max(1, len(shown)))) for at in shown],
        "range": [-0.55, n - 0.45],
        "tickangle": 0,
        "zeroline": False,
        "tickfont": {"color": colours.muted},
    }


def legend(chart: Drawing) -> dict[str, Any]:
    """What the signs mean, at the top right, where there is more than one."""
    is_needed = len(chart.series) > 1
    place = {"orientation": "h", "x": 1, "xanchor": "right", "y": 1, "yanchor": "bottom", "traceorder": "normal"}
    return {"showlegend": is_needed, "legend": {**place, "font": {"size": TEXT - 1}}}
