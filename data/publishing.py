"""The one way in which a new snapshot comes to be served: built aside, written into the ledger, pointed to."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from data.identity import Identity
from data.loading import BuiltLoad, StagedLoad, build_snapshot
from data.settings import Settings
from data.workspace import Workspace, content_hash
from domain.errors import StoreError
from domain.message import N_


@dataclass(frozen=True)
class Built:
    """A finished snapshot that is not served yet."""

    path: Path
    version: str
    at: datetime
    loads: tuple[BuiltLoad, ...]


@contextlib.contextmanager
def built_snapshot(
    place: Workspace,
    settings: Settings,
    ground: Path | None,
    staged: Sequence[StagedLoad] = (),
    *,
    is_ordered: bool = False,
    without: int | None = None,
    at: datetime | None = None,
    identity: Identity | None = None,
) -> Iterator[Built]:
    """A new snapshot on top of ``ground``, gone again at the end unless it was published. Needs the writer's lock.

    ``identity`` takes the place of what the book says of names and customers.

    Raises:
        RefusedError: two of the new loads disagree.
        StoreError: the workspace cannot be written.
    """
    snapshots = place.snapshots
    now = at or datetime.now(UTC)
    path = snapshots.folder / f".build-{uuid.uuid4().hex}.part"
    try:
        with writing():
            snapshots.folder.mkdir(parents=True, exist_ok=True)
            version = snapshots.next_version(place.ledger.highest_version())
            loads = build_snapshot(
                path,
                ground,
                staged,
                settings=settings,
                version=version,
                loaded_at=now,
                identity=identity or place.book.identity(),
                is_ordered=is_ordered,
                without=without,
            )
        yield Built(path, version, now, tuple(loads))
    finally:
        for leftover in (path, path.with_name(path.name + ".wal")):
            with contextlib.suppress(OSError):
                leftover.unlink(missing_ok=True)


def publish(place: Workspace, built: Built, event: str, **facts: object) -> None:
    """Write the ledger, give the file its name, point to it, and say in the ledger that it is served.

    The line ``built`` goes first: a snapshot that no line names is one that never was. ``file_sha256`` and
    ``file_size`` are what the file is held against at every start.

    Raises:
        StoreError: the workspace cannot be written; the data that was served still is.
    """
    known = {
        "snapshot": built.version,
        "file_sha256": content_hash(built.path),
        "file_size": built.path.stat().st_size,
        **facts,
    }
    with writing():
        place.ledger.append("built", built.at, becomes=event, **known)
        place.snapshots.publish(built.path, built.version)
    with contextlib.suppress(OSError):  # it is served: the next start reads that off the pointer and adds the line
        place.ledger.append(event, built.at, **known)


@contextlib.contextmanager
def writing() -> Iterator[None]:
    """Turn what the disk says into one sentence.

    Raises:
        StoreError: the disk is full or the folder cannot be written.
    """
    try:
        yield
    except OSError as error:
        raise StoreError(
            "write",
            N_("The workspace could not be written: {reason}."),
            N_("Nothing has changed. Free some disk space, then import again."),
            reason=error.strerror or str(error),
        ) from error
