"""The built-in design of a deck: one master, a cover and a page, on a 16:9 grid, with everything else taken out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from report.deck_frame import Box, inches
from report.deck_parts import SPACE
from report.deck_template import placeholders_of
from report.document import FAMILY
from report.review import Role
from report.signs import COLOURS, INK, MUTED, PAPER

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.shapes.base import BaseShape
    from pptx.slide import SlideLayout, SlideMaster

WIDE, HIGH = inches(13.333), inches(7.5)
MARGIN = inches(0.6)
TITLE = Box(MARGIN, inches(0.34), WIDE - 2 * MARGIN, inches(0.96))
BODY = Box(MARGIN, inches(1.38), WIDE - 2 * MARGIN, inches(5.4))
FOOT = inches(6.98)
COVER_TITLE = Box(MARGIN, inches(1.9), inches(10.5), inches(1.9))
COVER_WORDS = Box(MARGIN, inches(4.1), inches(10.5), inches(1.9))
PLACES = {
    "title": TITLE,
    "body": BODY,
    "ftr": Box(MARGIN, FOOT, inches(10.5), inches(0.3)),
    "sldNum": Box(WIDE - MARGIN - inches(1.2), FOOT, inches(1.2), inches(0.3)),
    "dt": Box(WIDE - MARGIN - inches(1.2), HIGH + inches(0.1), inches(1.2), inches(0.3)),
    "ctrTitle": COVER_TITLE,
    "subTitle": COVER_WORDS,
}
SIZES = {"title": 2400, "ftr": 900, "sldNum": 900, "dt": 900, "ctrTitle": 4000, "subTitle": 1800}
KEPT = ("title", "obj")
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


def built_in() -> Presentation:
    """An empty deck of the built-in design."""
    import pptx
    from pptx.util import Emu

    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Emu(WIDE), Emu(HIGH)
    size = deck.part._element.find(f"{P}sldSz")
    size.attrib.pop("type", None)
    master = deck.slide_masters[0]
    _theme(master)
    for layout in list(deck.slide_layouts):
        if layout._element.get("type") not in KEPT:
            deck.slide_layouts.remove(layout)
    for place in (master, *deck.slide_layouts):
        _arrange(place)
    _styles(master)
    _rule(next(layout for layout in deck.slide_layouts if layout._element.get("type") == "title"))
    return deck


def _theme(master: SlideMaster) -> None:
    from pptx.opc.constants import RELATIONSHIP_TYPE

    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    colours = {
        "dk1": INK,
        "lt1": PAPER,
        "dk2": MUTED,
        "lt2": "#F6F7F9",
        "accent1": COLOURS[Role.SCENARIO],
        "accent2": COLOURS[Role.BETTER],
        "accent3": COLOURS[Role.WORSE],
        "accent4": COLOURS[Role.FORECAST],
        "accent5": COLOURS[Role.PREVIOUS],
        "accent6": MUTED,
        "hlink": COLOURS[Role.SCENARIO],
        "folHlink": MUTED,
    }
    scheme = "".join(
        f'<a:{name}><a:srgbClr val="{colour.lstrip("#")}"/></a:{name}>' for name, colour in colours.items()
    )
    fonts = "".join(
        f'<a:{kind}Font><a:latin typeface="{FAMILY}" panose="00000500000000000000"/><a:ea typeface=""/>'
        f'<a:cs typeface=""/><a:font script="Viet" typeface="{FAMILY}"/></a:{kind}Font>'
        for kind in ("major", "minor")
    )
    theme = part.blob.decode("utf-8")
    theme = re.sub(r"<a:clrScheme .*?</a:clrScheme>", f'<a:clrScheme name="Quarterdeck">{scheme}</a:clrScheme>', theme,
                   flags=re.DOTALL)  # fmt: skip
    theme = re.sub(r"<a:fontScheme .*?</a:fontScheme>", f'<a:fontScheme name="Quarterdeck">{fonts}</a:fontScheme>',
                   theme, flags=re.DOTALL)  # fmt: skip
    theme = re.sub(r'(<a:theme [^>]*name=")[^"]*', r"\g<1>Quarterdeck", theme, count=1)
    part.blob = theme.encode("utf-8")


def _arrange(place: SlideMaster | SlideLayout) -> None:
    """Put the placeholders on the grid, without insets, so that everything begins at the same edge."""
    for shape in placeholders_of(place):
        kind = _kind(shape)
        if kind not in PLACES:
            continue
        box = PLACES[kind]
        shape.left, shape.top, shape.width, shape.height = box.left, box.top, box.width, box.height
        body = shape._element.find(f"{P}txBody/{A}bodyPr")
        for side in ("lIns", "tIns", "rIns", "bIns"):
            body.set(side, "0")
        for fitting in list(body):
            body.remove(fitting)
        body.set("anchor", {"title": "b", "ctrTitle": "b", "body": "t", "subTitle": "t"}.get(kind, "ctr"))
        if kind in SIZES:
            _level(shape, kind)


def _kind(shape: BaseShape) -> str:
    """A placeholder's type; one without a type holds any object."""
    return str(shape._element.find(f"{P}nvSpPr/{P}nvPr/{P}ph").get("type", "body"))


def _level(shape: BaseShape, kind: str) -> None:
    from pptx.oxml import parse_xml

    aligned = "r" if kind == "sldNum" else "l"
    colour = "tx1" if kind in ("title", "ctrTitle") else "tx2"
    weight = ' b="1"' if kind in ("title", "ctrTitle") else ""
    style = parse_xml(
        f'<a:lstStyle xmlns:a="{A[1:-1]}"><a:lvl1pPr marL="0" indent="0" algn="{aligned}"><a:buNone/>'
        f'<a:defRPr sz="{SIZES[kind]}"{weight}><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill></a:defRPr>'
        "</a:lvl1pPr></a:lstStyle>"
    )
    old = shape._element.find(f"{P}txBody/{A}lstStyle")
    old.getparent().replace(old, style)


def _rule(cover: SlideLayout) -> None:
    """A line between the cover's title and the words below it."""
    from pptx.oxml import parse_xml

    cover.shapes._spTree.append(
        parse_xml(
            f'<p:cxnSp {SPACE}><p:nvCxnSpPr><p:cNvPr id="90" name="Rule"/><p:cNvCxnSpPr/><p:nvPr userDrawn="1"/>'
            f'</p:nvCxnSpPr><p:spPr><a:xfrm><a:off x="{MARGIN}" y="{COVER_WORDS.top - inches(0.14)}"/>'
            f'<a:ext cx="{inches(1.2)}" cy="0"/></a:xfrm><a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
            '<a:ln w="38100"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill></a:ln></p:spPr></p:cxnSp>'
        )
    )


def _styles(master: SlideMaster) -> None:
    """Titles to the left and bold in every layout."""
    level = master._element.find(f"{P}txStyles/{P}titleStyle/{A}lvl1pPr")
    level.set("algn", "l")
    level.find(f"{A}defRPr").set("sz", str(SIZES["title"]))
    level.find(f"{A}defRPr").set("b", "1")
