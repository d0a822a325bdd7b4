"""How deals end: win rate by count and by value, over time and by account manager, and how long it takes."""

from __future__ import annotations

import math
from dataclasses import replace

from analytics.kpi import Answer, Kpi
from analytics.pipeline import closing, value_answers
from analytics.registry import kpi_by_id
from charts.bars import bars
from charts.pipeline import incidence
from charts.theme import Caption
from charts.trend import trend
from domain.message import N_
from domain.scope import Dimension
from i18n.format import day, number, percent
from i18n.translate import _, word
from ui import answers, feedback, figures, findings
from ui.asking import Asked
from ui.state import url_choice

COUNT, VALUE = "count", "value"
WORDS = {COUNT: N_("By count"), VALUE: N_("By value")}
WITHIN = 90


def measure_choice() -> str:
    """Whether the win rate is shown by count or by value; the choice is in the address."""
    return url_choice("rate", (COUNT, VALUE), write=lambda one: one, label=lambda one: _(WORDS[one]),
                      title=_("Win rate by count or by value"))  # fmt: skip


def _kpi(measure: str) -> Kpi:
    kpi = kpi_by_id("win_rate")
    return kpi if measure == COUNT else replace(kpi, name=N_("Win rate by value"))


def _history(asked: Asked, measure: str) -> list[Answer]:
    if measure == COUNT:
        return answers.history(asked, "win_rate")
    return answers.worked_out(asked, value_answers, asked.trend_periods, asked.as_of)


def _groups(asked: Asked, measure: str) -> list[Answer]:
    if measure == COUNT:
        return answers.answers(asked, "win_rate", Dimension.MANAGER)
    return answers.worked_out(asked, value_answers, (asked.view.period,), asked.as_of, Dimension.MANAGER)


def over_time(asked: Asked, measure: str) -> None:
    """The win rate over eight periods with its interval."""
    kpi, history = _kpi(measure), _history(asked, measure)
    if all(answer.value is None for answer in history):
        why = _("No deal was won or lost in these periods.")
        _nothing(_("Here the win rate would be shown over time."), why, history)
        return
    caption = _with_method(findings.trend_caption(kpi, history, asked), measure)
    drawn = trend(kpi, history, caption=caption, colours=figures.colours(), currency=asked.currency)
    figures.draw(drawn, "pipeline-rate")


def by_manager(asked: Asked, measure: str) -> None:
    """The win rate by account manager in the period; few deals are grey."""
    kpi, groups = _kpi(measure), _groups(asked, measure)
    if all(answer.value is None for answer in groups):
        why = _("No deal was won or lost in this period.")
        _nothing(_("Here the win rate would be shown by account manager."), why, groups)
        return
    caption = _with_method(findings.breakdown_caption(kpi, groups, Dimension.MANAGER, asked), measure)
    whole = _history(asked, measure)[-1].value
    drawn = bars(kpi, groups, caption=caption, colours=figures.colours(), currency=asked.currency, whole=whole)
    figures.draw(drawn, "pipeline-rate-by")


def _nothing(what: str, why: str, found: list[Answer]) -> None:
    noted = next((answer.note for answer in found if answer.note is not None and answer.excluded), None)
    feedback.empty(what, word(noted) if noted is not None else why)


def _with_method(caption: Caption, measure: str) -> Caption:
    method = (
        _("Wilson interval")
        if measure == COUNT
        else _("Wilson interval at the effective number of deals (variance of the ratio estimator)")
    )
    return replace(caption, footnote=" · ".join(part for part in (caption.footnote, method) if part))


def time_to_close(asked: Asked) -> None:
    """What share of deals is won and lost within so many days; open ones are counted as not closed yet."""
    found = answers.worked_out(asked, closing, asked.as_of)
    if found is None:
        feedback.empty(
            _("Here it would be shown how long deals take to close."),
            _("No deal is closed whose day of creation and closing date are both known."),
        )
        return
    half, bounds = found.curve.quantile(0.5), found.curve.quantile_interval(0.5)
    if half is None or bounds is None:
        title = _("Fewer than half of the deals are closed: the median is not reached")
    else:
        high = number(bounds.high) if math.isfinite(bounds.high) else _("not reached")
        title = _("Half of the deals are closed within {n} days ({low} to {high})",
                  n=number(half), low=number(bounds.low), high=high)  # fmt: skip
    subtitle = _("Deals won and lost, % of all, by days since created, {scope}; {share} are won within {n} days",
                 scope=findings.scope_words(asked), share=percent(found.won_within(WITHIN)), n=WITHIN)  # fmt: skip
    notes = [
        _("Aalen–Johansen: won and lost are competing ends, open deals are counted as not closed yet"),
        _("median: Kaplan–Meier, 95%"),
        _("won {won}, lost {lost}, open {still}", won=number(found.n_won), lost=number(found.n_lost),
          still=number(found.n_open)),
        _("data as of {day}", day=day(asked.as_of)),
    ]  # fmt: skip
    drawn = incidence(
        found.days.tolist(), found.won.tolist(), found.lost.tolist(), longest=max(1.0, float(found.days[-1])),
        caption=Caption(title, subtitle, " · ".join(notes)), colours=figures.colours(),
    )  # fmt: skip
    figures.draw(drawn, "pipeline-closing")
