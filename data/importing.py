"""Importing: all files of one call become one snapshot, or none of them changes anything."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from data.known import already_loaded, ground_for, known_currency
from data.loading import BuiltLoad, StagedLoad, build_snapshot
from data.matching import find_unmatched
from data.reading.answers import Answers
from data.report import FileReport, ImportReport, Question, Status
from data.settings import Settings
from data.snapshots import Snapshot, open_cursor
from data.staging import stage_file
from data.workspace import Source, Workspace, content_hash, keep_raw, last_load, only_writer, version_before
from domain.errors import QuarterdeckError, RefusedError, StoreError, UsageError
from domain.message import N_, Message

Progress = Callable[[float, Message], None]


def preview(
    workspace: Path,
    sources: Sequence[Source],
    answers: Answers | Mapping[str, Answers],
    *,
    confirm: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """What importing these files would do, without doing it. Never raises for what is wrong with a file."""
    return run_import(workspace, sources, answers, confirm=confirm, dry_run=True, progress=progress)


def run_import(
    workspace: Path,
    sources: Sequence[Source],
    answers: Answers | Mapping[str, Answers],
    *,
    confirm: bool = False,
    dry_run: bool = False,
    is_ordered: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Read, understand, check and load ``sources``; one new snapshot, or nothing at all.

    ``answers`` hold for every file, or are given by file name. ``confirm`` loads in spite of a warning gate.
    ``is_ordered``: the files are known to stand oldest first, so that a later one may replace records of an earlier.

    Raises:
        StoreError: somebody else is importing, or the workspace cannot be written.
        UsageError: an answer is none that could be given, such as an unknown kind of file.
    """
    place = Workspace(workspace)
    tell = progress or _silent
    with only_writer(place):
        settings = place.settings()
        ground = ground_for(place.snapshots.current(), [source.name for source in sources])
        staged: list[StagedLoad] = []
        reports: list[FileReport] = []
        for number, source in enumerate(sources):
            tell(0.8 * number / max(1, len(sources)), Message(N_("Reading {file}"), {"file": source.name}))
            loads, files = _stage(place, source, answers, settings, confirm, staged, ground)
            staged += loads
            reports += files
        blocked = {Status.NEEDS_ANSWER, Status.REFUSED} & {report.status for report in reports}
        if blocked or not staged:
            understood = tuple(_only_understood(report) for report in reports)
            return ImportReport(understood, *last_load(place) if not blocked else (None, None))
        tell(0.8, Message(N_("Building the new snapshot")))
        try:
            return _load(place, sources, staged, reports, settings, ground, dry_run=dry_run, is_ordered=is_ordered)
        except RefusedError as error:
            if isinstance(error, StoreError):
                raise
            named = {error.message.values.get("first"), error.message.values.get("second")}
            return ImportReport(tuple(_refuse(report, error, named) for report in reports))


def undo(workspace: Path) -> tuple[str, str | None]:
    """Take the last import back by moving the pointer. Returns the version left and the one served now.

    Raises:
        RefusedError: nothing has been imported.
    """
    place = Workspace(workspace)
    with only_writer(place):
        version = place.snapshots.current_version()
        if version is None:
            raise RefusedError("nothing_to_undo", N_("There is no import to undo."), "")
        before = version_before(place, version)
        place.ledger.append("undone", datetime.now(UTC), snapshot=version, serves=before)
        place.snapshots.point_to(before)
        return version, before


def loads(workspace: Path) -> list[dict[str, Any]]:
    """The imports in the snapshot that is served, newest first, as plain values."""
    current = Workspace(workspace).snapshots.current()
    if current is None:
        return []
    with open_cursor(current.path) as cursor:
        found = cursor.execute("select * from load order by load_id desc")
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _stage(
    place: Workspace,
    source: Source,
    answers: Answers | Mapping[str, Answers],
    settings: Settings,
    confirm: bool,
    earlier: Sequence[StagedLoad],
    ground: Snapshot | None,
) -> tuple[list[StagedLoad], list[FileReport]]:
    """Stage one file; what is wrong with it becomes its report."""
    given = answers if isinstance(answers, Answers) else answers.get(source.name, Answers())
    try:
        sha256 = content_hash(source.path)
        known = already_loaded(ground, source.name, sha256, given.entity)
        if known is not None:
            return [], [known]
        told = next((load.report.currency for load in earlier if load.report.currency), None)
        currency = known_currency(ground, settings) or told
        staged = stage_file(
            source.path, source.name, sha256, given, settings, place.book, confirm=confirm, known_currency=currency
        )
        return list(staged), [load.report for load in staged]
    except UsageError:
        raise
    except QuarterdeckError as error:
        question = Question(
            error.code, error.message, getattr(error, "answer_with", ""), getattr(error, "options", {}) or {}
        )
        if error.exit_code == 3:
            return [], [FileReport(source.name, Status.NEEDS_ANSWER, question=question)]
        return [], [_refuse(FileReport(source.name, Status.REFUSED), error, {source.name})]


def _only_understood(report: FileReport) -> FileReport:
    """A file that could be loaded, in a call of which nothing is."""
    return replace(report, status=Status.UNDERSTOOD) if report.status is Status.LOADED else report


def _refuse(report: FileReport, error: QuarterdeckError, named: set[object]) -> FileReport:
    """The report of a file that is among those refused; the others stay as they were understood, and unloaded."""
    if report.file not in named:
        return _only_understood(report)
    sentence = Message("{what} {fix}", {"what": error.message, "fix": error.fix})
    return replace(report, status=Status.REFUSED, refusal=Question(error.code, sentence, ""))


def _load(
    place: Workspace,
    sources: Sequence[Source],
    staged: Sequence[StagedLoad],
    reports: Sequence[FileReport],
    settings: Settings,
    ground: Snapshot | None,
    *,
    dry_run: bool,
    is_ordered: bool,
) -> ImportReport:
    """Build the snapshot; publish it unless this is only a preview."""
    snapshots = place.snapshots
    snapshots.folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    version = snapshots.next_version(place.ledger.highest_version())
    for leftover in snapshots.folder.glob(".build-*"):  # of an import that was killed: this one holds the lock
        leftover.unlink(missing_ok=True)
    built = snapshots.folder / f".build-{uuid.uuid4().hex}.part"
    try:
        results = build_snapshot(
            built,
            ground.path if ground else None,
            staged,
            settings=settings,
            version=version,
            loaded_at=now,
            aliases=place.book.aliases(),
            is_ordered=is_ordered,
        )
        with duckdb.connect(str(built), read_only=True) as connection:
            unmatched = find_unmatched(connection)
        replaces_sample = ground is None and snapshots.current_version() is not None
        files = _with_results(reports, staged, results, is_loaded=not dry_run)
        if dry_run:
            return ImportReport(files, None, None, unmatched, replaces_sample)
        _publish(place, sources, staged, built, version, now)
        return ImportReport(files, version, now, unmatched, replaces_sample)
    except OSError as error:
        raise StoreError(
            "write",
            N_("The workspace could not be written: {reason}."),
            N_("Nothing has changed. Free some disk space, then import again."),
            reason=error.strerror or str(error),
        ) from error
    finally:
        for leftover in (built, built.with_name(built.name + ".wal")):
            leftover.unlink(missing_ok=True)


def _with_results(
    reports: Sequence[FileReport], staged: Sequence[StagedLoad], results: Sequence[BuiltLoad], *, is_loaded: bool
) -> tuple[FileReport, ...]:
    """The reports with what building found out; a preview's files are understood, not loaded."""
    replaced = {id(load.report): result.rows_replaced for load, result in zip(staged, results, strict=True)}
    status = Status.LOADED if is_loaded else Status.UNDERSTOOD
    return tuple(
        replace(report, rows_replaced=replaced[id(report)], status=status) if id(report) in replaced else report
        for report in reports
    )


def _publish(
    place: Workspace, sources: Sequence[Source], staged: Sequence[StagedLoad], built: Path, version: str, now: datetime
) -> None:
    """Keep the originals and the answers, write the ledger, and only then move the pointer."""
    before = place.snapshots.current_version()
    for source in sources:
        keep_raw(place, source)
    for load in staged:
        if load.said:
            place.book.remember_answers(load.signature, load.said)
    hashes = [load.report.sha256 for load in staged]
    place.ledger.append("built", now, snapshot=version, before=before, sha256=hashes)
    place.snapshots.publish(built, version)
    place.ledger.append("loaded", now, snapshot=version, before=before, sha256=hashes)


def _silent(_share: float, _message: Message) -> None:
    """Progress that nobody watches."""
