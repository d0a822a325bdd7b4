"""Contracts that come up for renewal: what ends within 90 days and is not followed."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.renewing import renewals_due

AS_OF = date(2025, 9, 30)


def contracts(*rows: tuple[str, str, str, date | None, float | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["contract_id", "customer_id", "product", "end_on", "annual_amount"])
    return frame.assign(customer=frame["customer_id"], auto_renew=None, end_on=pd.to_datetime(frame["end_on"]))


def test_only_what_ends_within_ninety_days_and_is_not_followed_is_due() -> None:
    """A ends in 31 days; B and C are followed; D ended before; E ends on day 91; F on the day itself."""
    found = renewals_due(
        contracts(
            ("A", "K1", "CRM", date(2025, 10, 31), 100.0),
            ("B", "K2", "CRM", date(2025, 10, 31), 200.0),
            ("B2", "K2", "CRM", date(2026, 10, 31), 200.0),
            ("C", "K3", "CRM", date(2025, 11, 30), 300.0),
            ("C2", "K3", "CRM", None, 300.0),
            ("D", "K4", "CRM", date(2025, 9, 29), 400.0),
            ("E", "K5", "CRM", date(2025, 12, 30), 500.0),
            ("F", "K6", "ERP", date(2025, 9, 30), None),
        ),
        AS_OF,
    )
    assert list(found.contracts["contract_id"]) == ["F", "A"]
    assert (found.amount, found.n_unvalued) == (100.0, 1)


def test_another_product_or_customer_does_not_follow() -> None:
    found = renewals_due(
        contracts(("A", "K1", "CRM", date(2025, 10, 1), 1.0), ("B", "K1", "ERP", date(2026, 10, 1), 1.0),
                  ("C", "K2", "CRM", date(2026, 10, 1), 1.0)),
        AS_OF,
    )  # fmt: skip
    assert list(found.contracts["contract_id"]) == ["A"]


def test_without_contracts_nothing_is_due() -> None:
    found = renewals_due(contracts(), AS_OF)
    assert (len(found.contracts), found.amount, found.n_unvalued) == (0, 0.0, 0)
