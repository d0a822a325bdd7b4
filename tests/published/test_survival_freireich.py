"""The 6-MP arm of Freireich et al. 1963 (Blood 21:699), the textbook example of Kaplan-Meier."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest

from analytics import engine
from analytics.registry import kpi_by_id
from analytics.survival import survival_curve
from domain.period import parse_period
from tests.analytics.tables_in_memory import read_from, ticket

WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
IS_EVENT = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]


def test_the_published_curve() -> None:
    events = np.array(IS_EVENT)
    curve = survival_curve(WEEKS, events, 1 - events)
    published = {
        6: 0.857143, 7: 0.806723, 10: 0.752941, 13: 0.690196, 16: 0.627451, 22: 0.537815, 23: 0.448179
    }  # fmt: skip
    assert list(curve.durations) == list(published)
    assert list(curve.survival) == pytest.approx(list(published.values()), abs=5e-7)
    assert curve.quantile(0.5) == 23
    assert curve.quantile(0.9) is None


def test_the_same_durations_as_tickets_give_the_same_median() -> None:
    """Weeks become hours; a censored case is a ticket still waiting when the data ends."""
    end = datetime(2025, 9, 1)
    tickets = [
        ticket(
            str(place), end - timedelta(hours=hours) if not event else datetime(2025, 7, 1), hours if event else None
        )
        for place, (hours, event) in enumerate(zip(WEEKS, IS_EVENT, strict=True))
    ]
    read = read_from({"ticket": tickets})
    quarter, as_of = parse_period("2025-Q3"), (end - timedelta(days=1)).date()
    (median,) = engine.answers(kpi_by_id("response_time_median_calendar"), [quarter], as_of, read)
    (slowest,) = engine.answers(kpi_by_id("response_time_p90_calendar"), [quarter], as_of, read)
    assert median.value == 23
    assert (median.n, median.denominator) == (9, 21)
    assert slowest.value is None
    assert slowest.note is not None
    assert "Not reached" in str(slowest.note)
