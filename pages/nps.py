from __future__ import annotations

import streamlit as st

from ui import details, sections
from ui.nav import guard
from ui.shell import opened

viewer = guard()
asked = opened(viewer)

sections.kpi_headline(asked, "nps")
left, right = st.columns(2, gap="medium")
with left:
    sections.trend_section(asked, "nps")
with right:
    details.nps_distribution(asked)
sections.breakdown_section(asked, "nps")
details.comments(asked)
sections.rows_section(asked, "nps")
