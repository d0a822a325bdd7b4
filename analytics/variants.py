"""Other ways of counting the same thing, and how far a number moves under each of them.

A variant is never a KPI in disguise: it is shown beside the standard so that a reader who knows another definition can
see what the difference is worth.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from analytics import engine, nps
from analytics.asking import cut_of
from analytics.pipeline import value_answers
from analytics.registry import kpi_by_id
from domain.message import N_, Message
from domain.period import Period
from domain.read import Read


@dataclass(frozen=True)
class Reading:
    """What a variant says, in the unit of its standard; without a value ``note`` says why."""

    value: float | None
    note: Message | None = None


@dataclass(frozen=True)
class Variant:
    """One other way of counting the KPI ``kpi``; ``ask`` answers for a period known to the end of a day."""

    kpi: str
    id: str
    name: str
    meaning: str
    ask: Callable[[Period, date, Read], Reading]


@dataclass(frozen=True)
class Difference:
    """A variant's value beside the standard's; ``difference`` is None where either is missing."""

    variant: Variant
    value: float | None
    standard: float | None
    note: Message | None = None

    @property
    def difference(self) -> float | None:
        """How far the number moves under the variant."""
        return None if self.value is None or self.standard is None else self.value - self.standard


def variants_of(kpi_id: str) -> tuple[Variant, ...]:
    """The variants offered of a KPI, in the order in which they are shown."""
    return tuple(variant for variant in VARIANTS if variant.kpi == kpi_id)


def compare(kpi_id: str, period: Period, as_of: date, read: Read) -> list[Difference]:
    """Every variant of the KPI beside its standard, for the whole; empty where it has none."""
    offered = variants_of(kpi_id)
    if not offered:
        return []
    standard = _answer(kpi_id, period, as_of, read).value
    found = []
    for variant in offered:
        reading = variant.ask(period, as_of, read)
        found.append(Difference(variant, reading.value, standard, None if reading.value is not None else reading.note))
    return found


def _answer(kpi_id: str, period: Period, as_of: date, read: Read) -> Reading:
    (answer,) = engine.answers(kpi_by_id(kpi_id), [period], as_of, read)
    return Reading(answer.value, answer.note)


def _row(query: str, period: Period, as_of: date, read: Read, **more: object) -> dict[Any, Any]:
    """The one row of a query for one period, missing values as None."""
    frame = read(query, {"periods": [cut_of(period, as_of)], **more})
    row: dict[Any, Any] = frame.astype(object).where(frame.notna(), None).iloc[0].to_dict()
    return row


def _share(part: float | None, whole: float | None, why: str) -> Reading:
    if not whole or whole < 0:
        return Reading(None, Message(why))
    return Reading((part or 0.0) / whole)


def revenue_with_void(period: Period, as_of: date, read: Read) -> Reading:
    """Revenue as if void and cancelled documents counted."""
    row = _row("variants_of_revenue", period, as_of, read)
    if not row["n_lines"]:
        return Reading(None, Message(N_("There are no invoices in this period.")))
    return Reading(row["with_void"])


def revenue_of_won_deals(period: Period, as_of: date, read: Read) -> Reading:
    """Revenue as the won deals closed in the period have it."""
    row = _row("variants_of_revenue", period, as_of, read)
    if row["basis"] == "deal":
        return Reading(None, Message(N_("Revenue already counts won deals: no invoices are loaded.")))
    if not row["n_won"]:
        return Reading(None, Message(N_("No won deal of this period has an amount.")))
    return Reading(row["won_deals"])


def net_retention_of_customers(period: Period, as_of: date, read: Read) -> Reading:
    """``(end − new) / start`` of the customers under contract."""
    row = _row("customers_at_both_ends", period, as_of, read)
    why = N_("No contract was in force when the period began; a purchase has no end that could be counted.")
    return _share(row["n_end"] - row["n_new"], row["n_start"], why)


def returning_buyers(period: Period, as_of: date, read: Read) -> Reading:
    """The returning rate of purchases alone."""
    row = _row("variants_of_returning_rate", period, as_of, read)
    return _share(row["bought_again"], row["bought_before"], N_("Nobody bought in the period before."))


def win_rate_by_value(period: Period, as_of: date, read: Read) -> Reading:
    """Won amounts as a share of the amounts of all deals closed, as the page of open deals has it."""
    (answer,) = value_answers(read, [period], as_of)
    return Reading(answer.value, answer.note or Message(N_("No deal closed in this period has an amount.")))


def score_by(place: int, period: Period, as_of: date, read: Read) -> Reading:
    """The Net Promoter Score counted in the way that stands at ``place`` in :data:`analytics.nps.VARIANTS`."""
    answer = nps.variants(read, period, as_of)[place].answer
    return Reading(answer.value, answer.note)


def unweighted_pipeline(period: Period, as_of: date, read: Read) -> Reading:
    """Open deals due at their full amounts."""
    row = _row("weighted_pipeline", period, as_of, read, dimension=None)
    return Reading(row["unweighted"], _answer("weighted_pipeline", period, as_of, read).note)


VARIANTS: tuple[Variant, ...] = (
    Variant("revenue", "with_void", N_("With void and cancelled documents"),
            N_("Every document counts, whatever its status."), revenue_with_void),
    Variant("revenue", "won_deals", N_("Won deals instead of invoices"),
            N_("What was signed in the period, not what was billed."), revenue_of_won_deals),
    Variant("returning_rate", "end_less_new", N_("(End − new) / start"),
            N_("Customers under contract on the last day, less all who joined, by those on the first: whoever joins "
               "and leaves within the period lowers it."), net_retention_of_customers),
    Variant("returning_rate", "purchases", N_("Without contracts"),
            N_("Only purchases count as activity."), returning_buyers),
    *(
        Variant("nps", variant_id, name, meaning, partial(score_by, place))
        for place, (variant_id, name, meaning) in enumerate(nps.VARIANTS)
        if variant_id != "answers"
    ),
    Variant("response_time_mean", "median", N_("Median instead of the mean"),
            N_("Half are answered within it; tickets still waiting count."), partial(_answer, "response_time_median")),
    Variant("response_time_mean", "p90", N_("Slowest tenth instead of the mean"),
            N_("Nine in ten are answered within it; tickets still waiting count."),
            partial(_answer, "response_time_p90")),
    Variant("response_time_mean", "calendar", N_("By the clock instead of working hours"),
            N_("Nights, weekends and holidays count."), partial(_answer, "response_time_mean_calendar")),
    Variant("customers_per_manager", "last_day", N_("On the last day instead of the whole period"),
            N_("Whoever came late counts as if there from the start."),
            partial(_answer, "customers_per_manager_snapshot")),
    Variant("win_rate", "by_value", N_("By value instead of by count"),
            N_("A large deal weighs more than a small one; deals without an amount do not count."), win_rate_by_value),
    Variant("weighted_pipeline", "unweighted", N_("Unweighted"),
            N_("Every open deal due counts in full, as if all were won."), unweighted_pipeline),
)  # fmt: skip
"""Every variant offered. Pages and documents read this tuple."""
