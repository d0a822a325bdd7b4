"""Office hours of the sample company: Monday to Friday 08:00-12:00 and 13:00-17:00, Vietnam's holidays off.

Days moved by the government count: a make-up Saturday is a working day. Moments are local minutes since 1970.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from data.samples.kinds import Days, Flags, Ints

MORNING, NOON, AFTERNOON, HALF_DAY = 480, 720, 780, 240
WORKDAY_MINUTES = 2 * HALF_DAY
MINUTES_A_DAY = 1440


@dataclass(frozen=True)
class WorkCalendar:
    """Working days from ``first`` on; ``minutes_before`` counts the working minutes before each day."""

    first: int
    is_working: npt.NDArray[np.bool_]
    minutes_before: npt.NDArray[np.int64]
    workdays: npt.NDArray[np.datetime64]

    @classmethod
    def covering(cls, first: date, last: date) -> WorkCalendar:
        """The calendar from ``first`` to ``last``, both included."""
        # Half a second to import, and only a new sample needs it.
        import holidays

        closed = holidays.country_holidays("VN", years=range(first.year, last.year + 1))
        days = np.arange(np.datetime64(first), np.datetime64(last) + 1)
        off = np.array(sorted(closed), dtype="datetime64[D]")
        made_up = np.array(sorted(closed.weekend_workdays), dtype="datetime64[D]")
        is_working = (np.is_busday(days) & ~np.isin(days, off)) | np.isin(days, made_up)
        minutes = np.where(is_working, WORKDAY_MINUTES, 0)
        return cls(int(days[0].astype(np.int64)), is_working, np.cumsum(minutes) - minutes, days[is_working])

    def worked(self, moment: Ints) -> Ints:
        """Working minutes before each moment, counted from the calendar's first day."""
        day, minute = np.divmod(moment, MINUTES_A_DAY)
        inside = np.clip(minute - MORNING, 0, HALF_DAY) + np.clip(minute - AFTERNOON, 0, HALF_DAY)
        position = day - self.first
        worked: Ints = self.minutes_before[position] + np.where(self.is_working[position], inside, 0)
        return worked

    def moment_of(self, worked: Ints) -> Ints:
        """The first moment at which this many working minutes (at least 1) have passed; :meth:`worked` undone."""
        position = np.searchsorted(self.minutes_before, worked, side="left") - 1
        left = worked - self.minutes_before[position]
        minute = np.where(left <= HALF_DAY, MORNING + left, AFTERNOON + left - HALF_DAY)
        moment: Ints = (position + self.first) * MINUTES_A_DAY + minute
        return moment

    def works_on(self, days: Days) -> Flags:
        """Whether the office is open on each day."""
        return self.is_working[days.astype("datetime64[D]").astype(np.int64) - self.first]
