"""Every customer's edition in one archive: how far it is, and a way out."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from pathlib import Path

import streamlit as st

from domain.message import N_, Message
from domain.scope import Scope
from i18n.format import period as period_words
from i18n.translate import _, ngettext
from report.deck import deck_bytes
from report.document import document_bytes
from report.editions import Writer, editions_zip
from report.review import Edition, Review
from report.reviewing import Wish, make_review
from report.workbook import workbook_bytes
from ui import answers, feedback
from ui.asking import Asked, snapshot_at
from ui.customer import narrowed
from ui.progress import working
from ui.review_asking import quarter_of, spoken
from ui.text import escape_markdown

WRITERS: dict[str, Writer] = {".pptx": deck_bytes, ".pdf": document_bytes, ".xlsx": workbook_bytes}
FORM_WORDS = {".pptx": N_("Deck"), ".pdf": N_("PDF"), ".xlsx": N_("Workbook")}
MADE = "editions-made"


def editions_section(asked: Asked) -> None:
    """The customers of the scope who were active in the quarter, each with an edition of their own, as one archive."""
    period = quarter_of(asked.view.period)
    active = _active(asked)
    title = ngettext("All {n} edition at once", "All {n} editions at once", len(active))
    says = _("One archive with a review for each customer who was active in {period}, of the part chosen above.",
             period=period_words(period))  # fmt: skip
    st.markdown(f"### {escape_markdown(title)}\n\n:small[:gray[{escape_markdown(says)}]]")
    if not active:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="editions"):
        forms = st.segmented_control(_("As"), list(WRITERS), format_func=lambda one: _(FORM_WORDS[one]),
                                     selection_mode="multi", default=[".pptx"], key="editions-forms")  # fmt: skip
        is_wanted = st.button(_("Make them"), icon=":material/folder_zip:", key="editions-make", disabled=not forms)
    if is_wanted:
        _make(asked, active, [one for one in WRITERS if one in forms])
    made = st.session_state.get(MADE)
    if made is not None and made[0] == _choice(asked):
        _offer(*made[1:])


def _active(asked: Asked) -> dict[str, str]:
    """Name and id of every customer active in the quarter."""
    quarter = narrowed(asked, asked.scope, quarter_of(asked.view.period))
    rows = answers.rows_behind(quarter, "active_customers")
    return dict(zip(rows["customer"].astype(str), rows["customer_id"].astype(str), strict=True))


def _make(asked: Asked, active: dict[str, str], forms: list[str]) -> None:
    st.session_state.pop(MADE, None)
    make, language = _maker(asked, active, has_rows=".xlsx" in forms), spoken()
    with working(_("The reviews are being made"), "editions", _cancelled) as tell:
        content, failed = editions_zip(
            list(active), make, {one: WRITERS[one] for one in forms}, dated=asked.as_of,
            tell=lambda share, name: tell(share, Message(N_("The review of {customer}"), {"customer": name})),
        )  # fmt: skip
    name = f"quarterdeck-{quarter_of(asked.view.period).name}-{language}.zip"
    st.session_state[MADE] = (_choice(asked), content, name, failed)


def _choice(asked: Asked) -> tuple[Hashable, ...]:
    """What an archive was made of: another quarter, part or language is another archive."""
    return asked.version, asked.scope, quarter_of(asked.view.period), spoken()


def _maker(asked: Asked, active: dict[str, str], *, has_rows: bool) -> Callable[[str], Review]:
    """Makes a customer's review; a finished one comes out as it was."""
    period, language = quarter_of(asked.view.period), spoken()
    snapshot = replace(snapshot_at(asked.workspace, asked.version), info=dict(asked.info))

    def make(name: str) -> Review:
        wish = Wish(period, Edition.CUSTOMER, language, active[name], has_rows=has_rows)
        return make_review(Path(asked.workspace), snapshot, Scope(asked.scope.viewer), wish)[0]

    return make


def _cancelled() -> None:
    st.session_state.pop(MADE, None)


def _offer(content: bytes, name: str, failed: dict[str, str]) -> None:
    st.download_button(_("Download the archive"), data=content, file_name=name, mime="application/zip",
                       icon=":material/download:", key="editions-zip", type="primary")  # fmt: skip
    if failed:
        messages = [Message(N_("{customer} could not be made: {reason}"), {"customer": one, "reason": why})
                    for one, why in failed.items()]  # fmt: skip
        feedback.notices(messages)
