"""The page of response times: what the tickets cannot tell, hours of the week, groups, and who waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum

import pandas as pd
import streamlit as st

from analytics.busy_hours import Cell, DayPart, Slowest, busiest, cells, slowest
from analytics.kpi import Answer
from analytics.registry import kpi_by_id
from charts.bars import group_name
from charts.heatmap import Hour, heatmap
from charts.theme import Caption
from domain.message import N_, Message
from domain.scope import Dimension, Scope
from i18n.format import day, duration, number, percent, weekday
from i18n.format import period as period_words
from i18n.translate import _
from ui import answers, details, feedback, figures, findings
from ui.asking import Asked
from ui.scope_bar import FILTER_NAMES
from ui.state import url_choice
from ui.tables import table
from ui.text import escape_markdown

CLOSED = frozenset({"closed", "solved", "resolved", "done", "completed", "đã đóng", "đã giải quyết", "hoàn thành"})
"""What systems write where a ticket is over."""
ENOUGH_TO_MISS_WAITING = 50
"""So many tickets without a single waiting one are hardly all there are."""


class Measure(StrEnum):
    """What the cells of the week show."""

    TICKETS = "tickets"
    MEDIAN = "median"
    MEAN = "mean"


MEASURE_NAMES = {Measure.TICKETS: N_("Tickets"), Measure.MEDIAN: N_("Median wait"), Measure.MEAN: N_("Mean wait")}
PART_NAMES = {
    DayPart.NIGHT: N_("{weekday} night"),
    DayPart.MORNING: N_("{weekday} morning"),
    DayPart.AFTERNOON: N_("{weekday} afternoon"),
    DayPart.EVENING: N_("{weekday} evening"),
}


def tickets_are_loaded(asked: Asked) -> bool:
    """Whether there is a ticket at all; if not, say so. What the tickets cannot tell is said too."""
    everything = replace(asked, scope=Scope(asked.scope.viewer))
    (found,) = answers.plain_listing(everything, "tickets_loaded").to_dict("records")
    if not found["n"]:
        feedback.empty(
            _("Here response times would be shown."),
            _("No tickets are loaded."),
            page="pages/imports.py",
            button=_("Import tickets"),
        )
        return False
    feedback.notices(missing(int(found["n"]), int(found["n_unanswered"]), int(found["n_timed"])))
    return True


def missing(n: int, n_unanswered: int, n_timed: int) -> list[Message]:
    """What ``n`` tickets cannot tell, as far as it can be seen from them."""
    said = []
    if not n_timed:
        said.append(
            Message(
                N_(
                    "The tickets come with durations only, without times of day: hours of the week and time waited so "
                    "far cannot be shown."
                )
            )
        )
    if not n_unanswered and n >= ENOUGH_TO_MISS_WAITING:
        said.append(
            Message(
                N_(
                    "Of {n} tickets not one is unanswered: the export seems to hold answered tickets only, so waiting "
                    "ones cannot be seen here and times look shorter than they are."
                ),
                {"n": n},
            )
        )
    return said


def week(asked: Asked, is_calendar: bool) -> None:
    """Hours of the week: how many tickets come, or how long they wait; the choice is in the address."""
    measure = url_choice(
        "week", tuple(Measure), write=str, label=lambda one: _(MEASURE_NAMES[one]), title=_("What the cells show")
    )
    frame = answers.listing(asked, "response_time_by_hour_calendar" if is_calendar else "response_time_by_hour")
    found = cells(frame)
    if not found:
        feedback.empty(
            _("Here the hours of the week would be shown."),
            _("No ticket of this period has a time of day."),
        )
        return
    minimum = kpi_by_id("response_time_median").minimum_n
    shown = _hours_of(found, measure, minimum)
    full = _tickets_words if measure is Measure.TICKETS else duration
    write: Callable[[float], str] = number if measure is Measure.TICKETS else _short_hours
    drawn = heatmap(
        shown, caption=_week_caption(asked, found, frame, measure, is_calendar), colours=figures.colours(), write=write,
        full=full,
    )  # fmt: skip
    figures.draw(drawn, "week")


def _hours_of(found: list[Cell], measure: Measure, minimum_n: int) -> list[Hour]:
    if measure is Measure.TICKETS:
        return [Hour(cell.weekday, cell.hour, cell.n_tickets, cell.n_tickets) for cell in found]
    values = [(cell, cell.median if measure is Measure.MEDIAN else cell.mean) for cell in found]
    return [
        Hour(cell.weekday, cell.hour, value, cell.n_known, cell.n_known < minimum_n)
        for cell, value in values
        if value is not None
    ]


def _short_hours(hours: float) -> str:
    return number(hours, 0 if hours >= 10 else 1)


def _tickets_words(n: float) -> str:
    return _("{n} tickets", n=number(n))


def _week_caption(asked: Asked, found: list[Cell], frame: pd.DataFrame, measure: Measure, is_calendar: bool) -> Caption:
    n, minimum = sum(cell.n_tickets for cell in found), kpi_by_id("response_time_median").minimum_n
    top = busiest(found)
    if n < minimum or top is None:
        title = _("Only {n} tickets: too few to tell when most come", n=n)
    else:
        title = _(
            "Most tickets come on {weekday} {start}–{end} h: {share} of the week's",
            weekday=weekday(top.weekday), start=str(top.start), end=str(top.end), share=percent(top.share),
        )  # fmt: skip
        late = slowest(frame, minimum)
        title += "; " + (_slowest_words(late) if late else _("no part of the week waits clearly longer than the rest"))
    unit = {
        Measure.TICKETS: _("Tickets created"),
        Measure.MEDIAN: _("Median wait by the clock, hours") if is_calendar else _("Median wait, working hours"),
        Measure.MEAN: _("Mean wait by the clock, hours") if is_calendar else _("Mean wait, working hours"),
    }[measure]
    subtitle = _("{what} by weekday and hour of creation, {scope}, {period}", what=unit,
                 scope=findings.scope_words(asked), period=period_words(asked.view.period))  # fmt: skip
    notes = [_("blank: no ticket"), _("n = {n}", n=number(n)), _("data as of {day}", day=day(asked.as_of))]
    if measure is not Measure.TICKETS:
        notes = [_("blank: nothing known"), _("grey: fewer than {n}", n=minimum), *notes[1:]]
    return Caption(title, subtitle, " · ".join(notes))


def _slowest_words(late: Slowest) -> str:
    part = _(PART_NAMES[late.part], weekday=weekday(late.weekday))
    if late.median is None:
        return _("those of {part} wait longest: fewer than half are answered", part=part)
    return _("those of {part} wait longest, half of them over {time}", part=part, time=duration(late.median))


def groups(asked: Asked, dimension: Dimension, is_calendar: bool) -> None:
    """Every group of the dimension with its figures and how often the promise was kept."""
    mean, median, _p90 = details.response_ids(is_calendar)
    ids = {"mean_hours": mean, "median_hours": median, "in_time": "response_sla"}
    found = {
        column: {answer.group: answer for answer in answers.answers(asked, kpi_id, dimension)}
        for column, kpi_id in ids.items()
    }
    means = list(found["mean_hours"].values())
    if not any(answer.value is not None for answer in means):
        feedback.empty(
            _("Here the number would be split by {dimension}.", dimension=_name(dimension).lower()),
            _("The data of this period does not say which one a row belongs to."),
        )
        return
    rows = []
    for answer in sorted(means, key=lambda one: -(one.value or 0.0)):
        counted = found["median_hours"].get(answer.group)
        row = {dimension.value: group_name(answer.group), "n_answered": answer.n, "n_waiting": _waiting(counted)}
        rows.append(row | {column: _value(by_group.get(answer.group)) for column, by_group in found.items()})
    frame = pd.DataFrame(rows)
    minimum = kpi_by_id(mean).minimum_n
    caption = findings.breakdown_caption(kpi_by_id(mean), means, dimension, asked)
    table(
        frame,
        key=f"response-{dimension.value}",
        title=caption.title,
        alt=_("Response times by {dimension}", dimension=_name(dimension).lower()),
        grey=[n < minimum for n in frame["n_answered"]],
    )
    st.markdown(f":small[:gray[{escape_markdown(' · '.join([caption.subtitle, caption.footnote]))}]]")


def _name(dimension: Dimension) -> str:
    return _(FILTER_NAMES[dimension])


def _waiting(answer: Answer | None) -> int:
    return int((answer.denominator or 0.0) - (answer.numerator or 0.0)) if answer else 0


def _value(answer: Answer | None) -> float | None:
    return answer.value if answer else None


def said_to_be_closed(statuses: pd.Series[str]) -> list[Message]:
    """What to think of waiting tickets whose status says that they are closed; empty where there is none."""
    n = int(statuses.dropna().str.lower().isin(CLOSED).sum())
    if not n:
        return []
    text = N_("Closed by their status, but neither answered nor solved by any time in the file: {n} of the tickets "
              "that count as waiting. Export the times of first reply and of solving too.")  # fmt: skip
    return [Message(text, {"n": n})]


def waiting_list(asked: Asked) -> None:
    """Who is waiting now, the one furthest past due first."""
    frame = answers.listing(asked, "waiting_tickets")
    kept = ["customer", "customer_id", "ticket_id", "priority", "waited_hours", "overdue_hours", "due_at",
            "target_hours", "manager", "team", "channel", "status", "created_at", "file_name", "sheet",
            "line_no"]  # fmt: skip
    feedback.notices(said_to_be_closed(frame["status"]))
    overdue = int((frame["overdue_hours"] > 0).sum())
    title = _("Of all periods {n} tickets are waiting, {overdue} past the promised time", n=len(frame), overdue=overdue)
    table(frame[kept], key="waiting", title=title, alt=_("Waiting tickets, most overdue first"))
