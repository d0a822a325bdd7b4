"""From a wish for a review to its file: which quarter, whose part, which edition, with people's words and actions."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from analytics import engine
from data.query import open_reader
from data.reviews import Reviews
from data.scenarios import scenarios_of_scope
from data.snapshots import Snapshot
from data.stop_words import stop_words
from domain.errors import RefusedError, UsageError
from domain.folding import fold
from domain.kept_forecast import scope_key
from domain.kept_review import FinishedReview, ReviewKey
from domain.message import N_
from domain.period import Period, PeriodKind, period_containing
from domain.read import Read
from domain.saved_scenario import SavedScenario
from domain.scope import Scope
from report.contents.customer import customer_review
from report.contents.editing import with_actions, with_words
from report.contents.facts import Question
from report.contents.internal import internal_review
from report.frozen import review_of, text_of
from report.review import Edition, Review
from report.scenario_slide import event_names, with_scenarios

NEAR = 3
SUFFIXES = (".pptx", ".xlsx", ".pdf")


@dataclass(frozen=True)
class Wish:
    """Which review: ``customer`` is a name or id as typed, needed for the customer edition; ``is_anew`` makes one that
    was finished anew from today's data; ``has_rows``: with the rows behind the numbers, which only workbooks hold.
    """

    period: Period
    edition: Edition
    language: str
    customer: str = ""
    as_of: date | None = None
    is_anew: bool = False
    has_rows: bool = True


@dataclass(frozen=True)
class Subject:
    """Whose review it is: what the scope may see, what the book calls it, and what people call it."""

    key: ReviewKey
    scope: Scope
    words: str = ""
    customer: str = ""


def base_review(read: Read, question: Question) -> Review:
    """The review as the rules write it, of the customer where the question names one; else the house's."""
    make = customer_review if question.customer else internal_review
    return make(read, question, stop_words())


def question_on(
    subject: Subject,
    period: Period,
    as_of: date,
    language: str,
    snapshot: tuple[str, Mapping[str, str]],
    since_on: date | None,
) -> Question:
    """What the rules are asked; ``snapshot`` is its version and its own facts."""
    version, info = snapshot
    facts = tuple(sorted(info.items()))
    return Question(period, as_of, language, version, facts, subject.words, subject.customer, since_on)


def subject_of(read: Read, scope: Scope, wish: Wish, *, is_sample: bool) -> Subject:
    """The house's part that ``scope`` has chosen, or the one customer that is wished for.

    Raises:
        UsageError: the customer edition names no customer, or the period is no quarter.
        RefusedError: there is no such customer among those that may be seen; the nearest names are told.
    """
    if wish.period.kind is not PeriodKind.QUARTER:
        raise UsageError("quarter", N_("A review is of a quarter; {given} is none."), N_("Write it as 2025-Q3."),
                         given=wish.period.name)  # fmt: skip
    if wish.edition is Edition.INTERNAL:
        words = ", ".join(name for members in scope.choices.values() for name in members)
        return Subject(house_key(scope, wish.period.name, is_sample=is_sample), scope, words)
    if not wish.customer.strip():
        raise UsageError("customer", N_("The customer edition is of one customer."), N_("Add --customer NAME."))
    customer_id, name = customer_named(read, wish.customer)
    key = customer_key(scope, wish.period.name, customer_id, is_sample=is_sample)
    return Subject(key, Scope(scope.viewer, customers=(customer_id,)), name, name)


def house_key(scope: Scope, quarter: str, *, is_sample: bool) -> ReviewKey:
    """What the book calls the house's review of a quarter and scope."""
    return ReviewKey(quarter, scope_key(scope), Edition.INTERNAL.value, "", is_sample)


def customer_key(scope: Scope, quarter: str, customer_id: str, *, is_sample: bool) -> ReviewKey:
    """What the book calls a customer's review; what else was chosen does not matter to it."""
    return ReviewKey(quarter, scope_key(Scope(scope.viewer)), Edition.CUSTOMER.value, customer_id, is_sample)


def customer_named(read: Read, wanted: str) -> tuple[str, str]:
    """Id and name of a customer by name or id, without regard to accents and case.

    Raises:
        RefusedError: there is none; the nearest names are told.
    """
    names = read("customer_names", {})
    pairs = list(zip(names["customer_id"].astype(str), names["customer"].astype(str), strict=True))
    for customer_id, name in pairs:
        if wanted.strip() in (customer_id, name):
            return customer_id, name
    folded: dict[str, tuple[str, str]] = {fold(name): (customer_id, name) for customer_id, name in pairs}
    given = fold(wanted.strip())
    if given in folded:
        return folded[given]
    near = [name for key, (_id, name) in folded.items() if given and given in key][:NEAR]
    near += [folded[key][1] for key in difflib.get_close_matches(given, list(folded), n=NEAR, cutoff=0.4)]
    raise RefusedError(
        "unknown_customer",
        N_("There is no customer “{given}”."),
        N_("The nearest names are: {near}.") if near else N_("Check the name in the list of customers."),
        given=wanted,
        near=", ".join(dict.fromkeys(near)),
    )


def dressed(reviews: Reviews, key: ReviewKey, review: Review, names: Mapping[str, str]) -> Review:
    """The review with the scenarios saved for its year, people's own words and the actions.

    ``names``: of customers and deals that scenarios speak of, see :func:`report.scenario_slide.event_names`.
    """
    words = {(one.slide, one.part): one.text for one in reviews.edits(key, review.language)}
    whole = with_scenarios(review, scenarios_for(reviews, key, review), names)
    return with_actions(with_words(whole, words), reviews.actions(key))


def scenarios_for(reviews: Reviews, key: ReviewKey, review: Review) -> list[SavedScenario]:
    """The scenarios saved for the same scope and the year that is under way after the review's last day.

    What customers get never holds one.
    """
    if key.edition != Edition.INTERNAL.value:
        return []
    after = date.fromisoformat(review.as_of) + timedelta(days=1)
    year = period_containing(after, PeriodKind.YEAR, review.period.fiscal_start_month).name
    found = scenarios_of_scope(reviews.book, key.scope, key.is_sample)
    return [one for one in found if one.period == year]


def finish(reviews: Reviews, key: ReviewKey, review: Review, today: date) -> None:
    """Keep the review as it is, with the snapshot its numbers rest on.

    Raises:
        StoreError: the book cannot be written.
    """
    as_of = date.fromisoformat(review.as_of)
    reviews.finish(FinishedReview(key, review.language, review.snapshot, as_of, today, text_of(review)))


def make_review(workspace: Path, snapshot: Snapshot, scope: Scope, wish: Wish) -> tuple[Review, bool]:
    """The review that is wished for, and whether it is one that was finished before and comes out as it was.

    Raises:
        UsageError, RefusedError: see :func:`subject_of`.
        StoreError: the book or the snapshot cannot be read.
    """
    reviews = Reviews(workspace)
    is_sample = snapshot.info.get("is_sample") == "true"
    with open_reader(snapshot, Scope(scope.viewer)) as read:
        subject = subject_of(read, scope, wish, is_sample=is_sample)
        as_of = wish.as_of or engine.last_day(read)
    kept = reviews.finished_one(subject.key, wish.language)
    if kept is not None and wish.as_of is None and not wish.is_anew:
        return review_of(kept.text), True
    since_on = reviews.last_finished_on(subject.key)
    with open_reader(snapshot, subject.scope) as read:
        question = question_on(
            subject, wish.period, as_of, wish.language, (snapshot.version, snapshot.info), since_on
        )  # fmt: skip
        question = replace(question, has_rows=wish.has_rows)
        return dressed(reviews, subject.key, base_review(read, question), event_names(read)), False


def write_review(review: Review, out: Path, template: Path | None = None) -> None:
    """Write the review in the format that the suffix of ``out`` names; ``template`` is a company's own deck.

    Raises:
        UsageError: it names none, or a template is given for something else than a deck.
        RefusedError: the file cannot be written, or the template cannot be read or used.
    """
    suffix = out.suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError("format", N_("“{given}” is no format of a review."), N_("End it with .pptx, .xlsx or .pdf."),
                         given=out.name)  # fmt: skip
    if template is not None and suffix != ".pptx":
        raise UsageError("template", N_("A template is for decks only."), N_("End --out with .pptx."))
    given = None if template is None else _template(template)
    try:
        _write(review, out, suffix, given)
    except OSError as error:
        raise RefusedError(
            "out", N_("{file} cannot be written: {reason}."), N_("Choose another place with --out."), file=str(out),
            reason=error.strerror or str(error),
        ) from error  # fmt: skip


def _template(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RefusedError(
            "template", N_("{file} cannot be read: {reason}."), N_("Check the path."), file=str(path),
            reason=error.strerror or str(error),
        ) from error  # fmt: skip


def _write(review: Review, out: Path, suffix: str, template: bytes | None) -> None:
    if suffix == ".xlsx":
        from report.workbook import write_workbook

        write_workbook(review, out)
    elif suffix == ".pdf":
        from report.document import write_document

        write_document(review, out)
    else:
        from report.deck import write_deck

        write_deck(review, out, template=template)
