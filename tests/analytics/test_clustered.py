"""Standard errors clustered by customer: the cluster jackknife, held to leaving out each customer in earnest."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.clustered import Fit, Sample, fitted
from analytics.statistics import t_quantile

CUSTOMERS, QUARTERS = 40, 12


def rows(*, is_binary: bool) -> Sample:
    """40 customers of a dozen quarters; what a customer is like shows in all its rows; one customer has a flag."""
    rng = np.random.default_rng(5)
    customer = np.repeat(np.arange(CUSTOMERS), QUARTERS)
    asked = rng.normal(size=customer.size) + rng.normal(size=CUSTOMERS)[customer]
    hidden = 0.6 * asked + rng.normal(size=CUSTOMERS)[customer] + rng.logistic(size=customer.size)
    outcome = (hidden > 0.5).astype(float) if is_binary else hidden
    others = {"other": rng.normal(size=customer.size)}
    if not is_binary:
        others["flag"] = (customer == 7).astype(float)
    return Sample(outcome, customer, {"asked": asked}, others, is_binary)


def without(sample: Sample, customer: int) -> Sample:
    kept = sample.customer != customer
    columns = [{name: column[kept] for name, column in some.items()} for some in (sample.asked, sample.others)]
    return Sample(sample.outcome[kept], sample.customer[kept], *columns, sample.is_binary)


def fit_of(sample: Sample) -> Fit:
    found = fitted(sample)
    assert found is not None
    return found


def error_and_jackknife(sample: Sample) -> tuple[float, float]:
    """The standard error the interval rests on, and the jackknife's from 40 regressions without one customer."""
    effect, reach = fit_of(sample).found["asked"]
    moves = [fit_of(without(sample, one)).found["asked"][0] - effect for one in range(CUSTOMERS)]
    jackknife = np.sqrt((CUSTOMERS - 1) / CUSTOMERS * np.square(moves).sum())
    return reach / t_quantile(0.975, CUSTOMERS - 1), float(jackknife)


def test_least_squares_moves_as_if_each_customer_were_left_out() -> None:
    """Exactly: also where a column says nothing without one customer, and falls out of that regression."""
    error, jackknife = error_and_jackknife(rows(is_binary=False))
    assert error == pytest.approx(jackknife, rel=1e-9)


def test_logistic_regression_moves_nearly_so() -> None:
    """One Newton step from the whole fit, not a fit for each: within five in a hundred, with as few as 40 customers."""
    error, jackknife = error_and_jackknife(rows(is_binary=True))
    assert error == pytest.approx(jackknife, rel=0.05)


def test_customers_that_are_alike_within_widen_the_interval() -> None:
    sample = rows(is_binary=False)
    apart = Sample(sample.outcome, np.arange(sample.outcome.size), sample.asked, sample.others, is_binary=False)
    assert fit_of(sample).found["asked"][1] > 1.3 * fit_of(apart).found["asked"][1]
