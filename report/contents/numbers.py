"""The headline of the quarter, and the same six numbers every quarter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analytics import narrative
from analytics.kpi import Answer
from analytics.registry import kpi_by_id
from domain.scope import Dimension
from i18n.format import NOTHING, kpi_change, kpi_value, percent
from i18n.format import period as period_words
from i18n.translate import _, ngettext, word
from report.contents.facts import Facts
from report.contents.words import (
    change_words,
    driven_words,
    figure,
    is_real,
    joined,
    notes_on,
    reason,
    short,
    verdict,
    where,
)
from report.review import Figure, Slide

IN_SHORT = ("results", "retention", "nps", "response_time", "pipeline", "forecast", "risks")
SIX = ("revenue", "nps", "returning_rate", "response_time_mean", "customers_per_manager", "win_rate")


def headline(facts: Facts) -> Slide:
    """How the quarter went, in one sentence; below it what changed for certain, and who drove it."""
    revenue, target = facts.answer("revenue"), facts.answer("target_attainment")
    period = period_words(facts.period)
    if revenue.value is None:
        return Slide(
            "headline", _("{period}: no revenue is known", period=period), where(facts), missing=reason(revenue),
            notes=notes_on(facts, "revenue", "target_attainment"),
        )  # fmt: skip
    value = short(revenue.value, facts.currency)
    if target.value is not None:
        title = _("{period}: revenue {value}, {share} of target", period=period, value=value,
                  share=percent(target.value))  # fmt: skip
    elif revenue.change is not None:
        title = _("{period}: revenue {value}, {change}", period=period, value=value,
                  change=change_words(revenue, facts.currency))  # fmt: skip
    else:
        title = _("{period}: revenue {value}", period=period, value=value)
    better, worse = (
        [_(kpi_by_id(kpi_id).name) for kpi_id in SIX[1:] if verdict(facts.answer(kpi_id))[1] == wanted]
        for wanted in ("better", "worse")
    )
    said = [_("Better: {names}.", names=", ".join(better)) if better else "",
            _("Worse: {names}.", names=", ".join(worse)) if worse else ""]  # fmt: skip
    return Slide(
        "headline", title, where(facts), joined([*said, *_changes(facts)]),
        notes=notes_on(facts, "revenue", "target_attainment"),
    )  # fmt: skip


def in_short(first: Slide, others: Sequence[Slide]) -> Slide:
    """The headline with what the other slides found."""
    return replace(first, bullets=tuple(one.title for one in others if one.id in IN_SHORT))


def _changes(facts: Facts) -> tuple[str, ...]:
    told = [facts.answer(kpi_id) for kpi_id in narrative.TOLD]
    splits = {
        answer.kpi: _compared(facts, answer)
        for answer in told
        if answer.is_change_real and facts.dimension in kpi_by_id(answer.kpi).dimensions
    }
    return tuple(word(sentence) for sentence in narrative.what_changed(told, splits))


def _compared(facts: Facts, answer: Answer) -> list[Answer]:
    dimension = facts.dimension or Dimension.MANAGER
    return facts.groups(answer.kpi, dimension)


def six(facts: Facts) -> Slide:
    """The six numbers with their change and what to make of it."""
    answers = [facts.answer(kpi_id) for kpi_id in SIX]
    figures = tuple(figure(facts, answer, _comment(facts, answer)) for answer in answers)
    return Slide(
        "numbers",
        _six_title(figures),
        _("The same six numbers every quarter, {period}, {scope}", period=period_words(facts.period),
          scope=where(facts)),
        figures=figures,
        footnote=_("▲▼ against the quarter before; grey: chance may explain the change. Range: 95% interval."),
        notes=notes_on(facts, *SIX),
    )  # fmt: skip


def _six_title(figures: tuple[Figure, ...]) -> str:
    better = sum(one.verdict == "better" for one in figures)
    worse = sum(one.verdict == "worse" for one in figures)
    if better and worse:
        return _("Of six numbers {better} got better and {worse} got worse", better=better, worse=worse)
    if better:
        return ngettext(
            "One of six numbers got better, none worse", "{n} of six numbers got better, none worse", better
        )
    if worse:
        return ngettext("One of six numbers got worse, none better", "{n} of six numbers got worse, none better", worse)
    if all(one.verdict == "" for one in figures):
        return _("The six numbers of the quarter")
    return _("None of the six numbers changed by more than chance explains")


def _comment(facts: Facts, answer: Answer) -> str:
    """One line: the target, what drove a change that is real, or that none can be told."""
    kpi = kpi_by_id(answer.kpi)
    said = []
    if answer.kpi == "revenue":
        target = facts.answer("target_attainment")
        said.append(
            _("{share} of target.", share=percent(target.value)) if target.value is not None else reason(target)
        )
    if is_real(answer):
        said.append(driven_words(facts, kpi))
    elif answer.change is None:
        said.append(_("Nothing to compare with."))
    elif answer.is_change_real is False:
        said.append(_("Chance may explain the change."))
    if answer.last_year_change is not None and (answer.is_last_year_change_real or not is_real(answer)):
        change = kpi_change(answer.last_year_change, kpi.unit, kpi.decimals, facts.currency)
        a_year_ago = _("A year ago: {value} ({change}).", change=change,
                       value=kpi_value(answer.last_year, kpi.unit, kpi.decimals, facts.currency))  # fmt: skip
        said.append(a_year_ago if answer.last_year is not None else NOTHING)
    return joined(said)
