from __future__ import annotations

import streamlit as st

from ui import activities
from ui.nav import guard
from ui.shell import opened

viewer = guard()
asked = opened(viewer)

if activities.loaded(asked):
    activities.headline(asked)
    activities.figures_row(asked)
    left, right = st.columns(2, gap="medium")
    with left:
        activities.over_time(asked)
        activities.by_kind(asked)
    with right:
        activities.by_manager(asked)
    activities.overdue_list(asked)
    activities.rows(asked)
