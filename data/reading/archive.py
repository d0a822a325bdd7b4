"""A workbook is a ZIP archive: what is in it is checked before anything is unpacked."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape

from defusedxml.ElementTree import fromstring

from data.reading.number_formats import STYLES, column_currencies, column_number, money_styles
from domain.errors import RefusedError
from domain.message import N_

LARGEST_MEMBER = 600 << 20
LARGEST_TOTAL = 1200 << 20
LARGEST_RATIO = 300
MOST_MEMBERS = 5000
SHEET_SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK_SPACE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

EMPTY_FORMULA = re.compile(rb"<f\b[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
ERROR_CELL = re.compile(
    rb'<c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3})(\d+)"[^>]*>(?:<f\b[^>]*?(?:/>|>[^<]*</f>))?<v>([^<]*)</v>'
)
FROM_1904 = re.compile(rb'<workbookPr\b[^>]*\bdate1904="(?:1|true)"')
DOCUMENT = "content.xml"
SHEET_NAME = re.compile(rb'^[^>]*\btable:name="([^"]*)"')
HIDDEN_DOCUMENT_ROWS = re.compile(
    rb'<table:table-row\b(?=[^>]*\btable:visibility="(?:collapse|filter)")(?:[^>]*\btable:number-rows-repeated="(\d+)")?[^>]*>'
)
HIDDEN_ROW = re.compile(rb'<row\b[^>]*\bhidden="(?:1|true)"')


@dataclass(frozen=True)
class SheetFacts:
    """What the reader of cells does not tell: error cells by (row, column) from 0, hidden rows, empty formulas.

    ``currencies``: by column, the currency that its number format shows; ``""`` where it shows several.
    ``lost_errors``: cells of formulas that failed, which the reader takes for blank ones.
    """

    errors: dict[tuple[int, int], str]
    hidden_rows: int
    empty_formulas: int
    currencies: Mapping[int, str] = field(default_factory=dict)
    lost_errors: int = 0


NO_FACTS = SheetFacts({}, 0, 0)


def open_archive(data: bytes) -> zipfile.ZipFile:
    """The archive, once its members' names, sizes, ratios and checksums are found safe.

    Raises:
        RefusedError: damaged, encrypted, a bomb, or a document that is no workbook.
    """
    if _stated_members(data) > MOST_MEMBERS:  # a list of millions takes its reader a minute
        raise too_large()
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise damaged(str(error)) from None
    names = [member.filename for member in members]
    if len(names) != len({name.casefold() for name in names}):
        raise damaged("the archive holds two members of one name")
    if any(member.flag_bits & 1 for member in members):
        raise RefusedError(
            "encrypted", N_("The workbook is protected by a password."), N_("Save it without a password and try again.")
        )
    total = sum(member.file_size for member in members)
    swollen = any(
        member.file_size > 10 << 20 and member.file_size > LARGEST_RATIO * max(1, member.compress_size)
        for member in members
    )
    if swollen or total > LARGEST_TOTAL or len(members) > MOST_MEMBERS:
        raise too_large()
    if any(member.file_size > LARGEST_MEMBER for member in members):
        raise too_large()
    if not {"xl/workbook.xml", "xl/workbook.bin"} & set(names) and not _is_spreadsheet(archive):
        raise RefusedError(
            "format_mismatch",
            N_("This is a document or archive of another kind, not a workbook."),
            N_("Choose the .xlsx or .csv file that the system exported."),
        )
    _check_members(archive)
    return archive


def _stated_members(data: bytes) -> int:
    """How many members the archive's last record says it has; 0 where there is no such record."""
    found = data.rfind(b"PK\x05\x06", max(0, len(data) - 66_000))
    return int.from_bytes(data[found + 10 : found + 12], "little") if found >= 0 else 0


def _is_spreadsheet(archive: zipfile.ZipFile) -> bool:
    """Whether it is an OpenDocument spreadsheet (.ods), by the kind that its first member states."""
    if "content.xml" not in archive.namelist() or "mimetype" not in archive.namelist():
        return False
    with archive.open("mimetype") as stream:
        return stream.read(200).startswith(b"application/vnd.oasis.opendocument.spreadsheet")


def _check_members(archive: zipfile.ZipFile) -> None:
    """Unpack every XML part once: checksums, real sizes, and no document type declarations."""
    unpacked = 0
    for member in archive.infolist():
        try:
            with archive.open(member) as stream:
                head = stream.read(4096)
                size = len(head)
                while chunk := stream.read(1 << 20):
                    size += len(chunk)
                    if size > LARGEST_MEMBER:
                        raise too_large()
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise damaged(str(error)) from None
        unpacked += size
        if unpacked > LARGEST_TOTAL:
            raise too_large()
        if member.filename.endswith((".xml", ".rels")) and b"<!doctype" in head.lower().replace(b"\0", b""):
            raise RefusedError(
                "xml_entity",
                N_("The workbook declares XML entities, which a real export never does."),
                N_("Open it in a spreadsheet program and save it as a new .xlsx file."),
            )


def sheet_facts(archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    """Facts by sheet name; a sheet that cannot be found in the archive has none."""
    if DOCUMENT in archive.namelist():
        return _document_facts(archive.read(DOCUMENT))
    facts: dict[str, SheetFacts] = {}
    styles = money_styles(archive.read(STYLES)) if STYLES in archive.namelist() else {}
    for name, path in _sheet_paths(archive).items():
        data = archive.read(path)
        errors = {
            (int(row) - 1, column_number(letters.decode())): text.decode("utf-8", "replace")
            for letters, row, text in (ERROR_CELL.findall(data) if b't="e"' in data else ())
        }
        empty = len(EMPTY_FORMULA.findall(data)) if b"<f" in data else 0
        hidden = len(HIDDEN_ROW.findall(data)) if b'hidden="' in data else 0
        facts[name] = SheetFacts(errors, hidden, empty, column_currencies(data, styles))
    return facts


def _document_facts(content: bytes) -> dict[str, SheetFacts]:
    """Facts by sheet name of an OpenDocument spreadsheet; where an error stands in it is not known."""
    facts: dict[str, SheetFacts] = {}
    for part in content.split(b"<table:table ")[1:]:
        name = SHEET_NAME.search(part)
        hidden = sum(int(n or b"1") for n in HIDDEN_DOCUMENT_ROWS.findall(part))
        if name:
            lost = part.count(b'calcext:value-type="error"')
            facts[unescape(name[1].decode("utf-8", "replace"))] = SheetFacts({}, hidden, 0, lost_errors=lost)
    return facts


def counts_from_1904(archive: zipfile.ZipFile) -> bool:
    """Whether the workbook numbers its days from 1904, as spreadsheets on a Mac once did."""
    return "xl/workbook.xml" in archive.namelist() and bool(FROM_1904.search(archive.read("xl/workbook.xml")))


def _sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return {}
    links = {link.get("Id"): link.get("Target", "") for link in fromstring(archive.read("xl/_rels/workbook.xml.rels"))}
    paths: dict[str, str] = {}
    for sheet in fromstring(archive.read("xl/workbook.xml")).iter(f"{SHEET_SPACE}sheet"):
        target = links.get(sheet.get(f"{LINK_SPACE}id"), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in names and path.endswith(".xml"):
            paths[sheet.get("name", "")] = path
    return paths


def damaged(detail: str) -> RefusedError:
    """The refusal of a file whose bytes are not whole."""
    return RefusedError(
        "corrupt",
        N_("The file is damaged: {detail}."),
        N_("Export or download it again."),
        detail=detail.rstrip(".") or "it cannot be opened",
    )


def too_large() -> RefusedError:
    """The refusal of an archive that unpacks to far more than it holds."""
    return RefusedError(
        "too_large",
        N_("The workbook unpacks to more than can be read safely."),
        N_("Export fewer rows, or save it as CSV."),
    )
