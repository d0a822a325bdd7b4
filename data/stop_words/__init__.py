"""Words that say nothing about a subject, in lists that a person can extend: one file a language, one word a line."""

from __future__ import annotations

import functools
import unicodedata
from pathlib import Path

FOLDER = Path(__file__).parent


@functools.cache
def stop_words() -> frozenset[str]:
    """The words of every list, NFC and casefolded; blank lines and lines that begin with # are left out."""
    lines = [line.strip() for path in sorted(FOLDER.glob("*.txt")) for line in path.read_text("utf-8").splitlines()]
    return frozenset(
        unicodedata.normalize("NFC", line).casefold() for line in lines if line and not line.startswith("#")
    )
