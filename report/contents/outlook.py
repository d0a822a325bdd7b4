"""The year's forecast: what is known, what is likely, and the chance of the target."""

from __future__ import annotations

from analytics.forecast.outlook import NoForecast, Outlook, YearForecast
from analytics.forecast.year import year_forecast
from i18n.format import day, money_unit
from i18n.format import period as period_words
from i18n.translate import _, word
from report.annual_forecast import (
    chance_words,
    finding,
    model_sentence,
    no_forecast_sentence,
    past_sentence,
)
from report.contents.charts import scaled, short_month
from report.contents.facts import Facts
from report.contents.words import footnote, joined, where
from report.review import Chart, ChartKind, Column, Format, Role, Series, Slide, Table


def outlook(facts: Facts) -> Slide | str:
    """The forecast of the year that runs at the end of ``as_of``; the reason where there is none."""
    if not facts.is_latest:
        return _("The forecast is left out: {period} is long over, and a forecast looks ahead.", period=facts.period)
    found = year_forecast(facts.read, facts.as_of, None, facts.period.fiscal_start_month)
    if isinstance(found, NoForecast):
        return _("The forecast is left out: {reason}", reason=no_forecast_sentence(found))
    past = past_sentence(found.past, facts.currency) if found.past else ""
    return Slide(
        "forecast",
        finding(found, facts.currency),
        _("Revenue added up over {year}, {scope}", year=period_words(found.year), scope=where(facts)),
        joined([past, model_sentence(found.whole)]),
        chart=_fan(facts, found),
        table=_quarters(found),
        footnote=footnote(facts, _("dark band: 80% of the simulated futures, light band: 95%")),
        notes=(
            _("Actual to date plus a simulated remainder; the interval of the year comes from the simulated years, "
              "not from adding up months."),
            model_sentence(found.whole),
            *(word(note) for note in found.notes),
            _("Data as of {day}, snapshot {version}.", day=day(facts.as_of), version=facts.question.version),
        ),
    )  # fmt: skip


def _fan(facts: Facts, found: YearForecast) -> Chart:
    """The running sum: known months as they are, the others with their bands; the target, and last year."""
    running = found.running
    by, unit = money_unit(max(one.high95 for one in running), facts.currency)
    ahead = [None if one.is_over else one for one in running]
    last_known = max((place for place, one in enumerate(running) if one.is_over), default=None)

    def to_come(name: str) -> tuple[float | None, ...]:
        values = [None if one is None else float(getattr(one, name)) for one in ahead]
        if last_known is not None:
            values[last_known] = running[last_known].actual  # the band opens where the known line ends
        return scaled(values, by)

    target = found.whole.year.target
    series = [
        Series(_("Actual"), Role.ACTUAL, scaled([one.actual if one.is_over else None for one in running], by)),
        Series(_("Forecast"), Role.FORECAST, to_come("mean")),
        Series(_("80% from"), Role.LOW80, to_come("low80")),
        Series(_("80% to"), Role.HIGH80, to_come("high80")),
        Series(_("95% from"), Role.LOW95, to_come("low95")),
        Series(_("95% to"), Role.HIGH95, to_come("high95")),
    ]
    if target is not None:
        series.append(Series(_("Target"), Role.TARGET, scaled([target] * len(running), by)))
    if found.running_last_year:
        series.append(Series(_("Year before"), Role.PREVIOUS, scaled(found.running_last_year, by)))
    names = tuple(short_month(one.period) for one in found.months)
    return Chart(ChartKind.FAN, names, tuple(series), unit, Format.DECIMAL, finding(found, facts.currency))


def _quarters(found: YearForecast) -> Table:
    def row(one: Outlook) -> tuple[str | float | None, ...]:
        chance = None if one.chance is None else chance_words(one.chance)
        low, high = (None, None) if one.is_over else (one.low80, one.high80)
        return (period_words(one.period), one.mean, low, high, one.target, chance or "")

    columns = (
        Column(_("Period")), Column(_("Expected"), Format.MONEY),
        Column(_("80% from"), Format.MONEY), Column(_("80% to"), Format.MONEY), Column(_("Target"), Format.MONEY),
        Column(_("Chance")),
    )  # fmt: skip
    rows = tuple(row(one) for one in (*found.quarters, found.whole.year))
    return Table(columns, rows, len(rows))
