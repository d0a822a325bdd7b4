"""Actions of a review: what, who, by when, done or not; on the overview those that are due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from data.reviews import Reviews, n_done
from domain.errors import QuarterdeckError
from domain.kept_forecast import scope_key
from domain.kept_review import OPEN, STATES, KeptAction
from domain.scope import Scope
from i18n.format import day
from i18n.translate import _, ngettext
from report.contents.editing import STATE_WORDS
from ui import feedback
from ui.asking import Asked
from ui.nav import link
from ui.review_asking import Asking, today
from ui.text import escape_markdown

LONGEST = 300
SOON = timedelta(days=14)
MOST_DUE = 6


def actions_section(found: Asking) -> None:
    """The actions as a grid; those of earlier reviews first. In a finished review they can still be marked as done."""
    actions = found.reviews.actions(found.subject.key)
    done, carried = n_done(actions, found.subject.key.quarter)
    title = _("Actions")
    if carried:
        title = _("Actions; {done} of {n} from last time are done", done=done, n=carried)
    says = _("What was agreed, who does it, by when. Open ones go on into the next review.")
    if found.subject.customer:
        says = _("What was agreed with the customer. It stands in the customer's own files.")
    st.markdown(f"### {escape_markdown(title)}\n\n:small[:gray[{escape_markdown(says)}]]")
    frame = _frame(actions)
    key = f"actions-{found.subject.key.quarter}-{found.subject.key.edition}-{found.subject.key.customer_id}"
    given = st.data_editor(
        frame, key=key, num_rows="dynamic", hide_index=True, width="stretch", alt=title,
        column_config={
            "id": None,
            "what": st.column_config.TextColumn(_("To do"), max_chars=LONGEST, width="large", required=True),
            "who": st.column_config.TextColumn(_("Who"), max_chars=80),
            "due_on": st.column_config.DateColumn(_("Due by"), format="DD/MM/YYYY"),
            "state": st.column_config.SelectboxColumn(
                _("State"), options=list(STATES), default=OPEN, required=True,
                format_func=lambda state: _(STATE_WORDS.get(str(state), str(state))),
            ),
            "quarter": st.column_config.TextColumn(_("From the review of"), disabled=True),
        },
    )  # fmt: skip
    changed = _actions(given)
    if st.button(_("Keep these actions"), disabled=changed == actions, key="keep-actions"):
        _keep(found, changed, key)


def _keep(found: Asking, actions: list[KeptAction], key: str) -> None:
    try:
        found.reviews.set_actions(found.subject.key, actions)
    except QuarterdeckError as error:
        feedback.refused(error)
        return
    st.session_state.pop(key, None)
    st.rerun()


def _frame(actions: list[KeptAction]) -> pd.DataFrame:
    rows = [(one.id, one.what, one.who, one.due_on, one.state, one.quarter) for one in actions]
    frame = pd.DataFrame(rows, columns=["id", "what", "who", "due_on", "state", "quarter"])
    return frame.astype({"id": str, "what": str, "who": str, "state": str, "quarter": str})


def _actions(frame: pd.DataFrame) -> list[KeptAction]:
    """The rows that say what is to be done."""
    plain = frame.astype(object).where(frame.notna(), None)
    found = [_action({str(name): value for name, value in row.items()}) for row in plain.to_dict("records")]
    return [one for one in found if one.what]


def _action(row: Mapping[str, Any]) -> KeptAction:
    due = row["due_on"]
    on = pd.Timestamp(due).date() if due else None
    text = {name: str(row[name] or "").strip() for name in ("id", "quarter", "what", "who", "state")}
    return KeptAction(text["id"], text["quarter"], text["what"], text["who"], on, text["state"] or OPEN)


def due_actions(asked: Asked) -> None:
    """On the overview: open actions that are due within two weeks or late; nothing where there are none."""
    now = today(asked)
    keys = dict.fromkeys([scope_key(asked.scope), scope_key(Scope(asked.scope.viewer))])
    reviews = Reviews(Path(asked.workspace))
    found = [one for key in keys for one in reviews.due_actions(key, now + SOON, is_sample=asked.is_sample)]
    if not found:
        return
    title = ngettext("{n} action is due", "{n} actions are due", len(found))
    st.markdown("\n\n".join([f"### {escape_markdown(title)}", *(_line(one, now) for one in found[:MOST_DUE])]))
    link("review", escape_markdown(_("All of them, in the review →")))


def _line(one: KeptAction, now: date) -> str:
    who = f" · {one.who}" if one.who else ""
    due = _("due {day}", day=day(one.due_on))
    colour = "red" if one.due_on is not None and one.due_on < now else "gray"
    return f"**{escape_markdown(one.what)}** :gray[{escape_markdown(who)}] :{colour}[{escape_markdown(due)}]"
