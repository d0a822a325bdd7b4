"""Which KPI rests on which column of which kind of file, and what a blank there does to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from analytics.registry import KPIS
from domain.message import N_
from domain.scope import Dimension


class Effect(StrEnum):
    """What a blank does: the row is missing from the value; or only from a split; or a standard is taken instead."""

    VALUE = "value"
    SPLIT = "split"
    STANDARD = "standard"


@dataclass(frozen=True)
class Need:
    """One column that KPIs rest on; ``entity`` and ``column`` are those of the query ``health_columns``.

    ``kpis`` rest on it always, ``kpis_of_deals`` only where won deals count as revenue. ``blank`` says how many have
    no value (placeholders ``{blank}`` and ``{n}``, of the records that count); ``effect_words`` what that means.
    """

    entity: str
    column: str
    effect: Effect
    kpis: tuple[str, ...]
    blank: str
    effect_words: str
    kpis_of_deals: tuple[str, ...] = ()

    def touched(self, revenue_basis: str) -> tuple[str, ...]:
        """The ids of the KPIs that rest on the column. ``revenue_basis`` is the snapshot's own fact."""
        return (*self.kpis, *(self.kpis_of_deals if revenue_basis == "deal" else ()))


def split_by(*dimensions: Dimension) -> tuple[str, ...]:
    """The ids of the KPIs that can be split by any of these dimensions."""
    return tuple(kpi.id for kpi in KPIS if set(dimensions) & set(kpi.dimensions))


MOVEMENT = tuple(kpi.id for kpi in KPIS if kpi.query == "customer_movement")
RETENTIONS = tuple(kpi.id for kpi in KPIS if kpi.query == "revenue_retention")
TARGETED = ("revenue", "target_attainment")
BUSINESS = ("response_time_mean", "response_time_median", "response_time_p90", "response_sla")
CALENDAR = tuple(kpi.id for kpi in KPIS if kpi.id.endswith("_calendar"))
LOAD = ("customers_per_manager", "customers_per_manager_snapshot")
SERVICE = (*BUSINESS, *CALENDAR)

_NOT_COUNTED_AS_CUSTOMERS = N_("They count in no figure about customers.")
_NO_RATE = N_("They are left out of the sum. Load an exchange rate for their months.")
_NO_CUSTOMER_SPLIT = N_("The totals hold; by segment, industry or region they stand under “not known”.")
_NO_MANAGER_SPLIT = N_("The totals hold; by account manager or team they stand under “not known”.")
_NO_PRODUCT_SPLIT = N_("The totals hold; by product they stand under “not known”.")
_NO_PLACE = N_("The totals hold; in this split they stand under “not known”.")

NEEDS: tuple[Need, ...] = (
    Need("invoices", "customer", Effect.VALUE, (*MOVEMENT, *RETENTIONS),
         N_("{blank} of {n} invoice lines name no customer."), _NOT_COUNTED_AS_CUSTOMERS),
    Need("invoices", "amount_reporting", Effect.VALUE, (*TARGETED, *RETENTIONS),
         N_("{blank} of {n} invoice lines have no amount in the reporting currency."), _NO_RATE),
    Need("invoices", "manager", Effect.SPLIT, TARGETED,
         N_("{blank} of {n} invoice lines name no account manager."), _NO_MANAGER_SPLIT),
    Need("invoices", "product", Effect.SPLIT, TARGETED,
         N_("{blank} of {n} invoice lines name no product."), _NO_PRODUCT_SPLIT),
    Need("deals", "customer", Effect.VALUE, (),
         N_("{blank} of {n} won deals name no customer."), _NOT_COUNTED_AS_CUSTOMERS, (*MOVEMENT, *RETENTIONS)),
    Need("deals", "amount_reporting", Effect.VALUE, (),
         N_("{blank} of {n} won deals have no amount in the reporting currency."), _NO_RATE, (*TARGETED, *RETENTIONS)),
    Need("deals", "close_on", Effect.VALUE, ("win_rate",),
         N_("{blank} of {n} closed deals have no closing date."), N_("They count in no period.")),
    Need("deals", "manager", Effect.SPLIT, ("win_rate",),
         N_("{blank} of {n} closed deals name no account manager."), _NO_MANAGER_SPLIT, TARGETED),
    Need("deals", "product", Effect.SPLIT, ("win_rate",),
         N_("{blank} of {n} closed deals name no product."), _NO_PRODUCT_SPLIT, TARGETED),
    Need("contracts", "customer", Effect.VALUE, MOVEMENT,
         N_("{blank} of {n} contracts name no customer."), _NOT_COUNTED_AS_CUSTOMERS),
    Need("tickets", "business_minutes", Effect.VALUE, BUSINESS,
         N_("{blank} of {n} answered tickets do not say after how many working hours."),
         N_("They are left out of response times in working hours.")),
    Need("tickets", "calendar_minutes", Effect.VALUE, CALENDAR,
         N_("{blank} of {n} answered tickets do not say after how long."),
         N_("They are left out of response times by the calendar.")),
    Need("tickets", "priority", Effect.STANDARD, ("response_sla",),
         N_("{blank} of {n} tickets have no priority."), N_("They are held to what is promised to all.")),
    Need("tickets", "customer", Effect.SPLIT, SERVICE,
         N_("{blank} of {n} tickets name no customer."), _NO_CUSTOMER_SPLIT),
    Need("tickets", "manager", Effect.SPLIT, SERVICE,
         N_("{blank} of {n} tickets belong to no account manager."), _NO_MANAGER_SPLIT),
    Need("tickets", "channel", Effect.SPLIT, SERVICE,
         N_("{blank} of {n} tickets name no channel."), _NO_PLACE),
    Need("surveys", "customer", Effect.SPLIT, ("nps",),
         N_("{blank} of {n} survey answers name no customer."), _NO_CUSTOMER_SPLIT),
    Need("surveys", "respondent_key", Effect.STANDARD, ("nps",),
         N_("{blank} of {n} survey answers do not say who answered."),
         N_("Each counts as a person of its own: a second answer is not recognised.")),
    Need("customers", "manager", Effect.VALUE, LOAD,
         N_("{blank} of {n} customers have no account manager."), N_("They are in nobody's portfolio.")),
    Need("customers", "segment", Effect.SPLIT, split_by(Dimension.SEGMENT),
         N_("{blank} of {n} customers have no segment."), _NO_PLACE),
    Need("customers", "region", Effect.SPLIT, split_by(Dimension.REGION),
         N_("{blank} of {n} customers have no region."), _NO_PLACE),
    Need("customers", "industry", Effect.SPLIT, split_by(Dimension.INDUSTRY),
         N_("{blank} of {n} customers have no industry."), _NO_PLACE),
    Need("managers", "team", Effect.SPLIT, split_by(Dimension.TEAM),
         N_("{blank} of {n} account managers have no team."), _NO_PLACE),
    Need("targets", "amount_reporting", Effect.VALUE, ("target_attainment",),
         N_("{blank} of {n} targets have no amount in the reporting currency."), _NO_RATE),
    Need("targets", "manager", Effect.SPLIT, ("target_attainment",),
         N_("{blank} of {n} account managers' targets name somebody who is not known."),
         N_("They are in no manager's row.")),
)  # fmt: skip
"""Every column without which a KPI, or a split of one, says less than it seems to."""


LISTS = ("customers", "managers")


def with_data(
    counts: Mapping[Need, tuple[int, int]], revenue_basis: str, kpis: Iterable[str], mended: str = ""
) -> tuple[str, ...]:
    """Those of the KPIs that there is any data for.

    ``counts``: of each column that is loaded, the records that count and how many of them are blank. ``mended`` is a
    kind of file that is taken to be there in full: what its own gaps keep empty is touched by them.
    """
    fed: dict[str, set[str]] = {}
    for kind in {need.entity for need in NEEDS}:
        own = [need for need in NEEDS if need.entity == kind and (kind not in LISTS or need.effect is Effect.VALUE)]
        for kpi in {kpi for need in own for kpi in need.touched(revenue_basis)}:
            rests_on = [need for need in own if kpi in need.touched(revenue_basis)]
            if kind == mended or _has_values(rests_on, counts):
                fed.setdefault(kpi, set()).add(kind)
    if not fed.get("target_attainment", set()) > {"targets"}:  # it needs both: what was sold, what should have been
        fed.pop("target_attainment", None)
    return tuple(kpi for kpi in kpis if kpi in fed)


def _has_values(rests_on: Sequence[Need], counts: Mapping[Need, tuple[int, int]]) -> bool:
    """Whether any record counts, with a value in every column that the KPI's value rests on."""
    values = [counts.get(need, (0, 0)) for need in rests_on if need.effect is Effect.VALUE]
    if values:
        return all(n > n_blank for n, n_blank in values)
    return any(counts.get(need, (0, 0))[0] for need in rests_on)


def fed_by(entity: str, revenue_basis: str) -> tuple[str, ...]:
    """The ids of the KPIs whose value rests on files of that kind, in the order of the registry."""
    touched = {kpi for need in NEEDS if need.entity == entity for kpi in need.touched(revenue_basis)}
    return tuple(kpi.id for kpi in KPIS if kpi.id in touched)
