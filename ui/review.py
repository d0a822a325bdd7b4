"""The quarterly review on a page: what was found, files to take along, finishing it, and what has changed since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from domain.errors import QuarterdeckError
from domain.period import parse_period
from i18n.format import day
from i18n.format import period as period_words
from i18n.language import LANGUAGES
from i18n.translate import _
from report.deck import deck_bytes
from report.deck_template import designed, opened
from report.document import document_bytes
from report.review import Edition
from report.reviewing import finish
from report.workbook import workbook_bytes
from ui import feedback
from ui.asking import Asked
from ui.nav import link
from ui.presenting import is_presenting, present, start_button
from ui.review_actions import actions_section
from ui.review_asking import Asking, asking, controls, edition, today
from ui.review_editions import editions_section
from ui.review_since import since_section
from ui.review_slides import slides
from ui.sections import headline
from ui.text import escape_markdown

DECK = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def review_page(asked: Asked) -> None:
    """The whole page: which review, its findings, actions and files."""
    found = asking(asked)
    if found is not None and is_presenting():
        present(found.shown())
        return
    controls(asked)
    if found is None:
        headline(_("Whose review?"), _("The customer edition holds one customer's own record and nothing else."))
    else:
        _one_review(found)
    if edition() is Edition.CUSTOMER:
        editions_section(asked)


def _one_review(found: Asking) -> None:
    review = found.shown()
    headline(review.slides[0].title, _state_words(found))
    _files(found)
    since_section(found)
    slides(found, review)
    actions_section(found)
    _left_out(review.left_out)
    _others(found)


def _state_words(found: Asking) -> str:
    if found.finished is None:
        return _("{subject} · not finished: numbers follow the data, words can be changed below",
                 subject=found.subject.words or _("whole company"))  # fmt: skip
    return _("{subject} · finished on {day}, data as of {as_of}", subject=found.subject.words or _("whole company"),
             day=day(found.finished.finished_on), as_of=day(found.finished.as_of))  # fmt: skip


def _files(found: Asking) -> None:
    """Deck, workbook and PDF to download, made when asked for; a template for the deck; finishing and reopening."""
    name = f"quarterdeck-{found.period.name}-{found.subject.key.edition}-{found.language}"
    with st.container(horizontal=True, gap="small", key="review-files"):
        template = _template()
        st.download_button(
            _("Deck"), data=lambda: deck_bytes(found.shown(), template=template), mime=DECK, file_name=f"{name}.pptx",
            icon=":material/download:", key="review-pptx", type="primary",
        )  # fmt: skip
        st.download_button(_("Workbook"), data=lambda: workbook_bytes(found.whole()), file_name=f"{name}.xlsx",
                           mime=WORKBOOK, icon=":material/download:", key="review-xlsx")  # fmt: skip
        st.download_button(_("PDF"), data=lambda: document_bytes(found.shown()), file_name=f"{name}.pdf",
                           mime="application/pdf", icon=":material/download:", key="review-pdf")  # fmt: skip
        start_button()
        if found.finished is None:
            _finish_button(found)
        else:
            _reopen_button(found)


def _template() -> bytes | None:
    """The company's own deck, where one was given and can be used; why not, where it cannot."""
    with st.popover(_("Template"), icon=":material/palette:", key="review-template"):
        given = st.file_uploader(_("Your own .pptx or .potx: its masters, layouts and colours are used"),
                                 type=["pptx", "potx"], key="template")  # fmt: skip
        if given is None:
            return None
        content = bytes(given.getvalue())
        try:
            designed(opened(content))
        except QuarterdeckError as error:
            feedback.refused(error)
            return None
        st.markdown(f":gray[{escape_markdown(_('The deck is made on {name}.', name=given.name))}]")
        return content


def _finish_button(found: Asking) -> None:
    if st.button(_("Finish this review"), icon=":material/lock:", key="review-finish",
                 help=_("Keeps it as it is, with its numbers: the same files can be made again later.")):  # fmt: skip
        _kept(lambda: _finish(found))


def _finish(found: Asking) -> None:
    """A review is finished in every language at once: its numbers are the same in all of them."""
    for language in LANGUAGES:
        finish(found.reviews, found.subject.key, replace(found, language=language).whole(), today(found.asked))


def _reopen_button(found: Asking) -> None:
    if st.button(_("Reopen"), icon=":material/lock_open:", key="review-reopen",
                 help=_("Numbers follow the data again; your words and actions stay.")):  # fmt: skip
        _kept(lambda: found.reviews.reopen(found.subject.key))


def _kept(write: Callable[[], None]) -> None:
    try:
        write()
    except QuarterdeckError as error:
        feedback.refused(error)
        return
    st.rerun()


def _others(found: Asking) -> None:
    """The way to the finished reviews of other quarters."""
    quarters = [one for one in found.reviews.finished_quarters(found.subject.key) if one != found.period.name]
    if not quarters:
        return
    st.markdown(f"### {escape_markdown(_('Finished reviews of other quarters'))}")
    with st.container(horizontal=True, gap="small", key="review-others"):
        for name in quarters:
            words = period_words(parse_period(name, found.period.fiscal_start_month))
            link("review", escape_markdown(words), **found.address, period=name)


def _left_out(sentences: tuple[str, ...]) -> None:
    if not sentences:
        return
    lines = "\n".join(f"- :gray[{escape_markdown(one)}]" for one in sentences)
    st.markdown(f"### {escape_markdown(_('What is not in here'))}\n\n{lines}")
