"""The quarterly review on a page: what was found, files to take along, finishing it, and what has changed since."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from domain.errors import QuarterdeckError
from i18n.format import day
from i18n.translate import _
from report.document import document_bytes
from report.reviewing import finish
from report.workbook import workbook_bytes
from ui import feedback
from ui.asking import Asked
from ui.review_actions import actions_section
from ui.review_asking import Asking, asking, today
from ui.review_since import since_section
from ui.review_slides import slides
from ui.sections import headline
from ui.text import escape_markdown

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def review_page(asked: Asked) -> None:
    """The whole page: which review, its findings, actions and files."""
    found = asking(asked)
    if found is None:
        headline(_("Whose review?"), _("The customer edition holds one customer's own record and nothing else."))
        return
    review = found.shown()
    headline(review.slides[0].title, _state_words(found))
    _files(found)
    since_section(found)
    slides(found, review)
    actions_section(found)
    _left_out(review.left_out)


def _state_words(found: Asking) -> str:
    if found.finished is None:
        return _("{subject} · not finished: numbers follow the data, words can be changed below",
                 subject=found.subject.words or _("whole company"))  # fmt: skip
    return _("{subject} · finished on {day}, data as of {as_of}", subject=found.subject.words or _("whole company"),
             day=day(found.finished.finished_on), as_of=day(found.finished.as_of))  # fmt: skip


def _files(found: Asking) -> None:
    """Workbook and PDF to download, made when asked for; finishing and reopening."""
    name = f"quarterdeck-{found.period.name}-{found.subject.key.edition}-{found.language}"
    with st.container(horizontal=True, gap="small", key="review-files"):
        st.download_button(_("Workbook"), data=lambda: workbook_bytes(found.whole()), file_name=f"{name}.xlsx",
                           mime=WORKBOOK, icon=":material/download:", key="review-xlsx")  # fmt: skip
        st.download_button(_("PDF"), data=lambda: document_bytes(found.shown()), file_name=f"{name}.pdf",
                           mime="application/pdf", icon=":material/download:", key="review-pdf")  # fmt: skip
        if found.finished is None:
            _finish_button(found)
        else:
            _reopen_button(found)


def _finish_button(found: Asking) -> None:
    if st.button(_("Finish this review"), icon=":material/lock:", key="review-finish",
                 help=_("Keeps it as it is, with its numbers: the same files can be made again later.")):  # fmt: skip
        _kept(lambda: finish(found.reviews, found.subject.key, found.whole(), today(found.asked)))


def _reopen_button(found: Asking) -> None:
    if st.button(_("Reopen"), icon=":material/lock_open:", key="review-reopen",
                 help=_("Numbers follow the data again; your words and actions stay.")):  # fmt: skip
        _kept(lambda: found.reviews.reopen(found.subject.key, found.language))


def _kept(write: Callable[[], None]) -> None:
    try:
        write()
    except QuarterdeckError as error:
        feedback.refused(error)
        return
    st.rerun()


def _left_out(sentences: tuple[str, ...]) -> None:
    if not sentences:
        return
    lines = "\n".join(f"- :gray[{escape_markdown(one)}]" for one in sentences)
    st.markdown(f"### {escape_markdown(_('What is not in here'))}\n\n{lines}")
