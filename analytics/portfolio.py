"""Who looks after how much: load by account manager, weighted by effort, and after customers have moved.

A portfolio is the frame of the query ``portfolio_customers``: one row a customer and owner. Nothing here changes the
frame it is given. A customer whom k managers share counts 1/k for each, with everything that is the customer's.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from domain.scope import Dimension

if TYPE_CHECKING:
    import pandas as pd

NOBODY = ""
"""The manager id of customers whom nobody looks after."""

UNSET_WEIGHT = 1.0
MEASURES = ("n_customers", "revenue", "tickets_a_month", "n_open", "n_answers", "n_returning")
"""The columns of :func:`loads`; each adds up over managers to the whole."""

TINY = 1e-9
DAYS_IN_A_MONTH = 365.2425 / 12


@dataclass(frozen=True)
class Spread:
    """How a number of customers is spread over managers. ``largest`` and ``smallest`` are names with their values."""

    n_managers: int
    mean: float
    median: float
    largest: tuple[str, float]
    smallest: tuple[str, float]


@dataclass(frozen=True)
class Heaviest:
    """The manager with the most customers, and how much slower the answers are than everybody's.

    ``share`` of all customers with an owner; ``times_slower`` = mean response / that of the company, None where either
    is not known; ``is_slower_real``: None where that cannot be told.
    """

    name: str
    n_customers: float
    share: float
    times_mean: float
    times_slower: float | None = None
    is_slower_real: bool | None = None


def loads(portfolio: pd.DataFrame, n_days: int) -> pd.DataFrame:
    """Load by manager id (``NOBODY`` for customers without one), in the columns of ``MEASURES`` after ``manager``.

    ``n_days``: the days of the period that are over, for tickets a month. An empty portfolio gives no rows.
    """
    shares = 1.0 / portfolio["n_owners"].astype(float)
    months = max(n_days, 1) / DAYS_IN_A_MONTH
    columns = {
        "n_customers": shares,
        "revenue": portfolio["revenue"] * shares,
        "tickets_a_month": portfolio["n_tickets"] * shares / months,
        "n_open": portfolio["n_open"] * shares,
        "n_answers": portfolio["n_answers"] * shares,
        "n_returning": portfolio["is_returning"] * shares,
    }
    keys = portfolio["manager_id"].fillna(NOBODY).astype(str).rename("manager_id")
    found = portfolio[[]].assign(**columns).groupby(keys).sum()
    names = portfolio["manager"].fillna("").groupby(keys).first()
    found.insert(0, "manager", names.astype(str))
    return found


def moved(portfolio: pd.DataFrame, customers: Collection[str], manager_id: str, manager: str) -> pd.DataFrame:
    """The portfolio in which ``manager`` alone looks after ``customers`` (``NOBODY``: nobody does).

    Moving nobody gives the same loads; all totals stay as they are; of customers that one manager looked after,
    moving them back gives the same loads as before.
    """
    is_moved = portfolio["customer_id"].isin(list(customers))
    kept = portfolio[~is_moved]
    if not is_moved.any():
        return kept
    to = portfolio[is_moved].drop_duplicates("customer_id").copy()
    to["n_owners"] = 1
    to["manager_id"] = manager_id or None
    to["manager"] = manager or None
    import pandas as pd

    return pd.concat([kept, to], ignore_index=True)


def compared(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Loads before and after side by side, of managers for whom anything changes; columns end in _now and _then."""
    names = before["manager"].combine_first(after["manager"])
    pair = (before[list(MEASURES)], after[list(MEASURES)])
    both = (
        pair[0].merge(pair[1], how="outer", left_index=True, right_index=True, suffixes=("_now", "_then")).fillna(0.0)
    )
    gaps = [(both[f"{measure}_now"] - both[f"{measure}_then"]).abs() > TINY for measure in MEASURES]
    changed = functools.reduce(operator.or_, gaps)
    ordered = [f"{measure}_{when}" for measure in MEASURES for when in ("now", "then")]
    result = both.loc[changed, ordered]
    result.insert(0, "manager", names.reindex(result.index))
    return result


def customers_per_manager(load: pd.DataFrame) -> float | None:
    """Customers with an owner / managers with a customer: the snapshot value. None where nobody owns any."""
    owned = load.loc[(load.index != NOBODY) & (load["n_customers"] > 0), "n_customers"]
    return float(owned.sum()) / len(owned) if len(owned) else None


def weighted_loads(portfolio: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """``n_customers`` and ``weighted_load`` by manager id, with ``manager``; unset and unknown segments weigh 1."""
    shares = 1.0 / portfolio["n_owners"].astype(float)
    weight = portfolio["segment"].map(dict(weights)).astype(float).fillna(UNSET_WEIGHT)
    owned = portfolio["manager_id"].notna()
    rows = portfolio.loc[owned, ["manager"]].assign(n_customers=shares, weighted_load=shares * weight)
    keys = portfolio.loc[owned, "manager_id"]
    found = rows[["n_customers", "weighted_load"]].groupby(keys).sum()
    found.insert(0, "manager", rows["manager"].groupby(keys).first())
    return found.sort_values(["weighted_load", "manager"], ascending=[False, True])


def spread(values: Sequence[tuple[str, float]]) -> Spread | None:
    """Mean, median and ends of the managers' numbers; managers with none do not count. None where there are none."""
    known = sorted(((name, value) for name, value in values if value > 0), key=lambda one: (one[1], one[0]))
    if not known:
        return None
    numbers = [value for _name, value in known]
    return Spread(len(known), sum(numbers) / len(numbers), median(numbers), known[-1], known[0])


def heaviest(
    values: Sequence[tuple[str, float]],
    response: Mapping[str, tuple[float, float | None]],
    company_response: float | None,
) -> Heaviest | None:
    """The most loaded manager, of several the slowest. ``response``: mean hours and their lower 95 % bound, by name.

    Slower than the company is real where even the lower bound lies above the company's mean. None below two managers.
    """
    found = spread(values)
    if found is None or found.n_managers < 2:
        return None
    n_customers = found.largest[1]
    tied = [name for name, value in values if value == n_customers]
    name = max(tied, key=lambda one: (response[one][0] if one in response else 0.0, one))
    share = n_customers / (found.mean * found.n_managers)
    times_mean = n_customers / found.mean
    if name not in response or not company_response:
        return Heaviest(name, n_customers, share, times_mean)
    mean, low = response[name]
    is_real = None if low is None else low > company_response
    return Heaviest(name, n_customers, share, times_mean, mean / company_response, is_real)


def handovers_of(frame: pd.DataFrame, chosen: Mapping[Dimension, Collection[str]]) -> pd.DataFrame:
    """The hand-overs that concern what is chosen: either side of one counts. Nothing chosen: all of them."""
    kept = frame
    for dimension, members in chosen.items():
        columns = [
            name for name in (dimension.value, f"from_{dimension.value}", f"to_{dimension.value}") if name in kept
        ]
        if columns and members:
            kept = kept[kept[columns].isin(list(members)).any(axis=1)]
    return kept
