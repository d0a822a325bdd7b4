"""The deck as bytes: no person's name, no clock, nothing of a template but its design."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

from report.deck_parts import TAGS
from report.deck_text import written
from report.review import Review

if TYPE_CHECKING:
    from pptx.presentation import Presentation

EPOCH = (1980, 1, 1, 0, 0, 0)
MADE_BY = "Quarterdeck"
LONGEST = 255


def saved(deck: Presentation, review: Review) -> bytes:
    """The finished deck. The same review is the same file."""
    _forget(deck)
    _say(deck, review)
    stream = io.BytesIO()
    deck.save(stream)
    return _undated(stream.getvalue())


def _forget(deck: Presentation) -> None:
    """Take out what only tells of the template's own history: properties, thumbnail, printer settings."""
    from pptx.opc.constants import RELATIONSHIP_TYPE as KIND

    package, part = deck.part.package, deck.part
    unwanted = (KIND.EXTENDED_PROPERTIES, KIND.CUSTOM_PROPERTIES, KIND.THUMBNAIL)
    for relations, kinds in (
        (package._rels, unwanted),
        (part.rels, (KIND.PRINTER_SETTINGS, KIND.COMMENT_AUTHORS)),
    ):
        for name in [name for name, one in relations.items() if one.reltype in kinds]:
            relations.pop(name)


def _say(deck: Presentation, review: Review) -> None:
    properties = deck.core_properties
    dated = datetime.fromisoformat(review.as_of[:10])
    properties.title = written(review.title)[:LONGEST]
    properties.subject = written(review.subtitle)[:LONGEST]
    properties.language = TAGS.get(review.language, "en-US")
    properties.author = written(review.company)[:LONGEST] or MADE_BY
    properties.last_modified_by = MADE_BY
    properties.comments = properties.keywords = properties.category = ""
    properties.content_status = properties.identifier = properties.version = ""
    properties.created = properties.modified = properties.last_printed = dated
    properties.revision = 1


def _undated(made: bytes) -> bytes:
    """The same archive with every member dated alike."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as archive, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy:
        for member in archive.infolist():
            copy.writestr(zipfile.ZipInfo(member.filename, EPOCH), archive.read(member), zipfile.ZIP_DEFLATED)
    return stream.getvalue()
