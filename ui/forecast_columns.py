"""What the columns of the forecast's tables are called in front of people."""

from __future__ import annotations

from collections.abc import Mapping

from domain.message import N_

FORECAST_MONEY = frozenset({
    "to_date", "expected", "low_80", "high_80", "low_95", "high_95", "target", "last_year", "without", "scenario_mean",
    "difference", "share_amount",
})  # fmt: skip
FORECAST_RATIOS = frozenset({"coverage_80", "typical_error", "effect_share", "effect_low", "effect_high"})
FORECAST_COLUMNS: Mapping[str, str] = {
    "period_name": N_("Period"),
    "view_name": N_("View"),
    "typical_error": N_("Typical error"),
    "effect_name": N_("What changes"),
    "effect_share": N_("A month changes by"),
    "effect_low": N_("From (95%)"),
    "effect_high": N_("To (95%)"),
    "verdict_words": N_("Verdict"),
    "to_date": N_("To date"),
    "expected": N_("Expected"),
    "low_80": N_("From (80%)"),
    "high_80": N_("To (80%)"),
    "low_95": N_("From (95%)"),
    "high_95": N_("To (95%)"),
    "target": N_("Target"),
    "chance_words": N_("Chance of the target"),
    "last_year": N_("Year before"),
    "model_words": N_("Model"),
    "mase": N_("MASE of our methods"),
    "mase_naive": N_("MASE of last year"),
    "part_name": N_("Part"),
    "without": N_("Forecast"),
    "scenario_mean": N_("Scenario"),
    "difference": N_("Difference"),
    "share_amount": N_("Amount"),
    "coverage_80": N_("Inside the 80% band"),
    "n_tests": N_("Tests"),
    "untested_words": N_("Why there is no back-test"),
}
