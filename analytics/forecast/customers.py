"""The last floor of the tree: what each account manager's year is made of, customer by customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from analytics.asking import ONE_DAY, cut_of
from analytics.forecast.engine import NO_MODEL, Forecasts
from analytics.forecast.history import OTHERS, Cell, History, read_history
from analytics.forecast.outlook import CustomerPart, Part, outlook, why_untested, without_bounds
from analytics.forecast.peculiar import MONTHS_IN_YEAR
from analytics.forecast.simulated import Simulated, added_up, forecast_nodes, simulate
from analytics.forecast.tree import Floats
from analytics.forecast.year import why_not
from domain.period import Period, PeriodKind, period_containing
from domain.read import Read
from domain.scope import NO_GROUP

if TYPE_CHECKING:
    import pandas as pd

MOST_CUSTOMERS = 40
RECENT_MONTHS = 24


@dataclass(frozen=True)
class Leaves:
    """What the cells of a tree are made of, the rest of each cell last; they add up to the cell in every future.

    Attributes:
        keys: (leaf) its cell's place and its customer, "" for the rest of the cell.
        known: (leaves, months known), so_far: (leaves,) of the part-finished month.
        mean: (leaves, months to come), paths: (leaves, paths, months to come).
        forecasts: of the leaves, before they were made to add up.
    """

    keys: tuple[tuple[int, str], ...]
    known: Floats
    so_far: Floats
    mean: Floats
    paths: Floats
    forecasts: Forecasts


def customers_of_year(read: Read, as_of: date, fiscal_start_month: int = 1) -> tuple[CustomerPart, ...]:
    """The fiscal year by customer, the largest first and the others together last; they add up to the company.

    Empty where there is no forecast, or where no revenue names a customer.
    """
    history = read_history(read, as_of, None, fiscal_start_month)
    if history is None or not len(history.cells) or why_not(history) is not None:
        return ()
    year = period_containing(as_of + ONE_DAY, PeriodKind.YEAR, fiscal_start_month)
    months = [*history.months, *([history.now] if history.now else [])]
    frame = read(
        "revenue_by_month_and_customer",
        {
            "periods": [cut_of(month, as_of) for month in months],
            "recent_from": months[-min(len(months), RECENT_MONTHS)].start,
            "n_customers": MOST_CUSTOMERS,
        },
    )
    if frame.empty:
        return ()
    simulated = simulate(history, year.end)
    names = dict(zip(frame["customer_id"].astype(str), frame["customer"].fillna("").astype(str), strict=True))
    return _parts(history, leaves_of(history, simulated, frame), year, names)


def leaves_of(history: History, simulated: Simulated, frame: pd.DataFrame) -> Leaves:
    """The leaves of every cell out of rows of month, region, team, manager, ``customer_id`` and ``amount``."""
    series = _series(history, frame)
    keys: list[tuple[int, str]] = []
    rows: list[Floats] = []
    for cell in range(len(history.cells)):
        named = {customer: row for (place, customer), row in series.items() if place == cell}
        whole = np.append(history.values[cell], history.so_far[cell])
        keys += [(cell, customer) for customer in [*sorted(named), ""]]
        rows += [*(named[customer] for customer in sorted(named)), whole - sum(named.values(), np.zeros(len(whole)))]
    told = np.array(rows)
    # what adding and taking away leaves of nothing is nothing
    told[np.abs(told) < 1e-9 * np.abs(told).max(initial=1.0)] = 0.0
    known, so_far = told[:, :-1], told[:, -1]
    found = forecast_nodes(_usual(history, keys, known), history, simulated.months, simulated.effect)
    mean, paths = np.empty_like(found.mean), np.empty_like(found.paths)
    for cell in range(len(history.cells)):
        own = [place for place, key in enumerate(keys) if key[0] == cell]
        members = np.concatenate([np.ones((1, len(own))), np.eye(len(own))])
        is_floored = np.asarray((known[own] >= 0).all(axis=1)) & (so_far[own] >= 0)
        mean[own], paths[own] = added_up(
            members,
            np.concatenate([simulated.mean[[cell]], found.mean[own]]),
            np.concatenate([simulated.paths[[cell]], found.paths[own]]),
            is_floored,
        )
    return Leaves(tuple(keys), known, so_far, mean, paths, found)


def _series(history: History, frame: pd.DataFrame) -> dict[tuple[int, str], Floats]:
    """(months known and the one under way) of every customer in every cell."""
    place_of = {month.start: place for place, month in enumerate(history.months)}
    if history.now is not None:
        place_of[history.now.start] = len(history.months)
    cells = {cell: place for place, cell in enumerate(history.cells)}
    columns = [frame[name.value].fillna(NO_GROUP).astype(str) for name in history.names]
    found: dict[tuple[int, str], Floats] = {}
    for when, customer, amount, *key in zip(
        frame["period_start"], frame["customer_id"].astype(str), frame["amount"], *columns, strict=True
    ):
        cell = _cell_of(tuple(key), cells)
        month = place_of.get(when.date())
        if cell is not None and month is not None:
            found.setdefault((cell, customer), np.zeros(len(history.months) + 1))[month] += float(amount)
    return found


def _cell_of(key: Cell, cells: dict[Cell, int]) -> int | None:
    return cells.get(key, cells.get((*key[:-1], OTHERS)))


def _usual(history: History, keys: list[tuple[int, str]], known: Floats) -> Floats:
    """What a forecast may learn from: as :attr:`History.usual`, leaf by leaf."""
    usual = known.copy()
    if history.one_off is not None:
        for giant in history.giants:
            place = history.months.index(giant.month)
            for cell in np.flatnonzero(history.one_off[:, place]):
                named = (int(cell), giant.customer_id)
                usual[keys.index(named if named in keys else (int(cell), "")), place] -= history.one_off[cell, place]
    gaps = {month.start for month in history.gaps}
    usual[:, [month.start in gaps for month in history.months]] = np.nan
    return usual


def _parts(history: History, leaves: Leaves, year: Period, names: dict[str, str]) -> tuple[CustomerPart, ...]:
    found = []
    for customer in sorted({key[1] for key in leaves.keys}):
        own = [place for place, key in enumerate(leaves.keys) if key[1] == customer]
        found.append(_part(history, leaves, year, own, names.get(customer, OTHERS)))
    return tuple(sorted(found, key=lambda one: (one.customer_id is None, -one.part.year.mean, one.part.name)))


def _part(history: History, leaves: Leaves, year: Period, own: list[int], name: str) -> CustomerPart:
    """One customer in all its cells; the model, and who looks after it, are those of the leaf that brings most."""
    this_year = [place for place, month in enumerate(history.months) if year.start <= month.start < year.end]
    before = [place for place, month in enumerate(history.months) if month.year == year.year - 1]
    actual = float(leaves.known[own][:, this_year].sum())
    if history.now is not None and year.start <= history.now.start < year.end:
        actual += float(leaves.so_far[own].sum())
    futures = leaves.paths[own].sum(axis=(0, 2))
    mean = float(leaves.mean[own].sum())
    first = max(own, key=lambda place: (float(leaves.mean[place].sum()), -place))
    cell, customer = leaves.keys[first]
    made = leaves.forecasts
    expected = outlook(year, actual, mean, futures, None)
    is_blind = customer and all(made.models[place] == NO_MODEL for place in own)
    region, team, manager = history.cells[cell] if customer else ("", "", "")
    tests = [float(value[first]) for value in (made.mase, made.mase_naive, made.coverage80)]
    mase, mase_naive, coverage = (one if customer and np.isfinite(one) else None for one in tests)
    return CustomerPart(
        customer or None,
        region,
        team,
        manager,
        Part(
            None,
            name,
            without_bounds(expected) if is_blind else expected,
            made.models[first] if customer else "",
            made.reasons[first] if customer else "",
            mase,
            mase_naive,
            coverage,
            float(leaves.known[own][:, before].sum()) if len(before) == MONTHS_IN_YEAR else None,
            int(made.n_tests[first]) if customer else 0,
            why_untested(made, first) if customer else None,
        ),
    )
