"""Text inside figures: Plotly reads a subset of HTML, so every word that is not ours is escaped first."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Sequence
from math import ceil

LETTER = 0.56
"""Of the size, the width of a letter in the middle."""
GAP = 12


def plain(text: str) -> str:
    """``text`` so that Plotly shows it exactly as written: no tag, no link, no entity."""
    return html.escape(" ".join(text.split()), quote=False)


def room_beside(texts: Sequence[str], size: float, least: int) -> int:
    """Pixels that the longest of the words at the ends of lines takes beside the plot; never below ``least``."""
    return max(least, ceil(max(map(len, texts), default=0) * LETTER * size) + GAP)


def wrapped(text: str, width: int) -> str:
    """``text`` escaped and broken into lines of at most ``width`` characters; long words are broken, nothing is cut."""
    lines = textwrap.wrap(" ".join(text.split()), width, break_long_words=True, break_on_hyphens=True)
    return "<br>".join(html.escape(line, quote=False) for line in lines) or " "


def line_count(wrapped_text: str) -> int:
    """How many lines a text from :func:`wrapped` has."""
    return wrapped_text.count("<br>") + 1
