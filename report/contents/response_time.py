"""How long customers wait for a first answer, and who still does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.kpi import Answer
from analytics.registry import kpi_by_id
from i18n.format import HOURS_A_WORKING_DAY, number
from i18n.translate import _, ngettext
from report.contents.charts import over_time
from report.contents.facts import Facts
from report.contents.words import (
    against_words,
    cell,
    driven_words,
    figure,
    footnote,
    is_real,
    moved_title,
    notes_on,
    reason,
    shown,
    where,
)
from report.review import Column, Format, Role, Slide, Table

if TYPE_CHECKING:
    import pandas as pd

MOST_WAITING = 10


def response_time(facts: Facts) -> Slide | str:
    """How long a first answer took, and who still waits; the reason where no ticket tells."""
    mean, median = facts.answer("response_time_mean"), facts.answer("response_time_median")
    waiting = facts.rows("waiting_tickets") if facts.is_latest else None
    if mean.value is None and (waiting is None or waiting.empty):
        return _("Response time is left out: {reason}", reason=reason(mean))
    figures = [mean, median, facts.answer("response_time_p90"), facts.answer("response_sla")]
    beside = {_(kpi_by_id("response_time_median").name): (Role.NEUTRAL, [
        one.value for one in facts.history("response_time_median")
    ])}  # fmt: skip
    return Slide(
        "response_time",
        "; ".join(part for part in (_mean_title(facts, mean), waiting_title(waiting)) if part),
        _("Business hours to the first answer by quarter, {scope}", scope=where(facts)),
        driven_words(facts, kpi_by_id("response_time_mean")) if is_real(mean) else "",
        figures=tuple(figure(facts, answer) for answer in figures if answer.value is not None),
        chart=over_time(facts.history("response_time_mean"), facts.currency, more=beside),
        table=_waiting_table(waiting),
        footnote=footnote(facts, _("n = {n} answered", n=number(mean.n)),
                          _("the median counts those who still wait"), against_words(facts)),
        notes=notes_on(facts, "response_time_mean", "response_time_median", "response_sla"),
    )  # fmt: skip


def _mean_title(facts: Facts, mean: Answer) -> str:
    if mean.value is None:
        return ""
    return moved_title(
        facts, mean, _("First answers took {value} on average", value=shown(mean, facts.currency))
    )  # fmt: skip


def waiting_title(waiting: pd.DataFrame | None) -> str:
    """How many wait, and how many of them too long."""
    if waiting is None:
        return ""
    n, late = len(waiting), int((waiting["overdue_hours"] > 0).sum())
    if not n:
        return _("nobody waits")
    if not late:
        return ngettext("{n} ticket waits, none too long", "{n} tickets wait, none too long", n)
    return ngettext("{n} ticket waits, {late} past the promise", "{n} tickets wait, {late} past the promise", n,
                    late=late)  # fmt: skip


def _waiting_table(waiting: pd.DataFrame | None) -> Table | None:
    """Who still waits: by customer, the one with most tickets past the promise first."""
    if waiting is None or waiting.empty:
        return None
    named = waiting[waiting["customer"].notna()]
    late = named.assign(is_late=named["overdue_hours"] > 0)
    grouped = late.groupby(["customer"], sort=False).agg(
        n=("ticket_id", "size"),
        n_late=("is_late", "sum"),
        longest=("waited_hours", "max"),
    )
    ordered = grouped.sort_values(["n_late", "n", "longest"], ascending=False, kind="stable")
    longest, a_unit = wait_column(_("Longest, h"), _("Longest, working days"), ordered["longest"])
    rows = tuple(
        (str(name), int(row["n"]), int(row["n_late"]), cell(row["longest"] / a_unit))
        for name, row in zip(ordered.index[:MOST_WAITING], ordered.head(MOST_WAITING).to_dict("records"), strict=True)
    )
    columns = (
        Column(_("Customer")), Column(_("Waiting tickets"), Format.WHOLE),
        Column(_("Past the promise"), Format.WHOLE), longest,
    )  # fmt: skip
    return Table(columns, rows, len(ordered))


def wait_column(in_hours: str, in_days: str, hours: pd.Series[float]) -> tuple[Column, int]:
    """The column of waits under the one name or the other, and the working hours that are one of its unit.

    Tickets forgotten for years have waited thousands of working hours: from three days on it counts working days.
    """
    is_long = bool((hours >= 3 * HOURS_A_WORKING_DAY).any())
    if not is_long:
        return Column(in_hours, Format.HOURS), 1
    return Column(in_days, Format.HOURS), HOURS_A_WORKING_DAY
