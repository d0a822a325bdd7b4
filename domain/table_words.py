"""What the kinds of export file are called in front of people."""

from __future__ import annotations

from collections.abc import Mapping

from domain.message import N_

TABLE_WORDS: Mapping[str, str] = {
    "customers": N_("customers"), "managers": N_("account managers"), "deals": N_("deals"),
    "invoices": N_("invoices"), "contracts": N_("contracts"), "tickets": N_("tickets"), "surveys": N_("surveys"),
    "targets": N_("targets"), "activities": N_("activities"), "rates": N_("exchange rates"),
    "products": N_("products"),
}  # fmt: skip
"""By the word that names them on the command line."""
