"""Which version of a record is in force: the newest load's; a correction is as old as what it corrects."""

from __future__ import annotations

from domain.tables import Table

NAME_KEY = r"""
create or replace temp macro name_key(name) as
    nullif(lower(regexp_replace(trim(nfc_normalize(name)), '\s+', ' ', 'g')), '')
"""

# A record replaces the older version of itself. An invoice without line numbers is replaced whole; rows without
# any key are never taken for one another.
VERSION_KEYS = {
    "customer": "coalesce(customer_id, name_key(customer_name))",
    "manager": "coalesce(manager_id, lower(manager_email), name_key(manager_name))",
    "deal": "deal_id",
    "invoice_line": "invoice_id, coalesce(line_no_given, -1)",
    "contract": "contract_id",
    "ticket": "ticket_id",
    "survey_response": (
        "coalesce(response_id, customer_id || '/' || coalesce(respondent_key, '') || '/' || responded_at,"
        " customer_name || '/' || coalesce(respondent_key, '') || '/' || responded_at)"
    ),
    "target": "period, coalesce(measure, ''), coalesce(dimension, ''), coalesce(member, '')",
    "activity": "activity_id",
    "rate": "month, currency",
    "product": "coalesce(product_id, name_key(product))",
}

SEVERAL_ROWS = frozenset({"customer", "invoice_line"})
"""Tables in which one file may tell of a record in several rows."""

ORDER_OF_LOADS = """
select load_id, counts_as, row_number() over (order by counts_as, load_id) as place
from (
    select load_id, coalesce(cast(decisions ->> '$.corrects.counts_as' as integer), load_id) as counts_as
    from loaded.load
)
"""
"""One row per load: ``place`` is its rank by age. Corrected rows are as old as the file in which they were held back,
so that they stand beside its other rows and never in the place of them.
"""


def newest(table: Table) -> str:
    """The condition under which a row of ``told`` is the newest version of its record.

    Needs the macro in ``NAME_KEY``, and ``load_order``: :data:`ORDER_OF_LOADS` joined by load.
    """
    key = VERSION_KEYS[table.name]
    alone = f"place = max(place) over (partition by {key})"
    together = f"counts_as = max(counts_as) over (partition by {key})"
    if table.name == "customer":
        return together
    if table.name == "survey_response":
        return f"({key}) is null or {alone}"
    if table.name == "invoice_line":
        return (
            f"case when line_no_given is null then {together} else {alone} end"
            " and counts_as >= coalesce(max(case when line_no_given is null then counts_as end)"
            " over (partition by invoice_id), counts_as)"
        )
    return alone
