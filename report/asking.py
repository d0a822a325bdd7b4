"""Questions about one snapshot, as the command line and the reports ask them: the engine behind the pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from analytics import engine
from analytics.kpi import Answer, Kpi
from analytics.registry import KPIS, kpi_by_id
from data.query import open_reader
from data.snapshots import Snapshot
from domain.errors import UsageError
from domain.message import N_
from domain.period import Period
from domain.scope import Dimension, Scope

if TYPE_CHECKING:
    import pandas as pd


def ask(
    snapshot: Snapshot,
    scope: Scope,
    ids: Sequence[str],
    periods: Sequence[Period],
    dimension: Dimension | None = None,
    as_of: date | None = None,
) -> tuple[list[Answer], date]:
    """Answers for the KPIs named in ``ids`` (none named: all of them), and the day they are for.

    ``as_of`` defaults to the latest moment in the data. Split by a dimension, the answers are its groups.

    Raises:
        UsageError: there is no such KPI, or it cannot be split this way.
    """
    kpis = _chosen(ids, dimension)
    with open_reader(snapshot, scope) as read:
        day = as_of or engine.last_day(read)
        found: list[Answer] = []
        for kpi in kpis:
            found += engine.answers(kpi, periods, day, read, dimension=dimension, snapshot=snapshot.version)
    return found, day


def ask_rows(snapshot: Snapshot, scope: Scope, kpi_id: str, period: Period, as_of: date | None = None) -> pd.DataFrame:
    """The rows behind one KPI in one period, with file and line.

    Raises:
        UsageError: there is no such KPI.
    """
    kpi = kpi_by_id(kpi_id)
    with open_reader(snapshot, scope) as read:
        return engine.rows(kpi, period, as_of or engine.last_day(read), read)


def _chosen(ids: Sequence[str], dimension: Dimension | None) -> list[Kpi]:
    if not ids:
        return [kpi for kpi in KPIS if dimension is None or dimension in kpi.dimensions]
    kpis = [kpi_by_id(kpi_id) for kpi_id in ids]
    for kpi in kpis:
        if dimension is not None and dimension not in kpi.dimensions:
            raise UsageError(
                "dimension",
                N_("{kpi} cannot be split by {dimension}."),
                N_("It can be split by: {known}."),
                kpi=kpi.id,
                dimension=dimension.value,
                known=", ".join(known.value for known in kpi.dimensions) or "—",
            )
    return kpis
