"""The periods that a question is about, as temporary tables that query files name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from domain.errors import QueryError
from domain.message import N_
from domain.period import PeriodCut

PERIOD = (
    "create or replace temp table period as select unnest($starts::date[]) as period_start,"
    " unnest($ends::date[]) as period_end, unnest($cuts::date[]) as cut_on,"
    " unnest($previous::date[]) as previous_start, unnest($as_of::date[]) as as_of"
)
MADE_FROM_THEM: Mapping[str, str] = {
    "period_day": (
        "create or replace temp table period_day as select cast(unnest(generate_series(period_start,"
        " cut_on - interval 1 day, interval 1 day)) as date) as day, period_start, cut_on, as_of from period"
    ),
    "period_clock": (
        "create or replace temp table period_clock as with known as (select one.as_of,"
        " max(minutes_before + minutes) as known_minute from (select distinct as_of from period) as one"
        " join schedule_day on schedule_id = 0 and day <= one.as_of group by one.as_of)"
        " select cast(unnest(generate_series(period_start, cut_on - interval 1 day, interval 1 day)) as date) as day,"
        " period_start, period.as_of, known_minute from period left join known on known.as_of = period.as_of"
    ),
    "period_team_clock": (
        "create or replace temp table period_team_clock as select period_start, schedule_id,"
        " max(minutes_before + minutes) as known_minute from period join schedule_day on day <= as_of"
        " where schedule_id > 0 group by period_start, schedule_id"
    ),
}
"""Made when a statement first names them:

- ``period_day``: one row per day of a period.
- ``period_clock``: the same, with the working minutes of the company's hours that are known at the end of ``as_of``,
  counted since the calendar began.
- ``period_team_clock``: these minutes of every period and every schedule of a team's own. A table apart, for where no
  team has one it is empty, and joining what is known to be empty costs nothing.
"""


class AskedPeriods:
    """The periods that a cursor was asked about last, and which of their tables it has."""

    def __init__(self) -> None:
        self._periods: object = None
        self._made: set[str] = set()

    def make(self, cursor: duckdb.DuckDBPyConnection, periods: object, text: str) -> None:
        """Let the cursor have the tables of ``periods`` that a statement names; those it has already stay.

        Raises:
            QueryError: they are not a sequence of :class:`~domain.period.PeriodCut`.
        """
        if periods != self._periods:
            _make_period(cursor, periods)
            self._periods, self._made = periods, set()
        for name, statement in MADE_FROM_THEM.items():
            if name in text and name not in self._made:
                cursor.execute(statement)
                self._made.add(name)


def _make_period(cursor: duckdb.DuckDBPyConnection, periods: object) -> None:
    if not isinstance(periods, Sequence) or not all(isinstance(cut, PeriodCut) for cut in periods):
        raise QueryError("periods", N_("Periods are a sequence of PeriodCut."))
    cursor.execute(
        PERIOD,
        {
            "starts": [cut.start for cut in periods],
            "ends": [cut.end for cut in periods],
            "cuts": [cut.cut for cut in periods],
            "previous": [cut.previous_start for cut in periods],
            "as_of": [cut.as_of for cut in periods],
        },
    )
