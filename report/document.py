"""The review on paper: an A4 PDF, fonts embedded and headings, tables and charts tagged, without an office suite."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from domain.errors import StoreError
from i18n.format import day, money, number, percent
from i18n.language import speaking
from i18n.translate import N_, _, ngettext
from report.drawing import drawn
from report.review import Chart, Column, Format, Review, Slide, Table, Value
from report.workbook_cells import NOTHING

TEMPLATE = Path(__file__).with_name("document.typ")
FONTS = Path(__file__).with_name("fonts")
FAMILY = "Be Vietnam Pro"
FALLBACKS = ("Noto Sans", "DejaVu Sans", "DejaVu Sans Mono")
"""For letters that the family does not draw; the last one is inside the typesetter itself."""
UNDRAWN = re.compile(r'the text `"(?P<letters>.+?)"` could not be displayed')
MOST_UNDRAWN = 40
BOX = "[?]"
JOINERS = "\u200d\ufe0f\ufe0e"
MOST_ROWS = 40
WIDEST, NARROWEST = 40, 8


def write_document(review: Review, path: Path) -> None:
    """Write the review to ``path`` as PDF.

    Raises:
        OSError: the file cannot be written.
        StoreError: the typesetter refused it.
    """
    path.write_bytes(document_bytes(review))


def document_bytes(review: Review) -> bytes:
    """The review as the bytes of a tagged PDF (PDF/UA-1), in its own language.

    Raises:
        StoreError: the typesetter refused it.
    """
    with speaking(review.language):
        return _with_boxes(json.dumps(content(review), ensure_ascii=False), review.as_of)


def _with_boxes(given: str, as_of: str) -> bytes:
    """Typeset; letters that no font draws become boxes, one try for each that is found."""
    import typst

    undrawn = ""
    for _attempt in range(MOST_UNDRAWN):
        try:
            return _typeset(_told(given, undrawn), as_of)
        except typst.TypstError as error:
            found = UNDRAWN.search(str(error))
            if found is None:
                raise StoreError(
                    "pdf", N_("The PDF could not be typeset."), N_("Save the review as a deck or a workbook instead.")
                ) from error
            given, undrawn = _without(given, found["letters"]), undrawn + found["letters"]
    raise StoreError("pdf", N_("The PDF could not be typeset."), N_("Save the review as a deck or a workbook instead."))


def _typeset(review: str, as_of: str) -> bytes:
    """Dated with the day of its numbers: the same review is the same file."""
    import typst

    dated = datetime.fromisoformat(as_of[:10]).replace(tzinfo=UTC)

    made = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=[str(FONTS)],
        format="pdf",
        sys_inputs={"review": review},
        pdf_standards="ua-1",
        timestamp=int(dated.timestamp()),
    )
    return bytes(made or b"")


def _without(given: str, letters: str) -> str:
    """The texts with what no font draws as boxes: a name stays recognisable, and the last page says so."""
    for letter in letters:
        given = given.replace(letter, "" if unicodedata.combining(letter) or letter in JOINERS else BOX)
    return given


def _told(given: str, undrawn: str) -> str:
    if not undrawn:
        return given
    found = json.loads(given)
    sentence = _("Letters that no font here draws stand as {box}.", box=BOX)
    return json.dumps({**found, "left-out": [*found["left-out"], sentence]}, ensure_ascii=False)


def content(review: Review) -> dict[str, Any]:
    """What the template prints: strings and drawings only."""
    return {
        "title": review.title,
        "subtitle": review.subtitle,
        "language": review.language,
        "fonts": [FAMILY, *FALLBACKS],
        "footer": " · ".join(part for part in (review.title, review.scope, _footer(review)) if part),
        "sample": _("Sample data: an invented company.") if review.is_sample else "",
        "slides": [_slide(slide, review.currency) for slide in review.slides],
        "left-out": list(review.left_out),
        "provenance": _table(
            Table((Column(_("Item")), Column(_("Value"))), tuple((what, value) for what, value in review.provenance)),
            review.currency,
        ),
        "words": {
            "definitions": _("What the numbers mean"),
            "left-out": _("What is not in here"),
            "provenance": _("Where the numbers come from"),
        },
    }


def _footer(review: Review) -> str:
    return _("Sample data") if review.is_sample else ""


def _slide(slide: Slide, currency: str) -> dict[str, Any]:
    chart = slide.chart
    return {
        "title": slide.title or NOTHING,
        "subtitle": slide.subtitle,
        "comment": slide.comment,
        "bullets": list(slide.bullets),
        "figures": [
            {
                "name": one.name,
                "value": one.value,
                "spread": one.spread,
                "change": one.change,
                "sign": one.sign,
                "verdict": one.verdict,
                "comment": one.comment,
            }
            for one in slide.figures
        ],
        "missing": slide.missing,
        "drawing": drawn(chart) if chart is not None else "",
        "alt": _alt(chart, slide) if chart is not None else "",
        "table": _table(slide.table, currency) if slide.table is not None and slide.table.columns else None,
        "footnote": slide.footnote,
        "notes": list(slide.notes),
    }


def _alt(chart: Chart, slide: Slide) -> str:
    return chart.alt or f"{slide.title}. {chart.unit}"


def _table(table: Table, currency: str) -> dict[str, Any]:
    shown = table.rows[:MOST_ROWS]
    n_more = len(table.rows) - len(shown) + table.n_left_out
    kinds = [one.format for one in table.columns]
    cells = [[cell_words(value, kind, currency) for value, kind in zip(row, kinds, strict=True)] for row in shown]
    return {
        "columns": [{"name": one.name, "right": one.format is not Format.TEXT} for one in table.columns],
        "widths": [
            min(WIDEST, max(NARROWEST, *(len(row[place]) for row in cells), len(one.name)) if cells else NARROWEST)
            for place, one in enumerate(table.columns)
        ],
        "rows": cells,
        "more": ngettext("and {n} more row", "and {n} more rows", n_more) if n_more > 0 else "",
    }


def cell_words(value: Value, kind: Format, currency: str) -> str:
    """A cell in the reader's language."""
    if value is None or value != value:
        return NOTHING if kind is not Format.TEXT else ""
    if isinstance(value, str):
        return day(_date(value)) if kind is Format.DATE and _date(value) is not None else value
    shapes = {
        Format.MONEY: lambda: money(value, currency),
        Format.PERCENT: lambda: percent(value, 1),
        Format.DECIMAL: lambda: number(value, 2),
        Format.HOURS: lambda: number(value, 1),
        Format.POINTS: lambda: number(value, 1),
    }
    return shapes.get(kind, lambda: number(value))()


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
