"""What successive exports said of each deal, so that two days can be compared."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from domain.errors import UsageError
from domain.message import N_
from domain.read import Read

if TYPE_CHECKING:
    import pandas as pd


def deal_history(first_on: date, last_on: date, read: Read) -> pd.DataFrame:
    """Versions of deals in force at the end of ``first_on``, and every later one up to the end of ``last_on``.

    One row per version, in the order of deals and versions; ``is_at_start`` and ``is_at_end`` mark those in force at
    both ends. A deal without a row at the start was first told of later. Empty where no deal was loaded by then.
    Amounts are in the reporting currency (``amount_reporting``) and in the deal's own.

    Raises:
        UsageError: the first day is after the last.
    """
    if first_on > last_on:
        raise UsageError(
            "days_backwards",
            N_("{first} is after {last}: the first day comes before the last."),
            N_("Exchange the two days."),
            first=first_on,
            last=last_on,
        )
    return read("deal_history", {"first_on": first_on, "last_on": last_on})
