"""The colours of a deck by what they mean, taken from the design's theme, so that a template's own colours are used."""

from __future__ import annotations

from dataclasses import dataclass

from report.review import Role
from report.signs import COLOURS


@dataclass(frozen=True)
class Ink:
    """A colour of the theme (``tx1``) or a fixed one (``1A1D21``); ``mod`` and ``off`` shade it, in percent."""

    name: str
    mod: int = 100
    off: int = 0

    def xml(self) -> str:
        """As DrawingML."""
        shade = f'<a:lumMod val="{self.mod * 1000}"/>' if self.mod != 100 else ""
        shade += f'<a:lumOff val="{self.off * 1000}"/>' if self.off else ""
        kind = "srgbClr" if len(self.name) == 6 else "schemeClr"
        return f'<a:{kind} val="{self.name}">{shade}</a:{kind}>'


def fill(ink: Ink | None) -> str:
    """A solid fill, or none at all."""
    return "<a:noFill/>" if ink is None else f"<a:solidFill>{ink.xml()}</a:solidFill>"


def line(ink: Ink | None, points: float = 1.0, dash: str = "") -> str:
    """A line; ``dash`` is a DrawingML preset."""
    if ink is None:
        return "<a:ln><a:noFill/></a:ln>"
    dashed = f'<a:prstDash val="{dash}"/>' if dash else ""
    return f'<a:ln w="{round(points * 12_700)}" cap="flat">{fill(ink)}{dashed}<a:round/></a:ln>'


@dataclass(frozen=True)
class Palette:
    """What is drawn in which colour on a slide of this design."""

    ink: Ink
    muted: Ink
    grid: Ink
    paper: Ink
    previous: Ink
    forecast: Ink
    scenario: Ink
    better: Ink
    worse: Ink
    band80: Ink
    band95: Ink

    def of(self, role: Role) -> Ink:
        """The colour of a series."""
        return {
            Role.PREVIOUS: self.previous,
            Role.FORECAST: self.forecast,
            Role.SCENARIO: self.scenario,
            Role.BETTER: self.better,
            Role.WORSE: self.worse,
            Role.NEUTRAL: self.forecast,
            Role.WAITING: self.forecast,
            Role.LOW80: self.band80,
            Role.HIGH80: self.band80,
            Role.LOW95: self.band95,
            Role.HIGH95: self.band95,
        }.get(role, self.ink)

    def of_verdict(self, verdict: str) -> Ink:
        """The colour of a change."""
        return {"better": self.better, "worse": self.worse}.get(verdict, self.muted)


def _fixed(role: Role) -> Ink:
    return Ink(COLOURS[role].removeprefix("#"))


LIGHT = Palette(
    ink=Ink("tx1"),
    muted=Ink("tx1", 65, 35),
    grid=Ink("bg1", 90),
    paper=Ink("bg1"),
    previous=Ink("bg1", 75),
    forecast=Ink("tx1", 50, 50),
    scenario=Ink("accent1"),
    better=_fixed(Role.BETTER),
    worse=_fixed(Role.WORSE),
    band80=Ink("bg1", 75),
    band95=Ink("bg1", 88),
)
DARK = Palette(
    ink=Ink("tx1"),
    muted=Ink("tx1", 75),
    grid=Ink("tx1", 25),
    paper=Ink("bg1"),
    previous=Ink("tx1", 50),
    forecast=Ink("tx1", 65),
    scenario=Ink("accent1"),
    better=Ink("3FC29C"),
    worse=Ink("FF9254"),
    band80=Ink("tx1", 45),
    band95=Ink("tx1", 28),
)
