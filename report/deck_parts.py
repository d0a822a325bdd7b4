"""What stands on a slide: text in measured boxes, cards, hairlines, footers; every run in its language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from report.deck_frame import GAP, Box
from report.deck_ink import Ink, Palette, fill
from report.deck_text import EMU_PER_POINT, Fitted, cut, escaped, fitted, line_height, lines
from report.review import Figure

if TYPE_CHECKING:
    from pptx.slide import Slide

SPACE = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
TAGS = {"vi": "vi-VN", "en": "en-US"}
BETWEEN = 0.45
"""Room between paragraphs, in sizes."""
CARD_SIZES = (30, 26, 22, 18, 15)
MOST_IN_ROW = 3


@dataclass(frozen=True)
class Paragraph:
    """Words in one size and colour; ``has_bullet`` hangs them on a dash."""

    text: str
    size: float
    ink: Ink
    is_bold: bool = False
    has_bullet: bool = False
    after: float = 0.0

    @property
    def indent(self) -> int:
        """EMU that the words stand in."""
        return round(1.25 * self.size * EMU_PER_POINT) if self.has_bullet else 0

    def xml(self, tag: str) -> str:
        """As DrawingML, in the language ``tag``."""
        hanging = f' marL="{self.indent}" indent="-{self.indent}"'
        bullet = '<a:buFont typeface="Arial"/><a:buChar char="–"/>' if self.has_bullet else "<a:buNone/>"
        weight = ' b="1"' if self.is_bold else ' b="0"'
        return (
            f'<a:p><a:pPr{hanging} algn="l"><a:lnSpc><a:spcPct val="105000"/></a:lnSpc>'
            '<a:spcBef><a:spcPts val="0"/></a:spcBef>'
            f'<a:spcAft><a:spcPts val="{round(self.after * 100)}"/></a:spcAft>{bullet}</a:pPr>'
            f'<a:r><a:rPr lang="{tag}" sz="{round(self.size * 100)}"{weight} dirty="0">{fill(self.ink)}</a:rPr>'
            f"<a:t>{escaped(self.text)}</a:t></a:r></a:p>"
        )

    def height(self, wide: int) -> int:
        """EMU that it takes in a box of that width."""
        n = len(lines(self.text, self.size, wide - self.indent, is_bold=self.is_bold))
        return n * line_height(self.size) + round(self.after * EMU_PER_POINT)


class Pen:
    """Writes on one slide, in one language and palette."""

    def __init__(self, slide: Slide, language: str, palette: Palette) -> None:
        self.slide = slide
        self.tag = TAGS.get(language, "en-US")
        self.palette = palette

    def next_id(self) -> int:
        """A shape's number, each once on a slide."""
        return max((int(found) for found in self.slide.shapes._spTree.xpath("//p:cNvPr/@id")), default=1) + 1

    def write(self, box: Box, paragraphs: Sequence[Paragraph], *, name: str, anchor: str = "t") -> None:
        """Put paragraphs into a box of their own. No paragraph with words: nothing is put."""
        from pptx.oxml import parse_xml

        said = [one for one in paragraphs if one.text]
        if not said:
            return
        number = self.next_id()
        self.slide.shapes._spTree.append(
            parse_xml(
                f'<p:sp {SPACE}><p:nvSpPr><p:cNvPr id="{number}" name="{escaped(name)} {number}"/>'
                f'<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{box.left}" y="{box.top}"/>'
                f'<a:ext cx="{box.width}" cy="{box.height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
                f'<a:noFill/></p:spPr><p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" '
                f'rtlCol="0" anchor="{anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle/>'
                f"{''.join(one.xml(self.tag) for one in said)}</p:txBody></p:sp>"
            )
        )

    def rule(self, left: int, top: int, wide: int, ink: Ink, points: float = 0.75) -> None:
        """A line from left to right."""
        from pptx.oxml import parse_xml

        number = self.next_id()
        self.slide.shapes._spTree.append(
            parse_xml(
                f'<p:cxnSp {SPACE}><p:nvCxnSpPr><p:cNvPr id="{number}" name="Line {number}"/><p:cNvCxnSpPr/><p:nvPr/>'
                f'</p:nvCxnSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="0"/></a:xfrm>'
                f'<a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
                f'<a:ln w="{round(points * EMU_PER_POINT)}">{fill(ink)}</a:ln></p:spPr></p:cxnSp>'
            )
        )

    def words(self, box: Box, comment: str, bullets: Sequence[str], sizes: Sequence[float], *, name: str) -> int:
        """A comment and bullets at the largest of ``sizes`` at which they fit; returns the height they take.

        At the smallest size the longest sentences are cut before any is left out.
        """
        found: list[Paragraph] = []
        for size in sizes:
            found = self._paragraphs(comment, bullets, size)
            if sum(one.height(box.width) for one in found) <= box.height:
                break
        else:
            found = _shortened(found, box)
        taken = sum(one.height(box.width) for one in found)
        self.write(box.above(taken), found, name=name)
        return taken

    def _paragraphs(self, comment: str, bullets: Sequence[str], size: float) -> list[Paragraph]:
        first = [Paragraph(comment, size, self.palette.ink, after=size * BETWEEN)] if comment else []
        rest = [Paragraph(one, size, self.palette.ink, has_bullet=True, after=size * BETWEEN) for one in bullets if one]
        return [*first, *rest]

    def cards(self, box: Box, figures: Sequence[Figure], most_in_row: int = MOST_IN_ROW) -> None:
        """Numbers side by side under hairlines, at most ``most_in_row`` in a row, all in one size."""
        n_rows = -(-len(figures) // most_in_row)
        in_row = -(-len(figures) // n_rows)
        places = [cell for row in box.rows(*[1] * n_rows, gap=2 * GAP) for cell in row.columns(*[1] * in_row)]
        size = min(
            fitted(one.value, CARD_SIZES, places[0].width, line_height(30), is_bold=True).size for one in figures
        )
        for one, place in zip(figures, places, strict=False):
            self.rule(place.left, place.top, place.width, self.palette.ink, 1.0)
            self._card(place.below(round(GAP * 0.6)), one, size)

    def _card(self, box: Box, one: Figure, size: float) -> None:
        quiet = self.palette.muted
        change = f"{one.sign} {one.change}".strip()
        wanted = [
            (cut(one.name, 12, box.width, 2), quiet, False),
            (cut(one.value, size, box.width, 1, is_bold=True), self.palette.ink, True),
            (cut(one.spread, 11, box.width, 1), quiet, False),
            (cut(change, 13, box.width, 1, is_bold=True), self.palette.of_verdict(one.verdict), True),
        ]
        parts = [(fit, ink, is_bold) for fit, ink, is_bold in wanted if fit.text]
        room = box.height - sum(fit.height for fit, _ink, _bold in parts)
        if one.comment and room >= line_height(11):
            parts.append((fitted(one.comment, (12, 11), box.width, room), quiet, False))
        self.write(box, [Paragraph(fit.text, fit.size, ink, is_bold) for fit, ink, is_bold in parts], name="Card")


def card_height(has_comment: bool) -> int:
    """EMU of a card of one line each."""
    return sum(line_height(size) for size in (12, 30, 11, 13)) + (2 * line_height(11) if has_comment else 0) + GAP


def _shortened(paragraphs: list[Paragraph], box: Box) -> list[Paragraph]:
    """Every sentence in at most ``n`` lines, ``n`` as large as the box allows; then as many as there is room for."""
    for most in (6, 5, 4, 3, 2, 1):
        found = [
            replace(one, text=_in_lines(one, box.width, most).text) for one in paragraphs
        ]  # fmt: skip
        if sum(one.height(box.width) for one in found) <= box.height:
            return found
    kept: list[Paragraph] = []
    for one in found:
        if sum(each.height(box.width) for each in [*kept, one]) > box.height:
            break
        kept.append(one)
    return kept


def _in_lines(one: Paragraph, wide: int, most: int) -> Fitted:
    return cut(one.text, one.size, wide - one.indent, most, is_bold=one.is_bold)
