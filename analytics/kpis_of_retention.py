"""How much of last period's revenue came again: gross and net revenue retention.

A period that is not over is set against the same number of working days of the period before, as every comparison
with a part-finished period is: its revenue so far over a whole period would look like loss. Who buys later in a period
than last time still counts as contraction until then; the note beside the number says what is compared.
"""

from __future__ import annotations

from analytics.kpi import CUSTOMERS, Direction, Kpi, Method, Unit
from domain.message import N_

_NOTHING_BEFORE = N_("No customer had revenue in the period before, as far as it is compared.")


def _revenue_retention(kpi_id: str, name: str, definition: str, formula: str, column: str) -> Kpi:
    """A ratio of the revenue of the same customers in two periods; by product it would not split cleanly."""
    return Kpi(
        id=kpi_id,
        name=name,
        definition=definition,
        formula=formula,
        unit=Unit.RATIO,
        decimals=1,
        direction=Direction.UP,
        method=Method.RATIO,
        query="revenue_retention",
        rows_query="rows_revenue_retention",
        page="retention",
        dimensions=CUSTOMERS,
        minimum_n=10,
        columns=(("numerator", column), ("denominator", "before_revenue")),
        no_value=_NOTHING_BEFORE,
    )


REVENUE_RETENTION = (
    _revenue_retention(
        "gross_revenue_retention",
        N_("Gross revenue retention"),
        N_(
            "Of the revenue of the period before, the share that the same customers brought again. What a customer "
            "spends more than before does not count, so it never exceeds 100%. Customers whose credit notes outweighed "
            "their purchases before are left out and counted apart."
        ),
        N_("Sum of the smaller of now and before / sum of before, over customers with revenue before"),
        "kept_revenue",
    ),
    _revenue_retention(
        "net_revenue_retention",
        N_("Net revenue retention"),
        N_(
            "What the customers with revenue in the period before bring now, as a share of what they brought then: "
            "losses and reductions less, growth more. New customers and those won back do not count."
        ),
        N_("Sum of now / sum of before, over customers with revenue before"),
        "now_revenue",
    ),
)
