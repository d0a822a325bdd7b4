"""What the command ``scenario`` answers, by what was wished for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from analytics.forecast.outlook import NoForecast
from analytics.scenario.base import Base
from analytics.scenario.levers import Moves
from analytics.scenario.seeking import cheapest_mix, reach
from analytics.scenario.wording import pairs_of
from data.scenarios import Scenarios
from data.snapshots import Snapshot
from domain.errors import UsageError
from domain.message import N_
from domain.scope import LAPTOP, Scope
from i18n.translate import word
from report.annual_forecast import no_forecast_sentence
from report.scenario import Asked, asks_for_links, compare, insist, is_sample, reckon, start, to_save
from report.scenario_text import (
    comparison_text,
    plain_rerun,
    plain_saved,
    plain_scenario,
    rerun_text,
    saved_text,
    scenario_text,
)
from report.scenario_words import mix_sentence, reach_sentence


@dataclass(frozen=True)
class Wish:
    """What was asked on the command line. ``reach``: one lever, or several for the cheapest mix of them."""

    names: tuple[str, ...]
    levers: Mapping[str, str]
    reach: tuple[str, ...] = ()
    goal: float | None = None
    save: bool = False
    author: str = ""
    note: str = ""
    list_saved: bool = False
    delete: bool = False


def levers_of(pairs: Sequence[str]) -> dict[str, str]:
    """``LEVER=VALUE`` pairs as key → text; a customer's or deal's id may itself hold an equals sign.

    Raises:
        UsageError: a pair has no equals sign or no lever.
    """
    found = {}
    for pair in pairs:
        key, mark, text = pair.partition("=") if ":" not in pair.partition("=")[0] else pair.rpartition("=")
        if not mark or not key.strip():
            raise UsageError(
                "set", N_("“{given}” is not LEVER=VALUE."), N_("Write --set retention=+0.02."), given=pair
            )  # fmt: skip
        found[key.strip()] = text.strip()
    return found


def answer_scenario(
    workspace: Path, snapshot: Snapshot, scope: Scope, as_of: date | None, wish: Wish, today: date, as_json: bool
) -> str | dict[str, Any]:
    """Text for people, plain values for programs.

    Raises:
        UsageError: a lever, a name or the wish itself is wrong.
        StoreError: the book cannot be read or written.
    """
    currency = snapshot.info["reporting_currency"]
    kept = Scenarios(workspace, LAPTOP, is_sample(snapshot))
    if wish.delete:
        for name in _names(wish):
            kept.delete(name)
    if wish.list_saved or wish.delete:
        found = kept.listed()
        return {"scenarios": [plain_saved(one) for one in found]} if as_json else saved_text(found)
    if wish.names and not wish.levers and not wish.save and not wish.reach:
        reruns = compare(workspace, wish.names, snapshot, LAPTOP, as_of)
        if len(reruns) == 1:
            return plain_rerun(reruns[0], snapshot.version, currency) if as_json else rerun_text(reruns[0], currency)
        if as_json:
            return {"scenarios": [plain_rerun(one, snapshot.version, currency) for one in reruns]}
        return comparison_text(reruns, currency)
    base = start(snapshot, scope, as_of, with_links=asks_for_links(wish.levers))
    if isinstance(base, NoForecast):
        return _no_forecast(base, snapshot.version, currency) if as_json else no_forecast_sentence(base)
    asked = reckon(base, wish.levers)
    insist(asked)
    if wish.save:
        if not asked.result.moves.moves:
            raise UsageError("no_lever", N_("No lever is moved."), N_("Add --set LEVER=VALUE."))
        (name,) = _names(wish)[:1]
        kept.save(to_save(asked, name, wish.author, wish.note, snapshot, scope, today))
    sought = _sought(base, asked.result.moves, wish, currency)
    if as_json:
        name_given = wish.names[0] if wish.names else None
        return {
            **plain_scenario(asked, snapshot.version, currency, name_given),
            **({"reach": sought} if sought else {}),
        }
    return (f"{sought['sentence']}\n\n" if sought else "") + scenario_text(asked, currency)


def _names(wish: Wish) -> tuple[str, ...]:
    if not wish.names:
        raise UsageError("no_name", N_("No scenario was named."), N_("Add --name NAME."))
    return wish.names


def _sought(base: Base, moves: Moves, wish: Wish, currency: str) -> dict[str, Any] | None:
    """The lever or the mix that reaches the goal; None where nothing is to be reached."""
    if not wish.reach:
        return None
    year = base.forecast.whole.year
    goal = wish.goal if wish.goal is not None else None if base.is_part_target else year.target
    if goal is None:
        reason = year.no_chance
        raise UsageError(
            "no_goal", reason.text if reason else N_("No target is set for this period."), N_("Add --goal AMOUNT.")
        )  # fmt: skip
    insist(Asked(base, reckon(base, {}).result, reckon(base, dict.fromkeys(wish.reach, "+0")).refused))
    if len(wish.reach) == 1:
        found = reach(base, moves, wish.reach[0], goal)
        if found is None:
            raise UsageError("lever", N_("There is no lever “{given}”."), given=wish.reach[0])
        return {
            "lever": found.key, "goal": goal, "is_reachable": found.is_reachable, "change": found.change,
            "value": found.value, "most": found.most, "sentence": reach_sentence(base, found, currency),
            "text": pairs_of(found.scenario),
        }  # fmt: skip
    mix = cheapest_mix(base, moves, goal, _caps(base, wish.reach))
    return {
        "goal": goal, "is_reachable": mix.is_reachable, "changes": dict(mix.changes), "standard_moves": mix.cost,
        "total": mix.total, "sentence": mix_sentence(base, mix, currency), "text": pairs_of(mix.scenario),
    }  # fmt: skip


def _caps(base: Base, keys: tuple[str, ...]) -> dict[str, float]:
    """As far as each lever goes in the direction of good news."""
    settings = {key: base.setting(key) for key in keys}
    return {key: one.low if one.lever.standard < 0 else one.high for key, one in settings.items() if one is not None}


def _no_forecast(found: NoForecast, version: str, currency: str) -> dict[str, Any]:
    possible = found.possible_on.isoformat() if found.possible_on else None
    return {
        "snapshot": version, "as_of": found.as_of.isoformat(), "currency": currency, "scenario": None,
        "reason": word(found.reason), "possible_on": possible,
    }  # fmt: skip
