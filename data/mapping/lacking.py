"""What is asked where no header holds a column that cannot be done without."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from data.mapping.dates import read_moment
from data.mapping.headers import header_key
from data.mapping.numbers import take_apart
from data.mapping.recognising import Recognised, missing_columns
from data.mapping.systems import Source, general_sources
from data.reading.table import TextTable
from domain.errors import QuestionError, RefusedError
from domain.message import N_
from domain.tables import Kind

LOOKED_AT = 200
MOMENTS = (Kind.DATE, Kind.TIMESTAMP)
NUMBERS = (Kind.DECIMAL, Kind.RATIO, Kind.INTEGER)
OF_THE_KIND = 60.0
"""What values of the right kind weigh beside a name's likeness of 0 to 100."""

NEVER = {
    "created_at": ("respon", "reply", "resol", "solved", "closed", "updated"),
    "amount": ("tax", "percent", "discount"),
}
"""Parts of headers that say something else: what comes after a ticket's creation, what is a part of an amount."""

MOSTLY = 0.5
"""A column of which less is of the kind that is looked for cannot be the one."""


def _wanted(found: Recognised, column: str) -> tuple[Source, ...]:
    """The headers that this export and any other would give a column."""
    return (*found.export.columns.get(column, ()), *general_sources(found.entity).get(column, ()))


def _fitting(table: TextTable, header: str, kind: Kind) -> float | None:
    """The share of the first cells of a column that are of the kind; None of a kind that any text is."""
    cells = [cell for cell in table.texts(table.columns.index(header)).slice(0, LOOKED_AT).to_pylist() if cell]
    if kind in MOMENTS:
        fitting = sum(1 for cell in cells if read_moment(cell, "dmy") or read_moment(cell, "mdy"))
    elif kind in NUMBERS:
        fitting = sum(1 for cell in cells if take_apart(cell))
    else:
        return None
    return fitting / len(cells) if cells else 0.0


def _likeness(header: str, wanted: Sequence[str], fitting: float | None) -> float:
    """How likely a header is the one looked for: what it is called, and whether its values are of the kind."""
    name = max((fuzz.WRatio(header.casefold(), word.casefold()) for word in wanted), default=0.0)
    return float(name) + OF_THE_KIND * (fitting or 0.0)


def lacking(table: TextTable, found: Recognised) -> QuestionError | RefusedError:
    """Ask for the first needed column, the likeliest headers first; where none can be it, the file is of no use."""
    names = missing_columns(found.table, found.sources)[0]
    used = {position for held in found.sources.values() for position, _ in held}
    free = [name for position, name in enumerate(table.columns) if position not in used and name]
    wanted = [source.header for name in names for source in _wanted(found, name)]
    fitting = {header: _fitting(table, header, found.table.column(names[0]).kind) for header in free}
    possible = [
        header
        for header in free
        if (fitting[header] is None or (fitting[header] or 0.0) >= MOSTLY)
        and not any(word in header_key(header) for word in NEVER.get(names[0], ()))
    ]
    if not possible:
        return RefusedError(
            "missing_column",
            N_("This looks like a file of {entity}, but none of its columns can be “{column}”."),
            N_("Export it again with that column."),
            entity=found.entity,
            column=" / ".join(names),
        )
    likely = sorted(possible, key=lambda header: -_likeness(header, wanted, fitting[header]))
    return QuestionError(
        "column",
        N_("Which column of the {entity} file is “{column}”? None of its headers says so."),
        "--map",
        {f"{header}={_which(header, names, found)}": header for header in likely[:8]},
        entity=found.entity,
        column=" / ".join(names),
    )


def _which(header: str, names: Sequence[str], found: Recognised) -> str:
    """Of columns of which one is enough (an id or a name) the one that the header is called most like."""
    likeness = {name: _likeness(header, [source.header for source in _wanted(found, name)], None) for name in names}
    return max(names, key=lambda name: (likeness[name], name.endswith("_name")))
