"""The review for one customer: its own service record, and nothing that is anybody else's or only ours.

Two doors, so that a leak cannot be written by mistake: the rows come from a scope that holds this customer alone, and
only the questions listed here can be asked at all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from domain.errors import QueryError
from domain.message import N_
from domain.read import Read
from i18n.format import day
from i18n.format import period as period_words
from i18n.language import speaking
from i18n.translate import _
from report.contents.customer_service import numbers, record, response, said, waits
from report.contents.customer_work import coming, delivered
from report.contents.facts import Facts, Question
from report.contents.sheets import provenance, sheets
from report.contents.tables import in_units
from report.contents.words import shown
from report.review import Edition, Review, Sheet, Slide

if TYPE_CHECKING:
    import pandas as pd

ASKED = frozenset({
    "customer_contracts", "nps", "nps_comments", "response_sla", "response_time_distribution", "response_time_mean",
    "revenue", "rows_nps", "rows_response_sla", "rows_response_time", "rows_revenue", "waiting_tickets", "working_days",
})  # fmt: skip
"""No deals, targets, activities, owners, forecasts or scores: what is not asked cannot be told."""
KPIS = ("response_time_mean", "response_time_median", "response_sla", "nps", "revenue")


def customer_review(read: Read, question: Question, stop_words: Collection[str]) -> Review:
    """The customer edition; ``read`` sees the customer of ``question`` alone.

    Raises:
        QueryError: something else was asked than what a customer may see.
    """
    with speaking(question.language):
        facts = Facts(own_door(read), question)
        told = [numbers(facts), record(facts), response(facts), waits(facts), said(facts, stop_words),
                delivered(facts), coming(facts)]  # fmt: skip
        slides = [one for one in told if isinstance(one, Slide)]
        left_out = [one for one in told if isinstance(one, str) and one]
        if not facts.is_over:
            left_out.append(_("{period} is not over: it is known to {day} and compared with as many working days of "
                              "the other quarters.", period=facts.period, day=facts.as_of))  # fmt: skip
        name = question.customer
        return Review(
            Edition.CUSTOMER, question.language, facts.period, facts.as_of.isoformat(), question.version,
            facts.currency, _("{customer}: review of {period}", customer=name, period=facts.period),
            _("{customer} · {period} · data as of {day}", customer=name, period=period_words(facts.period),
              day=day(facts.as_of)),
            "", name, name, tuple(in_units(one, facts.currency) for one in (_headline(facts, slides), *slides)),
            _own_sheets(facts), left_out=tuple(left_out),
            provenance=provenance(facts, is_internal=False), is_sample=question.fact("is_sample") == "true",
        )  # fmt: skip


def own_door(read: Read) -> Read:
    """A read that answers only what a customer may see."""

    def asked(query: str, parameters: Mapping[str, object]) -> pd.DataFrame:
        if query not in ASKED:
            raise QueryError("not_for_customers", N_("“{given}” is not for a customer's own review."), given=query)
        return read(query, parameters)

    return asked


def _headline(facts: Facts, slides: list[Slide]) -> Slide:
    """The quarter in one sentence, and what each slide found."""
    mean = facts.answer("response_time_mean")
    n = mean.n + mean.excluded.get("waiting", 0)
    values = {"period": period_words(facts.period), "n": n, "hours": shown(mean, facts.currency)}
    title = _("{period} in short", period=values["period"])
    if mean.value is not None:
        title = _("{period}: {n} requests, first answers after {hours} on average", **values)
    found = tuple(one.title for one in slides if one.id not in ("numbers", "tickets"))
    missing = "" if found else _("Nothing that is loaded happened with {customer} in this quarter.",
                                 customer=facts.question.customer)  # fmt: skip
    return Slide("headline", title, facts.question.customer, bullets=found, missing=missing)


def _own_sheets(facts: Facts) -> tuple[Sheet, ...]:
    own = sheets(facts, KPIS, is_internal=False)
    return tuple(replace(one, name=_("Invoiced")) if one.kpi == "revenue" else one for one in own)
