"""Open deals: what is due, weighted and not, whether it is enough for the target, and how likely that is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from analytics.kpi import Answer, Unit
from analytics.kpis_of_pipeline import required_coverage
from analytics.pipeline import Due, chance_of_due
from analytics.registry import kpi_by_id
from charts.axes import Measure
from charts.pipeline import OpenBar, open_bars
from charts.theme import Caption
from domain.period import PeriodKind, period_containing
from i18n.format import NOTHING, day, kpi_value, money, number, percent
from i18n.format import period as period_words
from i18n.translate import _, ngettext, word
from ui import answers, feedback, figures, findings, sections
from ui.asking import Asked
from ui.nav import page_path
from ui.pipeline_words import beside_deals, is_from_deals, undated
from ui.text import escape_markdown

MOST_MONTHS = 12
MINIMUM_CLOSED = 30
"""Below so many closed deals a win rate is shown in grey."""


def looking_ahead(asked: Asked) -> Asked:
    """The same question about the period looked at or, where that is over, about the one that is under way."""
    period = asked.view.period
    tomorrow = asked.as_of + timedelta(days=1)
    if tomorrow < period.end:
        return asked
    under_way = period_containing(tomorrow, period.kind, asked.known.fiscal_start_month)
    return replace(asked, view=replace(asked.view, period=under_way))


def open_deals(asked: Asked) -> pd.DataFrame:
    """Every open deal in scope; see the query ``pipeline_open``."""
    return answers.listing(asked, "pipeline_open")


def due(asked: Asked) -> pd.DataFrame:
    """The open deals due in the period."""
    frame = open_deals(asked)
    return frame[frame["due"] == "in"]


def headline(asked: Asked, ahead: Asked) -> None:
    """What is open and due, in one sentence; and why the page is about another period than the one chosen."""
    answer = _weighted(ahead)
    period = period_words(ahead.view.period)
    unweighted = due(ahead)["amount_reporting"].sum()
    if due(ahead).empty:
        sentence = _("No open deal is due in {period}", period=period)
    elif answer.value is None:
        sentence = _("{amount} is open and due in {period}, unweighted", period=period,
                     amount=money(float(unweighted), asked.currency, compact=True))  # fmt: skip
    else:
        sentence = _("{amount} is open and due in {period}, unweighted; {weighted} weighted", period=period,
                     amount=money(float(unweighted), asked.currency, compact=True),
                     weighted=money(answer.value, asked.currency, compact=True))  # fmt: skip
    under = [findings.scope_words(asked), _("open deals as the newest export states them, as of {day}",
                                            day=day(asked.as_of))]  # fmt: skip
    if ahead.view.period != asked.view.period:
        over = period_words(asked.view.period)
        under.append(_("{over} is over: what is open is shown for {period}", over=over, period=period))
    under += undated(open_deals(ahead))
    sections.headline(sentence, " · ".join(under))
    if open_deals(ahead).empty:
        feedback.empty(
            _("Here the open deals would be shown."),
            _("No open deal is loaded: the export of deals has none, or there is no such export."),
            page=page_path("imports"),
            button=_("Load the deals"),
        )


def figures_row(ahead: Asked) -> None:
    """Unweighted, weighted, coverage and what is needed, what is missing, and the chance of reaching it."""
    won, closed = learnt(ahead)
    columns = st.columns(6, gap="small")
    cards = (_unweighted_card, _weighted_card, _coverage_card, _missing_card, _chance_card)
    for column, card in zip(columns, (*cards[:3], None, *cards[3:]), strict=True):
        with column:
            if card is None:
                _required_card(won, closed)
            else:
                card(ahead)


def learnt(asked: Asked) -> tuple[float, float]:
    """Deals won and deals closed over the eight periods that end with the one looked at."""
    history = answers.history(asked, "win_rate")
    return sum(one.numerator or 0.0 for one in history), sum(one.denominator or 0.0 for one in history)


def learnt_rate(asked: Asked) -> float | None:
    """The win rate that stands in for a probability that is not given; None below thirty closed deals."""
    won, closed = learnt(asked)
    return won / closed if closed >= MINIMUM_CLOSED else None


def _weighted(ahead: Asked) -> Answer:
    return answers.answers(ahead, "weighted_pipeline")[0]


def _coverage(ahead: Asked) -> Answer:
    return answers.answers(ahead, "pipeline_coverage")[0]


def _unweighted_card(ahead: Asked) -> None:
    frame = due(ahead)
    valued = frame["amount_reporting"].notna()
    lines = [ngettext("{n} deal due", "{n} deals due", int(valued.sum())), *_without(frame)]
    value = money(float(frame["amount_reporting"].sum()), ahead.currency, compact=True) if valued.any() else NOTHING
    _card("unweighted", _("Unweighted"), value, lines)


def _without(frame: pd.DataFrame) -> list[str]:
    left = frame["exclusion"].value_counts()
    words = []
    if left.get("no_amount"):
        words.append(_("without an amount: {n}", n=number(int(left["no_amount"]))))
    if left.get("no_rate"):
        words.append(_("without an exchange rate: {n}", n=number(int(left["no_rate"]))))
    return words


def _weighted_card(ahead: Asked) -> None:
    answer = _weighted(ahead)
    if answer.value is None:
        _card("weighted", _("Weighted"), NOTHING, [_reason(answer)])
        return
    lines = [_("amount × probability, n = {n}", n=number(answer.n))]
    if answer.excluded.get("no probability"):
        lines.append(_("without a probability: {n}", n=number(answer.excluded["no probability"])))
    _card("weighted", _("Weighted"), money(answer.value, ahead.currency, compact=True), lines)


def _coverage_card(ahead: Asked) -> None:
    answer = _coverage(ahead)
    if answer.denominator is not None and answer.denominator <= 0:
        _card("coverage", _("Coverage"), _("target met"), [_("nothing is left to cover")])
    elif answer.value is None:
        _card("coverage", _("Coverage"), NOTHING, [_reason(answer)])
    else:
        kpi = kpi_by_id("pipeline_coverage")
        value = kpi_value(answer.value, kpi.unit, kpi.decimals, ahead.currency)
        _card("coverage", _("Coverage"), value, [_("open and due / missing to the target")])


def _required_card(won: float, closed: float) -> None:
    needed = required_coverage(won / closed if closed else None)
    if needed is None:
        reason = _("no deal was closed in eight periods") if not closed else _("no deal was won in eight periods")
        _card("required", _("Required coverage"), NOTHING, [reason])
        return
    lines = [_("1 / win rate of {rate}, eight periods, n = {n}", rate=percent(won / closed, 1), n=number(closed))]
    value = kpi_value(needed, Unit.TIMES, 2, "")
    _card("required", _("Required coverage"), value, lines, is_small=closed < MINIMUM_CLOSED)


def _missing_card(ahead: Asked) -> None:
    answer = _coverage(ahead)
    if answer.denominator is None:
        reason = _("no target for {period}", period=period_words(ahead.view.period))
        _card("missing", _("Missing to the target"), NOTHING, [reason])
        return
    so_far = _("target less revenue so far, {period}", period=period_words(ahead.view.period))
    value = money(answer.denominator, ahead.currency, compact=True) if answer.denominator > 0 else _("target met")
    _card("missing", _("Missing to the target"), value, [so_far])


def _chance_card(ahead: Asked) -> None:
    name = _("Chance of the target") if is_from_deals(ahead) else _("Chance from deals alone")
    missing = _coverage(ahead).denominator
    if missing is None:
        reason = _("no target for {period}", period=period_words(ahead.view.period))
        _card("chance", name, NOTHING, [reason])
        return
    if missing <= 0:
        _card("chance", name, percent(1.0), [_("target met by revenue so far")])
        return
    found = chance(ahead, missing)
    value = percent(found.chance.value)
    if not 0.005 <= found.chance.value <= 0.995:
        value = _("below 1%") if found.chance.value < 0.5 else _("above 99%")
    _card("chance", name, value, [*beside_deals(ahead), *_chance_lines(found)])


def chance(ahead: Asked, missing: float) -> Due:
    """The chance that the deals which count towards the coverage bring what is missing, besides revenue so far."""
    frame = due(ahead)
    if _coverage(ahead).excluded.get("no target"):
        rows = answers.rows_behind(ahead, "pipeline_coverage")
        counting = rows.loc[(rows["row_kind"] == "deal") & rows["exclusion"].isna(), "record_id"]
        frame = frame[frame["deal_id"].isin(counting)]
    return chance_of_due(missing, frame, learnt_rate(ahead))


def _chance_lines(found: Due) -> list[str]:
    n = number(found.chance.n)
    lines = [
        _("exact, n = {n}", n=n)
        if found.chance.is_exact
        else _("simulated, n = {n}, ± {error}", n=n, error=percent(1.96 * found.chance.error, 1)),
        _("assumes that deals are won or lost independently of each other; counts revenue so far"),
    ]
    if found.n_learnt:
        lines.append(_("without a probability, taken at the win rate: {n}", n=number(found.n_learnt)))
    if found.n_left_out:
        lines.append(_("without a probability, left out: {n}", n=number(found.n_left_out)))
    return lines


def by_category(ahead: Asked) -> None:
    """Open deals due in the period by the forecast category of the source; those without one apart."""
    frame = due(ahead)
    if frame.empty:
        return
    if frame["forecast_category"].isna().all():
        feedback.empty(_("Here the open deals would be shown by forecast category."),
                       _("The export of deals names no forecast category."))  # fmt: skip
        return
    names = frame["forecast_category"].fillna(_("(not given)"))
    rows = _bars(frame, names)
    rows.sort(key=lambda row: (row.name == _("(not given)"), -row.unweighted, row.name))
    total = sum(row.unweighted for row in rows)
    first = max(rows, key=lambda row: row.unweighted)
    title = (
        _("“{name}” holds {share} of what is due", name=first.name, share=percent(first.unweighted / total))
        if total > 0
        else _("Open deals by forecast category")
    )
    subtitle = _("Open deals by forecast category of the source, {scope}, due in {period}",
                 scope=findings.scope_words(ahead), period=period_words(ahead.view.period))  # fmt: skip
    _draw(ahead, rows, Caption(title, subtitle, _footnote(ahead)), "pipeline-category")


def by_month(ahead: Asked) -> None:
    """All open deals by the month of their closing date from the current one on; stale ones are in their own list."""
    frame = open_deals(ahead)
    if frame.empty:
        return
    coming = frame[frame["due"].isin(["before", "in", "later"])]
    if coming.empty:
        feedback.empty(_("Here the open deals would be shown by month."),
                       _("No open deal has a closing date that is still to come."))  # fmt: skip
        return
    starts = pd.to_datetime(coming["close_on"]).dt.to_period("M")
    months = sorted(starts.unique())
    later = _("later")
    words = {month: period_words(period_containing(date(month.year, month.month, 1), PeriodKind.MONTH))
             for month in months[:MOST_MONTHS]}  # fmt: skip
    rows = _bars(coming, starts.map(words).fillna(later))
    order = [*words.values(), later]
    rows.sort(key=lambda row: order.index(row.name))
    most = max(rows, key=lambda row: row.unweighted)
    title = _("Most is due in {month}: {amount}", month=most.name,
              amount=money(most.unweighted, ahead.currency, compact=True))  # fmt: skip
    subtitle = _("Open deals by month of their closing date, {scope}", scope=findings.scope_words(ahead))
    _draw(ahead, rows, Caption(title, subtitle, _footnote(ahead)), "pipeline-month")


def _bars(frame: pd.DataFrame, names: pd.Series) -> list[OpenBar]:
    weighted = frame["amount_reporting"] * frame["probability"]
    added = pd.DataFrame({"name": names, "amount": frame["amount_reporting"], "weighted": weighted})
    found = added.groupby("name", sort=False).agg(
        amount=("amount", "sum"), weighted=("weighted", "sum"), n_weighted=("weighted", "count"), n=("name", "size")
    )
    return [
        OpenBar(str(name), float(row["amount"]), float(row["weighted"]) if row["n_weighted"] else None, int(row["n"]))
        for name, row in found.iterrows()
    ]


def _draw(ahead: Asked, rows: list[OpenBar], caption: Caption, key: str) -> None:
    measure = Measure(Unit.MONEY, currency=ahead.currency)
    figures.draw(open_bars(rows, measure, caption=caption, colours=figures.colours()), key)


def _footnote(ahead: Asked) -> str:
    return " · ".join([_("wide: unweighted; narrow: weighted"), _("data as of {day}", day=day(ahead.as_of))])


def _reason(answer: Answer) -> str:
    return word(answer.note) if answer.note else _(kpi_by_id(answer.kpi).no_value)


def _card(key: str, name: str, value: str, under: list[str], *, is_small: bool = False) -> None:
    with st.container(border=True, key=f"figure-pipeline-{key}", gap="xxsmall", height="stretch"):
        shown = escape_markdown(value)
        small = f"**:gray[{shown}]**" if is_small or value == NOTHING else f"**{shown}**"
        st.markdown("\n\n".join([escape_markdown(name), small, f":gray[{escape_markdown(' · '.join(under))}]"]))
