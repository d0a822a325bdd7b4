"""Text from data inside our own sentences: shown exactly as written, never as markup."""

from __future__ import annotations

import html
import re

SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$^:<>&@=\"'])")


def escape_markdown(text: str) -> str:
    """``text`` so that Streamlit's markdown shows it letter by letter.

    Every mark of markdown, of Streamlit's directives and of HTML is written as an entity: no link, no image, no
    colour, no formula, no icon can come out of a customer's name. Line breaks become blanks.
    """
    return SPECIAL.sub(lambda found: f"&#{ord(found[1])};", " ".join(text.split()))


def unescaped(text: str) -> str:
    """The letters that a reader sees of an escaped text."""
    return html.unescape(text)
