"""What is worked out on demand: what it would take to reach an amount, what matters most, two levers together."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from analytics.kpi import Unit
from analytics.scenario.base import Base, Setting
from analytics.scenario.levers import Moves
from analytics.scenario.result import Result
from analytics.scenario.seeking import cheapest_mix, reach
from analytics.scenario.sensitivity import tornado, two_lever_map
from charts import tornado as tornado_chart
from charts.axes import Measure
from charts.lever_map import Direction, lever_map
from charts.theme import Caption
from i18n.format import compact, money
from i18n.format import period as period_words
from i18n.translate import N_, _
from report.scenario_words import change_words, figure_words, lever_name, mix_sentence, reach_sentence
from ui import feedback, figures, findings
from ui import what_if_state as state
from ui.asking import Asked
from ui.text import escape_markdown

SEEK, MIX, TORNADO, MAP = "goal", "mix", "tornado", "map"
TOOLS = {
    SEEK: N_("What one lever must reach"), MIX: N_("The cheapest mix"),
    TORNADO: N_("Which lever matters most"), MAP: N_("Two levers at once"),
}  # fmt: skip
MAGNITUDES = (1e12, 1e9, 1e6, 1e3)


def tool(chosen: str, base: Base, result: Result, asked: Asked) -> None:
    """The one that is chosen, on the scenario as it stands."""
    free = [one for one in base.settings if one.unavailable is None and one.baseline is not None and one.standard]
    free = [one for one in free if one.lever.moves_revenue]
    if not free:
        feedback.empty(_("Here levers would be compared."), _("No lever can be moved on this data."))
    elif chosen == SEEK:
        _seek(base, result.moves, free, asked)
    elif chosen == MIX:
        _mix(base, result.moves, free, asked)
    elif chosen == TORNADO:
        _tornado(base, result, asked)
    else:
        _map(base, result, free, asked)


def _goal(base: Base, currency: str) -> float:
    """The amount to reach, in round units; the target unless somebody says otherwise."""
    year = base.forecast.whole.year
    start = year.target if year.target is not None and not base.is_part_target else year.mean
    unit = next((one for one in MAGNITUDES if abs(start) >= one), 1.0)
    words = compact(unit).split("\N{NO-BREAK SPACE}")[-1] if unit > 1 else ""
    label = _("Amount to reach, {unit}", unit=f"{words} {currency}".strip())
    given = st.number_input(label, value=start / unit, min_value=0.0, step=0.5, format="%.2f",
                            key=state.key_of("goal"))  # fmt: skip
    return start if abs(given - start / unit) < 0.005 else given * unit


def _names(base: Base, free: list[Setting]) -> dict[str, str]:
    return {one.lever.id: lever_name(base, one.lever.id) for one in free}


def _seek(base: Base, moves: Moves, free: list[Setting], asked: Asked) -> None:
    names = _names(base, free)
    left, right = st.columns(2, gap="medium")
    with left:
        key = st.selectbox(_("Lever"), list(names), format_func=names.__getitem__, key=state.key_of("seek"))
    with right:
        goal = _goal(base, asked.currency)
    found = reach(base, moves, key, goal)
    if found is None:
        return
    st.markdown(f"### {escape_markdown(reach_sentence(base, found, asked.currency))}")
    _apply(found.scenario, is_reachable=found.is_reachable)


def _apply(scenario: Moves, *, is_reachable: bool) -> None:
    label = _("Set the levers so") if is_reachable else _("Set the levers as far as they go")
    st.button(label, key="tool-apply", icon=":material/tune:", on_click=state.put, args=(scenario,),
              disabled=scenario == state.now().moves)  # fmt: skip


def _mix(base: Base, moves: Moves, free: list[Setting], asked: Asked) -> None:
    names = _names(base, free)
    left, right = st.columns(2, gap="medium")
    with left:
        chosen = st.multiselect(_("Levers that may move"), list(names), default=list(names)[:3],
                                format_func=names.__getitem__, key=state.key_of("mix"))  # fmt: skip
    with right:
        goal = _goal(base, asked.currency)
    if not chosen:
        st.markdown(f":gray[{escape_markdown(_('Choose at least one lever.'))}]")
        return
    caps: dict[str, float] = {}
    settings = {one.lever.id: one for one in free}
    for column, key in zip(st.columns(len(chosen), gap="medium"), chosen, strict=True):
        with column:
            caps[key] = _cap(base, settings[key], moves.by(key), asked.currency)
    found = cheapest_mix(base, moves, goal, caps)
    st.markdown(f"### {escape_markdown(mix_sentence(base, found, asked.currency))}")
    said = _("One standard move of each lever costs the same; one is what the chart of levers shows.")
    st.markdown(f":small[:gray[{escape_markdown(said)}]]")
    _apply(found.scenario, is_reachable=found.is_reachable)


def _cap(base: Base, setting: Setting, current: float, currency: str) -> float:
    """How far the lever may go beyond where it is, in the direction of good news."""
    end = setting.low if setting.lever.standard < 0 else setting.high
    choices = _good_side(state.choices_of(base, setting, currency), current, end)
    at_most = st.select_slider(
        _("{lever}: at most", lever=lever_name(base, setting.lever.id)), list(choices), value=list(choices)[-1],
        format_func=choices.__getitem__, key=state.key_of(f"cap-{setting.lever.id}-{current}"),
    ) if len(choices) > 1 else current  # fmt: skip
    return at_most - current


def _good_side(choices: Mapping[float, str], current: float, end: float) -> dict[float, str]:
    low, high = sorted((current, end))
    inside = [change for change in choices if low <= change <= high] or [current]
    return {change: choices[change] for change in sorted(inside, key=lambda one: abs(one - current))}


def _tornado(base: Base, result: Result, asked: Asked) -> None:
    swings = tornado(base, result.moves)
    if not swings:
        return
    bars = [
        tornado_chart.Bar(
            lever_name(base, one.key), one.gain, one.loss,
            change_words(base, one.key, one.better - result.moves.by(one.key), asked.currency),
            change_words(base, one.key, one.worse - result.moves.by(one.key), asked.currency),
        )
        for one in swings
    ]  # fmt: skip
    first = swings[0]
    values = {"lever": lever_name(base, first.key), "move": bars[0].better,
              "amount": money(first.gain, asked.currency, compact=True)}  # fmt: skip
    title = _("{lever} matters most: {move} adds {amount} to the year", **values)
    subtitle = _("One standard move of each lever either way, the others as they are, {year}",
                 year=period_words(result.year.period))  # fmt: skip
    drawn = tornado_chart.tornado(
        bars, Measure(Unit.MONEY, currency=asked.currency), caption=Caption(title, subtitle), colours=figures.colours()
    )
    figures.draw(drawn, "scenario-tornado")


def _map(base: Base, result: Result, free: list[Setting], asked: Asked) -> None:
    names = _names(base, free)
    if len(free) < 2:
        feedback.empty(_("Here two levers would be set against each other."), _("Only one lever can be moved here."))
        return
    left, right = st.columns(2, gap="medium")
    with left:
        first = st.selectbox(_("Across"), list(names), format_func=names.__getitem__, key=state.key_of("across"))
    with right:
        others = [key for key in names if key != first]
        second = st.selectbox(_("Up"), others, format_func=names.__getitem__, key=state.key_of("up"))
    settings = {one.lever.id: one for one in free}
    across, up = settings[first], settings[second]
    found = two_lever_map(base, result.moves, across, up)
    values = {"low": money(float(found.totals.min()), asked.currency, compact=True),
              "high": money(float(found.totals.max()), asked.currency, compact=True)}  # fmt: skip
    drawn = lever_map(
        _direction(base, across, [float(one) for one in found.across], result.moves, asked.currency),
        _direction(base, up, [float(one) for one in found.down], result.moves, asked.currency),
        [[float(total) for total in row] for row in found.totals],
        Measure(Unit.MONEY, currency=asked.currency),
        target=found.target,
        caption=Caption(
            _("Between them they move the year from {low} to {high}", **values),
            _("The year's total over both levers, {scope}; the stronger the shade, the more; mark: the scenario now",
              scope=findings.scope_words(asked)),
        ),
        colours=figures.colours(),
    )  # fmt: skip
    figures.draw(drawn, "scenario-map")


def _direction(base: Base, setting: Setting, moves: list[float], scenario: Moves, currency: str) -> Direction:
    key = setting.lever.id
    words = [figure_words(base, key, change, currency) for change in moves]
    return Direction(lever_name(base, key), moves, words, scenario.by(key))
