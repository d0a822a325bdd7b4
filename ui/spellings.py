"""Names that no list has: shown with the nearest one that a list has, called the same by a person, and taken back."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from data.identity import Alias
from data.report import Unmatched
from data.workspace import Workspace
from i18n.translate import N_, _, ngettext
from ui.asking import workspace_folder
from ui.text import escape_markdown

KINDS = {"customer": N_("customer"), "manager": N_("account manager"), "product": N_("product")}
MOST_OFFERED = 10


def unmatched_section(names: Sequence[Unmatched]) -> None:
    """The names on no list, a button for each likely pair, and the pairs that were called the same before."""
    known = Workspace(workspace_folder()).book.aliases()
    if not names and not known:
        return
    title = _("Spellings that count as one")
    if names:
        title = ngettext("{n} name is on no list", "{n} names are on no list", len(names))
    with st.expander(escape_markdown(title), expanded=any(name.suggestion for name in names)):
        if names:
            st.dataframe(_frame(names), hide_index=True, key="unmatched", alt=title)
        for name in [name for name in names if name.suggestion][:MOST_OFFERED]:
            words = _("“{name}” is the {kind} “{same}”", name=name.name, kind=_(KINDS[name.kind]), same=name.suggestion)
            alias = Alias(name.kind, name.name, name.suggestion or "")
            st.button(escape_markdown(words), key=f"same-{name.kind}-{name.name}", on_click=_call_same, args=(alias,))
        for alias in known:
            words = _("“{name}” counts as “{same}”: take back", name=alias.name, same=alias.same_as)
            key = f"apart-{alias.kind}-{alias.name}"
            st.button(escape_markdown(words), key=key, icon=":material/undo:", on_click=_call_apart, args=(alias,))
        if known:
            st.markdown(f":small[:gray[{escape_markdown(_('A change counts from the next import on.'))}]]")


def _frame(names: Sequence[Unmatched]) -> pd.DataFrame:
    return pd.DataFrame(
        [(_(KINDS[name.kind]), name.name, name.n_rows, name.suggestion or "—") for name in names],
        columns=[_("Kind"), _("Name in the files"), _("Rows"), _("Did you mean")],
    )


def _call_same(alias: Alias) -> None:
    Workspace(workspace_folder()).book.set_alias(alias)
    st.session_state.pop("import-preview", None)


def _call_apart(alias: Alias) -> None:
    Workspace(workspace_folder()).book.remove_alias(alias.kind, alias.name)
    st.session_state.pop("import-preview", None)
