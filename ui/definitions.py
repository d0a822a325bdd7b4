"""The definitions page: what every number means, from the registry itself."""

from __future__ import annotations

import streamlit as st

from analytics.kpi import Direction, Kpi
from analytics.registry import KPIS
from data.settings import read_settings
from domain.message import N_
from i18n.format import number
from i18n.translate import _
from ui.answers import workspace_folder
from ui.nav import PAGES
from ui.text import escape_markdown

DIRECTIONS = {
    Direction.UP: N_("higher is better"),
    Direction.DOWN: N_("lower is better"),
    Direction.NEUTRAL: N_("neither is better"),
}
WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


PRIORITIES = (N_("urgent"), N_("high"), N_("normal"), N_("low"))
"""The words for priorities that have a translation; any other is shown as settings write it."""


def kpi_definitions() -> None:
    """Every KPI, grouped by the page it belongs to."""
    for page in PAGES:
        kpis = [kpi for kpi in KPIS if kpi.page == page.name]
        if not kpis:
            continue
        st.markdown(f"### {escape_markdown(_(page.title))}")
        for kpi in kpis:
            _definition(kpi)


def _definition(kpi: Kpi) -> None:
    facts = [
        _("Formula: {formula}", formula=_(kpi.formula)),
        _(DIRECTIONS[kpi.direction]),
        _("from {n} on in full ink", n=number(kpi.minimum_n)),
        _("id: {id}", id=kpi.id),
        _("rows: {query}", query=kpi.rows_query),
    ]
    with st.container(border=True, key=f"definition-{kpi.id}", gap="xxsmall"):
        st.markdown(f"**{escape_markdown(_(kpi.name))}**")
        st.markdown(escape_markdown(_(kpi.definition)))
        st.markdown(f":small[:gray[{escape_markdown(' · '.join(facts))}]]")


def company_rules() -> None:
    """How this company counts: working hours and promised response times."""
    settings = read_settings(workspace_folder())
    st.markdown(f"### {escape_markdown(_('How this company counts'))}")
    hours = ", ".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in settings.intervals)
    days = ", ".join(_(WEEKDAYS[day]) for day in settings.weekdays)
    st.markdown(escape_markdown(_("Working hours: {days}, {hours}; public holidays of {country} are off.",
                                  days=days, hours=hours, country=settings.country)))  # fmt: skip
    for target in settings.service_targets:
        priority = _(target.priority) if target.priority else _("any other priority")
        text = _(
            "First response, {priority}: within {hours} working hours", priority=priority, hours=target.business_hours
        )
        st.markdown(escape_markdown("• " + text))
    st.markdown(escape_markdown(_("Time zone: {zone}. The year starts in month {month}.", zone=settings.timezone,
                                  month=str(settings.fiscal_start_month))))  # fmt: skip
