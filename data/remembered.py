"""What was asked lately: KPIs that share a query ask it once. A snapshot never changes, so nothing goes stale."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

MOST_ANSWERS = 64
MOST_ROWS = 20_000
"""A longer answer is not kept: it is rows, and asked for by one page only."""


class Remembered:
    """The last answers, by what was asked of which snapshot in which scope."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: OrderedDict[Hashable, pd.DataFrame] = OrderedDict()

    def answer(
        self, asked_of: Hashable, query: str, parameters: Mapping[str, object], ask: Callable[[], pd.DataFrame]
    ) -> pd.DataFrame:
        """The remembered answer, else what ``ask`` says. A frame of its own: changing it changes no other."""
        key = (asked_of, query, tuple(sorted((name, _frozen(value)) for name, value in parameters.items())))
        with self._lock:
            known = self._answers.get(key)
            if known is not None:
                self._answers.move_to_end(key)
        if known is None:
            known = ask()
            if len(known) <= MOST_ROWS:
                with self._lock:
                    self._answers[key] = known
                    while len(self._answers) > MOST_ANSWERS:
                        self._answers.popitem(last=False)
        return known.copy(deep=False)

    def forget(self) -> None:
        """Keep nothing: the next question is asked."""
        with self._lock:
            self._answers.clear()


def _frozen(value: object) -> Hashable:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(_frozen(part) for part in value)
    return value
