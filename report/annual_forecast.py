"""The annual forecast as the command line and the pages say it: the finding, the model, plain values, text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from analytics import engine
from analytics.forecast.combined import two_views
from analytics.forecast.customers import customers_of_year
from analytics.forecast.outlook import NoForecast, Outlook, Part, Past, YearForecast
from analytics.forecast.record import to_keep, with_kept
from analytics.forecast.year import year_forecast
from data.book import Book
from data.query import open_reader
from data.snapshots import Snapshot
from domain.kept_forecast import scope_key
from domain.scope import NO_GROUP, Dimension, Scope
from i18n.format import NOTHING, day, money, number, percent
from i18n.format import period as period_words
from i18n.translate import N_, _, word
from report.forecast_evidence import calendar_sentence, odd_months, plain_calendar
from report.forecast_views import plain_views, view_rows, view_sentences
from report.plain import plain_period
from report.text import text_table

SEASONAL_NAIVE = "seasonal_naive"
MODEL_WORDS = {
    "ensemble": N_("median of four methods"),
    SEASONAL_NAIVE: N_("as a year ago (seasonal-naive)"),
    "short": N_("average of simple methods"),
    "mean": N_("mean of the last year's months"),
    "none": N_("mean of the months known"),
}
RULE_WORDS = {
    "short": N_("less than two years are known"),
    "gaps": N_("months that are missing were filled from their neighbours"),
    "not_positive": N_("months at or below zero allow no seasonal shares"),
    "many_zeros": N_("many months are without revenue"),
    "one_giant": N_("one month stands far from all others and was not counted as usual"),
    "level_break": N_("its level changed for good, so only what came since counts"),
    "too_short": N_("too few months are known for more"),
}
"""Why a model was chosen, where it was a rule and not the back-test."""
RULES_OF_DATA = ("gaps", "one_giant", "level_break")
"""What was done to the months before anything was forecast from them, last year's values too."""
CERTAIN = 0.99


def ask_forecast(
    workspace: Path, snapshot: Snapshot, scope: Scope, as_of: date | None, by: Dimension | None, today: date
) -> YearForecast | NoForecast:
    """The annual forecast of what ``scope`` sees, kept in the book. ``as_of`` defaults to the last day of the data.

    Raises:
        UsageError: it cannot be split by that dimension, or nothing has a date.
        StoreError: the book cannot be written.
    """
    fiscal_start_month = int(snapshot.info.get("fiscal_start_month") or 1)
    with open_reader(snapshot, scope) as read:
        day_known = as_of or engine.last_day(read)
        found = year_forecast(read, day_known, by, fiscal_start_month)
        if isinstance(found, YearForecast):
            is_from_deals = snapshot.info.get("revenue_basis") == "deal"
            views = two_views(read, day_known, fiscal_start_month, is_from_deals)
            customers = customers_of_year(read, day_known, fiscal_start_month)
            found = replace(found, views=views, customers=customers)
    return found if isinstance(found, NoForecast) else kept(workspace, found, snapshot.version, scope, today)


def kept(workspace: Path, forecast: YearForecast, version: str, scope: Scope, today: date) -> YearForecast:
    """Keep the forecast in the book; what it says of the last quarter then rests on what was said at the time.

    Raises:
        StoreError: the book cannot be written.
    """
    book, key = Book(workspace), scope_key(scope)
    book.keep_forecasts(to_keep(forecast, version, key, today))
    if forecast.past is None:
        return forecast
    return with_kept(forecast, book.kept_forecasts(key, forecast.past.outlook.period.name))


def chance_words(chance: float) -> str:
    """A chance as people say it: never 0 or 100 %, which no simulation can promise."""
    if chance > CERTAIN:
        return _("over {percent}", percent=percent(CERTAIN))
    return _("under {percent}", percent=percent(1 - CERTAIN)) if chance < 1 - CERTAIN else percent(chance)


def finding(forecast: YearForecast, currency: str) -> str:
    """The year in one sentence: the chance of the target, the most likely total, its 80 % bounds."""
    year = forecast.whole.year
    values = {
        "year": period_words(forecast.year),
        "mean": money(year.mean, currency, compact=True),
        "low": money(year.low80, currency, compact=True),
        "high": money(year.high80, currency, compact=True),
    }
    if year.chance is None or year.target is None:
        return _("{year}: most likely {mean}, between {low} and {high}", **values)
    target, chance = money(year.target, currency, compact=True), chance_words(year.chance)
    return _("{year}: {chance} chance of reaching {target}; most likely {mean}, between {low} and {high}",
             chance=chance, target=target, **values)  # fmt: skip


def model_sentence(part: Part) -> str:
    """Which model was used, why, and how it did in its back-test against seasonal-naive."""
    said = _error_sentence(part)
    if part.coverage80 is None:
        return said
    return f"{said} " + _("{share} of the months tested lay inside the 80% band (tests: {n}).",
                          share=percent(part.coverage80), n=part.n_tests)  # fmt: skip


def _error_sentence(part: Part) -> str:
    name = _with_rule(part)
    if part.mase is None or part.mase_naive is None:
        return _("Model: {model}. {why}", model=name, why=part.untested)
    values = {"model": name, "mase": number(part.mase, 2), "naive": number(part.mase_naive, 2)}
    if part.model == SEASONAL_NAIVE and part.mase_naive < part.mase:
        return _("Model: {model}, because it was better in the back-test (MASE {naive} against {mase} of the "
                 "other methods).",
                 **values)  # fmt: skip
    if part.model == SEASONAL_NAIVE:
        return _("Model: {model}, because nothing beat it in the back-test (MASE {naive}).", **values)
    return _("Model: {model}. Back-test: MASE {mase} against {naive} of seasonal-naive.", **values)


def model_words(part: Part) -> str:
    """The model's name and why it was chosen, as it stands in a table beside the back-test's figures."""
    name = _with_rule(part)
    return _("{model}, because that won the back-test", model=name) if part.model == SEASONAL_NAIVE else name


def _with_rule(part: Part) -> str:
    """The model's name, with the rule that chose it where there was one."""
    name = _(MODEL_WORDS.get(part.model, part.model))
    is_said = part.reason in (RULES_OF_DATA if part.model == SEASONAL_NAIVE else RULE_WORDS)
    return f"{name} ({_(RULE_WORDS[part.reason])})" if is_said else name


def past_sentence(past: Past, currency: str) -> str:
    """What the last quarter was forecast to bring, what came, and whether that lay in the band."""
    values = {
        "quarter": period_words(past.outlook.period), "day": day(past.made_on),
        "mean": money(past.outlook.mean, currency, compact=True),
        "low": money(past.outlook.low80, currency, compact=True),
        "high": money(past.outlook.high80, currency, compact=True),
        "actual": money(past.actual, currency, compact=True),
    }  # fmt: skip
    if past.is_kept:
        said = _("{quarter}: with what was known on {day} the forecast said {mean} (80%: {low} to {high}). "
                 "{actual} came.", **values)  # fmt: skip
    else:
        said = _("{quarter}: with what was known on {day} the forecast would have said {mean} (80%: {low} to {high}). "
                 "{actual} came.", **values)  # fmt: skip
    return f"{said} " + (_("Inside the band.") if past.has_held else _("Outside the band."))


def no_forecast_sentence(found: NoForecast) -> str:
    """Why there is no forecast, and from when there will be one."""
    why = word(found.reason)
    if found.possible_on is None:
        return why
    return f"{why} " + _("There will be one from {day} on.", day=day(found.possible_on))


def group_words(name: str) -> str:
    """A part's name; those that belong to none are said to."""
    return {NO_GROUP: _("(none)"), "(others)": _("(others)")}.get(name, name)


def plain_forecast(found: YearForecast | NoForecast, version: str, currency: str) -> dict[str, Any]:
    """The whole reply to ``forecast``."""
    reply: dict[str, Any] = {"snapshot": version, "as_of": found.as_of.isoformat(), "currency": currency}
    if isinstance(found, NoForecast):
        possible = found.possible_on.isoformat() if found.possible_on else None
        return {**reply, "year": None, "reason": word(found.reason), "possible_on": possible}
    return {
        **reply,
        "year": plain_period(found.year),
        "history": [{"period": month.name, "actual": _rounded(value)} for month, value in found.history],
        "months": [plain_outlook(month) for month in found.months],
        "quarters": [plain_outlook(quarter) for quarter in found.quarters],
        **_plain_part(found.whole),
        "groups": [{"group": part.name, **_plain_part(part)} for part in found.parts],
        "customers": [
            {"customer_id": one.customer_id, "customer": one.part.name, "region": one.region, "team": one.team,
             "manager": one.manager, **_plain_part(one.part)}
            for one in found.customers
        ],
        "views": plain_views(found.views) if found.views else None,
        "calendar": plain_calendar(found.effect),
        "last_quarter": _plain_past(found.past) if found.past else None,
        "notes": [*odd_months(found, currency), *(word(note) for note in found.notes)],
    }  # fmt: skip


def _plain_part(part: Part) -> dict[str, Any]:
    return {
        "total": plain_outlook(part.year),
        "last_year": _rounded(part.last_year),
        "model": part.model,
        "why": part.reason,
        "back_test": {
            "mase": _figures(part.mase), "mase_seasonal_naive": _figures(part.mase_naive),
            "coverage80": _figures(part.coverage80), "n_tests": part.n_tests,
            "why_not": word(part.untested) if part.untested else None,
        },
    }  # fmt: skip


def plain_outlook(one: Outlook) -> dict[str, Any]:
    """One period's outlook as plain values; bounds are None where too little is known to tell them."""
    bounds = (one.low80, one.high80, one.low95, one.high95)
    low80, high80, low95, high95 = (_rounded(bound if one.has_bounds else None) for bound in bounds)
    return {
        "period": one.period.name, "actual": _rounded(one.actual), "mean": _rounded(one.mean),
        "lo80": low80, "hi80": high80, "lo95": low95, "hi95": high95, "is_over": one.is_over,
        "target": _rounded(one.target), "chance": _figures(one.chance),
        "no_chance": word(one.no_chance) if one.no_chance else None,
    }  # fmt: skip


def _plain_past(past: Past) -> dict[str, Any]:
    return {
        **{name: value for name, value in plain_outlook(past.outlook).items() if name in
           ("period", "mean", "lo80", "hi80", "lo95", "hi95")},
        "actual": _rounded(past.actual), "made_on": past.made_on.isoformat(), "is_kept": past.is_kept,
        "is_inside_80": past.has_held,
    }  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _figures(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def forecast_text(found: YearForecast | NoForecast, currency: str) -> str:
    """The forecast for people at a terminal: the finding, the periods, the parts, the model, the record."""
    if isinstance(found, NoForecast):
        return no_forecast_sentence(found)
    lines = [finding(found, currency), ""]
    rows = [(period_words(one.period), one) for one in (*found.months, *found.quarters, found.whole.year)]
    lines.append(_outlook_table(_("Period"), rows))
    if found.parts:
        lines += ["", _outlook_table(_("Group"), [(group_words(part.name), part.year) for part in found.parts])]
    lines += ["", model_sentence(found.whole)]
    lines += [past_sentence(found.past, currency)] if found.past else []
    lines += [said for said in (calendar_sentence(found.effect), *odd_months(found, currency)) if said]
    lines += [word(note) for note in found.notes]
    return "\n".join([*lines, *_views_lines(found, currency)])


def _views_lines(found: YearForecast, currency: str) -> list[str]:
    if found.views is None:
        return []
    rows = [(name, view.year) for name, view in view_rows(found.views)]
    drawn = [_outlook_table(_("View"), rows), ""] if found.views.pipeline else []
    return ["", *drawn, *view_sentences(found.views, currency)]


def _outlook_table(what: str, rows: list[tuple[str, Outlook]]) -> str:
    head = [what, _("To date"), _("Expected"), _("80% from … to"), _("95% from … to"), _("Target"), _("Chance")]
    return text_table([head, *([name, *_cells(one)] for name, one in rows)])


def _cells(one: Outlook) -> list[str]:
    chance = NOTHING if one.chance is None else chance_words(one.chance)
    target = NOTHING if one.target is None else number(one.target)
    if one.is_over or not one.has_bounds:
        return [number(one.actual), number(one.mean), NOTHING, NOTHING, target, chance]
    bounds = [f"{number(low)} … {number(high)}" for low, high in ((one.low80, one.high80), (one.low95, one.high95))]
    return [number(one.actual), number(one.mean), *bounds, target, chance]
