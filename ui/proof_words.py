"""What stands behind a number, in sentences: what was counted, how far off it may be, what was left out."""

from __future__ import annotations

from analytics.kpi import INTERVALS, Answer, Kpi, Method, Unit
from i18n.format import kpi_change, kpi_value, money, number
from i18n.format import period as period_words
from i18n.translate import _, ngettext, word
from ui.value_words import WORDS
from ui.verdict import verdict

MANY = 10
"""A sample this many times the smallest worth showing is not called too few."""

COMPLETE = (Method.TOTAL, Method.COUNT, Method.RATIO)


def full(kpi: Kpi, value: float | None, currency: str) -> str:
    """A value of the KPI with every figure it has."""
    return kpi_value(value, kpi.unit, kpi.decimals, currency, compact=False)


def sample(kpi: Kpi, n: int) -> str:
    """What the value was counted from: ``20 answers``."""
    match kpi.query.removesuffix("_calendar"):
        case "nps":
            return ngettext("{n} answer", "{n} answers", n)
        case "response_time_mean" | "response_time_distribution":
            return ngettext("{n} answered ticket", "{n} answered tickets", n)
        case "response_sla":
            return ngettext("{n} ticket", "{n} tickets", n)
        case "win_rate":
            return ngettext("{n} closed deal", "{n} closed deals", n)
        case "revenue" | "target_attainment":
            return ngettext("{n} revenue line", "{n} revenue lines", n)
        case "weighted_pipeline" | "pipeline_coverage":
            return ngettext("{n} open deal", "{n} open deals", n)
        case _:
            return ngettext("{n} customer", "{n} customers", n)


def reckoning(kpi: Kpi, answer: Answer, currency: str) -> str:
    """The formula with its numbers in place; empty where there is nothing to put in."""
    value = full(kpi, answer.value, currency)
    above, below = answer.numerator, answer.denominator
    match kpi.method:
        case Method.TOTAL | Method.COUNT:
            return (
                ""
                if answer.value is None
                else _("{sample}, added up: {value}", sample=sample(kpi, answer.n), value=value)
            )
        case Method.MEDIAN | Method.P90:
            if not below:
                return ""
            return _("{answered} of {all} tickets are answered: {value}", answered=number(above), all=number(below),
                     value=value)  # fmt: skip
        case Method.MEAN:
            return "" if not below else _("{above} hours / {below} tickets = {value}", above=number(above, 1),
                                          below=number(below), value=value)  # fmt: skip
        case Method.NPS:
            return "" if not below else f"100 × {number(above)} / {number(below)} = {value}"
        case _:
            return (
                ""
                if above is None and below is None
                else f"{_part(kpi, above, currency)} / {_part(kpi, below, currency)} = {value}"
            )


def _part(kpi: Kpi, value: float | None, currency: str) -> str:
    """One side of the fraction: money where two sums of money are compared, else a plain number."""
    if kpi.method is Method.RATIO and kpi.unit in (Unit.RATIO, Unit.TIMES):
        return money(value, currency)
    return number(value, 0 if value is None or float(value).is_integer() else 1)


def interval_sentence(kpi: Kpi, answer: Answer, currency: str) -> str:
    """How far off the number may be and whether that allows to call it changed: one plain sentence."""
    if answer.value is None:
        return word(answer.note) if answer.note else _(kpi.no_value)
    value, counted = full(kpi, answer.value, currency), sample(kpi, answer.n)
    if kpi.method in COMPLETE:
        return _(
            "{value}, counted from all {sample} there are: no part of it is estimated.", value=value, sample=counted
        )
    if answer.low is None or answer.high is None:
        return _("{value} from {sample}: too few to say how far off it may be.", value=value, sample=counted)
    half = kpi_value((answer.high - answer.low) / 2, kpi.unit, kpi.decimals, currency, compact=False)
    before = period_words(answer.period.previous)
    values = {"value": value, "half": half, "sample": counted, "before": before}
    if answer.change is None or answer.is_change_real is None:
        return _("{value} ± {half} from {sample}; whether it changed since {before} cannot be told.", **values)
    if answer.is_change_real:
        if answer.change > 0:
            return _("{value} ± {half} from {sample}: enough to say that it rose since {before}.", **values)
        return _("{value} ± {half} from {sample}: enough to say that it fell since {before}.", **values)
    if answer.n < MANY * kpi.minimum_n:
        return _("{value} ± {half} from {sample}: too few to say it changed since {before}.", **values)
    return _("{value} ± {half} from {sample}: chance alone explains the difference to {before}.", **values)


def bounds_sentence(kpi: Kpi, answer: Answer, currency: str) -> str:
    """Between which two values the truth lies, and by which method; empty without an interval."""
    if answer.low is None or answer.high is None:
        return ""
    return _(
        "With 95% certainty between {low} and {high} ({method}).",
        low=full(kpi, answer.low, currency),
        high=full(kpi, answer.high, currency),
        method=_(INTERVALS[kpi.method]),
    )


def left_out(answer: Answer) -> list[str]:
    """What does not count and why, one line a reason, the largest first."""
    ranked = sorted(answer.excluded.items(), key=lambda pair: (-pair[1], pair[0]))
    return [f"{number(count)} · {reason_words(reason)}" for reason, count in ranked if count]


def reason_words(reason: str) -> str:
    """A reason of ``Answer.excluded`` as the tables word it."""
    worded = WORDS["exclusion"].get(reason.replace(" ", "_"))
    return _(worded or reason)


def comparisons(kpi: Kpi, answer: Answer, currency: str) -> list[str]:
    """The value against the period before and a year ago, each with its verdict in words."""
    if kpi.looks_ahead:
        return [_("It is not compared: what was open earlier is not known.")]
    lines = [_compared(kpi, period_words(answer.period.previous), answer.previous, answer.change,
                       answer.is_change_real, currency)]  # fmt: skip
    if answer.period.last_year != answer.period.previous:
        lines.append(_compared(kpi, period_words(answer.period.last_year), answer.last_year, answer.last_year_change,
                               answer.is_last_year_change_real, currency))  # fmt: skip
    return lines


def _compared(
    kpi: Kpi, then: str, value: float | None, change: float | None, is_real: bool | None, currency: str
) -> str:
    if value is None:
        return _("{period}: no number to compare with", period=then)
    found = verdict(kpi, change, is_real, currency)
    if found is None or change is None:
        return f"{then}: {full(kpi, value, currency)}"
    said = {"green": _("better"), "red": _("worse")}.get(found.colour, "")
    if not said:
        said = (
            _("different, neither better nor worse")
            if is_real and change
            else _("no difference that can be told from chance")
        )
    shown = kpi_change(change, kpi.unit, kpi.decimals, currency, compact=False)
    return _("{period}: {value}; since then {sign} {change}, {verdict}", period=then, value=full(kpi, value, currency),
             sign=found.sign, change=shown, verdict=said)  # fmt: skip
