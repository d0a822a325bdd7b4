"""A finished review as text and back, and what its numbers are today."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from domain.errors import StoreError
from domain.message import N_
from domain.period import Period, PeriodKind
from report.review import (
    Action,
    Chart,
    ChartKind,
    Column,
    Edition,
    Figure,
    Format,
    Review,
    Role,
    Series,
    Sheet,
    Slide,
    Table,
    Value,
)

VERSION = 1


def text_of(review: Review) -> str:
    """The whole review as JSON."""
    found = asdict(review)
    period = review.period
    found["period"] = {"start": period.start.isoformat(), "end": period.end.isoformat(), "kind": period.kind.value,
                       "fiscal_start_month": period.fiscal_start_month}  # fmt: skip
    return json.dumps({"version": VERSION, "review": found}, ensure_ascii=False)


def review_of(text: str) -> Review:
    """The review that :func:`text_of` wrote.

    Raises:
        StoreError: the text is not one.
    """
    try:
        whole = json.loads(text)
        if whole["version"] != VERSION:
            raise ValueError(whole["version"])
        return _review(whole["review"])
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(
            "finished_review",
            N_("A finished review in the book cannot be read."),
            N_("Reopen it: it is then made anew from the data."),
        ) from error


def _review(given: dict[str, Any]) -> Review:
    at = given["period"]
    period = Period(date.fromisoformat(at["start"]), date.fromisoformat(at["end"]), PeriodKind(at["kind"]),
                    int(at["fiscal_start_month"]))  # fmt: skip
    return Review(**{
        **given,
        "edition": Edition(given["edition"]),
        "period": period,
        "slides": tuple(_slide(one) for one in given["slides"]),
        "sheets": tuple(_sheet(one) for one in given["sheets"]),
        "actions": tuple(Action(**one) for one in given["actions"]),
        "left_out": tuple(given["left_out"]),
        "provenance": tuple((name, value) for name, value in given["provenance"]),
    })  # fmt: skip


def _slide(given: dict[str, Any]) -> Slide:
    return Slide(**{
        **given,
        "bullets": tuple(given["bullets"]),
        "figures": tuple(Figure(**{**one, "format": Format(one["format"])}) for one in given["figures"]),
        "chart": _chart(given["chart"]) if given["chart"] else None,
        "table": _table(given["table"]) if given["table"] else None,
        "notes": tuple(given["notes"]),
    })  # fmt: skip


def _chart(given: dict[str, Any]) -> Chart:
    return Chart(
        ChartKind(given["kind"]), tuple(given["categories"]),
        tuple(Series(one["name"], Role(one["role"]), tuple(one["values"])) for one in given["series"]),
        given["unit"], Format(given["format"]), given["alt"],
    )  # fmt: skip


def _table(given: dict[str, Any]) -> Table:
    columns = tuple(Column(one["name"], Format(one["format"]), one["key"]) for one in given["columns"])
    return Table(columns, tuple(tuple(row) for row in given["rows"]), given["n_rows"])


def _sheet(given: dict[str, Any]) -> Sheet:
    return Sheet(**{**given, **{name: _table(given[name]) for name in ("answers", "history", "rows")}})


@dataclass(frozen=True)
class Difference:
    """A number that is another today than in the finished review. ``group`` is "" for the whole."""

    kpi: str
    name: str
    group: str
    then: float | None
    now: float | None
    format: Format


def differences(then: Review, now: Review) -> list[Difference]:
    """Every number of the KPIs' sheets and of the figures that differs, the whole before its groups."""
    before, after = _numbers(then), _numbers(now)
    return [
        Difference(key[0], before.get(key, after.get(key, ("", None, Format.DECIMAL)))[0], key[1],
                   before[key][1] if key in before else None, after[key][1] if key in after else None,
                   (before.get(key) or after[key])[2])
        for key in [*before, *(key for key in after if key not in before)]
        if _differ(before[key][1] if key in before else None, after[key][1] if key in after else None)
    ]  # fmt: skip


def _differ(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is not other
    return not math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


def _numbers(review: Review) -> dict[tuple[str, str], tuple[str, float | None, Format]]:
    """By KPI and group: name, value and how it is shown."""
    found: dict[tuple[str, str], tuple[str, float | None, Format]] = {}
    for slide in review.slides:
        for one in slide.figures:
            found.setdefault((one.kpi, ""), (one.name, one.raw, one.format))
    for sheet in review.sheets:
        for place, row in enumerate(sheet.answers.rows):
            group = "" if place == 0 else str(row[0])
            found[sheet.kpi, group] = (sheet.name, _plain(row[1]), sheet.answers.columns[1].format)
    return found


def _plain(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) else None
