"""One series of a native chart as DrawingML: its reference to the sheet, its sign, its labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from report.deck_frame import Box
from report.deck_ink import Ink, Palette, fill, line
from report.deck_sheets import SHEET
from report.deck_text import escaped
from report.review import Role

MINUS = "−"
RANGE_SPACE = 'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"'
LABEL_EXTENSION = "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"
RANGE_EXTENSION = "{02D57815-91ED-43cb-92C2-25804820EDAC}"
FIELD_ID = "{{6F1D2C3A-5B7E-4A90-8C21-0000000000{at:02X}}}"
SHOWN = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")


@dataclass(frozen=True)
class Sight:
    """What every part of a chart needs to know: palette, language, size of its letters, code of its numbers, room.

    ``longest_tick``: a number as wide as the widest beside the value axis.
    """

    palette: Palette
    tag: str
    size: float
    code: str
    tick_code: str
    longest_tick: str
    categories: tuple[str, ...]
    box: Box


def letters(sight: Sight, ink: Ink, size: float | None = None, *, is_bold: bool = False) -> str:
    """``c:txPr`` of one size and colour, always upright."""
    weight = "1" if is_bold else "0"
    return (
        '<c:txPr><a:bodyPr rot="0" vert="horz"/><a:lstStyle/><a:p><a:pPr>'
        f'<a:defRPr sz="{round((size or sight.size) * 100)}" b="{weight}">{fill(ink)}</a:defRPr></a:pPr>'
        f'<a:endParaRPr lang="{sight.tag}"/></a:p></c:txPr>'
    )


def head(index: int, letter: str, name: str, shape: str) -> str:
    """What every series begins with; ``shape`` is its fill and line."""
    return (
        f'<c:idx val="{index}"/><c:order val="{index}"/><c:tx><c:strRef><c:f>{SHEET}!${letter}$1</c:f><c:strCache>'
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{escaped(name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f"<c:spPr>{shape}</c:spPr>"
    )


def data(letter: str, values: Sequence[float | None], sight: Sight) -> str:
    """Categories and values with their caches; a gap has no point."""
    last = len(sight.categories) + 1
    names = "".join(f'<c:pt idx="{at}"><c:v>{escaped(one)}</c:v></c:pt>' for at, one in enumerate(sight.categories))
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{value!r}</c:v></c:pt>' for at, value in enumerate(values) if value is not None
    )
    n = f'<c:ptCount val="{len(sight.categories)}"/>'
    return (
        f"<c:cat><c:strRef><c:f>{SHEET}!$A$2:$A${last}</c:f><c:strCache>{n}{names}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{SHEET}!${letter}$2:${letter}${last}</c:f><c:numCache>"
        f"<c:formatCode>{escaped(sight.code)}</c:formatCode>{n}{points}</c:numCache></c:numRef></c:val>"
    )


def bar_shape(role: Role, palette: Palette) -> str:
    """Fill and line of a column: solid, outline, hatched or open, by what it means."""
    ink = palette.of(role)
    if role is Role.TARGET:
        return fill(None) + line(ink, 1.25)
    if role is Role.FORECAST:
        hatched = (
            f'<a:pattFill prst="wdUpDiag"><a:fgClr>{ink.xml()}</a:fgClr><a:bgClr>{palette.paper.xml()}</a:bgClr>'
            "</a:pattFill>"
        )
        return hatched + line(ink, 1.0, "dash")
    if role is Role.WAITING:
        return fill(palette.paper) + line(ink, 1.25)
    return fill(ink) + line(None)


def line_shape(role: Role, palette: Palette) -> str:
    """The line of a series over time."""
    points = {Role.ACTUAL: 2.25, Role.FORECAST: 2.0, Role.SCENARIO: 2.0, Role.TARGET: 1.25}.get(role, 1.5)
    dash = {Role.FORECAST: "dash", Role.TARGET: "lgDash", Role.PREVIOUS: "sysDot"}.get(role, "solid")
    return line(palette.of(role), points, dash)


def marker(role: Role, palette: Palette) -> str:
    """Actual points are marked, waiting ones are open circles."""
    if role not in (Role.ACTUAL, Role.WAITING):
        return '<c:marker><c:symbol val="none"/></c:marker>'
    inside = palette.of(role) if role is Role.ACTUAL else palette.paper
    shape = fill(inside) + line(palette.of(role), 1.0)
    return f'<c:marker><c:symbol val="circle"/><c:size val="5"/><c:spPr>{shape}</c:spPr></c:marker>'


def shown(*what: str) -> str:
    """Which parts of a label are shown."""
    return "".join(f'<c:show{one} val="{int(one in what)}"/>' for one in SHOWN)


def value_labels(sight: Sight, place: str, *, ink: Ink | None = None, is_bold: bool = False) -> str:
    """Every point with its value."""
    return (
        f'<c:dLbls><c:numFmt formatCode="{escaped(sight.code)}" sourceLinked="0"/><c:spPr>{fill(None)}{line(None)}'
        f"</c:spPr>{letters(sight, ink or sight.palette.ink, is_bold=is_bold)}"
        f'<c:dLblPos val="{place}"/>{shown("Val")}</c:dLbls>'
    )


def one_label(sight: Sight, at: int, place: str, ink: Ink, *, with_name: bool) -> str:
    """One point with its value, and the series' name where there is no legend."""
    what = ("SerName", "Val") if with_name else ("Val",)
    separator = "<c:separator>  </c:separator>" if with_name else ""
    return (
        f'<c:dLbls><c:dLbl><c:idx val="{at}"/><c:numFmt formatCode="{escaped(sight.code)}" sourceLinked="0"/>'
        f"<c:spPr>{fill(None)}{line(None)}</c:spPr>{letters(sight, ink, is_bold=True)}"
        f'<c:dLblPos val="{place}"/>{shown(*what)}{separator}</c:dLbl>{shown()}</c:dLbls>'
    )


def linked_labels(sight: Sight, texts: Sequence[str], inks: Sequence[Ink]) -> str:
    """Each point with a text of the sheet: edited numbers change it."""
    size = f'sz="{round(sight.size * 100)}" b="1"'
    each = "".join(
        f'<c:dLbl><c:idx val="{at}"/><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr '
        f'{size}>{fill(ink)}</a:defRPr></a:pPr><a:fld id="{FIELD_ID.format(at=at % 256)}" '
        f'type="CELLRANGE"><a:rPr lang="{sight.tag}" {size}>{fill(ink)}</a:rPr><a:pPr/>'
        f'<a:t>{escaped(text)}</a:t></a:fld><a:endParaRPr lang="{sight.tag}"/></a:p></c:rich></c:tx>'
        f'<c:dLblPos val="t"/>{shown()}<c:extLst><c:ext uri="{LABEL_EXTENSION}" {RANGE_SPACE}>'
        f'<c15:showDataLabelsRange val="1"/></c:ext></c:extLst></c:dLbl>'
        for at, (text, ink) in enumerate(zip(texts, inks, strict=True))
    )
    return (
        f"<c:dLbls>{each}<c:spPr>{fill(None)}{line(None)}</c:spPr>{letters(sight, sight.palette.ink, is_bold=True)}"
        f'<c:dLblPos val="t"/>{shown()}<c:extLst><c:ext uri="{LABEL_EXTENSION}" {RANGE_SPACE}>'
        f'<c15:showDataLabelsRange val="1"/></c:ext></c:extLst></c:dLbls>'
    )


def label_range(letter: str, texts: Sequence[str]) -> str:
    """Where the texts of :func:`linked_labels` stand."""
    points = "".join(f'<c:pt idx="{at}"><c:v>{escaped(one)}</c:v></c:pt>' for at, one in enumerate(texts))
    return (
        f'<c:extLst><c:ext uri="{RANGE_EXTENSION}" {RANGE_SPACE}><c15:datalabelsRange><c15:f>{SHEET}!${letter}$2:'
        f'${letter}${len(texts) + 1}</c15:f><c15:dlblRangeCache><c:ptCount val="{len(texts)}"/>{points}'
        "</c15:dlblRangeCache></c15:datalabelsRange></c:ext></c:extLst>"
    )
