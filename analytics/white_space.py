"""White space: what customers own, are offered, and do not own yet (kpi.md section 7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.period import PeriodCut
from domain.read import Read

if TYPE_CHECKING:
    import pandas as pd

SMALLEST_GROUP = 10
"""Below so many others who own a product, nothing is said of what else they own."""

OWNED, IN_PIPELINE, GAP = "owned", "in_pipeline", "gap"


@dataclass(frozen=True)
class AlsoOwn:
    """Of ``n_owners`` other customers who own ``product``, ``n_both`` own the other one too."""

    product: str
    n_owners: int
    n_both: int

    @property
    def share(self) -> float:
        """The share who own both, 0..1."""
        return self.n_both / self.n_owners


@dataclass(frozen=True)
class Product:
    """One product: how this customer holds it, how many customers own it, are offered it, do not; and who also owns.

    ``also`` is None where the customer owns it, or where fewer than :data:`SMALLEST_GROUP` others can be told of.
    """

    name: str
    holding: str
    n_owned: int
    n_in_pipeline: int
    n_gap: int
    also: AlsoOwn | None = None


@dataclass(frozen=True)
class Grid:
    """Every product that the customer's peers own or are offered, the most owned first."""

    products: tuple[Product, ...]
    n_customers: int

    def held(self, holding: str) -> tuple[Product, ...]:
        """The products this customer holds in that way."""
        return tuple(product for product in self.products if product.holding == holding)

    @property
    def own_penetration(self) -> float | None:
        """This customer's owned / (owned + in pipeline + gap); None where there are no products."""
        return penetration(*(len(self.held(holding)) for holding in (OWNED, IN_PIPELINE, GAP)))

    @property
    def penetration(self) -> float | None:
        """The same over all customers of the grid."""
        return penetration(
            sum(product.n_owned for product in self.products),
            sum(product.n_in_pipeline for product in self.products),
            sum(product.n_gap for product in self.products),
        )


def penetration(owned: int, in_pipeline: int, gap: int) -> float | None:
    """Owned / (owned + in pipeline + gap), 0..1; None where all are 0."""
    whole = owned + in_pipeline + gap
    return owned / whole if whole else None


def white_space(read: Read, cut: PeriodCut, customer_id: str) -> Grid:
    """The grid of one customer among those that ``read`` sees: its segment, or the whole company."""
    asked = {"periods": [cut], "customer_id": customer_id}
    frame = read("white_space", asked)
    best = _best_pairs(read("white_space_pairs", asked))
    products = tuple(_product(row, best.get(str(row["product"]))) for row in frame.to_dict("records"))
    return Grid(products, int(frame["n_customers"].iloc[0]) if len(frame) else 0)


def _product(row: dict[object, object] | dict[str, object], also: AlsoOwn | None) -> Product:
    values = {str(name): value for name, value in row.items()}
    holding = OWNED if values["is_owned"] else IN_PIPELINE if values["is_in_pipeline"] else GAP
    owned, offered, gap = (int(str(values[name])) for name in ("n_owned", "n_in_pipeline", "n_gap"))
    return Product(str(values["product"]), holding, owned, offered, gap, None if holding == OWNED else also)


def _best_pairs(pairs: pd.DataFrame) -> dict[str, AlsoOwn]:
    """For each product not owned the owned one that tells most: the largest share among groups large enough."""
    enough = pairs[pairs["n_owners"] >= SMALLEST_GROUP]
    best: dict[str, AlsoOwn] = {}
    for row in enough.to_dict("records"):
        found = AlsoOwn(str(row["product"]), int(row["n_owners"]), int(row["n_both"]))
        known = best.get(str(row["other_product"]))
        if known is None or found.share > known.share:
            best[str(row["other_product"])] = found
    return best
