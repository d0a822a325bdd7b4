"""What the workbook holds: of each KPI its answers by group, its history and the rows it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from analytics.asking import ONE_DAY
from analytics.kpi import Answer, Kpi, Unit
from analytics.registry import kpi_by_id
from domain.table_words import TABLE_WORDS
from i18n.format import day, kpi_change, moment
from i18n.format import period as period_words
from i18n.translate import N_, _
from report.contents.columns import rows_table
from report.contents.facts import Facts, Question
from report.contents.words import FORMATS, cell
from report.review import Column, Format, Sheet, Table

if TYPE_CHECKING:
    import pandas as pd

KPIS = (
    "revenue", "target_attainment", "nps", "returning_rate", "gross_revenue_retention", "net_revenue_retention",
    "response_time_mean", "response_time_median", "response_sla", "customers_per_manager", "win_rate",
    "weighted_pipeline", "pipeline_coverage",
)  # fmt: skip
MOST_ROWS = 5_000
UNITS = {
    Unit.POINTS: N_("points, −100 to 100"),
    Unit.RATIO: N_("share"),
    Unit.CUSTOMERS: N_("customers"),
    Unit.HOURS: N_("business hours"),
    Unit.CUSTOMERS_PER_MANAGER: N_("customers per account manager"),
    Unit.TIMES: N_("times"),
}


def sheets(facts: Facts, kpi_ids: Sequence[str] = KPIS, *, is_internal: bool = True) -> tuple[Sheet, ...]:
    """One sheet a KPI that has a value; of what is open, about the quarter ahead and only while that runs."""
    found = []
    for kpi_id in kpi_ids:
        kpi = kpi_by_id(kpi_id)
        if kpi.looks_ahead and not facts.is_latest:
            continue
        sheet = _sheet(facts, kpi, is_internal=is_internal)
        if sheet is not None:
            found.append(sheet)
    return tuple(found)


def _sheet(facts: Facts, kpi: Kpi, *, is_internal: bool) -> Sheet | None:
    answer = facts.answer_ahead(kpi.id) if kpi.looks_ahead else facts.answer(kpi.id)
    if answer.value is None:
        return None
    dimension = facts.dimension if is_internal else None
    groups = []
    if dimension is not None and dimension in kpi.dimensions and not kpi.looks_ahead:
        groups = facts.groups(kpi.id, dimension)
    history = [answer] if kpi.looks_ahead else facts.history(kpi.id)
    note = _("The quarter ahead: {period}.", period=facts.ahead) if kpi.looks_ahead else ""
    return Sheet(
        kpi.id, _(kpi.name), _(kpi.definition), _(kpi.formula), unit_words(kpi, facts.currency), kpi.method.value,
        _answers(kpi, [answer, *groups], facts), _history(kpi, history),
        _rows(facts, kpi, is_internal=is_internal), note,
    )  # fmt: skip


def _rows(facts: Facts, kpi: Kpi, *, is_internal: bool) -> Table:
    if not facts.question.has_rows:
        return Table((), ())
    found = facts.rows(kpi.rows_query, facts.ahead) if kpi.looks_ahead else facts.rows_behind(kpi.id)
    return rows_table(found, MOST_ROWS, is_internal=is_internal)


def unit_words(kpi: Kpi, currency: str) -> str:
    """The unit of a KPI's value."""
    return currency if kpi.unit is Unit.MONEY else _(UNITS[kpi.unit])


def _answers(kpi: Kpi, answers: Sequence[Answer], facts: Facts) -> Table:
    shape = FORMATS[kpi.unit]
    columns = (
        Column(_("Group")), Column(_("Value"), shape), Column(_("From (95%)"), shape), Column(_("To (95%)"), shape),
        Column(_("n"), Format.WHOLE), Column(period_words(facts.period.previous), shape),
        Column(_("Change")), Column(_("More than chance")),
    )  # fmt: skip
    rows = tuple(
        (one.group or _("whole"), one.value, one.low, one.high, one.n, one.previous,
         "" if one.change is None else kpi_change(one.change, kpi.unit, kpi.decimals, facts.currency, compact=False),
         "" if one.is_change_real is None else cell(one.is_change_real))
        for one in answers
    )  # fmt: skip
    return Table(columns, rows, len(rows))


def _history(kpi: Kpi, history: Sequence[Answer]) -> Table:
    shape = FORMATS[kpi.unit]
    columns = (Column(_("Period")), Column(_("Value"), shape), Column(_("From (95%)"), shape),
               Column(_("To (95%)"), shape), Column(_("n"), Format.WHOLE))  # fmt: skip
    rows = tuple((period_words(one.period), one.value, one.low, one.high, one.n) for one in history)
    return Table(columns, rows, len(rows))


def _local(loaded_at: pd.Timestamp, question: Question) -> datetime:
    """A moment of the snapshot, which keeps UTC, on the company's clock."""
    return loaded_at.tz_localize("UTC").tz_convert(question.fact("timezone", "UTC")).to_pydatetime()


def provenance(facts: Facts, *, is_internal: bool) -> tuple[tuple[str, str], ...]:
    """Where the numbers come from: the snapshot, the days it covers, and (internal) the files with their imports."""
    question = facts.question
    found = [
        (_("Snapshot"), question.version),
        (_("Data as of"), day(facts.as_of)),
        (_("Quarter"), f"{period_words(facts.period)} ({day(facts.period.start)} – {day(facts.period.end - ONE_DAY)})"),
        (_("Time zone"), question.fact("timezone")),
        (_("Working hours"), question.fact("working_hours")),
    ]
    if is_internal:
        found.append((_("Reporting currency"), facts.currency))
        for row in facts.read("loads_by_file", {}).to_dict("records"):
            table = _(TABLE_WORDS.get(row["entity"], row["entity"]))
            found.append((_("File"), f"{row['file_name']} ({table}, {moment(_local(row['loaded_at'], question))})"))
    return tuple((name, value) for name, value in found if value)
