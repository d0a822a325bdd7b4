"""The ledger: what was loaded, undone and served, one line a fact, kept outside the database.

A lost or damaged database file can be told from one that never was, because the ledger knows what there should be.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from domain.errors import StoreError
from domain.message import N_


class Ledger:
    """``ledger.jsonl`` of one workspace: appended to and never rewritten."""

    def __init__(self, workspace: Path) -> None:
        self.path = workspace / "ledger.jsonl"

    def append(self, event: str, at: datetime, **facts: object) -> None:
        """Write one line and wait until it is on disk. The disk's errors are the caller's to report."""
        line = json.dumps({"event": event, "at": at.isoformat(timespec="seconds"), **facts}, ensure_ascii=False)
        is_torn = self.path.exists() and self.path.stat().st_size > 0 and not self._ends_with_newline()
        with self.path.open("ab") as stream:
            stream.write((b"\n" if is_torn else b"") + line.encode("utf-8") + b"\n")
            stream.flush()
            os.fsync(stream.fileno())

    def entries(self) -> list[Mapping[str, object]]:
        """Every whole line, oldest first. A last line cut short by a crash was never acknowledged and is left out.

        Raises:
            StoreError: a line in the middle is not readable.
        """
        if not self.path.exists():
            return []
        entries: list[Mapping[str, object]] = []
        lines = self.path.read_bytes().split(b"\n")
        for position, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                entries.append(json.loads(line))
            except ValueError as error:
                if line.startswith(b'{"event"') and not line.endswith(b"}"):
                    continue
                raise StoreError(
                    "ledger",
                    N_("Line {line} of ledger.jsonl cannot be read."),
                    N_("Restore the file from a backup; the snapshots themselves are not touched."),
                    line=position,
                ) from error
        return entries

    def highest_version(self) -> int:
        """The highest snapshot number the ledger has ever named; 0 where it has named none."""
        return max((int(str(entry["snapshot"])) for entry in self.entries() if entry.get("snapshot")), default=0)

    def _ends_with_newline(self) -> bool:
        with self.path.open("rb") as stream:
            stream.seek(-1, os.SEEK_END)
            return stream.read(1) == b"\n"
