"""Regressions on rows of which those of one customer belong together, with intervals that allow for it.

The standard error is the cluster jackknife's (CV3): how far the coefficient moves as each customer in turn is left out.
Of a logistic regression the move is one Newton step from the whole fit (CV3L), which needs no fit for each customer.
The usual sandwich (CV1) is too small where a few customers weigh much. The interval is Student's with one degree of
freedom for each customer but one. The regression's own standard error counts where it is the larger: with few leavers
a clustered one is too small more often than not.

Source: MacKinnon, Nielsen & Webb 2023, Cluster-robust inference: a guide to empirical practice, J. of Econometrics
232(2); the same 2024, Cluster-robust jackknife and bootstrap inference for logistic regression models, arXiv
2406.00650; Angrist & Pischke 2009, Mostly harmless econometrics, section 8.1 (the larger of the two).
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analytics.statistics import CONFIDENCE, t_quantile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FEWEST_FLAGGED = 10
LARGEST_LOG_ODDS = 5.0
"""Odds 150 times as high for one doubling or one point are no finding but a sample that separates by chance."""
LIGHT = 0.5
"""A customer of less leverage than this leaves something of every column."""
NOTHING_LEFT = 1e-10
CUSTOMERS_AT_ONCE = 2_000


@dataclass(frozen=True)
class Sample:
    """Rows with an outcome; ``asked`` are the columns whose coefficients are wanted, ``others`` are held.

    All have one entry a row; ``customer`` is a number for each customer; a binary outcome is 0 or 1.
    """

    outcome: Floats
    customer: NDArray[np.int64]
    asked: Mapping[str, Floats]
    others: Mapping[str, Floats]
    is_binary: bool

    @property
    def n_customers(self) -> int:
        """How many customers the rows belong to."""
        return len(np.unique(self.customer))

    @property
    def n_left(self) -> int:
        """How many rows have the outcome 1; 0 where it is not binary."""
        return int(self.outcome.sum()) if self.is_binary else 0


@dataclass(frozen=True)
class Fit:
    """Of each asked column the coefficient and half its 95 % interval; and each row's log-odds (if logistic)."""

    found: Mapping[str, tuple[float, float]]
    log_odds: Floats


def fitted(sample: Sample) -> Fit | None:
    """The regression; None where it has no finite answer. Warnings of the fit are part of that and go no further."""
    from statsmodels.discrete.discrete_model import Logit
    from statsmodels.regression.linear_model import OLS
    from statsmodels.tools.sm_exceptions import PerfectSeparationError

    names, x = _design(sample)
    asked = [name for name in sample.asked if name in names]
    if not asked or len(sample.outcome) <= x.shape[1] or sample.n_customers < 2 or _is_constant(sample.outcome):
        return None
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            if sample.is_binary:
                fit = Logit(sample.outcome, x).fit(disp=0, maxiter=100)
                chance = np.asarray(fit.predict(x))
                has_converged, weight = bool(fit.mle_retvals["converged"]), chance * (1.0 - chance)
            else:
                fit = OLS(sample.outcome, x).fit()
                chance, has_converged, weight = np.asarray(fit.fittedvalues), True, np.ones(len(x))
            coefficients = np.asarray(fit.params)
            jackknifed = _jackknife_errors(x, weight, sample.outcome - chance, sample.customer)
            errors = np.maximum(jackknifed, np.asarray(fit.bse))
        except (PerfectSeparationError, np.linalg.LinAlgError):
            return None
        log_odds = x @ coefficients
    places = [names.index(name) for name in asked]
    is_sound = has_converged and np.isfinite(errors[places]).all() and (errors[places] > 0).all()
    if not is_sound or np.abs(coefficients[places]).max() > LARGEST_LOG_ODDS:
        return None
    reach = t_quantile((1 + CONFIDENCE) / 2, sample.n_customers - 1) * errors
    found = {name: (float(coefficients[at]), float(reach[at])) for name, at in zip(asked, places, strict=True)}
    return Fit(found, log_odds)


def _jackknife_errors(x: Floats, weight: Floats, residual: Floats, customer: NDArray[np.int64]) -> Floats:
    """CV3 standard errors, one a column: (G - 1) / G times the squared moves as each of G customers is left out.

    A customer's move solves (J - Jg) move = -sg, with information J = x'wx and score s = x'residual; the columns are
    turned so that J is 1 and Jg the customer's leverage.
    """
    turn = np.linalg.inv(np.linalg.cholesky(x.T @ (x * weight[:, None]))).T
    order = np.argsort(customer, kind="stable")
    edges = np.flatnonzero(np.diff(customer[order])) + 1
    turned = (x @ turn)[order]
    parts = np.split(turned * np.sqrt(weight[order])[:, None], edges)
    scores = np.add.reduceat(turned * residual[order, None], np.concatenate([[0], edges]), axis=0)
    squares = np.zeros(x.shape[1])
    for first in range(0, len(parts), CUSTOMERS_AT_ONCE):
        some = slice(first, first + CUSTOMERS_AT_ONCE)
        leverage = np.stack([part.T @ part for part in parts[some]])
        squares += ((_moves(leverage, scores[some]) @ turn.T) ** 2).sum(axis=0)
    errors: Floats = np.sqrt((len(parts) - 1) / len(parts) * squares)
    return errors


def _moves(leverage: Floats, score: Floats) -> Floats:
    """(1 - leverage)⁻¹ score of each customer, the sign left out.

    Where nothing of a column is left without a customer, the generalised inverse leaves that column as it is and moves
    the others as they would move without it.
    """
    without = np.eye(score.shape[1]) - leverage
    is_light = np.trace(leverage, axis1=1, axis2=2) < LIGHT
    moves = np.empty_like(score)
    moves[is_light] = np.linalg.solve(without[is_light], score[is_light, :, None])[:, :, 0]
    inverse = np.linalg.pinv(without[~is_light], rcond=NOTHING_LEFT, hermitian=True)
    moves[~is_light] = (inverse @ score[~is_light, :, None])[:, :, 0]
    return moves


def _design(sample: Sample) -> tuple[list[str], Floats]:
    """Constant, asked and held columns, without those that say nothing of their own or would separate the outcome."""
    names, columns = ["constant"], [np.ones(len(sample.outcome))]
    for name, column in [*sample.asked.items(), *sample.others.items()]:
        if _is_constant(column) or (name not in sample.asked and _separates(column, sample)):
            continue
        if np.linalg.matrix_rank(np.column_stack([*columns, column])) > len(columns):
            names.append(name)
            columns.append(column)
    return names, np.column_stack(columns)


def _is_constant(column: Floats) -> bool:
    return len(column) == 0 or bool(np.ptp(column) == 0)


def _separates(column: Floats, sample: Sample) -> bool:
    """A flag that is on or off in a handful of rows, or on one side of which everybody left or everybody stayed."""
    if not np.isin(column, (0.0, 1.0)).all():
        return False
    sides = [sample.outcome[column == side] for side in (0.0, 1.0)]
    return any(len(side) < FEWEST_FLAGGED or _is_constant(side) for side in sides)
