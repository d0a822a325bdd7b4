"""What values of our row queries are called in front of people: kinds of records, systems, reasons, rules."""

from __future__ import annotations

from collections.abc import Mapping

from domain.message import N_
from domain.table_words import TABLE_WORDS
from ui.pipeline_columns import MOVE_WORDS

SYSTEM_WORDS: Mapping[str, str] = {
    "vietnamese_excel": "Excel", "generic": "CSV", "hubspot": "HubSpot", "zendesk": "Zendesk", "misa": "MISA",
    "misa_crm": "MISA CRM", "surveymonkey": "SurveyMonkey", "salesforce": "Salesforce", "freshdesk": "Freshdesk",
    "freshservice": "Freshservice", "intercom": "Intercom", "pipedrive": "Pipedrive", "zoho": "Zoho",
    "dynamics": "Dynamics 365", "odoo": "Odoo", "bitrix24": "Bitrix24", "kiotviet": "KiotViet",
    "delighted": "Delighted", "qualtrics": "Qualtrics", "typeform": "Typeform", "google_forms": "Google Forms",
    "maven": "Maven CRM", "ravenstack": "RavenStack", "cdnow": "CDNOW",
}  # fmt: skip
"""Systems by the name their makers write."""

_REASONS: Mapping[str, str] = {
    "lost": N_("Lost"),
    "detractor": N_("Unhappy (score 0 to 6)"),
    "overdue": N_("Waiting past the promised time"),
    "void": N_("cancelled document"),
    "no_rate": N_("no exchange rate"),
    "no_target": N_("no target"),
    "no_score": N_("no score given"),
    "repeat_answer": N_("a newer answer counts"),
    "new": N_("New"),
    "returning": N_("Returning"),
    "won_back": N_("Won back"),
    "waiting": N_("waiting"),
    "pending": N_("not yet due"),
    "met": N_("in time"),
    "breached": N_("too late"),
    "closed_unanswered": N_("closed without an answer"),
    "stale": N_("closing date is past"),
    "no_close_date": N_("no closing date"),
    "no_amount": N_("no amount"),
    "no_probability": N_("no probability"),
    "revenue": N_("revenue"),
    "no_business_time": N_("working hours not known"),
    "no_calendar_time": N_("time not known"),
    "no_sla_target": N_("nothing was promised"),
    "target": N_("target"),
    "file": N_("customers' file"),
    "ticket": N_("ticket"),
    "Won": N_("won"),
    "Lost": N_("lost"),
    "Open": N_("open"),
    "invoice": N_("invoice"),
    "deal": N_("deal"),
    "contract": N_("contract"),
    "True": N_("yes"),
    "False": N_("no"),
    "expansion": N_("Bought more"), "contraction": N_("Bought less"), "unchanged": N_("As before"),
    "silent": N_("Silent"), "contract_ends": N_("Contract ends"),
}  # fmt: skip
_REASON_COLUMNS = (
    "reason", "exclusion", "movement", "basis", "is_latest", "is_answered", "outcome", "row_kind", "stage",
)  # fmt: skip
WORDS: Mapping[str, Mapping[str, str]] = dict.fromkeys(_REASON_COLUMNS, _REASONS) | {
    "entity": TABLE_WORDS,
    "move": MOVE_WORDS,
    "system": SYSTEM_WORDS,
    "freshness": {
        "fresh": N_("fresh"),
        "ageing": N_("getting old"),
        "old": N_("old"),
        "undated": N_("a list"),
    },
    "field": {
        "customer": N_("Customer"),
        "manager": N_("Account manager"),
        "amount_reporting": N_("Amount, reporting currency"),
        "product": N_("Product"),
        "close_on": N_("Closed on"),
        "business_minutes": N_("Response time, working hours"),
        "calendar_minutes": N_("Response time, calendar"),
        "priority": N_("Priority"),
        "channel": N_("Channel"),
        "respondent_key": N_("Who answered"),
        "segment": N_("Segment"),
        "region": N_("Region"),
        "industry": N_("Industry"),
        "team": N_("Team"),
    },
    "kind": {"customer": N_("customer"), "manager": N_("account manager")},
    "progress": {
        "done": N_("done in time"),
        "done_late": N_("done late"),
        "done_undated": N_("done, day not known"),
        "overdue": N_("overdue"),
        "planned": N_("not yet due"),
        "cancelled": N_("cancelled"),
        "unplanned": N_("done without a plan"),
    },
    "event": {
        "invoice": N_("Invoice"), "ticket": N_("Ticket"), "answer": N_("Survey answer"), "deal": N_("Deal"),
        "contract": N_("Contract"), "activity": N_("Activity"), "owner": N_("Account manager"),
    },
    "state": {
        **_REASONS,
        "valid": N_("valid"), "answered": N_("answered"), "promoter": N_("Happy (score 9 or 10)"),
        "passive": N_("Neutral (score 7 or 8)"), "done": N_("done"), "planned": N_("planned"),
        "overdue": N_("overdue"), "cancelled": N_("cancelled"),
    },
    "holding": {"owned": N_("owns it"), "in_pipeline": N_("is offered it"), "gap": N_("does not own it")},
}  # fmt: skip
"""Columns whose values are words of ours, and what those words are called in front of people."""

RULE_WORDS: tuple[str, ...] = (
    N_("blank line"),
    N_("total line"),
    N_("footer line"),
    N_("group line"),
    N_("no score"),
    N_("repeated line"),
    N_("repeated invoice total"),
    N_("another product of a deal"),
    N_("already loaded"),
    N_("a payment, not an invoice"),
    N_("an older version"),
    N_("another kind of survey"),
    N_("deleted in the source"),
    N_("not completed"),
    N_("test or preview"),
)
"""The named rules by which lines of a file are left out: the code's own, and those of the known exports."""
