"""A figure on a page: its finding as text that wraps, the picture, what it rests on."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from charts.theme import Caption, Palette, alt_text, caption_of, palette
from ui.text import escape_markdown

CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}


def colours() -> Palette:
    """The palette of the theme the reader looks at."""
    return palette(st.context.theme.type)


def draw(figure: go.Figure, key: str, *, is_live: bool = False) -> None:
    """The figure with its title and subtitle above and its footnote below.

    ``is_live``: it is drawn anew while a slider moves. Without a key of its own the browser changes the picture that
    stands there instead of putting another in its place, which would flicker.
    """
    caption = caption_of(figure)
    with st.container(key=f"plot-{key}", gap="xxsmall"):
        _draw_parts(figure, caption, None if is_live else key)


def _draw_parts(figure: go.Figure, caption: Caption, key: str | None) -> None:
    under = f"\n\n:small[:gray[{escape_markdown(caption.subtitle)}]]" if caption.subtitle else ""
    st.markdown(f"### {escape_markdown(caption.title)}{under}")
    st.plotly_chart(figure, theme=None, config=CONFIG, key=key, alt=alt_text(figure))
    if caption.footnote:
        st.markdown(f":small[:gray[{escape_markdown(caption.footnote)}]]")
