"""What a reader sees when there is nothing, too little, something old or something wrong."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import traceback
from collections.abc import Iterator, Sequence

import streamlit as st

from domain.errors import QuarterdeckError
from domain.message import Message
from i18n.translate import _, word
from ui.text import escape_markdown

log = logging.getLogger("quarterdeck")


def empty(what: str, why: str, *, page: str = "", button: str = "") -> None:
    """An empty state: what would be here, why it is not, and the one link that mends it."""
    with st.container(border=True, key=f"empty-{hashlib.sha1(what.encode(), usedforsecurity=False).hexdigest()[:8]}"):
        st.markdown(f"**{escape_markdown(what)}**")
        st.markdown(f":gray[{escape_markdown(why)}]")
        if page and button:
            st.page_link(page, label=f"**{escape_markdown(button)} →**")


def notices(messages: Sequence[Message]) -> None:
    """What was left out or is uncertain, one quiet line each."""
    for message in messages:
        st.markdown(f":gray[:small[:material/info: {escape_markdown(word(message))}]]")


def refused(error: QuarterdeckError) -> None:
    """An error that a person can mend: what is wrong, and the nearest fix."""
    fix = word(error.fix)
    st.error(f"**{escape_markdown(word(error.message))}** {escape_markdown(fix)}", icon=":material/info:")


def unexpected(error: Exception) -> str:
    """An error nobody foresaw: a calm sentence and an id; the details go to the log only. Returns the id.

    The log keeps where it happened and the kind of error, without its text: that may hold values of a row.
    """
    places = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    error_id = hashlib.sha256("|".join([type(error).__name__, *places]).encode()).hexdigest()[:8]
    log.error("error %s: %s at %s", error_id, type(error).__name__, " > ".join(places[-6:]))
    st.error(
        _("Something went wrong on this page. Your data has not changed.")
        + " "
        + _("If it happens again, report the number {id}.", id=error_id),
        icon=":material/info:",
    )
    return error_id


@contextlib.contextmanager
def calm() -> Iterator[None]:
    """Whatever goes wrong inside becomes a sentence. No traceback, path or query ever reaches the browser."""
    try:
        yield
    except QuarterdeckError as error:
        refused(error)
    except Exception as error:  # noqa: BLE001 - the last net: everything unforeseen becomes an id and a log line
        unexpected(error)
