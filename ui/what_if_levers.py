"""The levers of the page: sliders and the month from which prices change; apart, events and which links count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import streamlit as st

from analytics.links import Link
from analytics.scenario import levers as ids
from analytics.scenario.base import Base, Setting
from analytics.scenario.levers import Moves, moves_of
from i18n.format import money, percent
from i18n.format import period as period_words
from i18n.translate import _, word
from report.links import link_basis, link_name, link_sentence
from ui import answers, feedback
from ui import what_if_state as state
from ui.asking import Asked
from ui.speaking import in_language
from ui.text import escape_markdown

PRICE_FROM, RESET = "scenario-price-from", "scenario-reset"
"""The parts of the levers that can be used only while some lever is moved."""
DRAWN = "scenario-drawn"
"""Of each of them, whether it was drawn as one that can be used."""


@st.fragment(key="scenario-levers")
@in_language
def levers(asked: Asked) -> None:
    """Every lever as a slider, in the order of the engine, and the way back to none.

    A move draws no slider anew: that takes the browser longer than all figures, and could lose the focus.
    """
    base = answers.scenario_base(asked)
    assert isinstance(base, Base)
    st.session_state[DRAWN] = {}
    with feedback.calm(), st.container(key="levers", gap="xsmall"):
        for setting in base.settings:
            if setting.lever.is_event:
                continue
            if setting.unavailable is not None or setting.baseline is None:
                _greyed(setting)
                continue
            _slider(base, setting, asked.currency)
            if setting.lever.id == ids.PRICE and len(base.months) > 1:
                _price_from(base)
        _reset(base)


def _slider(base: Base, setting: Setting, currency: str) -> None:
    lever, key = setting.lever, state.key_of(setting.lever.id)
    choices = state.choices_of(base, setting, currency)
    st.select_slider(
        escape_markdown(_(lever.name)),
        list(choices),
        value=state.now().moves.by(lever.id),
        key=key,
        format_func=choices.__getitem__,
        on_change=_slid,
        args=(lever.id, key, [month.start for month in base.months]),
    )


def _slid(lever_id: str, key: str, months: list[date]) -> None:
    """Keep where the slider stands. What can only be used while a lever is moved is drawn anew where it is out of date.

    What was drawn is what counts, not what this move changes: the next move may come before a part is drawn.
    """
    _keep({**dict(state.now().moves.moves), lever_id: float(st.session_state[key])}, months)
    drawn: dict[str, bool] = st.session_state[DRAWN]
    state.repaint(*(part for part, usable in _usable().items() if drawn.get(part, usable) != usable))


def _usable() -> dict[str, bool]:
    moves = state.now().moves
    return {PRICE_FROM: bool(moves.by(ids.PRICE)), RESET: bool(moves.moves)}


def _is_usable(part: str) -> bool:
    """Whether the part that is being drawn can be used; remembered, so that it is known when that is out of date."""
    st.session_state[DRAWN][part] = usable = _usable()[part]
    return usable


def _keep(changes: Mapping[str, float], months: list[date]) -> None:
    start = None
    if changes.get(ids.PRICE) and len(months) > 1:
        start = st.session_state.get(state.key_of(ids.PRICE_FROM)) or months[0]
    state.moved(moves_of(changes, start, state.now().moves.links))


def meanings(base: Base) -> None:
    """What each lever is, in one place: beside every slider it would be drawn anew with every move."""
    with st.expander(_("What the levers mean")):
        told = [
            f"- **{escape_markdown(_(one.lever.name))}**: {escape_markdown(_(one.lever.meaning))}"
            for one in base.settings
        ]
        st.markdown("\n".join(told))


def _greyed(setting: Setting) -> None:
    why = word(setting.unavailable) if setting.unavailable else ""
    with st.container(key=f"greyed-{setting.lever.id}", gap="xxsmall"):
        st.markdown(f":gray[{escape_markdown(_(setting.lever.name))}  \n:small[{escape_markdown(why)}]]")


@st.fragment(key=PRICE_FROM)
@in_language
def _price_from(base: Base) -> None:
    months = [month.start for month in base.months]
    names = {month.start: period_words(month) for month in base.months}
    moves = state.now().moves
    st.selectbox(
        _("Prices change from"),
        months,
        index=months.index(moves.price_from) if moves.price_from in months else 0,
        format_func=names.__getitem__,
        key=state.key_of(ids.PRICE_FROM),
        disabled=not _is_usable(PRICE_FROM),
        on_change=_start,
        args=(months,),
    )


def _start(months: list[date]) -> None:
    _keep(dict(state.now().moves.moves), months)
    state.repaint()


@st.fragment(key=RESET)
@in_language
def _reset(base: Base) -> None:
    st.button(
        _("All levers back to zero"),
        key="levers-reset",
        icon=":material/restart_alt:",
        disabled=not _is_usable(RESET),
        on_click=state.put,
        args=(state.unmoved(base),),
        width="stretch",
    )


def events(base: Base, currency: str) -> None:
    """Customers lost, deals won, deals that slip: each only where there is one, else the reason."""
    st.markdown(f"### {escape_markdown(_('What may happen'))}")
    customers = {one.customer_id: _("{name} ({share} of revenue)", name=one.name, share=percent(one.share, 1))
                 for one in base.customers}  # fmt: skip
    deals = {one.deal_id: f"{one.name} · {one.customer} · {money(one.amount, currency, compact=True)}"
             for one in base.deals}  # fmt: skip
    for event, title, options in (
        (ids.LOSE, _("Lose these customers"), customers),
        (ids.WIN, _("Win these deals"), deals),
        (ids.SLIP, _("These deals slip by a quarter"), deals),
    ):
        setting = base.setting(f"{event}:x")
        if options:
            _chosen(event, title, options)
        elif setting is not None:
            _greyed(setting)


def _chosen(event: str, title: str, options: Mapping[str, str]) -> None:
    before, key = state.now().moves.subjects(event), state.key_of(event)
    st.multiselect(
        title,
        list(options),
        default=[subject for subject in options if subject in before],
        format_func=options.__getitem__,
        key=key,
        placeholder=_("none"),
        on_change=_happens,
        args=(event, key),
    )


def _happens(event: str, key: str) -> None:
    moves = state.now().moves
    kept = {name: change for name, change in moves.moves if not name.startswith(f"{event}:")}
    chosen = {f"{event}:{subject}": 1.0 for subject in st.session_state.get(key, ())}
    state.moved(moves_of({**kept, **chosen}, moves.price_from, moves.links))


def links(base: Base, moves: Moves) -> None:
    """Each link between KPIs in words, and whether it counts; one that cannot be built upon stays off."""
    st.markdown(f"### {escape_markdown(_('What the links between KPIs rest on'))}")
    said = _(
        "Estimated from your own customers, quarter by quarter, with segment, size, tenure, renewals and season held."
        " An association, no proof of cause."
    )
    st.markdown(f":small[:gray[{escape_markdown(said)}]]")
    for link in base.links:
        if not isinstance(link, Link):
            continue
        key = state.key_of(f"link-{link.id}")
        st.toggle(
            f"**{escape_markdown(link_name(link))}**",
            value=link.id in moves.links,
            key=key,
            disabled=not link.is_usable,
            on_change=_switch,
            args=(link.id, key),
        )
        st.markdown(f"{escape_markdown(link_sentence(link))}  \n:small[:gray[{escape_markdown(link_basis(link))}]]")


def _switch(link_id: str, key: str) -> None:
    moves = state.now().moves
    rest = moves.links - {link_id}
    state.moved(replace(moves, links=rest | {link_id} if st.session_state.get(key) else rest))
