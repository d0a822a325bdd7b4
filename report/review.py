"""What a review says: slides of findings, charts as numbers, tables and notes. Deck, workbook, PDF and screen draw it.

Everything here is plain and in the reader's language already, so that a finished review can be kept as text and the
same deck be made again a year later. Nothing here reads data or draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.period import Period

Value = str | float | int | None


class Edition(StrEnum):
    """Whom a review is for."""

    INTERNAL = "internal"
    CUSTOMER = "customer"


class ChartKind(StrEnum):
    """How a chart is read. Time runs left to right (COLUMNS, LINES, FAN, BRIDGE), categories top to bottom (BARS)."""

    COLUMNS = "columns"
    BARS = "bars"
    LINES = "lines"
    FAN = "fan"
    BRIDGE = "bridge"


class Role(StrEnum):
    """What a series means; the writers give each meaning its one sign (solid, light, outline, hatched, accent)."""

    ACTUAL = "actual"
    PREVIOUS = "previous"
    TARGET = "target"
    FORECAST = "forecast"
    SCENARIO = "scenario"
    LOW80 = "low80"
    HIGH80 = "high80"
    LOW95 = "low95"
    HIGH95 = "high95"
    WAITING = "waiting"
    BETTER = "better"
    WORSE = "worse"
    NEUTRAL = "neutral"


class Format(StrEnum):
    """How a number is shown; the writers turn it into their own number formats. Ratios are 0..1."""

    TEXT = "text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    MONEY = "money"
    PERCENT = "percent"
    HOURS = "hours"
    POINTS = "points"
    DATE = "date"


@dataclass(frozen=True)
class Series:
    """One row of values under the chart's categories; None is a gap, never 0. ``name`` is its label in words."""

    name: str
    role: Role
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """A chart as numbers: every series has as many values as there are categories.

    Of a BRIDGE there is one series ACTUAL: the first and the last value are totals, those between are signed steps that
    lead from one to the other exactly. Of a FAN the series ACTUAL, FORECAST (mean), LOW80, HIGH80, LOW95, HIGH95 and,
    where there are any, TARGET and PREVIOUS. Values are in ``unit``'s scale (1.2 where the unit is "tỷ đồng"), so that
    an axis stays short; ``alt`` says it for whoever cannot see it.
    """

    kind: ChartKind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    format: Format
    alt: str


@dataclass(frozen=True)
class Column:
    """A column of a table: its header in words (with the unit) and how its values are shown.

    ``key`` is the query's own name for it where the table holds rows behind a number (``value``,
    ``contribution_numerator``, ``contribution_denominator``: what a formula adds up).
    """

    name: str
    format: Format = Format.TEXT
    key: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of values as they are (numbers stay numbers; dates are ISO text); ``shown`` rows of ``n_rows`` in all."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    n_rows: int = 0

    @property
    def n_left_out(self) -> int:
        """How many rows there are besides these."""
        return max(0, self.n_rows - len(self.rows))


@dataclass(frozen=True)
class Figure:
    """One number as a card says it: words, formatted value, its spread, its change and the verdict, a comment.

    ``verdict`` is "better", "worse" or "same" (no real difference) or "" (nothing to compare with); ``sign`` is ▲, ▼
    or "". ``raw`` is the number itself, None where there is none; ``comment`` then says why.
    """

    kpi: str
    name: str
    value: str
    raw: float | None
    format: Format
    spread: str = ""
    change: str = ""
    sign: str = ""
    verdict: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Slide:
    """One finding: a title that states it, what backs it, and notes with definition, n, exclusions and as-of.

    ``id`` is the subject ("headline", "numbers", "results", "bridge", "retention", "nps", "response_time", "portfolio",
    "pipeline", "moves", "forecast", "scenarios", "risks", "actions", "left_out"); a person's words for
    ``(id, "title")`` or ``(id, "comment")`` replace the rule's. ``comment`` is one short paragraph; ``bullets`` are
    single sentences; ``missing`` says what is not there and why, in place of chart and table.
    """

    id: str
    title: str
    subtitle: str = ""
    comment: str = ""
    bullets: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    chart: Chart | None = None
    table: Table | None = None
    footnote: str = ""
    notes: tuple[str, ...] = ()
    missing: str = ""


@dataclass(frozen=True)
class Action:
    """What somebody will do: ``due_on`` ISO or "", ``state`` "open", "done" or "dropped"."""

    id: str
    what: str
    who: str
    due_on: str
    state: str
    from_quarter: str


@dataclass(frozen=True)
class Sheet:
    """What the workbook holds of one KPI: its answers, its history and the rows it rests on.

    ``rule`` says how the rows give the number (a value of ``analytics.kpi.Method``, e.g. "total", "rate", "nps",
    "mean"), so that the workbook can write a formula over them; ``answers`` has one row a group, the whole first.
    """

    kpi: str
    name: str
    definition: str
    formula: str
    unit: str
    rule: str
    answers: Table
    history: Table
    rows: Table
    note: str = ""


@dataclass(frozen=True)
class Review:
    """A whole review of one quarter, scope, edition and language.

    ``scope`` and ``company`` are words; ``customer`` is the customer's name in the customer edition and "" else.
    ``left_out`` are the sentences printed on the last slide: what is not in here, by which rule.
    ``provenance`` pairs words with values (snapshot, imports, files, as-of, made on), for the workbook's last sheet.
    """

    edition: Edition
    language: str
    period: Period
    as_of: str
    snapshot: str
    currency: str
    title: str
    subtitle: str
    company: str
    scope: str
    customer: str
    slides: tuple[Slide, ...]
    sheets: tuple[Sheet, ...] = ()
    actions: tuple[Action, ...] = ()
    left_out: tuple[str, ...] = ()
    provenance: tuple[tuple[str, str], ...] = ()
    is_sample: bool = False
