"""The last floor of the tree: customers add up to their account manager's revenue, in the mean and in every future."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.forecast.customers import leaves_of
from analytics.forecast.history import History
from analytics.forecast.simulated import simulate
from tests.laws.test_forecast_laws import histories, year_after


@st.composite
def told(draw: st.DrawFn) -> tuple[History, pd.DataFrame]:
    """A history and, for some of its cells, customers with some share of each month."""
    history = draw(histories())
    rows = []
    for cell, (region, team, manager) in enumerate(history.cells):
        for customer in range(draw(st.integers(0, 3))):
            share = draw(st.sampled_from([0.0, 0.2, 0.3]))
            begun = draw(st.integers(0, len(history.months) - 1))
            for place, month in enumerate(history.months[begun:], start=begun):
                rows.append(
                    {"period_start": pd.Timestamp(month.start), "region": region, "team": team, "manager": manager,
                     "customer_id": f"K{cell}-{customer}", "customer": "",
                     "amount": share * history.values[cell, place]}
                )  # fmt: skip
    columns = ["period_start", "region", "team", "manager", "customer_id", "customer", "amount"]
    return history, pd.DataFrame(rows, columns=columns)


@given(told())
@settings(max_examples=40)
def test_customers_and_the_rest_add_up_to_every_cell_in_every_future(given_of: tuple[History, pd.DataFrame]) -> None:
    history, frame = given_of
    simulated = simulate(history, year_after(history).end)
    found = leaves_of(history, simulated, frame)
    for cell in range(len(history.cells)):
        own = [place for place, key in enumerate(found.keys) if key[0] == cell]
        np.testing.assert_allclose(found.mean[own].sum(axis=0), simulated.mean[cell], rtol=1e-6, atol=1e-3)
        np.testing.assert_allclose(found.paths[own].sum(axis=0), simulated.paths[cell], rtol=1e-6, atol=1e-3)
        np.testing.assert_allclose(found.known[own].sum(axis=0), history.values[cell], rtol=1e-9, atol=1e-3)
        assert found.so_far[own].sum() == history.so_far[cell]
