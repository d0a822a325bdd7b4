"""What moved in the pipeline between two days: opening open deals + movements = closing open deals, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from analytics.deal_history import deal_history
from domain.period import Period
from domain.read import Read

if TYPE_CHECKING:
    import pandas as pd

KINDS = (
    "new", "pulled_in", "slipped_in", "reopened", "revalued_up", "revalued_down", "won", "lost", "slipped",
    "pulled_out", "undated", "reassigned",
)  # fmt: skip
"""Every way in which the open pipeline of a period changes, in the order of the bridge."""

STATE = ("stage", "close_on", "amount_reporting", "manager")


@dataclass(frozen=True)
class Moves:
    """Open deals due in the period: amounts in the reporting currency at both ends, and what lies between.

    ``deals`` is one row a deal that moved: ``move`` of KINDS (or owner, where only the account manager changed),
    ``change`` what it adds; the changes add up to ``closing - opening``. ``n_silent`` deals that count at the end are
    no longer in the newest export of the second day; ``n_unvalued`` are due at the end without a known amount.
    """

    opening: float
    closing: float
    n_opening: int
    n_closing: int
    deals: pd.DataFrame
    n_silent: int
    n_unvalued: int

    def total(self, kind: str) -> float:
        """What the deals of one kind add."""
        return float(self.deals.loc[self.deals["move"] == kind, "change"].sum())


def moves(read: Read, first_on: date, last_on: date, period: Period) -> Moves:
    """What moved from the end of ``first_on`` to the end of ``last_on`` among open deals due in ``period``.

    Raises:
        UsageError: the first day is after the last.
    """
    return moves_of(deal_history(first_on, last_on, read), period)


def moves_of(history: pd.DataFrame, period: Period) -> Moves:
    """:func:`moves` from the rows of the query ``deal_history``."""
    import pandas as pd

    first, last = (history[history[end].astype(bool)].set_index("deal_id") for end in ("is_at_start", "is_at_end"))
    earliest = history.groupby("deal_id")["version_no"].min()
    both = pd.DataFrame(index=first.index.union(last.index))
    for name in STATE:
        both[f"{name}_first"], both[f"{name}_last"] = first[name].reindex(both.index), last[name].reindex(both.index)
    is_first, is_last = both.index.isin(first.index), both.index.isin(last.index)
    due_first, due_last = _is_due(both, "first", period), _is_due(both, "last", period)
    worth_first, worth_last = _worth(both, "first", due_first), _worth(both, "last", due_last)
    was_known = is_first | (earliest.reindex(both.index).to_numpy() > 1)
    both["move"] = _kinds(both, period, due_first, due_last, worth_last - worth_first, was_known & ~is_first, ~is_last)
    both["change"] = worth_last - worth_first
    newest = pd.to_datetime(history["last_loaded_on"]).max()
    told = pd.to_datetime(last["last_loaded_on"]).reindex(both.index)
    return Moves(
        float(worth_first.sum()),
        float(worth_last.sum()),
        int(due_first.sum()),
        int(due_last.sum()),
        _rows(both[both["move"] != ""], first, last),
        int((due_last & (told < newest).to_numpy()).sum()),
        int((due_last & both["amount_reporting_last"].isna().to_numpy()).sum()),
    )


def _is_due(both: pd.DataFrame, end: str, period: Period) -> np.ndarray:
    """Whether each deal is open and due in the period at that end."""
    close = _days(both, end)
    is_open = (both[f"stage_{end}"] == "Open").to_numpy(dtype=bool)
    return is_open & (close >= np.datetime64(period.start)) & (close < np.datetime64(period.end))


def _days(both: pd.DataFrame, end: str) -> np.ndarray:
    import pandas as pd

    return pd.to_datetime(both[f"close_on_{end}"]).to_numpy(dtype="datetime64[D]")


def _worth(both: pd.DataFrame, end: str, is_due: np.ndarray) -> np.ndarray:
    amounts = both[f"amount_reporting_{end}"].astype(float).fillna(0.0).to_numpy()
    return np.where(is_due, amounts, 0.0)


def _kinds(
    both: pd.DataFrame,
    period: Period,
    due_first: np.ndarray,
    due_last: np.ndarray,
    change: np.ndarray,
    comes_from_others: np.ndarray,
    goes_to_others: np.ndarray,
) -> np.ndarray:
    """The kind of each deal's movement; empty where nothing moved."""
    start, end = np.datetime64(period.start), np.datetime64(period.end)
    was, will = _days(both, "first"), _days(both, "last")
    was_closed = both["stage_first"].isin(["Won", "Lost"]).to_numpy()
    stage = both["stage_last"]
    left, came, stayed = due_first & ~due_last, ~due_first & due_last, due_first & due_last
    new_owner = stayed & (both["manager_first"].fillna("") != both["manager_last"].fillna("")).to_numpy()
    cases = [
        (left & goes_to_others, "reassigned"),
        (left & (stage == "Won").to_numpy(), "won"),
        (left & (stage == "Lost").to_numpy(), "lost"),
        (left & (will >= end), "slipped"),
        (left & (will < start), "pulled_out"),
        (left, "undated"),
        (came & comes_from_others, "reassigned"),
        (came & both["stage_first"].isna().to_numpy(), "new"),
        (came & was_closed, "reopened"),
        (came & (was < start), "slipped_in"),
        (came, "pulled_in"),
        (stayed & (change > 0), "revalued_up"),
        (stayed & (change < 0), "revalued_down"),
        (new_owner, "owner"),
    ]
    return np.select([case for case, _kind in cases], [kind for _case, kind in cases], default="")


def _rows(moved: pd.DataFrame, first: pd.DataFrame, last: pd.DataFrame) -> pd.DataFrame:
    """The deals that moved, the largest change first, named as they are told last."""
    shown = moved[["move", "change"]].copy()
    for name in ("customer", "customer_id", "deal_name"):
        shown[name] = last[name].reindex(moved.index).combine_first(first[name].reindex(moved.index))
    shown["manager_before"], shown["manager"] = moved["manager_first"], moved["manager_last"]
    shown["close_before_on"], shown["close_on"] = moved["close_on_first"], moved["close_on_last"]
    shown["deal_value_before"] = moved["amount_reporting_first"].astype(float)
    shown["amount_reporting"] = moved["amount_reporting_last"].astype(float)
    order = shown["change"].abs().sort_values(ascending=False, kind="stable").index
    return shown.loc[order].rename_axis("deal_id").reset_index()
