"""Links between KPIs: the planted effect is found again, and where there is none to find the reason is said."""

from __future__ import annotations

import warnings
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from analytics.customer_quarters import panel
from analytics.links import IDS, NPS_TO_RETENTION, RESPONSE_TO_NPS, RESPONSE_TO_RETENTION, Link, links
from data.samples.effect import EFFECT
from domain.read import Read
from tests.analytics.tables_in_memory import answer, dims, read_from, ticket, used
from tests.data.sample_quarters import AS_OF, expected_score, sample_read, sample_tables, without_chance

SEEDS = (1, 2, 3)


@pytest.fixture(scope="module", params=SEEDS)
def company(request: pytest.FixtureRequest) -> Read:
    return sample_read(420, request.param)


@pytest.fixture(scope="module")
def found(company: Read) -> dict[str, Link]:
    return {link.id: link for link in links(company, AS_OF)}


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return sample_tables(420, 1)


def quietly(tables: dict, as_of: date = AS_OF) -> dict[str, Link]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return {link.id: link for link in links(read_from(tables), as_of)}


def test_the_planted_effects_lie_in_their_intervals(found: dict[str, Link]) -> None:
    response, score = found[RESPONSE_TO_RETENTION], found[NPS_TO_RETENTION]
    assert response.low <= EFFECT.log2_response <= response.high
    assert score.low <= EFFECT.score <= score.high
    assert response.is_usable
    assert response.is_direct
    assert response.times is not None
    assert 1 < response.times[1] < response.times[0] < response.times[2] < np.exp(response.high)


def test_scores_fall_by_most_of_what_is_planted_as_they_stop_at_ten(company: Read, found: dict[str, Link]) -> None:
    link, planted = found[RESPONSE_TO_NPS], links(without_chance(company), AS_OF)[0].effect
    assert link.is_usable
    assert link.low <= planted <= link.high
    assert EFFECT.satisfaction_log2_response < planted < 0.6 * EFFECT.satisfaction_log2_response


def test_what_is_expected_of_a_score_is_the_mean_of_many() -> None:
    """Hidden satisfaction, rounded and kept within 0 to 10, of 400,000 customers after three response terms."""
    rng, terms = np.random.default_rng(1), np.array([-3.0, 0.0, 6.0])
    hidden = EFFECT.satisfaction_mean + EFFECT.satisfaction_log2_response * terms[:, None]
    hidden = hidden + rng.normal(0, EFFECT.satisfaction_of_customer, (3, 400_000))
    scores = np.clip(np.rint(hidden + rng.normal(0, EFFECT.satisfaction_of_answer, hidden.shape)), 0, 10)
    assert expected_score(terms) == pytest.approx(scores.mean(axis=1), abs=0.01)


def test_a_customers_quarter_can_be_counted_by_hand() -> None:
    """A customer of Q1 and Q2 who waited 2 and 4 hours in Q1, scored 8, and is gone in Q3; another who stays."""
    stays = [used("Beta", date(2025, month, 10), amount=30) for month in range(1, 10)]
    tables = {
        "customer": [dims("Alpha"), dims("Beta")],
        "customer_activity": [used("Alpha", date(2025, 2, 1), amount=100), used("Alpha", date(2025, 5, 1)), *stays],
        "revenue_line": [{**dims("Alpha"), "revenue_on": date(2025, 2, 1), "amount": 100}],
        "contract": [{**dims("Alpha"), "start_on": date(2024, 5, 20), "end_on": date(2025, 6, 30)}],
        "ticket": [ticket("1", datetime(2025, 2, 3, 9), 2), ticket("2", datetime(2025, 3, 3, 9), 4)],
        "survey_response": [answer("Alpha", 8, date(2025, 3, 5))],
    }
    rows = panel(read_from(tables), date(2025, 9, 30))
    assert rows is not None
    known = rows.frame.set_index(["customer_id", "period_start"])
    first, second = (known.loc[("Alpha", pd.Timestamp(day))] for day in ("2025-01-01", "2025-04-01"))
    assert (first["business_hours"], first["mean_score"], first["is_active_next"]) == (3, 8, 1)
    assert (first["revenue"], first["n_periods"], first["is_renewal_due"]) == (100, 1, 0)
    assert (second["n_tickets"], second["is_active_next"], second["is_renewal_due"]) == (0, 0, 1)
    assert list(known.loc["Beta", "is_active_next"]) == [1, 1]
    assert len(known) == 4, "the newest quarter only says who is still there"


def test_without_tickets_only_the_score_is_set_against_leaving(tables: dict[str, pd.DataFrame]) -> None:
    found = quietly({**tables, "ticket": tables["ticket"].head(0)})
    assert [found[one].is_known for one in IDS] == [False, False, True]
    assert "ticket" in str(found[RESPONSE_TO_RETENTION].reason)
    assert not found[NPS_TO_RETENTION].is_direct


def test_without_surveys_the_effect_of_response_time_is_the_total_one(tables: dict[str, pd.DataFrame]) -> None:
    found = quietly({**tables, "survey_response": tables["survey_response"].head(0)})
    assert [found[one].is_known for one in IDS] == [False, True, False]
    assert not found[RESPONSE_TO_RETENTION].is_direct
    assert found[RESPONSE_TO_RETENTION].effect > EFFECT.log2_response / 2


def test_calendar_hours_stand_in_where_no_business_hours_are_known(tables: dict[str, pd.DataFrame]) -> None:
    asked = tables["ticket"].rename(columns={"business_minutes": "calendar_minutes"})
    found = quietly({**tables, "ticket": asked})
    assert found[RESPONSE_TO_RETENTION].is_known
    assert not found[RESPONSE_TO_RETENTION].is_business


def test_few_customers_are_said_to_be_few(tables: dict[str, pd.DataFrame]) -> None:
    few = {f"C{number}" for number in range(40)}
    kept = {name: frame[frame["customer_id"].isin(few)] if "customer_id" in frame else frame
            for name, frame in tables.items()}  # fmt: skip
    found = quietly(kept)
    assert not any(found[one].is_usable for one in (RESPONSE_TO_RETENTION, NPS_TO_RETENTION))
    assert "seldom" in str(found[RESPONSE_TO_RETENTION].reason)


def test_where_all_stay_nothing_is_said_of_leaving() -> None:
    days = [date(2024, 1, 5) + timedelta(days=30 * step) for step in range(20)]
    names = [f"K{number}" for number in range(60)]
    tables = {
        "customer": [dims(name) for name in names],
        "customer_activity": [used(name, day, amount=10) for name in names for day in days],
        "revenue_line": [{**dims(name), "revenue_on": day, "amount": 10} for name in names for day in days],
        "ticket": [ticket(f"{name}-{at}", datetime(2024, 1, 8, 9) + timedelta(days=30 * at), 1 + (place + at) % 7,
                          customer_id=name, customer=name) for place, name in enumerate(names) for at in range(18)],
    }  # fmt: skip
    found = quietly(tables, date(2025, 8, 31))
    assert not found[RESPONSE_TO_RETENTION].is_known
    assert "seldom" in str(found[RESPONSE_TO_RETENTION].reason)


@pytest.mark.parametrize("as_of", [date(2020, 1, 1), date(2025, 9, 30)])
def test_an_empty_company_has_reasons_only(as_of: date) -> None:
    found = quietly({}, as_of)
    assert [link.is_known or link.is_usable for link in found.values()] == [False] * 3
    assert all(link.reason for link in found.values())
