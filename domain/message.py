"""A sentence that is decided in one place and worded in the reader's language in another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def N_(text: str) -> str:
    """Mark ``text`` for the translation catalogue without translating it now."""
    return text


@dataclass(frozen=True)
class Message:
    """A catalogue key with the values that fill its ``{placeholders}``.

    Values are plain (str, int, float, date, Decimal); the reader's locale shapes them when worded.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.values)
