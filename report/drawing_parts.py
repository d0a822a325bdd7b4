"""The pieces of a drawing: text that fits, the plane with its axis, lines and areas, as SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from i18n.format import number, percent
from report.review import Chart, Format, Role, Series
from report.signs import COLOURS, DASHED, GRID, INK, MUTED, PAPER

WIDTH, HEIGHT = 720.0, 270.0
LEFT, TOP, BOTTOM = 58.0, 30.0, 38.0
SIZE = 11.0
LETTER = 0.56
"""The mean width of a letter of Be Vietnam Pro, in ems."""
MOST_LEGENDS = 5


@dataclass(frozen=True)
class Plane:
    """Where values and categories stand on the paper."""

    n: int
    low: float
    high: float
    ticks: tuple[float, ...]
    right: float = 12.0

    @classmethod
    def over(cls, n: int, low: float, high: float, *, right: float = 12.0) -> Plane:
        """A plane whose axis ends at round numbers."""
        size = _round_step((high - low) / 4 or abs(high) or 1.0)
        first, last = math.floor(low / size), math.ceil(high / size - 1e-9)
        last = max(last, first + 1)
        return cls(max(1, n), first * size, last * size, tuple(k * size for k in range(first, last + 1)), right)

    @property
    def step(self) -> float:
        """How wide a category is."""
        return (WIDTH - LEFT - self.right) / self.n

    def x(self, at: int) -> float:
        """The middle of a category."""
        return LEFT + self.step * (at + 0.5)

    def y(self, value: float) -> float:
        """The height of a value, from the top."""
        return TOP + (HEIGHT - TOP - BOTTOM) * (self.high - value) / (self.high - self.low)

    @staticmethod
    def words(value: float, kind: Format, *, is_signed: bool = False) -> str:
        """A value in the reader's language, to three figures; ``is_signed`` writes a plus too."""
        size = abs(value)
        decimals = 0 if size >= 100 or kind is Format.WHOLE else 1 if size >= 10 else 2
        if kind in (Format.HOURS, Format.POINTS):
            decimals = min(decimals, 1)
        words = percent(value, 0 if size >= 0.1 else 1) if kind is Format.PERCENT else number(value, decimals)
        return f"+{words}" if is_signed and value > 0 else words

    def frame(self, chart: Chart) -> list[str]:
        """Grid, axis words and the names of the categories."""
        parts = [text(LEFT - 6, 14, chart.unit, anchor="start", colour=MUTED, shift=-LEFT + 6)]
        for tick in self.ticks:
            colour = MUTED if tick == 0 else GRID
            parts.append(polyline([(LEFT, self.y(tick)), (WIDTH - self.right, self.y(tick))], colour, 0.8))
            parts.append(text(LEFT - 8, self.y(tick) + 4, self._tick_words(tick, chart.format), "end", MUTED))
        every = max(1, math.ceil(_width(max(chart.categories, key=len, default="")) / self.step / 2))
        for at, name in enumerate(chart.categories):
            if at % every == 0:
                parts += _name(self.x(at), HEIGHT - BOTTOM + 15, name, self.step * every)
        return parts

    def _tick_words(self, tick: float, kind: Format) -> str:
        if kind is Format.PERCENT:
            return percent(tick, 0 if self.ticks[1] - self.ticks[0] >= 0.01 else 1)
        size = self.ticks[1] - self.ticks[0]
        return number(tick, 0 if size >= 1 else max(0, -math.floor(math.log10(size))))


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * (1 - 1e-9))


def _width(words: str) -> float:
    return len(words) * LETTER * SIZE


def fitted(words: str, most: float) -> str:
    """The words, cut with an ellipsis where they would be wider than ``most``."""
    if _width(words) <= most:
        return words
    return words[: max(1, int(most / (LETTER * SIZE)) - 1)].rstrip() + "…"


def text(
    x: float,
    y: float,
    words: str,
    anchor: str = "start",
    colour: str = INK,
    *,
    most: float = WIDTH,
    shift: float = 0.0,
    weight: int = 400,
) -> str:
    """One line of text; ``most`` is the width that it may take."""
    return (
        f'<text x="{x + shift:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" font-weight="{weight}">'
        f"{escape(fitted(words, most), quote=False)}</text>"
    )


def _name(x: float, y: float, name: str, most: float) -> list[str]:
    """A category's name in at most two lines."""
    if _width(name) <= most or " " not in name:
        return [text(x, y, name, "middle", MUTED, most=most)]
    places = [at for at, letter in enumerate(name) if letter == " "]
    cut = min(places, key=lambda at: abs(at - len(name) / 2))
    lines = (name[:cut], name[cut + 1 :])
    return [text(x, y + 13 * at, line, "middle", MUTED, most=most) for at, line in enumerate(lines)]


def label(
    plane: Plane,
    x: float,
    value: float,
    kind: Format,
    *,
    shown: float | None = None,
    is_signed: bool = False,
    is_below: bool = False,
) -> str:
    """A value's number above its mark, or below it where asked for or the mark hangs under zero."""
    words = Plane.words(value if shown is None else shown, kind, is_signed=is_signed)
    below = is_below or (shown is None and value < 0)
    return text(x, plane.y(value) + (14 if below else -6), words, "middle", INK, weight=600)


def legend(series: Sequence[Series], most: int = MOST_LEGENDS) -> list[str]:
    """What the signs mean, in a row at the top right, where there is more than one; the last ``most`` of them."""
    if len(series) < 2:
        return []
    parts: list[str] = []
    x = WIDTH - 12.0
    for one in list(reversed(series))[:most]:
        parts.append(text(x, 14, one.name, "end", MUTED))
        x -= _width(one.name) + 6
        is_outline = one.role is Role.TARGET
        colour = PAPER if is_outline else COLOURS[one.role]
        dash = "2 2" if one.role in DASHED else ""
        parts.append(rect(x - 12, 5, 11, 10, fill=colour, stroke=COLOURS[one.role], dash=dash))
        x -= 26
    return parts


def rect(
    x: float, y: float, width: float, height: float, fill: str = "none", stroke: str = "none", dash: str = ""
) -> str:
    """A box."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(0.0, width):.1f}" height="{max(0.4, height):.1f}" '
        f'fill="{fill}" stroke="{stroke}" stroke-width="1.2"{dashed}/>'
    )


def polyline(points: Sequence[tuple[float, float]], colour: str, width: float, dash: str = "") -> str:
    """A line through points."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}"{dashed}/>'


def polygon(points: Sequence[tuple[float, float]], fill: str) -> str:
    """A filled area."""
    return f'<polygon points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}" fill="{fill}"/>'


def svg(height: float, parts: Sequence[str]) -> str:
    """A whole drawing."""
    hatch = (
        '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="6" height="6" fill="{PAPER}"/><rect width="2" height="6" fill="{COLOURS[Role.FORECAST]}"/>'
        "</pattern></defs>"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {WIDTH:.0f} {height:.0f}" font-family="Be Vietnam Pro, sans-serif" font-size="{SIZE:.0f}">'
        f"{hatch}{''.join(parts)}</svg>"
    )
