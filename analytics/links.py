"""How the company's numbers hang together, estimated from its own customers: never assumed.

Response time and score of a quarter are set against who has left in the next one (logistic regression), and response
time against the score of the same quarter (least squares); both at customer-quarter level, with segment, size, tenure,
renewals and season held, and standard errors clustered by customer (``clustered``). What is found is an association:
customers who waited longer may differ in ways that no column tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

import numpy as np

from analytics.clustered import Fit, Sample, fitted
from analytics.customer_quarters import Panel, panel
from domain.message import N_, Message
from domain.read import Read

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LinkId = Literal["response_to_nps", "response_to_retention", "nps_to_retention"]
RESPONSE_TO_NPS: LinkId = "response_to_nps"
RESPONSE_TO_RETENTION: LinkId = "response_to_retention"
NPS_TO_RETENTION: LinkId = "nps_to_retention"
IDS: tuple[LinkId, ...] = (RESPONSE_TO_NPS, RESPONSE_TO_RETENTION, NPS_TO_RETENTION)
EXPECTED_SIGN: dict[LinkId, int] = {RESPONSE_TO_NPS: -1, RESPONSE_TO_RETENTION: 1, NPS_TO_RETENTION: -1}

FEWEST_LEFT = 50
FEWEST_CUSTOMERS = 30
FEWEST_SCORED = 100


@dataclass(frozen=True)
class Link:
    """One association with its 95 % interval.

    Attributes:
        effect: points of score (0 to 10) per doubling of response time; or log-odds of leaving in the next quarter
            per doubling of response time or per point of score. NaN, with both bounds, where none could be estimated.
        n: customer-quarters it rests on.
        is_usable: the sample is large enough and the interval leaves out "no effect"; ``reason`` says why not.
        n_customers, n_left: customers, and customer-quarters after which one left (0 where leaving is not asked).
        times: how many times as often customers left after twice the response time, or with a score one point lower;
            with its interval; None where leaving is not asked or nothing was estimated.
        is_direct: the score was held, so that what runs through the score is left out and can be added.
        is_business: response time is in business hours, else in calendar hours.
    """

    id: LinkId
    effect: float
    low: float
    high: float
    n: int
    is_usable: bool
    reason: Message | None
    n_customers: int = 0
    n_left: int = 0
    times: tuple[float, float, float] | None = None
    is_direct: bool = False
    is_business: bool = True

    @property
    def is_known(self) -> bool:
        """Whether there is an estimate at all."""
        return bool(np.isfinite([self.effect, self.low, self.high]).all())


def links(read: Read, as_of: date, fiscal_start_month: int = 1) -> tuple[Link, ...]:
    """The three links as known at the end of ``as_of``, in the order of ``IDS``; each says why it is not usable."""
    found = panel(read, as_of, fiscal_start_month)
    if found is None:
        reason = Message(N_("Two whole quarters of customers' history are needed to see who stays."))
        return tuple(_unknown(one, reason) for one in IDS)
    return (_to_score(found), *_to_leaving(found))


def _to_score(found: Panel) -> Link:
    rows = ~np.isnan(found.response) & ~np.isnan(found.score)
    missing = _nothing_of(found)
    if missing is not None:
        return _unknown(RESPONSE_TO_NPS, missing, is_business=found.is_business)
    sample = Sample(found.score[rows], found.customer[rows], {RESPONSE_TO_NPS: found.response[rows]},
                     {name: column[rows] for name, column in found.controls.items()}, is_binary=False)  # fmt: skip
    return _link(RESPONSE_TO_NPS, sample, fitted(sample), int(rows.sum()), is_business=found.is_business)


def _nothing_of(found: Panel) -> Message | None:
    if np.isnan(found.response).all():
        return Message(N_("No answered ticket names a customer who was active: response time cannot be compared."))
    if np.isnan(found.score).all():
        return Message(N_("No answer to a survey names a customer who was active: scores cannot be compared."))
    return None


def _to_leaving(found: Panel) -> tuple[Link, Link]:
    """Both effects on leaving from one regression, each with the other held, so that they can be added.

    Quarters before the first and after the last ticket say nothing of response time and are left out of it.
    """
    has_response, has_score = (int((~np.isnan(column)).sum()) for column in (found.response, found.score))
    rows = _served(found) if has_response else np.ones(len(found.response), dtype=bool)
    asked: dict[str, Floats] = {}
    others = {name: column[rows] for name, column in found.controls.items()}
    for name, column, is_there in (
        (RESPONSE_TO_RETENTION, found.response, has_response > 0),
        (NPS_TO_RETENTION, found.score, has_score >= FEWEST_SCORED),
    ):
        if is_there:
            unknown = np.isnan(column[rows])
            asked[name] = np.where(unknown, 0.0, column[rows])
            others[f"{name}_unknown"] = unknown.astype(np.float64)
    sample = Sample(found.has_left[rows], found.customer[rows], asked, others, is_binary=True)
    reasons = {
        RESPONSE_TO_RETENTION: _nothing_of(found) if not has_response else None,
        NPS_TO_RETENTION: _few_scores(has_score) if has_score < FEWEST_SCORED else None,
    }
    fit = fitted(sample)
    response, score = (
        _link(name, sample, fit, n, is_direct=len(asked) == 2, is_business=found.is_business)
        if (reason := reasons[name]) is None
        else _unknown(name, reason, is_business=found.is_business)
        for name, n in ((RESPONSE_TO_RETENTION, has_response), (NPS_TO_RETENTION, has_score))
    )
    return response, score


def _served(found: Panel) -> NDArray[np.bool_]:
    start = found.frame["period_start"].to_numpy()
    with_ticket = start[~np.isnan(found.response)]
    served: NDArray[np.bool_] = (start >= with_ticket.min()) & (start <= with_ticket.max())
    return served


def _few_scores(n: int) -> Message:
    return Message(N_("{n} customer-quarters with a score are too few; {least} are needed."),
                   {"n": n, "least": FEWEST_SCORED})  # fmt: skip


def _too_small(sample: Sample, n: int) -> Message | None:
    if sample.n_customers < FEWEST_CUSTOMERS:
        return Message(N_("{n} customers are too few; {least} are needed."),
                       {"n": sample.n_customers, "least": FEWEST_CUSTOMERS})  # fmt: skip
    if sample.is_binary and sample.n_left < FEWEST_LEFT:
        return Message(N_("Customers left {n} times, which is too seldom to compare; {least} are needed."),
                       {"n": sample.n_left, "least": FEWEST_LEFT})  # fmt: skip
    if sample.is_binary and len(sample.outcome) - sample.n_left < FEWEST_LEFT:
        return Message(N_("Hardly any customer stayed for a second quarter: there is nobody to compare with."))
    return None if n >= FEWEST_SCORED else _few_rows(n)


def _few_rows(n: int) -> Message:
    return Message(N_("{n} customer-quarters are too few; {least} are needed."), {"n": n, "least": FEWEST_SCORED})


def _link(name: LinkId, sample: Sample, fit: Fit | None, n: int, *, is_direct: bool = False, is_business: bool) -> Link:
    if fit is None or name not in fit.found:
        alike = Message(N_("The customers are too much alike: no effect can be told apart."))
        return _unknown(name, _too_small(sample, n) or alike, is_business=is_business)
    effect, reach = fit.found[name]
    low, high = effect - reach, effect + reach
    reason = _too_small(sample, n) or _no_finding(name, low, high)
    return Link(
        name, effect, low, high, n, reason is None, reason, sample.n_customers, sample.n_left,
        _times(name, fit.log_odds, (effect, low, high)) if sample.is_binary else None, is_direct, is_business,
    )  # fmt: skip


def _no_finding(name: LinkId, low: float, high: float) -> Message | None:
    if low <= 0 <= high:
        return Message(N_("The interval includes “no effect”."))
    if (low > 0) != (EXPECTED_SIGN[name] > 0):
        return Message(N_("The association runs against what is expected, so it is not built upon."))
    return None


def _times(name: LinkId, log_odds: Floats, effects: tuple[float, float, float]) -> tuple[float, float, float]:
    """Mean chance of leaving after the change, as a multiple of that before: the worse side is the larger."""
    steps = effects if name == RESPONSE_TO_RETENTION else tuple(-one for one in effects)
    before = _chance(log_odds).mean()
    times = [float(_chance(log_odds + step).mean() / before) for step in steps]
    return times[0], min(times[1:]), max(times[1:])


def _chance(log_odds: Floats) -> Floats:
    chance: Floats = 1.0 / (1.0 + np.exp(-np.clip(log_odds, -500, 500)))
    return chance


def _unknown(name: LinkId, reason: Message, *, is_business: bool = True) -> Link:
    return Link(name, np.nan, np.nan, np.nan, 0, False, reason, is_business=is_business)
