"""A company's own template: refused where it is unsafe or lacks a layout, else its layouts by what they are for."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from domain.errors import RefusedError
from domain.message import N_
from report.deck_frame import GAP, Box
from report.deck_ink import DARK, LIGHT, Palette

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import SlideLayout, SlideMaster

LARGEST = 60 << 20
LARGEST_UNPACKED = 400 << 20
LARGEST_RATIO = 300
MOST_MEMBERS = 5000
ACTIVE = re.compile(rb"macroEnabled|vbaProject|activeX", re.IGNORECASE)
TEMPLATE_KIND = b"presentationml.template.main+xml"
DECK_KIND = b"presentationml.presentation.main+xml"
SMALLEST_SHARE = 0.4
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass(frozen=True)
class Plan:
    """A layout to draw on: where its title stands and what is free below it."""

    layout: SlideLayout
    title: Box
    content: Box


@dataclass(frozen=True)
class Design:
    """An empty deck with its layouts and colours."""

    deck: Presentation
    cover: Plan
    page: Plan
    palette: Palette


def opened(data: bytes) -> Presentation:
    """The template without its sample slides.

    Raises:
        RefusedError: no deck, damaged, too large, or with macros.
    """
    import pptx
    from lxml.etree import LxmlError

    try:
        deck = pptx.Presentation(io.BytesIO(_safe(data)))
    except (KeyError, ValueError, LxmlError, zipfile.BadZipFile, zlib.error, OSError, AttributeError) as error:
        raise _damaged() from error
    _without_slides(deck)
    return deck


def _safe(data: bytes) -> bytes:
    """The bytes, once found safe; a .potx is opened as the deck it would become."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_size(len(data), members)
            if any(member.flag_bits & 1 for member in members):
                raise _damaged()
            names = {member.filename for member in members}
            if "[Content_Types].xml" not in names or not any(name.startswith("ppt/") for name in names):
                raise RefusedError(
                    "template_kind",
                    N_("The template is not a PowerPoint file."),
                    N_("Choose a .pptx or .potx file."),
                )
            kinds = archive.read("[Content_Types].xml")
            if ACTIVE.search(kinds) or any(ACTIVE.search(name.encode()) for name in names):
                raise RefusedError(
                    "template_macros",
                    N_("The template holds macros or controls that could run."),
                    N_("Save it in PowerPoint as .pptx without macros, and choose that file."),
                )
            if archive.testzip() is not None:
                raise _damaged()
            return _as_deck(archive, kinds) if TEMPLATE_KIND in kinds else data
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, EOFError) as error:
        raise _damaged() from error


def _check_size(size: int, members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    swollen = any(
        member.file_size > 10 << 20 and member.file_size > LARGEST_RATIO * max(1, member.compress_size)
        for member in members
    )
    if size > LARGEST or unpacked > LARGEST_UNPACKED or swollen or len(members) > MOST_MEMBERS:
        raise RefusedError(
            "template_size",
            N_("The template is too large: it unpacks to {megabytes} MB."),
            N_("Take the sample slides and large pictures out of it."),
            megabytes=unpacked >> 20,
        )


def _damaged() -> RefusedError:
    return RefusedError(
        "template_damaged",
        N_("The template cannot be opened: it is damaged or protected by a password."),
        N_("Open it in PowerPoint, save it as a new .pptx file without a password, and choose that file."),
    )


def _as_deck(archive: zipfile.ZipFile, kinds: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in archive.namelist():
            whole = kinds.replace(TEMPLATE_KIND, DECK_KIND) if name == "[Content_Types].xml" else archive.read(name)
            copy.writestr(name, whole)
    return stream.getvalue()


def _without_slides(deck: Presentation) -> None:
    """Take out the sample slides, and the sections and shows that list them."""
    root = deck.part._element
    for listed in root.findall(f"{P}sldIdLst/{P}sldId"):
        deck.part.drop_rel(listed.get(f"{R}id"))
        listed.getparent().remove(listed)
    for name in ("custShowLst", "extLst", "photoAlbum"):
        for found in root.findall(f"{P}{name}"):
            root.remove(found)


def designed(deck: Presentation) -> Design:
    """The layouts of a deck by what they are for.

    Raises:
        RefusedError: no layout has a title at the top and room below it.
    """
    wide, high = int(deck.slide_width or 0), int(deck.slide_height or 0)
    layouts = [layout for master in deck.slide_masters for layout in master.slide_layouts]
    plans = [plan for layout in layouts if (plan := _plan(layout, wide, high)) is not None]
    pages = [plan for plan in plans if _is_page(plan, wide, high)]
    if not pages:
        raise RefusedError(
            "template_layout",
            N_("The template has no layout with a title at the top and room below it (it has: {layouts})."),
            N_("Add the layout “Title and Content” or “Title Only” to its slide master."),
            layouts=", ".join(layout.name or "?" for layout in layouts[:8]) or "–",
        )
    page = min(pages, key=lambda plan: (_rank(plan.layout), -plan.content.width * plan.content.height))
    covers = [plan for plan in plans if plan.layout._element.get("type") == "title"]
    return Design(deck, covers[0] if covers else page, page, DARK if is_dark(page.layout) else LIGHT)


def _plan(layout: SlideLayout, wide: int, high: int) -> Plan | None:
    """Where the title of a layout stands, and what is free; None where it has no upright title."""
    from pptx.enum.shapes import PP_PLACEHOLDER

    titles = [
        shape
        for shape in placeholders_of(layout)
        if shape.placeholder_format.type in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
    ]
    if not titles or None in (titles[0].left, titles[0].top, titles[0].width, titles[0].height):
        return None
    shape = titles[0]
    if "vert" in str(layout._element.get("type", "")) or shape._element.find(f".//{P}ph").get("orient") == "vert":
        return None
    title = Box(int(shape.left), int(shape.top), int(shape.width), int(shape.height))
    if title.left < 0 or title.top < 0 or title.right > wide or title.bottom > high:
        return None
    return Plan(layout, title, _content(layout, title, wide, high))


def _content(layout: SlideLayout, title: Box, wide: int, high: int) -> Box:
    """The body's own place where there is one large body under the title; else what the title and footers leave."""
    bodies = [box for box in bodies_of(layout) if box.top >= title.bottom - GAP and box.bottom <= high]
    if len(bodies) == 1 and bodies[0].width * bodies[0].height > SMALLEST_SHARE * wide * high:
        return bodies[0]
    feet = [box.top for box in _boxes(layout, footers=True) if box.top > title.bottom and box.top > high // 2]
    bottom = min([*feet, high - title.left, int(high * 0.94)])
    top = title.bottom + GAP
    return Box(title.left, top, title.width, max(0, bottom - GAP - top))


def placeholders_of(place: SlideLayout | SlideMaster) -> list[Any]:
    """The placeholders of a layout or master (the library's own types do not let them be walked through)."""
    holders: Any = place.placeholders
    return list(holders)


def bodies_of(layout: SlideLayout) -> list[Box]:
    """The places of a layout for text, pictures and objects."""
    return _boxes(layout, footers=False)


def _boxes(layout: SlideLayout, *, footers: bool) -> list[Box]:
    from pptx.enum.shapes import PP_PLACEHOLDER as KIND

    feet = (KIND.DATE, KIND.FOOTER, KIND.SLIDE_NUMBER)
    titles = (KIND.TITLE, KIND.CENTER_TITLE)
    return [
        Box(int(one.left), int(one.top), int(one.width), int(one.height))
        for one in placeholders_of(layout)
        if (one.placeholder_format.type in feet) == footers
        and one.placeholder_format.type not in titles
        and None not in (one.left, one.top, one.width, one.height)
    ]


def _is_page(plan: Plan, wide: int, high: int) -> bool:
    is_wide_enough = plan.content.width > SMALLEST_SHARE * wide
    is_high_enough = plan.content.height > SMALLEST_SHARE * high
    return plan.title.top < 0.35 * high and is_wide_enough and is_high_enough


def _rank(layout: SlideLayout) -> int:
    """Title and content first, then the title alone, then what is meant for several objects."""
    return {1: 0, 0: 1}.get(len(bodies_of(layout)), 2)


def is_dark(layout: SlideLayout) -> bool:
    """Whether slides of this layout have a dark ground, by its theme."""
    from pptx.opc.constants import RELATIONSHIP_TYPE

    master = layout.slide_master
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob.decode("utf-8", "replace")
    ground = str(master._element.find(f"{P}clrMap").get("bg1", "lt1"))
    found = re.search(rf"<a:{ground}>.*?(?:val|lastClr)=\"([0-9A-Fa-f]{{6}})\"", theme, re.DOTALL)
    if found is None:
        return ground.startswith("dk")
    red, green, blue = (int(found[1][at : at + 2], 16) for at in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 128
