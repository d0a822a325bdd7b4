"""A file far larger or smaller than the last one of its source is asked about before it is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from data.mapping.earlier import PastLoad, folded_headers
from data.report import FileReport
from domain.errors import QuestionError
from domain.message import N_

FAR = Decimal("0.30")
FEWEST_ROWS_APART, FEWEST_BEFORE = 5, 10
"""A handful of rows more or less is no sign of a broken export, and a handful of rows no measure for the next."""

FEWEST_FOR_SUMS = 20


def check_drift(report: FileReport, past: Sequence[PastLoad]) -> None:
    """Ask about a file whose rows or sums are more than 30 % away from those of the last file of the same source.

    The same source: the same system, kind of file and headers.

    Raises:
        QuestionError: it is far from the last one.
    """
    headers = folded_headers(report.columns)
    last = next(
        (load for load in past if (load.system, load.entity, load.headers) == (report.system, report.entity, headers)),
        None,
    )
    if last is None:
        return
    rows = report.rows_loaded + report.rows_quarantined
    is_measure = last.rows >= FEWEST_BEFORE and abs(rows - last.rows) >= FEWEST_ROWS_APART
    if is_measure and _is_far(Decimal(rows), Decimal(last.rows)):
        raise QuestionError(
            "row_count",
            N_("{file} has {now} rows; {last}, the last file of this kind, had {then}. Is it complete?"),
            "--confirm",
            {},
            file=report.file,
            now=rows,
            last=last.file,
            then=last.rows,
        )
    for column, total in report.sums.items():
        then = last.sums.get(column)
        if then is not None and min(rows, last.rows) >= FEWEST_FOR_SUMS and _is_far(total, then):
            raise QuestionError(
                "sum",
                N_("{file} has a sum of {now} ({column}); {last}, the last of this kind, had {then}. Is it right?"),
                "--confirm",
                {},
                file=report.file,
                column=column,
                now=total,
                last=last.file,
                then=then,
            )


def _is_far(now: Decimal, then: Decimal) -> bool:
    return abs(now - then) > FAR * abs(then)
