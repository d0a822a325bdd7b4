"""The one way in which numbers ask for rows: a named query with parameters, answered by a frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import pandas as pd


class Read(Protocol):
    """Run the query file of that name and return its rows.

    Two parameters are not values but shape the query:
    ``periods`` (a sequence of :class:`PeriodCut`) becomes the table ``period`` the file selects from, and
    ``dimension`` (a :class:`~domain.scope.Dimension` or None) fills the file's ``{dimension}`` splice.
    Every other parameter is bound by its name. The rows are those the reader's scope may see.

    Raises:
        QueryError: there is no such query, or its parameters are not exactly those given.
    """

    def __call__(self, query: str, parameters: Mapping[str, object]) -> pd.DataFrame:
        """The rows of ``query`` under ``parameters``."""
        ...
