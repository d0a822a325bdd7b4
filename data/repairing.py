"""What a workspace does when it finds itself damaged: compare ledger and files, and put the data back by itself.

The ledger says which snapshot should be served and what its file hashes to. Where the two differ, what was begun is
brought to its end, or the snapshot is built again from the last good one and the originals in ``raw``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from data.publishing import publish, writing
from data.replaying import LostError, replayed
from data.snapshots import sync_folder
from data.soundness import Entry, expected_version, is_intact, is_sound, line_of, pointed_to
from data.workspace import Workspace, only_writer
from domain.errors import StoreError
from domain.message import N_


@dataclass(frozen=True)
class Repair:
    """What was put right. ``lost``: files whose rows could not be had back and must be imported again."""

    damaged: str
    serves: str | None
    at: datetime
    lost: tuple[str, ...] = ()


def repair(workspace: Path, *, thorough: bool = False) -> Repair | None:
    """Put the workspace right if anything is wrong with it. Returns what was done to the data; None: nothing.

    Looks without the writer's lock first, so that a sound workspace costs a few file reads.

    Raises:
        StoreError: another import is running, the ledger is damaged, or nothing sound is left.
    """
    place = Workspace(workspace)
    if not place.ledger.path.exists() or is_sound(place, thorough=thorough):
        return None
    with only_writer(place):
        return repair_held(place, thorough=thorough)


def repair_held(place: Workspace, *, thorough: bool = False) -> Repair | None:
    """As :func:`repair`, for one who holds the writer's lock already."""
    with writing():
        entries = _settle(place, place.ledger.entries())
    version = expected_version(entries)
    if version is None or is_intact(place, entries, version, thorough=thorough):
        return None
    return _put_back(place, entries, version)


def last_repair(workspace: Path) -> Repair | None:
    """The repair that the served data rests on, until something new is loaded; for the banner."""
    entries = Workspace(workspace).ledger.entries()
    if not entries or entries[-1]["event"] != "repaired":
        return None
    entry = entries[-1]
    lost = entry.get("lost")
    return Repair(
        str(entry["damaged"]),
        str(entry["snapshot"]),
        datetime.fromisoformat(str(entry["at"])),
        tuple(str(name) for name in lost) if isinstance(lost, list) else (),
    )


def _settle(place: Workspace, entries: Sequence[Entry]) -> Sequence[Entry]:
    """Bring to its end what a crash interrupted between the ledger's line and the pointer's move."""
    if not entries:
        return entries
    last = entries[-1]
    if last["event"] == "built" and pointed_to(place.snapshots) == last["snapshot"]:
        facts = {name: value for name, value in last.items() if name not in ("event", "at", "becomes")}
        place.ledger.append(str(last.get("becomes", "loaded")), datetime.fromisoformat(str(last["at"])), **facts)
        return place.ledger.entries()
    if pointed_to(place.snapshots) != expected_version(entries):
        place.snapshots.point_to(expected_version(entries))
    return entries


def _put_back(place: Workspace, entries: Sequence[Entry], version: str) -> Repair:
    """Build the damaged version again; where that is not possible, serve the newest sound one before it."""
    _set_aside(place, version)
    line = line_of(entries, version)
    before = line.get("before") if line else None
    facts = {"before": before, "damaged": version, "same_as": version}
    try:
        with replayed(place, entries, version) as built:
            publish(place, built, "repaired", **facts)
            return Repair(version, built.version, built.at)
    except LostError as error:
        lost = error.files
    now = datetime.now(UTC)
    older = _sound_before(place, entries, version)
    if older is None:
        raise StoreError(
            "lost",
            N_("Snapshot {version} is damaged, and the originals it was made from are not all there."),
            N_("Restore a backup with “restore”, or import these files again: {files}."),
            version=version,
            files=", ".join(lost),
        )
    with writing():
        known = line_of(entries, older) or {}
        kept = {name: known[name] for name in ("file_sha256", "file_size", "before") if name in known}
        place.ledger.append("repaired", now, snapshot=older, damaged=version, same_as=older, lost=list(lost), **kept)
        place.snapshots.point_to(older)
    return Repair(version, older, now, lost)


def _sound_before(place: Workspace, entries: Sequence[Entry], version: str) -> str | None:
    seen: set[str] = set()
    line: Mapping[str, object] | None = line_of(entries, version)
    while line and line.get("before") and str(line["before"]) not in seen:
        older = str(line["before"])
        seen.add(older)
        if is_intact(place, entries, older, thorough=True):
            return older
        line = line_of(entries, older)
    return None


def _set_aside(place: Workspace, version: str) -> None:
    """Move a damaged file out of the way, never delete it."""
    path = place.snapshots.path(version)
    if not path.exists():
        return
    with writing():
        folder = place.folder / "broken" / datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        folder.mkdir(parents=True)
        os.replace(path, folder / path.name)
        sync_folder(folder)
