"""What a scenario starts from, read from the data: the forecast, its futures, and the baseline of every lever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from analytics.asking import ONE_DAY, cut_of
from analytics.forecast.history import MONTHS_IN_YEAR, History, read_history
from analytics.forecast.outlook import NoForecast, YearForecast
from analytics.forecast.tree import Floats
from analytics.forecast.year import simulate, year_forecast
from analytics.scenario import levers as ids
from analytics.scenario.base import Base, KeyCustomer, Learnt, Link, OpenDeal
from domain.message import N_, Message
from domain.period import Period, PeriodKind, period_containing, periods_between
from domain.read import Read

if TYPE_CHECKING:
    import pandas as pd

DAYS_IN_MONTH = 365.25 / 12
QUARTERS = 4
FIRST_MONTHS = 6
"""Of the data: whoever buys in them may have been a customer before, so nobody counts as new."""
LEAST_SLOPE = 10.0
MOST_CUSTOMERS = 1000
"""The largest; a loss of a smaller one would not show, and all of them would make every page slower."""

TOO_SHORT = Message(N_("Too little history: it takes two whole quarters of customers."))
NOBODY_NEW = Message(N_("No customer was new in the last twelve months, so what one is worth is not known."))
NEW_UNKNOWN = Message(N_("Too little history: who is new is known only after six months of it."))
NO_DEALS = Message(N_("No open deal with an amount is due before the year ends."))
NO_TICKETS = Message(N_("No ticket was answered in the last twelve months."))
NO_SURVEYS = Message(N_("Nobody answered a survey in the last twelve months."))
NO_MANAGERS = Message(N_("No customer has an account manager."))
NO_CUSTOMERS = Message(N_("No customer of the last quarter had revenue in the last twelve months."))


@dataclass(frozen=True)
class _Span:
    """What is read of: the last whole quarters, the twelve months before, and since when customers count as active."""

    as_of: date
    quarters: tuple[Period, ...]
    year: Period
    history: History

    @property
    def last_quarter(self) -> Period:
        return self.quarters[-1]


def learn(
    read: Read,
    as_of: date,
    fiscal_start_month: int = 1,
    *,
    forecast: YearForecast | None = None,
    links: Sequence[Link] = (),
) -> Base | NoForecast:
    """What scenarios of the year under way start from, as known at the end of ``as_of``.

    ``forecast``: the annual forecast of the same reader, day and fiscal year where it is there already.
    """
    found = forecast or year_forecast(read, as_of, None, fiscal_start_month)
    history = read_history(read, as_of, None, fiscal_start_month)
    if isinstance(found, NoForecast) or history is None:
        return found if isinstance(found, NoForecast) else NoForecast(as_of, Message(N_("No revenue is loaded.")))
    simulated = simulate(history, found.year.end)
    everything = np.ones(len(history.cells))
    within = [place for place, month in enumerate(simulated.months) if month.start >= found.year.start]
    months = tuple(simulated.months[place] for place in within)
    paths = np.tensordot(everything, simulated.paths[:, :, within], axes=1)
    # Added in the order in which the forecast adds them, so that without levers the two are the same numbers.
    rest = np.tensordot(everything, simulated.paths[:, :, within].sum(axis=2), axes=1)
    mean = np.asarray(everything @ simulated.mean[:, within])
    length = np.array([_length(month, history) for month in months])
    acts = np.where([month == history.now for month in months], 1.0, length)
    span = _span(history, fiscal_start_month)
    learnt, reasons = _learnt(read, span, found.year)
    deals = _deals(read, found.year, as_of, months, acts * np.maximum(mean, 0.0), learnt.win_rate)
    customers = _customers(read, span)
    if not deals:
        reasons |= dict.fromkeys((ids.WIN_RATE, ids.WIN, ids.SLIP), NO_DEALS)
    if not customers:
        reasons[ids.LOSE] = NO_CUSTOMERS
    return Base(
        found, months, mean, paths, rest, acts, length, _with_win_rate(learnt, deals), deals, customers,
        tuple(links), reasons,
    )  # fmt: skip


def _length(month: Period, history: History) -> float:
    """The share of a month that lies after ``as_of``."""
    if month.end <= history.as_of + ONE_DAY:
        return 0.0
    if month == history.now:
        return history.left
    return min(1.0, (month.end - history.as_of - ONE_DAY).days / month.days)


def _span(history: History, fiscal_start_month: int) -> _Span:
    known_until = history.months[-1].end if history.now is None and history.n_missing else history.as_of + ONE_DAY
    last = period_containing(known_until - ONE_DAY, PeriodKind.QUARTER, fiscal_start_month)
    last = last if last.end <= known_until else last.previous
    year_end = history.months[-1]
    year = Period(year_end.shift(1 - MONTHS_IN_YEAR).start, year_end.end, PeriodKind.YEAR, fiscal_start_month)
    return _Span(history.as_of, periods_between(last.shift(1 - QUARTERS), last), year, history)


def _learnt(read: Read, span: _Span, year: Period) -> tuple[Learnt, dict[str, Message]]:
    """The baselines, and why a lever has none."""
    cuts = [cut_of(quarter, span.as_of) for quarter in span.quarters]
    moved = read("customer_movement", {"periods": cuts, "dimension": None})
    moved = moved[moved["active_before"].fillna(0) > 0]
    kept = read("revenue_retention", {"periods": cuts, "dimension": None})
    kept = kept[kept["before_revenue"].fillna(0) > 0]
    whole = [cut_of(span.year, span.as_of)]
    closed = read("win_rate", {"periods": whole, "dimension": None}).iloc[0]
    answered = read("response_time_mean", {"periods": whole, "dimension": None})[["total", "n"]].sum()
    score, slope = _score(read("nps_scores", {"periods": whole, "dimension": None}))
    owned = read("customers_per_manager_snapshot", {"periods": [cuts[-1]], "dimension": None}).iloc[0]
    per_month, value, reasons = _newcomers(read, span)
    returning, before = float(moved["returning"].sum()), float(moved["active_before"].sum())
    revenue_before = float(kept["before_revenue"].sum())
    grown = float((kept["now_revenue"] - kept["kept_revenue"]).sum())
    learnt = Learnt(
        returning_rate=returning / before if returning else None,
        n_customers=float(moved["active_now"].iloc[-1]) if returning else None,
        won_back=float(moved["won_back"].mean()) if returning else 0.0,
        n_quarters=max(1, len(periods_between(
            span.last_quarter.next, period_containing(year.end - ONE_DAY, PeriodKind.QUARTER, year.fiscal_start_month)
        ))),
        new_customers=per_month,
        new_value=value,
        expansion=grown / revenue_before if revenue_before else None,
        win_rate=float(closed["numerator"]) / float(closed["denominator"]) if closed["denominator"] else None,
        response_hours=float(answered["total"]) / float(answered["n"]) if answered["n"] else None,
        nps=score,
        score_slope=slope,
        n_managed=float(owned["numerator"]) if owned["n"] else None,
        n_managers=float(owned["denominator"]) if owned["n"] else None,
    )  # fmt: skip
    why = {
        ids.RETENTION: (learnt.returning_rate, TOO_SHORT), ids.EXPANSION: (learnt.expansion, TOO_SHORT),
        ids.RESPONSE: (learnt.response_hours, NO_TICKETS), ids.NPS: (learnt.nps, NO_SURVEYS),
        ids.MANAGERS: (learnt.n_managers, NO_MANAGERS),
    }  # fmt: skip
    return learnt, reasons | {lever: message for lever, (value, message) in why.items() if value is None}


def _score(scores: pd.DataFrame) -> tuple[float | None, float]:
    """NPS, and how many points of it one more point of every score is worth.

    Scores are rounded opinions: of those on either side of a border (6|7 and 8|9) half cross it per point.
    """
    counts = dict(zip(scores["score"].astype(int), scores["n"].astype(float), strict=True))
    n = sum(counts.values())
    if not n:
        return None, LEAST_SLOPE
    promoters = sum(count for score, count in counts.items() if score >= 9)
    detractors = sum(count for score, count in counts.items() if score <= 6)
    near = sum(counts.get(score, 0.0) for score in (6, 7, 8, 9))
    return 100 * (promoters - detractors) / n, max(LEAST_SLOPE, 100 * near / (2 * n))


def _newcomers(read: Read, span: _Span) -> tuple[float | None, float | None, dict[str, Message]]:
    """New customers a month and the revenue a month of each, over at most twelve months; reasons where not known."""
    n_months = min(MONTHS_IN_YEAR, len(span.history.months) - FIRST_MONTHS)
    both = (ids.NEW_CUSTOMERS, ids.NEW_VALUE)
    if n_months < FIRST_MONTHS:
        return None, None, dict.fromkeys(both, NEW_UNKNOWN)
    months = span.history.months[-n_months:]
    window = Period(months[0].start, months[-1].end, PeriodKind.YEAR, months[0].fiscal_start_month)
    row = read("new_customer_revenue", {"periods": [cut_of(window, span.as_of)]}).iloc[0]
    if not row["n"] or not row["revenue"] > 0:
        return None, None, dict.fromkeys(both, NOBODY_NEW)
    return float(row["n"]) / n_months, float(row["revenue"]) / (float(row["n_days"]) / DAYS_IN_MONTH), {}


def _deals(
    read: Read, year: Period, as_of: date, months: Sequence[Period], expected: Floats, win_rate: float | None
) -> tuple[OpenDeal, ...]:
    """The open deals due in the months to come; one without a probability takes the win rate.

    Where a month's deals weigh more than its forecast bears, their probabilities are scaled down to it.
    """
    frame = read("pipeline_open", {"periods": [cut_of(year, as_of)]})
    frame = frame[(frame["amount_reporting"].fillna(0) > 0) & frame["close_on"].notna()]
    place_of = {(month.start.year, month.start.month): place for place, month in enumerate(months)}
    due = []
    for row in frame.to_dict("records"):
        place = place_of.get((row["close_on"].year, row["close_on"].month))
        chance = row["probability"] if row["probability"] == row["probability"] else win_rate
        if place is None or chance is None or row["close_on"].date() <= as_of - timedelta(days=1):
            continue
        name = row["deal_name"] if isinstance(row["deal_name"], str) else row["deal_id"]
        customer = row["customer"] if isinstance(row["customer"], str) else ""
        amount, likely = float(row["amount_reporting"]), min(1.0, max(0.0, float(chance)))
        due.append(OpenDeal(row["deal_id"], name, customer, amount, likely, place))
    weighted = np.zeros(len(months))
    for deal in due:
        weighted[deal.place] += deal.amount * deal.probability
    bearable = np.divide(expected, weighted, out=np.ones(len(months)), where=weighted > expected)
    return tuple(
        OpenDeal(
            one.deal_id, one.name, one.customer, one.amount, one.probability * float(bearable[one.place]), one.place
        )
        for one in due
    )


def _with_win_rate(learnt: Learnt, deals: Sequence[OpenDeal]) -> Learnt:
    """Where no deal was closed in a year, the win rate is what the sources say of the open ones."""
    if (learnt.win_rate is not None and 0 < learnt.win_rate < 1) or not deals:
        return learnt
    amount = sum(deal.amount for deal in deals)
    said = sum(deal.amount * deal.probability for deal in deals) / amount
    return replace(learnt, win_rate=min(0.99, max(0.01, said)))


def _customers(read: Read, span: _Span) -> tuple[KeyCustomer, ...]:
    frame = read(
        "customers_to_lose", {"periods": [cut_of(span.year, span.as_of)], "since": span.last_quarter.start}
    ).head(MOST_CUSTOMERS)
    return tuple(
        KeyCustomer(row["customer_id"], row["customer"], float(row["revenue"]), min(1.0, float(row["share"])))
        for row in frame.to_dict("records")
        if row["share"] == row["share"] and isinstance(row["customer_id"], str)
    )
