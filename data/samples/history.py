"""The company's life, quarter by quarter: who is a customer, what they ask, how they feel, who leaves and returns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from data.samples.company import Customers, Managers, Ownership, assign_owners, find_customers, hire_managers
from data.samples.effect import EFFECT
from data.samples.kinds import Flags, Ints
from data.samples.support import (
    Answers,
    Quarter,
    Tickets,
    ask_customers,
    joined,
    mean_hours,
    mean_score,
    write_tickets,
)
from data.samples.timeline import Timeline, chance, timeline_until

# Of a handful of streams, one in which chance does not hide the story of the last quarters at the usual size.
LIFE = 54


@dataclass(frozen=True)
class History:
    """The whole sample before it is written down as documents.

    ``active[c, q]``: customer ``c`` is a customer in quarter ``q``; ``spell[c, q]`` the quarter in which its running
    spell began (below 0: before the data); ``due[c, q]`` its main contract ends in that quarter.
    """

    seed: int
    timeline: Timeline
    managers: Managers
    customers: Customers
    ownership: Ownership
    active: Flags
    spell: Ints
    due: Flags
    tickets: Tickets
    answers: Answers


def _arrivals(
    rng: np.random.Generator, quarter: int, customers: Customers, active: Flags, last_active: Ints, spell: Ints
) -> Flags:
    """Who becomes a customer in this quarter: for the first time, or again after at least one quarter away."""
    away = quarter - last_active
    back = ~active & (last_active >= 0) & (away >= 2) & (away <= EFFECT.return_quarters)
    back &= rng.random(customers.count) < EFFECT.return_chance
    new = customers.join_quarter == quarter
    spell[new | back] = quarter
    if quarter == 0:
        spell[new] = -customers.before[new]
    arrived: Flags = new | back
    return arrived


def live_through(seed: int, n_customers: int, timeline: Timeline) -> History:
    """Generate the history. The mechanism at the end of each quarter is the one documented in ``effect.py``."""
    managers = hire_managers(seed, n_customers, timeline)
    customers = find_customers(seed, n_customers, timeline)
    ownership = assign_owners(seed, managers, customers)
    rng = chance(seed, LIFE)
    count, n_quarters = customers.count, timeline.n_quarters
    now = np.zeros(count, dtype=bool)
    last_active = np.full(count, -1, dtype=np.int64)
    spell = np.full(count, n_quarters, dtype=np.int64)
    active = np.zeros((count, n_quarters), dtype=bool)
    due = np.zeros((count, n_quarters), dtype=bool)
    spells = np.zeros((count, n_quarters), dtype=np.int64)
    tickets: list[Tickets] = []
    answers: list[Answers] = []
    for number in range(n_quarters):
        now |= _arrivals(rng, number, customers, now, last_active, spell)
        active[:, number], spells[:, number] = now, spell
        due[:, number] = now & customers.has_contract & (number > spell) & ((number - spell) % 4 == 0)
        last_active[now] = number
        quarter = Quarter(
            number, int(timeline.first_month[number]), int(timeline.after_month[number]), np.flatnonzero(now)
        )
        tickets.append(write_tickets(rng, quarter, timeline, customers, ownership, managers.team))
        hours = mean_hours(tickets[-1], count)
        answers.append(ask_customers(rng, quarter, timeline, customers, EFFECT.response_term(hours)))
        odds = EFFECT.log_odds(hours, mean_score(answers[-1], count), due[:, number], customers.segment)
        now = now & ~(rng.random(count) < 1.0 / (1.0 + np.exp(-odds)))
    return History(
        seed, timeline, managers, customers, ownership, active, spells, due, joined(tickets), joined(answers)
    )


def sample_history(until: date, n_customers: int, seed: int) -> History:
    """The history that ends with the last full month before ``until``."""
    return live_through(seed, n_customers, timeline_until(until))
