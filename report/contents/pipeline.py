"""What is open and due next, and what moved among open deals since the last review."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from analytics.kpis_of_pipeline import required_coverage
from analytics.pipeline_moves import KINDS, Moves, moves
from domain.period import PeriodKind, period_containing
from i18n.format import day, money, money_unit, number
from i18n.format import period as period_words
from i18n.translate import N_, _, ngettext
from report.contents.charts import month_mark, scaled, steps
from report.contents.facts import Facts
from report.contents.words import cell, footnote, joined, notes_on, short, where
from report.review import Chart, ChartKind, Column, Format, Role, Series, Slide, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_DEALS = 8
MOST_MONTHS = 8
MINIMUM_CLOSED = 30
MOVE_WORDS = {
    "new": N_("New deals"), "won": N_("Deals won"), "lost": N_("Deals lost"), "slipped": N_("Slipped to later"),
    "slipped_in": N_("Slipped in from earlier"), "pulled_in": N_("Pulled in from later"),
    "pulled_out": N_("Moved to earlier"), "undated": N_("Closing date removed"), "reopened": N_("Open again"),
    "revalued_up": N_("Worth more"), "revalued_down": N_("Worth less"), "reassigned": N_("Re-assigned"),
    "owner": N_("Re-assigned, amount as before"),
}  # fmt: skip


def pipeline(facts: Facts) -> Slide | str:
    """Open deals due in the quarter ahead against what is missing to its target."""
    if not facts.is_latest:
        return _("The pipeline is left out: what is open now was not open in {period}.", period=facts.period)
    deals = facts.rows("pipeline_open", facts.ahead)
    if deals.empty:
        return _("The pipeline is left out: no open deal is loaded.")
    due = deals[deals["due"] == "in"]
    stale = int((deals["due"] == "past").sum())
    said = [
        _coverage_words(facts),
        ngettext("{n} deal is stale: its closing date is past.", "{n} deals are stale: their closing dates are past.",
                 stale) if stale else "",
    ]  # fmt: skip
    return Slide(
        "pipeline",
        _title(facts, due),
        _("Open deals by month of their closing date, {scope}", scope=where(facts)),
        joined(said),
        chart=_by_month(facts, deals),
        table=_largest(due),
        footnote=footnote(facts, ngettext("{n} deal due", "{n} deals due", len(due)),
                          _("open deals as the newest export states them")),
        notes=notes_on(facts, "weighted_pipeline", "pipeline_coverage", "win_rate"),
    )  # fmt: skip


def _title(facts: Facts, due: pd.DataFrame) -> str:
    period = period_words(facts.ahead)
    amount = short(float(due["amount_reporting"].sum()), facts.currency)
    weighted = facts.answer_ahead("weighted_pipeline")
    if due.empty:
        return _("No open deal is due in {period}", period=period)
    if weighted.value is None:
        return _("{amount} is open and due in {period}, unweighted", amount=amount, period=period)
    return _("{amount} is open and due in {period}, unweighted; {weighted} weighted", amount=amount, period=period,
             weighted=short(weighted.value, facts.currency))  # fmt: skip


def _coverage_words(facts: Facts) -> str:
    """Whether what is due is enough for the target, at the win rate of eight quarters."""
    coverage = facts.answer_ahead("pipeline_coverage")
    period = period_words(facts.ahead)
    if coverage.denominator is None:
        return _("No target is set for {period}, so there is no coverage.", period=period)
    if coverage.denominator <= 0:
        return _("The target of {period} is met: nothing is left to cover.", period=period)
    if coverage.value is None:
        return ""
    history = facts.history_ahead("win_rate")
    won, closed = (sum(getattr(one, name) or 0.0 for one in history) for name in ("numerator", "denominator"))
    needed = required_coverage(won / closed if closed >= MINIMUM_CLOSED else None)
    values = {"times": number(coverage.value, 1), "missing": short(coverage.denominator, facts.currency)}
    if needed is None:
        return _("That covers what is missing to the target, {missing}, {times} times over.", **values)
    values["needed"] = number(needed, 1)
    if coverage.value >= needed:
        return _("That covers what is missing to the target, {missing}, {times} times over; at the win rate of eight "
                 "quarters {needed} times would do.", **values)  # fmt: skip
    return _("That covers what is missing to the target, {missing}, {times} times over; at the win rate of eight "
             "quarters it would take {needed} times.", **values)  # fmt: skip


def _by_month(facts: Facts, deals: pd.DataFrame) -> Chart | None:
    coming = deals[deals["due"].isin(["before", "in", "later"]) & deals["amount_reporting"].notna()]
    if coming.empty:
        return None
    starts = pd.to_datetime(coming["close_on"]).dt.to_period("M")
    months = sorted(starts.unique())[:MOST_MONTHS]
    amounts = [float(coming.loc[starts == month, "amount_reporting"].sum()) for month in months]
    weighed = coming["amount_reporting"] * coming["probability"].fillna(0.0)
    weighted = [float(weighed[starts == month].sum()) for month in months]
    by, unit = money_unit(max(amounts), facts.currency)
    names = [month_mark(period_containing(date(one.year, one.month, 1), PeriodKind.MONTH)) for one in months]
    alt = _("{month}: {amount} open.", month=names[0], amount=short(amounts[0], facts.currency))
    return Chart(
        ChartKind.COLUMNS,
        tuple(names),
        (Series(_("Unweighted"), Role.PREVIOUS, scaled(amounts, by)),
         Series(_("Weighted"), Role.ACTUAL, scaled(weighted, by))),
        unit, Format.DECIMAL, alt,
    )  # fmt: skip


def _largest(due: pd.DataFrame) -> Table | None:
    if due.empty:
        return None
    ordered = due.sort_values("amount_reporting", ascending=False, na_position="last", kind="stable")
    names = ("customer", "amount_reporting", "probability", "close_on")
    rows = tuple(
        tuple(cell(row[name]) for name in names) for row in ordered.head(MOST_DEALS).to_dict("records")
    )  # fmt: skip
    columns = (
        Column(_("Customer")), Column(_("Amount"), Format.MONEY),
        Column(_("Probability"), Format.PERCENT), Column(_("Closing date"), Format.DATE),
    )  # fmt: skip
    return Table(columns, rows, len(due))


def moved(facts: Facts) -> Slide | str:
    """What moved among deals due in the quarter ahead, from the last review to now: two exports compared."""
    if not facts.is_latest:
        return ""  # said with the pipeline
    days = [pd.Timestamp(value).date() for value in facts.read("pipeline_exports", {})["loaded_on"]]
    ends = between(days, facts.question.since_on, facts.period.end)
    if ends is None:
        return _("What moved in the pipeline is left out: deals have been exported on one day only.") if days else ""
    found = moves(facts.read, ends[0], ends[1], facts.ahead)
    if found.n_opening == 0 and found.n_closing == 0 and found.deals.empty:
        return _("What moved in the pipeline is left out: on neither day was a deal due in {period}.",
                 period=facts.ahead)  # fmt: skip
    return _moved_slide(facts, found, *ends)


def between(days: Sequence[date], since_on: date | None, end: date) -> tuple[date, date] | None:
    """The export that the last review knew and the newest one; None where there is no earlier one.

    Without a finished review: the last export before the quarter after the reviewed one began (``end``), else the
    oldest.
    """
    if len(days) < 2:
        return None
    earlier = [one for one in days[:-1] if one < end] if since_on is None else [
        one for one in days[:-1] if one <= since_on
    ]  # fmt: skip
    return (earlier[-1] if earlier else days[0]), days[-1]


def _moved_slide(facts: Facts, found: Moves, first_on: date, last_on: date) -> Slide:
    totals = {kind: found.total(kind) for kind in KINDS}
    named = [(_("Open, {day}", day=day(first_on)), found.opening)]
    named += [(_(MOVE_WORDS[kind]), amount) for kind, amount in totals.items() if amount]
    named.append((_("Open, {day}", day=day(last_on)), found.closing))
    title = _(
        "Since {day}: {new} new, {won} won, {lost} lost, {slipped} slipped", day=day(first_on),
        new=short(totals["new"], facts.currency), won=short(abs(totals["won"]), facts.currency),
        lost=short(abs(totals["lost"]), facts.currency), slipped=short(abs(totals["slipped"]), facts.currency),
    )  # fmt: skip
    if not found.deals["change"].any():
        title = _("Since {day} nothing moved in what is due in {period}", day=day(first_on), period=facts.ahead)
    others = [
        _("{what}: {amount}", what=_(MOVE_WORDS[kind]), amount=money(totals[kind], facts.currency, compact=True))
        for kind in ("pulled_in", "revalued_up", "revalued_down", "reassigned") if totals[kind]
    ]  # fmt: skip
    left = [ngettext("{n} deal without an amount", "{n} deals without an amount", found.n_unvalued)
            if found.n_unvalued else "",
            ngettext("{n} deal no longer in the newest export", "{n} deals no longer in the newest export",
                     found.n_silent) if found.n_silent else ""]  # fmt: skip
    return Slide(
        "moves", title,
        _("Open deals due in {period}, unweighted, as told on {first} and on {last}, {scope}", period=facts.ahead,
          first=day(first_on), last=day(last_on), scope=where(facts)),
        " · ".join(others),
        chart=steps(named, facts.currency, title) if found.opening or found.closing or totals else None,
        table=_moved_table(found),
        footnote=footnote(facts, _("n = {before} and {after} deals", before=number(found.n_opening),
                                   after=number(found.n_closing)), *left),
        notes=(_("Opening + new + pulled in + worth more − worth less − won − lost − slipped ± re-assigned = closing, "
                 "exactly. A change is known from the day of the export that told it."),),
    )  # fmt: skip


def _moved_table(found: Moves) -> Table | None:
    if found.deals.empty:
        return None
    rows = tuple(
        (cell(row["customer"]), _(MOVE_WORDS.get(str(row["move"]), N_("Movement"))), cell(row["change"]),
         cell(row["close_before_on"]), cell(row["close_on"]), cell(row["manager"]))
        for row in found.deals.head(MOST_DEALS).to_dict("records")
    )  # fmt: skip
    columns = (
        Column(_("Customer")), Column(_("Movement")), Column(_("Change"), Format.MONEY),
        Column(_("Closing date before"), Format.DATE), Column(_("Closing date"), Format.DATE),
        Column(_("Account manager")),
    )  # fmt: skip
    return Table(columns, rows, len(found.deals))
