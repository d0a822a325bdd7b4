"""Backup and restore: every loaded row as Parquet, the originals, the ledger, the book and the settings.

Parquet opens in every version of the engine; the snapshot file itself may not, and is not kept.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from data.loading import LOADED_TABLES
from data.publishing import built_snapshot, publish, writing
from data.repairing import repair_held
from data.snapshots import open_cursor, sync_file, sync_folder
from data.workspace import Workspace, content_hash, only_writer
from domain.errors import RefusedError, StoreError
from domain.message import N_

FORMAT = 1
MANIFEST = "manifest.json"
COPIED = ("ledger.jsonl", "settings.toml")


def back_up(workspace: Path, target: Path) -> Path:
    """Write a backup of the served data into the folder ``target``, which must not hold anything yet.

    Raises:
        RefusedError: nothing has been loaded, or the folder holds something.
        StoreError: the disk is full or the folder cannot be written.
    """
    place = Workspace(workspace)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise RefusedError(
            "not_empty", N_("{folder} is not an empty folder."), N_("Name a new folder."), folder=str(target)
        )
    with only_writer(place), writing():
        repair_held(place)
        current = place.snapshots.current()
        if current is None:
            raise RefusedError("no_data", N_("Nothing has been loaded yet."), N_("Import the export files first."))
        part = target.with_name(f".{target.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        (part / "tables").mkdir(parents=True)
        rows: dict[str, int] = {}
        with open_cursor(current.path) as cursor:
            for name in LOADED_TABLES:
                table: pa.Table = cursor.sql(f"select * from loaded.{name}").to_arrow_table()
                pq.write_table(table, part / "tables" / f"{name}.parquet", compression="zstd")
                rows[name] = table.num_rows
        shutil.copytree(place.raw, part / "raw", ignore=shutil.ignore_patterns(".*"))
        for name in COPIED:
            if (place.folder / name).exists():
                shutil.copy2(place.folder / name, part / name)
        if place.book.path.exists():
            with (
                contextlib.closing(sqlite3.connect(place.book.path)) as book,
                contextlib.closing(sqlite3.connect(part / "book.sqlite")) as copy,
            ):
                book.backup(copy)
        _seal(part, current.version, rows)
        if target.exists():
            target.rmdir()
        os.replace(part, target)
        sync_folder(target.parent)
    return target


def restore(workspace: Path, source: Path) -> str:
    """Bring a backup back into an empty workspace; returns the version that is served then.

    Raises:
        RefusedError: the workspace holds data, or the folder is no whole backup.
        StoreError: the disk is full or the workspace cannot be written.
    """
    place = Workspace(workspace)
    manifest = _opened(source)
    with only_writer(place), writing():
        if place.ledger.path.exists() or place.snapshots.current_version() is not None:
            raise RefusedError(
                "not_empty",
                N_("The workspace {folder} already holds data."),
                N_("Restore into a new folder with --workspace, then look at both."),
                folder=str(workspace),
            )
        for path in (source / "raw").iterdir():
            shutil.copy2(path, place.raw / path.name)
            sync_file(place.raw / path.name)
        for name in ("settings.toml", "book.sqlite"):
            if (source / name).exists():
                shutil.copy2(source / name, place.folder / name)
        if (source / "ledger.jsonl").exists():
            shutil.copy2(source / "ledger.jsonl", place.ledger.path)
            sync_file(place.ledger.path)
        try:
            with built_snapshot(place, place.settings(), source / "tables") as built:
                _compare(built.path, manifest)
                publish(place, built, "restored", before=None, same_as=manifest["snapshot"])
                return built.version
        except BaseException:
            place.ledger.path.unlink(missing_ok=True)  # the workspace is as empty as it was
            raise


def _seal(folder: Path, version: str, rows: dict[str, int]) -> None:
    """Write the manifest last: a folder without one is no backup."""
    files = {
        str(path.relative_to(folder).as_posix()): content_hash(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    for name in files:
        sync_file(folder / name)
    manifest = {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "snapshot": version,
        "rows": rows,
        "sha256": files,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    sync_file(folder / MANIFEST)


def _opened(source: Path) -> dict[str, Any]:
    """The manifest, once every file has been found whole."""
    try:
        manifest: dict[str, Any] = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
        damaged = [
            name
            for name, sha256 in manifest["sha256"].items()
            if ".." in Path(name).parts or not (source / name).is_file() or content_hash(source / name) != sha256
        ]
    except (OSError, ValueError, KeyError, AttributeError):
        raise RefusedError(
            "no_backup",
            N_("{folder} holds no backup."),
            N_("Name the folder that “backup” wrote: it has a file manifest.json."),
            folder=str(source),
        ) from None
    if damaged or manifest.get("format") != FORMAT:
        raise RefusedError(
            "damaged_backup",
            N_("The backup is damaged: {file} is not as it was written."),
            N_("Use another backup. Nothing has been changed."),
            file=damaged[0] if damaged else MANIFEST,
        )
    return manifest


def _compare(path: Path, manifest: dict[str, Any]) -> None:
    with open_cursor(path) as cursor:
        for name, rows in manifest["rows"].items():
            found = cursor.execute(f"select count(*) from loaded.{name}").fetchall()[0][0]
            if found != rows:
                raise StoreError(
                    "restore",
                    N_("{table} has {found} rows after restoring, the backup says {rows}."),
                    N_("Use another backup. Nothing has been changed."),
                    table=name,
                    found=found,
                    rows=rows,
                )
