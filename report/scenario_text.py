"""Scenarios for people at a terminal and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from math import isfinite
from typing import Any

from analytics.forecast.outlook import Outlook
from analytics.scenario.base import Base, Link, Setting
from analytics.scenario.levers import NO_MOVES
from analytics.scenario.result import Kpis, Result
from analytics.scenario.wording import Refused, pairs_of
from domain.saved_scenario import SavedScenario
from i18n.format import NOTHING, day, kpi_value, money, number
from i18n.format import period as period_words
from i18n.translate import N_, _, word
from report.annual_forecast import chance_words, no_forecast_sentence, plain_outlook
from report.scenario import Asked, Rerun
from report.scenario_words import change_words, figure_words, lever_name, rerun_sentence, sentence
from report.text import text_table

KPI_OF = {
    "response_hours": ("response_time_mean", N_("Response time"), "hours", 1),
    "nps": ("nps", N_("NPS"), "points", 1),
    "returning_customers": ("returning_customers", N_("Returning customers"), "customers", 0),
    "returning_rate": ("returning_rate", N_("Returning rate"), "ratio", 1),
    "customers_per_manager": (
        "customers_per_manager_snapshot", N_("Customers per manager"), "customers_per_manager", 1
    ),
}  # fmt: skip
"""Each figure of a scenario's KPIs: the KPI's id, its name, unit and decimals."""


def scenario_text(asked: Asked, currency: str) -> str:
    """The sentence, months and year, the bridge, the KPIs, what does not count and what cannot be moved."""
    base, result = asked.base, asked.result
    lines = [sentence(base, result, currency), "", _months_table(result)]
    if result.bridge.shares:
        lines += ["", _bridge_table(base, result, currency)]
    lines += ["", _kpi_table([_("Without"), _("Scenario")], [result.kpis_before, result.kpis])]
    lines += [_("Returning customers are those of the year's last quarter; rates and times before are of a year.")]
    lines += [""] if asked.refused or result.notes else []
    lines += [f"{lever_name(base, key)}: {word(note)}" for key, note in result.notes]
    lines += [refusal_words(one) for one in asked.refused]
    lines += ["", _levers_table(base, currency)]
    return "\n".join(lines)


def refusal_words(one: Refused) -> str:
    """What was left out, and why."""
    given = f"{one.key}={one.given}"
    return _("Left out: {given}. {why}", given=given, why=f"{word(one.message)} {word(one.fix)}".strip())


def rerun_text(found: Rerun, currency: str) -> str:
    """A saved scenario opened again: what it says now, and what has changed since."""
    head = found.saved.name + (f" ({found.saved.author})" if found.saved.author else "")
    lines = [head, *([found.saved.note] if found.saved.note else []), rerun_sentence(found, currency), ""]
    if found.base is None or found.result is None:
        return "\n".join([*lines, no_forecast_sentence(found.reason) if found.reason else ""])
    return "\n".join([*lines, scenario_text(Asked(found.base, found.result, found.refused), currency)])


def comparison_text(found: Sequence[Rerun], currency: str) -> str:
    """Saved scenarios side by side: totals, chances, KPIs."""
    usable = [one for one in found if one.result is not None]
    head = [_("Scenario"), *(one.saved.name for one in usable)]
    years = [one.result.year for one in usable if one.result is not None]
    changes = [one.result.change for one in usable if one.result is not None]
    rows = [
        [_("Expected"), *(number(year.mean) for year in years)],
        [_("Change"), *(number(change) for change in changes)],
        [_("80% from … to"), *(f"{number(year.low80)} … {number(year.high80)}" for year in years)],
        [_("Target"), *(NOTHING if year.target is None else number(year.target) for year in years)],
        [_("Chance"), *(NOTHING if year.chance is None else chance_words(year.chance) for year in years)],
        *_kpi_rows([one.result.kpis for one in usable if one.result is not None]),
    ]
    said = [f"{one.saved.name}: {rerun_sentence(one, currency)}" for one in found]
    return "\n".join([text_table([head, *rows]), "", *said])


def saved_text(saved: Sequence[SavedScenario]) -> str:
    """The saved scenarios as a list."""
    if not saved:
        return _("No scenario is saved yet.")
    head = [
        _("Name"),
        _("Author"),
        _("For"),
        _("Data"),
        _("Expected"),
        _("Target"),
        _("Chance"),
        _("Levers"),
        _("Note"),
    ]
    return text_table([head, *(saved_cells(one) for one in saved)])


def saved_cells(one: SavedScenario) -> list[str]:
    """One saved scenario as a row of words, as the list and the review print it."""
    levers = ", ".join(f"{key}={text}" for key, text in sorted(one.levers.items()))
    return [
        one.name, one.author, one.period, f"{one.snapshot}, {day(one.as_of)}",
        money(one.total, one.currency, compact=True), money(one.target, one.currency, compact=True),
        NOTHING if one.chance is None else chance_words(one.chance), levers, one.note,
    ]  # fmt: skip


def plain_scenario(asked: Asked, version: str, currency: str, name: str | None = None) -> dict[str, Any]:
    """The whole reply to ``scenario``."""
    base, result = asked.base, asked.result
    return {
        "snapshot": version, "as_of": base.as_of.isoformat(), "currency": currency, "name": name,
        "sentence": sentence(base, result, currency),
        "levers": {key: _plain_move(base, key, change) for key, change in result.moves.moves},
        "text": pairs_of(result.moves),
        "baseline": plain_outlook(result.baseline),
        "scenario": plain_outlook(result.year),
        "total": _rounded(result.year.mean), "change": _rounded(result.change),
        "target": _rounded(result.year.target), "chance": result.year.chance,
        "months": [
            {"period": now.period.name, "baseline": plain_outlook(before), "scenario": plain_outlook(now)}
            for before, now in zip(result.months_before, result.months, strict=True)
        ],
        "kpis": _plain_kpis(result),
        "bridge": {
            "baseline": result.bridge.baseline, "scenario": result.bridge.scenario, "is_exact": result.bridge.is_exact,
            "shares": [{"lever": key, "amount": amount} for key, amount in result.bridge.shares],
        },
        "links": [_plain_link(one, result) for one in base.links],
        "notes": [{"lever": key, "message": word(note)} for key, note in result.notes],
        "ignored": [
            {"lever": one.key, "given": one.given, "message": word(one.message), "fix": word(one.fix)}
            for one in asked.refused
        ],
        "available": [_plain_setting(one) for one in base.settings],
    }  # fmt: skip


def plain_rerun(found: Rerun, version: str, currency: str) -> dict[str, Any]:
    """A saved scenario opened again."""
    saved = plain_saved(found.saved)
    if found.base is None or found.result is None:
        reason = no_forecast_sentence(found.reason) if found.reason else None
        return {"snapshot": version, "saved": saved, "scenario": None, "reason": reason}
    asked = Asked(found.base, found.result, found.refused)
    return {
        **plain_scenario(asked, version, currency, found.saved.name),
        "saved": saved,
        "since_saved": {
            "sentence": rerun_sentence(found, currency), "is_other_year": found.is_other_year,
            "by_data": _rounded(found.by_data), "by_levers": _rounded(found.by_levers),
        },
    }  # fmt: skip


def plain_saved(saved: SavedScenario) -> dict[str, Any]:
    """One saved scenario as it is kept."""
    return {**asdict(saved), "as_of": saved.as_of.isoformat(), "made_on": saved.made_on.isoformat()}


def _plain_move(base: Base, key: str, change: float) -> dict[str, Any]:
    setting = base.setting(key)
    known = None if setting is None else setting.baseline
    return {"change": change, "baseline": known, "value": None if setting is None else setting.value(change)}


def _plain_link(link: Link, result: Result) -> dict[str, Any]:
    effect, low, high = (value if isfinite(value) else None for value in (link.effect, link.low, link.high))
    return {
        "id": link.id, "effect": effect, "low": low, "high": high, "is_usable": link.is_usable,
        "is_on": link.id in result.moves.links, "reason": word(link.reason) if link.reason else None,
    }  # fmt: skip


def _plain_setting(one: Setting) -> dict[str, Any]:
    return {
        "lever": one.lever.id, "unit": one.lever.unit.value, "baseline": one.baseline, "low": one.low,
        "high": one.high, "step": one.lever.step, "is_relative": one.lever.is_relative,
        "is_available": one.unavailable is None, "reason": word(one.unavailable) if one.unavailable else None,
    }  # fmt: skip


def _plain_kpis(result: Result) -> dict[str, Any]:
    before, now = asdict(result.kpis_before), asdict(result.kpis)
    return {KPI_OF[name][0]: {"baseline": before[name], "scenario": now[name]} for name in KPI_OF}


def _months_table(result: Result) -> str:
    head = [_("Period"), _("Without"), _("Scenario"), _("Change"), _("80% from … to"), _("95% from … to"), _("Chance")]
    pairs = [*zip(result.months_before, result.months, strict=True), (result.baseline, result.year)]
    return text_table([head, *(_month_cells(before, now) for before, now in pairs)])


def _month_cells(before: Outlook, now: Outlook) -> list[str]:
    chance = NOTHING if now.chance is None else chance_words(now.chance)
    cells = [period_words(now.period), number(before.mean), number(now.mean), number(now.mean - before.mean)]
    if now.is_over:
        return [*cells, NOTHING, NOTHING, chance]
    bounds = [f"{number(low)} … {number(high)}" for low, high in ((now.low80, now.high80), (now.low95, now.high95))]
    return [*cells, *bounds, chance]


def _bridge_table(base: Base, result: Result, currency: str) -> str:
    moves = dict(result.moves.moves)
    rows = [
        [lever_name(base, key), change_words(base, key, moves[key], currency),
         figure_words(base, key, moves[key], currency) if ":" not in key else "", number(amount)]
        for key, amount in result.bridge.shares
    ]  # fmt: skip
    head = [_("Bridge"), _("Change"), _("Then"), _("Amount")]
    first, last = (
        [_("Forecast"), "", "", number(result.bridge.baseline)],
        [_("Scenario"), "", "", number(result.bridge.scenario)],
    )
    return text_table([head, first, *rows, last])


def _kpi_table(names: list[str], kpis: Sequence[Kpis]) -> str:
    return text_table([[_("KPI"), *names], *_kpi_rows(kpis)])


def _kpi_rows(kpis: Sequence[Kpis]) -> list[list[str]]:
    rows = []
    for field, (_id, name, unit, decimals) in KPI_OF.items():
        rows.append([_(name), *(kpi_value(getattr(one, field), unit, decimals, "") for one in kpis)])
    return rows


def _levers_table(base: Base, currency: str) -> str:
    head = [_("Lever"), _("Now"), _("Lowest"), _("Highest"), _("Note")]
    return text_table([head, *(_lever_cells(base, one, currency) for one in base.settings)])


def _lever_cells(base: Base, one: Setting, currency: str) -> list[str]:
    key = one.lever.id
    why = word(one.unavailable) if one.unavailable else ""
    if one.lever.is_event:
        return [f"{key}:…", "", "", "", why or _(one.lever.meaning)]
    if one.baseline is None:
        return [key, NOTHING, NOTHING, NOTHING, why]
    figures = [figure_words(base, key, change, currency) for change in (NO_MOVES.by(key), one.low, one.high)]
    return [key, *figures, why or _(one.lever.meaning)]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
