from __future__ import annotations

import streamlit as st

from ui import details, overview, sections
from ui.nav import guard
from ui.shell import opened

viewer = guard()
asked = opened(viewer)

sections.kpi_headline(asked, "returning_rate")
sections.figures_row(asked, ("returning_rate", "returning_customers", "active_customers", "lost_customers"))
left, right = st.columns(2, gap="medium")
with left:
    details.movement_bridge(asked)
with right:
    sections.trend_section(asked, "returning_rate")
sections.breakdown_section(asked, "returning_rate")
overview.attention_table(asked)
sections.rows_section(asked, "returning_rate")
