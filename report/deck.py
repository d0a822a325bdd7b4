"""The review as a PowerPoint deck: native, editable charts and tables, on our design or on a company's own template."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from i18n.language import speaking
from report.closing import cover_words, deck_slides, footer_words
from report.deck_charts import draw_chart, is_empty
from report.deck_design import built_in
from report.deck_frame import GAP, Box
from report.deck_parts import Paragraph, Pen, card_height
from report.deck_saving import saved
from report.deck_tables import draw_table
from report.deck_template import Design, Plan, designed, opened
from report.deck_text import cut, fitted, line_height
from report.deck_titles import fill_footers, fill_title, new_slide, title_size, write_notes
from report.review import Review, Slide, Table
from report.workbook_cells import NOTHING

WORD_SIZES = (16, 15, 14, 13, 12, 11)
SUBTITLE_SIZES = (14, 13, 12, 11)
FOOTNOTE_SIZES = (10, 9)


def write_deck(
    review: Review, path: Path, *, template: bytes | None = None, goes_on: Callable[[], None] | None = None
) -> None:
    """Write the review to ``path`` as .pptx; ``goes_on`` is called between slides and may raise to cancel.

    Raises:
        OSError: the file cannot be written.
        RefusedError: the template cannot be used.
    """
    path.write_bytes(deck_bytes(review, template=template, goes_on=goes_on))


def deck_bytes(review: Review, *, template: bytes | None = None, goes_on: Callable[[], None] | None = None) -> bytes:
    """The review as the bytes of a .pptx file, in its own language: a cover, a slide a finding, what is left out.

    ``template`` is a company's own .pptx or .potx: its masters, layouts and theme colours are used, its sample slides
    are not. The same review and template are the same file.

    Raises:
        RefusedError: the template is unsafe, damaged or lacks a layout; says which.
    """
    with speaking(review.language):
        design = designed(built_in() if template is None else opened(template))
        _cover(design, review)
        slides = deck_slides(review)
        size = title_size(design.page, [slide.title for slide in slides])
        for slide in slides:
            if goes_on is not None:
                goes_on()
            _page(design, review, slide, size)
        return saved(design.deck, review)


def _cover(design: Design, review: Review) -> None:
    slide = new_slide(design.deck, design.cover)
    title = review.title or NOTHING
    fill_title(slide, design.cover, title, review.language, title_size(design.cover, [title]))
    pen = Pen(slide, review.language, design.palette)
    box = _cover_box(design)
    parts: list[Paragraph] = []
    for words, size in zip(cover_words(review), (18, 14, 14, 12, 12), strict=False):
        fit = cut(words, size, box.width, 2)
        parts.append(Paragraph(fit.text, fit.size, pen.palette.muted, after=size * 0.4))
    while parts and sum(one.height(box.width) for one in parts) > box.height:
        parts.pop()
    pen.write(box, parts, name="Subtitle")


def _cover_box(design: Design) -> Box:
    """Where the cover's own subtitle would stand, else what is free under the title."""
    from report.deck_template import bodies_of

    cover = design.cover
    below = [box for box in bodies_of(cover.layout) if box.top >= cover.title.bottom - GAP]
    return below[0] if below else cover.content


def _page(design: Design, review: Review, slide: Slide, title_at: float) -> None:
    made = new_slide(design.deck, design.page)
    fill_title(made, design.page, slide.title or NOTHING, review.language, title_at)
    fill_footers(made, design.page.layout, footer_words(review), review.language)
    pen = Pen(made, review.language, design.palette)
    box = _edges(pen, design.page, slide)
    if is_empty(slide.chart) and not slide.table and not slide.figures and slide.missing:
        _missing(pen, box, slide)
    else:
        _evidence(pen, box, slide, review)
    write_notes(made, _notes(slide), review.language)


def _notes(slide: Slide) -> tuple[str, ...]:
    """What to say beside the numbers; a slide without a note of its own is at least told what it shows."""
    return slide.notes or tuple(part for part in (slide.title, slide.subtitle, slide.footnote) if part)


def _edges(pen: Pen, plan: Plan, slide: Slide) -> Box:
    """Write the subtitle at the top and the footnote at the bottom; return what is free between them."""
    box = plan.content
    if slide.subtitle:
        fit = fitted(slide.subtitle, SUBTITLE_SIZES, box.width, 2 * line_height(SUBTITLE_SIZES[-1]))
        pen.write(box.above(fit.height), [Paragraph(fit.text, fit.size, pen.palette.muted)], name="Subtitle")
        box = box.below(fit.height, GAP)
    if slide.footnote:
        fit = fitted(slide.footnote, FOOTNOTE_SIZES, box.width, 2 * line_height(FOOTNOTE_SIZES[-1]))
        foot = Box(box.left, box.bottom - fit.height, box.width, fit.height)
        pen.write(foot, [Paragraph(fit.text, fit.size, pen.palette.muted)], name="Footnote")
        box = box.above(box.height - fit.height - GAP)
    return box


def _missing(pen: Pen, box: Box, slide: Slide) -> None:
    taken = pen.words(box.above(box.height // 2), slide.comment, slide.bullets, WORD_SIZES, name="Text")
    free = box.below(taken, GAP if taken else 0)
    fit = fitted(slide.missing, (18, 16, 14, 12), free.width, free.height)
    pen.write(free.above(fit.height), [Paragraph(fit.text, fit.size, pen.palette.muted)], name="Missing")


def _evidence(pen: Pen, box: Box, slide: Slide, review: Review) -> None:
    """Figures on top, then chart, table and words on the grid: side by side where the slide is wide."""
    table = slide.table if slide.table and slide.table.columns and slide.table.rows else None
    chart = None if is_empty(slide.chart) else slide.chart
    bullets = (*slide.bullets, *((slide.missing,) if slide.missing else ()))
    if slide.figures:
        box = _figures(pen, box, slide, has_more=bool(chart or table), has_words=bool(slide.comment or bullets))
    is_upright = box.height > box.width
    if chart is None or table is not None or is_upright:
        share = 1.0 if not (chart or table) else 0.42 if table is not None and chart is None else 0.33
        room = int(box.height * share)
        sizes = WORD_SIZES if chart or table or slide.figures else (24, 22, 20, 18, *WORD_SIZES)
        taken = pen.words(box.above(room), slide.comment, bullets, sizes, name="Text")
        box = box.below(taken, GAP if taken else 0)
    elif slide.comment or bullets:
        box, side = box.columns(7, 4)
        pen.words(side, slide.comment, bullets, WORD_SIZES, name="Text")
    places = [box]
    if chart is not None and table is not None:
        places = box.rows(1, 1) if is_upright else box.columns(*_shares(table))
    if chart is not None:
        draw_chart(pen, places[0], chart, review.as_of, name=slide.title)
    if table is not None:
        draw_table(pen, places[-1], table, review.currency, alt=f"{slide.title}. {slide.subtitle}".strip(" ."))


def _shares(table: Table) -> tuple[int, int]:
    """Of chart and table: a table of many columns gets more."""
    n = len(table.columns)
    return (6, 5) if n <= 3 else (1, 1) if n == 4 else (4, 5)


def _figures(pen: Pen, box: Box, slide: Slide, *, has_more: bool, has_words: bool) -> Box:
    has_comment = any(one.comment for one in slide.figures)
    n_rows = 1 if has_more and len(slide.figures) <= 6 else -(-len(slide.figures) // 3)
    wanted = n_rows * card_height(has_comment) + (n_rows - 1) * 2 * GAP
    if has_more:
        room = min(wanted, box.height * (2 if n_rows > 1 else 1) // 3)
    elif has_words:
        room = min(max(wanted, box.height * 3 // 5), box.height * 3 // 4)
    else:
        room = min(box.height, round(wanted * 1.5))
    in_row = -(-len(slide.figures) // n_rows)
    pen.cards(box.above(room), slide.figures, most_in_row=in_row)
    return box.below(room, GAP)
