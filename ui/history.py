"""What has been loaded: the list of imports, the way back, one import's original, and the rows held back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from data.importing import loads, undo
from data.known import kept_reasons
from data.removing import remove
from data.workspace import Workspace
from domain.errors import QuarterdeckError
from domain.scope import Viewer
from domain.table_words import TABLE_WORDS
from i18n.translate import _, ngettext, word
from ui import answers, asking, feedback
from ui.correcting import correcting_section
from ui.reasons import reasons_list
from ui.tables import table


def history_section(viewer: Viewer) -> None:
    """What has been loaded, newest first, and the way back."""
    found = loads(asking.workspace_folder())
    if not found:
        feedback.empty(
            _("Here your imports would be listed."), _("Nothing has been loaded yet: drop an export file above.")
        )
        return
    frame = pd.DataFrame(found)
    frame["rows_skipped"] = [sum(json.loads(by_rule or "{}").values()) for by_rule in frame["rows_skipped"]]
    kept = [
        "loaded_at", "file_name", "sheet", "system", "entity", "rows_in_file", "rows_loaded", "rows_replaced",
        "rows_quarantined", "rows_skipped", "first_on", "last_on",
    ]  # fmt: skip
    shown = frame[[name for name in kept if name in frame.columns]]
    table(shown, key="loads", title=_("What is loaded"), alt=_("Imports, newest first"))
    if st.button(_("Undo the last import"), icon=":material/undo:", key="undo"):
        _undo()
    _one_import(found)
    correcting_section(found)
    _quarantine(viewer)


def _one_import(found: Sequence[Mapping[str, Any]]) -> None:
    """One import of the list: its original file to download, and the way to take it out."""
    names = {load["load_id"]: f"{load['load_id']} · {load['file_name']}" for load in found}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = st.selectbox(
            _("One import: its original file, or taking it out"),
            list(names),
            index=None,
            format_func=lambda number: names[number],
            placeholder=_("Choose an import"),
            key="one-import",
            width=420,
        )
        if chosen is None:
            return
        load = next(load for load in found if load["load_id"] == chosen)
        original = Workspace(asking.workspace_folder()).raw / str(load["sha256"])
        if original.is_file():
            st.download_button(
                _("Original file"),
                data=original.read_bytes,
                file_name=str(load["file_name"]),
                icon=":material/download:",
                key=f"original-{chosen}",
            )
        if st.button(_("Take this import out"), icon=":material/delete:", key=f"remove-{chosen}"):
            _remove(int(chosen))
    reasons_list([word(message) for message in kept_reasons(load["decisions"])])


def _remove(load_id: int) -> None:
    try:
        with st.spinner(_("Taking the import out …")):
            version = remove(asking.workspace_folder(), load_id)
    except QuarterdeckError as error:
        feedback.refused(error)
        return
    st.session_state["import-done"] = _(
        "Import {load} is taken out. Snapshot {version} is served now.", load=load_id, version=version
    )
    st.rerun()


def _undo() -> None:
    try:
        left, served = undo(asking.workspace_folder())
    except QuarterdeckError as error:
        feedback.refused(error)
        return
    st.session_state["import-done"] = (
        _("Import {left} was taken back; import {served} is shown again.", left=left, served=served)
        if served
        else _("Import {left} was taken back; nothing is loaded now.", left=left)
    )
    st.rerun()


def _quarantine(viewer: Viewer) -> None:
    """Everything that was held back, with reason and suggestion, to download and mend."""
    asked = asking.ask(viewer)
    if asked is None:
        return
    frame = answers.quarantine(asked)
    shown = frame.assign(
        reason_words=[_(message) for message in frame["message"]],
        entity=[_(TABLE_WORDS.get(entity, entity)) for entity in frame["entity"]],
    )
    order = ["column_name", "value", "reason_words", "suggestion", "entity", "file", "sheet", "line"]
    table(
        shown[order].rename(columns={"value": "value_text", "file": "file_name", "line": "line_no"}),
        key="quarantine",
        title=ngettext("{n} row held back", "{n} rows held back", len(frame)),
        alt=_("Rows held back, with reasons"),
        searchable=True,
    )
