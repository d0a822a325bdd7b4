"""The bar that all pages share: which period, which part of the company, which language, how fresh the data is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from domain.message import N_
from domain.period import Period, PeriodKind
from domain.scope import Dimension
from i18n.format import day
from i18n.format import period as period_words
from i18n.language import LANGUAGE_NAMES, LANGUAGES
from i18n.translate import _
from ui.state import FILTERS, PREFIX, Known, View, put_into_url, with_kind, write_view
from ui.text import escape_markdown

KIND_NAMES = {PeriodKind.QUARTER: N_("Quarter"), PeriodKind.MONTH: N_("Month"), PeriodKind.YEAR: N_("Year")}
FILTER_NAMES = {
    Dimension.TEAM: N_("Team"),
    Dimension.MANAGER: N_("Account manager"),
    Dimension.REGION: N_("Region"),
    Dimension.SEGMENT: N_("Segment"),
    Dimension.INDUSTRY: N_("Industry"),
    Dimension.PRODUCT: N_("Product"),
    Dimension.CHANNEL: N_("Channel"),
    Dimension.PRIORITY: N_("Priority"),
}


def go_to(view: View) -> None:
    """Make ``view`` the address."""
    parameters = write_view(view)
    put_into_url(parameters, drop=[word for word in FILTERS.values() if word not in parameters])


def scope_bar(view: View, known: Known, *, as_of: str, version: str, is_sample: bool) -> None:
    """Draw the bar. Every move rewrites the address and nothing else."""
    with st.container(key="scope-bar", horizontal=True, vertical_alignment="center", gap="small"):
        _kind_buttons(view, known)
        _period_picker(view, known)
        _filters(view, known)
        _freshness(as_of, version, is_sample)
        _language_buttons(view)


def language_bar(view_language: str) -> None:
    """Only the language: the bar of a workspace that has no data yet."""
    with st.container(key="scope-bar", horizontal=True, horizontal_alignment="right"):
        _language_picker(view_language)


def _kind_buttons(view: View, known: Known) -> None:
    key = PREFIX + "kind"
    st.session_state[key] = view.period.kind

    def changed() -> None:
        go_to(with_kind(view, st.session_state[key] or view.period.kind, known))

    st.segmented_control(
        _("Length of period"),
        list(KIND_NAMES),
        format_func=lambda kind: _(KIND_NAMES[kind]),
        key=key,
        on_change=changed,
        label_visibility="collapsed",
        required=True,
    )


def _period_picker(view: View, known: Known) -> None:
    periods = known.periods(view.period.kind)
    if view.period not in periods:
        periods = tuple(sorted({*periods, view.period}))
    key = PREFIX + "period"
    st.session_state[key] = view.period

    def changed() -> None:
        go_to(replace(view, period=st.session_state[key]))

    with st.container(horizontal=True, width="content", gap="xxsmall", vertical_alignment="center", wrap=False):
        _step_button("◀", _("Previous period"), view.period != periods[0], _mover(view, view.period.previous), "back")
        st.selectbox(
            _("Period"),
            tuple(reversed(periods)),
            format_func=period_words,
            key=key,
            on_change=changed,
            label_visibility="collapsed",
            width=170,
        )
        _step_button("▶", _("Next period"), view.period != periods[-1], _mover(view, view.period.next), "next")


def _mover(view: View, period: Period) -> Callable[[], None]:
    return lambda: go_to(replace(view, period=period))


def _step_button(sign: str, words: str, is_possible: bool, move: Callable[[], None], key: str) -> None:
    st.button(sign, key=f"step-{key}", help=words, disabled=not is_possible, on_click=move, type="tertiary")


def _filters(view: View, known: Known) -> None:
    offered = [dimension for dimension in FILTERS if (known.members or {}).get(dimension)]
    if not offered:
        return
    with st.popover(_filter_words(view), icon=":material/filter_list:", key="filters"):
        for dimension in offered:
            _filter(view, known, dimension)
        st.button(
            _("Show everything"),
            disabled=not view.chosen,
            on_click=lambda: go_to(replace(view, chosen={})),
            key="show-everything",
        )


def _filter(view: View, known: Known, dimension: Dimension) -> None:
    key = PREFIX + FILTERS[dimension]
    st.session_state[key] = list(view.chosen.get(dimension, ()))

    def changed() -> None:
        picked = tuple(st.session_state[key])
        chosen = {other: members for other, members in view.chosen.items() if other is not dimension}
        go_to(replace(view, chosen={**chosen, dimension: picked} if picked else chosen))

    st.multiselect(
        _(FILTER_NAMES[dimension]),
        (known.members or {})[dimension],
        key=key,
        on_change=changed,
        placeholder=_("All"),
    )


def _filter_words(view: View) -> str:
    """What is chosen, short enough for a button: the first name and how many more."""
    names = [name for members in view.chosen.values() for name in members]
    if not names:
        return _("Whole company")
    first = names[0] if len(names[0]) <= 24 else names[0][:23] + "…"
    return escape_markdown(first) + (f" +{len(names) - 1}" if len(names) > 1 else "")


def _freshness(as_of: str, version: str, is_sample: bool) -> None:
    words = _("data as of {day} · import {version}", day=as_of, version=version)
    badge = f":violet-badge[{_('Sample data')}] " if is_sample else ""
    with st.container(width="stretch", horizontal_alignment="right"):
        st.markdown(f"{badge}:small[:gray[{escape_markdown(words)}]]", width="content")


def _language_buttons(view: View) -> None:
    _language_picker(view.language)


def _language_picker(language: str) -> None:
    key = PREFIX + "lang"
    st.session_state[key] = language

    def changed() -> None:
        picked = st.session_state[key] or language
        st.session_state["lang"] = picked
        put_into_url({"lang": [picked]})

    st.segmented_control(
        "Language · Ngôn ngữ",
        LANGUAGES,
        format_func=lambda spoken: LANGUAGE_NAMES[spoken],
        key=key,
        on_change=changed,
        label_visibility="collapsed",
        required=True,
    )


def freshness_day(text: str) -> str:
    """An ISO day in the reader's shape; the text itself where it is none."""
    from datetime import date

    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text
