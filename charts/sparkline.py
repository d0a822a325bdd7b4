"""A card's sparkline: eight periods without axes. SVG, so that six of them cost nothing to draw and print."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.kpi import Answer
from charts.theme import Palette
from charts.trend import last_known

WIDTH, HEIGHT, EDGE = 200, 44, 6


def sparkline(
    answers: Sequence[Answer], *, colours: Palette, target: float | None = None, minimum_n: int = 1, zero: bool = False
) -> str:
    """The values in time order as an SVG picture of 200 by 44: grey line, last point in ink, target as an outline.

    A gap is a gap; a last point resting on fewer than ``minimum_n`` is a ring. ``zero`` draws columns from
    zero, as totals need it. Holds numbers only, no text from the data. No values: an empty picture.
    """
    known = [answer.value for answer in answers if answer.value is not None]
    last = last_known(answers)
    marks = ""
    if known and last is not None:
        heights = _Heights(known + ([target] if target is not None else []), zero)
        marks = _columns(answers, heights, last, colours) if zero else _line(answers, heights, last, colours, minimum_n)
        if target is not None:
            marks += _target(_across(last, len(answers)), heights(target), colours)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f"{marks}</svg>"
    )


class _Heights:
    """Maps a value to a vertical position, the largest at the top."""

    def __init__(self, values: Sequence[float], zero: bool) -> None:
        self.low = min([0.0, *values]) if zero else min(values)
        self.high = max([0.0, *values]) if zero else max(values)

    def __call__(self, value: float) -> float:
        spread = self.high - self.low
        share = (value - self.low) / spread if spread else 0.5
        return round(HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE), 1)


def _across(place: int, count: int) -> float:
    step = (WIDTH - 2 * EDGE - 8) / max(count - 1, 1)
    return round(EDGE + 4 + place * step, 1)


def _line(answers: Sequence[Answer], heights: _Heights, last: int, colours: Palette, minimum_n: int) -> str:
    path, pen = "", "M"
    for place, answer in enumerate(answers):
        if answer.value is None:
            pen = "M"
            continue
        path += f"{pen}{_across(place, len(answers))} {heights(answer.value)}"
        pen = "L"
    x, y = _across(last, len(answers)), heights(answers[last].value or 0.0)
    fill = colours.paper if answers[last].n < minimum_n else colours.ink
    return (
        f'<path d="{path}" fill="none" stroke="{colours.previous}" stroke-width="2" stroke-linejoin="round"/>'
        f'<circle cx="{x}" cy="{y}" r="4" fill="{fill}" stroke="{colours.ink}" stroke-width="2"/>'
    )


def _columns(answers: Sequence[Answer], heights: _Heights, last: int, colours: Palette) -> str:
    width = round((WIDTH - 2 * EDGE - 8) / max(len(answers) - 1, 1) * 0.6, 1)
    ground = heights(0.0)
    marks = ""
    for place, answer in enumerate(answers):
        if answer.value is None:
            continue
        top = heights(answer.value)
        x = round(min(max(_across(place, len(answers)) - width / 2, 0), WIDTH - width), 1)
        colour = colours.ink if place == last else colours.previous
        marks += (
            f'<rect x="{x}" y="{min(top, ground)}" width="{width}" height="{max(abs(ground - top), 1):.1f}" '
            f'fill="{colour}"/>'
        )
    return marks


def _target(x: float, y: float, colours: Palette) -> str:
    left = min(x - 14, WIDTH - 29)
    return (
        f'<rect x="{left:.1f}" y="{y - 2:.1f}" width="28" height="4" fill="{colours.paper}" '
        f'stroke="{colours.ink}" stroke-width="1.5"/>'
    )
