"""What stands behind the forecast, in the words of whoever decides: calendar, odd months, season, and its errors."""

from __future__ import annotations

import math
from typing import Any

from analytics.forecast.calendar_effects import CalendarEffect, Coefficient, Regression
from analytics.forecast.diagnostics import Errors, Season
from analytics.forecast.outlook import YearForecast
from i18n.format import money, number, percent
from i18n.format import period as period_words
from i18n.translate import _

STRONG = 0.64
WEAK = 0.3
"""Shares of what varies besides the rest."""


def odd_months(found: YearForecast, currency: str) -> list[str]:
    """Months that are no guide to the future, and what the forecast does about them; one sentence each."""
    said = [
        _("One invoice of {amount} made up {share} of {month}{customer}: it counts in what came, and the forecast does "
          "not expect it again.", amount=money(giant.amount, currency, compact=True), share=percent(giant.share),
          month=period_words(giant.month), customer=f" ({giant.customer})" if giant.customer else "")
        for giant in found.giants
    ]  # fmt: skip
    if found.gaps:
        months = ", ".join(period_words(month) for month in found.gaps)
        said.append(
            _("No revenue is loaded for {months}, between months that all have some: the forecast takes them for not "
              "loaded, and what came counts as nothing.", months=months)
        )  # fmt: skip
    negative = [month for month, value in found.history if value < 0]
    if negative:
        months = ", ".join(period_words(month) for month in negative[-3:])
        said.append(
            _("More was credited than invoiced in {months}: such months count as they are, and the forecast uses no "
              "seasonal shares.", months=months)
        )  # fmt: skip
    return said


def calendar_sentence(effect: CalendarEffect | None) -> str:
    """What working days and Tết are worth and whether the forecast knows it; empty where it cannot be told."""
    if effect is None:
        return ""
    values = {
        "day": _change(effect.per_day),
        "without": percent(effect.error_without, 1) if effect.error_without is not None else "",
        "known": percent(effect.error_with, 1) if effect.error_with is not None else "",
        "n": number(effect.n_tested),
    }
    said = _("One working day more brings {day} more in a month.", **values)
    if effect.tet:
        said = _("One working day more changes a month by {day}, Tết by {tet} beyond the working days it takes.",
                 tet=_change(effect.tet), **values)  # fmt: skip
    if effect.error_with is None:
        return f"{said} " + _("The history is too short to test whether the forecast gains by it, so it is left out.")
    if effect.is_used:
        return f"{said} " + _("The forecast counts with both: in the back-test its months were off by {known} instead "
                              "of {without}.", **values)  # fmt: skip
    return f"{said} " + _("The forecast leaves it out: in the back-test its months were off by {known} with it and by "
                          "{without} without.", **values)  # fmt: skip


def plain_calendar(effect: CalendarEffect | None) -> dict[str, Any] | None:
    """What the calendar is worth as plain values, shares of a month's revenue; None where it cannot be told."""
    if effect is None:
        return None
    return {
        "working_day": round(math.expm1(effect.per_day), 4),
        "tet": round(math.expm1(effect.tet), 4),
        "back_test_error_with": None if effect.error_with is None else round(effect.error_with, 4),
        "back_test_error_without": None if effect.error_without is None else round(effect.error_without, 4),
        "is_used": effect.is_used,
    }


def regression_rows(found: Regression) -> list[dict[str, Any]]:
    """One row per effect: its name, size and 95 % bounds as shares of a month's revenue, and the verdict."""
    named = [(_("One working day more"), found.per_day), (_("The whole of Tết in the month"), found.tet)]
    return [
        {
            "effect_name": name,
            "effect_share": math.expm1(one.value),
            "effect_low": math.expm1(one.low),
            "effect_high": math.expm1(one.high),
            "verdict_words": _verdict(one),
        }
        for name, one in named
        if one is not None
    ]


def season_sentence(season: Season) -> str:
    """How much of what varies is season, which months stand out, in one sentence."""
    shape = sorted(season.shape, key=lambda item: item[1])
    strength = season.season_strength
    values = {
        "share": percent(strength),
        "high": _month(shape[-1]),
        "low": _month(shape[0]),
    }
    if strength < WEAK:
        return _("There is hardly a season: it explains {share} of what the trend leaves.", **values)
    if strength < STRONG:
        return _("There is some season, strongest in {high} and weakest in {low}; it explains {share} of what the "
                 "trend leaves.", **values)  # fmt: skip
    return _("The season is strong: highest in {high}, lowest in {low}; it explains {share} of what the trend leaves.",
             **values)  # fmt: skip


def error_sentences(errors: Errors) -> list[str]:
    """What the errors of forecasting one month ahead say: leaning, linked, outliers; one sentence each."""
    values = {"n": number(errors.n), "bias": percent(abs(errors.bias), 1), "p": number(errors.bias_p, 2)}
    if not errors.is_leaning:
        leaning = _(
            "It leans to no side: over {n} months it was off by {bias} on average, which chance explains.", **values
        )
    elif errors.bias > 0:
        leaning = _("It is too careful: over {n} months {bias} more came than expected on average.", **values)
    else:
        leaning = _("It is too hopeful: over {n} months {bias} less came than expected on average.", **values)
    linked = (
        _("One month's error tells something of the next (Ljung–Box, p = {p}): there is a pattern that it has not "
          "learnt.",
          p=number(errors.linked_p, 2))
        if errors.is_linked
        else _("One month's error tells nothing of the next (Ljung–Box, p = {p}): no pattern is left to learn.",
               p=number(errors.linked_p, 2))
    )  # fmt: skip
    outliers = (
        _("Some months were far off (Jarque–Bera, p = {p}): trust the 95% band rather than the 80% one.",
          p=number(errors.shape_p, 2))
        if errors.has_outliers
        else _("No month was out of all proportion (Jarque–Bera, p = {p}).", p=number(errors.shape_p, 2))
    )  # fmt: skip
    return [leaning, linked, outliers]


def _change(effect: float) -> str:
    share = math.expm1(effect)
    return ("+" if share > 0 else "") + percent(share, 1)


def _month(item: tuple[Any, float]) -> str:
    month, _amount = item
    return period_words(month)


def _verdict(one: Coefficient) -> str:
    if one.low > 0:
        return _("more than chance explains")
    return _("less than chance explains") if one.high < 0 else _("cannot be told from chance")
