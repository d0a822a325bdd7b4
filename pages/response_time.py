from __future__ import annotations

import streamlit as st

from domain.scope import Dimension
from ui import details, response, sections
from ui.nav import guard
from ui.shell import opened

viewer = guard()
asked = opened(viewer)

if response.tickets_are_loaded(asked):
    top = st.container()
    is_calendar = details.calendar_choice()
    mean, median, p90 = details.response_ids(is_calendar)
    with top:
        sections.kpi_headline(asked, mean)
    sections.figures_row(asked, (mean, median, p90, "response_sla"))
    left, right = st.columns(2, gap="medium")
    with left:
        sections.trend_section(asked, mean)
    with right:
        details.duration_distribution(asked, is_calendar)
    response.waiting_list(asked)
    left, right = st.columns(2, gap="medium")
    with left:
        response.week(asked, is_calendar)
    with right:
        sections.trend_section(asked, "response_sla")
    left, right = st.columns(2, gap="medium")
    with left:
        response.groups(asked, Dimension.PRIORITY, is_calendar)
    with right:
        response.groups(asked, Dimension.CHANNEL, is_calendar)
    left, right = st.columns(2, gap="medium")
    with left:
        sections.breakdown_section(asked, mean)
    with right:
        details.load_and_speed(asked)
    sections.rows_section(asked, mean)
