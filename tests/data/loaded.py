"""A small file read, understood and converted, for tests of the whole way from text to the canonical table."""

from __future__ import annotations

from pathlib import Path

import duckdb

from data.mapping.converting import Converted, convert
from data.mapping.understanding import Understanding, understand
from data.reading import Answers, TextTable, read_file

NOTHING = Answers()
DEALS = "deal_id,customer_name,stage,amount,close_on\n"


def load(path: Path, answers: Answers = NOTHING) -> tuple[TextTable, Understanding, Converted]:
    (table,) = read_file(path, path.name, answers)
    understanding = understand(table, answers)
    with duckdb.connect() as connection:
        return table, understanding, convert(table, understanding, connection)


def written(tmp_path: Path, text: str | bytes, answers: Answers = NOTHING) -> tuple[Understanding, Converted]:
    path = tmp_path / "file.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    _, understanding, converted = load(path, answers)
    return understanding, converted


def column(converted: Converted, name: str) -> list[object]:
    return converted.good.column(name).to_pylist()


def reasons(converted: Converted) -> list[str]:
    return converted.held.column("reason").to_pylist()


def codes(understanding: Understanding) -> list[str]:
    return [notice.code for notice in understanding.warnings]
