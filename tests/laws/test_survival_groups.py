"""Quantiles of many groups at once are those of each group's own curve."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.survival import survival_curve
from analytics.survival_groups import group_quantiles

rows = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from([0.0, 0.5, 1.0, 2.0, 7.25]), st.integers(0, 9), st.integers(0, 3)),
    max_size=60,
)


@settings(max_examples=300)
@given(rows=rows, share=st.sampled_from([0.5, 0.9]))
def test_each_group_is_as_its_own_curve_says(rows, share) -> None:
    columns = [np.array([row[place] for row in rows]) for place in range(4)]
    found = group_quantiles(columns[0], 5, *columns[1:], share)
    for group in range(5):
        own = [row[1:] for row in rows if row[0] == group]
        curve = survival_curve(*([row[place] for row in own] for place in range(3)))
        assert found.n_events[group] == sum(row[1] for row in own)
        assert found.n_censored[group] == sum(row[2] for row in own)
        expected, interval = curve.quantile(share), curve.quantile_interval(share)
        assert math.isnan(found.quantile[group]) if expected is None else found.quantile[group] == expected
        if interval is None:
            assert math.isnan(found.low[group])
            assert math.isnan(found.high[group])
        else:
            assert (found.low[group], found.high[group]) == (interval.low, interval.high)
