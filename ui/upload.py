"""Files on their way in: kept in a folder of this session, previewed, answered, loaded."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import streamlit as st

from data.importing import Progress, preview, run_import
from data.reading.answers import Answers
from data.report import ImportReport
from data.workspace import Source
from ui.asking import workspace_folder

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

FIELDS = {field.name for field in fields(Answers)}
OTHER_NAMES = {"as": "entity", "map": "columns"}
CONFIRM = "confirm"


def keep_files(uploaded: Sequence[UploadedFile]) -> list[Source]:
    """Write the uploads where they can be read. A name from outside never becomes a path: the hash does."""
    folder = Path(_folder().name)
    sources = []
    for file in uploaded:
        content = file.getvalue()
        path = folder / hashlib.sha256(content).hexdigest()
        if not path.exists():
            path.write_bytes(content)
        sources.append(Source(_bare_name(file.name), path))
    return sources


def _folder() -> tempfile.TemporaryDirectory[str]:
    """This session's folder; it disappears with the session."""
    if "uploads" not in st.session_state:
        st.session_state["uploads"] = tempfile.TemporaryDirectory(prefix="quarterdeck-")
    folder: tempfile.TemporaryDirectory[str] = st.session_state["uploads"]
    return folder


def _bare_name(name: str) -> str:
    return name.replace("\\", "/").rsplit("/", 1)[-1] or "file"


def given_answers() -> dict[str, Answers]:
    """What the reader has answered in this session, by file name."""
    found: dict[str, Answers] = st.session_state.setdefault("import-answers", {})
    return found


def give_answer(file: str, answer_with: str, option: str) -> None:
    """Remember one answer. ``answer_with`` is the command line's word for it, such as ``--date-order``."""
    word = answer_with.lstrip("-").split(" ")[0].split("=")[0].replace("-", "_")
    name = OTHER_NAMES.get(word, word)
    known = given_answers().get(file, Answers())
    if name == CONFIRM:
        known = replace(known, confirm=True)
    elif name == "columns":
        header, _, column = option.rpartition("=")
        known = replace(known, columns={**known.columns, header: column})
    elif name in FIELDS:
        known = replace(known, **cast("Any", {name: option}))
    given_answers()[file] = known


def forget() -> None:
    """Start afresh: no answers, no preview, an empty uploader."""
    for key in ("import-answers", "import-preview"):
        st.session_state.pop(key, None)
    st.session_state["upload-round"] = int(st.session_state.get("upload-round", 0)) + 1


def previewed(sources: Sequence[Source], tell: Progress) -> ImportReport:
    """What loading these files would do; worked out again only when the files or the answers change."""
    asked = (tuple((source.name, source.path.name) for source in sources), _frozen(given_answers()))
    kept = st.session_state.get("import-preview")
    if kept is None or kept[0] != asked:
        report = preview(workspace_folder(), list(sources), given_answers(), progress=tell)
        st.session_state["import-preview"] = (asked, report)
        return report
    known: ImportReport = kept[1]
    return known


def load(sources: Sequence[Source], tell: Progress) -> ImportReport:
    """Load the files as previewed.

    Raises:
        StoreError: somebody else is importing, or the workspace cannot be written.
    """
    return run_import(workspace_folder(), list(sources), given_answers(), progress=tell)


def _frozen(answers: Mapping[str, Answers]) -> str:
    return repr(sorted((name, repr(given)) for name, given in answers.items()))
