"""What the columns of our row queries are called in front of people, and how their values are written."""

from __future__ import annotations

from collections.abc import Mapping

from domain.message import N_

PROVENANCE = ("file_name", "sheet", "line_no")
FROZEN = ("customer",)
WIDE = ("comment", "reason_words", "record", "value_text")

RATIOS = frozenset({"share", "share_so_far", "share_filled", "probability"})
HOURS = frozenset({"waited_hours", "target_hours", "overdue_hours", "response_hours", "hours"})
MONEY = frozenset({"revenue", "revenue_before", "largest_revenue"})


def is_day(name: str) -> bool:
    """Whether the column holds days: by our naming rule, or a summary of such a column."""
    return name.endswith("_on") or name in ("first_date", "last_date")


def is_moment(name: str) -> bool:
    """Whether the column holds moments, in UTC."""
    return name.endswith("_at")


COLUMN_NAMES: Mapping[str, str] = {
    "place": N_("Rank"),
    "customer": N_("Customer"),
    "customer_id": N_("Customer id"),
    "manager": N_("Account manager"),
    "team": N_("Team"),
    "region": N_("Region"),
    "segment": N_("Segment"),
    "product": N_("Product"),
    "channel": N_("Channel"),
    "priority": N_("Priority"),
    "status": N_("Status"),
    "stage": N_("Stage"),
    "score": N_("Score"),
    "comment": N_("Comment"),
    "reason": N_("Reason"),
    "n": N_("Number"),
    "revenue": N_("Revenue"),
    "revenue_before": N_("Revenue before"),
    "share": N_("Share"),
    "share_so_far": N_("Share so far"),
    "n_customers": N_("Customers"),
    "n_answered": N_("Answered tickets"),
    "response_hours": N_("Mean response, h"),
    "largest_customer": N_("Largest customer"),
    "largest_revenue": N_("Its revenue"),
    "waited_hours": N_("Waiting, h"),
    "target_hours": N_("Promised, h"),
    "overdue_hours": N_("Overdue, h"),
    "hours": N_("Hours"),
    "ticket_id": N_("Ticket"),
    "deal_id": N_("Deal"),
    "deal_name": N_("Deal name"),
    "invoice_id": N_("Invoice"),
    "record_id": N_("Record"),
    "response_id": N_("Answer"),
    "contract_id": N_("Contract"),
    "basis": N_("Taken from"),
    "amount": N_("Amount"),
    "annual_amount": N_("Amount a year"),
    "amount_original": N_("Amount in the document"),
    "currency": N_("Currency"),
    "exclusion": N_("Left out because"),
    "value": N_("Counts as"),
    "contribution_numerator": N_("Counts above the line"),
    "contribution_denominator": N_("Counts below the line"),
    "is_answered": N_("Answered"),
    "is_latest": N_("Counts"),
    "revenue_on": N_("Date"),
    "responded_on": N_("Answered on"),
    "sent_on": N_("Sent on"),
    "created_on": N_("Created on"),
    "created_at": N_("Created at"),
    "close_on": N_("Closed on"),
    "since_on": N_("Since"),
    "last_active_on": N_("Last active"),
    "answered_at": N_("Answered at"),
    "resolved_at": N_("Solved at"),
    "responded_at": N_("Answered at"),
    "sent_at": N_("Sent at"),
    "from_on": N_("From"),
    "to_on": N_("Until"),
    "n_owners": N_("Managers at the time"),
    "first_active_on": N_("First active"),
    "last_started_on": N_("Latest start"),
    "amount_now": N_("Revenue now"),
    "amount_before": N_("Revenue before"),
    "amount_reporting": N_("Amount, reporting currency"),
    "outcome": N_("Outcome"),
    "row_kind": N_("Kind of row"),
    "row_on": N_("Date"),
    "probability": N_("Probability"),
    "lost_reason": N_("Lost because"),
    "industry": N_("Industry"),
    "reason_words": N_("Reason"),
    "value_text": N_("Value"),
    "message": N_("Reason"),
    "owned_from": N_("From"),
    "owned_to": N_("Until"),
    "movement": N_("Movement"),
    "file_name": N_("File"),
    "sheet": N_("Sheet"),
    "line_no": N_("Line"),
    "load_id": N_("Import"),
    "entity": N_("Table"),
    "system": N_("System"),
    "column_name": N_("Column"),
    "suggestion": N_("Suggestion"),
    "record": N_("Row as it was"),
    "rows_in_file": N_("Rows in the file"),
    "rows_loaded": N_("Loaded"),
    "rows_replaced": N_("Replaced"),
    "rows_quarantined": N_("Held back"),
    "rows_skipped": N_("Left out"),
    "n_records": N_("Records"),
    "n_blank": N_("Blank"),
    "n_counted_blank": N_("Blank where it counts"),
    "share_filled": N_("Filled"),
    "field": N_("Column"),
    "touches": N_("Touches"),
    "freshness": N_("Freshness"),
    "days_behind": N_("Days behind"),
    "kind": N_("Kind"),
    "name": N_("Name in the files"),
    "loaded_at": N_("Loaded at"),
    "first_on": N_("First day"),
    "last_on": N_("Last day"),
}

TABLE_WORDS: Mapping[str, str] = {
    "customers": N_("customers"), "managers": N_("account managers"), "deals": N_("deals"),
    "invoices": N_("invoices"), "contracts": N_("contracts"), "tickets": N_("tickets"), "surveys": N_("surveys"),
    "targets": N_("targets"), "activities": N_("activities"), "rates": N_("exchange rates"),
    "products": N_("products"),
}  # fmt: skip
"""The kinds of export file in front of people."""

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
}
_REASON_COLUMNS = (
    "reason", "exclusion", "movement", "basis", "is_latest", "is_answered", "outcome", "row_kind", "stage",
)  # fmt: skip
WORDS: Mapping[str, Mapping[str, str]] = dict.fromkeys(_REASON_COLUMNS, _REASONS) | {
    "entity": TABLE_WORDS,
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
}
"""Columns whose values are words of ours, and what those words are called in front of people."""

RULE_WORDS: tuple[str, ...] = (
    N_("blank line"),
    N_("total line"),
    N_("footer line"),
    N_("group line"),
    N_("no score"),
    N_("repeated line"),
    N_("already loaded"),
    N_("a payment, not an invoice"),
    N_("an older version"),
    N_("another kind of survey"),
    N_("deleted in the source"),
    N_("not completed"),
    N_("test or preview"),
)
"""The named rules by which lines of a file are left out: the code's own, and those of the known exports."""
