"""What derived tables rest on besides what is loaded: how the schema derives them, and the company's settings."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import replace
from pathlib import Path

from data.settings import Settings

SCHEMA_FOLDER = Path(__file__).parent / "schema"


def derivation_stamp(settings: Settings) -> str:
    """Equal as long as the same rows give the same tables; a snapshot keeps it, so that an outdated one can be told."""
    standard = Settings()
    counts = replace(
        settings, personal_columns=standard.personal_columns, largest_held_share=standard.largest_held_share
    )
    return hashlib.sha256(f"{_schema()} {counts!r}".encode()).hexdigest()[:16]


@functools.cache
def _schema() -> str:
    texts = [path.read_bytes() for path in sorted(SCHEMA_FOLDER.glob("*.sql"))]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()
