"""What a forecast leaves in the book, and what the book says of the quarter that is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from analytics.forecast.outlook import Outlook, Past, YearForecast
from domain.kept_forecast import KeptForecast

EARLIEST = timedelta(days=45)
"""Before the quarter: an older forecast was made with less known than at its beginning."""


def to_keep(forecast: YearForecast, snapshot: str, scope: str, made_on: date) -> list[KeptForecast]:
    """The months, quarters and year that were not over, as the book keeps them."""
    said = [*forecast.months, *forecast.quarters, forecast.whole.year]
    return [
        KeptForecast(
            snapshot,
            forecast.as_of,
            scope,
            one.period.name,
            one.mean,
            one.low80,
            one.high80,
            one.low95,
            one.high95,
            made_on,
        )
        for one in said
        if not one.is_over
    ]


def with_kept(forecast: YearForecast, kept: Sequence[KeptForecast]) -> YearForecast:
    """The forecast whose account of the last quarter rests on what was said then, where it was kept.

    ``kept`` are the forecasts of that quarter. One counts that was made before the quarter was over, with what was
    known when it began; the last of several.
    """
    past = forecast.past
    if past is None:
        return forecast
    quarter = past.outlook.period
    then = [
        one
        for one in kept
        if quarter.start - EARLIEST <= one.as_of < quarter.start and one.made_on < quarter.end
    ]  # fmt: skip
    if not then:
        return forecast
    last = then[-1]
    said = Outlook(quarter, 0.0, last.mean, last.low80, last.high80, last.low95, last.high95)
    return replace(forecast, past=Past(said, past.actual, last.as_of, is_kept=True))
