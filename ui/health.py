"""The data-health page: what needs attention first, then each source, how full its columns are, what is not counted."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from analytics.health import DAYS_FRESH, DAYS_OLD, FRESH, OLD, Health, Problem, Severity
from analytics.registry import kpi_by_id
from domain.message import N_
from domain.table_words import TABLE_WORDS
from i18n.format import day
from i18n.translate import _, ngettext, word
from ui import answers, sections
from ui.asking import Asked
from ui.nav import PAGES, link
from ui.tables import table
from ui.text import escape_markdown
from ui.value_words import SYSTEM_WORDS

SEVERITIES = {
    Severity.ACT: (N_("affects figures"), "red"),
    Severity.LOOK: (N_("worth a look"), "orange"),
    Severity.KNOW: (N_("good to know"), "gray"),
}
MOST_NAMED, LONGEST_LINK = 4, 44
"""Figures and letters that a link to a page may name; more would not fit on a telephone."""


def found(asked: Asked) -> Health:
    """How the data of this view's snapshot stands today."""
    return answers.health(asked, datetime.now(ZoneInfo(asked.info.get("timezone", "UTC"))).date())


def verdict(health: Health) -> None:
    """The page's answer in one sentence: how many things need attention, or that all is well."""
    serious = [problem for problem in health.problems if problem.severity is not Severity.KNOW]
    n_acting = sum(problem.severity is Severity.ACT for problem in serious)
    if not serious:
        sentence = _("The data is in order: every source is fresh, and nothing that counts is missing")
    elif n_acting:
        sentence = ngettext("{n} thing in the data affects figures", "{n} things in the data affect figures", n_acting)
    else:
        sentence = ngettext("{n} thing in the data is worth a look", "{n} things in the data are worth a look",
                            len(serious))  # fmt: skip
    parts = [_("data as of {day}", day=day(health.as_of))]
    parts.append(ngettext("{n} source", "{n} sources", len(health.sources)))
    if health.absent:
        missing = ", ".join(_(TABLE_WORDS[kind]) for kind in health.absent)
        parts.append(_("not loaded: {kinds}", kinds=missing))
    sections.headline(sentence, " · ".join(parts))


def problems(health: Health) -> None:
    """What needs attention, the weightiest first, each with the figures it touches."""
    for position, problem in enumerate(health.problems):
        _problem(problem, position)


def _problem(problem: Problem, position: int) -> None:
    words, colour = SEVERITIES[problem.severity]
    source = [SYSTEM_WORDS.get(problem.system, problem.system)] if problem.system else []
    source += [_(TABLE_WORDS.get(problem.entity, problem.entity))] if problem.entity else []
    with st.container(border=True, key=f"problem-{position}", gap="xxsmall"):
        label = f" :gray[{escape_markdown(' · '.join(source))}]" if source else ""
        st.markdown(f":{colour}-badge[{escape_markdown(_(words))}]{label}")
        st.markdown(f"**{escape_markdown(word(problem.message))}** {escape_markdown(word(problem.meaning))}")
        if problem.kpis:
            _links(problem)


def _links(problem: Problem) -> None:
    """The figures that a problem touches, a link a page."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(f":gray[{escape_markdown(_('Touches'))}]", width="content")
        for page in PAGES:
            names = [_(kpi_by_id(kpi).name) for kpi in problem.kpis if kpi_by_id(kpi).page == page.name]
            if names:
                link(page.name, escape_markdown(_few(names, _(page.title))))


def _few(names: list[str], page: str) -> str:
    """The names themselves while they are few, else the page and how many of its figures."""
    named = ", ".join(names)
    if len(names) < MOST_NAMED and len(named) <= LONGEST_LINK:
        return named
    return ngettext("{page}: {n} figure", "{page}: {n} figures", len(names), page=page)


def sources(health: Health) -> None:
    """Each source: what it covers, how far behind it is, and what became of its rows."""
    frame = pd.DataFrame(
        [
            (source.entity, source.system, source.freshness.value, source.days_behind, source.first_on, source.last_on,
             source.n_records, source.rows_in_file, source.rows_loaded, source.rows_held, source.rows_skipped,
             source.loaded_at, source.file_name)
            for source in health.sources
        ],
        columns=["entity", "system", "freshness", "days_behind", "first_on", "last_on", "n_records", "rows_in_file",
                 "rows_loaded", "rows_quarantined", "rows_skipped", "loaded_at", "file_name"],
    )  # fmt: skip
    frame["loaded_at"] = pd.to_datetime(frame["loaded_at"])
    table(frame, key="sources", title=_("Sources"), alt=_("Each source with its period, rows and age"))
    rule = _(
        "Fresh: at most {fresh} days behind the newest data; getting old: up to {old}; old: more."
        " Surveys: {survey_fresh} and {survey_old} days. Targets have to cover the newest day."
        " Lists such as customers have no days of their own.",
        fresh=FRESH, old=OLD, survey_fresh=DAYS_FRESH["surveys"], survey_old=DAYS_OLD["surveys"],
    )  # fmt: skip
    st.markdown(f":small[:gray[{escape_markdown(rule)}]]")


def completeness(health: Health) -> None:
    """How full each column is that a KPI rests on."""
    frame = pd.DataFrame(
        [
            (column.need.entity, column.need.column, column.share,
             ", ".join(_(kpi_by_id(kpi).name) for kpi in column.kpis), column.n_blank, column.n, column.n_counted_blank)
            for column in health.columns
        ],
        columns=["entity", "field", "share_filled", "touches", "n_blank", "n_records", "n_counted_blank"],
    )  # fmt: skip
    frame = frame.sort_values(["share_filled", "n_blank"], ascending=[True, False], kind="stable")
    table(frame, key="completeness", title=_("How full the columns are"), alt=_("Columns with their share filled"))
    note = _("“Blank where it counts”: among won or closed deals, valid invoice lines and answered tickets only.")
    st.markdown(f":small[:gray[{escape_markdown(note)}]]")


def held_back(health: Health) -> None:
    """The rows that are held back, by reason."""
    if health.held.empty:
        st.markdown(f"### {escape_markdown(_('Held back'))}")
        st.markdown(f":gray[{escape_markdown(_('No row is held back.'))}]")
        return
    frame = health.held.assign(reason_words=[_(message) for message in health.held["message"]])
    frame = frame[["entity", "reason_words", "column_name", "n"]]
    table(frame, key="held-reasons", title=_("Held back"), alt=_("Rows held back, by reason"))
    link("imports", _("The rows themselves, with suggestions, are on the Imports page"))


def unlisted(health: Health) -> None:
    """Customers and managers that records name and no list has."""
    kinds = {source.entity for source in health.sources}
    title = _("Names on no list")
    if health.unlisted.empty:
        st.markdown(f"### {escape_markdown(title)}")
        text = _("Every customer and account manager that records name is on a list.")
        if not {"customers", "managers"} <= kinds:
            lists = ", ".join(_(TABLE_WORDS[kind]) for kind in ("customers", "managers") if kind not in kinds)
            text = _("No list is loaded to compare names with: {lists}.", lists=lists)
        st.markdown(f":gray[{escape_markdown(text)}]")
        return
    table(health.unlisted, key="unlisted", title=title, alt=title, searchable=True)
