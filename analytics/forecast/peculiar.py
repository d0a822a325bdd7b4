"""Months that are no guide to the future: those that were not loaded, and one invoice out of all proportion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from analytics.asking import cut_of
from analytics.forecast.tree import Flags, Floats
from domain.period import Period
from domain.read import Read
from domain.scope import NO_GROUP, Dimension

MONTHS_IN_YEAR = 12
LONGEST_GAP = 3
"""So many empty months among months that all have revenue are taken for not loaded, rather than for nothing sold."""
MOST_GAPS = 0.1
"""Empty months that are a larger share of all are how the business is."""
GIANT = 3.0
"""An invoice larger than so many usual months, ..."""
ALONE = 0.5
"""... while no other month's largest comes to this share of it."""


@dataclass(frozen=True)
class OneOff:
    """An invoice that is not expected to come again: ``share`` of its month's revenue."""

    month: Period
    record: str
    customer_id: str
    customer: str
    amount: float
    share: float


def gaps(total: Floats) -> Flags:
    """Which months (n,) were probably never loaded: short runs of nothing between months that all have revenue."""
    empty = np.asarray(total == 0)
    nothing = np.zeros(len(total), dtype=bool)
    if len(total) < MONTHS_IN_YEAR or not empty.any() or empty.mean() > MOST_GAPS:
        return nothing
    edges = np.flatnonzero(np.diff(np.concatenate([[0], empty.astype(int), [0]])))
    longest = int((edges[1::2] - edges[::2]).max())
    return empty if longest <= LONGEST_GAP else nothing


def one_offs(
    read: Read,
    months: Sequence[Period],
    cells: Sequence[tuple[str, ...]],
    values: Floats,
    names: Sequence[Dimension],
    as_of: date,
) -> tuple[Floats, tuple[OneOff, ...]]:
    """What is not expected again, (cells, months), and the invoices it is made of.

    One invoice counts that is larger than three usual months while nothing like it came in any other month. It stays
    in what came; only the forecast is made without it.
    """
    nothing = np.zeros_like(values)
    total = values.sum(axis=0)
    usual = float(np.median(total[total > 0])) if (total > 0).any() else 0.0
    large = [place for place, amount in enumerate(total) if amount > GIANT * usual]
    if not usual or len(large) != 1:
        return nothing, ()
    place = large[0]
    others = np.delete(total, place)
    frame = read("largest_records", {"periods": [cut_of(months[place], as_of)]})
    if frame.empty:
        return nothing, ()
    first = frame[frame["record_id"] == frame["record_id"].iloc[0]]
    amount = float(first["record_amount"].iloc[0])
    second = frame.loc[frame["record_id"] != first["record_id"].iloc[0], "record_amount"].max()
    if amount <= GIANT * usual or others.max(initial=0.0) >= ALONE * amount or second >= ALONE * amount:
        return nothing, ()
    columns = [first[name.value].fillna(NO_GROUP).astype(str) for name in names]
    for part, *key in zip(first["amount"], *columns, strict=True):
        if tuple(key) not in cells:
            return np.zeros_like(values), ()
        nothing[cells.index(tuple(key)), place] += float(part)
    ids, customer = first["customer_id"].dropna(), first["customer"].dropna()
    said = OneOff(
        months[place],
        str(first["record_id"].iloc[0]),
        str(ids.iloc[0]) if len(ids) else "",
        str(customer.iloc[0]) if len(customer) else "",
        amount,
        amount / float(total[place]),
    )
    return nothing, (said,)
