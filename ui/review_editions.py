"""The reviews of all customers at once, as one archive: made step by step, with a way out."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from domain.message import N_, Message
from domain.scope import Scope
from i18n.language import get_language
from i18n.translate import _, ngettext
from report.deck import deck_bytes
from report.document import document_bytes
from report.editions import Writer, write_editions
from report.review import Edition, Review
from report.reviewing import Wish, make_review
from ui import answers
from ui.asking import Asked, snapshot_at
from ui.progress import working
from ui.review_asking import quarter_of
from ui.text import escape_markdown

ZIP = "application/zip"
DONE, SAID = "editions-done", "editions-said"
FORMS: dict[str, Writer] = {".pptx": deck_bytes, ".pdf": document_bytes}


def editions_section(asked: Asked) -> None:
    """Every customer that the view holds: one button makes all their reviews, the next one saves them."""
    names = answers.plain_listing(asked, "customer_names")
    customers = dict(zip(names["customer_id"].astype(str), names["customer"].astype(str), strict=True))
    if not customers:
        return
    title = _("All customers at once")
    what = ngettext(
        "A deck and a PDF for {n} customer, in one archive; each file holds one customer and nobody else.",
        "A deck and a PDF for each of {n} customers, in one archive; each file holds one customer and nobody else.",
        len(customers),
    )
    st.markdown(f"### {escape_markdown(title)}\n\n:gray[{escape_markdown(what)}]")
    if st.session_state.pop(SAID, False):
        st.markdown(f":gray[{escape_markdown(_('Cancelled: nothing was kept.'))}]")
    if st.button(_("Make all reviews"), icon=":material/folder_zip:", key="editions-make"):
        _make(asked, customers)
    _offer(asked)


def _make(asked: Asked, customers: dict[str, str]) -> None:
    """Make the archive beside the others' temporary files; stopped, nothing of it stays."""
    language, snapshot = get_language(), snapshot_at(asked.workspace, asked.version)
    period = quarter_of(asked.view.period)

    def review_of(customer_id: str) -> Review:
        wish = Wish(period, Edition.CUSTOMER, language, customer_id)
        return make_review(Path(asked.workspace), snapshot, Scope(asked.scope.viewer), wish)[0]

    st.session_state.pop(DONE, None)
    with tempfile.TemporaryDirectory() as folder, working(_("Making the reviews …"), "editions", _cancelled) as tell:
        path = Path(folder) / "editions.zip"
        failed = write_editions(
            path, customers, review_of, FORMS, dated=asked.as_of,
            tell=lambda share, name: tell(share, Message(N_("The review of {customer}"), {"customer": name})),
        )  # fmt: skip
        st.session_state[DONE] = (_of(asked), path.read_bytes(), failed)


def _cancelled() -> None:
    st.session_state[SAID] = True  # worded where it is shown: a press is answered before the language is known


def _of(asked: Asked) -> tuple[object, ...]:
    """What the archive was made of: another view, language or state of the data is another archive."""
    return (asked.version, asked.scope, quarter_of(asked.view.period), get_language())


def _offer(asked: Asked) -> None:
    made_of, content, failed = st.session_state.get(DONE, (None, b"", {}))
    if made_of != _of(asked):
        return
    name = f"quarterdeck-{quarter_of(asked.view.period).name}-{get_language()}.zip"
    st.download_button(_("Save the archive"), data=content, file_name=name, mime=ZIP, type="primary",
                       icon=":material/download:", key="editions-save")  # fmt: skip
    if failed:
        told = ngettext("{n} review could not be made: the archive says why.",
                        "{n} reviews could not be made: the archive says why.", len(failed))  # fmt: skip
        st.markdown(escape_markdown(told))
