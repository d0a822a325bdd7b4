"""The parts every KPI page is made of: headline, trend, breakdown, rows."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics import narrative
from analytics.kpi import Answer, Kpi
from analytics.registry import kpi_by_id
from charts.bars import bars
from charts.trend import trend
from domain.scope import NO_GROUP, Dimension
from i18n.format import kpi_value, number
from i18n.format import period as period_words
from i18n.translate import _, word
from ui import answers, feedback, figures, findings, proof
from ui.asking import Asked
from ui.scope_bar import FILTER_NAMES
from ui.state import url_choice
from ui.tables import table
from ui.text import escape_markdown
from ui.verdict import is_uncertain, verdict


def headline(sentence: str, under: str = "") -> None:
    """The page's question answered in one sentence."""
    with st.container(key="headline", gap="xxsmall"):
        st.markdown(f"# {escape_markdown(sentence)}")
        if under:
            st.markdown(f":gray[{escape_markdown(under)}]")


def kpi_headline(asked: Asked, kpi_id: str) -> None:
    """The headline of a page that is about one KPI, with what it counts underneath."""
    kpi, answer = kpi_by_id(kpi_id), answers.history(asked, kpi_id)[-1]
    said = narrative.headline(kpi.page, {kpi_id: answer})
    sentence = word(said) if said else findings.finding(kpi, answer, asked.currency)
    headline(sentence, " · ".join([period_words(asked.view.period), findings.scope_words(asked), _(kpi.definition)]))
    if answer.note is not None and answer.value is not None:
        feedback.notices([answer.note])


def trend_section(asked: Asked, kpi_id: str) -> None:
    """The KPI over eight periods with its interval."""
    kpi, history = kpi_by_id(kpi_id), answers.history(asked, kpi_id)
    if all(answer.value is None for answer in history):
        nothing_over_time(asked, kpi, history)
        return
    caption = findings.trend_caption(kpi, history, asked)
    figures.draw(
        trend(kpi, history, caption=caption, colours=figures.colours(), currency=asked.currency), f"trend-{kpi_id}"
    )


def nothing_over_time(asked: Asked, kpi: Kpi, history: Sequence[Answer]) -> None:
    """In place of an empty chart: what would be there, and why it is not."""
    name = _(kpi.name)
    feedback.empty(
        _("Here “{name}” would be shown over time.", name=name), findings.finding(kpi, history[-1], asked.currency)
    )


def breakdown_section(asked: Asked, kpi_id: str) -> None:
    """The KPI by a dimension that the reader chooses; the choice is in the address."""
    kpi = kpi_by_id(kpi_id)
    dimension = url_choice(
        "by",
        answers.splits(asked, kpi_id),
        write=lambda option: option.value,
        label=lambda option: _(FILTER_NAMES[option]),
        title=_("Split by"),
    )
    groups = answers.answers(asked, kpi_id, dimension)
    if not any(answer.value is not None and answer.group != NO_GROUP for answer in groups):
        feedback.empty(
            _("Here the number would be split by {dimension}.", dimension=_(FILTER_NAMES[dimension]).lower()),
            _("The data of this period does not say which one a row belongs to."),
        )
        return
    whole = answers.history(asked, kpi_id)[-1].value if kpi.unit not in ("money", "customers") else None
    drawn = bars(
        kpi,
        groups,
        caption=findings.breakdown_caption(kpi, groups, dimension, asked),
        colours=figures.colours(),
        currency=asked.currency,
        whole=whole,
        targets=_targets(asked, kpi_id, dimension),
    )
    figures.draw(drawn, f"by-{kpi_id}")


def rows_section(asked: Asked, kpi_id: str) -> None:
    """The rows behind the number, each with its file and line."""
    kpi = kpi_by_id(kpi_id)
    frame = answers.rows_behind(asked, kpi_id)
    title = _("{n} rows behind this number, {period}", n=len(frame), period=period_words(asked.view.period))
    table(
        frame,
        key=f"rows-{kpi_id}",
        title=title,
        alt=_("The rows behind {name}, with file and line", name=_(kpi.name)),
        searchable=True,
    )


def figures_row(asked: Asked, kpi_ids: Sequence[str]) -> None:
    """Several figures of one subject side by side: value, interval, change."""
    for column, kpi_id in zip(st.columns(len(kpi_ids), gap="small"), kpi_ids, strict=True):
        with column, st.container(border=True, key=f"figure-{kpi_id}", gap="xxsmall", height="stretch"):
            st.markdown("\n\n".join(_figure_lines(answers.history(asked, kpi_id)[-1], asked.currency)))
            proof.button(asked, kpi_id, "figure")


def _figure_lines(answer: Answer, currency: str) -> list[str]:
    kpi = kpi_by_id(answer.kpi)
    value = escape_markdown(kpi_value(answer.value, kpi.unit, kpi.decimals, currency))
    is_small = answer.value is None or answer.n < kpi.minimum_n
    lines = [escape_markdown(_(kpi.name)), f"**:gray[{value}]**" if is_small else f"**{value}**"]
    if answer.value is None:
        reason = word(answer.note) if answer.note else _(kpi.no_value)
        return [*lines, f":gray[{escape_markdown(reason)}]"]
    if answer.low is not None and answer.high is not None:
        ends = {
            "low": kpi_value(answer.low, kpi.unit, kpi.decimals, currency),
            "high": kpi_value(answer.high, kpi.unit, kpi.decimals, currency),
        }
        rests_on = _("{low} to {high} · n = {n}", n=number(answer.n), **ends)
    else:
        rests_on = _("n = {n}", n=number(answer.n))
    lines.append(f":gray[{escape_markdown(rests_on)}]")
    found = verdict(kpi, answer.change, answer.is_change_real, currency)
    if found:
        unsure = " · " + _("cannot tell") if is_uncertain(answer.change, answer.is_change_real) else ""
        than = _("vs {period}", period=period_words(answer.period.previous)) + unsure
        lines.append(f":{found.colour}[**{found.sign} {escape_markdown(found.words)}**] :gray[{escape_markdown(than)}]")
    return lines


def _targets(asked: Asked, kpi_id: str, dimension: Dimension) -> dict[str, float] | None:
    """The targets by group, where the KPI has any: those of revenue."""
    if kpi_id != "revenue" or dimension not in kpi_by_id("target_attainment").dimensions:
        return None
    found = answers.answers(asked, "target_attainment", dimension)
    return {answer.group: answer.denominator for answer in found if answer.group and answer.denominator}
