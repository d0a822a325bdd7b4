"""What the columns and movements of open deals are called in front of people."""

from __future__ import annotations

from collections.abc import Mapping

from domain.message import N_

PIPELINE_MONEY = frozenset({"change", "deal_value_before"})

PIPELINE_COLUMNS: Mapping[str, str] = {
    "forecast_category": N_("Forecast category"),
    "days_past": N_("Days past"),
    "times_moved": N_("Times moved later"),
    "due_on": N_("Closing date"),
    "due_before_on": N_("Closing date before"),
    "deal_value_before": N_("Amount before"),
    "manager_before": N_("Account manager before"),
    "move": N_("Movement"),
    "change": N_("Change"),
}

MOVE_WORDS: Mapping[str, str] = {
    "new": N_("New deals"),
    "won": N_("Deals won"),
    "lost": N_("Deals lost"),
    "slipped": N_("Slipped to later"),
    "slipped_in": N_("Slipped in from earlier"),
    "pulled_in": N_("Pulled in from later"),
    "pulled_out": N_("Moved to earlier"),
    "undated": N_("Closing date removed"),
    "reopened": N_("Open again"),
    "revalued_up": N_("Worth more"),
    "revalued_down": N_("Worth less"),
    "reassigned": N_("Re-assigned"),
    "owner": N_("Re-assigned, amount as before"),
}
