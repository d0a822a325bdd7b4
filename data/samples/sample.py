"""The sample company as export files, ready to be imported like anyone's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from data.samples.business import sign_contracts
from data.samples.exports import write_answers, write_deals, write_tickets
from data.samples.history import History, sample_history
from data.samples.invoices import add_revenue, issue_invoices
from data.samples.kinds import Ints
from data.samples.ledgers import (
    activity_sheet,
    contract_sheet,
    customer_sheet,
    invoice_sheet,
    manager_sheet,
    target_sheet,
)
from data.samples.plans import plan_activities, set_targets
from data.samples.selling import make_deals
from data.samples.timeline import MONTHS
from data.samples.writing import write_sheet
from domain.errors import UsageError
from domain.message import N_

DEFAULT_CUSTOMERS, DEFAULT_SEED, YEARS = 420, 7, 3


def make_sample(
    out: Path, *, until: date, n_customers: int = DEFAULT_CUSTOMERS, seed: int = DEFAULT_SEED
) -> list[Path]:
    """Write the sample company's export files into ``out`` and return them in the order of import.

    36 months that end with the last full month before ``until``; everything scales with ``n_customers`` (at least 1).
    The same arguments give the same files: byte for byte where they are CSV, cell for cell where they are Excel.

    Raises:
        UsageError: ``n_customers`` is below 1.
    """
    if n_customers < 1:
        raise UsageError(
            "customers",
            N_("A sample company of {given} customers is too small."),
            N_("Ask for at least one customer."),
            given=n_customers,
        )
    out.mkdir(parents=True, exist_ok=True)
    history = sample_history(until, n_customers, seed)
    paths = [write_sheet(out, manager_sheet(history))]
    paths += [write_sheet(out, customer_sheet(history, years)) for years in range(1, YEARS + 1)]
    paths.append(write_sheet(out, contract_sheet(history, sign_contracts(history))))
    paths.append(write_deals(out, history, make_deals(history)))
    revenue, invoices = _write_invoices(out, history)
    paths += [*invoices, write_tickets(out, history), write_answers(out, history)]
    paths.append(write_sheet(out, target_sheet(history, set_targets(history, revenue))))
    paths.append(write_sheet(out, activity_sheet(history, plan_activities(history))))
    return paths


def _write_invoices(out: Path, history: History) -> tuple[Ints, list[Path]]:
    """The three invoice files, and valid revenue by customer and month that the targets start from (VND)."""
    revenue = np.zeros((history.customers.count, MONTHS), dtype=np.int64)
    paths: list[Path] = []
    for year, lines in enumerate(issue_invoices(history)):
        add_revenue(revenue, lines)
        paths.append(write_sheet(out, invoice_sheet(history, lines, year)))
    return revenue, paths
