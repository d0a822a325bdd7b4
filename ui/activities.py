"""The activities page: what was planned, what became of it, what is overdue."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from analytics.activities import Progress, progress_by, progress_by_period, progress_of
from charts.bars import group_name
from charts.progress import progress_by_group, progress_over_time
from charts.theme import Caption
from domain.scope import NO_GROUP
from i18n.format import NOTHING, day, number, percent
from i18n.format import period as period_words
from i18n.translate import _, ngettext
from ui import answers, feedback, figures, findings, sections
from ui.asking import Asked
from ui.nav import page_path
from ui.tables import table
from ui.text import escape_markdown

QUERY = "activity_progress"
MINIMUM_N = 10
"""Fewer planned activities than this are no ground for calling somebody first or last."""


def loaded(asked: Asked) -> bool:
    """Whether there are activities at all; where there are none, says what to export."""
    span = answers.plain_listing(asked, "data_span")
    if int(span.loc[span["entity"] == "activity", "n"].sum()):
        return True
    sections.headline(_("No activities are loaded"), findings.scope_words(asked))
    feedback.empty(
        _("Here planned activities would be shown by month and quarter: done, done late, overdue, cancelled."),
        _("Export the tasks, calls, visits and meetings of your CRM, one line each: its id, the customer, the account "
          "manager, the kind, the subject, the day it was planned for, the day it was done, and the status."),
        page=page_path("imports"),
        button=_("Load the activities"),
    )  # fmt: skip
    return False


def headline(asked: Asked) -> None:
    """How much of what had fallen due was done, in one sentence; then what counts as what."""
    found, period = _now(asked), period_words(asked.view.period)
    if not found.n_due:
        sentence = _("Nothing was planned for {period}", period=period)
    elif found.share_done is None:
        sentence = ngettext(
            "{n} activity is planned for {period}, not yet due", "{n} activities are planned for {period}, not yet due",
            found.n_due, period=period,
        )  # fmt: skip
    else:
        sentence = _(
            "{share} of the activities that fell due in {period} are done; {overdue} are overdue",
            share=percent(found.share_done), period=period, overdue=found.overdue,
        )  # fmt: skip
    definition = _(
        "Planned: for a day of the period. Done: on a day up to {day}. Overdue: planned before that day, neither done "
        "nor cancelled. Share done = done / (done + overdue); cancelled ones and those not yet due stand apart.",
        day=day(asked.as_of),
    )
    sections.headline(sentence, " · ".join([period, findings.scope_words(asked), definition]))
    _apart(found)


def _apart(found: Progress) -> None:
    """What is in no bar: done without a plan, said to be done without a day, without any day."""
    words = []
    if found.unplanned:
        words.append(ngettext("{n} activity was done without a plan: counted apart.",
                              "{n} activities were done without a plan: counted apart.", found.unplanned))  # fmt: skip
    if found.done_undated:
        words.append(ngettext("{n} activity is said to be done without a day: neither in time nor late.",
                              "{n} activities are said to be done without a day: neither in time nor late.",
                              found.done_undated))  # fmt: skip
    if found.undated:
        words.append(ngettext("{n} activity has no day at all, so it is in no period.",
                              "{n} activities have no day at all, so they are in no period.",
                              found.undated))  # fmt: skip
    for sentence in words:
        st.markdown(f":gray[:small[:material/info: {escape_markdown(sentence)}]]")


def figures_row(asked: Asked) -> None:
    """Share done with its interval, planned, done, late, overdue, cancelled."""
    found = _now(asked)
    reach = found.interval
    between = (
        _("{low} to {high} · n = {n}", low=percent(reach.low), high=percent(reach.high), n=number(found.n_judged))
        if reach
        else _("Nothing has fallen due.")
    )
    cards = [
        ("share", _("Share done"), percent(found.share_done), between),
        ("due", _("Planned"), number(found.n_due), _("not yet due: {n}", n=found.planned)),
        ("done", _("Done"), number(found.n_done), _("in time: {n}", n=found.done)),
        ("late", _("Done late"), number(found.done_late), _of(found.done_late, found.n_done)),
        ("overdue", _("Overdue"), number(found.overdue), _of(found.overdue, found.n_judged)),
        ("cancelled", _("Cancelled"), number(found.cancelled), _of(found.cancelled, found.n_due)),
    ]
    for column, (key, name, value, under) in zip(st.columns(len(cards), gap="small"), cards, strict=True):
        with column, st.container(border=True, key=f"figure-activity-{key}", gap="xxsmall", height="stretch"):
            lines = [escape_markdown(name), f"**{escape_markdown(value)}**", f":gray[{escape_markdown(under)}]"]
            st.markdown("\n\n".join(lines))


def over_time(asked: Asked) -> None:
    """What was planned over eight periods and what became of it."""
    points = progress_by_period(_history(asked), asked.trend_periods)
    known = [(period, found.share_done) for period, found in points if found.share_done is not None]
    title = _("What was planned, and what became of it")
    if known:
        best = max(known, key=lambda one: one[1] or 0.0)
        last = known[-1]
        title = _(
            "{share} done in {period}; the best of {n} periods was {best} in {then}",
            share=percent(last[1]), period=period_words(last[0]), n=len(known), best=percent(best[1]),
            then=period_words(best[0]),
        )  # fmt: skip
    subtitle = _(
        "Planned activities by day planned, {scope}, {first} to {last}", scope=findings.scope_words(asked),
        first=period_words(points[0][0]), last=period_words(points[-1][0]),
    )  # fmt: skip
    caption = Caption(title, subtitle, _footnote(asked))
    figures.draw(progress_over_time(points, caption=caption, colours=figures.colours()), "activity-time")


def by_kind(asked: Asked) -> None:
    """The period's activities by kind."""
    _by(asked, "kind", _("kind"), _missing_kind)


def by_manager(asked: Asked) -> None:
    """The period's activities by account manager."""
    _by(asked, "manager", _("account manager"), _missing_manager)


def _by(asked: Asked, column: str, named: str, missing: Callable[[], str]) -> None:
    rows = progress_by(_of_period(asked), column)
    if not rows or all(name == NO_GROUP for name, _found in rows):
        feedback.empty(_("Here the activities would be split by {dimension}.", dimension=named), missing())
        return
    subtitle = _("Planned activities by {dimension}, {scope}, {period}", dimension=named,
                 scope=findings.scope_words(asked), period=period_words(asked.view.period))  # fmt: skip
    caption = Caption(_ranking(rows), subtitle, _footnote(asked))
    figures.draw(progress_by_group(rows, caption=caption, colours=figures.colours()), f"activity-{column}")


def _missing_kind() -> str:
    return _("No activity of this period names a kind.")


def _missing_manager() -> str:
    return _("No activity of this period names an account manager.")


def _ranking(rows: Sequence[tuple[str, Progress]]) -> str:
    """Who has done least and most; nobody is named on fewer than ten activities or where chance may explain it."""
    known = [(name, found) for name, found in rows if name != NO_GROUP and found.n_judged >= MINIMUM_N]
    if len(known) < 2:
        total = sum(found.overdue for _name, found in rows)
        return ngettext("{n} activity is overdue", "{n} activities are overdue", total)
    worst = min(known, key=lambda one: (one[1].share_done or 0.0, one[0]))
    best = max(known, key=lambda one: (one[1].share_done or 0.0, one[0]))
    low, high = worst[1].interval, best[1].interval
    if low is None or high is None or low.high >= high.low:
        return _(
            "Between {low} and {high} of what fell due is done, differences that chance may explain",
            low=percent(worst[1].share_done), high=percent(best[1].share_done),
        )  # fmt: skip
    return _(
        "{worst} has done least of what fell due, {low}; {best} most, {high}",
        worst=group_name(worst[0]), low=percent(worst[1].share_done), best=group_name(best[0]),
        high=percent(best[1].share_done),
    )  # fmt: skip


def overdue_list(asked: Asked) -> None:
    """Overdue activities, the period's first, the longest overdue on top; one calm sentence where there are none."""
    frame = answers.listing(asked, "overdue_activities")
    if frame.empty:
        st.markdown(f"### {escape_markdown(_('No activity is overdue'))}")
        return
    earlier = int(frame["is_earlier"].sum())
    title = ngettext("{n} activity is overdue", "{n} activities are overdue", len(frame))
    if earlier:
        title = _("{n} activities of {period} are overdue, {earlier} from before", n=len(frame) - earlier,
                  period=period_words(asked.view.period), earlier=earlier)  # fmt: skip
    table(
        frame.drop(columns=["activity_id", "is_earlier"]),
        key="overdue-activities",
        title=title,
        alt=_("Overdue activities, the longest overdue first"),
        searchable=True,
    )


def rows(asked: Asked) -> None:
    """Every activity of the period with its file and line."""
    frame = answers.listing(asked, "rows_activities")
    title = _("{n} activities, {period}", n=len(frame), period=period_words(asked.view.period))
    table(frame, key="rows-activities", title=title, alt=_("Activities with file and line"), searchable=True)


def _history(asked: Asked) -> pd.DataFrame:
    return answers.history_listing(asked, QUERY)


def _of_period(asked: Asked) -> pd.DataFrame:
    return answers.listing(asked, QUERY)


def _now(asked: Asked) -> Progress:
    return progress_of(_of_period(asked))


def _of(part: int, whole: int) -> str:
    return _("{share} of {n}", share=percent(part / whole), n=whole) if whole else NOTHING


def _footnote(asked: Asked) -> str:
    return " · ".join(
        [
            _("at the end of a bar: share done"),
            _("data as of {day}", day=day(asked.as_of)),
            _("import {version}", version=asked.version),
        ]
    )
