"""Held-back rows that come back corrected in a file of their own: which they are, and how their file was read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any

from data.exporting import neutralise
from data.held_rows import MARKS, held_cells
from data.mapping.headers import exact_key
from data.reading.answers import Answers
from data.reading.exchange import unpacked_answers
from data.reading.table import BLANK_LINE, TextTable, as_they_were, table_of
from data.snapshots import Snapshot, open_cursor
from domain.errors import RefusedError
from domain.message import N_, Message
from i18n.language import LANGUAGES
from i18n.translate import in_language

ALREADY_LOADED = "already loaded"
MARK = re.compile(r"#(?P<load_id>\d+) (?P<entity>[a-z]+) (?P<sha256>[0-9a-f]{12})")
WHOLE = re.compile(r"(\d+)(?:[.,]00?)?")


@dataclass(frozen=True)
class Returned:
    """A table without the columns that were added to it when it was downloaded.

    ``corrects`` is empty for a table that came from elsewhere; else it names the load, its hash, what it
    ``counts_as`` in age, and for each of its ``lines`` the line ``at`` which its correction stands. ``answers`` are
    then those with which the load's file was read.
    """

    table: TextTable
    answers: Answers
    corrects: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class _Load:
    load_id: int
    answers: Answers
    counts_as: int
    sha256: str
    cells: Mapping[int, Mapping[str, str]]


def returned(table: TextTable, given: Answers, ground: Snapshot | None) -> Returned:
    """The table as its file had it, the rows that are held back no longer left out.

    Raises:
        RefusedError: the rows are of several imports, of one that is not loaded any more, or not held back any more;
            or it is no longer known which row is which.
    """
    marks = {
        name: position for position, header in enumerate(table.columns) if (name := _mark_keys().get(exact_key(header)))
    }
    if not marks:
        return Returned(table, given)
    own = [position for position in range(len(table.columns)) if position not in marks.values()]
    cells = [table.texts(position).to_pylist() for position in range(len(table.columns))]
    at = table.rows.column("line_no").to_pylist()
    names = set(cells[marks["load"]]) - {""} if {"load", "line"} <= marks.keys() else set()
    if not names:
        return Returned(_with(table, own, [cells[position] for position in own], at, {}), given)
    load = _load(table, names, given, ground)
    kept, lines, skipped = _sorted_out(table, cells, marks, own, load)
    if not kept:
        raise RefusedError(
            "nothing_corrected",
            N_("None of the rows in {file} is held back any more."),
            N_("Download the rows that are held back now, and correct those."),
            file=table.name,
        )
    headers = [table.columns[position] for position in own]
    restored = [
        [_restored(cells[position][row], load.cells.get(lines[row] or 0, {}).get(header)) for row in kept]
        for position, header in zip(own, headers, strict=True)
    ]
    corrects = {
        "load_id": load.load_id,
        "sha256": load.sha256,
        "counts_as": load.counts_as,
        "lines": [lines[row] for row in kept if lines[row]],
        "at": [at[row] for row in kept if lines[row]],
    }
    return Returned(_with(table, own, restored, [at[row] for row in kept], skipped), load.answers, corrects)


@cache
def _mark_keys() -> dict[str, str]:
    """Every header that a downloaded file can have beside its own, in every language."""
    return {exact_key(in_language(text, language)): name for name, text in MARKS.items() for language in LANGUAGES}


def _load(table: TextTable, names: set[str], given: Answers, ground: Snapshot | None) -> _Load:
    """The load whose rows come back.

    Raises:
        RefusedError: there are several, or it is not loaded.
    """
    if len(names) > 1:
        raise RefusedError(
            "several_imports",
            N_("{file} holds rows of several imports."),
            N_("Import the held-back rows of each import as a file of their own."),
            file=table.name,
        )
    mark = MARK.fullmatch(next(iter(names)))
    if mark and ground:
        with open_cursor(ground.path) as cursor:
            found = cursor.execute(
                "select load_id, sha256, system, currency, decisions from load where entity = $entity"
                " and starts_with(sha256, $sha256) order by load_id = $load_id desc, load_id desc limit 1",
                {**mark.groupdict(), "load_id": int(mark["load_id"])},
            ).fetchall()
            for load_id, sha256, system, currency, text in found:
                decisions = json.loads(text or "{}")
                then = _as_read(mark["entity"], system, currency, decisions)
                counts_as = int(decisions.get("corrects", {}).get("counts_as", load_id))
                cells = held_cells(cursor, load_id, decisions)
                return _Load(load_id, _completed(given, then), counts_as, sha256, cells)
    raise RefusedError(
        "import_gone",
        N_("The import that held back the rows of {file} is not loaded any more."),
        N_("Import that file again first, or delete the columns “{column}” and “{line}” to load the rows alone."),
        file=table.name,
        column=Message(MARKS["load"]),
        line=Message(MARKS["line"]),
    )


def _as_read(entity: str, system: str, currency: str | None, decisions: Mapping[str, Any]) -> Answers:
    """The answers that read a file again as it was read."""
    given = unpacked_answers(decisions.get("given", {}))
    return Answers(
        entity=entity,
        system=given.system or (system if given.entity is None else None),
        date_order=given.date_order or decisions.get("date_order"),
        decimal=given.decimal or decisions.get("decimal"),
        timezone=given.timezone or decisions.get("timezone"),
        currency=currency,
        columns=given.columns,
    )


def _completed(given: Answers, then: Answers) -> Answers:
    """What was said now, completed by what held for the file then."""
    values: dict[str, Any] = {
        each.name: getattr(given, each.name) or getattr(then, each.name) for each in fields(Answers)
    }
    return Answers(**values | {"columns": {**then.columns, **given.columns}})


def _sorted_out(
    table: TextTable, cells: Sequence[Sequence[str]], marks: Mapping[str, int], own: Sequence[int], load: _Load
) -> tuple[list[int], list[int | None], dict[str, int]]:
    """The rows to load; for every row the held line that it corrects (None: a new row); what is left out, by rule.

    Raises:
        RefusedError: a row says only half of which line it is.
    """
    kept: list[int] = []
    lines: list[int | None] = []
    skipped: dict[str, int] = {}
    for row, (name, line) in enumerate(zip(cells[marks["load"]], cells[marks["line"]], strict=True)):
        number = WHOLE.fullmatch(line)
        if bool(name) != bool(number):
            raise RefusedError(
                "row_not_known",
                N_("Line {line} of {file} no longer says which held-back row it is."),
                N_("Download the rows again, or empty its cells “{load}” and “{number}” to load it as a new row."),
                line=table.rows.column("line_no")[row].as_py(),
                file=table.name,
                load=table.columns[marks["load"]],
                number=table.columns[marks["line"]],
            )
        lines.append(int(number[1]) if number else None)
        rule = None
        if not any(cells[position][row] for position in own):
            rule = BLANK_LINE
        elif lines[row] is not None and lines[row] not in load.cells:
            rule = ALREADY_LOADED
        if rule:
            skipped[rule] = skipped.get(rule, 0) + 1
        else:
            kept.append(row)
    return kept, lines, skipped


def _restored(cell: str, before: str | None) -> str:
    """A cell without the apostrophe that keeps spreadsheets from taking it for a formula."""
    if before is not None and cell == neutralise(before):
        return before
    return cell[1:] if cell[:1] == "'" and neutralise(cell[1:]) == cell else cell


def _with(
    table: TextTable,
    own: Sequence[int],
    cells: Sequence[Sequence[str]],
    lines: Sequence[int],
    skipped: Mapping[str, int],
) -> TextTable:
    """The table with those of its columns, these cells in them, and more lines left out."""
    names = [table.columns[position] for position in own]
    counted = {rule: table.skipped.get(rule, 0) + skipped.get(rule, 0) for rule in {**table.skipped, **skipped}}
    return replace(
        table,
        columns=tuple(as_they_were(names)),
        rows=table_of(cells, lines),
        skipped=counted,
        stored=tuple(table.stored[position] for position in own) if table.stored else (),
        written={own.index(position): at for position, at in table.written.items() if position in own},
    )
