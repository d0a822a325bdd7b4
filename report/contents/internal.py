"""The review for the house: everything that was asked of the quarter, in the order in which it is told."""

from __future__ import annotations

from collections.abc import Callable, Collection

from domain.read import Read
from i18n.format import day
from i18n.format import period as period_words
from i18n.language import speaking
from i18n.translate import _
from report.contents.facts import Facts, Question
from report.contents.nps import nps
from report.contents.numbers import headline, in_short, six
from report.contents.outlook import outlook
from report.contents.pipeline import moved, pipeline
from report.contents.portfolio import portfolio
from report.contents.response_time import response_time
from report.contents.results import bridge, results
from report.contents.retention import retention
from report.contents.risks import risks
from report.contents.sheets import provenance, sheets
from report.contents.tables import in_units
from report.review import Edition, Review, Slide


def internal_review(read: Read, question: Question, stop_words: Collection[str]) -> Review:
    """The internal edition, before a person's words, actions and scenarios are added.

    A slide without anything to show is left out, and the reason is printed on the last one. ``stop_words`` are no
    subject of a comment.
    """
    with speaking(question.language):
        facts = Facts(read, question)
        slides, left_out = [headline(facts)], []
        if facts.answer("revenue").value is None and _is_empty(facts):
            left_out.append(_("Everything else is left out: nothing that is loaded happened in {period}.",
                              period=facts.period))  # fmt: skip
        else:
            more, left_out = _told(facts, stop_words)
            slides = [in_short(slides[0], more), *more]
        if not facts.is_over:
            left_out.append(_("{period} is not over: it is known to {day} and compared with as many working days of "
                              "the other quarters.", period=facts.period, day=facts.as_of))  # fmt: skip
        scope = question.scope or _("whole company")
        return Review(
            Edition.INTERNAL, question.language, facts.period, facts.as_of.isoformat(), question.version,
            facts.currency, _("Quarterly review {period}", period=facts.period), _subtitle(facts), "", scope, "",
            tuple(in_units(one, facts.currency) for one in slides), sheets(facts) if len(slides) > 1 else (),
            left_out=tuple(left_out), provenance=provenance(facts, is_internal=True),
            is_sample=question.fact("is_sample") == "true",
        )  # fmt: skip


def _told(facts: Facts, stop_words: Collection[str]) -> tuple[list[Slide], list[str]]:
    rules: tuple[Callable[[Facts], Slide | str], ...] = (
        six, results, bridge, retention, lambda known: nps(known, stop_words), response_time, portfolio, pipeline,
        moved, outlook, risks,
    )  # fmt: skip
    told = [rule(facts) for rule in rules]
    return [one for one in told if isinstance(one, Slide)], [one for one in told if isinstance(one, str) and one]


def _is_empty(facts: Facts) -> bool:
    ids = ("active_customers", "nps", "response_time_mean", "win_rate")
    answers = [facts.answer(kpi_id) for kpi_id in ids]
    return not facts.answer("response_sla").n and all(not one.value and not one.n for one in answers)


def _subtitle(facts: Facts) -> str:
    scope = facts.question.scope or _("whole company")
    return _("{scope} · {period} · data as of {day}", scope=scope[:1].upper() + scope[1:],
             period=period_words(facts.period), day=day(facts.as_of))  # fmt: skip
