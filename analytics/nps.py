"""The Net Promoter Score beside itself: over four quarters, by group with partial pooling, counted in other ways."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from analytics.asking import cut_of
from analytics.engine import answers
from analytics.figures import Figure, figures_from
from analytics.kpi import Answer
from analytics.pooling import Floats, Pooled, pool
from analytics.registry import kpi_by_id
from analytics.statistics import NetPromoter, normal_quantile, wilson_interval
from analytics.themes import Themes, themes_of
from domain.message import N_, Message
from domain.period import Period, PeriodKind, add_months, period_containing
from domain.read import Read
from domain.scope import NO_GROUP, Dimension

MONTHS_ROLLING = 12
ADDED_CUSTOMERS, ADDED_SQUARES = 3.0, 15_000.0
"""The adjusted Wald recipe as contributions: ¾ of +100, 1½ of 0 and ¾ of -100."""

NOT_A_YEAR = N_("Answers begin too late for four full quarters.")
NO_SENDING = N_("The files do not say when surveys were sent.")
ONLY_ANSWERED = N_("Of the surveys sent only the answered ones are in the files.")
NOBODY_ACTIVE = N_("No customer is known to be active in this period.")
NO_CUSTOMERS = N_("No answer of this period names a customer.")
NO_REVENUE = N_("No customer who answered has revenue in the four quarters.")


@dataclass(frozen=True)
class Variant:
    """The same answers counted in another way; ``answer.n`` counts answers in the first, customers in the others."""

    id: str
    name: str
    definition: str
    answer: Answer


VARIANTS = (
    ("answers", N_("Each answer one vote"), N_("100 × (promoters − detractors) / answers: the score itself")),
    ("customers", N_("Each customer one vote"), N_("The mean over customers of each one's own Net Promoter Score")),
    (
        "revenue",
        N_("Weighted by revenue"),
        N_(
            "The mean over customers of each one's own Net Promoter Score, weighted by the customer's revenue of the "
            "twelve months that end with the period; customers without revenue are left out"
        ),
    ),
)  # fmt: skip
"""Id, name and definition of each way to count the answers of a period."""


@dataclass(frozen=True)
class Group:
    """One group as counted, and drawn towards the mean of all groups by as much as it is small.

    ``pooled`` and its bounds are None where there is nothing to pool; ``own`` is the share of the group's own value.
    """

    answer: Answer
    pooled: float | None = None
    low: float | None = None
    high: float | None = None
    own: float | None = None


@dataclass(frozen=True)
class Groups:
    """The groups, the largest pooled value first; ``mean`` and ``between`` are None where nothing was pooled.

    ``mean`` is the mean of the groups, ``between`` the standard deviation between them beyond chance, in points.
    """

    groups: tuple[Group, ...]
    mean: float | None = None
    between: float | None = None


@dataclass(frozen=True)
class Reach:
    """Who was asked and heard: both are rates; without a value ``note`` says why."""

    response_rate: Answer
    coverage: Answer


@dataclass(frozen=True)
class Beside:
    """What stands beside the score of one period; ``rolling`` has one answer for each period asked for."""

    rolling: list[Answer]
    variants: list[Variant]
    reach: Reach
    themes: Themes


def rolling(read: Read, periods: Sequence[Period], as_of: date) -> list[Answer]:
    """The score over the twelve months that end with each period; of one respondent the latest answer counts.

    Each window is counted anew: it is not a sum of quarters. Without a value, and with a note, where answers begin
    after the window's first quarter (month). Empty for years, which are their own window.
    """
    asked = [period for period in periods if period.kind is not PeriodKind.YEAR]
    if not asked:
        return []
    windows = {period: _twelve_months(period) for period in asked}
    first = _first_answer(read)
    cuts = [cut_of(window, as_of) for window in windows.values()]
    rows = read("nps_rolling", {"periods": cuts})
    found = {start: figure for (start, _), figure in figures_from(kpi_by_id("nps"), rows).items()}
    result = []
    for period, window in windows.items():
        opening = period_containing(window.start, period.kind, period.fiscal_start_month)
        is_whole = first is not None and first < opening.end
        figure = found.get(window.start, Figure()) if is_whole else Figure()
        note = None if figure.value is not None else Message(NOT_A_YEAR)
        result.append(_answer("nps_rolling", period, as_of, figure, note))
    return result


def groups(read: Read, period: Period, as_of: date, dimension: Dimension) -> Groups:
    """The score of every group of ``dimension``, as counted and partially pooled.

    The sampling variance of a group is that of the adjusted Wald recipe, so that a group in which all say the same
    still is uncertain. Answers without a group are shown and take no part in the pooling.
    """
    kpi = kpi_by_id("nps")
    rows = read(kpi.query, {"periods": [cut_of(period, as_of)], "dimension": dimension})
    figures = figures_from(kpi, rows[rows["group_name"].notna()])
    counted = [
        (_answer(kpi.id, period, as_of, figure, None, group), figure)
        for (_, group), figure in figures.items()
        if figure.value is not None
    ]
    drawn = [(answer, figure.adjusted) for answer, figure in counted if answer.group != NO_GROUP and figure.adjusted]
    apart = [Group(answer) for answer, _ in counted if answer.group == NO_GROUP]
    values = np.array([answer.value for answer, _ in drawn], dtype=float)
    found = pool(values, np.array([adjusted.standard_error**2 for _, adjusted in drawn], dtype=float))
    if found is None:
        known = [Group(answer) for answer, _ in drawn]
        return Groups((*sorted(known, key=lambda group: -(group.answer.value or 0.0)), *apart))
    known = _pooled([answer for answer, _ in drawn], found)
    return Groups((*known, *apart), found.mean, math.sqrt(found.between))


def variants(read: Read, period: Period, as_of: date) -> list[Variant]:
    """The answers of a period counted in other ways, in the order of ``VARIANTS``.

    One customer one vote is the mean over customers of ``100 * (promoters - detractors) / answers``; weighted by
    revenue, each customer's share of that mean is its revenue. Both intervals see customers, not answers, as what was
    sampled: the adjusted Wald recipe (Rocks 2016) over the customers' own scores, weighted ones at the effective
    sample size (sum of weights)²/(sum of squared weights) of Kish 1965. Where every customer answered once and
    weighs the same, that is the adjusted Wald interval itself. ``excluded``: answers without a customer, customers
    without revenue.
    """
    rows = read("nps_by_customer", {"periods": [cut_of(period, as_of)]})
    whole = answers(kpi_by_id("nps"), [period], as_of, read)[0]
    is_named = rows["customer_id"].notna()
    n_answers = rows["promoters"] + rows["passives"] + rows["detractors"]
    unnamed = {"no customer": int(n_answers[~is_named].sum())} if (~is_named).any() else {}
    own = (100.0 * (rows["promoters"] - rows["detractors"]) / n_answers)[is_named].to_numpy(dtype=float)
    revenue = rows.loc[is_named, "revenue"].fillna(0.0).to_numpy(dtype=float)
    has_revenue = revenue > 0
    left_out = {"no revenue": int((~has_revenue).sum())} if (~has_revenue).any() else {}
    found = (
        whole,
        _weighted("nps_by_customer", period, as_of, own, np.ones(len(own)), unnamed, NO_CUSTOMERS),
        _weighted(
            "nps_by_revenue", period, as_of, own[has_revenue], revenue[has_revenue], unnamed | left_out, NO_REVENUE
        ),
    )
    return [Variant(*words, answer) for words, answer in zip(VARIANTS, found, strict=True)]


def reach(read: Read, period: Period, as_of: date) -> Reach:
    """How many of the surveys sent were answered, and of how many active customers there is an answer.

    Of the response rate there is no number where the files do not say when surveys were sent, or hold none that
    stayed unanswered: the answered ones alone would make it 100 %.
    """
    rows = read("nps_coverage", {"periods": [cut_of(period, as_of)]}).to_dict("records")
    row = rows[0] if rows else {}
    n_sent, n_answered = int(row.get("n_sent", 0)), int(row.get("n_sent_answered", 0))
    n_active, n_heard = int(row.get("n_customers_active", 0)), int(row.get("n_customers_answered", 0))
    not_known = NO_SENDING if n_sent == 0 else ONLY_ANSWERED if n_sent == n_answered else None
    return Reach(
        _rate("nps_response_rate", period, as_of, n_answered, n_sent, not_known),
        _rate("nps_coverage", period, as_of, n_heard, n_active, NOBODY_ACTIVE if n_active == 0 else None),
    )


def beside(read: Read, periods: Sequence[Period], as_of: date, stop_words: Collection[str]) -> Beside:
    """All that stands beside the score of the last of ``periods``, and the rolling score of each.

    ``stop_words`` are left out of the themes of the comments.

    Raises:
        ValueError: no period was given.
    """
    if not periods:
        raise ValueError("expected one period or more")
    last = periods[-1]
    return Beside(
        rolling(read, periods, as_of),
        variants(read, last, as_of),
        reach(read, last, as_of),
        themes_of(read("nps_comments", {"periods": [cut_of(last, as_of)]}), stop_words),
    )


def _twelve_months(period: Period) -> Period:
    return Period(
        add_months(period.end, -MONTHS_ROLLING), period.end, PeriodKind.YEAR, period.fiscal_start_month
    )  # fmt: skip


def _first_answer(read: Read) -> date | None:
    span = read("data_span", {})
    first = span.loc[span["entity"] == "survey_response", "first_on"].dropna()
    return None if first.empty else first.iloc[0].date()


def _answer(
    name: str, period: Period, as_of: date, figure: Figure, note: Message | None, group: str | None = None
) -> Answer:
    interval = figure.interval
    return Answer(
        name,
        period,
        group,
        figure.value,
        low=None if interval is None else interval.low,
        high=None if interval is None else interval.high,
        n=figure.n,
        numerator=figure.numerator,
        denominator=figure.denominator,
        excluded=figure.excluded,
        note=note,
        as_of=as_of,
    )


def _pooled(counted: Sequence[Answer], found: Pooled) -> list[Group]:
    reach_of_error = normal_quantile() * found.errors
    low = np.maximum(-100.0, found.values - reach_of_error)
    high = np.minimum(100.0, found.values + reach_of_error)
    known = [
        Group(answer, float(found.values[i]), float(low[i]), float(high[i]), float(found.own[i]))
        for i, answer in enumerate(counted)
    ]
    return sorted(known, key=lambda group: (-(group.pooled or 0.0), -(group.answer.value or 0.0)))


def _weighted(
    name: str, period: Period, as_of: date, own: Floats, weights: Floats, excluded: dict[str, int], why: str
) -> Answer:
    total = float(weights.sum())
    if total <= 0:
        return _answer(name, period, as_of, Figure(excluded=excluded), Message(why))
    share = weights / total
    value, squares = float((share * own).sum()), float((share * own**2).sum())
    effective = 1 / float((share**2).sum())
    n_adjusted = effective + ADDED_CUSTOMERS
    centre = effective * value / n_adjusted
    variance = max(0.0, (effective * squares + ADDED_SQUARES) / n_adjusted - centre**2)
    interval = NetPromoter(centre, math.sqrt(variance / n_adjusted), n_adjusted).interval()
    return _answer(name, period, as_of, Figure(value, interval, len(own), excluded=excluded), None)


def _rate(name: str, period: Period, as_of: date, numerator: int, denominator: int, why: str | None) -> Answer:
    if why is not None:
        figure = Figure(numerator=float(numerator), denominator=float(denominator))
        return _answer(name, period, as_of, figure, Message(why))
    interval = wilson_interval(numerator, denominator)
    value = numerator / denominator
    return _answer(
        name, period, as_of, Figure(value, interval, denominator, float(numerator), float(denominator)), None
    )
