"""How often customers without a contract buy again: the BG/NBD model, its band, and its check on what came after.

Source: Fader, Hardie & Lee 2005, *“Counting Your Customers” the Easy Way*. While a customer is there they buy at a rate
of their own (gamma over customers); after each purchase they leave with a chance of their own (beta over customers).
Time is in weeks. scipy is imported where it is used: it takes seconds to load.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.lives import day_number, day_of, days_of
from domain.message import N_, Message
from domain.read import Read

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

WEEK = 7.0
MONTH_IN_WEEKS = 365.25 / 12 / 7
FEWEST_MONTHS = 4
FEWEST_REPEATERS = 20
DRAWS = 400
SEED = 20050501
CLOSE_ENOUGH = 0.10
YEAR_IN_WEEKS = 365.25 / 7


@dataclass(frozen=True)
class Histories:
    """Customers by repeat purchases, week of the last one and weeks known, both since the first purchase."""

    repeats: Floats
    recency: Floats
    known: Floats
    n: Floats

    @property
    def n_customers(self) -> int:
        """Customers who bought."""
        return int(self.n.sum())

    @property
    def n_repeaters(self) -> int:
        """Customers who bought on two days or more."""
        return int(self.n[self.repeats > 0].sum())

    @property
    def repeat_rate(self) -> float | None:
        """The repeat-purchase rate; None where nobody bought."""
        return self.n_repeaters / self.n_customers if self.n_customers else None


def histories_from(found: pd.DataFrame, until: date) -> Histories:
    """The rows of ``purchase_histories`` as known before ``until``."""
    first, last = days_of(found, "first_on"), days_of(found, "last_on")
    return Histories(
        found["n_days"].to_numpy(dtype=np.float64) - 1,
        (last - first) / WEEK,
        (day_number(until) - 1 - first) / WEEK,
        found["n_customers"].to_numpy(dtype=np.float64),
    )


@dataclass(frozen=True)
class Fit:
    """The four parameters; ``draws`` are as many sets as the data leave possible (one a row), None where the
    likelihood is too flat to say.
    """

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float
    draws: Floats | None

    @property
    def parameters(self) -> Floats:
        """r, α, a, b."""
        return np.array([self.r, self.alpha, self.a, self.b])


def fit_bg_nbd(repeats: ArrayLike, recency: ArrayLike, known: ArrayLike, n: ArrayLike | None = None) -> Fit | None:
    """The maximum-likelihood fit over customers, ``n`` of each kind; None where the search does not settle.

    The draws come from the observed information matrix of the logarithms, with a fixed seed.
    """
    from scipy.optimize import minimize

    x, t_x, t = (np.asarray(values, dtype=np.float64) for values in (repeats, recency, known))
    weights = np.ones_like(x) if n is None else np.asarray(n, dtype=np.float64)
    total = weights.sum()
    distinct, place = np.unique(x, return_inverse=True)

    def cost(logs: Floats) -> float:
        return float(-_log_likelihood(np.exp(logs), distinct, place, t_x, t, weights) / total)

    start = np.log([0.5, max(1.0, float(np.average(t, weights=weights)) / 4), 0.5, 2.0])
    options = {"ftol": 1e-13, "gtol": 1e-7}
    found = minimize(cost, start, method="L-BFGS-B", jac="3-point", bounds=[(-8, 8)] * 4, options=options)
    if not np.isfinite(found.fun):
        return None
    r, alpha, a, b = (float(value) for value in np.exp(found.x))
    return Fit(r, alpha, a, b, -float(found.fun) * total, _draws(lambda logs: cost(logs) * total, found.x))


def _log_likelihood(
    parameters: Floats, x: Floats, place: NDArray[np.intp], t_x: Floats, t: Floats, weights: Floats
) -> float:
    """Over customers; ``x`` are the distinct numbers of repeat purchases and ``place`` each customer's among them."""
    from scipy.special import betaln, gammaln

    r, alpha, a, b = parameters
    common = gammaln(r + x) - gammaln(r) + r * np.log(alpha) - betaln(a, b)
    there = common + betaln(a, b + x)
    gone = np.where(x > 0, common + betaln(a + 1, b + np.maximum(x, 1) - 1), -np.inf)
    exponent = (r + x)[place]
    each = np.logaddexp(there[place] - exponent * np.log(alpha + t), gone[place] - exponent * np.log(alpha + t_x))
    return float(weights @ each)


def _draws(cost: Callable[[Floats], float], centre: Floats) -> Floats | None:
    step = 1e-3
    size = len(centre)
    moves = np.eye(size) * step
    information = np.empty((size, size))
    for row in range(size):
        for column in range(size):
            up, side = moves[row], moves[column]
            same = cost(centre + up + side) + cost(centre - up - side)
            opposite = cost(centre + up - side) + cost(centre - up + side)
            information[row, column] = (same - opposite) / (4 * step * step)
    information = (information + information.T) / 2
    if not np.all(np.isfinite(information)) or np.linalg.eigvalsh(information).min() <= 1e-6:
        return None
    covariance = np.linalg.inv(information)
    if np.sqrt(np.diag(covariance)).max() > 3:
        return None
    logs = np.random.default_rng(SEED).multivariate_normal(centre, covariance, DRAWS)
    return np.exp(np.clip(logs, -12, 12))


def expected_repeats(parameters: Floats, weeks: Floats) -> Floats:
    """E[X(t)] of a new customer, one row a set of parameters, one column a number of weeks (equation 9)."""
    from scipy.special import hyp2f1

    r, alpha, a, b = (parameters[:, place][:, None] for place in range(4))
    a = np.where(np.abs(a - 1) < 1e-6, 1 + 1e-6, a)
    span = np.maximum(weeks, 0.0)[None, :]
    share = span / (alpha + span)
    found: Floats = (a + b - 1) / (a - 1) * (1 - (alpha / (alpha + span)) ** r * hyp2f1(r, b, a + b - 1, share))
    return found


def chance_there(fit: Fit, x: Floats, t_x: Floats, t: Floats) -> Floats:
    """P(still a customer) given the history; 1 for who bought once, as the model has it."""
    odds = fit.a / (fit.b + np.maximum(x, 1) - 1) * ((fit.alpha + t) / (fit.alpha + t_x)) ** (fit.r + x)
    found: Floats = np.where(x > 0, 1 / (1 + odds), 1.0)
    return found


@dataclass(frozen=True)
class Check:
    """Repeat purchases after ``split_on`` of the customers known then: expected by what was known, and actual."""

    split_on: date
    months: int
    n: int
    expected: float
    low: float | None
    high: float | None
    actual: float

    @property
    def has_held(self) -> bool:
        """Whether what came lies within the band, or is within a tenth of what was expected."""
        is_inside = self.low is not None and self.high is not None and self.low <= self.actual <= self.high
        return is_inside or abs(self.actual - self.expected) <= CLOSE_ENOUGH * self.expected


@dataclass(frozen=True)
class Buying:
    """Repeat purchases month by month since the first purchase of all, of the customers known before the split.

    ``month_ends`` close the months; ``actual`` is NaN past what is known, ``split`` how many months the fit has seen;
    ``low`` and ``high`` are None where the likelihood is too flat. ``expected`` repeat purchases of all customers in
    the year after ``until`` by the fit on everything.
    """

    month_ends: tuple[date, ...]
    actual: Floats
    projected: Floats
    low: Floats | None
    high: Floats | None
    split: int
    fit: Fit
    n_customers: int
    expected: float
    expected_low: float | None
    expected_high: float | None
    check: Check


def buying(read: Read, until: date) -> Buying | Message:
    """The projection from all that is known before ``until``; a message where there is too little to project."""
    found = read("purchase_histories", {"until": until})
    if found.empty:
        return Message(N_("There is no purchase to project from."))
    start = int(days_of(found, "first_on").min())
    month = MONTH_IN_WEEKS * WEEK
    n_months = int((day_number(until) - start) / month + 1e-9)
    held = max(1, n_months // 3)
    if n_months - held < FEWEST_MONTHS:
        return Message(
            N_("A projection needs at least {needed} months to learn from and one to check it; there are {n}."),
            {"needed": FEWEST_MONTHS, "n": n_months},
        )
    split_on = day_of(round(start + (n_months - held) * month))
    early = read("purchase_histories", {"until": split_on})
    known_then, known_now = histories_from(early, split_on), histories_from(found, until)
    if known_then.n_repeaters < FEWEST_REPEATERS:
        return Message(
            N_("Only {n} customers had bought twice when the check begins: a projection needs at least {needed}."),
            {"n": known_then.n_repeaters, "needed": FEWEST_REPEATERS},
        )
    first_fit, fit = _fit_of(known_then), _fit_of(known_now)
    if first_fit is None or fit is None:
        return Message(N_("The model of repeat purchases does not fit this data."))
    repeats = read("repeat_purchases", {"until": split_on, "end": until})
    ends = np.array([round(start + (place + 1) * month) for place in range(n_months)], dtype=np.int64)
    return _tracked(early, found, repeats, first_fit, fit, start, ends, n_months - held)


def _fit_of(histories: Histories) -> Fit | None:
    return fit_bg_nbd(histories.repeats, histories.recency, histories.known, histories.n)


def _tracked(
    early: pd.DataFrame,
    found: pd.DataFrame,
    repeats: pd.DataFrame,
    first_fit: Fit,
    fit: Fit,
    start: int,
    ends: NDArray[np.int64],
    split: int,
) -> Buying:
    """Month by month: actual repeat purchases, and expected ones from when each customer first bought."""
    days = days_of(repeats, "purchased_on") if len(repeats) else np.zeros(0, dtype=np.int64)
    counts = repeats["n_repeat_of_early"].to_numpy(dtype=np.float64) if len(repeats) else np.zeros(0)
    edges = np.append(start, ends)
    actual = np.histogram(days, bins=edges, weights=counts)[0] if len(days) else np.zeros(len(ends))
    projected, low, high = _bands(first_fit, early, edges)
    after = np.array([edges[split], edges[-1]])
    total, total_low, total_high = _bands(first_fit, early, after)
    year = np.array([edges[-1], edges[-1] + round(YEAR_IN_WEEKS * WEEK)])
    ahead, ahead_low, ahead_high = _bands(fit, found, year)
    n_early = int(early["n_customers"].sum())
    check = Check(
        day_of(int(edges[split])), len(ends) - split, n_early, float(total[0]),
        None if total_low is None else float(total_low[0]), None if total_high is None else float(total_high[0]),
        float(actual[split:].sum()),
    )  # fmt: skip
    return Buying(
        tuple(day_of(int(end)) for end in ends), actual, projected, low, high, split, fit,
        int(found["n_customers"].sum()), float(ahead[0]),
        None if ahead_low is None else float(ahead_low[0]), None if ahead_high is None else float(ahead_high[0]), check,
    )  # fmt: skip


def _bands(fit: Fit, found: pd.DataFrame, edges: NDArray[np.int64]) -> tuple[Floats, Floats | None, Floats | None]:
    """Expected repeat purchases between the edges (days), of customers who first bought as ``found`` says."""
    first, place = np.unique(days_of(found, "first_on"), return_inverse=True)
    n = np.bincount(place, weights=found["n_customers"].to_numpy(dtype=np.float64))
    ages = np.maximum(edges[None, :] - first[:, None], 0)
    knots = np.arange(ages.max() / WEEK + 2)  # so smooth that between whole weeks a straight line does

    def between(parameters: Floats) -> Floats:
        curves = expected_repeats(parameters, knots)
        total: Floats = np.diff(np.stack([n @ np.interp(ages / WEEK, knots, curve) for curve in curves]), axis=1)
        return total

    own = between(fit.parameters[None, :])[0]
    if fit.draws is None:
        return own, None, None
    all_draws = between(fit.draws)
    low, high = np.nanquantile(all_draws, [0.025, 0.975], axis=0)
    return own, low, high
