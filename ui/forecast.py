"""The annual forecast: the year on one chart, the same in a table, its parts, its model and its record."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from analytics.forecast.outlook import NoForecast, YearForecast
from analytics.forecast.year import year_forecast
from analytics.kpi import Unit
from charts.axes import Measure
from charts.fan import Reached, fan
from charts.theme import Caption
from domain.errors import StoreError
from i18n.format import day, money, percent
from i18n.format import period as period_words
from i18n.translate import _
from report import annual_forecast, forecast_evidence
from ui import answers, feedback, figures, findings, sections
from ui.asking import Asked
from ui.forecast_evidence import evidence_section
from ui.forecast_parts import outlook_columns, parts_section
from ui.forecast_views import views_section
from ui.nav import page_path
from ui.tables import table
from ui.text import escape_markdown


def year_page(asked: Asked) -> None:
    """Everything the page says, from the headline to the parts; a reason where there is no forecast."""
    found = answers.worked_out(asked, year_forecast, asked.as_of, None, asked.known.fiscal_start_month)
    if isinstance(found, NoForecast):
        _no_forecast(found)
        return
    found = _kept(asked, found)
    sections.headline(_headline(found, asked.currency), _under(found, asked))
    _chart(found, asked)
    _said(":material/fact_check:", annual_forecast.model_sentence(found.whole))
    if found.past is not None:
        _said(":material/history:", annual_forecast.past_sentence(found.past, asked.currency))
    calendar = forecast_evidence.calendar_sentence(found.effect)
    if calendar:
        _said(":material/calendar_month:", calendar)
    for sentence in forecast_evidence.odd_months(found, asked.currency):
        _said(":material/report:", sentence)
    feedback.notices(found.notes)
    _periods(found, asked)
    views_section(asked)
    parts_section(asked)
    evidence_section(asked)


def _no_forecast(found: NoForecast) -> None:
    sections.headline(_("There is no forecast of the year yet"))
    feedback.empty(
        _("Here it would be shown what the year will bring, and the chance of reaching its target."),
        annual_forecast.no_forecast_sentence(found),
        page=page_path("imports"),
        button=_("Load more history"),
    )


def _kept(asked: Asked, found: YearForecast) -> YearForecast:
    """The forecast with its record; a book that cannot be written costs the record, not the page."""
    today = datetime.now(ZoneInfo(asked.info.get("timezone", "UTC"))).date()
    try:
        return annual_forecast.kept(Path(asked.workspace), found, asked.version, asked.scope, today)
    except StoreError as error:
        feedback.notices([error.message])
        return found


def _headline(found: YearForecast, currency: str) -> str:
    year = found.whole.year
    values = {"year": period_words(found.year), "mean": money(year.mean, currency, compact=True)}
    if year.chance is not None and year.target:
        return _("{year}: {mean} expected, {share} of the target", share=percent(year.mean / year.target), **values)
    before = found.whole.last_year
    if before is not None and before > 0:
        change = year.mean / before - 1
        sign = "+" if change > 0 else ""
        return _("{year}: {mean} expected, {change} on the year before", change=sign + percent(change), **values)
    return _("{year}: {mean} expected", **values)


def _under(found: YearForecast, asked: Asked) -> str:
    year = found.whole.year
    to_date = _("{value} until {day}", value=money(year.actual, asked.currency, compact=True), day=day(found.as_of))
    basis = _("from won deals") if asked.info.get("revenue_basis") == "deal" else _("from invoices")
    why = [] if year.no_chance is None else [_("no chance of a target is given: {why}", why=_(year.no_chance.text))]
    return " · ".join([to_date, findings.scope_words(asked), basis, *why])


def _chart(found: YearForecast, asked: Asked) -> None:
    year = found.whole.year
    before = found.running_last_year or [None] * len(found.months)
    points = [
        Reached(
            one.period, running.actual, running.mean, running.low80, running.high80, running.low95, running.high95,
            running.is_over, last_year,
        )
        for one, running, last_year in zip(found.months, found.running, before, strict=True)
    ]  # fmt: skip
    notes = [
        _("dark: 80% of the simulated futures; light: 95%"),
        _("dotted: the year before") if found.whole.last_year is not None else "",
        _("{n} months of history", n=len(found.history)),
        _("data as of {day}", day=day(asked.as_of)),
    ]
    subtitle = _("Revenue since the year began, {year}, {scope}", year=period_words(found.year),
                 scope=findings.scope_words(asked))  # fmt: skip
    drawn = fan(
        points,
        Measure(Unit.MONEY, currency=asked.currency),
        target=year.target,
        caption=Caption(
            annual_forecast.finding(found, asked.currency), subtitle, " · ".join(note for note in notes if note)
        ),
        colours=figures.colours(),
    )
    figures.draw(drawn, "year-fan")


def _periods(found: YearForecast, asked: Asked) -> None:
    rows = [(period_words(one.period), one) for one in (*found.quarters, found.whole.year)]
    frame = pd.DataFrame([{"period_name": name, **outlook_columns(one)} for name, one in rows])
    table(
        frame,
        key="forecast-periods",
        title=_("{year} by quarter, {currency}", year=period_words(found.year), currency=asked.currency),
        alt=_("The forecast by quarter: to date, expected, bounds, target and its chance"),
    )


def _said(icon: str, sentence: str) -> None:
    st.markdown(f"{icon} {escape_markdown(sentence)}")
