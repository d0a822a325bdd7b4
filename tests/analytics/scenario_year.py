"""A year to come that a person can reckon by hand: a hundred a month, twelve whole months."""

from __future__ import annotations

from datetime import date

import numpy as np

from analytics.forecast.outlook import Part, YearForecast, outlook
from analytics.scenario.base import Base, KeyCustomer, Learnt, Link, OpenDeal
from domain.period import parse_period, periods_between

YEAR = parse_period("2026")
MONTHS = periods_between(parse_period("2026-01"), parse_period("2026-12"))
LEARNT = Learnt(
    returning_rate=0.9, n_customers=40.0, won_back=1.0, n_quarters=1, new_customers=2.0, new_value=1.0, expansion=0.1,
    win_rate=0.4, response_hours=8.0, nps=20.0, score_slope=50.0, n_managed=40.0, n_managers=4.0,
)  # fmt: skip
DEALS = (
    OpenDeal("D1", "Spring", "Acme", 50.0, 0.4, 2),
    OpenDeal("D2", "Autumn", "Acme", 80.0, 0.5, 9),
)
CUSTOMERS = (KeyCustomer("K1", "Acme", 300.0, 0.25), KeyCustomer("K2", "Bình Minh", 120.0, 0.10))


def year_base(
    learnt: Learnt = LEARNT,
    *,
    target: float | None = 1260.0,
    links: tuple[Link, ...] = (),
    deals: tuple[OpenDeal, ...] = DEALS,
    spread: float = 10.0,
) -> Base:
    """A hundred expected each month; the futures lie evenly within ``spread`` of it, all months of one alike."""
    mean = np.full(12, 100.0)
    paths = mean + np.linspace(-spread, spread, 101)[:, None]
    whole = outlook(YEAR, 0.0, 1200.0, paths.sum(axis=1), target)
    months = tuple(outlook(month, 0.0, 100.0, paths[:, place], None) for place, month in enumerate(MONTHS))
    part = Part(None, "", whole, "ensemble", "back_test", None, None, None, None)
    forecast = YearForecast(date(2025, 12, 31), YEAR, (), part, (), months, (), (), None, ())
    ones = np.ones(12)
    return Base(forecast, MONTHS, mean, paths, paths.sum(axis=1), ones, ones, learnt, deals, CUSTOMERS, links)
