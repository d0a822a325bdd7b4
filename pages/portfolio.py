from __future__ import annotations

import streamlit as st

from ui import details, effort, moving, portfolio, sections
from ui.nav import guard
from ui.shell import opened

viewer = guard()
asked = opened(viewer)

sections.kpi_headline(asked, "customers_per_manager")
sections.figures_row(asked, ("customers_per_manager", "customers_per_manager_snapshot", "active_customers"))
portfolio.distribution(asked)
left, right = st.columns(2, gap="medium")
with left:
    sections.trend_section(asked, "customers_per_manager")
    details.load_and_speed(asked)
    details.unassigned_customers(asked)
with right:
    sections.breakdown_section(asked, "customers_per_manager")
portfolio.fairness(asked)
portfolio.handovers(asked)
effort.effort(asked)
moving.moving(asked)
portfolio.concentration(asked)
details.portfolio_tables(asked)
sections.rows_section(asked, "customers_per_manager")
