"""Random starting points of scenarios, and random levers on them: nothing in them chosen by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analytics.forecast.outlook import Part, YearForecast, outlook
from analytics.scenario.base import Base, KeyCustomer, Learnt, OpenDeal
from analytics.scenario.levers import SLIDERS, Moves, moves_of
from domain.message import Message
from domain.period import parse_period, periods_between

YEAR = parse_period("2025")
N_PATHS = 20


@dataclass(frozen=True)
class LinkSaid:
    """A link as analytics.links says it."""

    id: str
    effect: float
    low: float
    high: float
    is_usable: bool = True
    reason: Message | None = None
    is_direct: bool = False


SIGNS = {"response_to_nps": -1, "response_to_retention": 1, "nps_to_retention": -1}


@st.composite
def bases(draw: st.DrawFn) -> Base:
    """One to twelve months to come of a year, some below zero, one of them perhaps under way."""
    n = draw(st.integers(1, 12))
    known = periods_between(parse_period("2025-01"), parse_period("2025-12"))
    months = known[-n:]
    mean = draw(arrays(np.float64, n, elements=st.integers(-100, 5000).map(float)))
    # Drawn from a seed: the law is about the levers, and so many numbers one by one take Hypothesis long.
    paths = mean + np.random.default_rng(draw(st.integers(0, 99))).integers(-800, 800, (N_PATHS, n))
    length = np.ones(n)
    length[0] = draw(st.sampled_from([0.0, 0.25, 1.0]))
    actual, target = draw(st.sampled_from([0.0, 1e4])), draw(st.sampled_from([None, 5e3, 2e4]))
    rest = paths.sum(axis=1)
    whole = outlook(YEAR, actual, float(mean.sum()), rest, target)
    outlooks = tuple(
        outlook(month, 0.0, float(mean[place - 12 + n]), paths[:, place - 12 + n], None)
        if place >= 12 - n
        else outlook(month, actual, 0.0, np.empty(0), None)
        for place, month in enumerate(known)
    )
    part = Part(None, "", whole, "ensemble", "back_test", None, None, None, None)
    forecast = YearForecast(date(2025, 1, 31), YEAR, (), part, (), outlooks, (), (), None, ())
    shares = draw(st.lists(st.floats(0, 0.4), max_size=3))
    customers = tuple(KeyCustomer(f"K{place}", f"K{place}", 1.0, share) for place, share in enumerate(shares))
    return Base(
        forecast, months, mean, paths, rest, length.copy(), length, draw(learnings()), draw(deals(mean, length)),
        customers, draw(links()),
    )  # fmt: skip


@st.composite
def learnings(draw: st.DrawFn) -> Learnt:
    """Baselines, any of which may be missing or at its end."""
    new = draw(st.none() | st.floats(0, 30))
    return Learnt(
        returning_rate=draw(st.none() | st.floats(0.05, 1.0)),
        n_customers=draw(st.floats(0, 400)),
        won_back=draw(st.floats(0, 5)),
        n_quarters=draw(st.integers(1, 4)),
        new_customers=new,
        new_value=None if new is None else draw(st.floats(0.1, 500)),
        expansion=draw(st.none() | st.floats(0, 0.5)),
        win_rate=draw(st.none() | st.floats(0.01, 0.99)),
        response_hours=draw(st.none() | st.floats(0, 40)),
        nps=draw(st.none() | st.floats(-100, 100)),
        score_slope=draw(st.floats(10, 60)),
        n_managed=draw(st.floats(0, 400)),
        n_managers=draw(st.integers(1, 30).map(float)),
    )


@st.composite
def deals(draw: st.DrawFn, mean: np.ndarray, length: np.ndarray) -> tuple[OpenDeal, ...]:
    """Open deals that together weigh no more than the months' forecast bears, as they are when they were learnt."""
    drawn = draw(st.lists(st.tuples(st.integers(0, len(mean) - 1), st.floats(1, 5000), st.floats(0, 1)), max_size=4))
    bears = length * np.maximum(mean, 0.0)
    weighed = np.zeros(len(mean))
    for place, amount, chance in drawn:
        weighed[place] += amount * chance
    factor = np.divide(bears, weighed, out=np.ones(len(mean)), where=weighed > bears)
    return tuple(
        OpenDeal(f"D{number}", "", "", amount, chance * factor[place], place)
        for number, (place, amount, chance) in enumerate(drawn)
    )


@st.composite
def links(draw: st.DrawFn) -> tuple[LinkSaid, ...]:
    """The three links, of either sign, some of them not usable."""
    found = []
    for link_id in SIGNS:
        effect, half = draw(st.floats(-2, 2)), draw(st.floats(0.01, 1))
        found.append(
            LinkSaid(link_id, effect, effect - half, effect + half, draw(st.booleans()), is_direct=draw(st.booleans()))
        )
    return tuple(found)


@st.composite
def scenarios(draw: st.DrawFn, base: Base) -> Moves:
    """Any levers anywhere within their limits, ends included, with events and links."""
    changes: dict[str, float] = {}
    for lever in draw(st.lists(st.sampled_from(SLIDERS), unique=True, max_size=6)):
        setting = base.setting(lever.id)
        assert setting is not None
        if setting.baseline is not None:
            changes[lever.id] = draw(
                st.sampled_from([setting.low, setting.high]) | st.floats(setting.low, setting.high)
            )
    subjects = [f"lose:{one.customer_id}" for one in base.customers]
    subjects += [f"{kind}:{one.deal_id}" for one in base.deals for kind in ("win", "slip")]
    if subjects:
        changes |= dict.fromkeys(draw(st.lists(st.sampled_from(subjects), unique=True, max_size=3)), 1.0)
    start = draw(st.none() | st.sampled_from([month.start for month in base.months]))
    return moves_of(changes, start, draw(st.sets(st.sampled_from(list(SIGNS)))))
