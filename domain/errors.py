"""The error tree. Each error says what was given, what was expected, and the nearest fix."""

from __future__ import annotations

from collections.abc import Mapping

from domain.message import Message


class QuarterdeckError(Exception):
    """Root of every error that a person is meant to read.

    ``code`` is public and never renamed; ``message`` and ``fix`` are catalogue messages.
    """

    exit_code = 4

    def __init__(self, code: str, message: str, fix: str = "", **values: object) -> None:
        self.code = code
        self.message = Message(message, values)
        self.fix = Message(fix, values)
        super().__init__(f"{code}: {self.message} {self.fix}".strip())


class UsageError(QuarterdeckError):
    """The request itself is wrong: an unknown KPI, a period that does not exist."""

    exit_code = 2


class RefusedError(QuarterdeckError):
    """The file or the store cannot be used as it is; nothing was changed."""

    exit_code = 4


class QuestionError(QuarterdeckError):
    """One answer from a person is needed; nothing was changed.

    ``answer_with`` is the command-line option that answers; ``options`` are the answers offered.
    """

    exit_code = 3

    def __init__(
        self, code: str, message: str, answer_with: str, options: Mapping[str, str] | None = None, **values: object
    ) -> None:
        super().__init__(code, message, "", **values)
        self.answer_with = answer_with
        self.options: Mapping[str, str] = dict(options or {})


class ForbiddenError(QuarterdeckError):
    """The signed-in person may not do this."""

    exit_code = 5


class StoreError(RefusedError):
    """The workspace cannot be read or written: damaged, locked, full, or made by a newer version."""


class QueryError(QuarterdeckError):
    """A query file and its call disagree: unknown query, missing or unknown parameter."""
