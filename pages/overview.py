from __future__ import annotations

import streamlit as st

from ui import details, overview, review_actions
from ui.nav import guard
from ui.shell import opened

viewer = guard()
asked = opened(viewer)

overview.overview_headline(asked)
overview.six_cards(asked)
left, right = st.columns(2, gap="medium")
with left:
    overview.what_changed(asked)
    details.revenue_columns(asked)
with right:
    review_actions.due_actions(asked)
    overview.who_needs_attention(asked)
