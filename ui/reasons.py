"""What was decided about a file and why, a short sentence each."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from i18n.translate import _
from ui.text import escape_markdown


def reasons_list(sentences: Sequence[str]) -> None:
    """The sentences under their heading; nothing where there are none."""
    if sentences:
        title = f":small[**{escape_markdown(_('What was decided and why'))}**]"
        st.markdown("\n".join([title, "", *(f"- :small[{escape_markdown(sentence)}]" for sentence in sentences)]))
