"""How far planned activities have come: done, done late, overdue, cancelled, not yet due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.statistics import Interval, wilson_interval
from domain.period import Period
from domain.scope import NO_GROUP

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Progress:
    """Activities by how far they have come; the names are those of the query ``activity_progress``.

    ``done_undated``: said to be done, the day not known; it is neither late nor in time. ``unplanned``: done without
    a plan. ``undated``: without any day, so in no period.
    """

    done: int = 0
    done_late: int = 0
    overdue: int = 0
    planned: int = 0
    cancelled: int = 0
    done_undated: int = 0
    unplanned: int = 0
    undated: int = 0

    @property
    def n_due(self) -> int:
        """Activities planned for a day of the period, whatever became of them."""
        return self.done + self.done_late + self.overdue + self.planned + self.cancelled + self.done_undated

    @property
    def n_done(self) -> int:
        """Planned activities that were done on a known day, in time or late."""
        return self.done + self.done_late

    @property
    def n_judged(self) -> int:
        """Those of which it is known whether they were done: not cancelled, not still to come."""
        return self.n_done + self.overdue

    @property
    def share_done(self) -> float | None:
        """Done / (done + overdue), 0..1; None where nothing has fallen due."""
        return self.n_done / self.n_judged if self.n_judged else None

    @property
    def interval(self) -> Interval | None:
        """Wilson's 95 % interval of the share done; None where nothing has fallen due."""
        return wilson_interval(self.n_done, self.n_judged)


def progress_of(frame: pd.DataFrame) -> Progress:
    """All rows of ``activity_progress`` together; rows without a day are counted as undated."""
    counts = frame.groupby("progress")["n"].sum()
    return Progress(**{str(name): int(n) for name, n in counts.items()})


def progress_by_period(frame: pd.DataFrame, periods: Sequence[Period]) -> list[tuple[Period, Progress]]:
    """One entry a period, in the given order; a period without activities has zeros."""
    starts = frame["period_start"].dt.date if len(frame) else frame["period_start"]
    return [(period, progress_of(frame[starts == period.start])) for period in periods]


def progress_by(frame: pd.DataFrame, column: str) -> list[tuple[str, Progress]]:
    """One entry a member of ``column`` with anything planned, most planned first; what has no member last."""
    members = frame[column].fillna(NO_GROUP).astype(str)
    found = [(str(name), progress_of(part)) for name, part in frame.groupby(members)]
    kept = [(name, progress) for name, progress in found if progress.n_due]
    return sorted(kept, key=lambda one: (one[0] == NO_GROUP, -one[1].n_due, one[0]))
