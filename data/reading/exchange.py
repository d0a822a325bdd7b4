"""How the reading process hands tables and refusals over: cells as Arrow files, everything else as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from data.reading.answers import Answers
from data.reading.table import HeldLine, Notice, TextTable
from domain.errors import QuarterdeckError, QuestionError, RefusedError, StoreError, UsageError
from domain.message import Message

KINDS: tuple[type[QuarterdeckError], ...] = (QuestionError, StoreError, RefusedError, UsageError)
PLAIN = ("name", "sheet", "encoding", "delimiter", "header_line", "timezone", "is_hidden", "counts_from_1904")


def packed_answers(answers: Answers) -> dict[str, object]:
    """Answers as JSON values, those that were not given left out."""
    given = {field.name: getattr(answers, field.name) for field in fields(Answers)}
    return {name: dict(value) if isinstance(value, Mapping) else value for name, value in given.items() if value}


def unpacked_answers(packed: Mapping[str, Any]) -> Answers:
    """The answers that :func:`packed_answers` packed; names that are none are left out."""
    known = {field.name for field in fields(Answers)}
    return Answers(**{name: value for name, value in packed.items() if name in known})


def pack_tables(tables: tuple[TextTable, ...], folder: Path) -> list[dict[str, object]]:
    """Write each column's cells to a file of its own in ``folder``; the rest comes back as JSON values."""
    packed: list[dict[str, object]] = []
    for number, table in enumerate(tables):
        paths = [folder / f"{number}-{name}.arrow" for name in table.rows.column_names]
        for place, path in enumerate(paths):
            column = table.rows.select([place])
            with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, column.schema) as writer:
                writer.write_table(column)
        packed.append(
            {name: getattr(table, name) for name in PLAIN}
            | {
                "columns": list(table.columns),
                "skipped": dict(table.skipped),
                "held": [[line.line_no, line.reason, line.value, pack(line.message)] for line in table.held],
                "warnings": [[notice.code, pack(notice.message)] for notice in table.warnings],
                "stored": [sorted(kinds) for kinds in table.stored],
                "written": [[position, list(lines)] for position, lines in table.written.items()],
                "above": list(table.above),
                "currencies": [[position, code] for position, code in table.currencies.items()],
                "paths": [path.name for path in paths],
            }
        )
    return packed


def unpack_tables(packed: list[dict[str, Any]], folder: Path) -> tuple[TextTable, ...]:
    """The tables that :func:`pack_tables` wrote; their cells are mapped, not copied, each column apart."""
    tables = []
    for item in packed:
        columns: dict[str, pa.ChunkedArray] = {}
        for path in item["paths"]:
            with pa.memory_map(str(folder / Path(path).name), "r") as source:
                column = pa.ipc.open_file(source).read_all()
            columns[column.column_names[0]] = column.column(0)
        rows = pa.table(columns)
        tables.append(
            TextTable(
                **{name: item[name] for name in PLAIN},
                columns=tuple(item["columns"]),
                rows=rows,
                skipped=item["skipped"],
                held=tuple(HeldLine(line, reason, value, _message(text)) for line, reason, value, text in item["held"]),
                warnings=tuple(Notice(code, _message(text)) for code, text in item["warnings"]),
                stored=tuple(frozenset(kinds) for kinds in item["stored"]),
                above=tuple(item["above"]),
                currencies=dict(item["currencies"]),
                written={position: tuple(lines) for position, lines in item["written"]},
            )
        )
    return tuple(tables)


def pack_error(error: QuarterdeckError) -> dict[str, object]:
    """An error as JSON values."""
    kind = next(kind.__name__ for kind in KINDS if isinstance(error, kind))
    return {
        "kind": kind,
        "code": error.code,
        "message": error.message.text,
        "fix": error.fix.text,
        "values": {name: pack(value) for name, value in error.message.values.items()},
        "answer_with": getattr(error, "answer_with", ""),
        "options": dict(getattr(error, "options", {})),
    }


def unpack_error(packed: Mapping[str, Any]) -> QuarterdeckError:
    """The error that :func:`pack_error` packed, to be raised."""
    values = {name: unpack(value) for name, value in packed["values"].items()}
    if packed["kind"] == QuestionError.__name__:
        return QuestionError(packed["code"], packed["message"], packed["answer_with"], packed["options"], **values)
    kind = next(kind for kind in KINDS if kind.__name__ == packed["kind"])
    return kind(packed["code"], packed["message"], packed["fix"], **values)


def pack(value: object) -> object:
    """A value of a message as JSON; what JSON does not have is wrapped with the name of its kind."""
    if isinstance(value, Message):
        return {"message": value.text, "values": {name: pack(inner) for name, inner in value.values.items()}}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def unpack(value: object) -> object:
    """The value that :func:`pack` packed."""
    if not isinstance(value, dict):
        return value
    if "date" in value:
        return date.fromisoformat(value["date"])
    return Decimal(value["decimal"]) if "decimal" in value else _message(value)


def _message(packed: Mapping[str, Any]) -> Message:
    return Message(packed["message"], {name: unpack(value) for name, value in packed["values"].items()})
