"""Scenarios that are kept: saved under a name, opened again on the data of now, copied, deleted, set side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from analytics.forecast.outlook import NoForecast
from analytics.scenario.base import Base
from analytics.scenario.wording import moves_from
from data.scenarios import LONGEST_NAME, Scenarios
from data.snapshots import Snapshots
from domain.errors import QuarterdeckError
from domain.saved_scenario import MOST_COMPARED, SavedScenario, saved_scope
from domain.scope import Scope
from i18n.format import NOTHING, day, kpi_value, money
from i18n.translate import _
from report.annual_forecast import chance_words
from report.scenario import Rerun, reckon, to_save
from report.scenario_text import KPI_OF
from report.scenario_words import change_words, lever_name, rerun_sentence
from ui import answers, feedback
from ui import what_if_state as state
from ui.asking import Asked
from ui.speaking import in_language
from ui.tables import table
from ui.text import escape_markdown

SAID, REFUSED = "what-if-said", "what-if-refused"
LONGEST_NOTE = 500


def section(base: Base, asked: Asked) -> None:
    """The form, the list and the comparison; what went wrong is said in place."""
    st.divider()
    st.markdown(f"## {escape_markdown(_('Saved scenarios'))}")
    kept = Scenarios(Path(asked.workspace), asked.scope.viewer)
    with feedback.calm():
        _form(base, asked, kept)
        saved = kept.listed()
        if not saved:
            st.markdown(f":gray[{escape_markdown(_('No scenario is saved yet.'))}]")
            return
        for place, one in enumerate(saved):
            _row(one, place, base, asked, kept)
        _compared(saved, asked)


def opened_note(asked: Asked) -> None:
    """Of a scenario that was just opened: what newer data changed."""
    name = st.session_state.get(SAID, "")
    if not name:
        return
    found = [one for one in Scenarios(Path(asked.workspace), asked.scope.viewer).listed() if one.name == name]
    if not found or dict(found[0].levers) != state.written():
        st.session_state.pop(SAID, None)
        return
    rerun = _rerun(found[0], asked)
    who = f" ({found[0].author})" if found[0].author else ""
    said = f"{found[0].name}{who}: {rerun_sentence(rerun, asked.currency)}"
    st.markdown(f":material/history: {escape_markdown(said)}")


def _form(base: Base, asked: Asked, kept: Scenarios) -> None:
    said = _("The address of this page is the link to the scenario: whoever may see these numbers sees it by it.")
    st.markdown(f":small[:gray[{escape_markdown(said)}]]")
    with st.form("save-scenario", clear_on_submit=False, border=False):
        name_box, author_box, note_box, button_box = st.columns(
            [1, 1, 2, 0.8], gap="small", vertical_alignment="bottom"
        )
        for box, name, label, longest in (
            (name_box, "name", _("Name"), LONGEST_NAME),
            (author_box, "author", _("Author"), LONGEST_NAME),
            (note_box, "note", _("Note"), LONGEST_NOTE),
        ):
            with box:
                st.text_input(label, max_chars=longest, key=f"scenario-{name}")
        with button_box:
            st.form_submit_button(
                _("Save"), key="scenario-save", icon=":material/bookmark_add:", width="stretch", type="primary",
                on_click=_save, args=(base, asked, kept),
            )  # fmt: skip
    error: QuarterdeckError | None = st.session_state.pop(REFUSED, None)
    if error is not None:
        feedback.refused(error)


def _save(base: Base, asked: Asked, kept: Scenarios) -> None:
    """Keep the scenario as it stands; why it cannot be kept is said where the form is."""
    name, author, note = (str(st.session_state.get(f"scenario-{part}", "")) for part in ("name", "author", "note"))
    today = datetime.now(ZoneInfo(asked.info.get("timezone", "UTC"))).date()
    try:
        snapshot = Snapshots(Path(asked.workspace)).open(asked.version)
        kept.save(to_save(reckon(base, state.written()), name, author, note, snapshot, asked.scope, today))
    except QuarterdeckError as error:
        st.session_state[REFUSED] = error


def _row(one: SavedScenario, place: int, base: Base, asked: Asked, kept: Scenarios) -> None:
    with st.container(key=f"scenario-row-{place}", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(_line(one, base), width="stretch")
        st.button(_("Open"), key=f"scenario-open-{place}", on_click=_open, args=(one, asked))
        st.button(_("Copy"), key=f"scenario-copy-{place}", on_click=_copy, args=(one, kept))
        st.button(_("Delete"), key=f"scenario-delete-{place}", on_click=_delete, args=(one, kept))


def _line(one: SavedScenario, base: Base) -> str:
    total = money(one.total, one.currency, compact=True)
    chance = "" if one.chance is None else _("{chance} chance", chance=chance_words(one.chance))
    facts = [
        total,
        chance,
        one.period,
        _("data {snapshot}, {day}", snapshot=one.snapshot, day=day(one.as_of)),
        one.author,
    ]
    under = " · ".join(fact for fact in [*facts, _levers(one, base), one.note] if fact)
    return f"**{escape_markdown(one.name)}**  \n:small[:gray[{escape_markdown(under)}]]"


def _levers(one: SavedScenario, base: Base) -> str:
    moves = moves_from(base, one.levers).moves.moves
    told = [f"{lever_name(base, key)} {change_words(base, key, change, one.currency)}".strip() for key, change in moves]
    return ", ".join(told)


def _open(one: SavedScenario, asked: Asked) -> None:
    st.session_state[SAID] = one.name
    state.arrive(one.levers, saved_scope(one, asked.scope.viewer))


@in_language
def _copy(one: SavedScenario, kept: Scenarios) -> None:
    taken = {other.name for other in kept.listed()}
    names = (_("{name} – copy {n}", name=one.name[: LONGEST_NAME - 15], n=turn) for turn in range(1, len(taken) + 2))
    kept.copy(one.name, next(name for name in names if name not in taken))


def _delete(one: SavedScenario, kept: Scenarios) -> None:
    if any(other.name == one.name for other in kept.listed()):
        kept.delete(one.name)


def _rerun(one: SavedScenario, asked: Asked) -> Rerun:
    scope: Scope = saved_scope(one, asked.scope.viewer)
    base = answers.scenario_base(replace(asked, scope=scope))
    if isinstance(base, NoForecast):
        return Rerun(one, None, None, (), base)
    reckoned = reckon(base, one.levers)
    return Rerun(one, base, reckoned.result, reckoned.refused)


def _compared(saved: list[SavedScenario], asked: Asked) -> None:
    """Up to four of them on the data of now, and what has changed since each was saved."""
    if len(saved) < 2:
        return
    names = st.multiselect(
        _("Set side by side, up to {n}", n=MOST_COMPARED), [one.name for one in saved], max_selections=MOST_COMPARED,
        key="scenario-compare", placeholder=_("none"),
    )  # fmt: skip
    if not names:
        return
    found = [_rerun(one, asked) for name in names for one in saved if one.name == name]
    table(
        pd.DataFrame(_comparison(found, asked.currency)),
        key="scenarios-compared",
        title=_("Scenarios side by side, on the data of {day}", day=day(asked.as_of)),
        alt=_("Scenarios side by side: the year, its bounds, the target and its chance, the KPIs"),
    )
    for one in found:
        said = f"{one.saved.name}: {rerun_sentence(one, asked.currency)}"
        st.markdown(f":small[:gray[{escape_markdown(said)}]]")


def _comparison(found: list[Rerun], currency: str) -> dict[str, list[str]]:
    """The name of each row, then a column of words for each scenario."""
    names = [_("Expected"), _("Change"), _("80% from … to"), _("Target"), _("Chance")]
    columns = {"part_name": [*names, *(_(name) for _id, name, _unit, _decimals in KPI_OF.values())]}
    for one in found:
        columns[one.saved.name] = _column(one, currency)
    return columns


def _column(one: Rerun, currency: str) -> list[str]:
    if one.result is None:
        return [NOTHING] * (5 + len(KPI_OF))
    year = one.result.year
    bounds = f"{money(year.low80, currency, compact=True)} … {money(year.high80, currency, compact=True)}"
    kpis = [
        kpi_value(getattr(one.result.kpis, field), unit, decimals, "")
        for field, (_id, _name, unit, decimals) in KPI_OF.items()
    ]
    change = ("+" if one.result.change > 0 else "") + money(one.result.change, currency, compact=True)
    chance = NOTHING if year.chance is None else chance_words(year.chance)
    total, target = (money(amount, currency, compact=True) for amount in (year.mean, year.target))
    return [total, change, bounds, target, chance, *kpis]
