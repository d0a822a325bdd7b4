"""What words in cells mean, from ``words/*.toml``, in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from domain.folding import fold, squeeze

FOLDER = Path(__file__).parent / "words"


@cache
def meanings(name: str) -> Mapping[str, str]:
    """Folded word → what it means, for one list (``stage``, ``invoice_status``, ``flag``…)."""
    lists = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return {word_key(word): meaning for meaning, words in lists.items() for word in [*words, meaning]}


def word_key(word: str) -> str:
    """A word without case, accents and double blanks."""
    return fold(word)


@cache
def missing_marks() -> frozenset[str]:
    """What stands for “nothing” in a number's or a date's place, casefolded."""
    return frozenset(tomllib.loads((FOLDER / "missing.toml").read_text(encoding="utf-8"))["missing"])


@cache
def nothing_in(column: str) -> tuple[str, ...]:
    """The texts that stand for nothing in a column of text, as files write them.

    Text keeps every word (“NA” is a region), but where the name or number of somebody is expected “-” is nobody.
    """
    if not column.startswith(("customer_", "manager_")):
        return ("",)
    marks = missing_marks()
    return tuple(sorted({form for mark in marks for form in (mark, mark.upper(), mark.capitalize())} | {"NaN", "NaT"}))


@cache
def other_grain(entity: str) -> frozenset[str]:
    """Keys of headers that show a file's rows not to be of this kind, whatever its ids look like."""
    lists = tomllib.loads((FOLDER / "other_grain.toml").read_text(encoding="utf-8"))
    return frozenset(squeeze(header) for header in lists.get(entity, ()))
