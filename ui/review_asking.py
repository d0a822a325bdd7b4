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
    house_key,
    question_on,
)
from report.scenario_slide import event_names
from ui import answers
from ui.asking import Asked
from ui.customer import PARAMETER, narrowed
from ui.state import put_into_url, url_choice

EDITION, REVIEW_LANGUAGE = "edition", "review_lang"
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
        since_on = self.reviews.last_finished_on(self.subject.key)
        snapshot = (self.asked.version, self.asked.info)
        found = question_on(self.subject, self.period, self.asked.as_of, self.language, snapshot, since_on)
        return replace(found, has_rows=False)

    @property
    def address(self) -> dict[str, str]:
        """The parameters that name this edition and customer on the page."""
        found = {EDITION: self.subject.key.edition}
        return {**found, PARAMETER: self.subject.key.customer_id} if self.subject.customer else found

    def by_rules(self) -> Review:
        """The review as the rules write it today."""
        return self._made(self.question)

    def shown(self) -> Review:
        """What is on the page: the finished review as it was, else today's with people's words and actions."""
        if self.finished is not None:
            return review_of(self.finished.text)
        return dressed(self.reviews, self.subject.key, self.by_rules(), self._names())

    def whole(self) -> Review:
        """The same with the rows behind the numbers, for files and for the book."""
        if self.finished is not None:
            return review_of(self.finished.text)
        made = self._made(replace(self.question, has_rows=True))
        return dressed(self.reviews, self.subject.key, made, self._names())

    def today(self) -> Review:
        """What the finished review's rules say of today's data, for the same day."""
        as_of = self.finished.as_of if self.finished is not None else self.asked.as_of
        return self._made(replace(self.question, as_of=as_of))

    def _names(self) -> dict[str, str]:
        return answers.worked_out(narrowed(self.asked, self.subject.scope), event_names)

    def _made(self, question: Question) -> Review:
        return answers.worked_out(narrowed(self.asked, self.subject.scope), base_review, question)


def asking(asked: Asked) -> Asking | None:
    """The review that the address asks for; None where a customer is still to be chosen."""
    period, language = quarter_of(asked.view.period), spoken()
    subject = _house(asked, period) if edition() is Edition.INTERNAL else _customer(asked, period)
    if subject is None:
        return None
    reviews = Reviews(Path(asked.workspace))
    return Asking(asked, subject, period, language, reviews, reviews.finished_one(subject.key, language))


def edition() -> Edition:
    """The edition in the address; the house's where it names none."""
    return Edition.CUSTOMER if st.query_params.get(EDITION) == Edition.CUSTOMER.value else Edition.INTERNAL


def spoken() -> str:
    """The language of the files: the one in the address, else the page's."""
    given = st.query_params.get(REVIEW_LANGUAGE, "")
    return given if given in LANGUAGES else get_language()


def controls(asked: Asked) -> None:
    """The choice of edition, customer and language; each is in the address."""
    left, middle, right = st.columns([2, 3, 2], gap="medium", vertical_alignment="bottom")
    with left:
        url_choice(EDITION, EDITIONS, write=lambda one: one.value, label=_edition_words, title=_("Edition"))
    with middle:
        if edition() is Edition.CUSTOMER:
            _customer_picker(asked)
    with right:
        page = get_language()
        options = (page, *(one for one in LANGUAGES if one != page))
        url_choice(REVIEW_LANGUAGE, options, write=str, label=lambda one: LANGUAGE_NAMES[one], title=_("Language"))


def quarter_of(period: Period) -> Period:
    """The quarter that is reviewed: the one looked at, or the last one of it."""
    return period_containing(period.end - ONE_DAY, PeriodKind.QUARTER, period.fiscal_start_month)


def today(asked: Asked) -> date:
    """The company's calendar day."""
    return datetime.now(UTC).astimezone(ZoneInfo(asked.info.get("timezone") or "UTC")).date()


def _edition_words(edition: Edition) -> str:
    return _("Internal") if edition is Edition.INTERNAL else _("For one customer")


def _house(asked: Asked, period: Period) -> Subject:
    words = ", ".join(name for members in asked.view.chosen.values() for name in members)
    return Subject(house_key(asked.scope, period.name, is_sample=asked.is_sample), asked.scope, words)


def _customer(asked: Asked, period: Period) -> Subject | None:
    """The customer that the address names; the scope bar's other choices do not narrow it."""
    current = st.query_params.get(PARAMETER, "")
    name = customers(asked).get(current)
    if name is None:
        return None
    key = customer_key(asked.scope, period.name, current, is_sample=asked.is_sample)
    return Subject(key, Scope(asked.scope.viewer, customers=(current,)), name, name)


def customers(asked: Asked) -> dict[str, str]:
    """Every customer whom the viewer may see: id and name."""
    names = answers.plain_listing(narrowed(asked, Scope(asked.scope.viewer)), "customer_names")
    return dict(zip(names["customer_id"].astype(str), names["customer"].astype(str), strict=True))


def _customer_picker(asked: Asked) -> None:
    by_id, key = customers(asked), "review-customer"
    current = st.query_params.get(PARAMETER, "")
    st.session_state[key] = current if current in by_id else None

    def changed() -> None:
        picked = st.session_state[key]
        put_into_url({PARAMETER: [picked]} if picked else {}, drop=() if picked else (PARAMETER,))

    st.selectbox(
        _("Customer"), list(by_id), format_func=lambda one: by_id[one], key=key, on_change=changed, index=None,
        placeholder=_("Choose a customer"), label_visibility="collapsed",
    )  # fmt: skip
