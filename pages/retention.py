from __future__ import annotations

import streamlit as st

from ui import cohorts, details, overview, retention, sections, staying
from ui.nav import guard
from ui.shell import opened

viewer = guard()
asked = opened(viewer)

sections.kpi_headline(asked, "returning_rate")
sections.figures_row(asked, retention.SIX)
left, right = st.columns(2, gap="medium")
with left:
    details.movement_bridge(asked)
with right:
    retention.revenue_bridge(asked)
retention.about_to_leave(asked)
measure = retention.measure_choice()
left, right = st.columns(2, gap="medium")
with left:
    sections.trend_section(asked, measure)
with right:
    sections.breakdown_section(asked, measure)
cohorts.cohort_section(asked)
left, right = st.columns(2, gap="medium")
with left:
    staying.survival_section(asked)
with right:
    staying.projection_section(asked)
retention.other_ways(asked)
overview.attention_table(asked)
retention.bridge_rows(asked)
sections.rows_section(asked, measure)
