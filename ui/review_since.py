"""What has changed since a review was finished: the same rules, the same day, today's data."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from i18n.format import kpi_value, number, percent
from i18n.translate import _, ngettext
from report.frozen import Difference, differences, review_of
from report.review import Format
from ui.review_asking import Asking
from ui.text import escape_markdown


def since_section(found: Asking) -> None:
    """The numbers that are others today, in a table; one sentence where none is. Nothing while it is not finished."""
    if found.finished is None or found.finished.snapshot == found.asked.version:
        return
    changed = differences(review_of(found.finished.text), found.today())
    if not changed:
        text = _("The data has been loaded anew since (snapshot {then} → {now}); no number of the review changed.",
                 then=found.finished.snapshot, now=found.asked.version)  # fmt: skip
        st.markdown(f":gray[:material/check: {escape_markdown(text)}]")
        return
    title = ngettext("{n} number is another one since the review was finished",
                     "{n} numbers are others since the review was finished", len(changed))  # fmt: skip
    with st.expander(escape_markdown(title), icon=":material/difference:"):
        frame = pd.DataFrame(
            [(one.name, one.group or _("whole"), _shown(found, one, one.then), _shown(found, one, one.now))
             for one in changed],
            columns=[_("KPI"), _("Group"), _("In the finished review"), _("Today")],
        )  # fmt: skip
        st.dataframe(frame, hide_index=True, key="review-since", alt=title)


def _shown(found: Asking, one: Difference, value: float | None) -> str:
    if value is None:
        return "—"
    if one.format is Format.MONEY:
        return kpi_value(value, "money", 0, found.asked.currency, compact=False)
    return percent(value, 2) if one.format is Format.PERCENT else number(value, 2)
