"""What drove a change, group by group: parts that add up to it exactly, of sums and of rates."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analytics.bridges import compared_cuts
from analytics.figures import Figure, figures_from
from analytics.kpi import Kpi, Method
from domain.period import Period
from domain.read import Read
from domain.scope import Dimension

SUMS = frozenset({Method.TOTAL, Method.COUNT})
QUOTIENTS = frozenset({Method.RATE, Method.RATIO, Method.MEAN, Method.NPS})
FACTORS = {Method.NPS: 100.0}
MAIN_SHARE = 0.5


@dataclass(frozen=True)
class Weighed:
    """One group of a quotient in one period: what stands above the line and below it."""

    above: float = 0.0
    below: float = 0.0


@dataclass(frozen=True)
class Part:
    """What one group adds to a change: by its own value (``rate``) and by its weight in the whole (``mix``).

    Of a sum the mix is 0. ``group`` is None for what belongs to no group.
    """

    group: str | None
    rate: float
    mix: float

    @property
    def total(self) -> float:
        """What the group adds in all."""
        return self.rate + self.mix


@dataclass(frozen=True)
class Decomposition:
    """The parts of a change, the largest first; ``sum(part.total) == change``."""

    change: float
    parts: tuple[Part, ...]

    @property
    def mix(self) -> float:
        """What shifts of weight between the groups add."""
        return math.fsum(part.mix for part in self.parts)

    @property
    def main(self) -> Part | None:
        """The group that alone makes more than half of the change; None where none does."""
        named = [part for part in self.parts if part.group is not None and part.total * self.change > 0]
        largest = max(named, key=lambda part: (abs(part.total), part.group), default=None)
        if largest is None or len(self.parts) < 2 or abs(largest.total) <= MAIN_SHARE * abs(self.change):
            return None
        return largest


def drivers(read: Read, kpi: Kpi, period: Period, as_of: date, dimension: Dimension) -> Decomposition | None:
    """What drove the change of ``kpi`` from the period before, by the groups of ``dimension``.

    None where either period has no value, or the groups do not make up the whole: a customer in two of them, a
    quantile. A period that is not over is compared with as many working days, as everywhere.
    """
    if dimension not in kpi.dimensions or kpi.method not in SUMS | QUOTIENTS:
        return None
    before, now = compared_cuts(read, period, as_of, is_last_year=False)
    both = {"periods": [before, now]}
    whole = figures_from(kpi, read(kpi.query, {**both, "dimension": None}))
    split = read(kpi.query, {**both, "dimension": dimension})
    groups = figures_from(kpi, split[split["group_name"].notna()])
    figures = [whole.get((cut.start, None), Figure()) for cut in (before, now)]
    named = [{str(name): one for (start, name), one in groups.items() if start == cut.start} for cut in (before, now)]
    if any(figure.value is None for figure in figures):
        return None
    if kpi.method in SUMS:
        sums = [({name: one.value or 0.0 for name, one in own.items()}, figure.value or 0.0)
                for own, figure in zip(named, figures, strict=True)]  # fmt: skip
        return of_sums(sums[0], sums[1])
    weighed = [({name: _weighed(one) for name, one in own.items()}, _weighed(figure))
               for own, figure in zip(named, figures, strict=True)]  # fmt: skip
    return of_quotients(weighed[0], weighed[1], FACTORS.get(kpi.method, 1.0))


def of_sums(before: tuple[Mapping[str, float], float], now: tuple[Mapping[str, float], float]) -> Decomposition:
    """Parts of the change of a sum, each end as (by group, whole); what no group holds is a part without a name."""
    names = sorted(set(before[0]) | set(now[0]))
    moved = [Part(name, now[0].get(name, 0.0) - before[0].get(name, 0.0), 0.0) for name in names]
    change = now[1] - before[1]
    rest = change - math.fsum(part.rate for part in moved)
    if abs(rest) > 1e-9 * max(1.0, abs(before[1]), abs(now[1])):
        moved.append(Part(None, rest, 0.0))
    return Decomposition(change, _largest_first(moved))


def of_quotients(
    before: tuple[Mapping[str, Weighed], Weighed], now: tuple[Mapping[str, Weighed], Weighed], factor: float = 1.0
) -> Decomposition | None:
    """Parts of the change of a quotient R = Σ above / Σ below, each end as (by group, whole).

    With weights w (a group's share of what is below the line) and rates r, a group's ``rate`` is
    (r₁ − r₀)·(w₀ + w₁)/2 and its ``mix`` (w₁ − w₀)·((r₀ + r₁)/2 − (R₀ + R₁)/2): the symmetric form, in which nothing
    is left over (Marshall 1920; Kitagawa 1955, *Components of a Difference Between Two Rates*). A group that is not
    there in one period has no rate of its own in it and moves by its weight alone. None where the whole has no
    value, or the groups hold more than the whole.
    """
    sides: list[tuple[dict[str | None, Weighed], Weighed]] = []
    for groups, whole in (before, now):
        if not whole.below > 0:
            return None
        rest = Weighed(
            whole.above - math.fsum(one.above for one in groups.values()),
            whole.below - math.fsum(one.below for one in groups.values()),
        )
        tiny = 1e-9 * max(abs(whole.below), abs(whole.above))
        if rest.below < -tiny or (abs(rest.below) <= tiny < abs(rest.above)):
            return None
        known: dict[str | None, Weighed] = {name: one for name, one in groups.items()}  # noqa: C416
        if rest.below > tiny:
            known[None] = rest
        sides.append((known, whole))
    rates = [whole.above / whole.below for _, whole in sides]
    middle = (rates[0] + rates[1]) / 2
    names = sorted({name for known, _ in sides for name in known}, key=lambda name: (name is None, name or ""))
    parts = []
    for name in names:
        (r0, w0), (r1, w1) = (_rate_and_weight(known.get(name, Weighed()), whole) for known, whole in sides)
        own0, own1 = (r1 if r0 is None else r0) or 0.0, (r0 if r1 is None else r1) or 0.0
        rate, mix = (own1 - own0) * (w0 + w1) / 2, (w1 - w0) * ((own0 + own1) / 2 - middle)
        parts.append(Part(name, factor * rate, factor * mix))
    return Decomposition(factor * (rates[1] - rates[0]), _largest_first(parts))


def _rate_and_weight(one: Weighed, whole: Weighed) -> tuple[float | None, float]:
    return (one.above / one.below, one.below / whole.below) if one.below > 0 else (None, 0.0)


def _weighed(figure: Figure) -> Weighed:
    return Weighed(figure.numerator or 0.0, figure.denominator or 0.0)


def _largest_first(parts: Sequence[Part]) -> tuple[Part, ...]:
    return tuple(sorted(parts, key=lambda part: (-abs(part.total), part.group is None, part.group or "")))
