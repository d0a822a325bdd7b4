"""KPI cards: name, value, interval, change with its verdict, target, eight periods. The whole card is the link."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from analytics.kpi import Answer, Kpi, Method
from charts.axes import short_period
from charts.sparkline import sparkline
from charts.theme import palette
from domain.period import PeriodKind
from i18n.format import NARROW, kpi_value, number, percent
from i18n.format import period as period_words
from i18n.translate import _, word
from ui.nav import link
from ui.text import escape_markdown
from ui.verdict import is_uncertain, verdict

PERIODS_SHOWN = 8


@dataclass(frozen=True)
class Card:
    """What one card shows: ``history`` ends with the answer itself; ``beside`` is a second figure in words."""

    kpi: Kpi
    history: Sequence[Answer]
    target: float | None = None
    beside: str = ""

    @property
    def answer(self) -> Answer:
        """The answer of the period that is looked at."""
        return self.history[-1]


def card_row(cards: Sequence[Card], currency: str, under: Callable[[str], None]) -> None:
    """Cards side by side: six on a desk, two in a row on a phone. ``under`` draws what stands last, by KPI id."""
    for column, card in zip(st.columns(len(cards), gap="small"), cards, strict=True):
        with column:
            draw_card(card, currency, under)


def draw_card(card: Card, currency: str, under: Callable[[str], None]) -> None:
    """One card. Its text never depends on colour alone: every change carries a sign."""
    kpi, answer = card.kpi, card.answer
    with st.container(border=True, key=f"card-{kpi.id}", height="stretch"):
        link(kpi.page, escape_markdown(_(kpi.name)))
        lines = [_value_line(card, currency), _interval_line(card, currency), *_change_lines(kpi, answer, currency)]
        st.markdown("\n\n".join(lines))
        drawn = sparkline(
            card.history,
            colours=palette(st.context.theme.type),
            target=card.target,
            minimum_n=kpi.minimum_n,
            zero=kpi.method is Method.TOTAL,
        )
        st.image(drawn, alt=_sparkline_alt(card, currency), width="stretch")
        under(kpi.id)


def _value_line(card: Card, currency: str) -> str:
    kpi, answer = card.kpi, card.answer
    text = escape_markdown(kpi_value(answer.value, kpi.unit, kpi.decimals, currency)).replace(" ", "&nbsp;")
    is_small = answer.value is None or answer.n < kpi.minimum_n
    return f"**:gray[{text}]**" if is_small else f"**{text}**"


def _interval_line(card: Card, currency: str) -> str:
    """What the value rests on: why it is missing, how far it may be off, or how it stands to its target."""
    kpi, answer = card.kpi, card.answer
    if answer.value is None:
        reason = word(answer.note) if answer.note else _("no data in this period")
        return _grey(reason)
    if answer.n < kpi.minimum_n:
        return _grey(_("only {n} of the {needed} needed", n=answer.n, needed=kpi.minimum_n))
    parts = []
    if card.target:
        parts.append(_("{share} of target", share=percent(answer.value / card.target)))
    if answer.low is not None and answer.high is not None:
        half = kpi_value((answer.high - answer.low) / 2, kpi.unit, max(kpi.decimals, 1), currency)
        parts.append(_("varies ± {half}", half=half))
    if card.beside:
        parts.append(card.beside)
    elif not card.target:
        parts.append(_("n = {n}", n=number(answer.n)))
    return _grey(" · ".join(parts))


def _change_lines(kpi: Kpi, answer: Answer, currency: str) -> list[str]:
    """Against the period before and against last year; where neither can be told from chance, that is said once."""
    if answer.value is None:
        return []  # why there is no value is said above: that there is nothing to compare it with says no more
    before, last_year = answer.period.previous, answer.period.last_year
    changes = [(answer.change, answer.is_change_real, short_period(before))]
    if answer.period.kind is not PeriodKind.YEAR:
        year_ago = _("{period} {year}", period=short_period(last_year), year=str(last_year.year))
        changes.append((answer.last_year_change, answer.is_last_year_change_real, year_ago))
    unsure = [is_uncertain(change, is_real) for change, is_real, _than in changes]
    lines = [
        _change_line(kpi, change, is_real, than, currency, says_unsure=any(unsure) and not all(unsure))
        for change, is_real, than in changes
    ]
    return [*lines, _grey(_("cannot tell from chance"))] if all(unsure) else lines


def _change_line(
    kpi: Kpi, change: float | None, is_real: bool | None, than: str, currency: str, *, says_unsure: bool
) -> str:
    found = verdict(kpi, change, is_real, currency)
    if found is None:
        return _grey(_("— no {period} to compare", period=than))
    text = f"{found.sign}{NARROW}{escape_markdown(found.words)}"
    unsure = f" · {_('cannot tell')}" if says_unsure and is_uncertain(change, is_real) else ""
    return f":{found.colour}[**{text}**] :gray[{escape_markdown(_('vs {period}', period=than) + unsure)}]"


def _grey(text: str) -> str:
    return f":gray[{escape_markdown(text)}]" if text.strip() else "&nbsp;"


def _sparkline_alt(card: Card, currency: str) -> str:
    kpi = card.kpi
    points = "; ".join(
        f"{period_words(answer.period)} {kpi_value(answer.value, kpi.unit, kpi.decimals, currency)}"
        for answer in card.history
    )
    return f"{_(kpi.name)}: {points}"
