"""What the scenario comes to: the sentence, the figures, the months, the bridge, the same as a table."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.kpi import Unit
from analytics.scenario.base import Base
from analytics.scenario.result import Kpis, Result
from charts.axes import Measure
from charts.bridge import Step, bridge
from charts.scenario import MonthPair, scenario_months
from charts.theme import Caption
from domain.message import N_
from i18n.format import NOTHING, day, kpi_change, kpi_value, money
from i18n.format import period as period_words
from i18n.translate import _, word
from report.annual_forecast import chance_words
from report.scenario_words import change_words, lever_name, sentence
from ui import figures, findings
from ui.asking import Asked
from ui.tables import table
from ui.text import escape_markdown


def headline(base: Base, result: Result, asked: Asked) -> None:
    """What the scenario does, in one sentence that a meeting room can read."""
    year = period_words(result.year.period)
    under = [
        _("{year} as a whole", year=year),
        findings.scope_words(asked),
        _("forecast without levers: {value}", value=money(result.baseline.mean, asked.currency, compact=True)),
        _("data as of {day}", day=day(base.as_of)),
    ]
    with st.container(key="headline-scenario", gap="xxsmall"):
        st.markdown(f"# {escape_markdown(sentence(base, result, asked.currency))}")
        st.markdown(f":gray[{escape_markdown(' · '.join(under))}]")


def cards(result: Result, asked: Asked) -> None:
    """The year, the chance of its target and the four KPIs, each beside what it is without the levers."""
    drawn = [_year_card(result, asked.currency), _chance_card(result), *_kpi_cards(result)]
    st.markdown("\n".join(_item(card) for card in drawn))


def _item(card: Card) -> str:
    """One card as an item of a list, which is drawn much faster than a box of its own each; moved ones stand out."""
    name, value, under, is_moved = (
        escape_markdown(card[0]),
        escape_markdown(card[1]),
        escape_markdown(card[2]),
        card[3],
    )
    shown = f"***{value}***" if is_moved else f"**{value}**"
    return f"- {name}  \n  {shown}  \n  :gray[{under}]"


Card = tuple[str, str, str, bool]
"""Name, value, what stands under it, whether a lever moved it."""


def _year_card(result: Result, currency: str) -> Card:
    value = money(result.year.mean, currency, compact=True)
    without = money(result.baseline.mean, currency, compact=True)
    if not result.moves.moves:
        bounds = {"low": money(result.year.low80, currency, compact=True),
                  "high": money(result.year.high80, currency, compact=True)}  # fmt: skip
        return period_words(result.year.period), value, _("80%: {low} to {high}", **bounds), False
    sign = "+\N{WORD JOINER}" if result.change > 0 else ""
    change = sign + money(result.change, currency, compact=True)
    said = _("forecast {before} ({change})", before=without, change=change)
    return period_words(result.year.period), value, said, result.change != 0


def _chance_card(result: Result) -> Card:
    name = _("Chance of the target")
    if result.year.chance is None:
        why = word(result.year.no_chance) if result.year.no_chance is not None else ""
        return name, NOTHING, why, False
    before = NOTHING if result.baseline.chance is None else chance_words(result.baseline.chance)
    value = chance_words(result.year.chance)
    return name, value, _("forecast {before}", before=before), value != before


WINDOWS = {
    "response_hours": N_("last 12 months: {before}"),
    "nps": N_("last 12 months: {before}"),
    "returning_rate": N_("last four quarters: {before}"),
    "customers_per_manager": N_("now {before}"),
}
"""What a figure before the levers is of: the quarter's own card shows another number."""


def _kpi_cards(result: Result) -> list[Card]:
    kinds = (
        ("response_hours", _("Response time"), Unit.HOURS, 1),
        ("nps", _("NPS"), Unit.POINTS, 1),
        ("returning_rate", _("Returning rate"), Unit.RATIO, 1),
        ("customers_per_manager", _("Customers per manager"), Unit.CUSTOMERS_PER_MANAGER, 1),
    )
    return [_kpi_card(result, *kind) for kind in kinds]


def _kpi_card(result: Result, field: str, name: str, unit: Unit, decimals: int) -> Card:
    before, now = getattr(result.kpis_before, field), getattr(result.kpis, field)
    if now is None:
        return name, NOTHING, _("the data does not tell"), False
    was = kpi_value(before, unit, decimals, "")
    is_moved = before is not None and abs(now - before) > 1e-9
    if is_moved:
        was = _("{before} ({change})", before=was, change=kpi_change(now - before, unit, decimals, ""))
    said = _(WINDOWS[field], before=was)
    if field == "returning_rate" and result.kpis.returning_customers is not None:
        said += " · " + _("{n} customers return", n=kpi_value(_returning(result.kpis), Unit.CUSTOMERS, 0, ""))
    return name, kpi_value(now, unit, decimals, ""), said, is_moved


def _returning(kpis: Kpis) -> float:
    return kpis.returning_customers or 0.0


def months(result: Result, asked: Asked) -> None:
    """Month by month: the forecast and the scenario, each with its band."""
    pairs = [
        MonthPair(now.period, now.is_over, before.mean, before.low80, before.high80, now.mean, now.low80, now.high80)
        for before, now in zip(result.months_before, result.months, strict=True)
    ]
    is_moved = bool(result.moves.moves)
    note = _("bands: 80% of the simulated futures; colour: the scenario; dashed: the forecast")
    subtitle = _("Revenue by month, {year}, {scope}", year=period_words(result.year.period),
                 scope=findings.scope_words(asked))  # fmt: skip
    drawn = scenario_months(
        pairs,
        Measure(Unit.MONEY, currency=asked.currency),
        is_moved=is_moved,
        caption=Caption(_year_words(result, asked.currency), subtitle, note),
        colours=figures.colours(),
    )
    figures.draw(drawn, "scenario")


def _year_words(result: Result, currency: str) -> str:
    year = result.year
    values = {"total": money(year.mean, currency, compact=True), "low": money(year.low80, currency, compact=True),
              "high": money(year.high80, currency, compact=True)}  # fmt: skip
    return _("The year comes to {total}; four futures in five lie between {low} and {high}", **values)


def steps(base: Base, result: Result, asked: Asked) -> None:
    """What each lever adds, and the same to the last unit of the currency."""
    if not result.bridge.shares:
        st.markdown(f":gray[{escape_markdown(_('Move a lever: its share of the change is shown here.'))}]")
        return
    found = [
        Step(_named(base, result, key, asked.currency), amount, is_good=None if amount == 0 else amount > 0)
        for key, amount in sorted(result.bridge.shares, key=lambda share: -abs(share[1]))
    ]
    total = Step(_("All levers"), result.bridge.scenario - result.bridge.baseline, is_total=True, is_scenario=True)
    values = {"before": money(result.bridge.baseline, asked.currency, compact=True),
              "after": money(result.bridge.scenario, asked.currency, compact=True)}  # fmt: skip
    how = _("exact over every order of the levers") if result.bridge.is_exact else _("over drawn orders of the levers")
    drawn = bridge(
        [*found, total],
        Measure(Unit.MONEY, currency=asked.currency),
        caption=Caption(
            _("From {before} to {after}: what each lever adds", **values),
            _("Each lever's share of the change (Shapley value), {year}", year=period_words(result.year.period)),
            how,
        ),
        colours=figures.colours(),
        is_lying=True,
    )
    figures.draw(drawn, "scenario-bridge")
    _shares(base, result, asked)


def _named(base: Base, result: Result, key: str, currency: str) -> str:
    return f"{lever_name(base, key)} {change_words(base, key, result.moves.by(key), currency)}".strip()


def _shares(base: Base, result: Result, asked: Asked) -> None:
    rows = [(_("Forecast"), result.bridge.baseline)]
    rows += [(_named(base, result, key, asked.currency), amount) for key, amount in result.bridge.shares]
    rows.append((_("Scenario"), result.bridge.scenario))
    table(
        pd.DataFrame(rows, columns=["part_name", "share_amount"]),
        key="scenario-shares",
        title=_("From forecast to scenario, {currency}", currency=asked.currency),
        alt=_("The forecast, the share of each lever and the scenario; they add up exactly"),
    )


def month_table(result: Result, asked: Asked) -> None:
    """The months and the year as numbers: without and with the levers."""
    both = [*zip(result.months_before, result.months, strict=True), (result.baseline, result.year)]
    rows = [
        {
            "period_name": period_words(now.period),
            "without": before.mean,
            "scenario_mean": now.mean,
            "difference": now.mean - before.mean,
            "low_80": None if now.is_over else now.low80,
            "high_80": None if now.is_over else now.high80,
            "target": now.target,
            "chance_words": None if now.chance is None else chance_words(now.chance),
        }
        for before, now in both
    ]
    table(
        pd.DataFrame(rows),
        key="scenario-months",
        title=_("{year} by month, {currency}", year=period_words(result.year.period), currency=asked.currency),
        alt=_("Every month and the year: forecast, scenario, difference, bounds, target and its chance"),
        most_shown=13,
    )
