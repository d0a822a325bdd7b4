"""Which words of a status column count as revenue, with how much stands under each: both sums are then in sight."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from data.checking import Problem
from data.mapping.understanding import Understanding
from data.reading.table import Notice, TextTable
from domain.errors import QuestionError
from domain.message import N_, Message

MOST_WORDS = 8
TOO_MANY_UNKNOWN = 0.5
FEWEST_DEALS = 10


def status_notices(table: TextTable, understanding: Understanding, good: pa.Table) -> tuple[Notice, ...]:
    """One notice for each status word of a list of invoices, largest sum first; none where there is just one word.

    ``good``: the canonical rows that load. Words beyond the eighth are left to the table itself.
    """
    held = understanding.sources.get("status", ())
    if understanding.entity != "invoices" or len(held) != 1 or not good.num_rows:
        return ()
    words = table.texts(held[0][0])
    where = pc.index_in(good["source_line_no"].combine_chunks(), value_set=table.rows["line_no"].combine_chunks())
    rows = pa.table([words.take(where), good["status"], good["amount"]], names=["word", "status", "amount"])
    found = rows.group_by(["word", "status"]).aggregate([("amount", "sum"), ("amount", "count")]).to_pylist()
    if len(found) < 2:
        return ()
    found.sort(key=lambda each: (-(each["amount_sum"] or Decimal(0)), each["word"]))
    return tuple(_notice(each["word"], each["status"], each["amount_count"], each["amount_sum"]) for each in found)[
        :MOST_WORDS
    ]


def _notice(word: str, status: str | None, n: int, amount: Decimal) -> Notice:
    if status == "void":
        text = N_("Status “{word}”: {n} rows with {amount}, not counted as revenue.")
    else:
        text = N_("Status “{word}”: {n} rows with {amount}, counted as revenue.")
    return Notice("I_STATUS_SUM", Message(text, {"word": word, "n": n, "amount": amount}))


def check_stages(n_rows: int, understanding: Understanding, problems: Mapping[int, Problem]) -> None:
    """A pipeline of the company's own words: asked once, not held back row by row."""
    if understanding.entity != "deals" or n_rows < FEWEST_DEALS:
        return
    header = next((name for name, column in understanding.columns.items() if column == "stage"), "")
    unknown = [
        problem.value for problem in problems.values() if problem.reason == "R_DOMAIN" and problem.column == header
    ]
    if len(unknown) > TOO_MANY_UNKNOWN * n_rows:
        words = sorted(set(unknown), key=lambda word: (-unknown.count(word), word))[:8]
        raise QuestionError(
            "stage",
            N_("What do these stages mean: {words}?"),
            "--map",
            {f"stage:{word}=Open": word for word in words},
            words=", ".join(words),
        )
