"""Partial pooling against numbers that others print."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.pooling import pool, variance_between
from analytics.statistics import normal_quantile

BCG = [
    *[(4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761)],
    *[(180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232)],
    *[(17, 1699, 65, 1600), (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825)],
]
"""Thirteen trials of the BCG vaccine (Colditz et al. 1994): cases and others, vaccinated and not."""

SCHOOLS = np.array([28.0, 8, -3, 7, -1, 1, 18, 12]), np.array([15.0, 10, 16, 11, 9, 11, 10, 18]) ** 2
"""Gelman et al., Bayesian Data Analysis, table 5.2: effects of coaching in eight schools, standard errors squared."""


def bcg() -> tuple[np.ndarray, np.ndarray]:
    """Log risk ratios and their variances."""
    counts = np.array(BCG, dtype=float)
    cases, others, control_cases, control_others = counts.T
    n, n_control = cases + others, control_cases + control_others
    return np.log(cases / n) - np.log(control_cases / n_control), 1 / cases - 1 / n + 1 / control_cases - 1 / n_control


def test_dersimonian_laird_of_the_bcg_trials() -> None:
    """metafor's own test against Stata's metan: Q 152.2330, tau² 0.3088, mean -0.7141, interval -1.0644 to -0.3638."""
    found = pool(*bcg())
    assert found is not None
    assert found.q == pytest.approx(152.2330, abs=5e-5)
    assert found.between == pytest.approx(0.3088, abs=5e-5)
    assert found.mean == pytest.approx(-0.7141, abs=5e-5)
    reach = normal_quantile() * found.mean_error
    assert (found.mean - reach, found.mean + reach) == pytest.approx((-1.0644, -0.3638), abs=5e-5)


def test_eight_schools_differ_no_more_than_chance() -> None:
    """Bayesian Data Analysis 5.5: pooled 7.7, standard error 4.1; the spread is within chance."""
    between, q = variance_between(*SCHOOLS)
    assert between == 0
    assert q < 7
    found = pool(*SCHOOLS)
    assert found is not None
    assert found.values == pytest.approx([found.mean] * 8)
    assert found.mean == pytest.approx(7.7, abs=0.05)
    assert found.mean_error == pytest.approx(4.1, abs=0.05)


def test_two_alike_groups_meet_half_way_by_hand() -> None:
    """Values 0, 10, 20 with variance 50 each: Q = 200/50 = 4, between = (4 - 2)/(3/50 - 1/50) = 50, so own = ½."""
    found = pool(np.array([0.0, 10.0, 20.0]), np.array([50.0, 50.0, 50.0]))
    assert found is not None
    assert (found.q, found.between, found.mean) == pytest.approx((4, 50, 10))
    assert found.own == pytest.approx([0.5] * 3)
    assert found.values == pytest.approx([5, 10, 15])
    # ½·50 + ¼·(100/3), and for the outer two the price of not knowing the spread: 2·¼·(50 + 50)/100·10²
    assert found.errors**2 == pytest.approx([25 + 100 / 12 + 50, 25 + 100 / 12, 25 + 100 / 12 + 50])


def test_a_large_group_stays_where_it_is() -> None:
    found = pool(np.array([60.0, 20.0, -100.0]), np.array([0.01, 0.01, 900.0]))
    assert found is not None
    assert found.values[:2] == pytest.approx([60.0, 20.0], abs=0.01)
    assert found.values[2] > -60


def test_fewer_than_three_groups_are_not_pooled() -> None:
    assert pool(np.array([60.0, 20.0]), np.array([4.0, 9.0])) is None
    assert pool(np.array([]), np.array([])) is None
    with pytest.raises(ValueError, match="above 0"):
        pool(np.array([1.0, 2.0, 3.0]), np.array([1.0, 0.0, 1.0]))
