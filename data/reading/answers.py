"""What a person has said about a file, and so is not guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Answers:
    """The command line's answers; None or empty: nothing was said.

    ``date_order`` is ``dmy``, ``mdy``, ``ymd`` or ``serial`` (spreadsheet day numbers); ``decimal`` is ``,`` or ``.``.
    ``columns`` gives a header its canonical column, or ``""`` to leave it out; ``"stage:Negotiation"`` given
    ``"Open"`` says what a word in a column means. ``confirm``: load in spite of a warning gate. ``unit``: the unit of
    money that stood above the table, for rows of it that come back without that line.
    """

    entity: str | None = None
    system: str | None = None
    date_order: str | None = None
    decimal: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    timezone: str | None = None
    currency: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    confirm: bool = False
    unit: str | None = None
