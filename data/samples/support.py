"""Tickets and survey answers of one quarter. Moments are local minutes since 1970; -1 is "not (yet)"."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TypeVar

import numpy as np

from data.samples import comments, words
from data.samples.company import Customers, Ownership
from data.samples.effect import EFFECT, STORY
from data.samples.kinds import Flags, Floats, Ints
from data.samples.timeline import MINUTES_A_DAY, MONTHS, Timeline, pick, position_in_group, reordered

TYPICAL_MINUTES = 165.0
PRIORITY_LOG = (0.25, 0.0, -0.35, -0.75)
NEVER_ANSWERED = 0.025
ANSWERED_AT_HOME = 0.10
QUIET_DAY = 0.12
COMMENT_SHARE = 0.45
ENGLISH_SHARE = 0.22
UNSCORED_SHARE = 0.008


@dataclass(frozen=True)
class Quarter:
    """The quarter being lived through: its number, its months ``[first, after)`` and who is a customer in it."""

    number: int
    first: int
    after: int
    active: Ints


@dataclass(frozen=True)
class Tickets:
    """One entry per ticket. ``reply`` and ``solved`` are -1 where nobody answered or solved it before the data end."""

    customer: Ints
    manager: Ints
    created: Ints
    reply: Ints
    business_minutes: Ints
    solved: Ints
    priority: Ints
    channel: Ints
    subject: Ints
    contact: Ints
    abandoned: Flags


@dataclass(frozen=True)
class Answers:
    """One entry per answer; ``score`` -1: left blank; ``comment`` -1: none; ``finished`` in seconds since 1970."""

    customer: Ints
    contact: Ints
    score: Ints
    comment: Ints
    started: Ints
    finished: Ints


Rows = TypeVar("Rows", Tickets, Answers)


def joined(parts: list[Rows]) -> Rows:
    """The quarters' rows laid end to end."""
    kind = type(parts[0])
    return kind(**{field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(kind)})


def _creation(rng: np.random.Generator, quarter: Quarter, timeline: Timeline, size: int) -> Ints:
    """Moments at which customers write: mostly in office hours of working days."""
    days = np.arange(timeline.month_start[quarter.first], timeline.month_start[quarter.after])
    edges = np.cumsum(np.where(timeline.calendar.works_on(days), 1.0, QUIET_DAY))
    day = days[np.searchsorted(edges, rng.random(size) * edges[-1], side="right")]
    peak = np.array([9.6 * 60, 14.9 * 60, 20.0 * 60])[pick(rng, (0.5, 0.4, 0.1), size)]
    minute = np.clip(rng.normal(peak, 75.0), 0, MINUTES_A_DAY - 1).astype(np.int64)
    moments: Ints = day.astype(np.int64) * MINUTES_A_DAY + minute
    return moments


def _month_of(timeline: Timeline, moments: Ints) -> Ints:
    days = moments // MINUTES_A_DAY
    return np.searchsorted(timeline.month_start.astype(np.int64), days, side="right") - 1


def _reply(rng: np.random.Generator, timeline: Timeline, created: Ints, log_minutes: Floats) -> Ints:
    """When each ticket is answered: that many business minutes later, or from home soon after an evening message."""
    calendar = timeline.calendar
    minutes = np.clip(np.rint(np.exp(log_minutes)), 1, 9_000).astype(np.int64)
    before = calendar.worked(created)
    reply = calendar.moment_of(before + minutes)
    soon = created + rng.integers(3, 45, len(created))
    from_home = (calendar.worked(soon) == before) & (rng.random(len(created)) < ANSWERED_AT_HOME)
    return np.where(from_home, soon, reply)


def write_tickets(
    rng: np.random.Generator,
    quarter: Quarter,
    timeline: Timeline,
    customers: Customers,
    ownership: Ownership,
    team: Ints,
) -> Tickets:
    """The tickets of one quarter. ``team`` is each manager's team: the slow one answers later as the data end."""
    counts = np.zeros(customers.count, dtype=np.int64)
    counts[quarter.active] = rng.poisson(customers.tickets[quarter.active] * (quarter.after - quarter.first))
    customer = np.repeat(np.arange(customers.count), counts)
    size = len(customer)
    created = _creation(rng, quarter, timeline, size)
    month = _month_of(timeline, created)
    manager = ownership.owner[customer, month]
    priority = pick(rng, words.PRIORITY_WEIGHTS, size)
    pace = rng.normal(0.0, 0.45, customers.count)
    slowness = np.where(team[manager] == STORY.slow_team, np.log(STORY.slowness(MONTHS))[month], 0.0)
    log_minutes = np.log(TYPICAL_MINUTES) + slowness + customers.slow[customer] + pace[customer]
    log_minutes += np.array(PRIORITY_LOG)[priority] + rng.normal(0.0, 0.75, size)
    reply = _reply(rng, timeline, created, log_minutes)
    abandoned = rng.random(size) < NEVER_ANSWERED
    worked = timeline.calendar.worked(reply)
    solved = timeline.calendar.moment_of(worked + 1 + np.rint(rng.lognormal(6.0, 1.0, size)).astype(np.int64))
    return Tickets(
        customer=customer,
        manager=manager,
        created=created,
        reply=np.where(abandoned, -1, reply),
        business_minutes=np.where(abandoned, -1, worked - timeline.calendar.worked(created)),
        solved=np.where(abandoned, -1, solved),
        priority=priority,
        channel=pick(rng, words.CHANNEL_WEIGHTS, size),
        subject=rng.integers(0, len(words.TICKET_SUBJECTS), size),
        contact=rng.integers(0, 6, size) % customers.contacts[customer],
        abandoned=abandoned,
    )


def mean_hours(tickets: Tickets, n_customers: int) -> Floats:
    """Mean first response of each customer's answered tickets, business hours; NaN where there is none."""
    known = tickets.reply >= 0
    total = np.bincount(tickets.customer[known], tickets.business_minutes[known] / 60.0, n_customers)
    count = np.bincount(tickets.customer[known], minlength=n_customers)
    mean: Floats = np.divide(total, count, out=np.full(n_customers, np.nan), where=count > 0)
    return mean


def _comments(rng: np.random.Generator, score: Ints, response: Floats) -> Ints:
    """Which comment comes with each score; those who waited long complain about it."""
    size = len(score)
    mood = np.where(score >= 9, comments.PROMOTER, np.where(score >= 7, comments.PASSIVE, comments.DETRACTOR))
    language = np.where(rng.random(size) < ENGLISH_SHARE, comments.ENGLISH, comments.VIETNAMESE)
    waited = (response > 0.5) & (mood != comments.PROMOTER) & (rng.random(size) < 0.75)
    which = rng.integers(0, np.where(waited, comments.ABOUT_ANSWERS, comments.COMMENTS_EACH))
    position = (mood * 2 + language) * comments.COMMENTS_EACH + which
    return np.where((rng.random(size) < COMMENT_SHARE) & (score >= 0), position, -1)


def ask_customers(
    rng: np.random.Generator, quarter: Quarter, timeline: Timeline, customers: Customers, response: Floats
) -> Answers:
    """One quarter's survey: each contact answers at most once. ``response`` is the effect's response term."""
    share = (quarter.after - quarter.first) / 3
    counts = np.zeros(customers.count, dtype=np.int64)
    counts[quarter.active] = rng.binomial(customers.contacts[quarter.active], share * customers.answers[quarter.active])
    customer = np.repeat(np.arange(customers.count), counts)
    size = len(customer)
    turn = rng.integers(0, 6, customers.count)
    contact = (turn[customer] + position_in_group(counts)) % customers.contacts[customer]
    latent = EFFECT.satisfaction_mean + EFFECT.satisfaction_log2_response * response[customer]
    latent += customers.content[customer] + rng.normal(0.0, EFFECT.satisfaction_of_answer, size)
    score = np.clip(np.rint(latent), 0, 10).astype(np.int64)
    first, after = timeline.workdays(np.array(quarter.first), np.array(quarter.after))
    day = timeline.calendar.workdays[rng.integers(first, after, size)].astype(np.int64)
    finished = day * 86_400 + rng.integers(8 * 3600, 20 * 3600, size)
    blank = rng.random(size) < UNSCORED_SHARE
    score = np.where(blank, -1, score)
    return Answers(
        customer=customer,
        contact=contact,
        score=score,
        comment=_comments(rng, score, response[customer]),
        started=finished - rng.integers(40, 380, size),
        finished=finished,
    )


def mean_score(answers: Answers, n_customers: int) -> Floats:
    """Mean score of each customer's answers in the quarter; NaN where there is none."""
    given = answers.score >= 0
    total = np.bincount(answers.customer[given], answers.score[given].astype(np.float64), n_customers)
    count = np.bincount(answers.customer[given], minlength=n_customers)
    mean: Floats = np.divide(total, count, out=np.full(n_customers, np.nan), where=count > 0)
    return mean


def known_at(tickets: Tickets, moment: int) -> Tickets:
    """The tickets as the export at ``moment`` shows them: in order of creation, nothing that happens later."""
    ordered = reordered(tickets, np.argsort(tickets.created, kind="stable"))
    later = ordered.reply >= moment
    return replace(
        ordered,
        reply=np.where(later, -1, ordered.reply),
        business_minutes=np.where(later, -1, ordered.business_minutes),
        solved=np.where(ordered.solved >= moment, -1, ordered.solved),
    )
