"""What people add to a review and what is kept of it: their own words, the actions, and the finished review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

OPEN, DONE, DROPPED = "open", "done", "dropped"
STATES = (OPEN, DONE, DROPPED)


@dataclass(frozen=True)
class ReviewKey:
    """Which review: the quarter's public name, whose part of the company, for whom.

    ``scope`` is that of :func:`domain.kept_forecast.scope_key`; ``edition`` internal or customer; ``customer_id`` ""
    in the internal one. Sample data has reviews of its own.
    """

    quarter: str
    scope: str
    edition: str
    customer_id: str = ""
    is_sample: bool = False


@dataclass(frozen=True)
class Edit:
    """A person's words for one part (title or comment) of one slide, in one language."""

    slide: str
    part: str
    text: str


@dataclass(frozen=True)
class KeptAction:
    """What somebody will do. ``due_on`` None where no day was agreed; ``state`` of ``STATES``."""

    id: str
    quarter: str
    what: str
    who: str
    due_on: date | None
    state: str


@dataclass(frozen=True)
class FinishedReview:
    """A review as it was finished: ``text`` is the whole of it as JSON, ``as_of`` the day its numbers are for."""

    key: ReviewKey
    language: str
    snapshot: str
    as_of: date
    finished_on: date
    text: str
