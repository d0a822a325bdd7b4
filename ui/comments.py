"""What customers wrote: comments beside scores, the words that set detractors apart, and whom nobody called back."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analytics.themes import FEWEST_A_SIDE, FEWEST_COMMENTS, Theme, Themes
from domain.message import N_
from i18n.format import day, number
from i18n.format import period as period_words
from i18n.translate import _, ngettext
from ui import answers, feedback
from ui.asking import Asked
from ui.state import put_into_url, url_choice
from ui.tables import table
from ui.text import escape_markdown

CLASSES = {
    "all": (N_("All"), range(11)),
    "detractors": (N_("Detractors"), range(7)),
    "passives": (N_("Passives"), range(7, 9)),
    "promoters": (N_("Promoters"), range(9, 11)),
}
"""Each class in the URL, its name and its scores."""

TALL_ROW = 66
"""Pixels. A table breaks long text into lines from this height on."""
COMMENT_COLUMNS = (
    *("customer", "customer_id", "score", "comment", "manager", "responded_on", "revenue"),
    *("file_name", "sheet", "line_no"),
)


def detractors(asked: Asked) -> None:
    """Detractors of the period after whose answer nothing is on record, the most revenue first."""
    span = answers.plain_listing(asked, "data_span").set_index("entity")
    n_activities = int(span["n"].get("activity", 0))
    if not n_activities:
        feedback.empty(
            _("Here the detractors would be listed whom nobody has followed up."),
            _("No activities are loaded, so follow-up cannot be seen."),
        )
        return
    frame = answers.listing(asked, "detractors_without_follow_up")
    title = ngettext(
        "{n} detractor has not been followed up", "{n} detractors have not been followed up", len(frame)
    )  # fmt: skip
    shown = frame.drop(columns=["response_id"])
    alt = _("Detractors without follow-up, most revenue first")
    table(shown, key="detractors", title=title, alt=alt, most_shown=6, row_height=TALL_ROW)
    known_to = span["last_on"].get("activity")
    notes = [
        _(
            "Followed up: an activity planned or done on the day of the answer or later, a later ticket of the "
            "customer, or a later answer of the respondent."
        )
    ]
    if known_to is not None and known_to == known_to:
        notes.append(_("Activities are known up to {day}.", day=day(pd.Timestamp(known_to).date())))
    st.markdown(f":small[:gray[{escape_markdown(' '.join(notes))}]]")


def themes_section(asked: Asked) -> Theme | None:
    """The words that set detractors and promoters apart; the one that the reader picked, if any."""
    found = answers.beside_score(asked).themes
    if not found.is_enough:
        feedback.empty(
            _("Here the words would be shown that set detractors and promoters apart."),
            _(
                "{detractors} comments of detractors and {promoters} of promoters: it takes {all} together and {side} "
                "on each side.",
                detractors=number(found.n_detractors), promoters=number(found.n_promoters),
                all=FEWEST_COMMENTS, side=FEWEST_A_SIDE,
            ),
        )  # fmt: skip
        return None
    sides = [
        (found.detractors, "detractors", _("Detractors write of"), _("Detractors use no word more than promoters do")),
        (found.promoters, "promoters", _("Promoters write of"), _("Promoters use no word more than detractors do")),
    ]
    for column, (said, key, title, nothing) in zip(st.columns(2, gap="medium"), sides, strict=True):
        with column:
            words = ", ".join(theme.term for theme in said[:3])
            finding = f"{title}: {words}" if said else nothing
            table(_theme_rows(said), key=f"themes-{key}", title=finding, alt=finding, most_shown=8)
    st.markdown(f":small[:gray[{escape_markdown(_method(found))}]]")
    return _picked([*found.detractors, *found.promoters])


def comments(asked: Asked, theme: Theme | None) -> None:
    """What customers wrote, lowest score first, by class and theme, with a search that folds accents."""
    frame = answers.listing(asked, "nps_comments")
    if frame.empty:
        feedback.empty(
            _("Here the comments would be shown beside their scores."),
            _("No answer of {period} has a comment.", period=period_words(asked.view.period)),
        )
        return
    chosen = url_choice(
        "class",
        tuple(CLASSES),
        write=lambda option: option,
        label=lambda option: _(CLASSES[option][0]),
        title=_("Whose comments"),
    )
    if theme is not None:
        frame = frame.iloc[sorted(theme.comments)]
    shown = frame[frame["score"].isin(CLASSES[chosen][1])]
    title = ngettext("{n} comment, lowest score first", "{n} comments, lowest score first", len(shown))
    if theme is not None:
        title = ngettext("{n} comment with “{term}”", "{n} comments with “{term}”", len(shown), term=theme.term)
    kept = [name for name in COMMENT_COLUMNS if name in shown]
    table(
        shown[kept],
        key="comments",
        title=title,
        alt=_("Comments with score and customer"),
        searchable=True,
        most_shown=8,
        row_height=TALL_ROW,
    )


def _theme_rows(found: Sequence[Theme]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "term": theme.term,
                "n_detractors": theme.n_detractors,
                "n_promoters": theme.n_promoters,
                "z": abs(theme.z),
            }
            for theme in found
        ]
    )


def _method(found: Themes) -> str:
    return _(
        "Words and phrases by the comments that hold them, of {detractors} by detractors and {promoters} by "
        "promoters. z: log-odds ratio with a prior (Monroe, Colaresi and Quinn 2008); from 1.96 on chance alone seldom "
        "explains one word, but among hundreds of words it explains a few.",
        detractors=number(found.n_detractors), promoters=number(found.n_promoters),
    )  # fmt: skip


def _picked(found: Sequence[Theme]) -> Theme | None:
    """A word to read the comments behind it; the choice is in the address."""
    by_term = {theme.term: theme for theme in found}
    if not by_term:
        return None
    key = "url:term"
    current = st.query_params.get("term", "")
    st.session_state[key] = current if current in by_term else None

    def changed() -> None:
        picked = st.session_state.get(key)
        put_into_url({"term": [picked]} if picked else {}, drop=() if picked else ("term",))

    st.pills(
        _("Read the comments with a word"),
        list(by_term),
        format_func=lambda term: f"{escape_markdown(term)} · {number(len(by_term[term].comments))}",
        key=key,
        on_change=changed,
    )
    return by_term.get(st.session_state.get(key) or "")
