"""How long a move of a lever takes to reckon, beside drawing as many random numbers as its futures have."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median

import numpy as np

from analytics import engine
from analytics.forecast.engine import forecast
from analytics.forecast.outlook import NoForecast
from analytics.forecast.year import year_forecast
from analytics.scenario.base import Base
from analytics.scenario.bridge import bridge
from analytics.scenario.effects import delta_mean, delta_paths
from analytics.scenario.learning import learn
from analytics.scenario.levers import Moves, moves_of
from analytics.scenario.result import evaluate
from analytics.scenario.seeking import cheapest_mix, reach
from analytics.scenario.sensitivity import tornado, two_lever_map
from benchmarks.printing import table
from data.query import forget_answers, open_reader
from data.snapshots import Snapshot
from domain.scope import LAPTOP, Scope

N_FUTURES = 2000
TIMES = 21


def measure_what_if(snapshot: Snapshot) -> None:
    """Print milliseconds of processor time, median of 21, and how many times the baseline's each of them is."""
    with open_reader(snapshot, Scope(LAPTOP)) as read:
        day = engine.last_day(read)
        found = year_forecast(read, day)
        if isinstance(found, NoForecast):
            return

        def start() -> Base | NoForecast:
            forget_answers()
            return learn(read, day, forecast=found)

        base = start()
        if isinstance(base, NoForecast):
            return
        learnt = _milliseconds(start, 3)
    series = [np.array([value for _month, value in found.history])]
    n_months = len(base.months)
    many = forecast(series, 12, n_months, n_paths=N_FUTURES).paths[0]
    base = replace(base, paths=many, rest=many.sum(axis=1))
    draws = np.random.default_rng(0)
    baseline = _milliseconds(lambda: draws.standard_normal((N_FUTURES, n_months)))
    without = _milliseconds(lambda: forecast(series, 12, n_months, n_paths=1))
    drawn = _milliseconds(lambda: forecast(series, 12, n_months, n_paths=N_FUTURES))
    moves = _every_lever(base)
    goal = 1.05 * found.whole.year.mean
    caps = {one.lever.id: one.high for one in base.settings if one.unavailable is None and one.standard > 0}
    across, down = base.settings[0], base.settings[1]
    steps: list[tuple[str, float]] = [
        (f"baseline: {N_FUTURES:,} × {n_months} normal numbers in NumPy", baseline),
        (f"{N_FUTURES:,} futures drawn from the errors (forecast with them less without)", max(0.0, drawn - without)),
        (f"{len(moves.keys)} levers: the expected months", _milliseconds(lambda: delta_mean(base, moves))),
        (f"{len(moves.keys)} levers: every month of every future", _milliseconds(lambda: delta_paths(base, moves))),
        ("each lever's share", _milliseconds(lambda: bridge(base, moves))),
        ("all of it, with bands, chance and KPIs", _milliseconds(lambda: evaluate(base, moves))),
        ("the value of one lever that reaches a goal", _milliseconds(lambda: reach(base, moves, "price_change", goal))),
        ("the cheapest mix", _milliseconds(lambda: cheapest_mix(base, moves_of({}), goal, caps), 5)),
        ("the tornado", _milliseconds(lambda: tornado(base, moves))),
        ("the map of two levers", _milliseconds(lambda: two_lever_map(base, moves, across, down))),
        ("once a scope: what it starts from, besides the forecast", learnt),
    ]
    rows = [(name, f"{spent:,.2f}", f"{spent / baseline:,.1f}") for name, spent in steps]
    table("What-if, milliseconds of processor time", ("step", "ms", "times the baseline"), rows)


def _every_lever(base: Base) -> Moves:
    """Each slider that can be moved by its standard move, and one event of each kind."""
    changes = {
        one.lever.id: one.standard for one in base.settings if one.unavailable is None and not one.lever.is_event
    }
    events = [f"lose:{one.customer_id}" for one in base.customers[:1]]
    events += [f"win:{one.deal_id}" for one in base.deals[:1]] + [f"slip:{one.deal_id}" for one in base.deals[1:2]]
    return moves_of({**changes, **dict.fromkeys(events, 1.0)})


def _milliseconds(work: Callable[[], object], times: int = TIMES) -> float:
    work()
    spent = []
    for _ in range(times):
        start = time.process_time()
        work()
        spent.append(1000 * (time.process_time() - start))
    return median(spent)
