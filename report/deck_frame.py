"""Where things stand on a slide: boxes in EMU, cut into columns and rows on a grid."""

from __future__ import annotations

from dataclasses import dataclass, replace

EMU_PER_INCH = 914_400
GAP = 152_400
"""16 px."""


def inches(size: float) -> int:
    """EMU."""
    return round(size * EMU_PER_INCH)


@dataclass(frozen=True)
class Box:
    """A rectangle on the slide, in EMU from its top left corner."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """The bottom edge."""
        return self.top + self.height

    def above(self, height: int) -> Box:
        """The upper part."""
        return replace(self, height=min(height, self.height))

    def below(self, height: int, gap: int = 0) -> Box:
        """What is left under a part of that height."""
        taken = min(self.height, height + gap)
        return replace(self, top=self.top + taken, height=self.height - taken)

    def columns(self, *shares: float, gap: int = 2 * GAP) -> list[Box]:
        """Side by side, each as wide as its share of the whole."""
        room = self.width - gap * (len(shares) - 1)
        found: list[Box] = []
        left = self.left
        for share in shares:
            wide = int(room * share / sum(shares))
            found.append(replace(self, left=left, width=wide))
            left += wide + gap
        return found

    def rows(self, *shares: float, gap: int = GAP) -> list[Box]:
        """One over the other, each as high as its share of the whole."""
        room = self.height - gap * (len(shares) - 1)
        found: list[Box] = []
        top = self.top
        for share in shares:
            high = int(room * share / sum(shares))
            found.append(replace(self, top=top, height=high))
            top += high + gap
        return found
