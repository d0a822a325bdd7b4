"""The figures that belong to one KPI only: columns against target, bridge, scores, durations, load against speed."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analytics.kpi import Answer, Unit
from analytics.registry import kpi_by_id
from charts.axes import Measure
from charts.bridge import Step, bridge
from charts.columns import Column, columns
from charts.durations import durations
from charts.scatter import Point, scatter
from charts.scores import scores
from charts.theme import Caption
from i18n.format import day, kpi_value, number, percent
from i18n.format import period as period_words
from i18n.translate import _, ngettext
from ui import answers, feedback, figures, findings
from ui.asking import Asked
from ui.state import url_choice
from ui.tables import table
from ui.text import escape_markdown

SMALL_SAMPLE = 10


def revenue_columns(asked: Asked) -> None:
    """Revenue of eight periods against last year and target."""
    history = answers.history(asked, "revenue")
    targets = answers.history(asked, "target_attainment")
    points = [
        Column(answer.period, answer.value, answer.last_year, target.denominator)
        for answer, target in zip(history, targets, strict=True)
    ]
    last, target = history[-1], targets[-1]
    if all(answer.value is None for answer in history):
        feedback.empty(
            _("Here revenue would be shown over time."), findings.finding(kpi_by_id("revenue"), last, asked.currency)
        )
        return
    title = findings.finding(kpi_by_id("revenue"), last, asked.currency)
    if target.value is not None:
        title = _(
            "Revenue reached {share} of the target for {period}",
            share=percent(target.value), period=period_words(last.period),
        )  # fmt: skip
    caption = Caption(
        title,
        _("Revenue, {scope}, {first} to {last}", scope=findings.scope_words(asked),
          first=period_words(history[0].period), last=period_words(last.period)),
        " · ".join([*_signs(points), findings.footnote(last)]),
    )  # fmt: skip
    measure = Measure.of(kpi_by_id("revenue"), asked.currency)
    figures.draw(columns(points, measure, caption=caption, colours=figures.colours()), "columns-revenue")


def _signs(points: Sequence[Column]) -> list[str]:
    """What the columns mean, as far as there are such."""
    signs = [_("solid: actual")]
    if any(point.last_year is not None for point in points):
        signs.append(_("grey: year before"))
    if any(point.target is not None for point in points):
        signs.append(_("outline: target"))
    return signs


def movement_bridge(asked: Asked) -> None:
    """Active before + new + won back − lost = active now."""
    ids = ("active_customers", "new_customers", "won_back_customers", "lost_customers")
    now, new, back, lost = (answers.history(asked, kpi_id)[-1] for kpi_id in ids)
    if now.value is None or lost.value is None:
        missing = now if now.value is None else lost
        reason = findings.finding(kpi_by_id(missing.kpi), missing, asked.currency)
        feedback.empty(_("Here the customers gained and lost would be shown."), reason)
        return
    gained, left = (new.value or 0) + (back.value or 0), lost.value
    before = now.value - gained + left
    steps = [
        Step(period_words(now.period.previous), before, is_total=True),
        Step(_("New"), new.value or 0, is_good=True),
        Step(_("Won back"), back.value or 0, is_good=True),
        Step(_("Lost"), -left, is_good=False),
        Step(period_words(now.period), now.value, is_total=True),
    ]
    title = _("{gained} customers came, {lost} left: {now} are active", gained=gained, lost=left, now=now.value)
    subtitle = _("Active customers, {scope}, {period}", scope=findings.scope_words(asked),
                 period=period_words(now.period))  # fmt: skip
    drawn = bridge(
        steps,
        Measure(Unit.CUSTOMERS),
        caption=Caption(title, subtitle, findings.footnote(now)),
        colours=figures.colours(),
        is_lying=True,
    )
    figures.draw(drawn, "bridge")


def nps_distribution(asked: Asked) -> None:
    """How the answers are spread over 0 to 10."""
    answer = answers.history(asked, "nps")[-1]
    frame = answers.split_listing(asked, "nps_scores")
    scored = frame[frame["score"].notna()]
    counts = dict(zip(scored["score"].astype(int).tolist(), scored["n"].astype(int).tolist(), strict=True))
    total = sum(counts.values())
    if not total:
        feedback.empty(_("Here the scores from 0 to 10 would be shown."), _("Nobody answered in this period."))
        return
    promoters = sum(count for score, count in counts.items() if score >= 9)
    detractors = sum(count for score, count in counts.items() if score <= 6)
    title = _(
        "{promoters} would recommend us, {detractors} would not",
        promoters=percent(promoters / total), detractors=percent(detractors / total),
    )  # fmt: skip
    subtitle = _("Answers by score, {scope}, {period}", scope=findings.scope_words(asked),
                 period=period_words(asked.view.period))  # fmt: skip
    drawn = scores(
        counts,
        Measure(Unit.CUSTOMERS),
        caption=Caption(title, subtitle, findings.footnote(answer)),
        colours=figures.colours(),
    )
    figures.draw(drawn, "scores")


def calendar_choice() -> bool:
    """Business hours or the clock on the wall; the choice is in the address."""
    return url_choice(
        "hours",
        (False, True),
        write=lambda is_calendar: "calendar" if is_calendar else "business",
        label=lambda is_calendar: _("By the clock") if is_calendar else _("Working hours"),
        title=_("Which hours count"),
    )


def response_ids(is_calendar: bool) -> tuple[str, str, str]:
    """The ids of mean, median and p90 in the hours that count."""
    ending = "_calendar" if is_calendar else ""
    return f"response_time_mean{ending}", f"response_time_median{ending}", f"response_time_p90{ending}"


def duration_distribution(asked: Asked, is_calendar: bool) -> None:
    """How long first answers took, with those still waiting as outlines."""
    ending = "_calendar" if is_calendar else ""
    median = answers.history(asked, "response_time_median" + ending)[-1]
    p90 = answers.history(asked, "response_time_p90" + ending)[-1]
    frame = answers.split_listing(asked, "response_time_distribution" + ending)
    frame = frame[frame["hours"].notna()]
    if frame.empty:
        feedback.empty(
            _("Here the time to the first answer would be shown."),
            findings.finding(kpi_by_id(median.kpi), median, asked.currency),
        )
        return
    waiting = int(frame["n_waiting"].sum())
    title = _("Half were answered within {median}; {waiting} are still waiting",
              median=_hours(median), waiting=waiting) if median.value is not None else _(
        "Waiting for their first answer: {waiting}", waiting=waiting)  # fmt: skip
    caption = Caption(
        title,
        _("Tickets by time to first response, {scope}, {period}", scope=findings.scope_words(asked),
          period=period_words(asked.view.period)),
        " · ".join([_("solid: answered"), _("outline: waiting"), findings.footnote(median)]),
    )  # fmt: skip
    marks = [(_("half within {time}", time=_hours(median)), median.value),
             (_("nine in ten within {time}", time=_hours(p90)), p90.value)]  # fmt: skip
    drawn = durations(
        [float(hours) for hours in frame["hours"]],
        [int(n) for n in frame["n_answered"]],
        [int(n) for n in frame["n_waiting"]],
        caption=caption,
        colours=figures.colours(),
        marks=marks,
        is_calendar=is_calendar,
    )
    figures.draw(drawn, "durations")


def load_and_speed(asked: Asked) -> None:
    """One point a manager: customers across, response time up. Then the same as a table."""
    frame = answers.listing(asked, "load_by_manager")
    points = _load_points(frame)
    if len(points) < 2:
        feedback.empty(
            _("Here each account manager's load would be set against their response time."),
            _("It needs customers with an owner and answered tickets."),
        )
        return
    busiest = max(points, key=lambda point: point.across)
    title = _("{name} looks after the most customers: {n}", name=busiest.name, n=number(busiest.across, 0))
    drawn = scatter(
        points,
        Measure(Unit.CUSTOMERS_PER_MANAGER, 1),
        Measure(Unit.HOURS, 1),
        names=(_("customers looked after"), _("mean response, hours")),
        caption=Caption(
            title,
            _("One point an account manager, {scope}, {period}", scope=findings.scope_words(asked),
              period=period_words(asked.view.period)),
            " · ".join([_("dotted: medians"), _("ring: fewer than {n}", n=SMALL_SAMPLE),
                        _("data as of {day}", day=day(asked.as_of))]),
        ),
        colours=figures.colours(),
    )  # fmt: skip
    figures.draw(drawn, "load-speed")


def _load_points(frame: pd.DataFrame) -> list[Point]:
    known = frame[frame["response_hours"].notna()]
    return [
        Point(
            str(row["manager"]),
            float(row["n_customers"]),
            float(row["response_hours"]),
            int(row["n_answered"]),
            int(row["n_answered"]) < SMALL_SAMPLE,
        )
        for row in known.to_dict("records")
    ]


def portfolio_tables(asked: Asked) -> None:
    """Who looks after how much, and how much hangs on the largest customers."""
    load = answers.listing(asked, "load_by_manager").drop(columns=["manager_id"], errors="ignore")
    table(load, key="load", title=_("Load by account manager"), alt=_("Load by account manager"))
    largest = answers.listing(asked, "largest_customers")
    table(largest, key="largest", title=_("Largest customers"), alt=_("Largest customers by revenue"))


def unassigned_customers(asked: Asked) -> None:
    """Active customers whom nobody looks after, most revenue first; one calm sentence where there are none."""
    frame = answers.listing(asked, "unassigned_customers")
    if frame.empty:
        st.markdown(f"### {escape_markdown(_('Every active customer has an account manager'))}")
        return
    title = ngettext(
        "{n} active customer has no account manager", "{n} active customers have no account manager", len(frame)
    )
    table(frame, key="unassigned", title=title, alt=_("Customers without an account manager"), most_shown=6)


def _hours(answer: Answer) -> str:
    kpi = kpi_by_id(answer.kpi)
    return kpi_value(answer.value, kpi.unit, kpi.decimals, "")
