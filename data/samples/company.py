"""The sample company's people and customers, and who looks after whom in which month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data.samples import words
from data.samples.effect import EFFECT
from data.samples.kinds import Days, Flags, Floats, Ints
from data.samples.timeline import MONTHS, Timeline, chance, pick

MANAGERS_PER_CUSTOMER = 14 / 420
FEWEST_MANAGERS = 6
NEVER = 10_000
# One manager in fourteen each: team, month of joining (negative: before the data), month of leaving.
TEAM_OF = (0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 2, 0, 1, 2)
JOINS = (-1, -1, -1, -1, -1, -1, -1, -1, -1, 8, -1, -1, 20, 26)
LEAVES = (NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, 15, 28, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER)
ODD_HAND_OVER = 0.004

STARTING_SHARE = 0.62
CONTRACT_SHARE = 0.86
SILENT_SHARE = 0.15
LINES_A_MONTH = (9.2, 4.6, 2.1)
TICKETS_A_MONTH = (3.1, 1.35, 0.62)
CONTACTS = (6, 3, 2)
PRICE_LEVEL = (1.37, 0.90, 0.62)
ADOPTION_A_QUARTER = 0.014


@dataclass(frozen=True)
class Managers:
    """One entry per account manager. ``joined`` and ``left`` are days; ``left`` is NaT for those still there."""

    names: npt.NDArray[np.object_]
    team: Ints
    join_month: Ints
    leave_month: Ints
    joined: Days
    left: Days

    def working(self, month: int) -> Ints:
        """Who is in the role in that month."""
        return np.flatnonzero((self.join_month <= month) & (self.leave_month > month))


@dataclass(frozen=True)
class Customers:
    """One entry per customer.

    ``join_quarter`` 0 are those the data begin with. ``adopted[c, p]`` is the quarter in which customer ``c`` takes
    product ``p`` (NEVER: does not); ``weight[c, p]`` how often its lines are for it. ``main`` is the first product.
    ``offset``/``day`` place a spell's first contract inside its first quarter; ``before`` is how many quarters before
    the data the running contract of a starting customer began. ``slow`` is the customer's own share in log response
    time, ``content`` in satisfaction (points); ``answers`` the chance that a contact answers a quarter's survey.
    """

    names: npt.NDArray[np.object_]
    segment: Ints
    industry: Ints
    region: Ints
    join_quarter: Ints
    created_on: Days
    has_contract: Flags
    main: Ints
    weight: Floats
    adopted: Ints
    lines: Floats
    price_level: Floats
    tickets: Floats
    contacts: Ints
    answers: Floats
    slow: Floats
    content: Floats
    offset: Ints
    day: Ints
    before: Ints

    @property
    def count(self) -> int:
        """How many customers there are."""
        return len(self.segment)


@dataclass(frozen=True)
class Ownership:
    """``owner[c, m]``: the manager of customer ``c`` in month ``m``; ``since[c, m]``: the month it began (or 0)."""

    owner: Ints
    since: Ints


def hire_managers(seed: int, n_customers: int, timeline: Timeline) -> Managers:
    """14 managers in three teams for every 420 customers, with joiners and leavers; names are unique."""
    rng = chance(seed, 1)
    count = max(FEWEST_MANAGERS, round(n_customers * MANAGERS_PER_CUSTOMER))
    place = np.arange(count) % len(TEAM_OF)
    surnames, middles, given = words.SURNAMES, words.MIDDLE_NAMES, words.GIVEN_NAMES
    possible = len(surnames) * len(middles) * len(given)
    drawn = rng.permutation(possible)[np.arange(count) % possible]
    names = [
        f"{surnames[code % len(surnames)]} {middles[code // len(surnames) % len(middles)]} "
        f"{given[code // len(surnames) // len(middles)]}" + (f" {turn + 1}" if (turn := number // possible) else "")
        for number, code in enumerate(drawn.tolist())
    ]
    join_month, leave_month = np.array(JOINS)[place], np.array(LEAVES)[place]
    earlier = timeline.month_start[0] - rng.integers(300, 2400, count).astype("timedelta64[D]")
    joined = np.where(join_month < 0, earlier, timeline.month_start[np.maximum(join_month, 0)])
    left = np.where(leave_month < MONTHS, timeline.month_start[np.minimum(leave_month, MONTHS)], np.datetime64("NaT"))
    return Managers(np.array(names, object), np.array(TEAM_OF)[place], join_month, leave_month, joined, left)


def _company_names(rng: np.random.Generator, count: int) -> tuple[npt.NDArray[np.object_], Ints]:
    """Unique company names and the industries they speak of."""
    industries, forms = words.INDUSTRIES, words.FORMS
    first, second = words.FIRST_SYLLABLES, words.SECOND_SYLLABLES
    sizes = (len(industries), len(forms), 3, len(first), len(second))
    possible = int(np.prod(sizes))
    numbers = np.arange(count)
    drawn = rng.permutation(possible)[numbers % possible]
    industry, form, field, one, two = np.unravel_index(drawn, sizes)
    rows = zip(industry.tolist(), form.tolist(), field.tolist(), one.tolist(), two.tolist(), strict=True)
    names = [f"{forms[f]} {industries[i].fields[w]} {first[a]} {second[b]}" for i, f, w, a, b in rows]
    again = (numbers // possible).tolist()
    names = [f"{name} {turn + 1}" if turn else name for name, turn in zip(names, again, strict=True)]
    return np.array(names, object), industry.astype(np.int64)


def _adoption(rng: np.random.Generator, main: Ints, n_quarters: int) -> tuple[Ints, Floats]:
    """Quarter in which each customer takes each product, and the product's weight among the customer's lines."""
    count, n_products = len(main), len(words.PRODUCTS)
    adopted = np.full((count, n_products), NEVER, dtype=np.int64)
    later = rng.geometric(ADOPTION_A_QUARTER, (count, n_products))
    adopted[later < n_quarters] = later[later < n_quarters]
    adopted[rng.random((count, n_products)) < 0.16] = -NEVER
    adopted[np.arange(count), main] = -NEVER
    weight = rng.uniform(0.25, 0.6, (count, n_products))
    weight[np.arange(count), main] = 1.0
    return adopted, weight


def find_customers(seed: int, n_customers: int, timeline: Timeline) -> Customers:
    """Everything about the customers that does not change from quarter to quarter."""
    rng = chance(seed, 2)
    count, n_quarters = n_customers, timeline.n_quarters
    names, industry = _company_names(rng, count)
    segment = pick(rng, words.SEGMENT_WEIGHTS, count)
    join_quarter = np.where(rng.random(count) < STARTING_SHARE, 0, rng.integers(1, n_quarters, count))
    # Numbers are given in order of arrival, as a real customer list does.
    join_quarter = np.sort(join_quarter)
    begun = timeline.month_start[timeline.first_month[join_quarter]]
    days_known = np.where(join_quarter == 0, rng.integers(430, 2200, count), rng.integers(5, 60, count))
    main = pick(rng, (0.28, 0.22, 0.20, 0.14, 0.09, 0.07), count)
    adopted, weight = _adoption(rng, main, n_quarters)
    size = rng.lognormal(-0.06, 0.35, count)
    # Never the first day of a quarter, so that a year's contract ends in the same quarter of the next year.
    place = rng.integers(0, 6, count)
    return Customers(
        names=names,
        segment=segment,
        industry=industry,
        region=pick(rng, words.REGION_WEIGHTS, count),
        join_quarter=join_quarter,
        created_on=begun - days_known.astype("timedelta64[D]"),
        has_contract=rng.random(count) < CONTRACT_SHARE,
        main=main,
        weight=weight,
        adopted=adopted,
        lines=np.array(LINES_A_MONTH)[segment] * size,
        price_level=np.array(PRICE_LEVEL)[segment] * rng.lognormal(-0.02, 0.2, count),
        tickets=np.array(TICKETS_A_MONTH)[segment] * rng.lognormal(-0.08, 0.4, count),
        contacts=np.array(CONTACTS)[segment],
        answers=np.where(rng.random(count) < SILENT_SHARE, 0.0, rng.uniform(0.3, 0.8, count)),
        slow=rng.normal(0.0, 0.25, count),
        content=rng.normal(0.0, EFFECT.satisfaction_of_customer, count),
        offset=np.array([0, 0, 1, 1, 2, 2])[place],
        day=np.array([15, 20, 1, 15, 1, 10])[place],
        before=rng.integers(1, 5, count),
    )


def assign_owners(seed: int, managers: Managers, customers: Customers) -> Ownership:
    """Month by month: leavers hand over everything, joiners take a fair share, now and then one customer changes."""
    rng = chance(seed, 3)
    count = customers.count
    owner = np.empty((count, MONTHS), dtype=np.int64)
    since = np.zeros((count, MONTHS), dtype=np.int64)
    for month in range(MONTHS):
        now = np.full(count, -1, dtype=np.int64) if month == 0 else owner[:, month - 1].copy()
        working = managers.working(month)
        for team in range(len(words.TEAMS)):
            mates = working[managers.team[working] == team]
            own = customers.region == team
            moving = own & ((now < 0) | ~np.isin(now, mates) | (rng.random(count) < ODD_HAND_OVER))
            now[moving] = rng.choice(mates, int(moving.sum()))
            joiners = mates[managers.join_month[mates] == month]
            taken = own & (rng.random(count) < len(joiners) / len(mates))
            if len(joiners):
                now[taken] = rng.choice(joiners, int(taken.sum()))
        owner[:, month] = now
        changed = now != owner[:, month - 1] if month else np.zeros(count, dtype=bool)
        since[:, month] = np.where(changed, month, since[:, month - 1]) if month else 0
    return Ownership(owner, since)
