"""A figure on a page: its finding as text that wraps, the picture, what it rests on."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from charts.theme import Palette, alt_text, caption_of, palette
from ui.text import escape_markdown

CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}


def colours() -> Palette:
    """The palette of the theme the reader looks at."""
    return palette(st.context.theme.type)


def draw(figure: go.Figure, key: str) -> None:
    """The figure with its title and subtitle above and its footnote below.

    A figure that a rerun leaves as it was stays in the page; one that changed is taken out and mounted anew, with or
    without a key, because Streamlit makes the element's identity of the picture itself (measured with 1.67).
    """
    caption = caption_of(figure)
    under = f"\n\n:small[:gray[{escape_markdown(caption.subtitle)}]]" if caption.subtitle else ""
    with st.container(key=f"plot-{key}", gap="xxsmall"):
        st.markdown(f"### {escape_markdown(caption.title)}{under}")
        st.plotly_chart(figure, theme=None, config=CONFIG, key=key, alt=alt_text(figure))
        if caption.footnote:
            st.markdown(f":small[:gray[{escape_markdown(caption.footnote)}]]")
