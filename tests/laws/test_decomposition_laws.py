"""Parts of a change add up to it, whatever the groups; nothing is left over and nothing counted twice."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics import engine
from analytics.decomposition import Weighed, drivers, of_quotients, of_sums
from analytics.registry import kpi_by_id
from domain.period import parse_period
from domain.scope import Dimension
from tests.analytics.tables_in_memory import read_from
from tests.laws.companies import END, companies

few = settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
names = st.sampled_from(["North", "South", "Centre", "Abroad"])
amounts = st.integers(-10_000, 10_000).map(float)
weights = st.integers(0, 500).map(float)


@st.composite
def ends(draw: st.DrawFn) -> tuple[dict[str, Weighed], Weighed]:
    """Groups that lie within a whole, which may hold more than they do."""
    groups = draw(st.dictionaries(names, st.builds(Weighed, weights, weights.map(lambda n: n + 1)), max_size=4))
    rest = Weighed(draw(weights), 1 + draw(weights))
    above = sum(one.above for one in groups.values()) + rest.above
    return groups, Weighed(above, sum(one.below for one in groups.values()) + rest.below)


@given(ends(), ends(), st.sampled_from([1.0, 100.0]))
def test_parts_of_a_quotient_add_up_to_its_change(before, now, factor: float) -> None:
    found = of_quotients(before, now, factor)
    assert found is not None
    change = factor * (now[1].above / now[1].below - before[1].above / before[1].below)
    size = factor * max(1.0, *(abs(one.above / one.below) for one in (before[1], now[1])))
    assert found.change == pytest.approx(change, abs=1e-9 * size)
    assert math.fsum(part.total for part in found.parts) == pytest.approx(change, abs=1e-9 * size)
    assert len({part.group for part in found.parts}) == len(found.parts)


@given(st.dictionaries(names, amounts), amounts, st.dictionaries(names, amounts), amounts)
def test_parts_of_a_sum_add_up_to_its_change(before, rest_before: float, now, rest_now: float) -> None:
    found = of_sums((before, sum(before.values()) + rest_before), (now, sum(now.values()) + rest_now))
    assert math.fsum(part.total for part in found.parts) == pytest.approx(found.change, abs=1e-6)


@given(ends(), ends())
def test_backwards_every_part_has_the_other_sign(before, now) -> None:
    there, back = of_quotients(before, now), of_quotients(now, before)
    assert there is not None
    assert back is not None
    forth = {part.group: part for part in there.parts}
    for part in back.parts:
        assert part.rate == pytest.approx(-forth[part.group].rate, abs=1e-9)
        assert part.mix == pytest.approx(-forth[part.group].mix, abs=1e-9)


@few
@given(companies(), st.sampled_from([END, date(2025, 8, 14)]))
def test_of_every_company_the_parts_make_the_change_that_the_answer_tells(company: dict[str, Any], as_of: date) -> None:
    read, period = read_from(company), parse_period("2025-Q3")
    for kpi_id in ("revenue", "nps", "returning_rate", "lost_customers", "win_rate"):
        kpi = kpi_by_id(kpi_id)
        answer = engine.answers(kpi, [period], as_of, read)[0]
        found = drivers(read, kpi, period, as_of, Dimension.TEAM)
        if found is not None:
            assert found.change == pytest.approx(answer.change, abs=1e-6)
            assert math.fsum(part.total for part in found.parts) == pytest.approx(answer.change, abs=1e-6)


def test_a_shift_between_groups_that_did_not_change_is_all_mix() -> None:
    """Hold two regions at 90 % and 50 %: when the weaker one grows from a fifth to half, the whole falls 82 → 70 %."""
    before = ({"North": Weighed(72, 80), "South": Weighed(10, 20)}, Weighed(82, 100))
    now = ({"North": Weighed(45, 50), "South": Weighed(25, 50)}, Weighed(70, 100))
    found = of_quotients(before, now)
    assert found is not None
    assert (found.change, found.mix) == (pytest.approx(-0.12), pytest.approx(-0.12))
    assert all(part.rate == pytest.approx(0) for part in found.parts)


def test_groups_that_hold_more_than_the_whole_are_not_taken_apart() -> None:
    both = ({"North": Weighed(5, 10), "South": Weighed(5, 10)}, Weighed(9, 18))
    assert of_quotients(both, both) is None
