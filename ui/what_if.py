"""The what-if page: levers on the left, what they come to on the right, repainted while a slider moves; below it what
moves seldom: events, links, saved scenarios.
"""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.forecast.outlook import NoForecast
from analytics.scenario.base import Base
from analytics.scenario.result import Result, evaluate
from i18n.translate import N_, _, word
from report.annual_forecast import no_forecast_sentence
from report.scenario_text import refusal_words
from report.scenario_words import lever_name
from ui import answers, feedback, sections, what_if_figures, what_if_levers, what_if_saved, what_if_tools
from ui import what_if_state as state
from ui.asking import Asked
from ui.nav import page_path
from ui.speaking import in_language
from ui.state import url_choice, url_chosen
from ui.text import escape_markdown

MONTHS, BRIDGE, TABLE = "months", "bridge", "table"
VIEWS = {
    MONTHS: N_("Month by month"),
    BRIDGE: N_("What each lever adds"),
    TABLE: N_("Table"),
    **what_if_tools.TOOLS,
}


def page(asked: Asked) -> None:
    """Everything: the live part, then the saved scenarios; the reason where there is no forecast to start from."""
    base = answers.scenario_base(asked)
    if isinstance(base, NoForecast):
        sections.headline(_("There is nothing to play through yet"))
        feedback.empty(
            _("Here you would move levers and see what the year comes to."),
            no_forecast_sentence(base),
            page=page_path("imports"),
            button=_("Load more history"),
        )
        return
    held = state.opened(base, asked)
    for refused in held.refused:
        said = escape_markdown(refusal_words(refused))
        st.markdown(f":gray[:small[:material/info: {said}]]")
    what_if_saved.opened_note(asked)
    live(asked)
    st.divider()
    left, right = st.columns(2, gap="large")
    with left:
        what_if_levers.events(base, asked.currency)
        what_if_levers.meanings(base)
    with right:
        what_if_levers.links(base, held.moves)
    what_if_saved.section(base, asked)


def live(asked: Asked) -> None:
    """The levers and what they come to. A move of a lever runs neither the page nor the levers, only the figures."""
    top = st.container(key="scenario-top")
    left, right = st.columns([1, 2.4], gap="large")
    with left:
        what_if_levers.levers(asked)
    with right:
        cards = st.container(key="scenario-cards")
        _views()
        _came_to(asked, top, cards)


@st.fragment(key="scenario-views")
@in_language
def _views() -> None:
    with st.container(key="scenario-views"):
        url_choice(
            state.VIEW, list(VIEWS), write=str, label=lambda one: _(VIEWS[one]), title=_("What is shown"),
            then=state.repaint,
        )  # fmt: skip


@st.fragment(key=state.FIGURES)
@in_language
def _came_to(asked: Asked, top: DeltaGenerator, cards: DeltaGenerator) -> None:
    """What is repainted while a lever moves: of the views only the one chosen."""
    with feedback.calm():
        base = answers.scenario_base(asked)
        assert isinstance(base, Base)
        result = evaluate(base, state.now().moves)
        # What takes longest to make is made first: all of it then reaches the browser at once and is drawn at once.
        _view(base, result, asked)
        with top:
            what_if_figures.headline(base, result, asked)
        with cards:
            what_if_figures.cards(result, asked)


def _view(base: Base, result: Result, asked: Asked) -> None:
    view = url_chosen(state.VIEW, list(VIEWS), write=str)
    if view == BRIDGE:
        what_if_figures.steps(base, result, asked)
    elif view == TABLE:
        what_if_figures.month_table(result, asked)
    elif view == MONTHS:
        what_if_figures.months(result, asked)
    else:
        what_if_tools.tool(view, base, result, asked)
    for key, note in result.notes:
        said = escape_markdown(f"{lever_name(base, key)}: {word(note)}")
        st.markdown(f":gray[:small[:material/info: {said}]]")
