"""Partial pooling: what small groups are most likely to be, seeing how much groups of their kind differ at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

FEWEST_GROUPS = 3
"""From two groups nobody can learn how much groups differ."""


@dataclass(frozen=True)
class Pooled:
    """Every group's estimate drawn towards the mean of all groups; arrays in the order given.

    ``mean`` is that mean and ``mean_error`` its standard error; ``between`` the variance between groups, ``q``
    Cochran's statistic. ``own`` is the share, 0 to 1, that a group's own value has in its estimate: near 1 where the
    group is large, 0 everywhere where the groups differ by no more than chance.
    """

    values: Floats
    errors: Floats
    own: Floats
    mean: float
    mean_error: float
    between: float
    q: float


def pool(values: Floats, variances: Floats) -> Pooled | None:
    """Empirical Bayes estimates of groups from their values and sampling variances; None for fewer than three groups.

    The variance between groups is that of DerSimonian & Laird 1986, *Meta-analysis in clinical trials* (method of
    moments). A group's estimate is ``own * value + (1 - own) * mean`` with ``own = between/(between + variance)``;
    its variance has three parts: its own value's, the mean's, and that of ``between`` being estimated (Morris 1983,
    *Parametric Empirical Bayes Inference*, with k - 3 taken as at least 1).

    Raises:
        ValueError: a variance is not above 0, or the two arrays differ in length.
    """
    if values.shape != variances.shape or not bool(np.all(variances > 0)):
        raise ValueError("each value needs a variance above 0")
    n_groups = len(values)
    if n_groups < FEWEST_GROUPS:
        return None
    between, q = variance_between(values, variances)
    spread = between + variances
    weights = 1 / spread
    total = float(weights.sum())
    mean = float((weights * values).sum()) / total
    own = between / spread
    drawn = 1 - own
    typical = float((weights * variances).sum()) / total
    unsure = 2 / max(1, n_groups - 3) * drawn**2 * (typical + between) / spread
    squares = own * variances + drawn**2 / total + unsure * (values - mean) ** 2
    return Pooled(
        values=own * values + drawn * mean,
        errors=np.sqrt(squares),
        own=own,
        mean=mean,
        mean_error=float(np.sqrt(1 / total)),
        between=between,
        q=q,
    )


def variance_between(values: Floats, variances: Floats) -> tuple[float, float]:
    """DerSimonian & Laird's variance between groups, at least 0, and Cochran's Q."""
    weights = 1 / variances
    total = float(weights.sum())
    centre = float((weights * values).sum()) / total
    q = float((weights * (values - centre) ** 2).sum())
    scale = total - float((weights**2).sum()) / total
    return max(0.0, (q - (len(values) - 1)) / scale), q
