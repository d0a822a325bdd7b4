"""The frame around every page: the bar on top, then the page, and a calm sentence where something fails."""

from __future__ import annotations

import functools
import gc

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from data.repairing import last_repair
from domain.message import N_
from domain.scope import Viewer
from i18n.format import day
from i18n.translate import _
from report.keeping import repair_text
from ui import asking, feedback, nav
from ui.scope_bar import language_bar, scope_bar
from ui.state import write_view
from ui.text import escape_markdown

WITHOUT_SCOPE = ("imports", "health")


@functools.cache
def settle() -> None:
    """Spare the garbage collector what is imported, once a process: looking it through took a sixth of a first page."""
    gc.freeze()


def draw(viewer: Viewer, page: StreamlitPage) -> None:
    """Pin the snapshot, draw the bar, run the page."""
    settle()
    nav.keep_view()
    with feedback.calm():
        asking.keep_sound()
        asking.pin_snapshot()
        asked = asking.ask(viewer)
        st.session_state["zone"] = asked.info.get("timezone", "UTC") if asked else "UTC"
        if asked is not None:
            nav.remember_view(write_view(asked.view))
        if asked is None or page.url_path in WITHOUT_SCOPE:
            language_bar(nav.chosen_language())
        else:
            scope_bar(
                asked.view,
                asked.known,
                as_of=day(asked.as_of),
                version=asked.version,
                is_sample=asked.is_sample,
            )
            feedback.notices(asked.ignored)
        _say_what_was_repaired()
    with feedback.calm():
        page.run()


def _say_what_was_repaired() -> None:
    mended = last_repair(asking.workspace_folder())
    if mended is not None:
        say = st.error if mended.lost else st.warning
        say(escape_markdown(repair_text(mended)), icon=":material/healing:")


def opened(viewer: Viewer) -> asking.Asked:
    """What the page is asked for. Where nothing is loaded yet, says so with the way to the imports, and stops."""
    asked = asking.ask(viewer)
    if asked is None:
        st.markdown(f"# {_(WELCOME)}")
        feedback.empty(
            _("Here your figures would be: revenue, NPS, returning customers, response time, load."),
            _("Nothing has been loaded yet. Drop the export files of your CRM, accounts, help desk and surveys."),
            page=nav.page_path("imports"),
            button=_("Load the first files"),
        )
        st.stop()
    return asked


WELCOME = N_("Welcome to Quarterdeck")
