"""What stands behind the forecast, for who wants to look: opened by hand, reckoned only then."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.forecast.diagnostics import Diagnostics, Season, diagnostics
from analytics.kpi import Unit
from charts.axes import Measure
from charts.decomposition import decomposition
from charts.theme import Caption
from i18n.format import percent
from i18n.translate import _
from report import forecast_evidence
from ui import answers, figures, findings
from ui.asking import Asked
from ui.tables import table
from ui.text import escape_markdown


def evidence_section(asked: Asked) -> None:
    """Season, calendar and errors of the forecast, behind a heading that the reader opens."""
    section = st.expander(
        _("What stands behind the forecast: season, working days and Tết, its errors"),
        icon=":material/query_stats:",
        key="forecast-evidence",
        on_change="rerun",
    )
    if not section.open:
        return
    with section:
        found = answers.worked_out(asked, diagnostics, asked.as_of, asked.known.fiscal_start_month)
        if found is None or (found.season is None and found.errors is None and found.calendar is None):
            _said(_("The history is too short: a season shows after two years, the calendar's part after three."))
            return
        if found.season is not None:
            _season(asked, found.season)
        _calendar(found)
        _errors(found)


def _season(asked: Asked, season: Season) -> None:
    drawn = decomposition(
        season.months,
        season.values.tolist(),
        season.trend.tolist(),
        season.season.tolist(),
        season.rest.tolist(),
        Measure(Unit.MONEY, currency=asked.currency),
        caption=Caption(
            forecast_evidence.season_sentence(season),
            _("Revenue by month in {currency}, {scope}", currency=asked.currency, scope=findings.scope_words(asked)),
            _("Trend and season by STL, robust against single months; the trend explains {share} of what the season "
              "leaves", share=percent(season.trend_strength)),
        ),
        colours=figures.colours(),
    )  # fmt: skip
    figures.draw(drawn, "decomposition")


def _calendar(found: Diagnostics) -> None:
    if found.calendar is None:
        _said(_("What working days and Tết are worth cannot be told: it takes three years of months above zero."))
        return
    table(
        pd.DataFrame(forecast_evidence.regression_rows(found.calendar)),
        key="calendar-effects",
        title=forecast_evidence.calendar_sentence(found.effect),
        alt=_("What one working day more and Tết change in a month, with 95% bounds"),
    )
    _said(
        _("Estimated by least squares on {n} months; the calendar explains {share} of what years and seasons leave.",
          n=found.calendar.n_months, share=percent(found.calendar.explained))
    )  # fmt: skip


def _errors(found: Diagnostics) -> None:
    if found.errors is None:
        _said(_("The history is too short to look at the forecast's own errors."))
        return
    st.markdown(f"### {escape_markdown(_('The forecast of one month ahead, put to the test'))}")
    for sentence in forecast_evidence.error_sentences(found.errors):
        st.markdown(f"- {escape_markdown(sentence)}")


def _said(sentence: str) -> None:
    st.markdown(f":small[:gray[{escape_markdown(sentence)}]]")
