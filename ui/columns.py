"""What the columns of our row queries are called in front of people, and how their values are written."""

from __future__ import annotations

from collections.abc import Mapping

from domain.message import N_
from ui.forecast_columns import FORECAST_COLUMNS, FORECAST_MONEY, FORECAST_RATIOS
from ui.pipeline_columns import PIPELINE_COLUMNS, PIPELINE_MONEY
from ui.response_columns import RESPONSE_COLUMNS

PROVENANCE = ("file_name", "sheet", "line_no")
FROZEN = ("customer", "group", "term", "counted_as", "period_name")
WIDE = ("comment", "reason_words", "record", "value_text", "details", "others")

RATIOS = frozenset({
    "share", "share_so_far", "share_filled", "probability", "largest_share", "top5_share", "own_weight", "share_owned",
    "in_time", *FORECAST_RATIOS,
})  # fmt: skip
HOURS = frozenset({"response_hours", "hours", "mean_hours", "median_hours"})
POINTS = frozenset({"score_counted", "score_pooled", "score_low", "score_high", "z"})
MONEY = PIPELINE_MONEY | FORECAST_MONEY | {"revenue", "revenue_12_months", "revenue_before", "largest_revenue"}


def is_day(name: str) -> bool:
    """Whether the column holds days: by our naming rule, or a summary of such a column."""
    return name.endswith("_on") or name in ("first_date", "last_date")


def is_moment(name: str) -> bool:
    """Whether the column holds moments, in UTC."""
    return name.endswith("_at")


COLUMN_NAMES: Mapping[str, str] = {
    **RESPONSE_COLUMNS,
    **PIPELINE_COLUMNS,
    **FORECAST_COLUMNS,
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
    "term": N_("Word"),
    "n_detractors": N_("Detractors"),
    "n_promoters": N_("Promoters"),
    "z": N_("z (log-odds)"),
    "group": N_("Group"),
    "score_counted": N_("Net Promoter Score"),
    "score_pooled": N_("Pooled"),
    "score_low": N_("From (95%)"),
    "score_high": N_("To (95%)"),
    "own_weight": N_("Own weight"),
    "counted_as": N_("Counted as"),
    "left_out": N_("Left out"),
    "days_since": N_("Days since"),
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
    "activity_id": N_("Activity"),
    "subject": N_("Subject"),
    "planned_on": N_("Planned for"),
    "done_on": N_("Done on"),
    "progress": N_("Progress"),
    "days_late": N_("Days late"),
    "handed_on": N_("Handed over on"),
    "from_manager": N_("From account manager"),
    "to_manager": N_("To account manager"),
    "largest_share": N_("Its share"),
    "top5_share": N_("Five largest, share"),
    "n_equal": N_("As many as equal customers"),
    "load_n_customers": N_("Customers"),
    "load_revenue": N_("Revenue"),
    "load_tickets_a_month": N_("Tickets a month"),
    "load_n_open": N_("Open tickets"),
    "load_n_answers": N_("NPS answers"),
    "load_n_returning": N_("Returning customers"),
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
} | {
    "happened_on": N_("Day"), "event": N_("What"), "details": N_("Details"), "state": N_("State"),
    "until_on": N_("Until"), "holding": N_("This customer"), "n_owned": N_("Customers who own it"),
    "share_owned": N_("Share who own it"), "n_in_pipeline": N_("Offered to"), "others": N_("Others like this one"),
    "amount_change": N_("Change"), "revenue_12_months": N_("Revenue, last 12 months"), "ends_on": N_("Contract until"),
    "last_purchase_on": N_("Last purchase"), "rhythm_days": N_("Usual gap, days"), "silent_days": N_("Silent, days"),
    "first_on": N_("First day"), "last_on": N_("Last day"),
}  # fmt: skip
