"""Immutable snapshots and the pointer to the current one.

A snapshot is one DuckDB file, ``snapshots/<version>.duckdb``, written once and then only read. ``CURRENT`` names the
version that is served; it moves by an atomic rename, so a reader sees the old data or the new, never a mixture.
"""

from __future__ import annotations

import contextlib
import os
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from domain.errors import StoreError
from domain.message import N_

VERSION = re.compile(r"\d{6,}")
KEPT_OPEN = 3

READ_ONLY_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "access_mode": "read_only",
    "enable_external_access": "false",
    "temp_directory": "",
    "memory_limit": "4GB",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "lock_configuration": "true",
}


@dataclass(frozen=True)
class Snapshot:
    """One immutable version of the data. ``info`` is its ``snapshot_info`` table."""

    version: str
    path: Path
    info: dict[str, str] = field(compare=False, hash=False, default_factory=dict)


class Snapshots:
    """The snapshots of one workspace."""

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace
        self.folder = workspace / "snapshots"
        self.pointer = workspace / "CURRENT"

    def current_version(self) -> str | None:
        """The version that is served; None where nothing has been loaded yet.

        Raises:
            StoreError: the pointer is not a version.
        """
        try:
            version = self.pointer.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        if not version:
            return None
        if not VERSION.fullmatch(version):
            raise StoreError(
                "pointer",
                N_("The workspace's file CURRENT does not name a snapshot."),
                N_("Write the newest number from the folder snapshots into it, or restore a backup."),
            )
        return version

    def current(self) -> Snapshot | None:
        """The snapshot that is served; None where nothing has been loaded yet.

        Raises:
            StoreError: the pointer or the snapshot cannot be read.
        """
        version = self.current_version()
        return None if version is None else self.open(version)

    def path(self, version: str) -> Path:
        """Where that version's file is."""
        return self.folder / f"{version}.duckdb"

    def open(self, version: str) -> Snapshot:
        """That version with its information.

        Raises:
            StoreError: there is no such snapshot, or it is damaged.
        """
        path = self.path(version)
        with open_cursor(path) as cursor:
            info = dict(cursor.execute("select key, value from snapshot_info").fetchall())
        return Snapshot(version, path, info)

    def versions(self) -> list[str]:
        """Every version on disk, oldest first."""
        if not self.folder.is_dir():
            return []
        return sorted((path.stem for path in self.folder.glob("*.duckdb") if VERSION.fullmatch(path.stem)), key=int)

    def next_version(self, at_least: int = 0) -> str:
        """A number never used before: above every file on disk and above ``at_least`` (the ledger's highest)."""
        highest = max([at_least, *(int(version) for version in self.versions())])
        return f"{highest + 1:06d}"

    def publish(self, built: Path, version: str) -> None:
        """Give a finished file its name and point to it. The file is on disk before the pointer moves."""
        sync_file(built)
        os.replace(built, self.path(version))
        sync_folder(self.folder)
        self.point_to(version)

    def point_to(self, version: str | None) -> None:
        """Serve that version from now on (None: nothing), by an atomic rename."""
        temporary = self.pointer.with_name(".CURRENT.part")
        temporary.write_text(version or "", encoding="ascii")
        sync_file(temporary)
        os.replace(temporary, self.pointer)
        sync_folder(self.workspace)


class _Connections:
    """The open read-only databases of this process, a few newest kept; readers take cursors of their own.

    A connection shared by threads returned other readers' rows; a cursor each never did.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[tuple[str, int, int], duckdb.DuckDBPyConnection] = {}

    def cursor(self, path: Path) -> duckdb.DuckDBPyConnection:
        """A new cursor on the database in ``path``.

        Raises:
            StoreError: the file is missing, damaged, or of a newer version of DuckDB.
        """
        with self._lock:
            try:
                identity = file_identity(path)
                connection = self._open.get(identity)
                if connection is None:
                    connection = duckdb.connect(str(path), config=READ_ONLY_CONFIG)
                    self._open[identity] = connection
                    while len(self._open) > KEPT_OPEN:
                        del self._open[next(iter(self._open))]
                return connection.cursor()
            except (OSError, duckdb.Error) as error:
                raise StoreError(
                    "snapshot",
                    N_("Snapshot {version} cannot be opened: it is missing or damaged."),
                    N_("Undo the last import to return to the snapshot before it, or restore a backup."),
                    version=path.stem,
                ) from error


_connections = _Connections()


def file_identity(path: Path) -> tuple[str, int, int]:
    """What tells this file from another that takes its name later.

    Raises:
        OSError: it is not there.
    """
    stat = path.stat()
    return str(path), stat.st_ino, stat.st_mtime_ns


def new_cursor(path: Path) -> duckdb.DuckDBPyConnection:
    """A cursor on a snapshot file, for one thread at a time; the caller closes it.

    Raises:
        StoreError: the file cannot be opened.
    """
    return _connections.cursor(path)


@contextlib.contextmanager
def open_cursor(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """One cursor on a snapshot file, for one piece of work; never shared between threads.

    Raises:
        StoreError: the file cannot be opened.
    """
    cursor = new_cursor(path)
    try:
        yield cursor
    finally:
        cursor.close()


def sync_file(path: Path) -> None:
    """Wait until the file's bytes are on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Wait until the folder's entries are on disk; does nothing where folders cannot be opened (Windows)."""
    if os.name == "nt":
        return
    sync_file(path)
