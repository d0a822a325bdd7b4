"""The slides of a review as they are shown one after the other: its own, and what is left out as the last one."""

from __future__ import annotations

from i18n.translate import _
from report.review import Column, Review, Slide, Table

LAST = "left_out"


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
