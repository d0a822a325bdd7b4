"""What a quarterly review takes: the rules, then deck, workbook and PDF, beside a deck of as many empty slides."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import TypeVar

from analytics import engine
from benchmarks.printing import table
from data.query import forget_answers, open_reader
from data.snapshots import Snapshot
from domain.scope import LAPTOP, Scope
from report.contents.facts import Question
from report.deck import deck_bytes
from report.document import document_bytes
from report.review import Review
from report.reviewing import base_review
from report.workbook import workbook_bytes

T = TypeVar("T")


def measure_review(snapshot: Snapshot) -> None:
    """Print processor seconds of each part of the internal review, and their ratio to the empty deck."""
    forget_answers()
    first, review = _timed(lambda: _made(snapshot))
    again, review = _timed(lambda: _made(snapshot))
    empty, _size = _timed(lambda: _empty_deck(len(review.slides)))
    parts = [
        ("rules, first time", first),
        ("rules, answers cached", again),
        ("deck", _timed(lambda: deck_bytes(review))[0]),
        ("workbook", _timed(lambda: workbook_bytes(review))[0]),
        ("PDF", _timed(lambda: document_bytes(review))[0]),
        (f"baseline: {len(review.slides)} empty slides", empty),
    ]
    rows = [(name, f"{seconds:.2f}", f"{seconds / empty:.1f}") for name, seconds in parts]
    table("The quarterly review", ("part", "processor s", "times the baseline"), rows)


def _made(snapshot: Snapshot) -> Review:
    with open_reader(snapshot, Scope(LAPTOP)) as read:
        as_of = engine.last_day(read)
        period = engine.default_period(snapshot.info)
        if period is None:
            raise ValueError("the data has no dates")
        question = Question(period, as_of, "vi", snapshot.version, tuple(sorted(snapshot.info.items())))
        return base_review(read, question)


def _empty_deck(n_slides: int) -> int:
    import pptx

    deck = pptx.Presentation()
    for _slide in range(n_slides):
        deck.slides.add_slide(deck.slide_layouts[5])
    stream = io.BytesIO()
    deck.save(stream)
    return len(stream.getvalue())


def _timed(act: Callable[[], T]) -> tuple[float, T]:
    start = time.process_time()
    result = act()
    return time.process_time() - start, result
