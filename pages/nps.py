from __future__ import annotations

import streamlit as st

from ui import comments, details, nps, sections
from ui.nav import guard
from ui.shell import opened

viewer = guard()
asked = opened(viewer)

sections.kpi_headline(asked, "nps")
nps.figures_row(asked)
left, right = st.columns(2, gap="medium")
with left:
    nps.trend_section(asked)
with right:
    details.nps_distribution(asked)
left, right = st.columns(2, gap="medium")
with left:
    groups = nps.breakdown_section(asked)
with right:
    nps.variants_table(asked)
    nps.groups_table(groups)
comments.detractors(asked)
theme = comments.themes_section(asked)
comments.comments(asked, theme)
sections.rows_section(asked, "nps")
