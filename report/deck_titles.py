"""What a slide takes from its layout: title, footers, slide number; and its speaker notes."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import TYPE_CHECKING

from report.deck_frame import Box
from report.deck_parts import SPACE, TAGS
from report.deck_template import Plan, placeholders_of
from report.deck_text import Fitted, cut, escaped, fitted, line_height

if TYPE_CHECKING:
    from pptx.oxml.xmlchemy import BaseOxmlElement
    from pptx.presentation import Presentation
    from pptx.shapes.base import BaseShape
    from pptx.slide import Slide, SlideLayout

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
STEPS = (0.92, 0.85, 0.77, 0.7, 0.62, 0.54, 0.46, 0.4)
SMALLEST_TITLE = 14.0
INSETS = {"lIns": 91_440, "rIns": 91_440, "tIns": 45_720, "bIns": 45_720}
DEFAULT_SIZE = 44.0
SMALLEST_SHARE = 0.6
"""Of the layout's own size, for all titles because of one."""
FOOTER_SIZES = (9, 8, 7)


def new_slide(deck: Presentation, plan: Plan) -> Slide:
    """A slide of that layout with nothing on it but its title."""
    slide: Slide = deck.slides.add_slide(plan.layout)
    title = slide.shapes.title
    for shape in list(slide.placeholders):
        if title is None or shape.shape_id != title.shape_id:
            shape._element.getparent().remove(shape._element)
    return slide


def title_size(plan: Plan, titles: Sequence[str]) -> float:
    """One size for all titles of a kind: the layout's own, or as much smaller as the longest needs, within reason."""
    own = _size(plan)
    least = max(SMALLEST_TITLE, own * SMALLEST_SHARE)
    return max(least, min((_fitted(plan, one, own).size for one in titles), default=own))


def fill_title(slide: Slide, plan: Plan, text: str, language: str, size: float) -> None:
    """Write the title at ``size`` points, or as much smaller as this one alone needs to fit its place."""
    shape = slide.shapes.title
    if shape is None:
        return
    fit = _fitted(plan, text, size)
    own = "" if fit.size == _size(plan) else f' sz="{round(fit.size * 100)}"'
    _say(shape._element.find(f"{P}txBody"), [fit.text], language, own)


def _fitted(plan: Plan, text: str, size: float) -> Fitted:
    room = _inside(plan, size)
    steps = [size, *(float(round(size * step)) for step in STEPS)]
    sizes = [one for one in steps if one >= SMALLEST_TITLE] or [SMALLEST_TITLE]
    return fitted(text, sizes, room.width, room.height, is_bold=True)


def _chain(plan: Plan) -> list[BaseShape]:
    """The title's placeholders from the layout up to the master."""
    layout, master = plan.layout, plan.layout.slide_master
    own = [one for one in placeholders_of(layout) if one.placeholder_format.type in _titles()]
    above = [one for one in placeholders_of(master) if one.placeholder_format.type in _titles()]
    return [*own[:1], *above[:1]]


def _titles() -> tuple[object, ...]:
    from pptx.enum.shapes import PP_PLACEHOLDER

    return (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)


def _size(plan: Plan) -> float:
    """Points of the title as the template sets it."""
    for shape in _chain(plan):
        for level in shape._element.iterfind(f"{P}txBody/{A}lstStyle/{A}lvl1pPr/{A}defRPr"):
            if level.get("sz"):
                return int(level.get("sz")) / 100
    style = plan.layout.slide_master._element.find(f"{P}txStyles/{P}titleStyle/{A}lvl1pPr/{A}defRPr")
    return int(style.get("sz")) / 100 if style is not None and style.get("sz") else DEFAULT_SIZE


def _inside(plan: Plan, size: float) -> Box:
    """The title's place without its insets; at least one line high."""
    insets = dict(INSETS)
    for shape in reversed(_chain(plan)):
        body = shape._element.find(f"{P}txBody/{A}bodyPr")
        if body is not None:
            insets |= {side: int(body.get(side)) for side in INSETS if body.get(side)}
    box = plan.title
    wide = box.width - insets["lIns"] - insets["rIns"]
    high = box.height - insets["tIns"] - insets["bIns"]
    return Box(box.left, box.top, wide, max(high, line_height(min(size, SMALLEST_TITLE))))


def fill_footers(slide: Slide, layout: SlideLayout, text: str, language: str) -> None:
    """Footer and slide number where the layout has a place for them; dates stay out: the same deck, another day."""
    from pptx.enum.shapes import PP_PLACEHOLDER
    from pptx.oxml import parse_xml

    tag = TAGS.get(language, "en-US")
    for place in placeholders_of(layout):
        kind = place.placeholder_format.type
        if kind not in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
            continue
        if kind is PP_PLACEHOLDER.FOOTER:
            fit = _footer(place, text)
            run = f'<a:r><a:rPr lang="{tag}" sz="{round(fit[1] * 100)}" dirty="0"/><a:t>{escaped(fit[0])}</a:t></a:r>'
        else:
            run = (
                '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
                f'<a:rPr lang="{tag}"/><a:t>‹#›</a:t></a:fld>'
            )
        number = max(int(found) for found in slide.shapes._spTree.xpath("//p:cNvPr/@id")) + 1
        holder = parse_xml(
            f'<p:sp {SPACE}><p:nvSpPr><p:cNvPr id="{number}" name="{escaped(place.name)}"/><p:cNvSpPr><a:spLocks '
            f'noGrp="1"/></p:cNvSpPr><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p>{run}</a:p>'
            "</p:txBody></p:sp>"
        )
        holder.find(f"{P}nvSpPr/{P}nvPr").append(deepcopy(place._element.find(f".//{P}ph")))
        slide.shapes._spTree.append(holder)


def _footer(place: BaseShape, text: str) -> tuple[str, float]:
    room = int(place.width or 0) - INSETS["lIns"] - INSETS["rIns"]
    fit = fitted(text, FOOTER_SIZES, room, line_height(FOOTER_SIZES[0]))
    if fit.n_lines > 1:
        fit = cut(text, FOOTER_SIZES[-1], room, 1)
    return fit.text, fit.size


def write_notes(slide: Slide, sentences: Sequence[str], language: str) -> None:
    """The speaker notes, one paragraph a sentence."""
    said = [one for one in sentences if one]
    frame = slide.notes_slide.notes_text_frame if said else None
    if frame is not None:
        _say(frame._txBody, said, language)


def _say(body: BaseOxmlElement, paragraphs: Sequence[str], language: str, size: str = "") -> None:
    """Replace what a text body says; ``size`` is an attribute of its runs."""
    from pptx.oxml import parse_xml

    for old in body.findall(f"{A}p"):
        body.remove(old)
    for one in paragraphs:
        body.append(
            parse_xml(
                f'<a:p xmlns:a="{A[1:-1]}"><a:r><a:rPr lang="{TAGS.get(language, "en-US")}"{size} dirty="0"/>'
                f"<a:t>{escaped(one)}</a:t></a:r></a:p>"
            )
        )
