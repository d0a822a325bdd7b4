"""Which known export a table's headers are, and which column each header holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from data.mapping.headers import exact_key, header_key
from data.mapping.systems import GENERIC, OURS, Export, Source, exports, general_sources
from data.mapping.words import other_grain
from data.reading.answers import Answers
from domain.errors import RefusedError
from domain.message import N_
from domain.tables import TABLE_BY_FILE, Table

SHORTEST_QUESTION = 20
"""Letters of a header that is a question rather than a name."""

ALIAS_WEIGHT = 0.6
"""A column found by a general name tells less about the system than one found by the system's own."""


ENOUGH = 0.5
"""The share of a file's headers that must be known where a needed column is not."""

ROW_NAMES = {
    "tickets": ("ticket", "case", "incident"),
    "deals": ("deal", "opportunity"),
    "contracts": ("contract", "subscription"),
    "invoices": ("invoice", "order"),
}
FEWEST_BESIDE = 4
"""Columns by which a file whose rows are named is known, however many others it has that are not needed."""

LEAST = 0.25
"""A day and a rating are no survey, nor a name a list of customers, where most of the file is something else."""

LISTS = ("customers", "managers", "products")
"""Tables of which a name alone makes a complete row."""


@dataclass(frozen=True)
class Recognised:
    """``sources``: canonical column → positions of the headers that hold it, best first, each with its unit.

    ``alike``: the systems whose headers these are, where no one system can be named.
    """

    system: str
    entity: str
    export: Export
    sources: Mapping[str, tuple[tuple[int, str], ...]]
    is_complete: bool
    alike: tuple[str, ...] = ()

    @property
    def table(self) -> Table:
        """The canonical table the rows belong to."""
        return TABLE_BY_FILE[self.entity]


def recognise(columns: Sequence[str], answers: Answers) -> Recognised | None:
    """The export that explains the headers best, or None where no known kind of file fits.

    Where the headers are those of several systems alike, none of them is named: ``system`` is the general one.

    Raises:
        RefusedError: two headers that read the same would hold one column.
    """
    keys = _positions(columns)
    ranked: list[tuple[tuple[bool, float, float], Recognised]] = []
    for export in exports():
        if not _is_possible(export, keys, answers):
            continue
        found = _fit(export, columns, keys, answers)
        own = sum(1 for column in found.sources if _is_own(export, column, found, columns))
        weight = own + ALIAS_WEIGHT * (len(found.sources) - own)
        known = {position for sources in found.sources.values() for position, _ in sources}
        known |= {keys[key][0] for key in (*export.not_needed, *(rule.key for rule in export.leave_out)) if key in keys}
        coverage = len(known) / max(1, len([name for name in columns if name.strip()]))
        is_strong = found.is_complete and (coverage >= LEAST or len(found.sources) >= FEWEST_BESIDE)
        ranked.append(((is_strong, round(weight, 6), coverage), found))
    ranked = [(rank, found) for rank, found in ranked if found.sources]
    if not ranked:
        return None
    best = max(rank for rank, _ in ranked)
    if all(found.entity in LISTS for rank, found in ranked if rank == best):
        # any file that names customers is a complete list of them: likelier is one that explains more headers and
        # lacks a single column
        richer = [(rank, found) for rank, found in ranked if rank[1] > best[1] and rank[2] >= ENOUGH]
        near = [rank for rank, found in richer if len(missing_columns(found.table, found.sources)) < 2]
        best = max(near, key=lambda rank: rank[1:], default=best)
    chosen = _one_of([found for rank, found in ranked if rank == best], columns)
    is_ours = chosen is not None and (
        bool(answers.entity) or _is_convincing(chosen, best[2]) or _names_its_rows(chosen, columns)
    )
    return chosen if is_ours else None


def _is_possible(export: Export, keys: Mapping[str, list[int]], answers: Answers) -> bool:
    """Whether what was said and what stands in the header leave this export open."""
    if answers.entity and export.entity != answers.entity:
        return False
    if answers.system and export.system != answers.system:
        return False
    if not answers.system and export.proof and not export.proof & set(keys):
        return False
    return export.entity in TABLE_BY_FILE and (bool(answers.entity) or not other_grain(export.entity) & set(keys))


def _one_of(equals: Sequence[Recognised], columns: Sequence[str]) -> Recognised | None:
    """The one of equally good explanations: a general name before a system's; of several systems, none by name.

    None where they are of different kinds: that is not guessed.
    """
    if len({found.entity for found in equals}) > 1:
        return None
    general = next((found for found in equals if found.system in (OURS, GENERIC)), None)
    if general is not None:
        return general
    spelled = max(_spelled(found, columns) for found in equals)
    equals = [found for found in equals if _spelled(found, columns) == spelled]
    systems = tuple(dict.fromkeys(found.system for found in equals))
    return equals[0] if len(systems) == 1 else replace(equals[0], system=GENERIC, alike=systems)


def _spelled(found: Recognised, columns: Sequence[str]) -> int:
    """How many headers are spelled to the letter as this system writes them."""
    own = {source.header for sources in found.export.columns.values() for source in sources}
    return sum(1 for name in columns if name in own)


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
        is_named = bool({"manager_name", "manager_email"} & set(found.sources))
        return is_named and (coverage > 0.4 or bool(found.export.proof))
    return found.is_complete or coverage >= ENOUGH


def _names_its_rows(found: Recognised, columns: Sequence[str]) -> bool:
    """Whether a header says what a row is (“Ticket ID”) and enough others fit: then what is lacking is asked for."""
    words = ROW_NAMES.get(found.entity, ())
    held = found.sources.get(found.table.key[0], ()) if found.table.key else ()
    is_named = any(word in header_key(columns[position]) for position, _ in held for word in words)
    return is_named and len(found.sources) >= FEWEST_BESIDE


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
    named = {position for position, name in enumerate(columns) if name.strip()}
    complete = is_complete(table, sources) or (named <= taken and is_purchases(table, sources))
    return Recognised(export.system, export.entity, export, sources, complete)


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


def is_purchases(table: Table, sources: Mapping[str, object]) -> bool:
    """A list of purchases without invoice numbers: who, when, how many, how much. Without a quantity: payments."""
    return table.file == "invoices" and "quantity" in sources and missing_columns(table, sources) == [("invoice_id",)]


REDUCED = ("discount", "rebate", "giamgia", "chietkhau")
"""Parts of headers that make an amount another one than quantity times price."""


def is_amount_computed(found: Recognised, columns: Sequence[str]) -> bool:
    """Invoice lines with a quantity and a price but no amount, which then is their product; never beside a discount."""
    if found.entity != "invoices" or "amount" in found.sources or not {"quantity", "unit_price"} <= set(found.sources):
        return False
    return not any(part in header_key(name) for name in columns for part in REDUCED)


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
