"""Long work: how far it is, and a way out."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import streamlit as st

from data.importing import Progress
from domain.message import Message
from i18n.translate import _, word


@contextlib.contextmanager
def working(what: str, key: str, on_cancel: Callable[[], None]) -> Iterator[Progress]:
    """A progress bar with a cancel button while the block runs; both are gone when it ends.

    Any press of a button starts the page afresh: the work stops at its next step, and nothing of it is kept.
    ``on_cancel`` is called before the page starts afresh because of the cancel button.
    """
    place = st.empty()
    with place.container(horizontal=True, vertical_alignment="center"):
        bar = st.progress(0.0, text=what)
        st.button(_("Cancel"), key=f"cancel-{key}", on_click=on_cancel)

    def tell(share: float, message: Message) -> None:
        bar.progress(share, text=word(message))

    yield tell
    place.empty()
