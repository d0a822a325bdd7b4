"""A workspace folder: where its parts lie, who may write to it, and the original bytes it keeps."""

from __future__ import annotations

import contextlib
import getpass
import hashlib
import json
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from data.book import Book
from data.ledger import Ledger
from data.settings import Settings, read_settings
from data.snapshots import Snapshots, sync_file, sync_folder
from domain.errors import StoreError
from domain.message import N_

LOCK_SECONDS = 20
PIECE = 1 << 20


@dataclass(frozen=True)
class Source:
    """One file to import: the name to show, and where its bytes lie."""

    name: str
    path: Path


@dataclass(frozen=True)
class Workspace:
    """One workspace folder with everything in it."""

    folder: Path

    @property
    def snapshots(self) -> Snapshots:
        """Its snapshots."""
        return Snapshots(self.folder)

    @property
    def ledger(self) -> Ledger:
        """Its ledger."""
        return Ledger(self.folder)

    @property
    def book(self) -> Book:
        """Its book."""
        return Book(self.folder)

    @property
    def raw(self) -> Path:
        """The folder of the original files, each named by the hash of its content."""
        return self.folder / "raw"

    def settings(self) -> Settings:
        """Its settings."""
        return read_settings(self.folder)


@contextlib.contextmanager
def only_writer(place: Workspace) -> Iterator[None]:
    """Hold the workspace's writer lock; one import at a time, on every operating system.

    Raises:
        StoreError: another import holds it, or the folder cannot be written.
    """
    writer = place.folder / ".writer.json"
    try:
        place.folder.mkdir(parents=True, exist_ok=True)
        place.raw.mkdir(exist_ok=True)
        with FileLock(place.folder / ".writer.lock", timeout=LOCK_SECONDS):
            for leftover in (*place.snapshots.folder.glob(".build-*"), *place.raw.glob(".*.part")):
                leftover.unlink(missing_ok=True)  # of a writer that was killed
            with contextlib.suppress(OSError):  # on a full disk nobody can be told who writes
                writer.write_text(json.dumps(_this_writer()), encoding="utf-8")
            try:
                yield
            finally:
                with contextlib.suppress(OSError):
                    writer.unlink(missing_ok=True)
    except Timeout as error:
        raise StoreError(
            "writer",
            N_("Another import is running in this workspace: {user} began it at {since} (process {process})."),
            N_("Wait until it has ended, then import again."),
            **_who_writes(writer),
        ) from error
    except OSError as error:
        raise StoreError(
            "folder",
            N_("The workspace {folder} cannot be written: {reason}."),
            N_("Free some disk space, or choose a folder of your own with --workspace."),
            folder=str(place.folder),
            reason=error.strerror or str(error),
        ) from error


def _this_writer() -> dict[str, str]:
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):  # a machine without a list of users
        user = "?"
    return {"user": user, "since": f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S}", "process": str(os.getpid())}


def _who_writes(writer: Path) -> dict[str, str]:
    known = {"user": "?", "since": "?", "process": "?"}
    with contextlib.suppress(OSError, ValueError):
        known |= json.loads(writer.read_text(encoding="utf-8"))
    return known


def content_hash(path: Path) -> str:
    """SHA-256 of the file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def keep_raw(place: Workspace, source: Source, sha256: str) -> None:
    """Keep the original bytes under the hash of their content; a name from outside never becomes a path.

    Raises:
        StoreError: the file is not the one any more that was read, whose content had the hash ``sha256``.
    """
    target = place.raw / sha256
    if target.exists():
        return
    temporary = place.raw / f".{uuid.uuid4().hex}.part"
    found = hashlib.sha256()
    with source.path.open("rb") as stream, temporary.open("wb") as copy:
        while piece := stream.read(PIECE):
            found.update(piece)
            copy.write(piece)
    if found.hexdigest() != sha256:
        temporary.unlink()
        raise StoreError(
            "changed",
            N_("{file} was changed while it was imported."),
            N_("Nothing has changed here. Import the file again once nothing writes to it."),
            file=source.name,
        )
    os.chmod(temporary, 0o600)
    sync_file(temporary)
    os.replace(temporary, target)
    sync_folder(place.raw)


def last_load(place: Workspace) -> tuple[str | None, datetime | None]:
    """The version that is served and when it was loaded."""
    version = place.snapshots.current_version()
    moments = [entry["at"] for entry in place.ledger.entries() if entry.get("snapshot") == version]
    return version, datetime.fromisoformat(str(moments[-1])) if moments else None


def version_before(place: Workspace, version: str) -> str | None:
    """The version that was served when that one was made; None where there was none."""
    for entry in reversed(place.ledger.entries()):
        if entry.get("snapshot") == version and "before" in entry:
            before = entry["before"]
            return str(before) if before else None
    older = [known for known in place.snapshots.versions() if int(known) < int(version)]
    return older[-1] if older else None
