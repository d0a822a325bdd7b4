"""Durations as people and programs write them: 1:30:00, 1h 30m, 90 phút, PT1H30M."""

from __future__ import annotations

import re

SPOKEN = re.compile(
    r"^(?:pt ?)?(?:(?P<hours>\d+(?:[.,]\d+)?) ?(?:h|hrs?|hours?|giờ)\b,? ?)?"
    r"(?:(?P<minutes>\d+(?:[.,]\d+)?) ?(?:m|mins?|minutes?|phút|p)\b,? ?)?"
    r"(?:(?P<seconds>\d+(?:[.,]\d+)?) ?(?:s|secs?|seconds?|giây)\b)?$"
)
GLUED = re.compile(r"(?<=[a-zờúâ])(?=\d)")


def duration_minutes(text: str, unit: str) -> str | None:
    """The minutes that a clock or words say, as text; None where they are neither, or may be two things.

    ``unit``: what a bare number of the column counts. Where that is minutes or seconds, 12:30 may be either of hours
    and minutes or of minutes and seconds. Days are not read: of 24 hours here, of 8 there.
    """
    if ":" in text:
        return _clock_minutes(text, unit)
    found = SPOKEN.match(GLUED.sub(" ", text.strip().casefold()))
    if not found or not any(found.groups()):
        return None
    hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in found.groups())
    return repr(hours * 60 + minutes + seconds / 60)


def _clock_minutes(text: str, unit: str) -> str | None:
    parts = text.split(":")
    if len(parts) not in (2, 3) or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    if len(parts) == 2 and unit in ("minutes", "seconds"):
        return None
    hours, minutes, seconds = (int(part) for part in (*parts, "0")[:3])
    return None if minutes > 59 or seconds > 59 else repr(hours * 60 + minutes + seconds / 60)
