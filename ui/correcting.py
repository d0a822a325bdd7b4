"""Held-back rows of one import, put right in a table on the page and loaded from there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from data.correcting import correct
from data.exporting import to_csv_bytes, to_xlsx_bytes
from data.held_rows import HeldRow, correctable, held_frame
from domain.errors import QuarterdeckError
from i18n.translate import _, ngettext, word
from ui import asking, feedback
from ui.text import escape_markdown

LINE, WHY = "(line)", "(why)"
MOST_EDITED = 500


def correcting_section(found: Sequence[Mapping[str, Any]]) -> None:
    """For each import with rows held back: the rows as they stood in the file, to be put right and loaded."""
    for load in found:
        rows = correctable(asking.workspace_folder(), int(load["load_id"])) if load["rows_quarantined"] else []
        if rows:
            _editor(int(load["load_id"]), str(load["file_name"]), rows)


def _editor(load_id: int, file: str, every_row: Sequence[HeldRow]) -> None:
    rows = every_row[:MOST_EDITED]
    title = ngettext("Put {n} row of {file} right here", "Put {n} rows of {file} right here", len(rows), file=file)
    with st.expander(escape_markdown(title), icon=":material/edit:"):
        frame = pd.DataFrame([{LINE: row.line_no, WHY: _why(row), **row.cells} for row in rows])
        edited = st.data_editor(
            frame,
            hide_index=True,
            disabled=[LINE, WHY],
            column_config={
                LINE: st.column_config.NumberColumn(_("Line"), pinned=True),
                WHY: st.column_config.TextColumn(_("Why it is held back"), pinned=True, width="medium"),
            },
            key=f"correct-{load_id}-{len(rows)}",
        )
        changed = [
            replace(row, cells={header: str(cells[header] or "") for header in row.cells})
            for row, cells in zip(rows, edited.to_dict("records"), strict=True)
            if any(str(cells[header] or "") != row.cells[header] for header in row.cells)
        ]
        label = _("Load corrected rows")
        if changed:
            label = ngettext("Load {n} corrected row", "Load {n} corrected rows", len(changed))
        if st.button(label, type="primary", disabled=not changed, key=f"load-corrected-{load_id}"):
            _load(load_id, changed)
        _downloads(load_id, file, every_row)


def _why(row: HeldRow) -> str:
    """The reason with the column it is about; for a line that was no row, with the line as it stood."""
    return f"{row.column}: {_(row.message)}" if row.column else f"{_(row.message)}: {row.value}"


def _downloads(load_id: int, file: str, rows: Sequence[HeldRow]) -> None:
    """The same rows as a file that can be corrected in a spreadsheet and dropped in again."""
    text = _(
        "Or correct them in a spreadsheet: download them, correct the cells, and drop that file in above."
        " What is right then loads and leaves this list. Keep the last columns: they say which row is which."
    )
    st.markdown(escape_markdown(text))
    frame, stem = held_frame(rows), Path(file).stem
    excel_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    with st.container(horizontal=True, gap="small"):
        for label, ending, mime, make in (
            (_("Rows to correct, Excel"), "xlsx", excel_type, partial(to_xlsx_bytes, frame, stem, keep_text=True)),
            (_("Rows to correct, CSV"), "csv", "text/csv", partial(to_csv_bytes, frame)),
        ):
            st.download_button(
                label,
                make,
                file_name=f"{stem}-{load_id}.{ending}",
                mime=mime,
                key=f"rows-to-correct-{load_id}-{ending}",
                icon=":material/download:",
                on_click="ignore",
            )


def _load(load_id: int, rows: Sequence[HeldRow]) -> None:
    try:
        report = correct(asking.workspace_folder(), load_id, rows)
    except QuarterdeckError as error:
        feedback.refused(error)
        return
    (file,) = report.files
    said = file.refusal or file.question
    if said is not None:
        st.error(escape_markdown(word(said.message)))
        return
    loaded = ngettext("{n} corrected row is loaded.", "{n} corrected rows are loaded.", file.rows_loaded)
    left = ngettext("{n} is still held back.", "{n} are still held back.", file.rows_quarantined)
    st.session_state["import-done"] = f"{loaded} {left}" if file.rows_quarantined else loaded
    st.rerun()
