"""The scenario's own charts: its colour, its line, where the target is crossed."""

from __future__ import annotations

import pytest

from analytics.kpi import Unit
from charts.axes import Measure
from charts.bridge import Step, bridge
from charts.lever_map import Direction, lever_map
from charts.scenario import MonthPair, scenario_months
from charts.theme import DARK, LIGHT, Caption, alt_text
from charts.tornado import Bar, tornado
from domain.period import parse_period
from i18n.language import set_language

MONEY = Measure(Unit.MONEY, currency="VND")
MONTHS = [
    MonthPair(parse_period("2025-08"), True, 4e9, 4e9, 4e9, 4e9, 4e9, 4e9),
    MonthPair(parse_period("2025-09"), False, 5e9, 4e9, 6e9, 5.5e9, 4.5e9, 6.5e9),
    MonthPair(parse_period("2025-10"), False, 6e9, 5e9, 7e9, 7e9, 6e9, 8e9),
]


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_the_scenario_has_its_own_colour_and_only_when_a_lever_is_moved(colours) -> None:
    for is_moved in (True, False):
        drawn = scenario_months(MONTHS, MONEY, is_moved=is_moved, caption=Caption("t"), colours=colours)
        lines = [trace.line.color for trace in drawn.data if trace.line.color]
        assert (colours.scenario in lines) == is_moved


def test_the_words_say_both_numbers_of_a_month_to_come() -> None:
    set_language("en")
    drawn = scenario_months(MONTHS, MONEY, is_moved=True, caption=Caption("t"), colours=LIGHT)
    said = alt_text(drawn)
    assert "August 2025: ₫4,000,000,000 came" in said or "Aug 2025: ₫4,000,000,000 came" in said
    assert "scenario ₫7,000,000,000" in said
    assert "forecast ₫6,000,000,000" in said


def test_the_target_is_crossed_where_both_levers_add_up_to_it() -> None:
    """Totals are the sum of both moves, so the line of 3 runs from (1, 2) to (2, 1)."""
    moves = [0.0, 1.0, 2.0]
    totals = [[x + y for x in moves] for y in moves]
    across, down = (Direction(name, moves, ["0", "1", "2"], 0.0) for name in ("A", "B"))
    drawn = lever_map(across, down, totals, MONEY, target=3.0, caption=Caption("t"), colours=LIGHT)
    line = next(trace for trace in drawn.data if trace.type == "scatter" and trace.mode == "lines")
    assert list(zip(line.x, line.y, strict=True)) == [(1, 2), (2, 1)]
    far = lever_map(across, down, totals, MONEY, target=9.0, caption=Caption("t"), colours=LIGHT)
    assert [trace.mode for trace in far.data if trace.type == "scatter"] == ["markers"]


def test_a_bridge_ends_in_the_scenarios_colour() -> None:
    steps = [Step("Price", 5.0, is_good=True), Step("All", 5.0, is_total=True, is_scenario=True)]
    drawn = bridge(steps, MONEY, caption=Caption("t"), colours=LIGHT, is_lying=True)
    assert list(drawn.data[0].marker.color) == [LIGHT.better, LIGHT.scenario]


def test_a_tornado_says_gain_and_loss_of_every_lever() -> None:
    set_language("en")
    drawn = tornado([Bar("Retention", 10.0, -5.0, "+2 pp", "−2 pp")], MONEY, caption=Caption("t"), colours=LIGHT)
    assert [list(trace.x) for trace in drawn.data] == [[10.0], [-5.0]]
    assert "Retention +2 pp: +₫10; Retention −2 pp: −₫5." in alt_text(drawn)
