"""What a KPI is, and what every question about one is answered with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.message import N_, Message
from domain.period import Period
from domain.scope import Dimension


class Unit(StrEnum):
    """What a KPI's value counts. Formatters turn units into words; programs get plain numbers."""

    MONEY = "money"
    POINTS = "points"
    RATIO = "ratio"
    CUSTOMERS = "customers"
    HOURS = "hours"
    CUSTOMERS_PER_MANAGER = "customers_per_manager"
    TIMES = "times"


class Direction(StrEnum):
    """Which way is good news."""

    UP = "up"
    DOWN = "down"
    NEUTRAL = "neutral"


class Method(StrEnum):
    """How the value and its 95 % interval come out of the query's columns.

    Each name says which columns the query returns beside ``period_start`` and ``group_name``:

    TOTAL: value, n (a sum of everything there is; no interval: any change is a fact)
    COUNT: value, n (a count of everything there is; no interval: any change is a fact)
    RATE: numerator, denominator (Wilson)
    RATIO: numerator, denominator, n (a quotient of two totals; no interval: any change is a fact)
    NPS: promoters, passives, detractors (adjusted Wald)
    MEAN: n, total, total_of_squares (Student's t)
    MEDIAN, P90: hours, n_answered, n_waiting: the distribution, one row a distinct duration (Kaplan-Meier); of a split
        query waits, a list a group
    """

    TOTAL = "total"
    COUNT = "count"
    RATE = "rate"
    RATIO = "ratio"
    NPS = "nps"
    MEAN = "mean"
    MEDIAN = "median"
    P90 = "p90"


INTERVALS: Mapping[Method, str] = {
    Method.TOTAL: N_("a sum of all there is: no interval"),
    Method.COUNT: N_("a count of all there is: no interval"),
    Method.RATE: N_("Wilson interval of a share"),
    Method.RATIO: N_("a quotient of totals: no interval"),
    Method.NPS: N_("adjusted Wald interval"),
    Method.MEAN: N_("Student's t interval of a mean"),
    Method.MEDIAN: N_("interval of the Kaplan–Meier quantile"),
    Method.P90: N_("interval of the Kaplan–Meier quantile"),
}
"""How the 95 % interval of each method comes about, in words."""

PEOPLE = (Dimension.MANAGER, Dimension.TEAM, Dimension.REGION)
CUSTOMERS = (*PEOPLE, Dimension.SEGMENT, Dimension.INDUSTRY)
SALES = (*CUSTOMERS, Dimension.PRODUCT)
SERVICE = (*CUSTOMERS, Dimension.CHANNEL, Dimension.PRIORITY)


@dataclass(frozen=True)
class Kpi:
    """One KPI: everything that any page, chart, slide, table, command or document needs to know of it.

    ``query`` returns the columns that ``method`` names, plus any ``excluded_<reason>`` counts; ``split_query`` the same
    for many groups, where another shape of the rows is faster there.
    ``rows_query`` lists the rows behind the number; added up by the KPI's own rule they give it.
    ``minimum_n`` is the smallest sample worth showing in full ink.
    ``columns`` pairs a column that the method names with the query's own name for it, where one query serves several
    KPIs. ``no_value`` says why there is no number where the rows do not tell more. ``looks_ahead``: about what is open
    at the end of ``as_of``, so of no period that is over, and compared with nothing: what was open then is not known.
    """

    id: str
    name: str
    definition: str
    formula: str
    unit: Unit
    decimals: int
    direction: Direction
    method: Method
    query: str
    rows_query: str
    page: str
    dimensions: tuple[Dimension, ...]
    minimum_n: int = 1
    columns: tuple[tuple[str, str], ...] = ()
    no_value: str = N_("There is no data for this period.")
    looks_ahead: bool = False
    split_query: str = ""

    def column(self, name: str) -> str:
        """The query's own name for a column that the method names."""
        return dict(self.columns).get(name, name)


@dataclass(frozen=True)
class Answer:
    """One number with all it rests on. Ratios are 0..1, durations business or calendar hours, money plain.

    ``value`` is None where there is no number; ``note`` then says why. ``group`` is None for the whole.
    ``previous`` and ``change`` compare with the period before; ``is_change_real`` is None where that cannot
    be told from what there is (no interval, or no previous value). Totals, counts and their quotients are complete,
    not sampled: there a change is real as soon as there is one. ``last_year`` is the same period a year ago.
    ``n`` counts what the value rests on (answered tickets, answers, lines); of the median and p90 the denominator
    counts the waiting tickets too.
    """

    kpi: str
    period: Period
    group: str | None
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    numerator: float | None = None
    denominator: float | None = None
    previous: float | None = None
    change: float | None = None
    is_change_real: bool | None = None
    last_year: float | None = None
    last_year_change: float | None = None
    is_last_year_change_real: bool | None = None
    excluded: Mapping[str, int] = field(default_factory=dict)
    note: Message | None = None
    as_of: date | None = None
    snapshot: str = ""
