from __future__ import annotations

import numpy as np
import pytest

from analytics.kpi import Unit
from charts.axes import Measure
from charts.decomposition import decomposition
from charts.theme import LIGHT, alt_text
from domain.period import parse_period, periods_between

MONTHS = periods_between(parse_period("2023-01"), parse_period("2025-01"))
MONEY = Measure(Unit.MONEY, currency="VND")


def test_three_panels_stand_above_one_another_as_high_as_they_reach(caption):
    trend = np.linspace(100, 180, 25)
    season = 20 * np.sin(np.arange(25) * np.pi / 6)
    rest = np.where(np.arange(25) == 3, 8.0, 0.0)
    parts = [part.tolist() for part in (trend + season + rest, trend, season, rest)]
    drawn = decomposition(MONTHS, *parts, MONEY, caption=caption, colours=LIGHT)
    first, second, third = (drawn.layout[name].domain for name in ("yaxis", "yaxis2", "yaxis3"))
    assert first[1] == 1
    assert third[0] == pytest.approx(0, abs=1e-9)
    assert first[0] > second[1] > second[0] > third[1]
    assert first[1] - first[0] > second[1] - second[0] > third[1] - third[0]
    scales = [
        (axis.range[1] - axis.range[0]) / (axis.domain[1] - axis.domain[0])
        for axis in (drawn.layout.yaxis, drawn.layout.yaxis2)
    ]
    assert scales[0] == pytest.approx(scales[1], rel=0.01), "a like distance means a like amount"
    assert [trace.yaxis for trace in drawn.data] == ["y", "y", "y2", "y3"]
    assert list(drawn.data[3].y) == rest.tolist()
    assert "Tháng 1/2023: xu hướng" in alt_text(drawn)


def test_no_months_are_an_empty_frame(caption):
    drawn = decomposition((), [], [], [], [], MONEY, caption=caption, colours=LIGHT)
    assert all(len(trace.x or ()) == 0 for trace in drawn.data)
