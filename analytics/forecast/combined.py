"""Two views of the rest of the year that talk to each other: the months' own course, and the deals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from analytics.asking import ONE_DAY
from analytics.forecast.deals import NEVER, Deals, DealView, deals_of, number_of, view_of, won_between
from analytics.forecast.history import History, read_history
from analytics.forecast.outlook import Outlook, TwoViews, View, outlook
from analytics.forecast.peculiar import MONTHS_IN_YEAR
from analytics.forecast.simulated import Simulated, forecast_nodes, simulate
from analytics.forecast.tree import Floats
from analytics.forecast.year import Target, known_of, target_of, why_not
from domain.message import N_, Message
from domain.period import Period, PeriodKind, period_containing
from domain.read import Read

DAYS_A_MONTH = 365.25 / 12
FEWEST_ORIGINS = 4
MOST_ORIGINS = 12
FEWEST_MONTHS = 12
RIPE_MONTHS = 24
PRIOR = 4
"""So many origins' worth of doubt keeps a spread learnt from a few of them near that of the simulated futures."""
FEWEST_LINKED = 6
LINK_MONTHS = 24
"""What a won deal brings in invoices is learnt from so many months at most."""

NO_DEALS = Message(N_("No deal with the day of its creation is loaded, so there is no pipeline to compare with."))
NO_OPEN = Message(N_("No deal is open, so the pipeline says nothing of the rest of the year."))
FEW_CLOSED = Message(
    N_("Too few deals were won and lost, or over too short a time, to learn what an open one is worth.")
)
FEW_ORIGINS = N_(
    "The two views can be tried on {n} earlier quarter starts only; it takes {fewest} to weigh them, so they stand "
    "side by side."
)
NO_GAIN = N_(
    "Combined they would have been further off than the statistical forecast alone on {n} earlier quarter starts, so "
    "they stand side by side."
)
NO_LINK = Message(
    N_("Revenue is counted from invoices, and too few months with both are known to say what a won deal brings.")
)


@dataclass(frozen=True)
class _Tried:
    """Both views on an earlier day, months known before it: what each said, what came, what a like stretch did."""

    on: date
    n_before: int
    statistical: float
    pipeline: float
    came: float
    scale: float
    open_share: float


def two_views(read: Read, as_of: date, fiscal_start_month: int = 1, is_from_deals: bool = False) -> TwoViews | None:
    """Both views of the fiscal year under way on the day after ``as_of``; None where there is no forecast.

    The pipeline's back-test and the months' are made on the same quarter starts, each with what was known then, over
    as many months as are left of this year.
    """
    history = read_history(read, as_of, None, fiscal_start_month)
    year = period_containing(as_of + ONE_DAY, PeriodKind.YEAR, fiscal_start_month)
    if history is None or not len(history.cells) or why_not(history) is not None:
        return None
    simulated = simulate(history, year.end)
    actual, target = float(known_of(history, year).sum()), target_of(read, year, as_of)
    futures = _futures(simulated)
    mean = float(simulated.mean.sum())
    n_days = (year.end - as_of - ONE_DAY).days
    alone = View(outlook(year, actual, mean, futures, *target), None)
    deals = deals_of(read("deal_lives", {"as_of": as_of}))
    link = 1.0 if is_from_deals or deals is None else _link(history, deals, number_of(as_of))
    found = view_of(deals, number_of(as_of), n_days) if deals is not None else None
    why = _missing(deals, found, link)
    if why is not None or deals is None or found is None or link is None:
        return TwoViews(as_of, n_days, alone, None, None, why, by_count=deals is not None and deals.by_count)
    tried = _tried(history, deals, n_days, is_from_deals=is_from_deals)
    brought = found.total * link
    spread, errors = _spreads(tried)
    made = TwoViews(
        as_of,
        n_days,
        View(alone.year, errors[0]),
        View(_moved(year, actual, mean, brought, spread, futures, target), errors[1]),
        None,
        deals=found,
        link=None if is_from_deals else link,
        by_count=deals.by_count,
        usual_share=float(np.mean([one.open_share for one in tried])) if tried else None,
        n_origins=len(tried),
        first_origin=tried[0].on if tried else None,
    )
    return _together(made, tried, actual, (mean, brought), futures, target)


def _missing(deals: Deals | None, found: DealView | None, link: float | None) -> Message | None:
    if deals is None:
        return NO_DEALS
    if not (deals.closed == NEVER).any():
        return NO_OPEN
    if found is None:
        return FEW_CLOSED
    return NO_LINK if link is None else None


def _futures(simulated: Simulated) -> Floats:
    """(paths,) what is to come of the whole."""
    return np.asarray(simulated.paths.sum(axis=(0, 2)))


def _moved(
    year: Period, actual: float, mean: float, wanted: float, spread: float, futures: Floats, target: Target
) -> Outlook:
    """The same futures around another mean, and as wide as that view's errors are beside those of the months."""
    return outlook(year, actual, wanted, wanted + spread * (futures - mean), *target)


def _link(history: History, deals: Deals, day: int) -> float | None:
    """Revenue per money won, in the months before ``day`` for which both are known; None below half a year."""
    won = deals.closed[deals.is_won & (deals.closed <= day)]
    if not len(won):
        return None
    first = int(won.min())
    places = [
        place
        for place, month in enumerate(history.months)
        if number_of(month.start) >= first and number_of(month.end) <= day + 1
    ][-LINK_MONTHS:]
    if len(places) < FEWEST_LINKED:
        return None
    start, end = history.months[places[0]].start, history.months[places[-1]].end
    money = won_between(deals, number_of(start) - 1, number_of(end) - 1)
    revenue = float(history.typical[places].sum())
    return revenue / money if money > 0 and revenue > 0 else None


def _tried(history: History, deals: Deals, n_days: int, *, is_from_deals: bool) -> list[_Tried]:
    """Both views on every quarter start that has months enough before it and a like stretch after it.

    Two years before it where four such days are left, else one: with less than two the statistical forecast has no
    season to know, and would look worse than it is now.
    """
    ahead = max(1, round(n_days / DAYS_A_MONTH))
    typical, alone, found = history.typical, history.alone, []
    for place in range(FEWEST_MONTHS, len(history.months) - ahead + 1):
        month = history.months[place]
        if period_containing(month.start, PeriodKind.QUARTER, month.fiscal_start_month).start != month.start:
            continue
        day, months = number_of(month.start) - 1, history.months[place : place + ahead]
        view = view_of(deals, day, (months[-1].end - month.start).days)
        then = alone.until(month.start)
        link = 1.0 if is_from_deals else _link(then, deals, day)
        scale = float(typical[place - MONTHS_IN_YEAR : place].mean()) * ahead
        if view is None or link is None or scale <= 0:
            continue
        said = float(forecast_nodes(then.usual, then, months, then.effect()).mean.sum())
        share = view.weighted * link / said if said > 0 else 0.0
        came = float(typical[place : place + ahead].sum())
        found.append(_Tried(month.start, place, said, view.total * link, came, scale, share))
    ripe = [one for one in found if one.n_before >= RIPE_MONTHS]
    return (ripe if len(ripe) >= FEWEST_ORIGINS else found)[-MOST_ORIGINS:]


def _spreads(tried: Sequence[_Tried]) -> tuple[float, tuple[float | None, float | None]]:
    """Spread of the pipeline's futures beside the months', and both root mean squared errors."""
    if not tried:
        return 1.0, (None, None)
    months, pipeline = _squared(tried, 0.0), _squared(tried, 1.0)
    return _spread(pipeline, months, len(tried)), (float(np.sqrt(months)), float(np.sqrt(pipeline)))


def _squared(tried: Sequence[_Tried], weight: float) -> float:
    """The mean squared error with that share of the pipeline, in units of a like stretch before."""
    errors = [((1 - weight) * one.statistical + weight * one.pipeline - one.came) / one.scale for one in tried]
    return float(np.mean(np.square(errors)))


def _spread(mine: float, months: float, n: int) -> float:
    ratio = mine / months if months > 0 else 1.0
    return float(np.sqrt((n * ratio + PRIOR) / (n + PRIOR)))


def weight_of(statistical: float, pipeline: float) -> float:
    """The pipeline's share by the inverse of the mean squared errors (Bates & Granger 1969)."""
    both = statistical + pipeline
    return statistical / both if both > 0 else 0.5


def _together(
    made: TwoViews, tried: Sequence[_Tried], actual: float, means: tuple[float, float], futures: Floats, target: Target
) -> TwoViews:
    """The two combined, where enough earlier days say that it is worth it; the reason where not.

    What the combination would have been off by is measured on each day with the weights of the other days.
    """
    n = len(tried)
    if n < FEWEST_ORIGINS:
        return replace(made, why=Message(FEW_ORIGINS, {"n": n, "fewest": FEWEST_ORIGINS}))
    left_out = []
    for place in range(n):
        others = [*tried[:place], *tried[place + 1 :]]
        left_out.append(_squared([tried[place]], weight_of(_squared(others, 0.0), _squared(others, 1.0))))
    months, both = _squared(tried, 0.0), float(np.mean(left_out))
    if both >= months:
        return replace(made, why=Message(NO_GAIN, {"n": n}))
    weight = weight_of(months, _squared(tried, 1.0))
    wanted = (1 - weight) * means[0] + weight * means[1]
    year = made.statistical.year.period
    combined = _moved(year, actual, means[0], wanted, _spread(both, months, n), futures, target)
    return replace(made, combined=View(combined, float(np.sqrt(both))), weight=weight)
