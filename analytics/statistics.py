"""Intervals and tests, in closed form: nothing here imports scipy or statsmodels (seconds at start-up).

Every interval is two-sided at 95 % unless a ``confidence`` is given. An interval that cannot be had is None.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from statistics import NormalDist

CONFIDENCE = 0.95
LARGE_DEGREES = 2_000.0
MOST_STEPS = 200
"""From here on the Cornish-Fisher expansion of Student's t is exact to twelve digits."""


@dataclass(frozen=True)
class Interval:
    """``low <= high``; either may be infinite where the data set no bound."""

    low: float
    high: float

    def __contains__(self, value: object) -> bool:
        return isinstance(value, int | float) and self.low <= value <= self.high


@dataclass(frozen=True)
class NetPromoter:
    """A Net Promoter Score on the scale -100..100 with its standard error on the same scale."""

    score: float
    standard_error: float
    n: float

    def interval(self, confidence: float = CONFIDENCE) -> Interval:
        """``score ± z·SE``, clipped to -100..100."""
        reach = normal_quantile(confidence) * self.standard_error
        return Interval(max(-100.0, self.score - reach), min(100.0, self.score + reach))


@functools.cache
def normal_quantile(confidence: float = CONFIDENCE) -> float:
    """The z such that the standard normal lies within ±z with that probability (1.96 for 0.95)."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def wilson_interval(successes: float, n: float, confidence: float = CONFIDENCE) -> Interval | None:
    """Wilson's score interval of a rate; None where n is 0.

    Source: Wilson 1927; Newcombe 1998, *Two-sided confidence intervals for the single proportion*, method 3.

    Raises:
        ValueError: successes are not within 0..n.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} successes of {n}: expected 0 <= successes <= n")
    if n == 0:
        return None
    z = normal_quantile(confidence)
    centre = (successes + z * z / 2) / (n + z * z)
    reach = z / (n + z * z) * math.sqrt(successes * (n - successes) / n + z * z / 4)
    low = 0.0 if successes == 0 else max(0.0, centre - reach)
    high = 1.0 if successes == n else min(1.0, centre + reach)
    return Interval(low, high)


def net_promoter(promoters: float, passives: float, detractors: float) -> NetPromoter | None:
    """The score with its plain Wald standard error; None where nobody answered."""
    n = promoters + passives + detractors
    if n == 0:
        return None
    for_it, against = promoters / n, detractors / n
    variance = max(0.0, for_it + against - (for_it - against) ** 2)
    return NetPromoter(100 * (for_it - against), 100 * math.sqrt(variance / n), n)


def adjusted_net_promoter(promoters: float, passives: float, detractors: float) -> NetPromoter | None:
    """The adjusted Wald centre and standard error; None where nobody answered.

    ¾ promoter, 1½ passives and ¾ detractor are added. Source: Rocks 2016, *Interval Estimation for the Net
    Promoter Score*.
    """
    if promoters + passives + detractors == 0:
        return None
    return net_promoter(promoters + 0.75, passives + 1.5, detractors + 0.75)


def z_of_change(now: NetPromoter, before: NetPromoter) -> float:
    """``(now - before)/√(SE² + SE²)``; 0 where neither has an error, so that nothing can be told."""
    error = math.hypot(now.standard_error, before.standard_error)
    return (now.score - before.score) / error if error > 0 else 0.0


def mean_interval(n: float, mean: float, variance: float, confidence: float = CONFIDENCE) -> Interval | None:
    """Student's t interval of a mean from its sample variance (n - 1); None for n < 2."""
    if n < 2:
        return None
    reach = t_quantile((1 + confidence) / 2, n - 1) * math.sqrt(max(0.0, variance) / n)
    return Interval(mean - reach, mean + reach)


def sample_variance(n: float, total: float, total_of_squares: float) -> float:
    """The variance with n - 1 below, from sums; 0 for n < 2 and never negative through rounding."""
    if n < 2:
        return 0.0
    return max(0.0, (total_of_squares - total * total / n) / (n - 1))


def difference_of_means(
    now: tuple[float, float, float], before: tuple[float, float, float], confidence: float = CONFIDENCE
) -> Interval | None:
    """Welch's interval of ``now - before``; each is (n, mean, sample variance). None where either n < 2
    or nothing varies.

    Source: Welch 1947; degrees of freedom after Satterthwaite.
    """
    if now[0] < 2 or before[0] < 2:
        return None
    difference = now[1] - before[1]
    shares = (now[2] / now[0], before[2] / before[0])
    error = sum(shares)
    if error <= 0:
        return None
    degrees = error**2 / (shares[0] ** 2 / (now[0] - 1) + shares[1] ** 2 / (before[0] - 1))
    reach = t_quantile((1 + confidence) / 2, degrees) * math.sqrt(error)
    return Interval(difference - reach, difference + reach)


def difference_of_rates(
    now: tuple[float, float], before: tuple[float, float], confidence: float = CONFIDENCE
) -> Interval | None:
    """Newcombe's hybrid score interval of ``now - before``; each is (successes, n). None where either n is 0.

    Source: Newcombe 1998, *Interval estimation for the difference between independent proportions*, method 10.
    """
    now_interval = wilson_interval(*now, confidence)
    before_interval = wilson_interval(*before, confidence)
    if now_interval is None or before_interval is None:
        return None
    return difference_from_intervals(now[0] / now[1], now_interval, before[0] / before[1], before_interval)


def difference_from_intervals(now: float, now_interval: Interval, before: float, before_interval: Interval) -> Interval:
    """The interval of ``now - before`` recovered from the two intervals of independent estimates.

    Works for any pair, one-sided and lopsided ones too. Source: Zou & Donner 2008, *Construction of confidence
    limits about effect measures* (MOVER).
    """
    difference = now - before
    below = math.hypot(now - now_interval.low, before_interval.high - before)
    above = math.hypot(now_interval.high - now, before - before_interval.low)
    return Interval(difference - below, difference + above)


@functools.lru_cache(maxsize=4096)
def t_quantile(probability: float, degrees: float) -> float:
    """The quantile of Student's t, to ten digits or better, for any degrees of freedom of at least 1.

    The Cornish-Fisher expansion (Abramowitz & Stegun 26.7.5) where that is exact enough, else Newton's method from the
    normal quantile, which lies below: the distribution function is concave there, so no step goes too far.

    Raises:
        ValueError: the probability is not within (0, 1), or degrees are below 1.
    """
    if not 0 < probability < 1 or degrees < 1:
        raise ValueError(f"probability {probability} and degrees {degrees}: expected (0, 1) and >= 1")
    if probability < 0.5:
        return -t_quantile(1 - probability, degrees)
    if probability == 0.5:
        return 0.0
    if math.isinf(degrees) or degrees >= LARGE_DEGREES:
        return _expanded_t(probability, degrees)
    value = NormalDist().inv_cdf(probability)
    for _ in range(MOST_STEPS):
        step = (probability - t_distribution(value, degrees)) / _t_density(value, degrees)
        value += step
        if abs(step) <= 1e-10 * value:
            break
    return value


def _t_density(value: float, degrees: float) -> float:
    log_top = math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2) - math.log(math.pi * degrees) / 2
    return math.exp(log_top - (degrees + 1) / 2 * math.log1p(value * value / degrees))


def t_distribution(value: float, degrees: float) -> float:
    """P(T <= value) of Student's t."""
    tail = incomplete_beta(degrees / 2, 0.5, degrees / (degrees + value * value)) / 2
    return 1 - tail if value > 0 else tail


def incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function I_x(a, b), by its continued fraction (Lentz's method)."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(log_front) * _beta_fraction(a, b, x) / a


def _beta_fraction(a: float, b: float, x: float) -> float:
    tiny = 1e-300
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > tiny else tiny)
    value = d
    for step in range(1, 10_000):
        even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
        odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
        for term in (even, odd):
            d = 1 + term * d
            d = 1 / (d if abs(d) > tiny else tiny)
            c = 1 + term / c
            c = c if abs(c) > tiny else tiny
            value *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return value


def _expanded_t(probability: float, degrees: float) -> float:
    z = NormalDist().inv_cdf(probability)
    if math.isinf(degrees):
        return z
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / degrees ** (power + 1) for power, term in enumerate(terms))
