"""Targets by month for the company and every manager, and the managers' activities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.samples import words
from data.samples.effect import STORY
from data.samples.history import History
from data.samples.invoices import SEASON, month_factors
from data.samples.kinds import Days, Floats, Ints
from data.samples.timeline import MONTHS, Timeline, chance, pick, reordered

COMPANY = -1
STRETCH = 1.03
YEARLY_GROWTH = 1.10
COMPANY_STEP, MANAGER_STEP = 10_000_000, 5_000_000
ACTIVITIES_A_MONTH = 0.33
NEXT_WORKDAYS = 20
DONE_SHARE, CANCELLED_SHARE = 0.86, 0.05


@dataclass(frozen=True)
class Targets:
    """One entry per target: month (``datetime64[M]``), manager (``COMPANY``: the company's own) and VND."""

    month: Days
    manager: Ints
    amount: Ints


@dataclass(frozen=True)
class Activities:
    """One entry per activity; ``done`` NaT: not done; ``status`` a position in (planned, done, overdue, cancelled)."""

    customer: Ints
    manager: Ints
    kind: Ints
    planned: Days
    done: Days
    status: Ints


def _attainments(n_quarters: int) -> Floats:
    """Revenue / target wanted for each quarter: the story's at the end, ordinary ups and downs before."""
    before = np.resize(np.array(STORY.attainment_before), n_quarters)
    before[-len(STORY.attainment) :] = STORY.attainment
    return before


def company_targets(timeline: Timeline, revenue: Ints) -> Floats:
    """The company's target per month of the data, VND: each quarter's revenue / attainment, spread by season."""
    by_month = revenue.sum(axis=0).astype(np.float64)
    share = month_factors(timeline)
    quarter = timeline.quarter_of
    total = np.bincount(quarter, by_month) / _attainments(timeline.n_quarters)
    targets: Floats = (total / np.bincount(quarter, share))[quarter] * share
    return targets


def _months_ahead(timeline: Timeline) -> int:
    """Months from the end of the data to the end of that calendar year: their targets are set already."""
    return (13 - timeline.end.month) % 12


def _manager_shares(history: History, revenue: Ints, month: int) -> Floats:
    """Each manager's share of revenue, judged by what the customers owned in that month bought before it."""
    known = min(month, MONTHS - 1)
    book = slice(0, 3) if known < 3 else slice(known - 3, known)
    owner = history.ownership.owner[:, known]
    held = np.bincount(owner, revenue[:, book].sum(axis=1), len(history.managers.names))
    shares: Floats = np.maximum(held, 0.0) / max(held.sum(), 1.0)
    return shares


def set_targets(history: History, revenue: Ints) -> Targets:
    """Targets for the months of the data and on to the end of the calendar year. ``revenue[c, m]`` in VND."""
    timeline = history.timeline
    known, ahead = company_targets(timeline, revenue), _months_ahead(timeline)
    season = np.array(SEASON)
    months = timeline.month_start[0].astype("datetime64[M]") + np.arange(MONTHS + ahead)
    calendar_month = months.astype(np.int64) % 12
    level = known[-12:].sum() / season.sum() * YEARLY_GROWTH
    company = np.concatenate([known, level * season[calendar_month[MONTHS:]]])
    month, manager, amount = [], [], []
    for number, target in enumerate(company.tolist()):
        shares = _manager_shares(history, revenue, number)
        working = history.managers.working(min(number, MONTHS - 1))
        month.append(np.repeat(months[number], 1 + len(working)))
        manager.append(np.concatenate([[COMPANY], working]))
        own = np.maximum(np.rint(target * STRETCH * shares[working] / MANAGER_STEP), 4) * MANAGER_STEP
        amount.append(np.concatenate([[np.rint(target / COMPANY_STEP) * COMPANY_STEP], own]))
    return Targets(np.concatenate(month), np.concatenate(manager), np.concatenate(amount).astype(np.int64))


def plan_activities(history: History) -> Activities:
    """Activities with active customers, planned into the month after the data; late ones stay overdue."""
    rng, timeline = chance(history.seed, 8), history.timeline
    months = np.arange(MONTHS + 1)
    quarter = timeline.quarter_of[np.minimum(months, MONTHS - 1)]
    counts = np.where(
        history.active[:, quarter], rng.poisson(ACTIVITIES_A_MONTH, (history.customers.count, MONTHS + 1)), 0
    )
    cell = np.repeat(np.arange(counts.size), counts.ravel())
    customer, month = np.divmod(cell, MONTHS + 1)
    size = len(cell)
    edges = np.searchsorted(timeline.calendar.workdays, timeline.month_start)
    edges = np.append(edges, edges[-1] + NEXT_WORKDAYS)
    workdays, closing = timeline.calendar.workdays, np.datetime64(timeline.end)
    position = rng.integers(edges[month], edges[month + 1])
    planned, done = workdays[position], workdays[np.maximum(position + rng.integers(-1, 6, size), 0)]
    luck = rng.random(size)
    is_done = (luck < DONE_SHARE) & (done < closing)
    status = np.where(is_done, 1, np.where(luck > 1 - CANCELLED_SHARE, 3, np.where(planned < closing, 2, 0)))
    activities = Activities(
        customer=customer,
        manager=history.ownership.owner[customer, np.minimum(month, MONTHS - 1)],
        kind=pick(rng, words.ACTIVITY_WEIGHTS, size),
        planned=planned,
        done=np.where(is_done, done, np.datetime64("NaT")),
        status=status.astype(np.int64),
    )
    return reordered(activities, np.lexsort((customer, planned)))
