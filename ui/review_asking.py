"""Which review the page is about, and the review itself: from the address, the cache and the book."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import streamlit as st

from analytics.asking import ONE_DAY
from data.reviews import Reviews
from domain.kept_review import FinishedReview
from domain.period import Period, PeriodKind, period_containing
from domain.scope import Scope
from i18n.language import LANGUAGE_NAMES, LANGUAGES, get_language
from i18n.translate import _
from report.contents.facts import Question
from report.frozen import review_of
from report.review import Edition, Review
from report.reviewing import (
    Subject,
    base_review,
    customer_key,
    dressed,
    finished_one,
    house_key,
    last_review_on,
    question_on,
)
from ui import answers
from ui.asking import Asked
from ui.customer import PARAMETER, narrowed
from ui.state import put_into_url, url_choice
from ui.text import escape_markdown

EDITIONS = (Edition.INTERNAL, Edition.CUSTOMER)


@dataclass(frozen=True)
class Asking:
    """One review: whose, of which quarter, in which language; ``finished`` where it was."""

    asked: Asked
    subject: Subject
    period: Period
    language: str
    reviews: Reviews
    finished: FinishedReview | None

    @property
    def question(self) -> Question:
        """What the rules are asked, without the rows behind the numbers."""
        since_on = last_review_on(self.reviews, self.subject.key)
        snapshot = (self.asked.version, self.asked.info)
        found = question_on(self.subject, self.period, self.asked.as_of, self.language, snapshot, since_on)
        return replace(found, has_rows=False)

    def by_rules(self) -> Review:
        """The review as the rules write it today."""
        return self._made(self.question)

    def shown(self) -> Review:
        """What is on the page: the finished review as it was, else today's with people's words and actions."""
        if self.finished is not None:
            return review_of(self.finished.text)
        return dressed(self.reviews, self.subject.key, self.by_rules())

    def whole(self) -> Review:
        """The same with the rows behind the numbers, for files and for the book."""
        if self.finished is not None:
            return review_of(self.finished.text)
        made = self._made(replace(self.question, has_rows=True))
        return dressed(self.reviews, self.subject.key, made)

    def today(self) -> Review:
        """What the finished review's rules say of today's data, for the same day."""
        as_of = self.finished.as_of if self.finished is not None else self.asked.as_of
        return self._made(replace(self.question, as_of=as_of))

    def _made(self, question: Question) -> Review:
        return answers.worked_out(narrowed(self.asked, self.subject.scope), base_review, question)


def asking(asked: Asked) -> Asking | None:
    """The review that the address asks for; None where a customer is still to be chosen."""
    period = quarter_of(asked.view.period)
    left, middle, right = st.columns([2, 3, 2], gap="medium", vertical_alignment="bottom")
    with left:
        edition = url_choice("edition", EDITIONS, write=lambda one: one.value, label=_edition_words, title=_("Edition"))
    with right:
        language = _language()
    with middle:
        subject = _house(asked, period) if edition is Edition.INTERNAL else _customer(asked, period)
    if subject is None:
        return None
    reviews = Reviews(Path(asked.workspace))
    return Asking(asked, subject, period, language, reviews, finished_one(reviews, subject.key, language))


def quarter_of(period: Period) -> Period:
    """The quarter that is reviewed: the one looked at, or the last one of it."""
    return period_containing(period.end - ONE_DAY, PeriodKind.QUARTER, period.fiscal_start_month)


def today(asked: Asked) -> date:
    """The company's calendar day."""
    return datetime.now(UTC).astimezone(ZoneInfo(asked.info.get("timezone") or "UTC")).date()


def _edition_words(edition: Edition) -> str:
    return _("Internal") if edition is Edition.INTERNAL else _("For one customer")


def _language() -> str:
    """In which language the files are: the page's unless another is chosen."""
    spoken = get_language()
    options = (spoken, *(one for one in LANGUAGES if one != spoken))
    return url_choice("review_lang", options, write=str, label=lambda one: LANGUAGE_NAMES[one], title=_("Language"))


def _house(asked: Asked, period: Period) -> Subject:
    words = ", ".join(name for members in asked.view.chosen.values() for name in members)
    st.markdown(f":gray[{escape_markdown(words or _('whole company'))}]")
    return Subject(house_key(asked.scope, period.name, is_sample=asked.is_sample), asked.scope, words)


def _customer(asked: Asked, period: Period) -> Subject | None:
    """The customer that the address or the list names; the scope bar's other choices do not narrow it."""
    viewer = asked.scope.viewer
    names = answers.plain_listing(narrowed(asked, Scope(viewer)), "customer_names")
    by_id = dict(zip(names["customer_id"].astype(str), names["customer"].astype(str), strict=True))
    current = st.query_params.get(PARAMETER, "")
    key = "review-customer"
    st.session_state[key] = current if current in by_id else None

    def changed() -> None:
        picked = st.session_state[key]
        put_into_url({PARAMETER: [picked]} if picked else {}, drop=() if picked else (PARAMETER,))

    st.selectbox(
        _("Customer"), list(by_id), format_func=lambda one: by_id[one], key=key, on_change=changed, index=None,
        placeholder=_("Choose a customer"), label_visibility="collapsed",
    )  # fmt: skip
    if current not in by_id:
        return None
    subject_key = customer_key(asked.scope, period.name, current, is_sample=asked.is_sample)
    name = by_id[current]
    return Subject(subject_key, Scope(viewer, customers=(current,)), name, name)
