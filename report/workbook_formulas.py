"""The formula that gives a KPI's number from the rows on its sheet, by the KPI's own rule."""

from __future__ import annotations

import math
from dataclasses import dataclass

from i18n.translate import _
from report.review import Sheet

RELATIVE = 1e-9
FACTORS = {"nps": 100}
SUMS = ("total", "count")
QUANTILES = ("median", "p90")


@dataclass(frozen=True)
class Counted:
    """What the rows give: the formula ("" where none does) and its value as the cells hold it."""

    formula: str
    value: float | None
    reason: str = ""

    def agrees_with(self, value: float) -> bool:
        """Whether the formula gives the number that is shown elsewhere."""
        return self.value is not None and math.isclose(self.value, value, rel_tol=RELATIVE, abs_tol=1e-9)

    def reason_words(self) -> str:
        """Why the number is not a formula."""
        if self.reason == "quantile":
            return _("a quantile that counts those who still wait (Kaplan–Meier): no formula of a spreadsheet gives it")
        if self.reason == "left_out":
            return _("not a formula: there are more rows than are listed here")
        return _("not a formula: the rows listed here do not add up to it")


def counted(sheet: Sheet, rows_at: int) -> Counted:
    """The formula over ``sheet.rows``, whose first row of values is row ``rows_at`` (from 0) of the worksheet."""
    if sheet.rule in QUANTILES:
        return Counted("", None, "quantile")
    if sheet.rows.n_left_out:
        return Counted("", None, "left_out")
    places = {column.key: place for place, column in enumerate(sheet.rows.columns) if column.key}
    if sheet.rule in SUMS and "value" in places:
        return Counted(f"=SUM({_range(places['value'], rows_at, sheet)})", _sum(sheet, places["value"]))
    if not {"contribution_numerator", "contribution_denominator"} <= set(places):
        return Counted("", None)
    above, below = places["contribution_numerator"], places["contribution_denominator"]
    factor = FACTORS.get(sheet.rule, 1)
    start = f"{factor}*" if factor != 1 else ""
    formula = f"={start}SUM({_range(above, rows_at, sheet)})/SUM({_range(below, rows_at, sheet)})"
    share = _sum(sheet, below)
    return Counted(formula, factor * _sum(sheet, above) / share if share else None)


def _range(column: int, rows_at: int, sheet: Sheet) -> str:
    from xlsxwriter.utility import xl_range

    return str(xl_range(rows_at, column, rows_at + max(0, len(sheet.rows.rows) - 1), column))


def _sum(sheet: Sheet, column: int) -> float:
    values = (row[column] for row in sheet.rows.rows)
    return math.fsum(value for value in values if isinstance(value, int | float) and not math.isnan(value))
