"""Ids as systems give them, and what a spreadsheet does to long ones."""

from __future__ import annotations

ROUNDED = r"^\d(?:[.,]\d+)?[eE]\+\d+$"
"""A long id after a spreadsheet has shown it as a number: 1.03E+13. Thousands of ids become one."""


def is_id(column: str) -> bool:
    """Whether records are told apart or joined by this canonical column."""
    return column.endswith("_id") or column in ("tax_code", "customer_tax_code")
