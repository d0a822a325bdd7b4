from __future__ import annotations

import streamlit as st

from ui import pipeline, pipeline_lists, pipeline_moves, pipeline_rates
from ui.nav import guard
from ui.shell import opened

viewer = guard()
asked = opened(viewer)
ahead = pipeline.looking_ahead(asked)

pipeline.headline(asked, ahead)
pipeline.figures_row(ahead)
left, right = st.columns(2, gap="medium")
with left:
    pipeline.by_category(ahead)
with right:
    pipeline.by_month(ahead)
pipeline_moves.moved(ahead)
measure = pipeline_rates.measure_choice()
left, right = st.columns(2, gap="medium")
with left:
    pipeline_rates.over_time(asked, measure)
with right:
    pipeline_rates.by_manager(asked, measure)
pipeline_rates.time_to_close(asked)
pipeline_lists.stale(ahead)
pipeline_lists.slipped(ahead)
pipeline_lists.open_deals(ahead)
