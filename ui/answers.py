"""Every answer a page shows, cached. What is cached is named by snapshot, scope and question: nothing goes stale."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from types import FunctionType
from typing import Any, TypeVar

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

from analytics import engine
from analytics.asking import cut_of
from analytics.forecast.outlook import NoForecast
from analytics.health import Health
from analytics.health import health as health_of
from analytics.kpi import Answer
from analytics.links import links
from analytics.nps import Beside, Groups
from analytics.nps import beside as beside_nps
from analytics.nps import groups as groups_of
from analytics.registry import kpi_by_id
from analytics.scenario.base import Base
from analytics.scenario.learning import learn
from analytics.variants import Difference, compare
from analytics.white_space import Grid
from analytics.white_space import white_space as white_space_of
from data.duplicates import Likeness, find_alike, read_customers
from data.identity import Apart
from data.query import open_reader
from data.stop_words import stop_words
from domain.period import Period
from domain.scope import NO_GROUP, Dimension, Scope
from ui.asking import Asked, snapshot_at

CACHED = 2000
AT_ONCE = 2
KEYS: dict[str | type[Any], Callable[[Any], Any]] = {Period: repr, Scope: repr}
"""All that tells one from another, in words: Streamlit's own way of taking them apart costs more than the lookup."""
T = TypeVar("T")


def answers(asked: Asked, kpi_id: str, dimension: Dimension | None = None) -> list[Answer]:
    """The KPI in the period looked at: one answer, or one a group."""
    return _answers(asked.workspace, asked.version, asked.scope, kpi_id, (asked.view.period,), asked.as_of, dimension)


def splits(asked: Asked, kpi_id: str) -> tuple[Dimension, ...]:
    """What the KPI can be split by; where the data names no account manager, what it does name comes first."""
    options, known = kpi_by_id(kpi_id).dimensions, asked.known.members or {}
    named = [one for one in options if known.get(one)]
    unasked = [one for one in options if one not in known]
    if not named:
        named = [one for one in unasked if any(answer.group != NO_GROUP for answer in answers(asked, kpi_id, one))][:1]
    return tuple(sorted(options, key=lambda one: (one not in named, one not in unasked)))


def history(asked: Asked, kpi_id: str) -> list[Answer]:
    """The KPI over the eight periods that end with the one looked at, in order."""
    return _answers(asked.workspace, asked.version, asked.scope, kpi_id, asked.trend_periods, asked.as_of, None)


def together(work: Sequence[Callable[[], object]]) -> None:
    """Ask what a page will ask anyway, two questions at a time: while one is counted in Python the other is read."""
    context = get_script_run_ctx(suppress_warning=True)

    def attached(one: Callable[[], object]) -> None:
        add_script_run_ctx(threading.current_thread(), context)
        one()

    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        list(pool.map(attached, work))


def rows_behind(asked: Asked, kpi_id: str) -> pd.DataFrame:
    """The rows that the KPI's value rests on, with file and line."""
    return _rows(asked.workspace, asked.version, asked.scope, kpi_id, asked.view.period, asked.as_of)


def listing(asked: Asked, query: str) -> pd.DataFrame:
    """A list that belongs to the period looked at, such as waiting tickets."""
    return _listing(asked.workspace, asked.version, asked.scope, query, asked.view.period, asked.as_of)


def history_listing(asked: Asked, query: str) -> pd.DataFrame:
    """A query over the eight periods that end with the one looked at."""
    return _history_listing(asked.workspace, asked.version, asked.scope, query, asked.trend_periods, asked.as_of)


def listing_of_all(asked: Asked, query: str) -> pd.DataFrame:
    """A list of the period looked at, of everything the viewer may see, whatever the scope bar has chosen."""
    scope = Scope(asked.scope.viewer)
    return _listing(asked.workspace, asked.version, scope, query, asked.view.period, asked.as_of)


def split_listing(asked: Asked, query: str) -> pd.DataFrame:
    """A list of the period looked at whose query could be split, for everything together."""
    return _split_listing(asked.workspace, asked.version, asked.scope, query, asked.view.period, asked.as_of)


def beside_score(asked: Asked) -> Beside:
    """What stands beside the Net Promoter Score: rolling year, other counts, who was heard, themes of the comments."""
    return _beside_score(asked.workspace, asked.version, asked.scope, asked.trend_periods, asked.as_of)


def score_groups(asked: Asked, dimension: Dimension) -> Groups:
    """The Net Promoter Score by group, as counted and partially pooled."""
    return _score_groups(asked.workspace, asked.version, asked.scope, asked.view.period, asked.as_of, dimension)


def quarantine(asked: Asked) -> pd.DataFrame:
    """Every row that is held back, with reason and suggestion; heads of account only."""
    return _plain_listing(asked.workspace, asked.version, Scope(asked.scope.viewer), "held_rows")


def health(asked: Asked, today: date) -> Health:
    """How far the data can be trusted, of everything the viewer may see; ``today`` is the company's calendar day."""
    scope = Scope(asked.scope.viewer)
    basis = asked.info.get("revenue_basis", "none")
    return _health(asked.workspace, asked.version, scope, asked.as_of, today, basis)


def alike(asked: Asked, apart: tuple[Apart, ...]) -> Likeness:
    """Customers that are probably one, except those said to be apart; whatever the scope bar has chosen."""
    return _alike(asked.workspace, asked.version, Scope(asked.scope.viewer), apart)


def variants(asked: Asked, kpi_id: str) -> list[Difference]:
    """The other ways of counting the KPI in the period looked at, each beside the standard."""
    return _variants(asked.workspace, asked.version, asked.scope, kpi_id, asked.view.period, asked.as_of)


def scenario_base(asked: Asked) -> Base | NoForecast:
    """What scenarios of the year start from, with the links between KPIs; the reason where nothing can be forecast."""
    return _scenario_base(asked.workspace, asked.version, asked.scope, asked.as_of, asked.known.fiscal_start_month)


def worked_out(asked: Asked, work: Callable[..., T], *arguments: Hashable) -> T:
    """What ``work(read, *arguments)`` makes of the rows in scope: for pages whose numbers are more than a list."""
    return _worked_out(asked.workspace, asked.version, asked.scope, work, arguments)


def _name_of(work: FunctionType) -> str:
    return f"{work.__module__}.{work.__qualname__}"


def plain_listing(asked: Asked, query: str) -> pd.DataFrame:
    """A list that belongs to no period."""
    return _plain_listing(asked.workspace, asked.version, asked.scope, query)


def white_space(asked: Asked, customer_id: str) -> Grid:
    """What that customer and its peers in scope own, are offered and do not own."""
    return _white_space(asked.workspace, asked.version, asked.scope, asked.view.period, asked.as_of, customer_id)


@st.cache_data(max_entries=CACHED, show_spinner=False, hash_funcs=KEYS)
def _answers(
    workspace: str,
    version: str,
    scope: Scope,
    kpi_id: str,
    periods: tuple[Period, ...],
    as_of: date,
    dimension: Dimension | None,
) -> list[Answer]:
    with open_reader(snapshot_at(workspace, version), scope) as read:
        return engine.answers(kpi_by_id(kpi_id), periods, as_of, read, dimension=dimension, snapshot=version)


@st.cache_data(max_entries=200, show_spinner=False)
def _variants(workspace: str, version: str, scope: Scope, kpi_id: str, period: Period, as_of: date) -> list[Difference]:
    with open_reader(snapshot_at(workspace, version), scope) as read:
        return compare(kpi_id, period, as_of, read)


@st.cache_data(max_entries=100, show_spinner=False)
def _rows(workspace: str, version: str, scope: Scope, kpi_id: str, period: Period, as_of: date) -> pd.DataFrame:
    with open_reader(snapshot_at(workspace, version), scope) as read:
        return engine.rows(kpi_by_id(kpi_id), period, as_of, read)


@st.cache_data(max_entries=200, show_spinner=False, hash_funcs=KEYS)
def _listing(workspace: str, version: str, scope: Scope, query: str, period: Period, as_of: date) -> pd.DataFrame:
    with open_reader(snapshot_at(workspace, version), scope) as read:
        return read(query, {"periods": [cut_of(period, as_of)]})


@st.cache_data(max_entries=100, show_spinner=False)
def _history_listing(
    workspace: str, version: str, scope: Scope, query: str, periods: tuple[Period, ...], as_of: date
) -> pd.DataFrame:
    with open_reader(snapshot_at(workspace, version), scope) as read:
        return read(query, {"periods": [cut_of(period, as_of) for period in periods]})


@st.cache_data(max_entries=200, show_spinner=False)
def _split_listing(workspace: str, version: str, scope: Scope, query: str, period: Period, as_of: date) -> pd.DataFrame:
    with open_reader(snapshot_at(workspace, version), scope) as read:
        return read(query, {"periods": [cut_of(period, as_of)], "dimension": None})


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs={FunctionType: _name_of})
def _worked_out(
    workspace: str, version: str, scope: Scope, work: Callable[..., T], arguments: tuple[Hashable, ...]
) -> T:
    with open_reader(snapshot_at(workspace, version), scope) as read:
        return work(read, *arguments)


@st.cache_resource(max_entries=20, show_spinner=False)
def _scenario_base(
    workspace: str, version: str, scope: Scope, as_of: date, fiscal_start_month: int
) -> Base | NoForecast:
    """Kept as it is, not as a copy a run: nothing writes to it, and a slider must not wait for copies."""
    with open_reader(snapshot_at(workspace, version), scope) as read:
        return learn(read, as_of, fiscal_start_month, links=links(read, as_of, fiscal_start_month))


@st.cache_data(max_entries=50, show_spinner=False)
def _plain_listing(workspace: str, version: str, scope: Scope, query: str) -> pd.DataFrame:
    with open_reader(snapshot_at(workspace, version), scope) as read:
        return read(query, {})


@st.cache_data(max_entries=100, show_spinner=False)
def _beside_score(workspace: str, version: str, scope: Scope, periods: tuple[Period, ...], as_of: date) -> Beside:
    with open_reader(snapshot_at(workspace, version), scope) as read:
        return beside_nps(read, periods, as_of, stop_words())


@st.cache_data(max_entries=200, show_spinner=False)
def _score_groups(
    workspace: str, version: str, scope: Scope, period: Period, as_of: date, dimension: Dimension
) -> Groups:
    with open_reader(snapshot_at(workspace, version), scope) as read:
        return groups_of(read, period, as_of, dimension)


@st.cache_data(max_entries=20, show_spinner=False)
def _health(workspace: str, version: str, scope: Scope, as_of: date, today: date, basis: str) -> Health:
    with open_reader(snapshot_at(workspace, version), scope) as read:
        return health_of(read, as_of, today, basis)


@st.cache_data(max_entries=20, show_spinner=False)
def _alike(workspace: str, version: str, scope: Scope, apart: tuple[Apart, ...]) -> Likeness:
    with open_reader(snapshot_at(workspace, version), scope) as read:
        return find_alike(read_customers(read), apart)


@st.cache_data(max_entries=200, show_spinner=False)
def _white_space(workspace: str, version: str, scope: Scope, period: Period, as_of: date, customer_id: str) -> Grid:
    with open_reader(snapshot_at(workspace, version), scope) as read:
        return white_space_of(read, cut_of(period, as_of), customer_id)
