"""The imports page: what was understood of each file, the questions, the one button."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from data.mapping.evidence import ORDER_WORDS
from data.report import FileReport, ImportReport, Question, Status
from data.workspace import Source
from domain.errors import QuarterdeckError
from domain.message import N_
from domain.table_words import TABLE_WORDS
from domain.tables import TABLE_BY_FILE
from i18n.format import number
from i18n.translate import _, ngettext, word
from report.text import decided_sentences
from ui import feedback, spellings, upload
from ui.columns import COLUMN_NAMES
from ui.progress import working
from ui.reasons import reasons_list
from ui.speaking import in_language
from ui.tables import table
from ui.text import escape_markdown
from ui.value_words import SYSTEM_WORDS, WORDS

FILE_TYPES = ["csv", "tsv", "tab", "txt", "xlsx", "xlsm", "xls", "ods", "parquet"]
STATUS_WORDS = {
    Status.UNDERSTOOD: (N_("understood"), "green"),
    Status.LOADED: (N_("loaded"), "green"),
    Status.ALREADY_LOADED: (N_("already loaded"), "gray"),
    Status.NEEDS_ANSWER: (N_("one question"), "violet"),
    Status.REFUSED: (N_("cannot be used"), "red"),
}


def upload_section() -> None:
    """Drop files, read what was understood, answer, load."""
    _say_what_happened()
    st.html(_uploader_words())
    uploaded = st.file_uploader(
        _("Drop export files here: any number, any system"),
        type=FILE_TYPES,
        accept_multiple_files=True,
        key=f"upload-{st.session_state.get('upload-round', 0)}",
    )
    if not uploaded:
        return
    sources = upload.keep_files(uploaded)
    with working(_("Reading the files …"), "reading", _cancel_reading) as tell:
        report = upload.previewed(sources, tell)
    for position, file in enumerate(report.files):
        _file_card(file, position)
    spellings.unmatched_section(report.unmatched)
    if report.replaces_sample:
        st.info(escape_markdown(_("Your files take the place of the sample company; undo brings it back.")))
    _load_button(report, sources)


def _uploader_words() -> str:
    """A style that puts our words in the place of the uploader's own, which are English in every language."""
    most = _("up to {n} MB a file", n=st.get_option("server.maxUploadSize"))
    limits = f"{most} • {', '.join(FILE_TYPES).upper()}"
    said = {
        '[data-testid="stFileUploaderDropzone"] button p': _("Choose files"),
        '[data-testid="stFileUploaderDropzoneInstructions"] span': limits,
    }
    rules = [
        f"{place} {{ font-size: 0; }} {place}::after {{ font-size: 0.875rem; content: {words}; }}"
        for place, words in ((place, json.dumps(text, ensure_ascii=False)) for place, text in said.items())
    ]
    return f"<style>{' '.join(rules)}</style>"


def _cancel_reading() -> None:
    upload.forget()
    _cancel_loading()


@in_language
def _cancel_loading() -> None:
    st.session_state["import-done"] = _("Cancelled: nothing was loaded.")


def _say_what_happened() -> None:
    """The sentence left by the last move, shown once."""
    done = st.session_state.pop("import-done", "")
    if done:
        st.success(escape_markdown(done), icon=":material/check:")


def _file_card(file: FileReport, position: int) -> None:
    """One file: its status, what it is, how it was read, what is odd, what was held back."""
    words, colour = STATUS_WORDS[file.status]
    with st.container(border=True, key=f"file-{position}", gap="xsmall"):
        st.markdown(f"**{escape_markdown(file.file)}** :{colour}-badge[{escape_markdown(_(words))}]")
        if file.entity:
            st.markdown(escape_markdown(" · ".join(_summary(file))))
            st.markdown(f":small[{escape_markdown(_account(file))}]")
            st.markdown(f":small[:gray[{escape_markdown(' · '.join(_decisions(file)))}]]")
            reasons_list(decided_sentences(file))
        _refusal(file, position)
        if file.question:
            _question(file.file, file.question, position, file.status)
        for warning in file.warnings:
            st.markdown(f"⚠ {escape_markdown(word(warning.message))}")
        if file.columns or file.quarantine:
            _file_details(file, position)


def _summary(file: FileReport) -> list[str]:
    parts = [_(TABLE_WORDS.get(file.entity or "", file.entity or ""))]
    if file.system:
        parts.insert(0, SYSTEM_WORDS.get(file.system, file.system))
    parts.append(ngettext("{n} row", "{n} rows", file.rows_in_file))
    parts += [
        f"{_(COLUMN_NAMES.get(name, name)).lower()} {number(total)} {file.currency or ''}".strip()
        for name, total in file.sums.items()
    ]
    if file.rows_replaced:
        parts.append(_("{n} replace older rows", n=file.rows_replaced))
    return parts


def _account(file: FileReport) -> str:
    """Where every row of the file went: the parts add up to the whole."""
    left_out = sum(file.rows_skipped.values())
    text = _(
        "{n} rows in the file = {loaded} to load + {held} held back + {left} left out",
        n=file.rows_in_file,
        loaded=file.rows_loaded,
        held=file.rows_quarantined,
        left=left_out,
    )
    rules = [f"{_(reason)} {number(count)}" for reason, count in file.rows_skipped.items() if count]
    return f"{text} ({', '.join(rules)})" if rules else text


def _decisions(file: FileReport) -> list[str]:
    """How the file was read: every decision that was taken for the reader."""
    said = [
        (_("encoding"), file.encoding),
        (_("separator"), {"\t": _("tab")}.get(file.delimiter or "", file.delimiter)),
        (_("sheet"), file.sheet),
        (_("header in line"), str(file.header_line) if file.header_line else None),
        (_("dates"), _(ORDER_WORDS.get(file.date_order or "", file.date_order or ""))),
        (_("decimal mark"), file.decimal),
        (_("currency"), file.currency),
        (_("time zone"), file.timezone),
    ]
    return [f"{name} {value}" for name, value in said if value]


def _question(file: str, question: Question, position: int, status: Status) -> None:
    """The question with its answers as buttons; an answer is remembered for files of the same shape."""
    st.markdown(f"**{escape_markdown(word(question.message))}**")
    if status is not Status.NEEDS_ANSWER:
        return
    if question.code == "stage":
        _stage_buttons(file, question, position)
    elif question.options:
        _buttons(file, question.answer_with, _labels(question), f"answer-{position}")
    elif upload.CONFIRM in question.answer_with:
        _buttons(file, question.answer_with, {"yes": _("Load all the same")}, f"confirm-{position}")
    else:
        with st.form(f"answer-{position}", border=False):
            given = st.text_input(_("Answer"), max_chars=100)
            if st.form_submit_button(_("Use this")) and given:
                upload.give_answer(file, question.answer_with, given)
                st.rerun()


def _labels(question: Question) -> dict[str, str]:
    """What stands on each button: the answer in words, and what it would mean for this file."""
    labels = {}
    for option, meaning in question.options.items():
        name = _(ORDER_WORDS.get(option, option))
        is_map = question.answer_with.startswith("--map")
        labels[option] = _(meaning) if is_map or not meaning or meaning == option else f"{name}: {meaning}"
        labels[option] = labels[option] or name
    return labels


def _stage_buttons(file: str, question: Question, position: int) -> None:
    """For each word of the file, whether it means open, won or lost."""
    for option, stage in question.options.items():
        column = option.rpartition("=")[0]
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(escape_markdown(stage), width=220)
            labels = {f"{column}={meaning}": _(WORDS["stage"][meaning]) for meaning in ("Open", "Won", "Lost")}
            _buttons(file, question.answer_with, labels, f"stage-{position}-{stage}")


def _buttons(file: str, answer_with: str, labels: Mapping[str, str], key: str) -> None:
    """One button an answer; pressing it is the answer."""
    with st.container(horizontal=True, gap="small"):
        for option, label in labels.items():
            st.button(
                escape_markdown(label),
                key=f"{key}-{option}",
                on_click=upload.give_answer,
                args=(file, answer_with, option),
            )


def _refusal(file: FileReport, position: int) -> None:
    """Why the file cannot be used; a kind of file nobody knows can still be named."""
    if file.refusal is None:
        return
    if file.refusal.code == "unknown_file":
        st.markdown(escape_markdown(_("Its headers are not those of a known export. Which table is it?")))
        labels = {entity: _(words) for entity, words in TABLE_WORDS.items()}
        _buttons(file.file, "--as", labels, f"kind-{position}")
        return
    st.markdown(f":red[{escape_markdown(word(file.refusal.message))}]")
    if file.refusal.code == "too_many_held":
        _buttons(file.file, "--confirm", {"yes": _("Load the rest all the same")}, f"confirm-{position}")


def _file_details(file: FileReport, position: int) -> None:
    with st.expander(_("How the columns were understood, and what was held back")):
        columns = pd.DataFrame(
            [(header, column or _("not used")) for header, column in file.columns.items()],
            columns=[_("In the file"), _("Understood as")],
        )
        st.dataframe(
            columns, hide_index=True, key=f"columns-{position}", alt=_("Columns of the file and their meaning")
        )
        if file.quarantine:
            table(held_frame(file), key=f"held-{position}", title=_("Held back"), alt=_("Rows held back, with reasons"))


def held_frame(file: FileReport) -> pd.DataFrame:
    """The rows of a file that were held back: line, column, value, reason, suggestion."""
    return pd.DataFrame(
        [(held.line, held.column, held.value, _(held.message), held.suggestion) for held in file.quarantine],
        columns=["line_no", "column_name", "value_text", "reason_words", "suggestion"],
    )


def _load_button(report: ImportReport, sources: Sequence[Source]) -> None:
    """One button; greyed with the reason while a question is open or a file cannot be used."""
    blocked = [file for file in report.files if file.status in (Status.NEEDS_ANSWER, Status.REFUSED)]
    ready = [file for file in report.files if file.status is Status.UNDERSTOOD]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        pressed = st.button(_("Load"), type="primary", disabled=bool(blocked) or not ready, key="load")
        if blocked or not ready:
            why = (
                _("Answer or take out the files marked above; nothing is loaded until all are understood.")
                if blocked
                else _("All of this is loaded already.")
            )
            st.markdown(f":gray[{escape_markdown(why)}]", width="content")
    if not pressed:
        return
    try:
        with working(_("Loading …"), "loading", _cancel_loading) as tell:
            done = upload.load(sources, tell)
    except QuarterdeckError as error:
        feedback.refused(error)
        return
    rows = sum(file.rows_loaded for file in done.files)
    st.session_state["import-done"] = _(
        "Loaded: {rows} rows, import {version}.", rows=rows, version=done.snapshot or ""
    )
    upload.forget()
    st.rerun()


def table_names() -> str:
    """The kinds of table that can be loaded, in the reader's language."""
    return ", ".join(_(TABLE_WORDS.get(file, file)) for file in TABLE_BY_FILE)
