"""What every forecast of a company and its parts obeys, whatever the history."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analytics.forecast.engine import forecast
from analytics.forecast.history import HIERARCHY, History
from analytics.forecast.rules import fit_for
from analytics.forecast.tree import floored, reconciled
from analytics.forecast.year import WHOLE, simulate
from domain.period import Period, parse_period, periods_between
from domain.scope import Dimension

PEOPLE = (("Bắc", "N1", "An"), ("Bắc", "N1", "Bình"), ("Bắc", "N2", "Chi"), ("Nam", "S1", "Dũng"), ("Nam", "S1", "An"))


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Twelve to fifty months of one to five cells, with zeros, credit notes and a month under way."""
    n, lowest = draw(st.integers(1, 5)), draw(st.sampled_from([0, -300]))
    months = draw(st.integers(12, 50))
    values = draw(arrays(np.float64, (n, months), elements=st.integers(lowest, 5000).map(float)))
    first = parse_period("2022-01")
    known = periods_between(first, first.shift(months - 1))
    left = draw(st.sampled_from([0.0, 0.4, 1.0]))
    so_far = np.full(n, 25.0)
    return History(date(2026, 1, 1), known, PEOPLE[:n], values, known[-1].next, so_far, left, HIERARCHY)


def year_after(history: History) -> Period:
    return Period(history.months[-1].end, history.months[-1].shift(12).end, history.months[-1].kind)


@given(histories())
def test_managers_teams_and_regions_add_up_to_the_company_in_every_future(history: History) -> None:
    found = simulate(history, year_after(history).end)
    whole_mean, whole_paths = found.mean.sum(axis=0), found.paths.sum(axis=0)
    for dimension in (Dimension.REGION, Dimension.TEAM, Dimension.MANAGER):
        rows = [found.members[node] for (of, _name), node in found.node_of.items() if of is dimension]
        np.testing.assert_allclose(sum(row @ found.mean for row in rows), whole_mean, rtol=1e-6, atol=1e-3)
        paths = sum(np.tensordot(row, found.paths, axes=1) for row in rows)
        np.testing.assert_allclose(paths, whole_paths, rtol=1e-6, atol=1e-3)
    teams = {name: found.members[node] for (of, name), node in found.node_of.items() if of is Dimension.TEAM}
    for (of, name), node in found.node_of.items():
        if of is Dimension.REGION:
            own = {cell[1] for cell in history.cells if cell[0] == name}
            np.testing.assert_array_equal(sum(teams[team] for team in own), found.members[node])


@given(histories())
def test_the_whole_is_as_the_engine_forecast_it_alone(history: History) -> None:
    found = simulate(history, year_after(history).end)
    engine_mean = found.forecasts.mean[found.node_of[WHOLE]].copy()
    assume(np.isfinite(engine_mean).all())
    np.testing.assert_allclose(found.mean.sum(axis=0), engine_mean, rtol=1e-6, atol=1e-3)


@given(arrays(np.float64, 40, elements=st.integers(1, 5000).map(float)))
def test_a_tree_of_one_node_is_the_engines_forecast_or_last_year_where_that_was_better(values: np.ndarray) -> None:
    first = parse_period("2022-01")
    known = periods_between(first, first.shift(39))
    one = History(date(2025, 4, 30), known, PEOPLE[:1], values[None, :], None, np.zeros(1), 1.0, HIERARCHY)
    found = simulate(one, known[-1].shift(12).end)
    alone = forecast([values], 12, 12, n_paths=found.paths.shape[1])
    assert np.isfinite(found.forecasts.coverage80) == (found.forecasts.n_tests > 0)
    if alone.mase_naive[0] < alone.mase[0]:
        assert found.forecasts.models == ("seasonal_naive",)
        np.testing.assert_allclose(found.mean[0], fit_for(values, 12).values[-12:], rtol=1e-9)
    else:
        np.testing.assert_array_equal(found.mean, np.maximum(alone.mean, 0.0))
        np.testing.assert_array_equal(found.paths, np.maximum(alone.paths, 0.0))


@given(histories())
def test_what_was_never_negative_is_not_forecast_below_zero(history: History) -> None:
    found = simulate(history, year_after(history).end)
    for cell, row in enumerate(history.values):
        if (row >= 0).all() and (found.paths.sum(axis=0) >= 0).all() and (history.values >= 0).all():
            assert found.paths[cell].min() >= -1e-6


@given(histories())
def test_nothing_left_of_the_month_leaves_nothing_to_forecast_of_it(history: History) -> None:
    found = simulate(history, year_after(history).end)
    if history.left == 0.0:
        assert not found.mean[:, 0].any()
        assert not found.paths[:, :, 0].any()


@given(
    arrays(np.float64, (4, 6), elements=st.floats(-50, 500)),
    arrays(np.float64, 4, elements=st.floats(0, 100)),
    st.booleans(),
)
def test_parts_add_up_and_the_whole_is_kept(forecasts: np.ndarray, spread: np.ndarray, is_floored: bool) -> None:
    members = np.array([[1.0, 1, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]])
    parts = reconciled(members, forecasts, spread, np.full(3, is_floored))
    np.testing.assert_allclose(parts.sum(axis=0), forecasts[0], rtol=1e-6, atol=1e-6)


@given(arrays(np.float64, (4, 6), elements=st.floats(0, 500)), arrays(np.float64, 4, elements=st.floats(1, 100)))
def test_forecasts_that_add_up_already_are_left_alone(parts: np.ndarray, spread: np.ndarray) -> None:
    members = np.vstack([np.ones(4), [1, 1, 0, 0], [0, 0, 1, 1], np.eye(4)])
    widths = np.concatenate([[spread.sum()] * 3, spread])
    again = reconciled(members, members @ parts, widths, np.ones(4, dtype=bool))
    np.testing.assert_allclose(again, parts, rtol=1e-6, atol=1e-6)


def test_what_lifting_one_part_adds_the_others_give_in_proportion() -> None:
    found = floored(np.array([[-10.0], [30.0], [80.0]]), np.array([100.0]), np.ones(3, dtype=bool))
    np.testing.assert_allclose(found[:, 0], [0, 30 * 100 / 110, 80 * 100 / 110])
