"""One file made ready to load: read, understood, converted, and held against the gates."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from data.book import Book
from data.checking import without_rounded_references
from data.currency import currency_by_language, fill_currency
from data.drift import check_drift
from data.loading import StagedLoad
from data.mapping.converting import Converted, convert
from data.mapping.documents import ASKED, DOCUMENT_TOTAL, TOTAL
from data.mapping.earlier import PastLoad
from data.mapping.evidence import OF_CORRECTED, who_said
from data.mapping.statuses import status_notices
from data.mapping.suspicions import suspicions
from data.mapping.understanding import Understanding, understand
from data.mapping.units import unit_above
from data.reading.answers import Answers
from data.reading.exchange import packed_answers
from data.reading.isolated import read_isolated
from data.reading.table import Notice, TextTable
from data.report import FileReport, Held, Reason, Status, Warned
from data.returned import Returned, returned
from data.settings import Settings
from data.snapshots import Snapshot
from domain.errors import RefusedError
from domain.folding import squeeze
from domain.message import N_, Message
from domain.tables import Personal, Table

MOST_HELD_SHOWN = 500
NOT_REMEMBERED = frozenset({"encoding", "sheet", "confirm", "unit"})
"""Answers that hold for one file only."""


def stage_file(
    path: Path,
    name: str,
    sha256: str,
    answers: Answers,
    settings: Settings,
    book: Book,
    *,
    confirm: bool,
    known_currency: str | None,
    past: Sequence[PastLoad] = (),
    watch: Callable[[], None] | None = None,
    ground: Snapshot | None = None,
) -> list[StagedLoad]:
    """Every table of one file, ready to load.

    ``known_currency`` is what amounts without a currency are in, where the workspace says so; ``past`` what was
    loaded before, newest first. ``watch`` is called while the file is read; what it raises ends the reading.
    ``ground`` is the snapshot that the file is added to: rows held back there may come back in it.

    Raises:
        QuestionError: one answer from a person is needed.
        RefusedError: the file cannot be used, or too much of it would be held back and nobody confirmed.
    """
    staged = []
    for found in read_isolated(path, name, answers, watch):
        back = returned(found, answers, ground)
        table, signature = back.table, header_signature(back.table.columns)
        is_sure = confirm or bool(back.corrects)  # a few rows of a file are no measure of it
        given, remembered, kept, said = _given(back, answers, book, signature)
        if given.timezone is None and table.timezone is None:
            given = replace(given, timezone=settings.timezone)
        understanding = understand(table, given, past, remembered=remembered)
        above = unit_above(table.above)
        if above is not None:  # rows that are held back come back without the line that says it
            given = replace(given, unit=above.text)
        with duckdb.connect() as scratch:
            converted = convert(table, understanding, scratch)
        good = without_rounded_references(converted.good, understanding.table)
        said_currency = who_said(remembered, "currency")
        rows, currency, reason = fill_currency(
            good, understanding, table, given, known_currency, confirm=is_sure, settings=settings, said=said_currency
        )
        is_assumed = currency is not None and not understanding.currency_known and currency == known_currency
        rows = _without_personal(rows, understanding.table, settings)
        odd = (*converted.notices, *status_notices(table, understanding, rows), *suspicions(table, understanding, rows))
        report = _warned(_report(table, understanding, converted, sha256, currency, reason), odd)
        if reason and is_assumed and currency_by_language(table) != currency:
            report = replace(report, warnings=(*report.warnings, Warned("currency_assumed", reason.message)))
        _gate(report, settings, confirm=is_sure)
        if not is_sure:
            check_drift(report, past)
        staged.append(
            StagedLoad(
                understanding.table, rows, converted.held, report, signature, said, name, packed_answers(kept or given),
                packed_answers(_with_decided(given, converted)), back.corrects,
            )
        )  # fmt: skip
    return staged


def _warned(report: FileReport, odd: Sequence[Notice]) -> FileReport:
    return replace(report, warnings=(*report.warnings, *(Warned(each.code, each.message) for each in odd)))


def _given(
    back: Returned, answers: Answers, book: Book, signature: str
) -> tuple[Answers, frozenset[str], Answers | None, dict[str, object]]:
    """The answers to read a table with, which of them were given before, those to keep if others, those to remember.

    Held-back rows are read as their file was, whatever was said of such files since; that is no answer of a person.
    """
    if back.corrects:
        return back.answers, OF_CORRECTED, answers, {}
    given, remembered = _with_remembered(answers, book.answers(signature))
    return given, remembered, None, _said(given)


def _with_decided(given: Answers, converted: Converted) -> Answers:
    """The answers, with what all rows of the file decided: a few of them, put right, would not decide it again."""
    if not any(notice.code == DOCUMENT_TOTAL for notice in converted.notices):
        return given
    return replace(given, columns={**given.columns, f"amount:{ASKED}": TOTAL})


def header_signature(columns: Sequence[str]) -> str:
    """What answers are remembered under: the headers without accents, case or order."""
    return hashlib.sha256("\n".join(sorted(squeeze(name) for name in columns)).encode()).hexdigest()


def _said(answers: Answers) -> dict[str, object]:
    """What a person answered that holds for the next file with these headers too."""
    said: dict[str, object] = {}
    for field in fields(answers):
        value = getattr(answers, field.name)
        if value and field.name not in NOT_REMEMBERED:
            said[field.name] = dict(value) if isinstance(value, Mapping) else value
    return said


def _with_remembered(answers: Answers, remembered: Mapping[str, object]) -> tuple[Answers, frozenset[str]]:
    """What was said now, completed by what was said about such a file before; and the names of the latter."""
    known = {field.name for field in fields(Answers)}
    missing = {name: value for name, value in remembered.items() if name in known and not getattr(answers, name)}
    return replace(answers, **missing), frozenset(missing)  # type: ignore[arg-type]  # the book holds only what came from Answers


def _without_personal(rows: pa.Table, table: Table, settings: Settings) -> pa.Table:
    """Personal data leaves here unless settings say otherwise; of a respondent only a fingerprint stays."""
    if table.name == "survey_response" and "respondent" in rows.column_names:
        keys = [_fingerprint(name) for name in rows["respondent"].to_pylist()]
        rows = rows.append_column("respondent_key", pa.array(keys, pa.string()))
    for column in table.columns:
        is_kept = f"{table.name}.{column.name}" in settings.personal_columns
        if column.personal is not Personal.NONE and not is_kept and column.name in rows.column_names:
            blank = pa.nulls(rows.num_rows, pa.string())
            rows = rows.set_column(rows.schema.get_field_index(column.name), column.name, blank)
    return rows


def _fingerprint(name: str | None) -> str | None:
    return hashlib.sha256(squeeze(name).encode()).hexdigest()[:16] if name and name.strip() else None


def _report(
    table: TextTable,
    understanding: Understanding,
    converted: Converted,
    sha256: str,
    currency: str | None,
    reason: Reason | None,
) -> FileReport:
    held = converted.held.slice(0, MOST_HELD_SHOWN).to_pylist()
    return FileReport(
        file=table.name,
        status=Status.LOADED,
        sha256=sha256,
        system=understanding.system,
        entity=understanding.entity,
        encoding=table.encoding,
        delimiter=table.delimiter,
        sheet=table.sheet,
        header_line=table.header_line or None,
        date_order=understanding.date_order,
        decimal=understanding.decimal,
        timezone=understanding.timezone,
        currency=currency,
        columns=understanding.columns,
        proven=understanding.proven,
        why=(*understanding.why, reason) if reason else understanding.why,
        rows_in_file=table.rows_in_file,
        rows_loaded=converted.good.num_rows,
        rows_quarantined=pc.count_distinct(converted.held["line_no"]).as_py(),
        rows_skipped=converted.rows_skipped,
        sums=converted.sums,
        first_date=converted.first_date,
        last_date=converted.last_date,
        warnings=tuple(Warned(notice.code, notice.message) for notice in understanding.warnings),
        quarantine=tuple(
            Held(row["line_no"], row["column_name"], row["value"], row["reason"], row["message"], row["suggestion"])
            for row in held
        ),
    )


def _gate(report: FileReport, settings: Settings, *, confirm: bool) -> None:
    """Refuse a file of which little or nothing would be loaded.

    Raises:
        RefusedError: no row is good, or too many are held back and nobody confirmed.
    """
    seen = report.rows_loaded + report.rows_quarantined
    if report.rows_loaded == 0:
        raise RefusedError(
            "no_rows",
            N_("{file} has no row that can be loaded; {held} are held back."),
            N_("Check that it is the right file. First reason: {reason}"),
            file=report.file,
            held=report.rows_quarantined,
            reason=Message(report.quarantine[0].message if report.quarantine else N_("it has no rows")),
        )
    if report.rows_quarantined > settings.largest_held_share * seen and not confirm:
        raise RefusedError(
            "too_many_held",
            N_("{held} of {seen} rows in {file} would be held back."),
            N_("Correct them in the source, or load the rest all the same with --confirm. First reason: {reason}"),
            file=report.file,
            held=report.rows_quarantined,
            seen=seen,
            reason=Message(report.quarantine[0].message),
        )
