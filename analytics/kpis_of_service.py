"""How customers are served and what they say of it: response times and the Net Promoter Score."""

from __future__ import annotations

from analytics.kpi import CUSTOMERS, SERVICE, Direction, Kpi, Method, Unit
from domain.message import N_

_NO_TICKETS = N_("No ticket was created in this period.")


def _response_time(kpi_id: str, name: str, definition: str, formula: str, method: Method) -> Kpi:
    """A figure of the first response time; business hours unless the id says calendar."""
    ending = "_calendar" if kpi_id.endswith("_calendar") else ""
    query = "response_time_mean" if method is Method.MEAN else "response_time_distribution"
    return Kpi(
        id=kpi_id,
        name=name,
        definition=definition,
        formula=formula,
        unit=Unit.HOURS,
        decimals=1,
        direction=Direction.DOWN,
        method=method,
        query=query + ending,
        rows_query="rows_response_time" + ending,
        page="response_time",
        dimensions=SERVICE,
        minimum_n=10,
        no_value=_NO_TICKETS,
        split_query="" if method is Method.MEAN else "response_time_waits" + ending,
    )


NPS = Kpi(
    id="nps",
    name=N_("Net Promoter Score"),
    definition=N_(
        "How likely customers are to recommend us, from 0 to 10: the share of promoters (9 and 10) less the share of "
        "detractors (0 to 6). Of several answers by one respondent in the period the latest counts; blank answers "
        "never count."
    ),
    formula=N_("100 × (promoters − detractors) / answers"),
    unit=Unit.POINTS,
    decimals=1,
    direction=Direction.UP,
    method=Method.NPS,
    query="nps",
    rows_query="rows_nps",
    page="nps",
    dimensions=CUSTOMERS,
    minimum_n=10,
    no_value=N_("Nobody answered a survey in this period."),
)

RESPONSE_TIME = (
    _response_time(
        "response_time_mean",
        N_("Average response time"),
        N_(
            "Mean time from a customer's message to the first public reply by a person, in business hours, over the "
            "tickets created in the period that have been answered. Tickets still waiting are counted apart."
        ),
        N_("Sum of response hours / answered tickets"),
        Method.MEAN,
    ),
    _response_time(
        "response_time_median",
        N_("Median response time"),
        N_(
            "The business hours within which half of the period's tickets are answered. Tickets still waiting count "
            "with the time they have waited so far (Kaplan–Meier), so they never make the figure look better."
        ),
        N_("Shortest time by which half are answered"),
        Method.MEDIAN,
    ),
    _response_time(
        "response_time_p90",
        N_("Response time, slowest tenth"),
        N_(
            "The business hours within which nine out of ten of the period's tickets are answered. Tickets still "
            "waiting count with the time they have waited so far (Kaplan–Meier)."
        ),
        N_("Shortest time by which nine in ten are answered"),
        Method.P90,
    ),
    _response_time(
        "response_time_mean_calendar",
        N_("Average response time, calendar"),
        N_("The average response time by the clock on the wall: nights, weekends and holidays count."),
        N_("Sum of response hours / answered tickets"),
        Method.MEAN,
    ),
    _response_time(
        "response_time_median_calendar",
        N_("Median response time, calendar"),
        N_("The median response time by the clock on the wall: nights, weekends and holidays count."),
        N_("Shortest time by which half are answered"),
        Method.MEDIAN,
    ),
    _response_time(
        "response_time_p90_calendar",
        N_("Response time, slowest tenth, calendar"),
        N_("The time by the clock on the wall within which nine out of ten of the period's tickets are answered."),
        N_("Shortest time by which nine in ten are answered"),
        Method.P90,
    ),
    Kpi(
        id="response_sla",
        name=N_("Answered in time"),
        definition=N_(
            "Of the tickets that can be judged, the share answered within the time promised for their priority when "
            "they were created, in business hours. Open tickets past their time count as missed; open ones not yet "
            "due are counted apart."
        ),
        formula=N_("Met / (met + missed)"),
        unit=Unit.RATIO,
        decimals=1,
        direction=Direction.UP,
        method=Method.RATE,
        query="response_sla",
        rows_query="rows_response_sla",
        page="response_time",
        dimensions=SERVICE,
        minimum_n=10,
        no_value=N_("No ticket of this period can be judged yet."),
    ),
)
