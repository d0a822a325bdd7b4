"""Text from data inside our own sentences: shown exactly as written, never as markup."""

from __future__ import annotations

import html
import re

SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$^:<>&@=\"'])")
BLANKS = re.compile(r"[ \t\r\n\f\v\u2028\u2029]+")
"""What becomes one blank: not the no-break space, which holds a number and its unit together."""

JOINER = "\N{WORD JOINER}"
# After reading the entities Streamlit still makes links of addresses and arrows and dashes of signs, unless
# something invisible stands between their letters.
RECOGNISED = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?=@)|(?<=[-<>=~])(?=[-<>=~])", re.IGNORECASE)


def escape_markdown(text: str) -> str:
    """``text`` so that Streamlit's markdown shows it letter by letter.

    Every mark of markdown, of Streamlit's directives and of HTML is written as an entity: no link, no image, no
    colour, no formula, no icon can come out of a customer's name. Line breaks become blanks.
    """
    separated = RECOGNISED.sub(JOINER, BLANKS.sub(" ", text).strip(" "))
    return SPECIAL.sub(lambda found: f"&#{ord(found[1])};", separated)


def unescaped(text: str) -> str:
    """The letters that a reader sees of an escaped text."""
    return html.unescape(text).replace(JOINER, "")
