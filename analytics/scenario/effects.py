"""What the moved levers do to revenue, month by month and future by future: docs/adr/0009-what-if.md, "Formula".

Every array begins with one axis: of many scenarios reckoned at once, or of the simulated futures of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.forecast.tree import Floats
from analytics.scenario import levers as ids
from analytics.scenario.base import Base
from analytics.scenario.levers import Moves, lever_of, subject_of

RESPONSE_TO_NPS, RESPONSE_TO_RETENTION, NPS_TO_RETENTION = (
    "response_to_nps",
    "response_to_retention",
    "nps_to_retention",
)
GOOD_SIGN = {RESPONSE_TO_NPS: -1.0, RESPONSE_TO_RETENTION: 1.0, NPS_TO_RETENTION: -1.0}
"""Slow answers lower scores, slow answers and low scores make customers leave; the other way round no lever acts."""
MONTHS_IN_QUARTER = 3
SMALLEST_RATIO = 1e-6
SURE = 1e-9
SEED = 20251130
TWO_SIDED_95 = 1.959963984540054
OF_DEALS = (ids.WIN_RATE, ids.WIN, ids.SLIP)


@dataclass(frozen=True)
class Service:
    """What the levers of service come to, (k,) each.

    ``doublings`` of response time; ``nps`` in points, all of its change; ``leaving``: change of the log-odds of it.
    """

    doublings: Floats
    nps: Floats
    leaving: Floats


@dataclass(frozen=True)
class Drives:
    """The changes of k scenarios side by side, (k,) each; ``staying`` the share of revenue of customers not lost,
    ``pipeline`` (k, months) what is expected more of the open deals.
    """

    change: dict[str, Floats]
    staying: Floats
    pipeline: Floats


def delta_mean(base: Base, moves: Moves) -> Floats:
    """(months,) what the levers add to the expected revenue of each month to come; exactly 0 where none is moved."""
    return np.asarray(delta_means(base, moves, np.array([[change for _, change in moves.moves]]))[0])


def delta_means(base: Base, moves: Moves, changes: Floats) -> Floats:
    """(k, months) the same of k scenarios: ``changes`` (k, levers) of the levers of ``moves``, in their order."""
    driven = drives(base, moves.keys, changes)
    return _delta(base, moves, base.mean[None, :], driven, service(base, moves, driven).leaving)


def delta_paths(base: Base, moves: Moves) -> Floats:
    """(paths, months) what the levers add to each future; exactly 0 where none is moved."""
    driven = drives(base, moves.keys, np.array([[change for _, change in moves.moves]]))
    return _delta(base, moves, base.paths, driven, service(base, moves, driven, len(base.paths)).leaving)


def drives(base: Base, keys: Sequence[str], changes: Floats) -> Drives:
    """What k scenarios move. ``changes`` is (k, keys); an event happens where it is not 0."""
    none = np.zeros(len(changes))
    change = {lever.id: none for lever in ids.SLIDERS}
    gone = none
    share_of = {one.customer_id: one.share for one in base.customers}
    for place, key in enumerate(keys):
        lever = lever_of(key)
        if lever is not None and lever.id == ids.LOSE:
            gone = gone + share_of.get(subject_of(key), 0.0) * (changes[:, place] != 0)
        elif lever is not None and not lever.is_event:
            change[key] = changes[:, place]
    return Drives(change, np.maximum(0.0, 1 - gone), _pipelines(base, keys, changes))


def service(base: Base, moves: Moves, driven: Drives, n_paths: int = 0) -> Service:
    """The levers of service through the links that ``moves`` has on.

    With ``n_paths`` the links' effects are drawn, one a future, so that what is not known of them is in the bands.
    """
    doublings = np.log2(np.maximum(SMALLEST_RATIO, 1 + driven.change[ids.RESPONSE]))
    points, slope = driven.change[ids.NPS], base.learnt.score_slope
    effect = {link_id: _effect(base, moves, link_id, n_paths) for link_id in GOOD_SIGN}
    heard = effect[RESPONSE_TO_NPS] * doublings
    direct = base.link(RESPONSE_TO_RETENTION)
    # A direct effect leaves out what runs through the score; one that is not has it already.
    is_added = direct is None or direct.is_direct or RESPONSE_TO_RETENTION not in moves.links
    scores = points / slope + (heard if is_added else 0.0)
    leaving = effect[RESPONSE_TO_RETENTION] * doublings + effect[NPS_TO_RETENTION] * scores
    return Service(doublings, points + heard * slope, leaving)


def retention(base: Base, change: Floats, leaving: Floats) -> Floats:
    """The rate at which a quarter's customers return, 0..1, under a change of it and of the log-odds of leaving."""
    rate = np.clip((base.learnt.returning_rate or 0.0) + change, 0.0, 1.0)
    with np.errstate(divide="ignore"):
        log_odds = np.log(1 - rate) - np.log(rate)
    moved = 1 / (1 + np.exp(np.clip(log_odds + leaving, -700, 700)))
    inside = (rate > 0) & (rate < 1) & (leaving != 0)
    return np.asarray(np.where(inside, moved, rate + 0 * leaving))


def _effect(base: Base, moves: Moves, link_id: str, n_paths: int) -> Floats:
    link = base.link(link_id) if link_id in moves.links else None
    sign = GOOD_SIGN[link_id]
    if link is None or link.effect * sign <= 0:
        return np.zeros(1)
    if not n_paths:
        return np.array([link.effect])
    error = (link.high - link.low) / (2 * TWO_SIDED_95)
    drawn = link.effect + error * drawn_normals(n_paths, list(GOOD_SIGN).index(link_id))
    return np.asarray(sign * np.maximum(sign * drawn, 0.0))


def drawn_normals(n: int, place: int) -> Floats:
    """So many draws from a standard normal for the link at ``place``, the same every time."""
    return np.random.default_rng((SEED, place)).standard_normal(n)


def _delta(base: Base, moves: Moves, futures: Floats, driven: Drives, leaving: Floats) -> Floats:
    """What is added to ``futures`` (k or 1, months)."""
    can_act = base.acts * np.maximum(futures, 0.0)
    expected = base.acts * np.maximum(base.mean, 0.0)
    none = np.zeros(1)
    new_before = _new(base, np.ones(1), none, none)[0]
    inside = np.minimum(new_before, expected)
    new_share = np.divide(inside, expected, out=np.zeros_like(expected), where=expected > 0)
    room = np.divide(inside, new_before, out=np.ones_like(expected), where=new_before > 0)
    ratio = _kept(base, driven.change[ids.RETENTION], leaving)
    grown = (ratio * (1 + driven.change[ids.EXPANSION]))[:, None] ** (base.since / MONTHS_IN_QUARTER)
    existing = can_act * (1 - new_share) * (grown * driven.staying[:, None] - 1)
    new = room * (_new(base, ratio, driven.change[ids.NEW_CUSTOMERS], driven.change[ids.NEW_VALUE]) - new_before)
    # No month falls below nothing, unless it was forecast to.
    sold = np.maximum(futures + existing + new + driven.pipeline, np.minimum(futures, 0.0))
    starts = np.array([moves.price_from is None or month.start >= moves.price_from for month in base.months])
    dearer = driven.change[ids.PRICE][:, None] * (base.acts * starts) * np.maximum(sold, 0.0)
    return np.asarray(sold + dearer - futures)


def _kept(base: Base, change: Floats, leaving: Floats) -> Floats:
    """(k,) the returning rate under the levers over the one learnt; exactly 1 where nothing moves it."""
    before = base.learnt.returning_rate
    if not before:
        return np.ones(1)
    moved = np.maximum(retention(base, change, leaving) / before, SMALLEST_RATIO)
    return np.asarray(np.where((change == 0) & (leaving == 0), 1.0, moved))


def _new(base: Base, ratio: Floats, more: Floats, worth: Floats) -> Floats:
    """(k, months) revenue of the customers won after ``as_of``: those of a month bring half of it in that month."""
    learnt, length = base.learnt, base.length
    if learnt.new_customers is None or learnt.new_value is None:
        return np.zeros((1, len(length)))
    won = np.maximum(0.0, learnt.new_customers + more)[:, None] * length
    power = ratio[:, None] ** (base.since / MONTHS_IN_QUARTER)
    earlier = np.cumsum(won / power, axis=1) - won / power
    return np.asarray(learnt.new_value * (1 + worth)[:, None] * length * (power * earlier + won / 2))


def _pipelines(base: Base, keys: Sequence[str], changes: Floats) -> Floats:
    """(k, months) what is expected more of the open deals; scenarios that treat them alike are reckoned once."""
    places = [place for place, key in enumerate(keys) if key.partition(":")[0] in OF_DEALS]
    if not places or not base.deals:
        return np.zeros((len(changes), len(base.months)))
    kinds, kind_of = np.unique(changes[:, places], axis=0, return_inverse=True)
    names = [keys[place] for place in places]
    found = [
        _pipeline(base, {name: change for name, change in zip(names, kind, strict=True) if change}) for kind in kinds
    ]
    return np.array(found)[kind_of.reshape(-1)]


def _pipeline(base: Base, change: dict[str, float]) -> Floats:
    """(months,) for one scenario. A deal that slips out of the year brings nothing in it."""
    deals = base.deal_columns
    likely = moved_odds(deals.probability, base.learnt.win_rate, change.get(ids.WIN_RATE, ids.NEUTRAL))
    due, likely = deals.place.copy(), likely.copy()
    for key in change:
        row = deals.row_of.get(subject_of(key))
        if row is not None and key.startswith(f"{ids.WIN}:"):
            likely[row] = 1.0
        elif row is not None and key.startswith(f"{ids.SLIP}:"):
            due[row] += MONTHS_IN_QUARTER
    n_months = len(base.months)
    before = np.bincount(deals.place, deals.amount * deals.probability, n_months + MONTHS_IN_QUARTER)
    after = np.bincount(due, deals.amount * likely, n_months + MONTHS_IN_QUARTER)
    return np.asarray((after - before)[:n_months])


def moved_odds(probability: Floats, rate: float | None, change: float) -> Floats:
    """Chances of winning, moved by as much as the win rate's log-odds; what is certain either way stays."""
    if change == 0 or rate is None or not 0 < rate < 1:
        return probability
    moved = min(1 - SURE, max(SURE, rate + change))
    times = moved / (1 - moved) / (rate / (1 - rate))
    odds = times * np.divide(probability, 1 - probability, out=np.zeros_like(probability), where=probability < 1)
    return np.asarray(np.where(probability < 1, odds / (1 + odds), 1.0))
