"""Two views of the rest of the year that talk to each other: the months' own course, and the deals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from analytics.asking import ONE_DAY
from analytics.forecast.deals import NEVER, Deals, DealView, deals_of, number_of, view_of, won_between
from analytics.forecast.history import History, read_history
from analytics.forecast.outlook import TwoViews, View, outlook
from analytics.forecast.peculiar import MONTHS_IN_YEAR
from analytics.forecast.simulated import Simulated, forecast_nodes, simulate
from analytics.forecast.tree import Floats
from analytics.forecast.year import known_of, target_of, why_not
from domain.message import N_, Message
from domain.period import PeriodKind, period_containing
from domain.read import Read

DAYS_A_MONTH = 365.25 / 12
FEWEST_ORIGINS = 6
MOST_ORIGINS = 24
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
    "The two views can be tried on {n} earlier month starts only; it takes {fewest} to weigh them, so they stand "
    "side by side."
)
NO_GAIN = N_(
    "Combined they would have been further off than the statistical forecast alone on {n} earlier month starts, so "
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

    The pipeline's back-test and the months' are made on the same month starts, each with what was known then, over as
    many months as are left of this year.
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
    ahead, brought = _months_in(n_days), found.total * link
    scale = _scale(history.typical, ahead)

    def view(wanted: float, squared: float | None) -> View:
        spread = _spread(squared or 0.0, tried, scale, ahead, futures)
        return View(
            outlook(year, actual, wanted, wanted + spread * (futures - mean), *target),
            None if squared is None else float(np.sqrt(squared)),
        )

    months, pipeline = (_squared(tried, share) if tried else None for share in (0.0, 1.0))
    made = TwoViews(
        as_of,
        n_days,
        View(alone.year, None if months is None else float(np.sqrt(months))),
        view(brought, pipeline),
        None,
        deals=found,
        link=None if is_from_deals else link,
        by_count=deals.by_count,
        usual_share=float(np.mean([one.open_share for one in tried])) if tried else None,
        n_origins=len(tried),
        first_origin=tried[0].on if tried else None,
    )
    if len(tried) < FEWEST_ORIGINS or months is None:
        return replace(made, why=Message(FEW_ORIGINS, {"n": len(tried), "fewest": FEWEST_ORIGINS}))
    weight, both = _weighed(tried, ahead)
    if both >= months:
        return replace(made, why=Message(NO_GAIN, {"n": len(tried)}))
    return replace(made, combined=view((1 - weight) * mean + weight * brought, both), weight=weight)


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
    """Both views on every month start that has months enough before it and a like stretch after it.

    Two years before it where six such days are left, else one: with less than two the statistical forecast has no
    season to know, and would look worse than it is now.
    """
    ahead = _months_in(n_days)
    typical, alone, found = history.typical, history.alone, []
    last = len(history.months) - ahead
    for place in range(max(FEWEST_MONTHS, last - MOST_ORIGINS + 1), last + 1):
        month = history.months[place]
        day, months = number_of(month.start) - 1, history.months[place : place + ahead]
        view = view_of(deals, day, (months[-1].end - month.start).days)
        then = alone.until(month.start)
        link = 1.0 if is_from_deals else _link(then, deals, day)
        scale = _scale(typical[:place], ahead)
        if view is None or link is None or scale <= 0:
            continue
        said = float(forecast_nodes(then.usual, then, months, then.effect()).mean.sum())
        share = view.weighted * link / said if said > 0 else 0.0
        came = float(typical[place : place + ahead].sum())
        found.append(_Tried(month.start, place, said, view.total * link, came, scale, share))
    ripe = [one for one in found if one.n_before >= RIPE_MONTHS]
    return ripe if len(ripe) >= FEWEST_ORIGINS else found


def _months_in(n_days: int) -> int:
    return max(1, round(n_days / DAYS_A_MONTH))


def _scale(typical: Floats, ahead: int) -> float:
    """The revenue of a like stretch: so many months of the year before."""
    return float(typical[-MONTHS_IN_YEAR:].mean()) * ahead


def _squared(tried: Sequence[_Tried], weight: float) -> float:
    """The mean squared error with that share of the pipeline, in units of a like stretch before."""
    errors = [((1 - weight) * one.statistical + weight * one.pipeline - one.came) / one.scale for one in tried]
    return float(np.mean(np.square(errors)))


def _spread(squared: float, tried: Sequence[_Tried], scale: float, ahead: int, futures: Floats) -> float:
    """How many times as wide as the months' futures a view is whose mean squared error that was.

    Stretches that overlap count as one. A few are drawn towards the spread of the simulated futures.
    """
    own = float(futures.var())
    if not tried or own <= 0:
        return 1.0
    n = 1 + (len(tried) - 1) / ahead
    return float(np.sqrt((n * squared * scale**2 / own + PRIOR) / (n + PRIOR)))


def weight_of(statistical: float, pipeline: float) -> float:
    """The pipeline's share by the inverse of the mean squared errors (Bates & Granger 1969)."""
    both = statistical + pipeline
    return statistical / both if both > 0 else 0.5


def _weighed(tried: Sequence[_Tried], ahead: int) -> tuple[float, float]:
    """The pipeline's share, and the mean squared error of the combination.

    What the combination would have been off by is measured on each day with the weights that the days whose stretch
    does not overlap with its own give; half and half where there are none.
    """
    left_out = []
    for one in tried:
        others = [other for other in tried if abs(other.n_before - one.n_before) >= ahead]
        weight = weight_of(_squared(others, 0.0), _squared(others, 1.0)) if others else 0.5
        left_out.append(_squared([one], weight))
    return weight_of(_squared(tried, 0.0), _squared(tried, 1.0)), float(np.mean(left_out))
