"""What is still to be won: the open deals that are due, and how far they would carry to the target."""

from __future__ import annotations

from analytics.kpi import PEOPLE, SALES, Direction, Kpi, Method, Unit
from domain.message import N_
from domain.scope import Dimension

_NOTHING_DUE = N_("No open deal is due in this period.")

WEIGHTED = Kpi(
    id="weighted_pipeline",
    name=N_("Weighted pipeline"),
    definition=N_(
        "Open deals due in what is left of the period, each amount weighted with its probability, in the reporting "
        "currency. Open deals whose closing date is past are stale: they are listed and left out, as are deals without "
        "an amount, a probability or an exchange rate. What was open in a period that is over is not known."
    ),
    formula=N_("Sum of amount × probability over open deals due"),
    unit=Unit.MONEY,
    decimals=0,
    direction=Direction.UP,
    method=Method.TOTAL,
    query="weighted_pipeline",
    rows_query="rows_weighted_pipeline",
    page="revenue",
    dimensions=SALES,
    no_value=_NOTHING_DUE,
    looks_ahead=True,
)

COVERAGE = Kpi(
    id="pipeline_coverage",
    name=N_("Pipeline coverage"),
    definition=N_(
        "How many times over the open deals due in what is left of the period, unweighted, would fill what is missing "
        "to the target. What is needed is 1 / win rate: who wins one deal in four needs four times. Once the target is "
        "met there is nothing to cover."
    ),
    formula=N_("Open deals due, unweighted / (target − revenue so far)"),
    unit=Unit.TIMES,
    decimals=1,
    direction=Direction.UP,
    method=Method.RATIO,
    query="pipeline_coverage",
    rows_query="rows_pipeline_coverage",
    page="revenue",
    dimensions=(*PEOPLE, Dimension.PRODUCT),
    no_value=N_("No target is set for this period."),
    looks_ahead=True,
)

PIPELINE = (WEIGHTED, COVERAGE)


def required_coverage(win_rate: float | None) -> float | None:
    """The coverage that a win rate (0..1) asks for: 1 / win rate. None where nothing is known or nothing is won."""
    return 1 / win_rate if win_rate else None
