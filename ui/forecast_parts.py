"""What the year is made of: its parts or its customers, and how each of them was forecast and tested."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analytics.forecast.customers import customers_of_year
from analytics.forecast.outlook import CustomerPart, NoForecast, Outlook, Part
from analytics.forecast.year import SPLITS, year_forecast
from domain.scope import NO_GROUP, Dimension
from i18n.format import money, number
from i18n.format import period as period_words
from i18n.translate import _, word
from report import annual_forecast
from ui import answers, feedback
from ui.asking import Asked
from ui.scope_bar import FILTER_NAMES
from ui.state import url_choice
from ui.tables import table
from ui.text import escape_markdown

CUSTOMER = "customer"
"""What the year is split by besides the dimensions: the last floor of the tree."""


def parts_section(asked: Asked) -> None:
    """The choice of what the year is split by, the parts, and their back-tests."""
    chosen = url_choice("by", _splits(asked), write=str, label=_split_words, title=_("Split by"))
    if chosen == CUSTOMER:
        _customers(asked)
        return
    by = Dimension(chosen)
    found = answers.worked_out(asked, year_forecast, asked.as_of, by, asked.known.fiscal_start_month)
    name = _(FILTER_NAMES[by])
    if isinstance(found, NoForecast) or all(part.name == NO_GROUP for part in found.parts):
        feedback.empty(
            _("Here the forecast would be split by {dimension}.", dimension=name.lower()),
            _("The data does not say which one a row belongs to."),
        )
        return
    table(
        pd.DataFrame([_part_row(part) for part in found.parts]),
        key="forecast-parts",
        title=_("{year} by {dimension}: the parts add up to {mean}", year=period_words(found.year),
                dimension=name.lower(), mean=money(found.whole.year.mean, asked.currency, compact=True)),
        alt=_("The forecast of every part: to date, expected, bounds, target and the year before"),
        grey=_untested(found.parts),
    )  # fmt: skip
    _back_tests("group", [(annual_forecast.group_words(part.name), part) for part in found.parts])


def outlook_columns(one: Outlook) -> dict[str, object]:
    """One period as a row of a table: to date, expected, bounds, target and its chance."""
    is_told = one.has_bounds and not one.is_over
    return {
        "to_date": one.actual,
        "expected": one.mean,
        "low_80": one.low80 if is_told else None,
        "high_80": one.high80 if is_told else None,
        "low_95": one.low95 if is_told else None,
        "high_95": one.high95 if is_told else None,
        "target": one.target,
        "chance_words": None if one.chance is None else annual_forecast.chance_words(one.chance),
    }


def _splits(asked: Asked) -> list[str]:
    """What the year can be split by; dimensions of which the data names no member come last."""
    known = asked.known.members or {}
    named = [split.value for split in SPLITS if known.get(split)]
    others = sorted((split for split in SPLITS if not known.get(split)), key=lambda split: split in known)
    return [*named, CUSTOMER, *(split.value for split in others)]


def _split_words(option: str) -> str:
    return _("Customer") if option == CUSTOMER else _(FILTER_NAMES[Dimension(option)])


def _customers(asked: Asked) -> None:
    """The largest customers with their part of the year, each in the tree of region, team and account manager."""
    found = answers.worked_out(asked, customers_of_year, asked.as_of, asked.known.fiscal_start_month)
    if not found:
        feedback.empty(
            _("Here the forecast would be split by {dimension}.", dimension=_("Customer").lower()),
            _("The data does not say which one a row belongs to."),
        )
        return
    named = [one for one in found if one.customer_id is not None]
    rest = [one for one in found if one.customer_id is None]
    table(
        _told(pd.DataFrame([_customer_row(one) for one in named])),
        key="forecast-customers",
        title=_("{year} by customer: the {n} largest bring {mean}", year=period_words(found[0].part.year.period),
                n=number(len(named)),
                mean=money(sum(one.part.year.mean for one in named), asked.currency, compact=True)),
        alt=_("The forecast of the largest customers: to date, expected, bounds and the year before"),
        searchable=True,
        grey=_untested([one.part for one in named]),
    )  # fmt: skip
    for one in rest:
        said = _(
            "All others together: {mean}, between {low} and {high}. Customers and the others add up to their account "
            "manager's year, and so to the company's, in every simulated future.",
            mean=money(one.part.year.mean, asked.currency, compact=True),
            low=money(one.part.year.low80, asked.currency, compact=True),
            high=money(one.part.year.high80, asked.currency, compact=True),
        )
        st.markdown(f":small[:gray[{escape_markdown(said)}]]")
    _back_tests("customer", [(one.part.name, one.part) for one in named])


def _customer_row(one: CustomerPart) -> dict[str, object]:
    row = _part_row(one.part)
    name = row.pop("group")
    where = {"region": one.region, "team": one.team, "manager": one.manager}
    return {
        "customer": name,
        **{level: value if value not in ("", NO_GROUP) else None for level, value in where.items()},
        **{column: value for column, value in row.items() if column not in ("target", "chance_words")},
        "customer_id": one.customer_id,
    }


def _part_row(part: Part) -> dict[str, object]:
    return {
        "group": annual_forecast.group_words(part.name),
        **outlook_columns(part.year),
        "last_year": part.last_year,
    }


def _back_tests(column: str, named: Sequence[tuple[str, Part]]) -> None:
    """Which model each part has and why, and how it did against seasonal-naive, or why that is not known."""
    tested = [part for _name, part in named if part.untested is None]
    won = sum(1 for part in tested if part.model == annual_forecast.SEASONAL_NAIVE)
    rows = [
        {
            column: name,
            "model_words": annual_forecast.model_words(part) if part.model else None,
            "mase": part.mase,
            "mase_naive": part.mase_naive,
            "coverage_80": part.coverage80,
            "n_tests": part.n_tests,
            "untested_words": word(part.untested) if part.untested else None,
        }
        for name, part in named
    ]
    table(
        _told(pd.DataFrame(rows)),
        key=f"forecast-{column}-tests",
        title=_tested_words(len(tested), len(named), won),
        alt=_("The model of every part, its back-test against seasonal-naive and how often its band held what came"),
        grey=_untested([part for _name, part in named]),
    )  # fmt: skip


def _tested_words(n_tested: int, n: int, n_won: int) -> str:
    if not n_tested:
        return _("None of these could be put to the test yet")
    return _("Put to the test: {tested} of {total}; forecast as last year, because that won: {won}",
             tested=number(n_tested), total=number(n), won=number(n_won))  # fmt: skip


def _told(frame: pd.DataFrame) -> pd.DataFrame:
    """The table without the columns in which nothing stands."""
    return frame.loc[:, [name for name in frame.columns if frame[name].notna().any()]]


def _untested(parts: Sequence[Part]) -> Sequence[bool]:
    """Which rows are grey: those without a back-test, where others have one."""
    found = [part.untested is not None for part in parts]
    return () if all(found) else found
