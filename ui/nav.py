"""The pages, who may open them, and links between them that keep the view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.pages_manager import PagesManager

from domain.message import N_
from domain.scope import LAPTOP, Viewer
from i18n.language import LANGUAGES, set_language
from i18n.translate import _
from ui.state import FILTERS

STYLE = Path(__file__).parent / "style.css"
PRINT_DARK = Path(__file__).parent / "print_dark.css"
LOGO = Path(__file__).parent / "logo.svg"
ICON = Path(__file__).parent / "icon.svg"  # a file of ours: a named icon would be fetched from elsewhere
HOME = "home"
"""Streamlit keeps a word for the first page too, and does not answer at it: so it is not the page's name."""
SHARED = ("period", "lang", *FILTERS.values())
"""The parameters that go with the reader from page to page."""


@dataclass(frozen=True)
class PageEntry:
    """One page: ``name`` is its word in the address and in ``Kpi.page``; ``title`` its translated name.

    ``group`` is the menu it stands in; without one it stands in the bar itself.
    """

    name: str
    title: str
    group: str = ""

    @property
    def path(self) -> str:
        """Its file, as Streamlit wants it."""
        return f"pages/{self.name}.py"


RESULTS, CUSTOMERS, TEAM, DATA = N_("Results"), N_("Our customers"), N_("Team and activities"), N_("Data")

PAGES = (
    PageEntry("overview", N_("Overview")),
    PageEntry("revenue", N_("Revenue"), RESULTS),
    PageEntry("pipeline", N_("Pipeline"), RESULTS),
    PageEntry("forecast", N_("Forecast"), RESULTS),
    PageEntry("review", N_("Quarterly review"), RESULTS),
    PageEntry("what_if", N_("What-if"), RESULTS),
    PageEntry("retention", N_("Retention"), CUSTOMERS),
    PageEntry("nps", N_("NPS"), CUSTOMERS),
    PageEntry("response_time", N_("Response time"), CUSTOMERS),
    PageEntry("customer", N_("Customer"), CUSTOMERS),
    PageEntry("portfolio", N_("Portfolio"), TEAM),
    PageEntry("activities", N_("Activities"), TEAM),
    PageEntry("imports", N_("Imports"), DATA),
    PageEntry("health", N_("Data health"), DATA),
    PageEntry("definitions", N_("Definitions"), DATA),
)


def guard() -> Viewer:
    """Who is asking; the first statement of every page, because a page may run without ``app.py``.

    On a laptop that is the owner of the machine, who sees everything. Also sets the language of this run.
    """
    if PagesManager.uses_pages_directory:
        # Until st.navigation has been called once in this process, Streamlit takes pages/ for the whole app and runs
        # a page alone, without frame and bar. Say that it is not so, and start this run again through app.py.
        PagesManager.uses_pages_directory = False
        st.rerun()
    set_language(chosen_language())
    return LAPTOP


def chosen_language() -> str:
    """The language in the address; else the one chosen before; else the browser's; else Vietnamese."""
    spoken = st.query_params.get("lang", "") or st.session_state.get("lang", "")
    if spoken not in LANGUAGES:
        spoken = (st.context.locale or "")[:2]
    return spoken if spoken in LANGUAGES else LANGUAGES[0]


def frame() -> StreamlitPage:
    """Style, title and navigation: everything around a page. Returns the page to run."""
    st.set_page_config(page_title="Quarterdeck", page_icon=str(ICON), layout="wide")
    st.html(STYLE)
    if st.context.theme.type == "dark":
        st.html(PRINT_DARK)
    st.logo(LOGO, size="medium")
    groups: dict[str, list[StreamlitPage]] = {}
    for entry in PAGES:
        if _is_file(entry.path):
            is_first = entry is PAGES[0]
            page = st.Page(
                entry.path, title=_(entry.title), url_path=HOME if is_first else entry.name, default=is_first
            )
            groups.setdefault(_(entry.group) if entry.group else "", []).append(page)
    # the first page answers at "/"; its name in the address leads there too, instead of to "no such page"
    groups.setdefault("", []).append(st.Page(_to_first_page, url_path=PAGES[0].name, visibility="hidden"))
    return st.navigation(groups, position="top")


def _to_first_page() -> None:
    st.switch_page(PAGES[0].path, query_params=st.query_params.to_dict())


def keep_view() -> None:
    """Put the view back into the address after a click in the navigation, which drops it."""
    if any(word in st.query_params for word in SHARED):
        return
    for word, values in known_view().items():
        st.query_params[word] = values


def remember_view(parameters: Mapping[str, Sequence[str]]) -> None:
    """Keep what was understood of the address, for links and for the next page."""
    st.session_state["view"] = {word: list(values) for word, values in parameters.items()}


def known_view() -> dict[str, list[str]]:
    """The view as it was last understood; unknown values of the address never get this far."""
    found: dict[str, list[str]] = st.session_state.get("view", {})
    return found


def page_path(name: str) -> str:
    """The file of the page with that name; the overview's where there is no such page."""
    return next((entry.path for entry in PAGES if entry.name == name), PAGES[0].path)


def link(name: str, label: str, **more: str) -> None:
    """A link to a page that keeps the view; ``label`` is our own text. ``more`` are parameters of that page."""
    parameters: dict[str, str | list[str]] = {**known_view(), **more}
    st.page_link(page_path(name), label=label, query_params=parameters)


def has_page(name: str) -> bool:
    """Whether there is a page of that name to link to."""
    return name in (entry.name for entry in PAGES) and _is_file(page_path(name))


def address(name: str, **first: str) -> str:
    """A page's address, relative to this one, that keeps the view. ``first`` are that page's own parameters."""
    return f"{name}?{urlencode({**first, **known_view()}, doseq=True)}"


def _is_file(path: str) -> bool:
    return Path(path).is_file() or (Path(__file__).parent.parent / path).is_file()
