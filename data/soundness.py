"""What the ledger says should be there, held against what is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from data.snapshots import VERSION, Snapshots
from data.workspace import Workspace, content_hash
from domain.errors import StoreError

Entry = Mapping[str, Any]

SERVING = frozenset({"loaded", "removed", "rebuilt", "restored", "repaired"})
HASHED_ALWAYS = 64 << 20
"""A snapshot up to this size is hashed at every command; a larger one when the dashboard starts or on request."""


def expected_version(entries: Sequence[Entry]) -> str | None:
    """The version that the ledger says is served; None where there is none."""
    served: str | None = None
    for entry in entries:
        if entry["event"] in SERVING:
            served = str(entry["snapshot"])
        elif entry["event"] == "undone":
            served = str(entry["serves"]) if entry.get("serves") else None
    return served


def line_of(entries: Sequence[Entry], version: str) -> Entry | None:
    """The ledger's line that says what a version was made of; for a repaired one, which version it repeats."""
    own = [entry for entry in entries if entry["event"] in SERVING and entry.get("snapshot") == version]
    first = [entry for entry in own if "same_as" not in entry]
    return (first or own)[-1] if own else None


def is_intact(place: Workspace, entries: Sequence[Entry], version: str, *, thorough: bool) -> bool:
    """Whether the file of a version is there with the bytes that the ledger knows it by."""
    path = place.snapshots.path(version)
    if not path.is_file():
        return False
    line = line_of(entries, version)
    if line is None or "file_sha256" not in line:
        return _opens(place.snapshots, version)
    if path.stat().st_size != line["file_size"]:
        return False
    if not thorough and path.stat().st_size > HASHED_ALWAYS:
        return _opens(place.snapshots, version)
    return bool(content_hash(path) == line["file_sha256"])


def is_sound(place: Workspace, *, thorough: bool) -> bool:
    """Whether the pointer says what the ledger says, and the file it names is whole."""
    entries = place.ledger.entries()
    version = expected_version(entries)
    if pointed_to(place.snapshots) != version:
        return not entries
    return version is None or is_intact(place, entries, version, thorough=thorough)


def state_of(workspace: Path) -> str:
    """A text that changes whenever the ledger, the pointer or the file it names does."""
    place = Workspace(workspace)
    version = pointed_to(place.snapshots)
    paths = [place.ledger.path, place.snapshots.pointer]
    if version not in (None, "?"):
        paths.append(place.snapshots.path(str(version)))
    facts = []
    for path in paths:
        try:
            stat = path.stat()
            facts.append(f"{path.name}:{stat.st_ino}:{stat.st_size}:{stat.st_mtime_ns}")
        except OSError:
            facts.append(f"{path.name}:none")
    return " ".join(facts)


def pointed_to(snapshots: Snapshots) -> str | None:
    """What CURRENT says: a version, None, or ``?`` where it says nothing that could be meant."""
    try:
        text = snapshots.pointer.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        return "?"
    return text or None if not text or VERSION.fullmatch(text) else "?"


def _opens(snapshots: Snapshots, version: str) -> bool:
    try:
        snapshots.open(version)
    except StoreError:
        return False
    return True
