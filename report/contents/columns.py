"""What the columns of the rows behind a number are called in a review, and how their values are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from i18n.translate import N_, _
from report.contents.words import cell
from report.review import Column, Format, Table, Value

if TYPE_CHECKING:
    import pandas as pd

ROW_COLUMNS: Mapping[str, str] = {
    "customer": N_("Customer"),
    "manager": N_("Account manager"),
    "team": N_("Team"),
    "product": N_("Product"),
    "channel": N_("Channel"),
    "priority": N_("Priority"),
    "stage": N_("Stage"),
    "score": N_("Score"),
    "record_id": N_("Record"),
    "ticket_id": N_("Ticket"),
    "deal_id": N_("Deal"),
    "response_id": N_("Answer"),
    "contract_id": N_("Contract"),
    "revenue_on": N_("Date"),
    "row_on": N_("Date"),
    "responded_on": N_("Answered on"),
    "created_on": N_("Created on"),
    "close_on": N_("Closed on"),
    "first_active_on": N_("First active"),
    "last_started_on": N_("Latest start"),
    "from_on": N_("From"),
    "to_on": N_("Up to, not including"),
    "currency": N_("Currency"),
    "amount_original": N_("Amount in the document"),
    "amount_reporting": N_("Amount, reporting currency"),
    "amount_now": N_("Revenue now"),
    "amount_before": N_("Revenue before"),
    "probability": N_("Probability"),
    "is_answered": N_("Answered"),
    "hours": N_("Hours"),
    "outcome": N_("Outcome"),
    "row_kind": N_("Kind of row"),
    "exclusion": N_("Left out because"),
    "value": N_("Counts as"),
    "contribution_numerator": N_("Counts above the line"),
    "contribution_denominator": N_("Counts below the line"),
    "file_name": N_("File"),
    "sheet": N_("Sheet"),
    "line_no": N_("Line"),
}
"""Only these: no name, address or telephone number of a person outside, and no comment."""

MONEY = frozenset({"amount_reporting", "amount_now", "amount_before"})
CODED = frozenset({"exclusion", "row_kind", "outcome", "stage"})
"""Columns whose values are words of the program."""
INTERNAL = frozenset({"manager", "team", "file_name", "sheet", "line_no", "deal_id"})
"""What a customer's own edition leaves out: who works on it, and where we keep it."""


def rows_table(frame: pd.DataFrame, most: int, *, is_internal: bool) -> Table:
    """The rows behind a number; at most ``most`` of them."""
    names = [
        str(name) for name in frame.columns if name in ROW_COLUMNS and (is_internal or name not in INTERNAL)
    ]  # fmt: skip
    columns = tuple(Column(_(ROW_COLUMNS[name]), _shape(name), name) for name in names)
    records = frame[names].head(most).to_dict("records")
    return Table(columns, tuple(tuple(_value(row[name], name) for name in names) for row in records), len(frame))


def _value(value: object, name: str) -> Value:
    """A value as the table keeps it; the program's own words in the reader's language."""
    plain = cell(value)
    return _(plain.replace("_", " ").lower()) if name in CODED and isinstance(plain, str) else plain


def _shape(name: str) -> Format:
    if name in MONEY:
        return Format.MONEY
    if name.endswith("_on"):
        return Format.DATE
    if name == "probability":
        return Format.PERCENT
    if name in ("score", "line_no"):
        return Format.WHOLE
    if name in ("value", "hours", "contribution_numerator", "contribution_denominator", "amount_original"):
        return Format.DECIMAL
    return Format.TEXT
