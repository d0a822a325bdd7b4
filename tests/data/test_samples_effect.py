"""The planted effect can be found again in what the sample shows, with its known size."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from data.samples.effect import EFFECT, STORY
from data.samples.history import History, sample_history
from data.samples.kinds import Floats, Ints
from data.samples.support import known_at

UNTIL = date(2025, 10, 15)
SECONDS, MINUTES = 86_400, 1440


@pytest.fixture(scope="module")
def large() -> History:
    return sample_history(UNTIL, 8_400, 7)


@pytest.fixture(scope="module")
def usual() -> History:
    return sample_history(UNTIL, 420, 7)


def quarters(history: History, days: Ints) -> Ints:
    month = np.searchsorted(history.timeline.month_start.astype(np.int64), days, side="right") - 1
    return history.timeline.quarter_of[month]


def means(history: History, customer: Ints, quarter: Ints, value: Floats) -> Floats:
    shape = history.active.shape
    cell = customer * shape[1] + quarter
    total = np.bincount(cell, value, shape[0] * shape[1])
    count = np.bincount(cell, minlength=shape[0] * shape[1])
    return np.divide(total, count, out=np.full(len(total), np.nan), where=count > 0).reshape(shape)


def mean_hours(history: History) -> Floats:
    """Counted again from the tickets as exported."""
    end = int(np.datetime64(history.timeline.end).astype(np.int64)) * MINUTES
    tickets = known_at(history.tickets, end)
    known = tickets.reply >= 0
    quarter = quarters(history, tickets.created[known] // MINUTES)
    return means(history, tickets.customer[known], quarter, tickets.business_minutes[known] / 60)


def mean_scores(history: History) -> Floats:
    answers = history.answers
    known = answers.score >= 0
    quarter = quarters(history, answers.finished[known] // SECONDS)
    return means(history, answers.customer[known], quarter, answers.score[known].astype(float))


def logistic(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Coefficients and standard errors by Newton's method."""
    beta = np.zeros(x.shape[1])
    for _ in range(12):
        p = 1 / (1 + np.exp(-x @ beta))
        information = x.T @ (x * (p * (1 - p))[:, None])
        beta = beta + np.linalg.solve(information, x.T @ (y - p))
    return beta, np.sqrt(np.diag(np.linalg.inv(information)))


def panel(history: History) -> tuple[Floats, Floats]:
    """Customer-quarters: constant, log2 response, score, contract due, large, small; and who is gone next quarter."""
    here = history.active[:, :-1]
    hours, scores = mean_hours(history)[:, :-1][here], mean_scores(history)[:, :-1][here]
    segment = np.repeat(history.customers.segment[:, None], here.shape[1], axis=1)[here]
    heard = np.where(np.isnan(scores), 0.0, scores - EFFECT.score_centre)
    columns = [np.ones(len(hours)), EFFECT.response_term(hours), heard, history.due[:, :-1][here]]
    return np.column_stack([*columns, segment == 0, segment == 2]).astype(float), ~history.active[:, 1:][here]


def test_logistic_regression_recovers_the_planted_effect(large: History) -> None:
    found, error = logistic(*panel(large))
    planted = [EFFECT.intercept, EFFECT.log2_response, EFFECT.score, EFFECT.contract_due]
    planted += [EFFECT.segment[0], EFFECT.segment[2]]
    assert np.abs((found - planted) / error).max() < 3
    assert found[1] == pytest.approx(EFFECT.log2_response, abs=0.1)


def test_the_effect_is_visible_at_the_usual_size(usual: History) -> None:
    found, error = logistic(*panel(usual))
    assert found[1] / error[1] > 3
    assert abs(found[1] - EFFECT.log2_response) < 2 * error[1]


def test_more_customers_leave_the_slower_they_were_answered(large: History) -> None:
    here = large.active[:, :-1]
    hours, gone = mean_hours(large)[:, :-1][here], ~large.active[:, 1:][here]
    known = ~np.isnan(hours)
    quartile = np.searchsorted(np.quantile(hours[known], [0.25, 0.5, 0.75]), hours[known])
    rates = [gone[known][quartile == number].mean() for number in range(4)]
    assert rates == sorted(rates)
    assert rates[3] > 2.5 * rates[0]


def test_scores_fall_with_the_response_time(large: History) -> None:
    term, scores = EFFECT.response_term(mean_hours(large)), mean_scores(large)
    both = ~np.isnan(scores) & ~np.isnan(mean_hours(large))
    slope = np.polyfit(term[both], scores[both], 1)[0]
    assert EFFECT.satisfaction_log2_response < slope < 0.6 * EFFECT.satisfaction_log2_response  # scores stop at 10


def test_the_last_quarters_have_something_to_say(usual: History) -> None:
    """One team answers much later than a year before, loses customers and NPS; the others stay as they were."""
    team = usual.customers.region
    hours, scores = mean_hours(usual), mean_scores(usual)
    slow, others = team == STORY.slow_team, team != STORY.slow_team
    assert np.nanmean(hours[slow, -1]) > 1.8 * np.nanmean(hours[slow, -6])
    assert np.nanmean(hours[others, -1]) < 1.3 * np.nanmean(hours[others, -6])
    gone = usual.active[:, :-1] & ~usual.active[:, 1:]
    lost = [gone[team, -2:].sum() / usual.active[team, -3:-1].sum() for team in (slow, others)]
    assert lost[0] > 1.5 * lost[1]
    assert np.nanmean(scores[slow, -2:]) < np.nanmean(scores[slow, :6]) - 0.5


def test_terms_without_data_are_neutral() -> None:
    nothing = np.array([np.nan])
    odds = EFFECT.log_odds(nothing, nothing, np.array([False]), np.array([1]))
    assert odds[0] == EFFECT.intercept
    assert EFFECT.response_term(np.array([EFFECT.typical_hours, 2 * EFFECT.typical_hours, 0.0])).tolist() == [0, 1, -4]
