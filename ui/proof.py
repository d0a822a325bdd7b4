"""The proof behind a number, one click away: what it means, how it comes out, what it rests on, and its rows."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.kpi import Answer, Kpi, Method
from analytics.kpis_of_pipeline import required_coverage
from analytics.registry import kpi_by_id
from domain.message import N_
from i18n.format import day, kpi_value, moment, number, percent
from i18n.format import period as period_words
from i18n.language import set_language
from i18n.translate import _, ngettext, word
from ui import answers, feedback, findings, proof_words
from ui.asking import Asked
from ui.nav import chosen_language
from ui.tables import localised, table
from ui.text import escape_markdown

MOST_FILES = 8
OPENED = "proof-opened"
CHOICES = ("all", "counted", "left_out")
CHOICE_WORDS = {"all": N_("All rows"), "counted": N_("Counted"), "left_out": N_("Left out")}


def button(asked: Asked, kpi_id: str, place: str) -> None:
    """The one button that opens the proof; nothing of it is reckoned before. ``place`` tells two on a page apart."""
    name, key = _(kpi_by_id(kpi_id).name), f"proof-{place}-{kpi_id}"
    st.button(
        f":gray[{escape_markdown(_('How is this counted?'))}]",
        key=key,
        type="tertiary",
        help=escape_markdown(_("{name}: definition, numbers and rows behind it", name=name)),
        on_click=_ask_for,
        args=(key,),
    )
    if st.session_state.get(OPENED) == key:
        del st.session_state[OPENED]
        st.dialog(escape_markdown(name), width="large")(_proof)(asked, kpi_id)


def _ask_for(key: str) -> None:
    # kept until it is drawn: a run that starts over, as after a server start, forgets the click itself
    st.session_state[OPENED] = key


def _proof(asked: Asked, kpi_id: str) -> None:
    """The dialog's content; it runs again on its own when something in it is clicked."""
    set_language(chosen_language())
    with feedback.calm():
        kpi, answer = kpi_by_id(kpi_id), answers.history(asked, kpi_id)[-1]
        frame = answers.rows_behind(asked, kpi_id)
        with st.container(key="proof", gap="small"):
            _value(kpi, answer, asked)
            left, right = st.columns(2, gap="medium")
            with left:
                _meaning(kpi, answer, asked)
                _certainty(kpi, answer, asked)
            with right:
                _left_out(answer)
                _comparison(kpi, answer, asked)
                _rests_on(answer, frame, asked)
            _rows(kpi, frame)


def _value(kpi: Kpi, answer: Answer, asked: Asked) -> None:
    value = kpi_value(answer.value, kpi.unit, kpi.decimals, asked.currency, compact=False)
    where = f"{period_words(answer.period)} · {findings.scope_words(asked)}"
    st.markdown(f"## {escape_markdown(value)}\n\n:gray[{escape_markdown(where)}]")


def _block(title: str, lines: list[str]) -> None:
    shown = [escape_markdown(line) for line in lines if line]
    st.markdown("\n\n".join([f"**{escape_markdown(title)}**", *shown]))


def _meaning(kpi: Kpi, answer: Answer, asked: Asked) -> None:
    _block(_("What it means"), [_(kpi.definition)])
    reckoned = proof_words.reckoning(kpi, answer, asked.currency)
    lines = [_(kpi.formula), reckoned]
    if kpi.id == "pipeline_coverage":
        lines.append(_required(asked))
    _block(_("How it comes out"), lines)


def _required(asked: Asked) -> str:
    """What coverage the win rate asks for: of the period looked at, else of the last one that has any."""
    known = [answer for answer in answers.history(asked, "win_rate") if answer.value]
    if not known:
        return _("How much is needed cannot be told: no deal was won yet.")
    needed = required_coverage(known[-1].value)
    return _("Needed at a win rate of {rate} ({period}): {needed}", rate=percent(known[-1].value),
             period=period_words(known[-1].period), needed=kpi_value(needed, "times", 2, ""))  # fmt: skip


def _certainty(kpi: Kpi, answer: Answer, asked: Asked) -> None:
    sentence = proof_words.interval_sentence(kpi, answer, asked.currency)
    lines = [sentence, proof_words.bounds_sentence(kpi, answer, asked.currency)]
    if 0 < answer.n < kpi.minimum_n:
        lines.append(_("Fewer than {n}: read it with care.", n=number(kpi.minimum_n)))
    _block(_("How sure it is"), lines)


def _left_out(answer: Answer) -> None:
    _block(_("What was left out"), proof_words.left_out(answer) or [_("Nothing.")])


def _comparison(kpi: Kpi, answer: Answer, asked: Asked) -> None:
    _block(_("What it is compared with"), proof_words.comparisons(kpi, answer, asked.currency))


def _rests_on(answer: Answer, frame: pd.DataFrame, asked: Asked) -> None:
    """As-of, import and files, with how many of the rows come out of each."""
    lines = [_("Data as of {day}, import {version}", day=day(asked.as_of), version=asked.version)]
    counts = frame["file_name"].dropna().value_counts()
    loads = answers.plain_listing(asked, "loads_by_file")
    loaded_at = dict(zip(loads["file_name"], localised(loads)["loaded_at"], strict=True))
    for name, count in list(counts.items())[:MOST_FILES]:
        rows = ngettext("{n} row", "{n} rows", int(count))
        at = loaded_at.get(name)
        when = _("loaded {moment}", moment=moment(at.to_pydatetime())) if isinstance(at, pd.Timestamp) else ""
        lines.append(" · ".join(part for part in (str(name), rows, when) if part))
    if len(counts) > MOST_FILES:
        lines.append(ngettext("and {n} more file", "and {n} more files", len(counts) - MOST_FILES))
    if answer.note is not None and answer.value is not None:
        lines.append(word(answer.note))
    _block(_("What it rests on"), lines)


def _rows(kpi: Kpi, frame: pd.DataFrame) -> None:
    """The rows, all of them or only those that count or do not."""
    mask = counted(kpi, frame)
    chosen = "all"
    if 0 < int(mask.sum()) < len(frame):
        picked = st.segmented_control(
            _("Which rows"),
            CHOICES,
            default="all",
            format_func=lambda choice: _(CHOICE_WORDS[choice]),
            key=f"proof-rows-of-{kpi.id}",
            label_visibility="collapsed",
            required=True,
        )
        chosen = str(picked)
    shown = frame if chosen == "all" else frame[mask] if chosen == "counted" else frame[~mask]
    title = ngettext("{n} row behind this number", "{n} rows behind this number", len(shown))
    table(
        shown,
        key=f"proof-{kpi.id}",
        title=title,
        alt=_("The rows behind {name}, with file and line", name=_(kpi.name)),
        searchable=True,
        most_shown=8,
    )


def counted(kpi: Kpi, frame: pd.DataFrame) -> pd.Series[bool]:
    """Which rows enter the number: those that carry a contribution to it; of the median and p90, all with a time."""
    if kpi.method in (Method.MEDIAN, Method.P90):
        return frame["hours"].notna()
    carriers = [name for name in ("value", "contribution_numerator", "contribution_denominator") if name in frame]
    return frame[carriers].notna().any(axis=1)
