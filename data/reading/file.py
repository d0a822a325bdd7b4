"""One door for every file: what it is by its first bytes, then the reader for that kind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath

from data.mapping.recognising import recognise
from data.reading.answers import Answers
from data.reading.dangers import check_lines
from data.reading.delimited import read_delimited
from data.reading.encoding import decode
from data.reading.garbled import notices_of_cells, notices_of_text
from data.reading.groups import with_group_column
from data.reading.table import TextTable
from data.reading.workbook import read_workbook
from domain.errors import QuestionError, RefusedError
from domain.message import N_

LARGEST_FILE = 200 << 20
TEXT_ENDINGS = frozenset({"", ".csv", ".txt", ".tsv", ".tab", ".xls"})
BOOK_ENDINGS = frozenset({"", ".xlsx", ".xls", ".xlsm", ".xltx", ".ods"})
SIGNATURES = (
    (b"%PDF", N_("a PDF document")),
    (b"\x89PNG", N_("an image")),
    (b"\xff\xd8\xff", N_("an image")),
    (b"GIF8", N_("an image")),
    (b"{\\rtf", N_("a text document")),
    (b"\x1f\x8b", N_("a compressed file")),
    (b"Rar!", N_("a compressed file")),
    (b"7z\xbc\xaf", N_("a compressed file")),
    (b"SQLite format 3", N_("a database")),
)


def read_file(path: Path, name: str, answers: Answers) -> tuple[TextTable, ...]:
    """Every usable table of a file: one for text and Parquet, one per recognised sheet for a workbook.

    ``name`` is the name the file is shown under; its ending decides nothing but whether it contradicts the content.

    Raises:
        RefusedError: the file cannot be used; the sentence says why and what to do.
        QuestionError: which encoding, or which sheet.
    """
    check_size(path)
    data = path.read_bytes()
    ending = PurePosixPath(name.replace("\\", "/")).suffix.casefold()
    if not data[:4096].strip() and not data.strip():
        raise RefusedError("empty", N_("The file is empty."), N_("Export it again and choose the file that has rows."))
    if data[:4] == b"PAR1":
        _expect(ending, frozenset({"", ".parquet", ".pq"}), N_("a Parquet file"), ".parquet")
        from data.reading.columnar import read_parquet  # half of what starting the reading process takes is for it

        return (_with_notices(read_parquet(data, name)),)
    if data[:2] == b"PK" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        _expect(ending, BOOK_ENDINGS, N_("a workbook"), ".xlsx")
        return _chosen([_with_notices(with_group_column(table)) for table in read_workbook(data, name)], answers)
    _refuse_other_kinds(data)
    _expect(ending, TEXT_ENDINGS, N_("plain text"), ".csv")
    check_lines(data)
    text, encoding = decode(data, answers.encoding)
    table = with_group_column(read_delimited(text, name, encoding))
    return (replace(table, warnings=(*table.warnings, *notices_of_text(text))),)


def _with_notices(table: TextTable) -> TextTable:
    return replace(table, warnings=(*table.warnings, *notices_of_cells(table)))


def check_size(path: Path) -> None:
    """Refuse a file that no export is as large as, before a byte of it is read.

    Raises:
        RefusedError: it is too large.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise RefusedError(
            "file_too_large",
            N_("The file is larger than {limit} MB."),
            N_("Export a shorter period, or fewer columns."),
            limit=LARGEST_FILE >> 20,
        )


def _expect(ending: str, allowed: frozenset[str], kind: str, right: str) -> None:
    if ending in allowed or ending not in {".csv", ".txt", ".tsv", ".xlsx", ".xls", ".xlsm", ".ods", ".parquet", ".pq"}:
        return
    raise RefusedError(
        "format_mismatch",
        N_("The name ends in {ending}, but the content is {kind}."),
        N_("Export it again, or rename it to end in {right}."),
        ending=ending,
        kind=kind,
        right=right,
    )


def _refuse_other_kinds(data: bytes) -> None:
    kind = next((kind for signature, kind in SIGNATURES if data.startswith(signature)), None)
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if kind is None and head.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<meta")):
        kind = N_("a web page or XML document")
    if kind is None and head[:1] in (b"{", b"[") and head[1:].lstrip()[:1] in (b"{", b'"', b"[", b"}", b"]"):
        kind = N_("JSON")
    if kind:
        raise RefusedError(
            "format_mismatch",
            N_("The file is {kind}, not a table of rows."),
            N_("Choose the .xlsx or .csv file that the system exported."),
            kind=kind,
        )
    sample = data[:65536]
    controls = sum(sample.count(bytes([code])) for code in (*range(1, 9), *range(14, 27), *range(28, 32)))
    is_wide = data[:2] in (b"\xff\xfe", b"\xfe\xff") or sample.count(0) > len(sample) * 0.2
    if (controls > len(sample) * 0.02 or (sample.count(0) > 0 and controls)) and not is_wide:
        raise RefusedError(
            "binary",
            N_("The file is not text: it looks like a program, an image or damaged data."),
            N_("Choose the .xlsx or .csv file that the system exported."),
        )


def _chosen(tables: list[TextTable], answers: Answers) -> tuple[TextTable, ...]:
    """The sheets to load: the one asked for, or those recognised, one for each kind of data."""
    if answers.sheet is not None:
        wanted = [table for table in tables if (table.sheet or "").casefold() == answers.sheet.strip().casefold()]
        if wanted:
            return (wanted[0],)
        raise _which_sheet(N_("The workbook has no sheet “{sheet}” with rows."), tables, answers.sheet)
    known = [(table, recognise(table.columns, answers)) for table in tables]
    ours = [(table, found) for table, found in known if found is not None]
    if not ours:
        if len(tables) == 1:
            return (tables[0],)
        visible = [table for table in tables if not table.is_hidden]
        return (max(visible or tables, key=lambda table: len(table.columns)),)
    kinds = [found.entity for _, found in ours]
    if len(set(kinds)) < len(kinds) or any(table.is_hidden for table, _ in ours):
        raise _which_sheet(N_("Several sheets hold data. Which one?"), [table for table, _ in ours], "")
    return tuple(table for table, _ in ours)


def _which_sheet(sentence: str, tables: list[TextTable], given: str) -> QuestionError:
    options = {table.sheet or "": f"{table.rows.num_rows}" for table in tables}
    return QuestionError("sheet", sentence, "--sheet", options, sheet=given)
