"""The annual forecast: the year on one chart, the same in a table, its parts, its model and its record."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from analytics.forecast.customers import customers_of_year
from analytics.forecast.outlook import CustomerPart, NoForecast, Outlook, Part, YearForecast
from analytics.forecast.year import SPLITS, year_forecast
from analytics.kpi import Unit
from charts.axes import Measure
from charts.fan import Reached, fan
from charts.theme import Caption
from domain.errors import StoreError
from domain.period import add_months
from domain.scope import NO_GROUP, Dimension
from i18n.format import day, money, number, percent
from i18n.format import period as period_words
from i18n.translate import _
from report import annual_forecast, forecast_evidence
from ui import answers, feedback, figures, findings, sections
from ui.asking import Asked
from ui.forecast_evidence import evidence_section
from ui.forecast_views import views_section
from ui.nav import page_path
from ui.scope_bar import FILTER_NAMES
from ui.state import url_choice
from ui.tables import table
from ui.text import escape_markdown

CUSTOMER = "customer"
"""What the year is split by besides the dimensions: the last floor of the tree."""


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
    _parts(asked)
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
    known = {month.start: value for month, value in found.history}
    points, last_year = [], 0.0
    for one, running in zip(found.months, found.running, strict=True):
        last_year += known.get(add_months(one.period.start, -12), 0.0)
        points.append(
            Reached(
                one.period, running.actual, running.mean, running.low80, running.high80, running.low95, running.high95,
                running.is_over, None if found.whole.last_year is None else last_year,
            )
        )  # fmt: skip
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
    frame = pd.DataFrame([{"period_name": name, **_columns(one)} for name, one in rows])
    table(
        frame,
        key="forecast-periods",
        title=_("{year} by quarter, {currency}", year=period_words(found.year), currency=asked.currency),
        alt=_("The forecast by quarter: to date, expected, bounds, target and its chance"),
    )


def _columns(one: Outlook) -> dict[str, object]:
    return {
        "to_date": one.actual,
        "expected": one.mean,
        "low_80": None if one.is_over else one.low80,
        "high_80": None if one.is_over else one.high80,
        "low_95": None if one.is_over else one.low95,
        "high_95": None if one.is_over else one.high95,
        "target": one.target,
        "chance_words": None if one.chance is None else annual_forecast.chance_words(one.chance),
    }


def _parts(asked: Asked) -> None:
    chosen = url_choice("by", _splits(asked), write=str, label=_split_words, title=_("Split by"))
    if chosen == CUSTOMER:
        _customers(asked)
        return
    by = Dimension(chosen)
    found = answers.worked_out(asked, year_forecast, asked.as_of, by, asked.known.fiscal_start_month)
    name = _(FILTER_NAMES[by])
    if isinstance(found, NoForecast) or all(part.name == NO_GROUP for part in found.parts):
        feedback.empty(
            _("Here the forecast would be split by {dimension}.", dimension=name.lower()),
            _("The data does not say which one a row belongs to."),
        )
        return
    table(
        pd.DataFrame([_part_row(part) for part in found.parts]),
        key="forecast-parts",
        title=_("{year} by {dimension}: the parts add up to {mean}", year=period_words(found.year),
                dimension=name.lower(), mean=money(found.whole.year.mean, asked.currency, compact=True)),
        alt=_("The forecast of every part: to date, expected, bounds, target, model and back-test"),
        grey=[part.mase is None for part in found.parts] if any(part.mase for part in found.parts) else (),
    )  # fmt: skip
    untested = sum(1 for part in found.parts if part.mase is None)
    if untested:
        said = _(
            "{n} of {total} have too short a history for a back-test.",
            n=number(untested), total=number(len(found.parts)),
        )  # fmt: skip
        st.markdown(f":small[:gray[{escape_markdown(said)}]]")


def _splits(asked: Asked) -> list[str]:
    """What the year can be split by; dimensions of which the data names no member come last."""
    known = asked.known.members or {}
    named = [split.value for split in SPLITS if known.get(split)]
    return [*named, CUSTOMER, *(split.value for split in SPLITS if split.value not in named)]


def _split_words(option: str) -> str:
    return _("Customer") if option == CUSTOMER else _(FILTER_NAMES[Dimension(option)])


def _customers(asked: Asked) -> None:
    """The largest customers with their part of the year, each in the tree of region, team and account manager."""
    found = answers.worked_out(asked, customers_of_year, asked.as_of, asked.known.fiscal_start_month)
    if not found:
        feedback.empty(
            _("Here the forecast would be split by {dimension}.", dimension=_("Customer").lower()),
            _("The data does not say which one a row belongs to."),
        )
        return
    named = [one for one in found if one.customer_id is not None]
    rest = [one for one in found if one.customer_id is None]
    frame = pd.DataFrame([_customer_row(one) for one in named])
    table(
        frame.loc[:, [name for name in frame.columns if frame[name].notna().any()]],
        key="forecast-customers",
        title=_("{year} by customer: the {n} largest bring {mean}", year=period_words(found[0].part.year.period),
                n=number(len(named)),
                mean=money(sum(one.part.year.mean for one in named), asked.currency, compact=True)),
        alt=_("The forecast of the largest customers: to date, expected, bounds, model and back-test"),
        searchable=True,
        grey=[one.part.mase is None for one in named] if any(one.part.mase for one in named) else (),
    )  # fmt: skip
    for one in rest:
        said = _(
            "All others together: {mean}, between {low} and {high}. Customers and the others add up to their account "
            "manager's year, and so to the company's, in every simulated future.",
            mean=money(one.part.year.mean, asked.currency, compact=True),
            low=money(one.part.year.low80, asked.currency, compact=True),
            high=money(one.part.year.high80, asked.currency, compact=True),
        )
        st.markdown(f":small[:gray[{escape_markdown(said)}]]")


def _customer_row(one: CustomerPart) -> dict[str, object]:
    row = _part_row(one.part)
    name = row.pop("group")
    where = {"region": one.region, "team": one.team, "manager": one.manager}
    return {
        "customer": name,
        **{level: value if value not in ("", NO_GROUP) else None for level, value in where.items()},
        **{column: value for column, value in row.items() if column not in ("target", "chance_words")},
        "customer_id": one.customer_id,
    }


def _part_row(part: Part) -> dict[str, object]:
    return {
        "group": annual_forecast.group_words(part.name),
        **_columns(part.year),
        "last_year": part.last_year,
        "model_words": annual_forecast.model_words(part) if part.model else None,
        "mase": part.mase,
        "mase_naive": part.mase_naive,
        "coverage_80": part.coverage80,
    }


def _said(icon: str, sentence: str) -> None:
    st.markdown(f"{icon} {escape_markdown(sentence)}")
