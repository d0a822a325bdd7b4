"""The slides of a review as they are shown one after the other: its own, and what is left out as the last one."""

from __future__ import annotations

from dataclasses import replace

from i18n.translate import _
from report.review import Column, Review, Slide, Table

LAST = "left_out"
MOST_SLIDES = 14
"""Of a deck, its cover and its last slide included."""
TOGETHER = (("forecast", "scenarios"), ("pipeline", "moves"))
"""What shares a slide of a deck that would be longer, in this order."""


def cover_words(review: Review) -> list[str]:
    """What stands under the cover's title: nothing twice, neither in the title nor in a longer line."""
    found: list[str] = []
    for one in sorted({review.subtitle, review.customer, review.company, review.scope}, key=len, reverse=True):
        if one and not any(one.casefold() in other.casefold() for other in (review.title, *found)):
            found.append(one)
    order = [review.subtitle, review.customer, review.company, review.scope]
    sample = [_("Sample data: an invented company.")] if review.is_sample else []
    return [*sorted(found, key=order.index), *sample]


def footer_words(review: Review) -> str:
    """The line at the foot of every slide: which review, whose, and that it is sample data."""
    whose = review.customer or review.scope
    parts = [review.title, "" if whose.casefold() in review.title.casefold() else whose]
    return " · ".join(part for part in (*parts, _("Sample data") if review.is_sample else "") if part)


def shown_slides(review: Review) -> list[Slide]:
    """The review's slides and, at the end, what is left out and where the numbers come from; in this language."""
    own = [slide for slide in review.slides if slide.id != LAST]
    last = next((slide for slide in review.slides if slide.id == LAST), Slide(LAST, ""))
    sources = Table((Column(_("Item")), Column(_("Value"))), tuple((what, value) for what, value in review.provenance))
    return [
        *own,
        Slide(
            LAST,
            last.title or _("What is not in here, and where the numbers come from"),
            subtitle=last.subtitle or review.subtitle,
            comment=last.comment,
            bullets=tuple(dict.fromkeys((*last.bullets, *review.left_out))),
            table=last.table or (sources if sources.rows else None),
            footnote=last.footnote,
            notes=last.notes,
        ),
    ]


def deck_slides(review: Review) -> list[Slide]:
    """The slides of a deck after its cover. One that would be too long has some share a slide, and says so at its end.

    What else those slides show (a chart, a table) is in the workbook, and on the screen.
    """
    slides, said = {slide.id: slide for slide in review.slides if slide.id != LAST}, list(review.left_out)
    for first, second in TOGETHER:
        if len(slides) + 2 > MOST_SLIDES and first in slides and second in slides:
            said.append(_("So that there are no more than {n} slides, “{second}” stands under “{first}”; the rest of "
                          "it is in the workbook.", n=MOST_SLIDES, first=slides[first].title,
                          second=slides[second].title))  # fmt: skip
            slides[first] = _as_one(slides[first], slides.pop(second))
    kept = [slides.get(slide.id, slide) for slide in review.slides if slide.id in slides or slide.id == LAST]
    return shown_slides(replace(review, slides=tuple(kept), left_out=tuple(said)))


def _as_one(first: Slide, second: Slide) -> Slide:
    """Two findings on one slide: the first one's title and chart, the other's table, the words of both."""
    comment = " ".join(part for part in (first.comment, f"{second.title}.", second.comment) if part)
    return replace(
        first,
        comment=comment,
        bullets=(*first.bullets, *second.bullets),
        chart=first.chart or second.chart,
        table=second.table or first.table,
        footnote=" · ".join(part for part in (first.footnote, second.footnote) if part),
        notes=(*first.notes, *second.notes),
    )
