"""Contracts that come up for renewal: those that end soon and that no later one follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

SOON = timedelta(days=90)


@dataclass(frozen=True)
class Due:
    """The contracts that end within ``SOON`` of the day asked for, the first to end first.

    ``contracts``: contract_id, customer, product, end_on, annual_amount (reporting currency, NaN where not known),
    auto_renew. ``amount`` a year of those with a known one, ``n_unvalued`` without.
    """

    contracts: pd.DataFrame
    amount: float
    n_unvalued: int


def renewals_due(contracts: pd.DataFrame, as_of: date) -> Due:
    """From the rows of ``customer_contracts``; one that is followed by another of its product is renewed already.

    An open-ended contract of the same customer and product counts as following.
    """
    import pandas as pd

    end = pd.to_datetime(contracts["end_on"])
    product = contracts["product"].fillna("")
    last = end.fillna(pd.Timestamp.max.normalize()).groupby([contracts["customer_id"], product]).transform("max")
    is_due = (end >= pd.Timestamp(as_of)) & (end <= pd.Timestamp(as_of + SOON)) & (end == last)
    found = contracts[is_due.to_numpy(dtype=bool)].sort_values(["end_on", "contract_id"], kind="stable")
    amounts = found["annual_amount"].astype(float)
    names = ["contract_id", "customer_id", "customer", "product", "end_on", "annual_amount", "auto_renew"]
    return Due(found[names].reset_index(drop=True), float(amounts.sum()), int(amounts.isna().sum()))
