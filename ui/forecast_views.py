"""Two views of the year side by side: the statistical forecast and the weighted pipeline, and both together."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.forecast.combined import two_views
from analytics.forecast.outlook import View
from i18n.translate import _
from report import annual_forecast, forecast_views
from ui import answers
from ui.asking import Asked
from ui.tables import table
from ui.text import escape_markdown


def views_section(asked: Asked) -> None:
    """The views in a table, the gap in a sentence above it, and what it rests on below."""
    is_from_deals = asked.info.get("revenue_basis") == "deal"
    views = answers.worked_out(asked, two_views, asked.as_of, asked.known.fiscal_start_month, is_from_deals)
    if views is None:
        return
    sentences = forecast_views.view_sentences(views, asked.currency)
    title = sentences[0] if views.pipeline is not None else _("The pipeline does not say where the year ends")
    with st.container(key="forecast-views"):
        if views.pipeline is None:
            st.markdown(f"### {escape_markdown(title)}")
        else:
            table(
                pd.DataFrame([_row(name, view) for name, view in forecast_views.view_rows(views)]),
                key="forecast-views",
                title=title,
                alt=_("The views of the year: expected, bounds, chance of the target and back-test error"),
            )
        for sentence in sentences[1:] if views.pipeline is not None else sentences:
            st.markdown(f":small[:gray[{escape_markdown(sentence)}]]")


def _row(name: str, view: View) -> dict[str, object]:
    year = view.year
    return {
        "view_name": name,
        "to_date": year.actual,
        "expected": year.mean,
        "low_80": year.low80,
        "high_80": year.high80,
        "low_95": year.low95,
        "high_95": year.high95,
        "target": year.target,
        "chance_words": None if year.chance is None else annual_forecast.chance_words(year.chance),
        "typical_error": view.error,
    }
