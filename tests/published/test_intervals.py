"""Numbers printed in papers: intervals of rates and of Net Promoter Scores."""

from __future__ import annotations

import pytest

from analytics.statistics import (
    adjusted_net_promoter,
    difference_of_rates,
    net_promoter,
    normal_quantile,
    wilson_interval,
)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_interval_of_newcombe_1998_table_1(successes: int, n: int, low: float, high: float) -> None:
    interval = wilson_interval(successes, n)
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("now", "before", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_difference_of_rates_of_newcombe_1998_table_2(
    now: tuple[int, int], before: tuple[int, int], low: float, high: float
) -> None:
    interval = difference_of_rates(now, before)
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=5e-5)


def test_nps_of_162_promoters_108_passives_54_detractors() -> None:
    """kpi.md section 2: 33.3333, Wald ± 8.1159, adjusted centre 33.0275 ± 8.0823 (Rocks 2016)."""
    plain, adjusted = net_promoter(162, 108, 54), adjusted_net_promoter(162, 108, 54)
    assert plain is not None
    assert adjusted is not None
    assert plain.score == pytest.approx(33.3333, abs=5e-5)
    assert normal_quantile() * plain.standard_error == pytest.approx(8.1159, abs=5e-5)
    assert adjusted.score == pytest.approx(33.0275, abs=5e-5)
    assert normal_quantile() * adjusted.standard_error == pytest.approx(8.0823, abs=5e-5)


def test_nps_of_five_promoters() -> None:
    """kpi.md section 2: NPS 100, adjusted 62.5 ± 45.0085, interval 17.49 to 100 (Rocks 2016)."""
    plain, adjusted = net_promoter(5, 0, 0), adjusted_net_promoter(5, 0, 0)
    assert plain is not None
    assert adjusted is not None
    assert plain.score == 100
    assert adjusted.score == pytest.approx(62.5)
    assert normal_quantile() * adjusted.standard_error == pytest.approx(45.0085, abs=5e-5)
    assert adjusted.interval().low == pytest.approx(17.49, abs=5e-3)
    assert adjusted.interval().high == 100


def test_nps_of_six_answers_has_a_plain_standard_error_of_a_third() -> None:
    """kpi.md section 2: scores 1, 8, 8, 10, 5, 9 → NPS 0, SE 33.333."""
    plain = net_promoter(2, 2, 2)
    assert plain is not None
    assert plain.score == 0
    assert plain.standard_error == pytest.approx(33.333, abs=5e-4)
    assert net_promoter(0, 0, 0) is None
    assert adjusted_net_promoter(0, 0, 0) is None
