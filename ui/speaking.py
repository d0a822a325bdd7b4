"""What runs without the page runs without its language: parts drawn anew by themselves, and what a press sets off."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from i18n.language import set_language
from ui.nav import chosen_language

P = ParamSpec("P")
R = TypeVar("R")


def in_language(part: Callable[P, R]) -> Callable[P, R]:
    """The same in the reader's language: Streamlit runs fragments and callbacks in threads ``guard()`` never saw."""

    @wraps(part)
    def spoken(*args: P.args, **kwargs: P.kwargs) -> R:
        set_language(chosen_language())
        return part(*args, **kwargs)

    return spoken
