"""What people add to a review: their own words in place of the rule's, and the actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.kept_review import DONE, OPEN, KeptAction
from domain.message import N_
from i18n.language import speaking
from i18n.translate import _, ngettext
from report.review import Action, Column, Format, Review, Slide, Table

PARTS = ("title", "comment")
STATE_WORDS = {"open": N_("open"), "done": N_("done"), "dropped": N_("dropped")}


def with_words(review: Review, edits: Mapping[tuple[str, str], str]) -> Review:
    """The review with a person's titles and comments; the headline repeats a title as it is now."""
    if not edits:
        return review
    said = {}
    slides = []
    for slide in review.slides:
        mine = {part: edits[slide.id, part] for part in PARTS if (slide.id, part) in edits}
        changed = replace(slide, **mine)  # type: ignore[arg-type]
        said[slide.title] = changed.title
        slides.append(changed)
    first = replace(slides[0], bullets=tuple(said.get(one, one) for one in slides[0].bullets))
    return replace(review, slides=(first, *slides[1:]))


def with_actions(review: Review, actions: Sequence[KeptAction]) -> Review:
    """The review with its actions, those carried into it first, and the slide that tells what became of them."""
    quarter = review.period.name
    ordered = sorted(actions, key=lambda one: (one.quarter == quarter, one.due_on is None, one.due_on, one.what))
    kept = tuple(
        Action(one.id, one.what, one.who, one.due_on.isoformat() if one.due_on else "", one.state, one.quarter)
        for one in ordered
    )
    with speaking(review.language):
        if not kept:
            none = _("Actions are left out: none has been agreed yet.")
            return replace(review, left_out=(*review.left_out, none))
        return replace(review, slides=(*review.slides, _slide(kept, quarter)), actions=kept)


def _slide(actions: tuple[Action, ...], quarter: str) -> Slide:
    carried = [one for one in actions if one.from_quarter < quarter]
    n_open = sum(one.state == OPEN for one in actions)
    said = [ngettext("{n} action is open", "{n} actions are open", n_open)]
    if carried:
        done = sum(one.state == DONE for one in carried)
        said.insert(0, _("{done} of {n} actions from last time are done", done=done, n=len(carried)))
    columns = (Column(_("To do")), Column(_("Who")), Column(_("Due by"), Format.DATE), Column(_("State")),
               Column(_("From the review of")))  # fmt: skip
    rows = tuple(
        (one.what, one.who, one.due_on or None, _(STATE_WORDS[one.state]), one.from_quarter) for one in actions
    )
    return Slide("actions", "; ".join(said), _("What was agreed, by whom and by when"),
                 table=Table(columns, rows, len(rows)))  # fmt: skip
