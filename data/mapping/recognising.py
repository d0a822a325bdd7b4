"""Which known export a table's headers are, and which column each header holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.mapping.headers import exact_key, header_key
from data.mapping.systems import OURS, Export, Source, exports, general_sources
from data.mapping.words import other_grain
from data.reading.answers import Answers
from domain.errors import RefusedError
from domain.message import N_
from domain.tables import TABLE_BY_FILE, Table

SHORTEST_QUESTION = 20
"""Letters of a header that is a question rather than a name."""

ALIAS_WEIGHT = 0.6
"""A column found by a general name tells less about the system than one found by the system's own."""


@dataclass(frozen=True)
class Recognised:
    """``sources``: canonical column → positions of the headers that hold it, best first, each with its unit."""

    system: str
    entity: str
    export: Export
    sources: Mapping[str, tuple[tuple[int, str], ...]]
    is_complete: bool

    @property
    def table(self) -> Table:
        """The canonical table the rows belong to."""
        return TABLE_BY_FILE[self.entity]


def recognise(columns: Sequence[str], answers: Answers) -> Recognised | None:
    """The export that explains the headers best, or None where no known kind of file fits.

    Raises:
        RefusedError: two headers that read the same would hold one column.
    """
    keys = _positions(columns)
    best: tuple[tuple[bool, float, float], Recognised] | None = None
    for export in exports():
        if answers.entity and export.entity != answers.entity:
            continue
        if answers.system and export.system != answers.system:
            continue
        if export.entity not in TABLE_BY_FILE or (not answers.entity and other_grain(export.entity) & set(keys)):
            continue
        found = _fit(export, columns, keys, answers)
        own = sum(1 for column in found.sources if _is_own(export, column, found, columns))
        weight = own + ALIAS_WEIGHT * (len(found.sources) - own)
        known = {position for sources in found.sources.values() for position, _ in sources}
        known |= {keys[key][0] for key in export.not_needed if key in keys}
        coverage = len(known) / max(1, len([name for name in columns if name.strip()]))
        rank = (found.is_complete, weight, coverage)
        if best is None or rank > best[0]:
            best = (rank, found)
    if best is None or not best[1].sources:
        return None
    if answers.entity or _is_convincing(best[1], best[0][2]):
        return best[1]
    return None


def _is_own(export: Export, column: str, found: Recognised, columns: Sequence[str]) -> bool:
    own = {source.key for source in export.columns.get(column, ())}
    return any(header_key(columns[position]) in own for position, _ in found.sources[column])


def _is_convincing(found: Recognised, coverage: float) -> bool:
    """Enough to go by without being told: a list of customers or people needs names, not only an id."""
    if len(found.sources) < 2:
        return False
    if found.entity == "customers":
        return "customer_name" in found.sources and (len(found.sources) > 2 or coverage > 0.2)
    if found.entity == "managers":
        return bool({"manager_name", "manager_email"} & set(found.sources)) and coverage > 0.4
    return found.is_complete or coverage >= 0.5


def _positions(columns: Sequence[str]) -> dict[str, list[int]]:
    """Positions by header key: headers that are the key itself before those that need a decoration stripped."""
    keys: dict[str, list[int]] = {}
    for position, name in enumerate(columns):
        if name.strip() and exact_key(name) == header_key(name):
            keys.setdefault(exact_key(name), []).append(position)
    for position, name in enumerate(columns):
        if name.strip() and exact_key(name) != header_key(name):
            keys.setdefault(header_key(name), [position])
    return keys


def _fit(export: Export, columns: Sequence[str], keys: Mapping[str, list[int]], answers: Answers) -> Recognised:
    told, left_out = told_columns(columns, answers)
    table = TABLE_BY_FILE[export.entity]
    sources: dict[str, tuple[tuple[int, str], ...]] = {
        column: ((position, ""),) for column, position in told.items() if column in table.column_names
    }
    taken = {position for held in sources.values() for position, _ in held} | left_out
    needless = {position for key in export.not_needed for position in keys.get(key, [])}
    for offered, blocked in ((export.columns, set()), (general_sources(export.entity), needless)):
        for column in table.column_names:
            if column in sources or column not in offered:
                continue
            held = _sources(offered[column], keys, taken | blocked, columns)
            if held:
                sources[column] = held
                taken |= {position for position, _ in held}
    return Recognised(export.system, export.entity, export, sources, is_complete(table, sources))


def _sources(
    offered: Sequence[Source], keys: Mapping[str, list[int]], taken: set[int], columns: Sequence[str]
) -> tuple[tuple[int, str], ...]:
    held: list[tuple[int, str]] = []
    for source in offered:
        found = _questions_with(source.key, keys) if source.is_part else keys.get(source.key, [])
        positions = [position for position in found if position not in taken]
        if len(positions) > 1:
            raise duplicate_header(columns[positions[0]], columns[positions[1]])
        if positions and positions[0] not in [position for position, _ in held]:
            held.append((positions[0], source.unit))
    return tuple(held)


def _questions_with(words: str, keys: Mapping[str, list[int]]) -> list[int]:
    """Headers that are whole questions with these words in them; none where several could be meant."""
    found = [positions[0] for key, positions in keys.items() if words in key and len(key) >= SHORTEST_QUESTION]
    return found if len(found) == 1 else []


def told_columns(columns: Sequence[str], answers: Answers) -> tuple[dict[str, int], set[int]]:
    """What ``--map`` says: canonical column → position, and the positions to leave out.

    Raises:
        RefusedError: the file has no such header.
    """
    told: dict[str, int] = {}
    left_out: set[int] = set()
    for header, column in answers.columns.items():
        if ":" in header and header not in columns:
            continue
        matches = [position for position, name in enumerate(columns) if name == header] or [
            position for position, name in enumerate(columns) if header_key(name) == header_key(header)
        ]
        if not matches:
            raise RefusedError(
                "unknown_header",
                N_("The file has no column “{header}”."),
                N_("Its columns are: {columns}."),
                header=header,
                columns=", ".join(name for name in columns[:30] if name),
            )
        if column in ("", "-"):
            left_out.update(matches)
        else:
            told[column] = matches[0]
    return told, left_out


def is_complete(table: Table, sources: Mapping[str, object]) -> bool:
    """Whether every column a row cannot do without has a header."""
    return not missing_columns(table, sources)


def missing_columns(table: Table, sources: Mapping[str, object]) -> list[tuple[str, ...]]:
    """The needed columns that no header holds; alternatives stand together."""
    missing: list[tuple[str, ...]] = [(name,) for name in table.required if name not in sources]
    missing += [group for group in table.one_of if not any(name in sources for name in group)]
    if table.file == "deals" and "amount" not in sources:
        missing.append(("amount",))
    if table.file == "deals" and "close_on" not in sources:
        missing.append(("close_on",))
    return missing


def duplicate_header(first: str, second: str) -> RefusedError:
    """The refusal of two headers of which only one can be meant."""
    return RefusedError(
        "duplicate_header",
        N_("Two columns are both called “{first}” (“{second}”), and only one can be meant."),
        N_("Rename or remove one of them, or leave one out with --map."),
        first=first,
        second=second,
    )


__all__ = ["OURS", "Recognised", "duplicate_header", "missing_columns", "recognise"]
