"""The exports that are known, from ``systems/*.toml``; another system is another file there."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from data.mapping.headers import header_key
from domain.tables import TABLES

FOLDER = Path(__file__).parent / "systems"
OURS = "quarterdeck"
GENERIC = "generic"


@dataclass(frozen=True)
class Source:
    """One header that may hold a canonical column; ``unit`` says what its numbers count, where that is not given.

    ``is_part``: the words stand somewhere in a whole question, as survey tools use it for a header.
    """

    header: str
    key: str
    unit: str = ""
    is_part: bool = False


@dataclass(frozen=True)
class LeaveOut:
    """Rows whose ``header`` holds one of ``values`` (folded case) are skipped under ``rule``."""

    key: str
    values: frozenset[str]
    rule: str


@dataclass(frozen=True)
class Export:
    """One kind of file of one system: which headers hold which canonical column, best first.

    ``proof``: keys of headers of which one must stand in the file, where the rest are names that any system uses.
    ``document_totals``: keys of headers whose amount is a whole document's, also where the file has a row a product.
    ``less``: by the key of a header that holds amounts, keys of those that are to be taken off them.
    """

    system: str
    entity: str
    name: str
    columns: Mapping[str, tuple[Source, ...]]
    not_needed: frozenset[str]
    leave_out: tuple[LeaveOut, ...]
    proof: frozenset[str] = frozenset()
    document_totals: frozenset[str] = frozenset()
    less: Mapping[str, frozenset[str]] = field(default_factory=dict)


@cache
def exports() -> tuple[Export, ...]:
    """Every known export: our own column names first, named systems next, the general names last."""
    found = list(_ours())
    paths = sorted(FOLDER.glob("*.toml"), key=lambda path: (path.stem == GENERIC, path.stem))
    for path in paths:
        for export in tomllib.loads(path.read_text(encoding="utf-8"))["export"]:
            found.append(_export(path.stem, export))
    return tuple(found)


@cache
def known_keys() -> frozenset[str]:
    """The key of every header that any known export has."""
    return frozenset(
        source.key for export in exports() for sources in export.columns.values() for source in sources if source.key
    )


def system_names() -> tuple[str, ...]:
    """The names ``--system`` takes."""
    return tuple(dict.fromkeys(export.system for export in exports()))


@cache
def system_title(system: str) -> str:
    """The name people know the system by."""
    path = FOLDER / f"{system}.toml"
    return str(tomllib.loads(path.read_text(encoding="utf-8"))["name"]) if path.is_file() else system


@cache
def general_sources(entity: str) -> Mapping[str, tuple[Source, ...]]:
    """Our own and the general names for one entity's columns: they complete every system's list."""
    merged: dict[str, tuple[Source, ...]] = {}
    for export in exports():
        if export.entity == entity and export.system in (OURS, GENERIC):
            for column, sources in export.columns.items():
                merged[column] = (*merged.get(column, ()), *sources)
    return merged


def _ours() -> list[Export]:
    return [
        Export(
            OURS,
            table.file,
            table.grain,
            {column.name: (Source(column.name, header_key(column.name)),) for column in table.columns},
            frozenset(),
            (),
        )
        for table in TABLES
    ]


def _export(system: str, raw: Mapping[str, Any]) -> Export:
    columns = {column: tuple(_source(item) for item in items) for column, items in raw.get("columns", {}).items()}
    leave_out = tuple(
        LeaveOut(header_key(item["header"]), frozenset(value.casefold() for value in item["values"]), item["rule"])
        for item in raw.get("leave_out", [])
    )
    needless = frozenset(header_key(header) for header in raw.get("not_needed", []))
    proof = frozenset(header_key(header) for header in raw.get("proof", []))
    totals = frozenset(header_key(header) for header in raw.get("document_totals", []))
    less = {
        header_key(header): frozenset(header_key(name) for name in names)
        for header, names in raw.get("less", {}).items()
    }
    return Export(system, raw["entity"], raw["name"], columns, needless, leave_out, proof, totals, less)


def _source(item: str | Mapping[str, str]) -> Source:
    if isinstance(item, str):
        return Source(item, header_key(item))
    if "question_with" in item:
        return Source(item["question_with"], header_key(item["question_with"]), is_part=True)
    return Source(item["header"], header_key(item["header"]), item["unit"])
