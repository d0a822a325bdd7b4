"""The definitions page: what every number means, from the registry itself."""

from __future__ import annotations

import streamlit as st

from analytics.kpi import INTERVALS, Direction, Kpi, Unit
from analytics.registry import KPIS
from analytics.variants import Difference, variants_of
from data.schedules import clock_words
from data.settings import read_settings
from domain.message import N_
from i18n.format import duration, kpi_change, kpi_value, number
from i18n.format import period as period_words
from i18n.names import country_name, month_name, priority_name
from i18n.translate import _, word
from ui import answers, findings
from ui.asking import Asked, workspace_folder
from ui.nav import PAGES
from ui.scope_bar import FILTER_NAMES
from ui.text import escape_markdown

DIRECTIONS = {
    Direction.UP: N_("higher is better"),
    Direction.DOWN: N_("lower is better"),
    Direction.NEUTRAL: N_("neither is better"),
}
UNITS = {
    Unit.MONEY: N_("money in the reporting currency"),
    Unit.POINTS: N_("points from −100 to 100"),
    Unit.RATIO: N_("percent"),
    Unit.CUSTOMERS: N_("customers"),
    Unit.HOURS: N_("hours"),
    Unit.CUSTOMERS_PER_MANAGER: N_("customers per manager"),
    Unit.TIMES: N_("times"),
}
WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def what_is_shown(asked: Asked | None) -> str:
    """For which period and part of the company the page says how far a number would move."""
    same = _("The same definitions hold on every page, in every download and on the command line.")
    if asked is None:
        return same
    values = {"period": period_words(asked.view.period), "scope": findings.scope_words(asked)}
    return same + " " + _("Other ways of counting are shown with their value for {period}, {scope}.", **values)


def kpi_definitions(asked: Asked | None) -> None:
    """Every KPI, grouped by the page it belongs to; with data, what other ways of counting it would say."""
    for page in PAGES:
        kpis = [kpi for kpi in KPIS if kpi.page == page.name]
        if not kpis:
            continue
        st.markdown(f"### {escape_markdown(_(page.title))}")
        for kpi in kpis:
            _definition(kpi, asked)


def _definition(kpi: Kpi, asked: Asked | None) -> None:
    with st.container(border=True, key=f"definition-{kpi.id}", gap="xxsmall"):
        st.markdown(f"**{escape_markdown(_(kpi.name))}**")
        st.markdown(escape_markdown(_(kpi.definition)))
        st.markdown(f":small[:gray[{escape_markdown(' · '.join(_facts(kpi)))}]]")
        if variants_of(kpi.id):
            st.markdown(
                "\n\n".join([f":small[**{escape_markdown(_('Counted another way'))}**]", *_variants(kpi, asked)])
            )


def _facts(kpi: Kpi) -> list[str]:
    split_by = ", ".join(_(FILTER_NAMES[dimension]).lower() for dimension in kpi.dimensions)
    return [
        _("Formula: {formula}", formula=_(kpi.formula)),
        _("unit: {unit}", unit=_(UNITS[kpi.unit])),
        _("certainty: {method}", method=_(INTERVALS[kpi.method])),
        _(DIRECTIONS[kpi.direction]),
        _("from {n} on in full ink", n=number(kpi.minimum_n)),
        _("can be split by: {dimensions}", dimensions=split_by),
        _("id: {id}", id=kpi.id),
        _("rows: {query}", query=kpi.rows_query),
    ]


def _variants(kpi: Kpi, asked: Asked | None) -> list[str]:
    """One line a variant: its value and how far that is from the standard, else why there is none."""
    if asked is None:
        return [
            f":small[{escape_markdown(_(v.name))}: :gray[{escape_markdown(_(v.meaning))}]]" for v in variants_of(kpi.id)
        ]
    return [_variant(kpi, found, asked) for found in answers.variants(asked, kpi.id)]


def _variant(kpi: Kpi, found: Difference, asked: Asked) -> str:
    value = kpi_value(found.value, kpi.unit, kpi.decimals, asked.currency)
    if found.value is None:
        said = word(found.note) if found.note else _(kpi.no_value)
    elif found.difference is None:
        said = _("the standard has no value to compare with")
    else:
        standard = kpi_value(found.standard, kpi.unit, kpi.decimals, asked.currency)
        change = kpi_change(found.difference, kpi.unit, kpi.decimals, asked.currency)
        said = _("{change} against {standard}", change=change, standard=standard)
    return (
        f":small[{escape_markdown(_(found.variant.name))}: **{escape_markdown(value)}** "
        f":gray[({escape_markdown(said)}) · {escape_markdown(_(found.variant.meaning))}]]"
    )


def company_rules() -> None:
    """How this company counts: working hours and promised response times."""
    settings = read_settings(workspace_folder())
    st.markdown(f"### {escape_markdown(_('How this company counts'))}")
    hours = clock_words(settings.intervals)
    days = ", ".join(_(WEEKDAYS[day]) for day in settings.weekdays)
    st.markdown(escape_markdown(_("Working hours: {days}, {hours}; public holidays of {country} are off.",
                                  days=days, hours=hours, country=country_name(settings.country))))  # fmt: skip
    promises = []
    for target in sorted(settings.service_targets, key=lambda one: one.business_hours):
        priority = priority_name(target.priority) if target.priority else _("any other priority")
        promises.append(_("First response, {priority}: within {time} of working time", priority=priority,
                          time=duration(target.business_hours)))  # fmt: skip
    st.markdown("\n".join(f"- {escape_markdown(one)}" for one in promises))
    st.markdown(escape_markdown(_("Time zone: {zone}. The year starts in {month}.", zone=settings.timezone,
                                  month=month_name(settings.fiscal_start_month))))  # fmt: skip
