"""Invoice lines, year by year: seasons, short months around Tết, credit notes, cancelled and re-issued vouchers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from data.samples import words
from data.samples.business import price_level
from data.samples.company import Customers
from data.samples.history import History
from data.samples.kinds import Flags, Floats, Ints
from data.samples.timeline import MONTHS, Timeline, chance, position_in_group

YEAR_MONTHS = 12
LINES_AN_INVOICE = 4
USUAL_WORKDAYS = 21.0
# January … December; the Tết dip comes on top, from the working days of the month.
SEASON = (0.93, 0.97, 1.00, 0.98, 1.00, 1.02, 0.97, 0.98, 1.02, 1.04, 1.06, 1.16)
LAST_QUARTER_BUYING = 0.8
CREDIT_SHARE, CANCELLED_SHARE = 0.008, 0.006
SALE, CANCELLED, CREDIT = 0, 1, 2
STATUS_WORDS = ("Hóa đơn mới", "Hoá đơn đã bị hủy", "Hoá đơn điều chỉnh")


@dataclass(frozen=True)
class InvoiceLines:
    """The lines of twelve months in order of voucher number.

    ``number`` is the voucher's; ``day`` counts days since 1970; ``kind`` is SALE, CANCELLED or CREDIT; money is VND.
    """

    number: Ints
    customer: Ints
    manager: Ints
    month: Ints
    day: Ints
    product: Ints
    quantity: Ints
    unit_price: Ints
    kind: Ints

    @property
    def amount(self) -> Ints:
        """Quantity times price; negative on a credit note."""
        return self.quantity * self.unit_price


def buying_months(history: History) -> Flags:
    """``[c, m]``: customer ``c`` is invoiced in month ``m``. A spell begins in the month its contract does."""
    timeline, active = history.timeline, history.active
    buying = np.empty((len(active), MONTHS), dtype=bool)
    for month, quarter in enumerate(timeline.quarter_of.tolist()):
        buying[:, month] = active[:, quarter]
        if quarter:
            new = active[:, quarter] & ~active[:, quarter - 1]
            latest = timeline.after_month[quarter] - timeline.first_month[quarter] - 1
            waits = month - timeline.first_month[quarter] < np.minimum(history.customers.offset, latest)
            buying[:, month] &= ~(new & waits)
    return buying


def month_factors(timeline: Timeline) -> Floats:
    """How busy each month is: season times working days."""
    months = np.arange(MONTHS)
    first, after = timeline.workdays(months, months + 1)
    season = np.array(SEASON)[timeline.month_start[:-1].astype("datetime64[M]").astype(np.int64) % 12]
    factors: Floats = season * (after - first) / USUAL_WORKDAYS
    return factors


def _line_counts(rng: np.random.Generator, history: History, buying: Flags, months: Ints) -> Ints:
    """Lines per customer and month, at least one while the customer buys; fewer in the quarter before leaving."""
    timeline, active = history.timeline, history.active
    leaving = active & ~np.hstack([active[:, 1:], active[:, -1:]])
    eagerness = np.where(leaving[:, timeline.quarter_of[months]], LAST_QUARTER_BUYING, 1.0)
    expected = history.customers.lines[:, None] * month_factors(timeline)[months] * eagerness
    return np.where(buying[:, months], np.maximum(rng.poisson(expected), 1), 0)


def _products(rng: np.random.Generator, customers: Customers, customer: Ints, quarter: Ints) -> Ints:
    """The service of each line, among those the customer has taken by that quarter."""
    taken = customers.adopted[customer] <= quarter[:, None]
    edges = np.cumsum(np.where(taken, customers.weight[customer], 0.0), axis=1)
    drawn = rng.random(len(customer)) * edges[:, -1]
    position: Ints = (drawn[:, None] >= edges).sum(axis=1).astype(np.int64)
    return position


def _prices(rng: np.random.Generator, customers: Customers, customer: Ints, product: Ints, month: Ints) -> Ints:
    """Price of one unit, whole thousands of đồng."""
    base = np.array([item.price for item in words.PRODUCTS], dtype=np.float64)[product]
    level = customers.price_level[customer] * price_level(month.astype(np.float64))
    return np.maximum(np.rint(base * level * rng.lognormal(0.0, 0.12, len(product)) / 1000), 50).astype(np.int64) * 1000


def _sales(rng: np.random.Generator, history: History, buying: Flags, months: Ints) -> tuple[InvoiceLines, Ints]:
    """The lines of twelve months before corrections, and each line's position among the working days."""
    timeline, customers = history.timeline, history.customers
    counts = _line_counts(rng, history, buying, months).ravel()
    cell = np.repeat(np.arange(len(counts)), counts)
    customer, month = cell // len(months), months[cell % len(months)]
    opens = position_in_group(counts) % LINES_AN_INVOICE == 0
    invoice = np.cumsum(opens) - 1
    first, after = timeline.workdays(month[opens], month[opens] + 1)
    workday = rng.integers(first, after)[invoice]
    product = _products(rng, customers, customer, timeline.quarter_of[month])
    more = np.array([item.more_units for item in words.PRODUCTS])[product]
    lines = InvoiceLines(
        number=invoice,
        customer=customer,
        manager=history.ownership.owner[customer, month],
        month=month,
        day=timeline.calendar.workdays[workday].astype(np.int64),
        product=product,
        quantity=1 + rng.poisson(more),
        unit_price=_prices(rng, customers, customer, product, month),
        kind=np.full(len(customer), SALE),
    )
    return lines, workday


def _corrected(rng: np.random.Generator, timeline: Timeline, lines: InvoiceLines, workday: Ints) -> InvoiceLines:
    """Some vouchers are cancelled and issued again the same day; some lines are credited within the month."""
    n_invoices = int(lines.number[-1]) + 1
    cancelled = rng.random(n_invoices) < CANCELLED_SHARE
    again = np.flatnonzero(cancelled[lines.number])
    credited = np.flatnonzero(~cancelled[lines.number] & (rng.random(len(workday)) < CREDIT_SHARE))
    _, month_after = timeline.workdays(lines.month[credited], lines.month[credited] + 1)
    later = np.minimum(workday[credited] + rng.integers(0, 6, len(credited)), month_after - 1)
    new_numbers = n_invoices + np.unique(lines.number[again], return_inverse=True)[1]
    credit_numbers = n_invoices + int(cancelled.sum()) + np.arange(len(credited))
    pick = np.concatenate([np.arange(len(workday)), again, credited])
    number = np.concatenate([lines.number, new_numbers, credit_numbers])
    day = np.concatenate([lines.day, lines.day[again], timeline.calendar.workdays[later].astype(np.int64)])
    sign = np.concatenate([np.ones(len(workday) + len(again), np.int64), np.full(len(credited), -1)])
    sales = np.where(cancelled[lines.number], CANCELLED, SALE)
    kind = np.concatenate([sales, np.full(len(again), SALE), np.full(len(credited), CREDIT)])
    order = np.lexsort((number, day))
    pick = pick[order]
    return InvoiceLines(
        number=_renumbered(number[order]),
        customer=lines.customer[pick],
        manager=lines.manager[pick],
        month=lines.month[pick],
        day=day[order],
        product=lines.product[pick],
        quantity=lines.quantity[pick] * sign[order],
        unit_price=lines.unit_price[pick],
        kind=kind[order],
    )


def _renumbered(number: Ints) -> Ints:
    """1, 2, 3, … in the order in which the vouchers appear."""
    changes = np.concatenate([[True], number[1:] != number[:-1]])
    return np.cumsum(changes)


def issue_invoices(history: History) -> Iterator[InvoiceLines]:
    """The lines of the three years, one year at a time; voucher numbers run on from year to year."""
    rng, buying, issued = chance(history.seed, 6), buying_months(history), 0
    for year in range(MONTHS // YEAR_MONTHS):
        months = np.arange(year * YEAR_MONTHS, (year + 1) * YEAR_MONTHS)
        lines, workday = _sales(rng, history, buying, months)
        lines = _corrected(rng, history.timeline, lines, workday)
        lines.number[:] += issued
        issued = int(lines.number[-1])
        yield lines


def add_revenue(revenue: Ints, lines: InvoiceLines) -> None:
    """Add the valid lines to ``revenue[c, m]``, VND."""
    valid = lines.kind != CANCELLED
    np.add.at(revenue, (lines.customer[valid], lines.month[valid]), lines.amount[valid])
