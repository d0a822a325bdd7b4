"""What an import tells people and programs: the same facts for the page, the command line and JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from domain.message import Message


class Status(StrEnum):
    """What became of a file."""

    UNDERSTOOD = "understood"
    LOADED = "loaded"
    ALREADY_LOADED = "already_loaded"
    NEEDS_ANSWER = "needs_answer"
    REFUSED = "refused"


@dataclass(frozen=True)
class Question:
    """One thing only a person can say. ``options`` are the answers offered, each with what it would mean."""

    code: str
    message: Message
    answer_with: str
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Warned:
    """Something odd that was loaded all the same."""

    code: str
    message: Message


@dataclass(frozen=True)
class Reason:
    """Why one thing was decided as it was. ``about``: ``encoding``, ``date_order``, ``decimal`` or ``currency``.

    ``columns`` are the headers that it was decided for; none where it holds for the whole file.
    """

    about: str
    columns: tuple[str, ...]
    message: Message


@dataclass(frozen=True)
class Held:
    """One value for which a row was held back."""

    line: int
    column: str
    value: str
    reason: str
    message: str
    suggestion: str


@dataclass(frozen=True)
class FileReport:
    """One table of one file: how it was read, what was loaded, what was not and why.

    ``proven``: the ``date_order`` and ``decimal`` that are sure, which a later file of the same source may need.
    """

    file: str
    status: Status
    sha256: str = ""
    system: str | None = None
    entity: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_line: int | None = None
    date_order: str | None = None
    decimal: str | None = None
    timezone: str | None = None
    currency: str | None = None
    columns: Mapping[str, str | None] = field(default_factory=dict)
    proven: Mapping[str, str] = field(default_factory=dict)
    why: tuple[Reason, ...] = ()
    rows_in_file: int = 0
    rows_loaded: int = 0
    rows_replaced: int = 0
    rows_quarantined: int = 0
    rows_skipped: Mapping[str, int] = field(default_factory=dict)
    sums: Mapping[str, Decimal] = field(default_factory=dict)
    first_date: date | None = None
    last_date: date | None = None
    warnings: tuple[Warned, ...] = ()
    question: Question | None = None
    refusal: Question | None = None
    quarantine: tuple[Held, ...] = ()


@dataclass(frozen=True)
class Unmatched:
    """A name that the list of its kind does not have: how many rows carry it, and the nearest name on the list."""

    kind: str
    name: str
    n_rows: int
    suggestion: str | None


@dataclass(frozen=True)
class ImportReport:
    """One import: all its files became one snapshot, or none did (``snapshot`` is None).

    ``replaces_sample``: the sample company steps aside for these files.
    """

    files: tuple[FileReport, ...]
    snapshot: str | None = None
    loaded_at: datetime | None = None
    unmatched: tuple[Unmatched, ...] = ()
    replaces_sample: bool = False

    @property
    def exit_code(self) -> int:
        """0 done, 3 a question is open, 4 a file is refused."""
        statuses = {file.status for file in self.files}
        if Status.REFUSED in statuses:
            return 4
        return 3 if Status.NEEDS_ANSWER in statuses else 0
