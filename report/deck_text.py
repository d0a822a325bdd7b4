"""How wide words are on a slide: text is measured before it is set, so that nothing runs out of its box.

Measured with the design's own family. A machine without it draws another one, so every width is taken a little larger:
the widest sans serif that office programs fall back to (DejaVu Sans) is up to 7 % wider in regular and 16 % in bold.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path

FONTS = Path(__file__).with_name("fonts")
FILES = {False: "BeVietnamPro_400Regular.ttf", True: "BeVietnamPro_600SemiBold.ttf"}
SPARE = {False: 1.08, True: 1.17}
EMU_PER_POINT = 12_700
LEADING = 1.4
"""Of the size: stacked diacritics stay clear of the line above."""
MEASURED_AT = 200
ELLIPSIS = "…"
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Letters that XML cannot hold: a name may have any, a file may not."""
WIDE = 1.3
"""Ems of what the family does not draw: emoji and most other scripts."""


def written(text: str) -> str:
    """``text`` as XML may hold it: composed letters, one line, no control characters."""
    return " ".join(unicodedata.normalize("NFC", UNWRITABLE.sub("", text)).split("\n"))


def escaped(text: str) -> str:
    """The same between tags or in an attribute."""
    return escape(written(text), quote=True)


@lru_cache(maxsize=4096)
def _advance(letter: str, is_bold: bool) -> float:
    """Ems of one letter."""
    if unicodedata.combining(letter):
        return 0.0
    if ord(letter) > 0x2FFF or unicodedata.category(letter) == "Cn":
        return WIDE
    return float(_font(is_bold).getlength(letter)) / MEASURED_AT


@lru_cache(maxsize=2)
def _font(is_bold: bool):  # type: ignore[no-untyped-def]  # noqa: ANN202 - the library's type is its own
    from PIL import ImageFont

    return ImageFont.truetype(str(FONTS / FILES[is_bold]), MEASURED_AT, layout_engine=ImageFont.Layout.BASIC)


def width(text: str, size: float, *, is_bold: bool = False) -> int:
    """EMU that ``text`` takes on one line at ``size`` points, with what another family may need."""
    ems = sum(_advance(letter, is_bold) for letter in text)
    return round(ems * SPARE[is_bold] * size * EMU_PER_POINT)


def widest(texts: Sequence[str], size: float, *, is_bold: bool = False) -> int:
    """EMU of the widest of several texts."""
    return max((width(text, size, is_bold=is_bold) for text in texts), default=0)


def line_height(size: float) -> int:
    """EMU from one line to the next."""
    return round(size * LEADING * EMU_PER_POINT)


def lines(text: str, size: float, most: int, *, is_bold: bool = False) -> list[str]:
    """``text`` broken between words where a line would be wider than ``most``; a word that is wider is broken too."""
    found: list[str] = []
    line = ""
    for word in written(text).split(" "):
        longer = f"{line} {word}" if line else word
        if width(longer, size, is_bold=is_bold) <= most:
            line = longer
            continue
        if line:
            found.append(line)
        line = word
        while width(line, size, is_bold=is_bold) > most and len(line) > 1:
            head = _head(line, size, most, is_bold)
            found.append(line[:head])
            line = line[head:]
    return [*found, line]


def _head(word: str, size: float, most: int, is_bold: bool) -> int:
    """How many letters of a word fit; at least one."""
    n = len(word)
    while n > 1 and width(word[:n], size, is_bold=is_bold) > most:
        n -= 1
    return n


@dataclass(frozen=True)
class Fitted:
    """A text that fits: its size in points, its words (cut with an ellipsis only at the smallest size), its lines."""

    text: str
    size: float
    n_lines: int

    @property
    def height(self) -> int:
        """EMU of all its lines."""
        return self.n_lines * line_height(self.size)


def fitted(text: str, sizes: Sequence[float], wide: int, high: int, *, is_bold: bool = False) -> Fitted:
    """The largest of ``sizes`` at which ``text`` fits the box; at the smallest it is cut with an ellipsis."""
    for size in sizes:
        broken = lines(text, size, wide, is_bold=is_bold)
        if len(broken) * line_height(size) <= high:
            return Fitted(written(text), size, len(broken))
    size = sizes[-1]
    return cut(text, size, wide, max(1, high // line_height(size)), is_bold=is_bold)


def cut(text: str, size: float, wide: int, most_lines: int, *, is_bold: bool = False) -> Fitted:
    """The text in at most ``most_lines`` lines, the last one ended with an ellipsis where more would follow."""
    broken = lines(text, size, wide, is_bold=is_bold)
    if len(broken) <= most_lines:
        return Fitted(written(text), size, len(broken))
    kept = broken[:most_lines]
    last = kept[-1]
    while last and width(last + ELLIPSIS, size, is_bold=is_bold) > wide:
        last = last[:-1]
    return Fitted(" ".join([*kept[:-1], last.rstrip(" ,;:.–-") + ELLIPSIS]), size, most_lines)
