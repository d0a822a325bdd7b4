"""Which language the reader of this thread, session or command reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from domain.errors import UsageError
from domain.message import N_

LANGUAGES: tuple[str, ...] = ("vi", "en")
LANGUAGE_NAMES: dict[str, str] = {"vi": "Tiếng Việt", "en": "English"}
"""Each language in its own words: the one text that is never translated."""

DEFAULT_LANGUAGE = "en"

# A context variable, not a global: two sessions of one server read in two languages at the same time.
_current: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


def set_language(language: str) -> None:
    """Word everything from here on in ``language``, for this thread or task only.

    Raises:
        UsageError: the product does not speak that language.
    """
    if language not in LANGUAGES:
        raise UsageError(
            "language",
            N_("“{given}” is not a language of this product."),
            N_("Use vi or en."),
            given=language,
        )
    _current.set(language)


def get_language() -> str:
    """``vi`` or ``en``: the language of this thread or task (English until one is set)."""
    return _current.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Word what is written inside in ``language``: a report may be for somebody who reads another than the reader.

    Raises:
        UsageError: the product does not speak that language.
    """
    before = get_language()
    set_language(language)
    try:
        yield
    finally:
        _current.set(before)
