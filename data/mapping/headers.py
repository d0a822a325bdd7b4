"""Headers compared as people read them: without case, accents, signs, HTML or decorations."""

from __future__ import annotations

import re

from data.mapping.units import without_unit
from domain.folding import fold

ZONE = re.compile(r"^(?P<label>.*?)\s*\((?P<zone>UTC|GMT|[A-Za-z_]+/[A-Za-z_/]+)\)\s*$")
DECORATION = re.compile(r"(\s*\(\*\)|\*|\s*\[(?:list|txt|num|int|dec|date|chk|ml)\])+$")
TAG = re.compile(r"<[^>]{1,80}>")


def exact_key(header: str) -> str:
    """The header folded to its letters and digits; ``#`` where there is nothing else."""
    folded = fold(TAG.sub("", header))
    kept = "".join(letter for letter in folded if letter.isalnum())
    return kept or folded.strip()


def header_key(header: str) -> str:
    """As :func:`exact_key`, without a trailing zone, ``*``, ``(*)``, ``[list]``, ``[txt]`` or unit of money."""
    label = ZONE.sub(lambda found: found["label"] if found["zone"] not in ("UTC", "GMT") else found[0], header)
    return exact_key(without_unit(DECORATION.sub("", label.strip())))


def zone_in(header: str) -> str | None:
    """The time zone that stands in a header such as ``Created (America/Lima)``."""
    found = ZONE.match(header.strip())
    return None if not found else ("UTC" if found["zone"] == "GMT" else found["zone"])
