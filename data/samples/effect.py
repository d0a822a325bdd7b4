"""What is planted in the sample company: a known effect of slow answers on leaving, and a story at the end.

The sample is generated quarter by quarter. At the end of quarter ``q`` every customer active in ``q`` leaves (is not
active in ``q + 1``) with

    log-odds = intercept
             + log2_response * log2(max(mean response, floor) / typical)      tickets created and answered in q
             + score         * (mean score - centre)                          answers given in q
             + contract_due  * (the main contract ends in q)
             + segment[large, medium, small]

where "mean response" is in business hours; a customer without an answered ticket in ``q`` has a response term of 0, one
without an answer in ``q`` a score term of 0. The satisfaction behind the scores falls by
``satisfaction_log2_response`` points for each doubling of the same quarter's response (about three quarters of that
once scores are rounded and stop at 10), so a regression on response alone finds a little more than ``log2_response``:
also what runs through the score. Besides, satisfaction differs between customers and between answers: normally, with
standard deviations ``satisfaction_of_customer`` and ``satisfaction_of_answer``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.samples.kinds import Flags, Floats, Ints


@dataclass(frozen=True)
class Effect:
    """The planted effect: coefficients are log-odds of leaving in the next quarter, unless said otherwise."""

    intercept: float = -3.85
    log2_response: float = 0.70
    score: float = -0.22
    contract_due: float = 1.00
    segment: tuple[float, float, float] = (-0.45, 0.0, 0.30)
    typical_hours: float = 4.0
    floor_hours: float = 0.25
    score_centre: float = 8.0
    satisfaction_mean: float = 8.3
    satisfaction_log2_response: float = -0.75
    satisfaction_of_customer: float = 0.8
    satisfaction_of_answer: float = 1.45
    return_chance: float = 0.06
    return_quarters: int = 6

    def response_term(self, mean_hours: Floats) -> Floats:
        """``log2(mean / typical)`` per customer; NaN (nothing answered) gives 0."""
        shifted = np.log2(np.maximum(mean_hours, self.floor_hours) / self.typical_hours)
        return np.where(np.isnan(mean_hours), 0.0, shifted)

    def log_odds(self, mean_hours: Floats, mean_score: Floats, due: Flags, segment: Ints) -> Floats:
        """Log-odds of leaving at the end of the quarter, one per customer; the formula at the top of this file."""
        heard = np.where(np.isnan(mean_score), 0.0, mean_score - self.score_centre)
        log_odds: Floats = (
            self.intercept
            + self.log2_response * self.response_term(mean_hours)
            + self.score * heard
            + self.contract_due * due
            + np.array(self.segment)[segment]
        )
        return log_odds


@dataclass(frozen=True)
class Story:
    """What makes the end of the data worth reading.

    In the last ``slow_months`` the answers of team ``slow_team`` become slower, month by month, up to
    ``slow_factor`` times. ``attainment`` is company revenue / target by quarter, the last quarters at the end;
    earlier quarters repeat ``attainment_before``.
    """

    slow_team: int = 1
    slow_months: int = 14
    slow_factor: float = 3.2
    attainment: tuple[float, ...] = (1.01, 0.965, 0.955)
    attainment_before: tuple[float, ...] = (1.02, 0.99, 1.03, 1.0)

    def slowness(self, n_months: int) -> Floats:
        """The slow team's factor on response times, one per month of the history."""
        ramp = np.linspace(1.0, self.slow_factor, self.slow_months + 1)[1:]
        return np.concatenate([np.ones(n_months - self.slow_months), ramp])


EFFECT = Effect()
STORY = Story()
