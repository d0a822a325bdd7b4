"""Deals: one behind every new, returning or growing customer, the lost ones beside them, and the open pipeline."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.samples import words
from data.samples.business import annual_value, spells_of
from data.samples.history import History
from data.samples.kinds import Days, Flags, Ints
from data.samples.timeline import MONTHS, chance, pick, reordered

OPEN, WON, LOST = 0, 1, 2
LOST_FOR_A_WON = 2.3
OPEN_PER_CUSTOMER = 0.36
PROSPECT_SHARE = 0.12
NO_AMOUNT_SHARE = 0.03
STALE_SHARE = 0.07
SIGNED_FROM_START = (-62, 28)
"""Days from the start of a customer's first quarter to its signature: no month of a quarter is without signatures."""

LONGEST_AHEAD = 150
NEW_SHARE = 0.45
SMALLEST = 2_000_000


@dataclass(frozen=True)
class Deals:
    """One entry per deal in order of creation. ``customer`` -1: a prospect; ``amount`` -1: not given.

    ``stage`` is a position in ``words.STAGES`` for open deals; ``reason`` one in ``words.LOST_REASONS`` for lost ones.
    """

    customer: Ints
    manager: Ints
    product: Ints
    state: Ints
    stage: Ints
    reason: Ints
    amount: Ints
    created: Days
    closes: Days
    is_new: Flags


def _months_of(history: History, days: Days) -> Ints:
    """The month of the data each day lies in; days outside count to the nearest month."""
    found = np.searchsorted(history.timeline.month_start, days, side="right") - 1
    return np.clip(found, 0, MONTHS - 1).astype(np.int64)


def _won(rng: np.random.Generator, history: History) -> tuple[Ints, Ints, Days, Flags]:
    """Customer, product, closing day and "new business" of every won deal: arrivals, returns, further services."""
    spells, customers, timeline = spells_of(history), history.customers, history.timeline
    arrived = spells.first > 0
    taken = customers.adopted[spells.customer]
    inside = (taken > spells.first[:, None]) & (taken <= spells.last[:, None])
    row, product = np.nonzero(inside)
    customer = np.concatenate([spells.customer[arrived], spells.customer[row]])
    quarter = np.concatenate([spells.first[arrived], taken[row, product]])
    products = np.concatenate([customers.main[spells.customer[arrived]], product])
    opened = timeline.month_start[timeline.first_month[quarter]]
    closes = opened + rng.integers(*SIGNED_FROM_START, len(customer)).astype("timedelta64[D]")
    is_new = np.arange(len(customer)) < int(arrived.sum())
    return customer, products, closes, is_new


def _lost(rng: np.random.Generator, history: History, count: int) -> tuple[Ints, Ints, Days]:
    """Customer, product and closing day of the lost deals."""
    first, last = np.datetime64(history.timeline.start), np.datetime64(history.timeline.end)
    closes = first + rng.integers(0, int((last - first).astype(np.int64)), count).astype("timedelta64[D]")
    customer = rng.integers(0, history.customers.count, count)
    return customer, rng.integers(0, len(words.PRODUCTS), count), closes


def _open(rng: np.random.Generator, history: History, count: int) -> tuple[Ints, Ints, Days, Days]:
    """Customer, product, creation and expected closing day of the open deals; a few are past their day."""
    closing = np.datetime64(history.timeline.end)
    staying = np.flatnonzero(history.active[:, -1])
    created = closing - rng.integers(1, 140, count).astype("timedelta64[D]")
    ahead = closing + rng.integers(0, LONGEST_AHEAD, count).astype("timedelta64[D]")
    past = created + ((closing - created).astype(np.int64) * rng.uniform(0.2, 0.9, count)).astype("timedelta64[D]")
    closes = np.where(rng.random(count) < STALE_SHARE, past, ahead)
    return rng.choice(staying, count), rng.integers(0, len(words.PRODUCTS), count), created, closes


def _states(n_won: int, n_lost: int, n_open: int) -> Ints:
    return np.repeat(np.array([WON, LOST, OPEN]), (n_won, n_lost, n_open))


def make_deals(history: History) -> Deals:
    """All deals known at the end of the data."""
    rng, customers = chance(history.seed, 7), history.customers
    won_customer, won_product, won_on, won_new = _won(rng, history)
    n_won, n_lost = len(won_customer), round(len(won_customer) * LOST_FOR_A_WON)
    n_open = round(customers.count * OPEN_PER_CUSTOMER)
    lost_customer, lost_product, lost_on = _lost(rng, history, n_lost)
    open_customer, open_product, open_created, open_closes = _open(rng, history, n_open)
    state = _states(n_won, n_lost, n_open)
    customer = np.concatenate([won_customer, lost_customer, open_customer])
    product = np.concatenate([won_product, lost_product, open_product])
    closed = np.concatenate([won_on, lost_on])
    taken = rng.integers(18, 130, n_won + n_lost).astype("timedelta64[D]")
    created = np.concatenate([closed - taken, open_created])
    closes = np.concatenate([closed, open_closes])
    month = _months_of(history, np.where(state == OPEN, created, closes))
    amount = annual_value(customers, customer, product, month.astype(np.float64))
    amount = np.rint(amount * rng.lognormal(0.0, 0.25, len(amount)) / 1e6).astype(np.int64) * 1_000_000
    no_amount = (state != WON) & (rng.random(len(state)) < NO_AMOUNT_SHARE)
    prospect = (state != WON) & (rng.random(len(state)) < PROSPECT_SHARE)
    is_new = np.concatenate([won_new, rng.random(n_lost + n_open) < NEW_SHARE])
    deals = Deals(
        customer=np.where(prospect, -1, customer),
        manager=history.ownership.owner[customer, month],
        product=product,
        state=state,
        stage=pick(rng, words.STAGE_WEIGHTS, len(state)),
        reason=rng.integers(0, len(words.LOST_REASONS), len(state)),
        amount=np.where(no_amount, -1, np.maximum(amount, SMALLEST)),
        created=created,
        closes=closes,
        is_new=is_new | prospect,
    )
    return reordered(deals, np.argsort(created, kind="stable"))
