"""One meaning, one sign: the colours of everything that is drawn on paper, by what it means."""

from __future__ import annotations

from report.review import Role

INK, MUTED, GRID, PAPER = "#1A1D21", "#565E67", "#E7EAED", "#FFFFFF"
COLOURS = {
    Role.ACTUAL: INK,
    Role.PREVIOUS: "#B9BEC4",
    Role.TARGET: INK,
    Role.FORECAST: "#868D95",
    Role.SCENARIO: "#8A4A86",
    Role.LOW80: "#9AA1A9",
    Role.HIGH80: "#9AA1A9",
    Role.LOW95: "#C9CED3",
    Role.HIGH95: "#C9CED3",
    Role.WAITING: "#868D95",
    Role.BETTER: "#00735A",
    Role.WORSE: "#B54708",
    Role.NEUTRAL: "#868D95",
}
DASHED = frozenset({Role.FORECAST, Role.LOW80, Role.HIGH80, Role.LOW95, Role.HIGH95, Role.TARGET})
BANDS = frozenset({Role.LOW80, Role.HIGH80, Role.LOW95, Role.HIGH95})
