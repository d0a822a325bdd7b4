"""What if these customers moved: loads before and after, reckoned in memory. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from analytics.asking import cut_of
from analytics.portfolio import MEASURES, compared, customers_per_manager, loads, moved
from i18n.format import compact, number
from i18n.format import period as period_words
from i18n.translate import _, ngettext
from ui import answers, feedback
from ui.asking import Asked
from ui.tables import table
from ui.text import escape_markdown

QUERY = "portfolio_customers"
MOST_OFFERED = 1000
ARROW = " → "


def moving(asked: Asked) -> None:
    """Customers to pick, a manager to give them to, and what each manager would then have."""
    everyone = answers.listing_of_all(asked, QUERY)
    offered = answers.listing(asked, QUERY).drop_duplicates("customer_id")
    managers = answers.listing_of_all(asked, "portfolio_managers")
    here = managers[managers["has_left"] == 0]
    if offered.empty or here.empty:
        feedback.empty(
            _("Here you could try out what moving customers to another account manager would do."),
            _("It needs active customers and account managers in this period."),
        )
        return
    st.markdown(f"### {escape_markdown(_('What if these customers moved to …'))}")
    picked, to = _choices(offered.head(MOST_OFFERED), here)
    if len(offered) > MOST_OFFERED:
        more = _("The {n} largest by revenue are offered; narrow the view above for others.", n=MOST_OFFERED)
        st.markdown(f":small[:gray[{escape_markdown(more)}]]")
    says = _("Arithmetic on {period}, not a forecast: each customer takes its revenue, tickets, answers and return "
             "along. Nothing is written.", period=period_words(asked.view.period))  # fmt: skip
    st.markdown(f":gray[{escape_markdown(says)}]")
    if picked and to is not None:
        _outcome(asked, everyone, picked, str(to))


def _choices(offered: pd.DataFrame, here: pd.DataFrame) -> tuple[list[str], str | None]:
    names = {
        str(row["customer_id"]): _(
            "{customer} (now {manager})", customer=str(row["customer"]), manager=_name(row["manager"])
        )
        for row in offered[["customer_id", "customer", "manager"]].to_dict("records")
    }
    targets = dict(zip(here["manager_id"].astype(str), here["manager"].astype(str), strict=True))
    left, right = st.columns([2, 1], gap="medium")
    with left:
        picked = st.multiselect(
            _("Which customers"), list(names), format_func=_labels(names), key="move-customers",
            placeholder=_("Pick customers, most revenue first"),
        )  # fmt: skip
    with right:
        to = st.selectbox(
            _("Account manager"), list(targets), index=None, format_func=_labels(targets), key="move-to",
            placeholder=_("Pick who takes over"),
        )  # fmt: skip
    return [str(one) for one in picked], to


def _labels(names: dict[str, str]) -> Callable[[str], str]:
    return lambda one: names.get(one, one)


def _outcome(asked: Asked, portfolio: pd.DataFrame, picked: list[str], to: str) -> None:
    cut = cut_of(asked.view.period, asked.as_of)
    n_days = (cut.cut - cut.start).days
    name = _label_of(answers.listing_of_all(asked, "portfolio_managers"), to)
    before, after = loads(portfolio, n_days), loads(moved(portfolio, picked, to, name), n_days)
    change = compared(before, after)
    if change.empty:
        said = _("Nothing changes: {name} looks after them already", name=name)
        st.markdown(f"**{escape_markdown(said)}**")
        return
    (mine,) = change.loc[[to]].to_dict("records")
    title = ngettext(
        "If {n} customer moved, {name} would look after {now}{arrow}{then} customers",
        "If {n} customers moved, {name} would look after {now}{arrow}{then} customers",
        len(picked), name=name, arrow=ARROW, now=_count(mine["n_customers_now"]), then=_count(mine["n_customers_then"]),
    )  # fmt: skip
    mean = [number(customers_per_manager(load), 2) for load in (before, after)]
    under = _("Customers per account manager at the end of {period}, whole company: {change}",
              period=period_words(asked.view.period), change=ARROW.join(mean))  # fmt: skip
    table(_shown(change), key="moving", title=title, alt=_("Load of each account manager before and after"))
    st.markdown(f":gray[{escape_markdown(under)}]")


def _shown(change: pd.DataFrame) -> pd.DataFrame:
    """One column a measure, before and after with an arrow between."""
    shapes: dict[str, Callable[[float], str]] = {
        "n_customers": _count,
        "revenue": compact,
        "tickets_a_month": lambda value: number(value, 1),
        "n_open": _count,
        "n_answers": _count,
        "n_returning": _count,
    }
    columns: dict[str, list[str]] = {"manager": [_name(name) for name in change["manager"]]}
    for measure in MEASURES:
        pairs = zip(change[f"{measure}_now"], change[f"{measure}_then"], strict=True)
        columns[f"load_{measure}"] = [ARROW.join(map(shapes[measure], pair)) for pair in pairs]
    return pd.DataFrame(columns)


def _label_of(managers: pd.DataFrame, manager_id: str) -> str:
    return str(managers.loc[managers["manager_id"] == manager_id, "manager"].iloc[0])


def _name(manager: object) -> str:
    return manager if isinstance(manager, str) and manager else _("nobody")


def _count(value: float) -> str:
    return number(value, 0 if float(value).is_integer() else 1)
