from __future__ import annotations

import streamlit as st

from ui import bridges, details, results, sections, targets
from ui.nav import guard
from ui.shell import opened

viewer = guard()
asked = opened(viewer)

sections.kpi_headline(asked, "revenue")
targets.disagreements(asked)
results.standing_row(asked)
sections.figures_row(asked, ("revenue", "target_attainment", "win_rate", "weighted_pipeline", "pipeline_coverage"))
left, right = st.columns(2, gap="medium")
with left:
    results.cumulative_section(asked)
with right:
    details.revenue_columns(asked)
is_last_year = bridges.against_choice(asked)
left, right = st.columns(2, gap="medium")
with left:
    bridges.customer_section(asked, is_last_year)
with right:
    bridges.price_section(asked, is_last_year)
bridges.customers_behind(asked, is_last_year)
left, right = st.columns(2, gap="medium")
with left:
    sections.breakdown_section(asked, "revenue")
with right:
    results.pace_by_group(asked)
    sections.trend_section(asked, "win_rate")
bridges.groups_section(asked, is_last_year)
bridges.concentration_section(asked, is_last_year)
targets.editor(asked)
sections.rows_section(asked, "revenue")
