"""What is sold, to whom, and who looks after them: revenue, returning customers, portfolios."""

from __future__ import annotations

from analytics.kpi import CUSTOMERS, PEOPLE, SALES, Direction, Kpi, Method, Unit
from domain.message import N_
from domain.scope import Dimension

_NO_CUSTOMERS = N_("No customer was active in this period or in the one before.")


def _movement(
    kpi_id: str, name: str, definition: str, formula: str, column: str, direction: Direction, page: str = "retention"
) -> Kpi:
    """A count of customers out of the movement between two periods."""
    return Kpi(
        id=kpi_id,
        name=name,
        definition=definition,
        formula=formula,
        unit=Unit.CUSTOMERS,
        decimals=0,
        direction=direction,
        method=Method.COUNT,
        query="customer_movement",
        rows_query="rows_customer_movement",
        page=page,
        dimensions=SALES,
        columns=(("value", column),),
        no_value=_NO_CUSTOMERS,
    )


REVENUE = (
    Kpi(
        id="revenue",
        name=N_("Revenue"),
        definition=N_(
            "What was invoiced in the period, net, in the reporting currency. Credit notes count as negative; void "
            "documents and amounts without an exchange rate are left out and counted apart. Where no invoices are "
            "loaded, won deals count on the day they were closed."
        ),
        formula=N_("Sum of valid invoice lines"),
        unit=Unit.MONEY,
        decimals=0,
        direction=Direction.UP,
        method=Method.TOTAL,
        query="revenue",
        rows_query="rows_revenue",
        page="revenue",
        dimensions=SALES,
        no_value=N_("There is no revenue in this period."),
    ),
    Kpi(
        id="target_attainment",
        name=N_("Target attainment"),
        definition=N_(
            "Revenue as a share of the target for the same period. A target set for shorter periods counts where "
            "they cover this one without a gap; a target for a longer period is never spread. Where only some have a "
            "target, only their revenue is measured by it; the rest is counted apart."
        ),
        formula=N_("Revenue / target"),
        unit=Unit.RATIO,
        decimals=1,
        direction=Direction.UP,
        method=Method.RATIO,
        query="target_attainment",
        rows_query="rows_target_attainment",
        page="revenue",
        dimensions=(*PEOPLE, Dimension.PRODUCT),
        no_value=N_("No target is set for this period."),
    ),
    Kpi(
        id="win_rate",
        name=N_("Win rate"),
        definition=N_("Deals won as a share of the deals closed in the period, won or lost. Open deals do not count."),
        formula=N_("Won / (won + lost)"),
        unit=Unit.RATIO,
        decimals=1,
        direction=Direction.UP,
        method=Method.RATE,
        query="win_rate",
        rows_query="rows_win_rate",
        page="revenue",
        dimensions=SALES,
        minimum_n=10,
        no_value=N_("No deal was closed in this period."),
    ),
)

RETENTION = (
    _movement(
        "active_customers",
        N_("Active customers"),
        N_(
            "Customers with at least one valid revenue line in the period, or a contract in force on any day of it. "
            "They are shown under the account manager they have now."
        ),
        N_("Active before + new + won back − lost"),
        "active_now",
        Direction.UP,
    ),
    _movement(
        "returning_customers",
        N_("Returning customers"),
        N_("Customers active in this period who were also active in the one before."),
        N_("Active now and in the period before"),
        "returning",
        Direction.UP,
    ),
    Kpi(
        id="returning_rate",
        name=N_("Returning rate"),
        definition=N_("Of the customers active in the period before, the share who are active in this one too."),
        formula=N_("Returning customers / customers active in the period before"),
        unit=Unit.RATIO,
        decimals=1,
        direction=Direction.UP,
        method=Method.RATE,
        query="customer_movement",
        rows_query="rows_customer_movement",
        page="retention",
        dimensions=SALES,
        minimum_n=10,
        columns=(("numerator", "returning"), ("denominator", "active_before")),
        no_value=N_("No customer was active in the period before, so none could return."),
    ),
    _movement(
        "new_customers",
        N_("New customers"),
        N_("Customers active in this period who never were before, as far back as the data goes."),
        N_("Active now, never before"),
        "new",
        Direction.UP,
    ),
    _movement(
        "won_back_customers",
        N_("Customers won back"),
        N_("Customers active in this period, not in the one before, but some time earlier."),
        N_("Active now and earlier, not in the period before"),
        "won_back",
        Direction.UP,
    ),
    _movement(
        "lost_customers",
        N_("Lost customers"),
        N_("Customers active in the period before who are not active in this one."),
        N_("Active in the period before, not now"),
        "lost",
        Direction.DOWN,
    ),
)

PORTFOLIO = (
    Kpi(
        id="customers_per_manager",
        name=N_("Customers per account manager"),
        definition=N_(
            "Days on which customers were looked after, divided by days on which managers had any customer: the "
            "average load over the whole period, hand-overs included. A customer shared by several managers is split "
            "between them. Customers who were not active in the period do not count."
        ),
        formula=N_("Customer-days / manager-days"),
        unit=Unit.CUSTOMERS_PER_MANAGER,
        decimals=1,
        direction=Direction.NEUTRAL,
        method=Method.RATIO,
        query="customers_per_manager",
        rows_query="rows_customers_per_manager",
        page="portfolio",
        dimensions=CUSTOMERS,
        no_value=N_("Nobody looked after an active customer in this period."),
    ),
    Kpi(
        id="customers_per_manager_snapshot",
        name=N_("Customers per account manager, last day"),
        definition=N_(
            "Customers with an owner on the last known day of the period, divided by the managers who own one. "
            "Customers who were not active in the period do not count."
        ),
        formula=N_("Customers with an owner / managers with a customer"),
        unit=Unit.CUSTOMERS_PER_MANAGER,
        decimals=1,
        direction=Direction.NEUTRAL,
        method=Method.RATIO,
        query="customers_per_manager_snapshot",
        rows_query="rows_customers_per_manager_snapshot",
        page="portfolio",
        dimensions=CUSTOMERS,
        no_value=N_("Nobody looked after an active customer on the last known day of this period."),
    ),
)
