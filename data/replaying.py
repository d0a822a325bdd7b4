"""Making a snapshot again that is gone: from the last good one before it and the originals in ``raw``."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import duckdb

from data.known import known_currency, past_loads
from data.loading import StagedLoad
from data.publishing import Built, built_snapshot
from data.reading.exchange import unpacked_answers
from data.snapshots import Snapshot
from data.soundness import Entry, is_intact, line_of
from data.staging import stage_file
from data.workspace import Workspace, content_hash
from domain.errors import QuarterdeckError, StoreError


class LostError(StoreError):
    """A snapshot cannot be made again: ``files`` are those whose originals are missing or now read differently."""

    def __init__(self, files: tuple[str, ...]) -> None:
        super().__init__("lost", "", "")
        self.files = files


@contextlib.contextmanager
def replayed(place: Workspace, entries: Sequence[Entry], version: str) -> Iterator[Built]:
    """A snapshot with the same content as ``version``, not served yet. Needs the writer's lock.

    Raises:
        LostError: an original is missing, or reading it again gives other rows than it gave then.
    """
    line = _made_of(entries, version)
    if line is None or line.get("same_as"):
        raise LostError((f"{version}.duckdb",))
    with contextlib.ExitStack() as stack:
        ground = _ground(place, entries, line, stack)
        settings = place.settings()
        staged = _staged(place, line, ground)
        _compare(line, staged)
        at = datetime.fromisoformat(str(line["at"]))
        is_ordered = bool(line.get("is_ordered"))
        without = line.get("without")
        built = stack.enter_context(
            built_snapshot(
                place, settings, ground.path if ground else None, staged, is_ordered=is_ordered, without=without, at=at
            )
        )
        yield built


def _made_of(entries: Sequence[Entry], version: str) -> Entry | None:
    line, seen = line_of(entries, version), {version}
    while line is not None and line.get("same_as") and str(line["same_as"]) not in seen:
        seen.add(str(line["same_as"]))
        line = line_of(entries, str(line["same_as"]))
    return line


def _ground(place: Workspace, entries: Sequence[Entry], line: Entry, stack: contextlib.ExitStack) -> Snapshot | None:
    """The snapshot it was built upon: the file if it is sound, else made again in its turn."""
    base = line.get("base")
    if base is None:
        return None
    if is_intact(place, entries, str(base), thorough=True):
        return place.snapshots.open(str(base))
    built = stack.enter_context(replayed(place, entries, str(base)))
    return _as_snapshot(built.path, str(base))


def _as_snapshot(path: Path, version: str) -> Snapshot:
    with duckdb.connect(str(path), read_only=True) as connection:
        return Snapshot(version, path, dict(connection.execute("select key, value from snapshot_info").fetchall()))


def _staged(place: Workspace, line: Entry, ground: Snapshot | None) -> list[StagedLoad]:
    """The line's files, read again from their originals as they were read then."""
    staged: list[StagedLoad] = []
    settings = place.settings()
    wanted = {str(load["sha256"]) for load in line.get("loads", ())}
    for file in line.get("files", ()):
        name, sha256 = str(file["name"]), str(file["sha256"])
        if sha256 not in wanted:
            continue
        original = place.raw / sha256
        if not original.is_file() or content_hash(original) != sha256:
            raise LostError((name,))
        told = next((load.report.currency for load in staged if load.report.currency), None)
        try:
            staged += stage_file(
                original,
                name,
                sha256,
                unpacked_answers(file["answers"]),
                settings,
                place.book,
                confirm=True,
                known_currency=known_currency(ground, settings) or told,
                past=past_loads(ground),
                ground=ground,
            )
        except QuarterdeckError as error:
            raise LostError((name,)) from error
    return staged


def _compare(line: Entry, staged: Sequence[StagedLoad]) -> None:
    """Hold what was read again against what the ledger knows was read then.

    Raises:
        LostError: a load is missing, or its rows or sums differ.
    """
    known = list(line.get("loads", ()))
    if len(known) != len(staged):
        raise LostError(tuple(str(load["file"]) for load in known))
    for load, then in zip(staged, known, strict=True):
        sums = {name: str(value) for name, value in load.report.sums.items()}
        if (load.report.rows_loaded, load.report.rows_quarantined, sums) != (
            then["rows_loaded"],
            then["rows_quarantined"],
            then["sums"],
        ):
            raise LostError((str(then["file"]),))
