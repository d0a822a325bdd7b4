"""What the customer owns, is offered and does not own, and what others like it own."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.white_space import GAP, IN_PIPELINE, OWNED, SMALLEST_GROUP, Grid, Product
from i18n.format import day, number, percent
from i18n.translate import _
from ui import answers, feedback
from ui.customer import Customer
from ui.tables import table
from ui.text import escape_markdown
from ui.value_words import WORDS

HOLDINGS = WORDS["holding"]


def products(customer: Customer) -> None:
    """One row a product, those not owned with what others who own the same have bought."""
    grid = answers.white_space(customer.peers, customer.id)
    if not grid.products:
        feedback.empty(
            _("Here the products would be that this customer owns and does not own."),
            _("No invoice, contract or open deal of the last 12 months names a product."),
        )
        return
    table(_frame(grid), key="products", title=_title(grid), alt=_("Products with how this customer holds them"))
    note = _(
        "Owned: revenue or a contract in force in the 12 months to {day}. Of {segment}: n = {n} active customers, "
        "{share} of the grid owned. What others own is told only of {smallest} others or more.",
        day=day(customer.own.as_of), segment=customer.peers_name, n=number(grid.n_customers),
        share=percent(grid.penetration), smallest=SMALLEST_GROUP,
    )  # fmt: skip
    st.markdown(f":small[:gray[{escape_markdown(note)}]]")
    with st.container(key="products-list"):
        st.markdown("\n".join(f"- {escape_markdown(_line(product, grid))}" for product in ordered(grid)))


def ordered(grid: Grid) -> list[Product]:
    """What is owned first, then what is offered, then the rest; the most owned by others first within each."""
    return sorted(grid.products, key=lambda one: (one.holding != OWNED, one.holding != IN_PIPELINE))


def _line(product: Product, grid: Grid) -> str:
    """One product in words: for paper, where a table that scrolls would be cut."""
    told = _("{product}: {holding}; {n} of {all} own it", product=product.name, n=product.n_owned,
             all=grid.n_customers, holding=_(HOLDINGS[product.holding]))  # fmt: skip
    return "; ".join(part for part in (told, _others(product)) if part)


def _title(grid: Grid) -> str:
    n_owned, n_offered = len(grid.held(OWNED)), len(grid.held(IN_PIPELINE))
    values = {"owned": n_owned, "n": len(grid.products), "offered": n_offered, "gap": len(grid.held(GAP))}
    share = percent(grid.own_penetration)
    return _("Owns {owned} of {n} products ({share}); {offered} offered, {gap} not owned", share=share, **values)


def _frame(grid: Grid) -> pd.DataFrame:
    rows = [
        (product.name, product.holding, product.n_owned, product.n_owned / grid.n_customers,
         product.n_in_pipeline, _others(product))
        for product in ordered(grid)
    ]  # fmt: skip
    names = ["product", "holding", "n_owned", "share_owned", "n_in_pipeline", "others"]
    return pd.DataFrame(rows, columns=names)


def _others(product: Product) -> str | None:
    if product.also is None:
        return None
    return _(
        "{share} who own {product} own it too ({n} of {all})",
        share=percent(product.also.share), product=product.also.product, n=product.also.n_both,
        all=product.also.n_owners,
    )  # fmt: skip
