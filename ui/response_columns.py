"""What the columns about waiting and answering are called in front of people."""

from __future__ import annotations

from collections.abc import Mapping

from domain.message import N_

DURATIONS = frozenset({"waited_hours", "target_hours", "overdue_hours"})
"""Working hours that are written in words: 5 h 20 min, 12 days."""

RESPONSE_COLUMNS: Mapping[str, str] = {
    "waited_hours": N_("Has waited (8 working hours a day)"),
    "target_hours": N_("Promised within"),
    "overdue_hours": N_("Past due by"),
    "due_at": N_("Due"),
    "n_waiting": N_("Waiting tickets"),
    "mean_hours": N_("Mean, h"),
    "median_hours": N_("Median, h"),
    "in_time": N_("Answered in time"),
}
