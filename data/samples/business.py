"""Contracts, renewed year by year until the customer leaves, and what a year of a service is worth."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from data.samples import words
from data.samples.company import Customers
from data.samples.history import History
from data.samples.kinds import Days, Flags, Floats, Ints
from data.samples.timeline import Timeline, chance, position_in_group, reordered

PRICE_GROWTH = 1.05
IN_FORCE, EXPIRED, ENDED_EARLY = "Đang hiệu lực", "Hết hạn", "Đã thanh lý"
STATUSES = (IN_FORCE, EXPIRED, ENDED_EARLY)


@dataclass(frozen=True)
class Spells:
    """Runs of quarters in which a customer stays: ``[first, last]``, begun in ``begun`` (below 0: before the data)."""

    customer: Ints
    begun: Ints
    first: Ints
    last: Ints


@dataclass(frozen=True)
class Contracts:
    """One entry per contract in order of its start; ``number`` is 1, 2, …; ``status`` a position in ``STATUSES``."""

    number: Ints
    customer: Ints
    product: Ints
    start: Days
    end: Days
    annual_amount: Ints
    auto_renew: Flags
    status: Ints


def spells_of(history: History) -> Spells:
    """Every unbroken run of active quarters."""
    active = history.active
    nobody = np.zeros((len(active), 1), dtype=bool)
    customer, first = np.nonzero(active & ~np.hstack([nobody, active[:, :-1]]))
    _, last = np.nonzero(active & ~np.hstack([active[:, 1:], nobody]))
    return Spells(customer, history.spell[customer, first], first, last)


def price_level(month: Floats) -> Floats:
    """Prices in a month of the data relative to its first month."""
    return np.power(PRICE_GROWTH, month / 12)


def annual_value(customers: Customers, customer: Ints, product: Ints, month: Floats) -> Ints:
    """What a year of a service is worth to one customer, VND in whole millions."""
    unit = np.array([item.price * (1 + item.more_units) for item in words.PRODUCTS])
    share = customers.weight[customer, product] / customers.weight[customer].sum(axis=1)
    # Lines are drawn among the services taken, on average about half of the six.
    yearly = customers.lines[customer] * 12 * share * 1.6 * unit[product] * customers.price_level[customer]
    millions: Ints = np.maximum(np.rint(yearly * price_level(month) / 1e6), 3).astype(np.int64)
    return millions * 1_000_000


def _start_days(timeline: Timeline, customers: Customers, customer: Ints, quarter: Ints) -> Days:
    """First day in force of a contract that starts in this quarter."""
    opened = timeline.quarter_end(quarter - 1) + np.timedelta64(1, "D")
    month = opened.astype("datetime64[M]") + customers.offset[customer].astype("timedelta64[M]")
    start: Days = month.astype("datetime64[D]") + (customers.day[customer] - 1).astype("timedelta64[D]")
    return start


def _a_year_on(days: Days) -> Days:
    """The same day twelve months later (the days used exist in every month)."""
    month = days.astype("datetime64[M]")
    later: Days = (month + np.timedelta64(12, "M")).astype("datetime64[D]") + (days - month.astype("datetime64[D]"))
    return later


def _series(history: History) -> tuple[Ints, Ints, Ints, Ints]:
    """Customer, product, first quarter and last quarter of every unbroken series of yearly contracts."""
    spells, customers = spells_of(history), history.customers
    taken = customers.adopted[spells.customer]
    row, product = np.nonzero((taken <= spells.last[:, None]) & customers.has_contract[spells.customer][:, None])
    adopted = taken[row, product]
    first = np.where(adopted <= spells.first[row], spells.begun[row], adopted)
    return spells.customer[row], product, first, spells.last[row]


def sign_contracts(history: History) -> Contracts:
    """All contracts known at the end of the data.

    A year's contract is renewed on the day after it ends. A customer who leaves at the end of a quarter does not renew
    what ends in it, and ends early, on the quarter's last day, what would run longer.
    """
    rng, timeline, customers = chance(history.seed, 5), history.timeline, history.customers
    customer, product, first, last = _series(history)
    stays = last == timeline.n_quarters - 1
    years = 1 + np.maximum(last - first - np.where(stays, 0, 1), 0) // 4
    row = np.repeat(np.arange(len(first)), years)
    quarter = first[row] + 4 * position_in_group(years)
    customer, product, last, stays = customer[row], product[row], last[row], stays[row]
    start = _start_days(timeline, customers, customer, quarter)
    full_end = _a_year_on(start) - np.timedelta64(1, "D")
    left_on = timeline.quarter_end(last)
    early = ~stays & (full_end > left_on)
    end = np.where(early, left_on, full_end)
    closing = np.datetime64(timeline.end)
    status = np.where(early, 2, np.where(end < closing, 1, 0))
    amount = annual_value(customers, customer, product, (3 * quarter).astype(np.float64))
    renews = rng.random(customers.count)[customer] < 0.45
    signed = Contracts(np.zeros_like(row), customer, product, start, end, amount, renews, status.astype(np.int64))
    order = np.lexsort((product, customer, start))
    known = reordered(signed, order[start[order] < closing])
    return replace(known, number=np.arange(1, len(known.customer) + 1))
