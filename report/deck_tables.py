"""Native tables on a slide: sizes and widths by what is in them, as many rows as fit, then how many more."""

from __future__ import annotations

from dataclasses import dataclass

from i18n.translate import ngettext
from report.deck_frame import GAP, Box
from report.deck_ink import Ink, fill
from report.deck_parts import Paragraph, Pen
from report.deck_text import EMU_PER_POINT, cut, escaped, line_height, lines, widest, width, written
from report.document import cell_words
from report.review import Format, Table

SIZES = (14, 12, 11, 10)
PAD = 8 * EMU_PER_POINT
HIGH_PAD = 3 * EMU_PER_POINT
MOST_LINES = 3
NARROWEST = 40 * EMU_PER_POINT
MORE_SIZE = 11
TWO_LINES = 0.6
"""Of a name's width, where it breaks in the middle."""
SMALLEST_EASY = 11
"""Points down to which letters shrink so that no cell wraps."""
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


@dataclass(frozen=True)
class _Set:
    """A table as it is set at one size: EMU of its columns and rows, the words of its cells."""

    size: float
    widths: tuple[int, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    heights: tuple[int, ...]
    is_cut: bool
    is_easy: bool

    @property
    def height(self) -> int:
        return sum(self.heights)


def draw_table(pen: Pen, box: Box, table: Table, currency: str, *, alt: str) -> None:
    """Put a table into the box. The largest size at which rows fit unwrapped, else uncut; else the smallest."""
    words = [
        tuple(cell_words(value, column.format, currency) for value, column in zip(row, table.columns, strict=True))
        for row in table.rows
    ]
    below = line_height(MORE_SIZE) + GAP // 2
    room = box.height - (below if table.n_left_out else 0)
    tried = [_at(size, table, words, box.width) for size in SIZES]
    fitting = [one for one in tried if one.height <= room and not one.is_cut]
    easy = [one for one in fitting if one.is_easy and one.size >= SMALLEST_EASY]
    found = next(iter((*easy, *fitting, tried[-1])))
    n_fit = _n_fitting(found, box.height, below if table.n_left_out else 0, below)
    n_more = len(words) - n_fit + table.n_left_out
    _put(pen, box, table, found, n_fit, alt)
    if n_more > 0:
        top = box.top + sum(found.heights[: n_fit + 1]) + GAP // 2
        more = ngettext("and {n} more row", "and {n} more rows", n_more)
        place = Box(box.left, top, box.width, line_height(MORE_SIZE))
        pen.write(place, [Paragraph(more, MORE_SIZE, pen.palette.muted)], name="Rows")


def _n_fitting(found: _Set, high: int, always: int, below: int) -> int:
    """How many rows fit under the header, with room for the line that says how many more there are."""
    if found.height + always <= high:
        return len(found.rows)
    taken, n = found.heights[0], 0
    for height in found.heights[1:]:
        if taken + height + below > high:
            break
        taken, n = taken + height, n + 1
    return n


def _at(size: float, table: Table, words: list[tuple[str, ...]], wide: int) -> _Set:
    """The table set at one size: narrow columns as wide as they need, the rest shared by those that wrap."""
    widths, is_easy = _widths(size, table, words, wide)
    is_cut = False
    rows: list[tuple[str, ...]] = []
    heights = [_height([column.name for column in table.columns], widths, size, is_bold=True)]
    for row in words:
        fits = [cut(word, size, w - 2 * PAD, MOST_LINES) for word, w in zip(row, widths, strict=True)]
        is_cut = is_cut or any(
            fit.text.endswith("…") and not word.endswith("…") for fit, word in zip(fits, row, strict=True)
        )
        rows.append(tuple(fit.text for fit in fits))
        heights.append(max(fit.n_lines for fit in fits) * line_height(size) + 2 * HIGH_PAD)
    head = tuple(column.name for column in table.columns)
    return _Set(size, widths, head, tuple(rows), tuple(heights), is_cut, is_easy)


def _height(words: list[str], widths: tuple[int, ...], size: float, *, is_bold: bool) -> int:
    n = max(len(lines(word, size, wide - 2 * PAD, is_bold=is_bold)) for word, wide in zip(words, widths, strict=True))
    return n * line_height(size) + 2 * HIGH_PAD


def _widths(size: float, table: Table, words: list[tuple[str, ...]], wide: int) -> tuple[tuple[int, ...], bool]:
    """The width of each column, and whether every cell has room for its words on one line."""
    natural = []
    for place, column in enumerate(table.columns):
        cells = widest([row[place] for row in words], size)
        head = width(column.name, size, is_bold=True)
        if column.format is not Format.TEXT:  # over numbers a long name stands in two lines
            head = max(widest(column.name.split(" "), size, is_bold=True), round(head * TWO_LINES))
        natural.append(max(cells, head) + 2 * PAD)
    spare = wide - sum(natural)
    if spare >= 0:
        # the first column names the row: it takes what is over, within reason; the rest is shared
        shares = [3.0 if column.format is Format.TEXT else 1.0 for column in table.columns]
        grown = [have + int(spare * share / sum(shares)) for have, share in zip(natural, shares, strict=True)]
        return _exactly(grown, wide), True
    return _exactly(_squeezed(natural, [column.format is Format.TEXT for column in table.columns], wide), wide), False


def _squeezed(natural: list[int], is_text: list[bool], wide: int) -> list[int]:
    """Numbers are never broken: they keep their width. Words share the rest by what they need, narrow ones whole."""
    kept = [0 if words else have for have, words in zip(natural, is_text, strict=True)]
    if sum(kept) > wide - NARROWEST * sum(is_text):
        return natural  # not even the numbers fit: all shrink alike
    for have, at in sorted((have, at) for at, (have, words) in enumerate(zip(natural, is_text, strict=True)) if words):
        n_open = sum(1 for words, keep in zip(is_text, kept, strict=True) if words and not keep)
        if have <= (wide - sum(kept)) // max(1, n_open):
            kept[at] = have
    room = wide - sum(kept)
    needy = [0 if keep else have for keep, have in zip(kept, natural, strict=True)]
    return [
        keep or max(NARROWEST, int(room * need / (sum(needy) or 1))) for keep, need in zip(kept, needy, strict=True)
    ]


def _exactly(widths: list[int], wide: int) -> tuple[int, ...]:
    factor = wide / sum(widths) if sum(widths) > wide else 1.0
    return tuple(int(one * factor) for one in widths)


def _put(pen: Pen, box: Box, table: Table, found: _Set, n_rows: int, alt: str) -> None:
    from pptx.oxml import parse_xml
    from pptx.util import Emu

    high = sum(found.heights[: n_rows + 1])
    place = (Emu(box.left), Emu(box.top), Emu(sum(found.widths)), Emu(high))
    frame = pen.slide.shapes.add_table(1, 1, *place)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", written(alt))
    aligned = ["l" if column.format is Format.TEXT else "r" for column in table.columns]
    columns = "".join(f'<a:gridCol w="{one}"/>' for one in found.widths)
    rows = [_row(pen, found.head, found, found.heights[0], aligned, is_head=True)]
    for words, height in zip(found.rows[:n_rows], found.heights[1:], strict=False):
        rows.append(_row(pen, words, found, height, aligned, is_head=False))
    made = parse_xml(
        '<a:tbl xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:tblPr firstRow="1">'
        f"<a:tableStyleId>{NO_STYLE}</a:tableStyleId></a:tblPr><a:tblGrid>{columns}</a:tblGrid>{''.join(rows)}</a:tbl>"
    )
    old = frame.table._tbl
    old.getparent().replace(old, made)


def _row(pen: Pen, words: tuple[str, ...], found: _Set, height: int, aligned: list[str], *, is_head: bool) -> str:
    under: Ink = pen.palette.ink if is_head else pen.palette.grid
    weight = "1" if is_head else "0"
    cells = "".join(
        f'<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn="{side}"/>'
        f'<a:r><a:rPr lang="{pen.tag}" sz="{round(found.size * 100)}" b="{weight}" dirty="0">{fill(pen.palette.ink)}'
        f"</a:rPr><a:t>{escaped(word)}</a:t></a:r></a:p></a:txBody>"
        f'<a:tcPr marL="{PAD}" marR="{PAD}" marT="{HIGH_PAD}" marB="{HIGH_PAD}" anchor="{"b" if is_head else "t"}">'
        f"{_sides(under, 1.0 if is_head else 0.5)}<a:noFill/></a:tcPr></a:tc>"
        for word, side in zip(words, aligned, strict=True)
    )
    return f'<a:tr h="{height}">{cells}</a:tr>'


def _sides(under: Ink, points: float) -> str:
    """No line but the one below."""
    none = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT"))
    return f'{none}<a:lnB w="{round(points * EMU_PER_POINT)}">{fill(under)}</a:lnB>'
