from __future__ import annotations

import streamlit as st

from ui import details, sections
from ui.nav import guard
from ui.shell import opened

viewer = guard()
asked = opened(viewer)

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
left, right = st.columns(2, gap="medium")
with left:
    sections.breakdown_section(asked, mean)
with right:
    sections.trend_section(asked, "response_sla")
details.waiting_list(asked)
sections.rows_section(asked, mean)
