from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.text import escape_markdown, unescaped

HOSTILE = [
    "![x](http://evil.example/x.png)",
    "[click](javascript:alert(1))",
    "<img src=x onerror=alert(1)>",
    ":red[boo] :material/home: :smile:",
    "$\\frac{1}{2}$",
    "# title",
    "**bold** _it_ ~~no~~ `code`",
    "| a | b |",
    "1. list",
    "http://evil.example",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_mark_of_markdown_or_html_is_left(text):
    bare = escape_markdown(text).replace("&#", "")
    assert not set(bare) & set("<>*_`[]()!#$~|:\\{}\"'@=^")
    assert unescaped(escape_markdown(text)) == text


@given(st.text(st.characters(exclude_categories=["C", "Z"]), max_size=60))
def test_every_letter_stays(text):
    assert unescaped(escape_markdown(text)) == " ".join(text.split())


def test_vietnamese_is_left_alone():
    assert escape_markdown("Công ty Đại Phát Đắk Lắk") == "Công ty Đại Phát Đắk Lắk"


def test_a_line_break_cannot_start_a_block():
    assert "\n" not in escape_markdown("a\n\n    b\r\nc")


@pytest.mark.parametrize(
    "text", ["http://evil.example", "HTTPS://x.y", "www.evil.example", "a@b.co", "a -> b", "a--b", "x>=2"]
)
def test_nothing_is_left_that_becomes_a_link_or_an_arrow(text):
    shown = html.unescape(escape_markdown(text)).lower()
    assert not any(sign in shown for sign in ("://", "www.", "a@", "->", "--", ">="))
    assert unescaped(escape_markdown(text)) == text
