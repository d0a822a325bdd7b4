"""Names that no list has: found after every import, listed with the nearest name, never dropped."""

from __future__ import annotations

import duckdb

from data.report import Unmatched
from domain.folding import squeeze

MINIMUM_LIKENESS = 84.0
MOST_COMPARED = 2000

UNMATCHED = {
    "customer": (
        "select customer, count(*) from (select customer, customer_id from deal union all"
        " select customer, customer_id from invoice_line union all select customer, customer_id from contract"
        " union all select customer, customer_id from ticket) fact"
        " where customer_id in (select customer_id from customer where not is_listed)"
        " and (select count(*) from customer where is_listed) > 0 group by customer order by 2 desc, 1",
        "select customer from customer where is_listed order by customer",
    ),
    "manager": (
        "select manager, count(*) from (select manager, manager_id from deal union all"
        " select manager, manager_id from invoice_line union all select manager, manager_id from customer) fact"
        " where manager_id in (select manager_id from manager where not is_listed)"
        " and (select count(*) from manager where is_listed) > 0 group by manager order by 2 desc, 1",
        "select manager from manager where is_listed order by manager",
    ),
    "product": (
        "select product, count(*) from (select product from deal union all select product from invoice_line"
        " union all select product from contract) fact"
        " where product is not null and (select count(*) from loaded.product) > 0"
        " and product not in (select product from loaded.product) group by product order by 2 desc, 1",
        "select distinct product from loaded.product order by product",
    ),
}


def find_unmatched(connection: duckdb.DuckDBPyConnection) -> tuple[Unmatched, ...]:
    """Customers, account managers and products that rows name and their list does not have.

    Empty for a kind without a list. The suggestion is None where no listed name is near.
    """
    found: list[Unmatched] = []
    for kind, (names_sql, listed_sql) in UNMATCHED.items():
        names = connection.execute(names_sql).fetchall()
        if not names:
            continue
        listed = [str(row[0]) for row in connection.execute(listed_sql).fetchall()]
        squeezed = {squeeze(name): name for name in reversed(listed)}
        for position, (name, n_rows) in enumerate(names):
            near = _nearest(str(name), squeezed) if position < MOST_COMPARED else None
            found.append(Unmatched(kind, str(name), int(n_rows), near))
    return tuple(found)


def _nearest(name: str, squeezed: dict[str, str]) -> str | None:
    from rapidfuzz import fuzz, process

    key = squeeze(name)
    if key in squeezed:
        return squeezed[key]
    best = process.extractOne(key, squeezed.keys(), scorer=fuzz.ratio, score_cutoff=MINIMUM_LIKENESS)
    return squeezed[best[0]] if best else None
