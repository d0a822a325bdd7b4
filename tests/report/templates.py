"""Companies' templates, well made and odd, from the library's own plain one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pptx
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Emu

PERSON = "Nguyễn Văn Bí Mật"


def _saved(deck) -> bytes:
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def with_samples() -> bytes:
    """4:3, three sample slides, and the name of whoever made it."""
    deck = pptx.Presentation()
    for layout in list(deck.slide_layouts)[:3]:
        deck.slides.add_slide(layout).shapes.title.text = "SAMPLE SLIDE"
    deck.core_properties.author = deck.core_properties.last_modified_by = PERSON
    return _saved(deck)


def dark() -> bytes:
    """Light letters on a dark blue ground."""
    deck = pptx.Presentation()
    theme = deck.slide_masters[0].part.part_related_by(RELATIONSHIP_TYPE.THEME)
    colours = theme.blob.replace(b'<a:sysClr val="window" lastClr="FFFFFF"/>', b'<a:srgbClr val="0B2545"/>')
    theme.blob = colours.replace(b'<a:sysClr val="windowText" lastClr="000000"/>', b'<a:srgbClr val="F4F4F4"/>')
    return _saved(deck)


def portrait() -> bytes:
    """Higher than wide."""
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Emu(6858000), Emu(9144000)
    for place in (deck.slide_masters[0], *deck.slide_layouts):
        for shape in place.placeholders:
            shape.left, shape.width = Emu(shape.left * 3 // 4), Emu(shape.width * 3 // 4)
            shape.top, shape.height = Emu(shape.top * 4 // 3), Emu(shape.height * 4 // 3)
    return _saved(deck)


def only(*names: str) -> bytes:
    """With the layouts of these names and no others."""
    deck = pptx.Presentation()
    for layout in list(deck.slide_layouts):
        if layout.name not in names:
            deck.slide_layouts.remove(layout)
    return _saved(deck)


def rewritten(data: bytes, change: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None) -> bytes:
    """The same archive with members changed and others added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in archive.namelist():
            copy.writestr(name, change(name, archive.read(name)))
        for name, content in (more or {}).items():
            copy.writestr(name, content)
    return stream.getvalue()


def as_potx() -> bytes:
    """A template by its kind, not a deck."""
    deck, kind = b"presentationml.presentation.main+xml", b"presentationml.template.main+xml"
    return rewritten(with_samples(), lambda _name, content: content.replace(deck, kind))
