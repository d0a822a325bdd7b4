"""The slides of a review as they are shown one after the other: its own, and what is left out as the last one."""

from __future__ import annotations

from i18n.translate import _
from report.review import Column, Review, Slide, Table

LAST = "left_out"


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
