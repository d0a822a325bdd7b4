"""From one period's revenue to another's in steps: by customer, and by price, volume and mix."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analytics.asking import asking_for
from domain.period import Period, PeriodCut
from domain.read import Read
from domain.scope import Dimension

if TYPE_CHECKING:
    import pandas as pd

Hundredths = NDArray[np.int64]

MOVES = ("new", "won_back", "expansion", "contraction", "lost")
"""The steps of the bridge by customer, in the order in which they stand."""


@dataclass(frozen=True)
class CustomerBridge:
    """Before + the moves + other = now, to the hundredth; what goes down is negative. Reporting currency.

    Before and now are the revenue of the two periods. ``other`` is what no customer in scope explains: lines without
    a customer, or of customers that have another owner now. ``n`` counts the customers.
    """

    before: float
    moves: dict[str, float]
    other: float
    now: float
    n: int


@dataclass(frozen=True)
class PriceVolume:
    """Before + volume + mix + price + new − discontinued + bare = now, to the hundredth; all steps signed.

    ``bare`` is the change that has no quantity: lines without one, lines without a product, and products whose
    quantities of one period are not above zero. ``n_products`` were sold in both periods.
    """

    before: float
    volume: float
    mix: float
    price: float
    new: float
    discontinued: float
    bare: float
    now: float
    n_products: int


def compared_cuts(read: Read, period: Period, as_of: date, *, is_last_year: bool) -> tuple[PeriodCut, PeriodCut]:
    """The period it is compared with and the period itself; the former cut after as many working days.

    Before a period has begun there is nothing to compare: both are empty.
    """
    asking = asking_for([period], as_of, read)
    others = asking.part if asking.is_compared_in_part(period) else asking.whole
    other = period.last_year if is_last_year else period.previous
    before, now = others[other.start], asking.whole[period.start]
    return (before if now.cut > now.start else replace(before, cut=before.start)), now


def bridge_rows(
    read: Read, period: Period, as_of: date, is_last_year: bool, dimension: Dimension | None = None
) -> pd.DataFrame:
    """The customers behind the bridge, the largest change first; by group where a dimension is asked for."""
    cuts = compared_cuts(read, period, as_of, is_last_year=is_last_year)
    return read("revenue_bridge", {"periods": list(cuts), "dimension": dimension})


def customer_bridge(read: Read, period: Period, as_of: date, is_last_year: bool) -> CustomerBridge | None:
    """The bridge between the revenue of two periods; None where neither has any."""
    cuts = compared_cuts(read, period, as_of, is_last_year=is_last_year)
    whole = read("revenue", {"periods": list(cuts), "dimension": None}).sort_values("period_start")
    if not whole["n"].sum():
        return None
    before, now = (int(value) for value in _hundredths(whole["value"].fillna(0.0)))
    rows = bridge_rows(read, period, as_of, is_last_year)
    moves = moves_of(rows)
    explained = sum(moves.values())
    return CustomerBridge(
        before / 100,
        {name: amount / 100 for name, amount in moves.items()},
        (now - before - explained) / 100,
        now / 100,
        len(rows),
    )


def moves_of(rows: pd.DataFrame) -> dict[str, int]:
    """The change of each move in hundredths; unchanged customers change nothing."""
    change = _hundredths(rows["amount_now"]) - _hundredths(rows["amount_before"])
    movement = rows["movement"].to_numpy()
    return {name: int(change[movement == name].sum()) for name in MOVES}


def bridge_by_group(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a group: revenue of its customers before, each move, and now; the largest change of any sign first."""
    if rows.empty:
        return rows.head(0)
    hundredths = rows[["group_name", "movement"]].assign(
        before=_hundredths(rows["amount_before"]), now=_hundredths(rows["amount_now"])
    )
    hundredths["change"] = hundredths["now"] - hundredths["before"]
    grouped = hundredths.groupby("group_name", dropna=False)[["before", "now", "change"]].sum()
    for name in MOVES:
        moved = hundredths[hundredths["movement"] == name].groupby("group_name", dropna=False)["change"].sum()
        grouped[name] = moved.reindex(grouped.index).fillna(0)
    shaped = (grouped / 100).reset_index()
    shaped = shaped.reindex(shaped["change"].abs().sort_values(ascending=False, kind="stable").index)
    return shaped[["group_name", "before", *MOVES, "now", "change"]].reset_index(drop=True)


def price_volume(read: Read, period: Period, as_of: date, is_last_year: bool) -> PriceVolume | None:
    """Price, volume and mix between two periods; None where no line of either has a quantity, or revenue is of deals.

    The standard decomposition on the products sold in both periods (Farris et al. 2010, *Marketing Metrics*, ch. 3,
    "Price and volume"; q quantity, p mean price, Q their total, P₀ = Σ p₀q₀ / Q₀): volume (Q₁ − Q₀)·P₀; mix
    Σ q₁p₀ − Q₁·P₀; price Σ (p₁ − p₀)·q₁. Products of one period only are apart. Prices are net, so discounts and
    exchange rates are in them. What rounding leaves of the three goes to price.
    """
    found = read("price_volume", {"periods": list(compared_cuts(read, period, as_of, is_last_year=is_last_year))})
    return price_volume_of(found)


def price_volume_of(found: pd.DataFrame) -> PriceVolume | None:
    """The decomposition of the rows of ``price_volume``; see there."""
    if not found["n_quantity"].sum():
        return None
    names = ("amount_before", "amount_now", "bare_before", "bare_now")
    before, now, bare_before, bare_now = (_hundredths(found[name]) for name in names)
    q0, q1 = (found[name].to_numpy(dtype=np.float64) for name in ("quantity_before", "quantity_now"))
    has_product = found["product"].notna().to_numpy()
    was, is_now = found["n_before"].to_numpy() > 0, found["n_now"].to_numpy() > 0
    both = has_product & (q0 > 0) & (q1 > 0)
    new, gone = has_product & ~was & (q1 > 0), has_product & ~is_now & (q0 > 0)
    apart = ~(both | new | gone)
    bare = int(bare_now.sum() - bare_before.sum() + (now - before)[apart].sum())
    volume, mix = _volume_and_mix(q0[both], q1[both], before[both] / 100)
    total = int((now - before)[both].sum())
    return PriceVolume(
        before=int(before.sum() + bare_before.sum()) / 100,
        volume=volume / 100,
        mix=mix / 100,
        price=(total - volume - mix) / 100,
        new=int(now[new].sum()) / 100,
        discontinued=-int(before[gone].sum()) / 100,
        bare=bare / 100,
        now=int(now.sum() + bare_now.sum()) / 100,
        n_products=int(both.sum()),
    )


def _volume_and_mix(q0: NDArray[np.float64], q1: NDArray[np.float64], before: NDArray[np.float64]) -> tuple[int, int]:
    """In hundredths."""
    if not len(q0):
        return 0, 0
    at_old_mix = before.sum() / q0.sum() * q1.sum()
    at_old_prices = float((before / q0 * q1).sum()) if len(q0) > 1 else at_old_mix
    return round((at_old_mix - before.sum()) * 100), round((at_old_prices - at_old_mix) * 100)


def _hundredths(values: pd.Series[float]) -> Hundredths:
    rounded: Hundredths = np.rint(values.to_numpy(dtype=np.float64) * 100).astype(np.int64)
    return rounded


@dataclass(frozen=True)
class Concentration:
    """How much of the revenue the largest customers bring (shares 0..1), and the same in the period compared with.

    A share before is None where that period has no revenue above zero.
    """

    customer: str
    n: int
    shares: dict[str, float]
    shares_before: dict[str, float | None]


def concentration(read: Read, period: Period, as_of: date, is_last_year: bool) -> Concentration | None:
    """The shares of the largest, the five and the ten largest customers; None without revenue above zero."""
    before, now = (_largest(read, cut) for cut in compared_cuts(read, period, as_of, is_last_year=is_last_year))
    if now is None:
        return None
    names = ("largest_share", "top5_share", "top10_share")
    return Concentration(
        str(now["largest_customer"]) if isinstance(now["largest_customer"], str) else "",
        int(now["n_customers"]),
        {name: float(now[name]) for name in names},
        {name: None if before is None else float(before[name]) for name in names},
    )


def _largest(read: Read, cut: PeriodCut) -> dict[Any, Any] | None:
    found = read("revenue_concentration", {"periods": [cut]})
    whole = found[(found["is_whole"] == 1) & found["largest_share"].notna()]
    return None if whole.empty else whole.to_dict("records")[0]
