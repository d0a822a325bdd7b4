"""One customer: renewals, streak, its managers' load, revenue by month, and what to look at first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from analytics.kpi import Answer
from domain.message import N_, Message
from domain.period import add_months
from i18n.format import HOURS_A_WORKING_DAY

if TYPE_CHECKING:
    import pandas as pd

RENEWAL_SOON = timedelta(days=90)
LAPSED_RECENTLY = timedelta(days=365)
STEEP_FALL = 0.8
DETRACTOR = 6


@dataclass(frozen=True)
class Renewal:
    """A contract that ends: ``amount`` a year in the reporting currency, None where it is not known."""

    contract_id: str
    product: str | None
    end_on: date
    amount: float | None
    is_auto: bool | None = None
    n_same_day: int = 1


@dataclass(frozen=True)
class Renewals:
    """What ends next, what ended within a year and was not followed, and how many contracts have no end."""

    next: Renewal | None
    lapsed: tuple[Renewal, ...]
    n_open_ended: int
    n_contracts: int


@dataclass(frozen=True)
class Streak:
    """Periods in a row, up to now, in which the customer was active. ``is_at_least``: the history shown ends before."""

    n: int
    is_at_least: bool = False
    since: Answer | None = None


@dataclass(frozen=True)
class Load:
    """Customers per account manager over several managers together; ``n`` counts the managers."""

    value: float | None
    n: int


def renewals(contracts: pd.DataFrame, as_of: date) -> Renewals:
    """What the contracts say on ``as_of``. One followed by another of the same product that ends later is renewed."""
    ends: list[Renewal] = []
    n_open_ended = 0
    rows = contracts.to_dict("records")
    last_end = _last_ends(rows)
    for row in rows:
        end = _day(row["end_on"])
        if end is None:
            n_open_ended += 1
            continue
        if last_end.get(_text(row["product"]) or "", end) > end:
            continue
        renew = row["auto_renew"]
        is_auto = None if renew is None or renew != renew else bool(renew)
        ends.append(
            Renewal(str(row["contract_id"]), _text(row["product"]), end, _number(row["annual_amount"]), is_auto)
        )
    next_on = min((one.end_on for one in ends if one.end_on >= as_of), default=None)
    following = None if next_on is None else _together([one for one in ends if one.end_on == next_on])
    lapsed = tuple(one for one in ends if as_of - LAPSED_RECENTLY <= one.end_on < as_of)
    return Renewals(following, lapsed, n_open_ended, len(rows))


def streak(history: Sequence[Answer]) -> Streak:
    """Of a customer's own “active customers” by period, the run that ends now.

    A period that is under way and has nothing yet does not break it.
    """
    answers = list(history)
    if answers and not answers[-1].value and _is_under_way(answers[-1]):
        answers.pop()
    run: list[Answer] = []
    for answer in reversed(answers):
        if not answer.value:
            break
        run.append(answer)
    return Streak(len(run), bool(run) and len(run) == len(answers), run[-1] if run else None)


def load_of(groups: Sequence[Answer], managers: Collection[str]) -> Load:
    """The load of these managers together: their customer-days by their manager-days, as the KPI itself adds them."""
    chosen = [answer for answer in groups if answer.group in managers and answer.denominator]
    days = sum(answer.denominator or 0.0 for answer in chosen)
    return Load(sum(answer.numerator or 0.0 for answer in chosen) / days if days else None, len(chosen))


def revenue_by_month(events: pd.DataFrame, basis: str) -> list[tuple[date, float]]:
    """Revenue of each month from the first to the last with any; a month without is 0. Void documents do not count.

    ``basis`` is the snapshot's own fact: ``invoice`` or ``deal`` (won deals by the day they were closed).
    """
    state, event = ("Won", "deal") if basis == "deal" else ("valid", "invoice")
    rows = events[(events["event"] == event) & (events["state"] == state) & events["amount"].notna()]
    rows = rows[rows["happened_on"].notna()]
    if rows.empty:
        return []
    months = rows["happened_on"].dt.to_period("M").dt.start_time.dt.date
    sums = rows["amount"].groupby(months).sum()
    by_month = dict(zip(sums.index.tolist(), sums.astype(float).tolist(), strict=True))
    month, last = min(by_month), max(by_month)
    found = []
    while month <= last:
        found.append((month, by_month.get(month, 0.0)))
        month = add_months(month, 1)
    return found


def latest_answer(events: pd.DataFrame) -> tuple[int, date] | None:
    """The newest score and its day; None where nobody ever gave one."""
    scored = events[(events["event"] == "answer") & events["score"].notna() & events["happened_on"].notna()]
    if scored.empty:
        return None
    newest = scored.sort_values("happened_on", kind="stable", ascending=False).iloc[0]
    return int(newest["score"]), newest["happened_on"].date()


def first_look(
    *,
    overdue_hours: Sequence[float],
    found: Renewals,
    latest: tuple[int, date] | None,
    revenue: Answer,
    manager: str | None,
    as_of: date,
) -> Message:
    """The one thing to look at first, by urgency: a late answer, a contract, an unhappy voice, a fall, no owner.

    ``overdue_hours`` are the business hours by which waiting tickets are past the promised time; ``revenue`` is that
    of twelve months, compared with the twelve before.
    """
    late = [hours for hours in overdue_hours if hours > 0]
    if late and max(late) >= 3 * HOURS_A_WORKING_DAY:
        return Message(
            N_("Answer the tickets that wait past the promised time: {n}, the latest by {days} working days."),
            {"n": len(late), "days": round(max(late) / HOURS_A_WORKING_DAY)},
        )
    if late:
        return Message(
            N_("Answer the tickets that wait past the promised time: {n}, the latest by {hours} working hours."),
            {"n": len(late), "hours": round(max(late), 1)},
        )
    if found.next is not None and found.next.end_on <= as_of + RENEWAL_SOON:
        values = {"day": found.next.end_on, "n": (found.next.end_on - as_of).days}
        return Message(N_("Talk about the renewal: a contract ends on {day}, in {n} days."), values)
    if latest is not None and latest[0] <= DETRACTOR and as_of - latest[1] <= LAPSED_RECENTLY:
        return Message(N_("Call back: the latest score is {score}, of {day}."), {"score": latest[0], "day": latest[1]})
    if found.lapsed:
        newest = max(found.lapsed, key=lambda one: one.end_on)
        return Message(
            N_("Ask about the contract that ended on {day} and was not followed by another."), {"day": newest.end_on}
        )
    if revenue.previous and revenue.previous > 0 and revenue.value is None:
        return Message(
            N_("Ask whether this customer is lost: no revenue in twelve months, after some in the twelve before.")
        )
    if revenue.previous and revenue.previous > 0 and (revenue.value or 0.0) < STEEP_FALL * revenue.previous:
        percent = round(100 * (1 - (revenue.value or 0.0) / revenue.previous))
        return Message(
            N_("Find out why revenue is {percent}% below that of the twelve months before."), {"percent": percent}
        )
    if manager is None:
        return Message(N_("Give this customer an account manager: nobody looks after it."))
    return Message(N_("Nothing presses: no late ticket, no contract about to end, no unhappy answer, no fall."))


def _is_under_way(answer: Answer) -> bool:
    return answer.as_of is not None and answer.period.start <= answer.as_of < answer.period.end - timedelta(days=1)


def _last_ends(rows: Sequence[dict[object, object]] | Sequence[dict[str, object]]) -> dict[str, date]:
    """By product, the day on which its last contract ends."""
    last: dict[str, date] = {}
    for row in rows:
        values = {str(name): value for name, value in row.items()}
        product, end = _text(values["product"]), _day(values["end_on"])
        if product is not None:
            last[product] = max(last.get(product, date.min), end or date.max)
    return last


def _together(ending: Sequence[Renewal]) -> Renewal:
    """Several contracts that end on one day as one renewal; the amount is None where any is not known."""
    amounts = [one.amount for one in ending]
    total = None if any(amount is None for amount in amounts) else sum(amount or 0.0 for amount in amounts)
    products = dict.fromkeys(one.product for one in ending if one.product)
    first = ending[0]
    return Renewal(first.contract_id, ", ".join(products) or None, first.end_on, total, first.is_auto, len(ending))


def _day(value: object) -> date | None:
    if value is None or value != value:
        return None
    day: date = value.date()  # type: ignore[attr-defined]
    return day


def _text(value: object) -> str | None:
    return None if value is None or value != value else str(value)


def _number(value: object) -> float | None:
    return None if value is None or value != value else float(str(value))
