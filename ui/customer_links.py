"""Names of customers as links to their page, wherever a table or a list shows one."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from domain.folding import fold
from ui.nav import address, has_page
from ui.text import escape_markdown

CUSTOMER_PAGE = "customer"
"""The page that shows one customer; as long as there is none of that name, names are plain text."""


def linked(frame: pd.DataFrame) -> tuple[pd.DataFrame, Mapping[str, str]]:
    """The frame with an address in place of each customer's name, and the name for each address.

    Nothing is linked where a name comes without the customer's id, or where there is no such page.
    """
    if not has_page(CUSTOMER_PAGE) or not {"customer", "customer_id"} <= set(frame.columns):
        return frame, {}
    known = frame["customer"].notna()
    if not known.any() or frame.loc[known, "customer_id"].isna().any():
        return frame, {}
    names = frame.loc[known, "customer"].astype(str)
    # a column of links is sorted by its addresses: they begin with the place of the name in the alphabet
    places = names.map(fold).rank(method="dense").astype(int)
    ids = frame.loc[known, "customer_id"].astype(str)
    addresses = pd.Series(
        [
            address(CUSTOMER_PAGE, place=f"{place:04}", customer=customer_id)
            for place, customer_id in zip(places, ids, strict=True)
        ],
        index=names.index,
        dtype=object,
    )
    shown = frame.assign(customer=addresses.reindex(frame.index).where(known, None))
    return shown, dict(zip(addresses, names, strict=True))


def name_link(name: str, customer_id: object) -> str:
    """A customer's name in markdown, as a link where there is a page and an id."""
    text = escape_markdown(name)
    if not has_page(CUSTOMER_PAGE) or not isinstance(customer_id, str):
        return text
    return f"[{text}]({address(CUSTOMER_PAGE, customer=customer_id)})"
