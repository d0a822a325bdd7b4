"""What the rules of a review ask: one quarter of one scope, read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from analytics import engine
from analytics.asking import cut_of
from analytics.decomposition import Decomposition, drivers
from analytics.kpi import Answer, Kpi
from analytics.registry import kpi_by_id
from domain.period import Period
from domain.read import Read
from domain.scope import NO_GROUP, Dimension

if TYPE_CHECKING:
    import pandas as pd

PERIODS_SHOWN = 8
SPLITS = (Dimension.REGION, Dimension.TEAM, Dimension.MANAGER, Dimension.SEGMENT)
MOST_GROUPS = 12


@dataclass(frozen=True)
class Question:
    """What a review is asked for. ``scope`` is in words of the review's language, "" for the whole company.

    ``info`` are the snapshot's own facts; ``since_on`` is the day on which the last review was finished, None where
    none was. ``has_rows``: whether the workbook's sheets hold the rows behind each number.
    """

    period: Period
    as_of: date
    language: str
    version: str
    info: tuple[tuple[str, str], ...]
    scope: str = ""
    customer: str = ""
    since_on: date | None = None
    has_rows: bool = True

    def fact(self, name: str, default: str = "") -> str:
        """One of the snapshot's facts."""
        return dict(self.info).get(name) or default


class Facts:
    """Answers for one question; each is asked once."""

    def __init__(self, read: Read, question: Question) -> None:
        self.read = read
        self.question = question
        self.period = question.period
        self.as_of = question.as_of
        self.currency = question.fact("reporting_currency")
        self._histories: dict[str, list[Answer]] = {}
        self._groups: dict[tuple[str, Dimension], list[Answer]] = {}
        self._drivers: dict[str, Decomposition | None] = {}

    @property
    def is_over(self) -> bool:
        """Whether the quarter is over at the end of ``as_of``."""
        return self.as_of >= self.period.end - timedelta(days=1)

    @property
    def is_latest(self) -> bool:
        """Whether the quarter is the one under way, or the last that is over: only then what is open belongs to it."""
        return self.period.start <= self.as_of < self.period.next.end

    @property
    def has_tickets(self) -> bool:
        """Whether any ticket is loaded, of whomever; where none is, nobody's requests are known."""
        return self.question.fact("has_tickets", "true") == "true"

    @property
    def ahead(self) -> Period:
        """The quarter in which what is open now is due: this one while it is under way, else the next."""
        return self.period.next if self.is_over else self.period

    @property
    def first_on(self) -> date:
        """The first day on which anything that is loaded happened."""
        return date.fromisoformat(self.question.fact("first_on", self.period.start.isoformat())[:10])

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The eight quarters that end with this one, as far as the data goes back."""
        return self._up_to(self.period)

    def _up_to(self, last: Period) -> tuple[Period, ...]:
        asked = tuple(last.shift(step) for step in range(1 - PERIODS_SHOWN, 1))
        return tuple(period for period in asked if period.end > self.first_on) or asked[-1:]

    def history(self, kpi_id: str) -> list[Answer]:
        """The KPI over those quarters, in order."""
        if kpi_id not in self._histories:
            self._histories[kpi_id] = engine.answers(
                kpi_by_id(kpi_id), self.periods, self.as_of, self.read, snapshot=self.question.version
            )
        return self._histories[kpi_id]

    def answer(self, kpi_id: str) -> Answer:
        """The KPI in the quarter."""
        return self.history(kpi_id)[-1]

    def answer_ahead(self, kpi_id: str) -> Answer:
        """A KPI of what is open, in the quarter ahead."""
        return engine.answers(kpi_by_id(kpi_id), [self.ahead], self.as_of, self.read, snapshot=self.question.version)[0]

    def history_ahead(self, kpi_id: str) -> list[Answer]:
        """The KPI over the eight quarters that end with the one ahead: what the page of open deals learns from."""
        if self.ahead == self.period:
            return self.history(kpi_id)
        return engine.answers(
            kpi_by_id(kpi_id), self._up_to(self.ahead), self.as_of, self.read, snapshot=self.question.version
        )

    def groups(self, kpi_id: str, dimension: Dimension) -> list[Answer]:
        """The KPI in the quarter by group, those without one left out."""
        key = (kpi_id, dimension)
        if key not in self._groups:
            found = engine.answers(
                kpi_by_id(kpi_id), [self.period], self.as_of, self.read, dimension=dimension,
                snapshot=self.question.version,
            )  # fmt: skip
            self._groups[key] = [one for one in found if one.group not in (None, NO_GROUP)]
        return self._groups[key]

    def rows(self, query: str, period: Period | None = None) -> pd.DataFrame:
        """A list that belongs to a quarter: this one where no other is given."""
        return self.read(query, {"periods": [cut_of(period or self.period, self.as_of)]})

    def rows_behind(self, kpi_id: str) -> pd.DataFrame:
        """The rows that a KPI's value rests on."""
        return engine.rows(kpi_by_id(kpi_id), self.period, self.as_of, self.read)

    @cached_property
    def dimension(self) -> Dimension | None:
        """How this scope is best taken apart: by region, else team, account manager, segment; None where by none."""
        members = self.read("scope_members", {})
        for split in SPLITS:
            if 2 <= int((members["dimension"] == split.value).sum()) <= MOST_GROUPS:
                return split
        return None

    def driver(self, kpi: Kpi) -> Decomposition | None:
        """What drove the KPI's change, by the groups of ``dimension``; None where nothing can be taken apart."""
        if kpi.id not in self._drivers:
            known = self.dimension
            self._drivers[kpi.id] = (
                None if known is None else drivers(self.read, kpi, self.period, self.as_of, known)
            )  # fmt: skip
        return self._drivers[kpi.id]
