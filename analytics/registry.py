"""Every KPI there is. Cards, pages, charts, slides, tables, commands and documents read this tuple and nothing else."""

from __future__ import annotations

import difflib

from analytics.kpi import Kpi
from analytics.kpis_of_pipeline import PIPELINE
from analytics.kpis_of_retention import REVENUE_RETENTION
from analytics.kpis_of_sales import PORTFOLIO, RETENTION, REVENUE
from analytics.kpis_of_service import NPS, RESPONSE_TIME
from domain.errors import UsageError
from domain.message import N_

PAGES = ("overview", "revenue", "retention", "nps", "response_time", "portfolio")

EXCLUSIONS = (
    N_("void"),
    N_("no rate"),
    N_("no target"),
    N_("no score"),
    N_("repeat answer"),
    N_("no customer"),
    N_("no revenue"),
    N_("waiting"),
    N_("no business time"),
    N_("no calendar time"),
    N_("pending"),
    N_("closed unanswered"),
    N_("no sla target"),
    N_("stale"),
    N_("no close date"),
    N_("no amount"),
    N_("no probability"),
    N_("credited before"),
)
"""Every reason for which a row is left out of a number, as ``Answer.excluded`` names it."""

KPIS: tuple[Kpi, ...] = (*REVENUE, NPS, *RETENTION, *REVENUE_RETENTION, *RESPONSE_TIME, *PORTFOLIO, *PIPELINE)


def kpi_by_id(kpi_id: str) -> Kpi:
    """The KPI of that id.

    Raises:
        UsageError: there is none; the nearest id is suggested.
    """
    for kpi in KPIS:
        if kpi.id == kpi_id:
            return kpi
    ids = [kpi.id for kpi in KPIS]
    near = difflib.get_close_matches(kpi_id, ids, n=1, cutoff=0.0)
    raise UsageError(
        "unknown_kpi",
        N_("There is no KPI “{given}”."),
        N_("Did you mean {near}? The KPIs are: {known}."),
        given=kpi_id,
        near=near[0],
        known=", ".join(ids),
    )
