"""How far the data can be trusted: how fresh each source is, what is missing in it, and which KPI that touches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import IntEnum, StrEnum
from functools import partial
from typing import TYPE_CHECKING

from analytics.needs import LOAD, NEEDS, Effect, Need, fed_by, split_by, with_data
from domain.message import N_, Message
from domain.read import Read
from domain.scope import Dimension

if TYPE_CHECKING:
    import pandas as pd

DAYS_FRESH = {"surveys": 31, "targets": 0}
DAYS_OLD = {"surveys": 100, "targets": 0}
FRESH, OLD = 7, 31
"""Days behind the newest day of all data up to which a source is fresh, and beyond which it is old. Surveys go out
by the quarter, and targets have to cover the newest day."""

DAYS_UNTIL_ALL_IS_OLD = 45
LARGE_SHARE, SPLIT_SHARE = 0.05, 0.1
CORE = ("customers", "managers", "invoices", "tickets", "surveys", "targets")


class Freshness(StrEnum):
    """How a source stands against the newest day of all data; a list of names has no days of its own."""

    FRESH = "fresh"
    AGEING = "ageing"
    OLD = "old"
    UNDATED = "undated"


class Severity(IntEnum):
    """How soon somebody should look: a value is touched much; a little, or a split is; good to know."""

    ACT = 1
    LOOK = 2
    KNOW = 3


@dataclass(frozen=True)
class SourceHealth:
    """The files of one kind from one system. ``days_behind`` is None where the kind has no days of its own."""

    system: str | None
    entity: str
    n_loads: int
    file_name: str
    loaded_at: datetime | None
    rows_in_file: int
    rows_loaded: int
    rows_held: int
    rows_skipped: int
    n_records: int | None
    first_on: date | None
    last_on: date | None
    days_behind: int | None
    freshness: Freshness


@dataclass(frozen=True)
class ColumnHealth:
    """How full one column is: of all records, and of those that count in a KPI."""

    need: Need
    n: int
    n_blank: int
    n_counted: int
    n_counted_blank: int
    kpis: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of all records that have a value, 0..1."""
        return 1 - self.n_blank / self.n

    @property
    def mended(self) -> str:
        """The kind of file, where a blank here can be why a KPI has no data."""
        return self.need.entity if self.need.effect is Effect.VALUE else ""

    @property
    def is_absent(self) -> bool:
        """Whether no record has a value: the export has no such column."""
        return self.n_blank == self.n


@dataclass(frozen=True)
class Problem:
    """One thing that needs attention: what is so, what it means, and the ids of the KPIs it touches.

    ``entity`` and ``system`` name the source, where it is about one; ``weight`` orders problems of one severity.
    """

    severity: Severity
    message: Message
    meaning: Message
    kpis: tuple[str, ...] = ()
    weight: float = 0.0
    entity: str = ""
    system: str | None = None


@dataclass(frozen=True)
class Health:
    """Everything the health page and command say. ``problems`` stand in the order of their weight.

    ``held``: entity, reason, message, column_name, n. ``unlisted``: kind, name, n. ``absent``: kinds of file of which
    nothing is loaded.
    """

    as_of: date
    sources: tuple[SourceHealth, ...]
    columns: tuple[ColumnHealth, ...]
    held: pd.DataFrame
    unlisted: pd.DataFrame
    problems: tuple[Problem, ...]
    absent: tuple[str, ...]


def health(read: Read, as_of: date, today: date, revenue_basis: str) -> Health:
    """How the data stands.

    ``as_of`` is the newest day of all data, ``today`` the calendar's; ``revenue_basis`` is the snapshot's own fact
    (``invoice``, ``deal`` or ``none``).
    """
    sources = tuple(_source(row, as_of) for row in _records(read("health_sources", {})))
    loaded = {source.entity for source in sources}
    columns = _columns(read("health_columns", {}), loaded, revenue_basis)
    counts = {column.need: (column.n_counted, column.n_counted_blank) for column in columns}
    shown = partial(with_data, counts, revenue_basis)
    columns = tuple(replace(column, kpis=shown(column.kpis, column.mended)) for column in columns)

    def fed(entity: str, mended: str = "") -> tuple[str, ...]:
        return shown(fed_by(entity, revenue_basis), mended)

    held, unlisted = read("health_held", {}), read("health_unlisted", {})
    found = [
        *_age_of_all(as_of, today),
        *(problem for source in sources for problem in _age(source, sources, fed(source.entity))),
        *(problem for column in columns for problem in _blanks(column)),
        *_held_back(held, sources, lambda entity: fed(entity, entity)),
        *_not_listed(unlisted, shown),
    ]
    problems = sorted(found, key=lambda problem: (problem.severity, -problem.weight))
    has_sales = {"deals"} & loaded
    absent = tuple(kind for kind in CORE if kind not in loaded and not (kind == "invoices" and has_sales))
    return Health(as_of, sources, columns, held, unlisted, tuple(problems), absent)


def freshness_of(entity: str, days_behind: int | None) -> Freshness:
    """The verdict on a source of that kind that ends so many days before the newest day of all data."""
    if days_behind is None:
        return Freshness.UNDATED
    if days_behind <= DAYS_FRESH.get(entity, FRESH):
        return Freshness.FRESH
    return Freshness.AGEING if days_behind <= DAYS_OLD.get(entity, OLD) else Freshness.OLD


def _source(row: dict[str, object], as_of: date) -> SourceHealth:
    last = _day(row["last_on"])
    behind = None if last is None else max(0, (as_of - last).days)
    entity = str(row["entity"])
    loaded_at = row["loaded_at"]
    return SourceHealth(
        system=_text(row["system"]),
        entity=entity,
        n_loads=_count(row["n_loads"]),
        file_name=str(row["file_name"]),
        loaded_at=loaded_at if isinstance(loaded_at, datetime) else None,
        rows_in_file=_count(row["rows_in_file"]),
        rows_loaded=_count(row["rows_loaded"]),
        rows_held=_count(row["rows_held"]),
        rows_skipped=_count(row["rows_skipped"]),
        n_records=None if row["n_records"] is None else _count(row["n_records"]),
        first_on=_day(row["first_on"]),
        last_on=last,
        days_behind=behind,
        freshness=freshness_of(entity, behind),
    )


def _columns(frame: pd.DataFrame, loaded: set[str], revenue_basis: str) -> tuple[ColumnHealth, ...]:
    """The columns of what is loaded, in the order in which needs are declared."""
    counts = {(row["entity"], row["column_name"]): row for row in _records(frame)}
    found = []
    for need in NEEDS:
        row = counts[(need.entity, need.column)]
        is_list_not_loaded = need.entity in ("customers", "managers") and need.entity not in loaded
        if not _count(row["n"]) or (is_list_not_loaded and need.column != "manager"):
            continue
        n, n_blank = _count(row["n"]), _count(row["n_blank"])
        counted, counted_blank = _count(row["n_counted"]), _count(row["n_counted_blank"])
        found.append(ColumnHealth(need, n, n_blank, counted, counted_blank, need.touched(revenue_basis)))
    return tuple(found)


def _age_of_all(as_of: date, today: date) -> list[Problem]:
    days = (today - as_of).days
    if days <= DAYS_UNTIL_ALL_IS_OLD:
        return []
    message = Message(N_("The newest day in all the data is {day}, {n} days ago."), {"day": as_of, "n": days})
    return [Problem(Severity.LOOK, message, Message(N_("Every figure ends there. Load newer exports.")), weight=1.0)]


def _age(source: SourceHealth, sources: Sequence[SourceHealth], kpis: tuple[str, ...]) -> list[Problem]:
    """What is behind the newest data; where another system goes on with the same kind, that is only good to know."""
    if source.days_behind is None or source.freshness not in (Freshness.AGEING, Freshness.OLD):
        return []
    is_continued = any(other.entity == source.entity and other.freshness is Freshness.FRESH for other in sources)
    severity = Severity.ACT if source.freshness is Freshness.OLD else Severity.LOOK
    message = Message(
        N_("The last day is {day}, {n} days before the newest data."), {"day": source.last_on, "n": source.days_behind}
    )
    meaning = N_("Figures after that day are too low or missing. Load a newer export of this kind.")
    if is_continued:
        severity, meaning = Severity.KNOW, N_("Files of the same kind from elsewhere go on after that day.")
    touched = () if is_continued else kpis
    weight = source.days_behind / 365
    return [Problem(severity, message, Message(meaning), touched, weight, source.entity, source.system)]


def _blanks(column: ColumnHealth) -> list[Problem]:
    """What is blank, where that changes a figure that is shown; a column that the export lacks only limits splits."""
    if not column.n_counted_blank or not column.kpis:
        return []
    share = column.n_counted_blank / column.n_counted
    if column.need.effect is Effect.VALUE:
        severity = Severity.ACT if share >= LARGE_SHARE else Severity.LOOK
    elif share == 1:
        severity = Severity.KNOW
    elif share >= SPLIT_SHARE:
        severity = Severity.LOOK
    else:
        return []
    message = Message(column.need.blank, {"blank": column.n_counted_blank, "n": column.n_counted})
    return [Problem(severity, message, Message(column.need.effect_words), column.kpis, share, column.need.entity)]


def _held_back(
    frame: pd.DataFrame, sources: Sequence[SourceHealth], fed: Callable[[str], tuple[str, ...]]
) -> list[Problem]:
    found = []
    for row in _records(frame):
        entity, n = str(row["entity"]), _count(row["n"])
        rows = sum(source.rows_in_file for source in sources if source.entity == entity)
        share = n / rows if rows else 1.0
        message = Message(
            N_("{n} of {rows} rows are held back: {reason}. Column “{column}”."),
            {"n": n, "rows": rows, "reason": Message(str(row["message"])), "column": row["column_name"]},
        )
        meaning = Message(N_("They count nowhere until they are mended in the source and loaded again."))
        severity = Severity.ACT if share >= LARGE_SHARE else Severity.LOOK
        found.append(Problem(severity, message, meaning, fed(entity), share, entity))
    return found


def _not_listed(frame: pd.DataFrame, shown: Callable[[tuple[str, ...]], tuple[str, ...]]) -> list[Problem]:
    found = []
    sentences = {
        "customer": N_("{n} customers that {rows} records name are not in the customers' file."),
        "manager": N_("{n} account managers that {rows} records name are not in the managers' file."),
    }
    meaning = Message(N_("Other spellings count as somebody else. Call them the same on the Imports page."))
    kpis = {"customer": split_by(Dimension.SEGMENT), "manager": (*LOAD, *split_by(Dimension.TEAM))}
    for kind, sentence in sentences.items():
        names = frame[frame["kind"] == kind]
        if len(names):
            message = Message(sentence, {"n": len(names), "rows": int(names["n"].sum())})
            touched = shown(tuple(dict.fromkeys(kpis[kind])))
            found.append(Problem(Severity.LOOK, message, meaning, touched, len(names) / 1000, f"{kind}s"))
    return found


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    whole = frame.astype(object).where(frame.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in whole.to_dict(orient="records")]


def _count(value: object) -> int:
    return int(value) if isinstance(value, int | float) else 0


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _day(value: object) -> date | None:
    return value.date() if isinstance(value, datetime) else None
