"""Open deals as lists: those whose closing date is past, those moved to later, and all of them."""

from __future__ import annotations

import pandas as pd

from i18n.format import money
from i18n.translate import _, ngettext
from ui import answers
from ui.asking import Asked
from ui.pipeline import open_deals as open_deals_of
from ui.tables import table

ORDER = [
    "customer", "deal_name", "amount_reporting", "manager", "days_past", "times_moved", "due_on", "forecast_category",
    "probability", "exclusion", "deal_id", "customer_id", "file_name", "sheet", "line_no",
]  # fmt: skip


def stale(ahead: Asked) -> None:
    """Open deals whose closing date is past, the largest first; they count in no period."""
    frame = open_deals_of(ahead)
    if frame.empty:
        return
    past = frame[frame["due"] == "past"]
    title = ngettext(
        "{n} open deal is stale: its closing date is past ({amount})",
        "{n} open deals are stale: their closing date is past ({amount})",
        len(past), amount=money(float(past["amount_reporting"].sum()), ahead.currency, compact=True),
    )  # fmt: skip
    _list(past, "pipeline-stale", title if len(past) else _("No open deal is stale"), _("Stale deals"))


def slipped(ahead: Asked) -> None:
    """Open deals whose closing date was moved to later from one export to another."""
    frame = open_deals_of(ahead)
    if frame.empty or len(answers.plain_listing(ahead, "pipeline_exports")) < 2:
        return  # with one export nothing can have moved, and the page says so further up
    moved = frame[frame["times_moved"] > 0].sort_values(["times_moved", "amount_reporting"], ascending=False)
    title = ngettext(
        "{n} open deal was moved to a later closing date",
        "{n} open deals were moved to a later closing date",
        len(moved),
    )
    if moved.empty:
        title = _("No open deal was moved to a later closing date from one export to the next")
    _list(moved, "pipeline-slipped", title, _("Deals moved to later"))


def open_deals(ahead: Asked) -> None:
    """Every open deal, with file and line."""
    frame = open_deals_of(ahead)
    if frame.empty:
        return
    title = ngettext("{n} open deal in all", "{n} open deals in all", len(frame))
    _list(frame, "pipeline-open", title, _("Every open deal, with file and line"))


def _list(frame: pd.DataFrame, key: str, title: str, alt: str) -> None:
    shown = frame.rename(columns={"close_on": "due_on"})[ORDER]
    table(shown.reset_index(drop=True), key=key, title=title, alt=alt, searchable=True, most_shown=6)
