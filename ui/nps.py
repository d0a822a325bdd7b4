"""The Net Promoter Score's own figures: who was heard, the rolling year, groups with partial pooling, other counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics.kpi import Answer, Unit
from analytics.nps import Group, Groups
from analytics.pooling import FEWEST_GROUPS
from analytics.registry import kpi_by_id
from charts.axes import Measure
from charts.bars import group_name
from charts.pooled import pooled
from charts.rolling import rolling_trend
from charts.theme import Caption
from domain.message import N_, Message
from domain.scope import NO_GROUP, Dimension
from i18n.format import NOTHING, day, kpi_value, number, percent
from i18n.format import period as period_words
from i18n.translate import _, word
from ui import answers, feedback, figures, findings, sections
from ui.asking import Asked
from ui.scope_bar import FILTER_NAMES
from ui.state import url_choice
from ui.tables import table
from ui.text import escape_markdown

NPS = kpi_by_id("nps")
MOVED = 0.5
"""Points by which a group must be drawn before a sentence speaks of it."""


def figures_row(asked: Asked) -> None:
    """The score with its change, the rolling year, the response rate and how many customers were heard."""
    found = answers.beside_score(asked)
    columns = st.columns(4, gap="small")
    with columns[0]:
        sections.figures_row(asked, ("nps",))
    coverage = found.reach.coverage
    if answers.history(asked, "nps")[-1].value is None:  # where nobody was asked, nobody failed to be heard
        coverage = replace(coverage, value=None, note=Message(NPS.no_value))
    last = next((answer for answer in found.rolling if answer.period == asked.view.period), None)
    boxes = [
        ("rolling", _("Net Promoter Score, 12 months"), *_score_lines(last)),
        (
            "response-rate",
            _("Response rate"),
            *_rate_lines(found.reach.response_rate, N_("{part} of {whole} surveys sent")),
        ),
        (
            "coverage",
            _("Customers heard"),
            *_rate_lines(coverage, N_("{part} of {whole} active customers")),
        ),
    ]
    for column, (key, name, value, under) in zip(columns[1:], boxes, strict=True):
        with column, st.container(border=True, key=f"figure-nps-{key}", gap="xxsmall", height="stretch"):
            st.markdown("\n\n".join([escape_markdown(name), value, f":gray[{escape_markdown(under)}]"]))


def trend_section(asked: Asked) -> None:
    """The score over eight periods with its interval, and the twelve months to each."""
    history, found = answers.history(asked, "nps"), answers.beside_score(asked).rolling
    if all(answer.value is None for answer in history):
        sections.nothing_over_time(asked, NPS, history)
        return
    caption = findings.trend_caption(NPS, [replace(answer, last_year=None) for answer in history], asked)
    if any(answer.value is not None for answer in found):
        caption = Caption(
            caption.title, caption.subtitle, " · ".join([_("grey: the twelve months to each period"), caption.footnote])
        )
    drawn = rolling_trend(NPS, history, found, caption=caption, colours=figures.colours())
    figures.draw(drawn, "trend-nps")


def breakdown_section(asked: Asked) -> Groups:
    """The score by a dimension that the reader chooses, small groups drawn towards the mean of all; the groups."""
    dimension = url_choice(
        "by",
        NPS.dimensions,
        write=lambda option: option.value,
        label=lambda option: _(FILTER_NAMES[option]),
        title=_("Split by"),
    )
    found = answers.score_groups(asked, dimension)
    if not found.groups:
        feedback.empty(
            _("Here the number would be split by {dimension}.", dimension=_(FILTER_NAMES[dimension]).lower()),
            findings.finding(NPS, answers.history(asked, "nps")[-1], asked.currency),
        )
        return found
    drawn = pooled(
        found.groups,
        Measure.of(NPS, asked.currency),
        mean=found.mean,
        caption=_breakdown_caption(found, dimension, asked),
        colours=figures.colours(),
    )
    figures.draw(drawn, "by-nps")
    st.markdown(escape_markdown(_pooling_words(found)))
    return found


def groups_table(found: Groups) -> None:
    """The groups with the score as counted and as pooled; nothing where there are none."""
    if found.groups:
        title = _("As counted and as pooled")
        table(_group_rows(found.groups), key="nps-groups", title=title, alt=title, most_shown=12)


def variants_table(asked: Asked) -> None:
    """The same answers counted in other ways, in one small table."""
    found = answers.beside_score(asked).variants
    if found[0].answer.value is None:
        return
    known = [variant.answer.value for variant in found if variant.answer.value is not None]
    ends = {"low": _points(min(known)), "high": _points(max(known))}
    rows = [
        {
            "counted_as": _(variant.name),
            "score_counted": variant.answer.value,
            "score_low": variant.answer.low,
            "score_high": variant.answer.high,
            "n": variant.answer.n,
            "left_out": _left_out(variant.answer),
        }
        for variant in found
    ]
    title = _("The same answers counted in other ways: from {low} to {high}", **ends)
    table(pd.DataFrame(rows), key="nps-variants", title=title, alt=title)
    notes = [f"{_(variant.name)}: {_(variant.definition)}." for variant in found]
    notes.append(
        _(
            "The number counts answers in the first line and customers in the others. Intervals: 95%, adjusted Wald; "
            "where customers have one vote or are weighted, over customers, at the effective number of them."
        )
    )
    st.markdown(f":small[:gray[{escape_markdown(' '.join(notes))}]]")


def _score_lines(answer: Answer | None) -> tuple[str, str]:
    if answer is None or answer.value is None:
        why = word(answer.note) if answer is not None and answer.note else _("A year is its own twelve months.")
        return f"**:gray[{NOTHING}]**", why
    under = _(
        "{low} to {high} · n = {n}", low=_points(answer.low), high=_points(answer.high), n=number(answer.n)
    )  # fmt: skip
    return f"**{escape_markdown(_points(answer.value))}**", under


def _rate_lines(answer: Answer, parts: str) -> tuple[str, str]:
    if answer.value is None:
        return f"**:gray[{NOTHING}]**", word(answer.note) if answer.note else ""
    under = _(parts, part=number(answer.numerator), whole=number(answer.denominator))
    return f"**{escape_markdown(percent(answer.value))}**", under


def _breakdown_caption(found: Groups, dimension: Dimension, asked: Asked) -> Caption:
    by = _(FILTER_NAMES[dimension]).lower()
    subtitle = _(
        "{name} by {dimension}, {scope}, {period}",
        name=_(NPS.name), dimension=by, scope=findings.scope_words(asked), period=period_words(asked.view.period),
    )  # fmt: skip
    known = [group for group in found.groups if group.answer.group != NO_GROUP]
    notes = [_("data as of {day}", day=day(asked.as_of))]
    if found.mean is None:
        return Caption(_few_words(known, by), subtitle, " · ".join([_("ring: as counted, line: 95% interval"), *notes]))
    notes = [_("dot: pooled, line: its 95% interval, tick: as counted"), *notes]
    first, last = known[0], known[-1]
    if not found.between:
        title = _("By {dimension} the scores differ no more than chance would make them", dimension=by)
    else:
        title = _(
            "{first} leads with {value}; {last} is last with {other}",
            first=group_name(first.answer.group), value=_points(first.pooled),
            last=group_name(last.answer.group), other=_points(last.pooled),
        )  # fmt: skip
    return Caption(title, subtitle, " · ".join(notes))


def _few_words(known: Sequence[Group], by: str) -> str:
    if not known:
        return _("No answer of this period is known by {dimension}", dimension=by)
    values = [f"{group_name(group.answer.group)}: {_points(group.answer.value)}" for group in known]
    return " · ".join(values)


def _pooling_words(found: Groups) -> str:
    """What partial pooling did, by how much, and to whom most."""
    if found.mean is None:
        return _("Fewer than {n} groups: each is shown as counted.", n=FEWEST_GROUPS)
    if not found.between:
        return _(
            "The scores as counted differ no more than chance makes them, so the best estimate of every group is "
            "their common mean, {mean}.",
            mean=_points(found.mean),
        )
    moved = [
        (abs((group.pooled or 0.0) - (group.answer.value or 0.0)), group)
        for group in found.groups
        if group.pooled is not None
    ]
    size, most = max(moved, key=lambda pair: pair[0])
    if size < MOVED:
        return _("Every group is large enough to stand for itself: none is drawn by more than {n} points.", n=MOVED)
    sentence = _(
        "Small groups are drawn towards the mean of the groups ({mean}), since few answers swing far by chance: "
        "most of all {group} with n = {n}, from {raw} to {pooled}.",
        mean=_points(found.mean), group=group_name(most.answer.group), n=number(most.answer.n),
        raw=_points(most.answer.value), pooled=_points(most.pooled),
    )  # fmt: skip
    still = [group for change, group in moved if change < MOVED]
    if not still:
        return sentence
    smallest = min(group.answer.n for group in still)
    return sentence + " " + _("Large groups stay where they are (from n = {n} on).", n=number(smallest))


def _group_rows(groups: Sequence[Group]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "group": group_name(group.answer.group),
                "n": group.answer.n,
                "score_counted": group.answer.value,
                "score_pooled": group.pooled,
                "score_low": group.low,
                "score_high": group.high,
                "own_weight": group.own,
            }
            for group in groups
        ]
    )


def _left_out(answer: Answer) -> str:
    parts = [f"{_(reason)}: {number(count)}" for reason, count in answer.excluded.items() if count]
    return " · ".join(parts) or NOTHING


def _points(value: float | None) -> str:
    return kpi_value(value, Unit.POINTS, NPS.decimals, "")
