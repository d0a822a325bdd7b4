from __future__ import annotations

import streamlit as st

from ui import details, sections
from ui.nav import guard
from ui.shell import opened

viewer = guard()
asked = opened(viewer)

sections.kpi_headline(asked, "revenue")
sections.figures_row(asked, ("revenue", "target_attainment", "win_rate", "weighted_pipeline", "pipeline_coverage"))
left, right = st.columns(2, gap="medium")
with left:
    details.revenue_columns(asked)
    sections.trend_section(asked, "win_rate")
with right:
    sections.breakdown_section(asked, "revenue")
sections.rows_section(asked, "revenue")
