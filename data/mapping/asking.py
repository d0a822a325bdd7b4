"""The one question that a column raises which can be read in several ways, with what each answer would mean."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from data.mapping.dates import date_first, read_moment
from data.mapping.numbers import MarkEvidence, take_apart
from data.mapping.words import missing_marks
from data.reading.table import TextTable
from domain.errors import QuestionError
from domain.message import N_

DATE_LATER = r"^\d{1,2}:|^\D"
"""Something stands before the date: a time of day, or the day of the week."""


def dates_of(table: TextTable, position: int) -> list[str]:
    """The distinct dates of a column, each without its time of day."""
    texts = pc.unique(table.texts(position))
    odd = pc.match_substring_regex(texts, DATE_LATER)
    if pc.any(odd).as_py():
        first = pa.array([date_first(text) for text in texts.filter(odd).to_pylist()], pa.string())
        texts = pc.replace_with_mask(texts, odd, first)
    heads = pc.unique(pc.utf8_slice_codeunits(texts, 0, 10)).to_pylist()
    missing = missing_marks()
    return [head.split("T")[0] if head[4:5] != "-" else head for head in heads if head.casefold() not in missing]


def which_order(table: TextTable, position: int) -> QuestionError:
    """Which of day, month and year stands where?"""
    offered = {order: span(table, position, order) for order in ("dmy", "mdy", "ymd")}
    options = {
        order: shown for order, shown in offered.items() if shown and (order != "ymd" or shown != offered["dmy"])
    }
    return QuestionError(
        "date_order",
        N_("Every date in “{header}” (such as {example}) can be read in more than one order. Which is it?"),
        "--date-order",
        options,
        header=table.columns[position],
        example=next((value for value in dates_of(table, position) if any(mark in value for mark in "/-.")), ""),
    )


def span(table: TextTable, position: int, order: str) -> str:
    """First and last date as that order reads them; ``""`` where it reads none."""
    moments = [read_moment(value.split(" ")[0], order) for value in dates_of(table, position)]
    known = sorted(moment[:10] for moment in moments if moment)
    return f"{known[0]} … {known[-1]}" if known else ""


def which_mark(header: str, found: MarkEvidence) -> QuestionError:
    """Which sign is the decimal mark?"""
    example = next(iter(found.unsure.values()))
    written = take_apart(example)
    core = written.core if written else example
    mark = next(iter(found.unsure))
    whole, point = core.replace(mark, ""), core.replace(mark, ".")
    options = {mark: f"{core} = {point}", ("," if mark == "." else "."): f"{core} = {whole}"}
    return QuestionError(
        "decimal",
        N_("Is {example} in “{header}” {whole}, or {point}? Say which sign is the decimal mark."),
        "--decimal",
        options,
        example=core,
        header=header,
        whole=whole,
        point=point,
    )
