"""Importing: all files of one call become one snapshot, or none of them changes anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

import duckdb

from data.known import already_loaded, ground_for, known_currency, past_loads
from data.loading import BuiltLoad, StagedLoad
from data.mapping.systems import exports
from data.matching import find_unmatched
from data.publishing import built_snapshot, publish, writing
from data.reading.answers import Answers
from data.reading.file import check_size
from data.reading.isolated import start_reader
from data.rebuilding import caught_up
from data.repairing import repair_held
from data.report import FileReport, ImportReport, Question, Status
from data.schedules import public_holidays
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
        start_reader()
        settings = place.settings()
        _be_ready(settings.country)
        repair_held(place)
        ground = ground_for(place.snapshots.current(), [source.name for source in sources])
        staged: list[StagedLoad] = []
        reports: list[FileReport] = []
        hashes: list[str] = []
        for number, source in enumerate(sources):
            watch = partial(tell, 0.8 * number / len(sources), Message(N_("Reading {file}"), {"file": source.name}))
            watch()
            loads, files = _stage(place, source, answers, settings, confirm, staged, ground, watch)
            staged += loads
            reports += files
            hashes.append(files[0].sha256 or "")
        blocked = {Status.NEEDS_ANSWER, Status.REFUSED} & {report.status for report in reports}
        if blocked or not staged:
            understood = tuple(_only_understood(report) for report in reports)
            return ImportReport(understood, *last_load(place) if not blocked else (None, None))
        tell(0.8, Message(N_("Building the new snapshot")))
        try:
            return _load(
                place, sources, hashes, staged, reports, settings, ground,
                dry_run=dry_run, confirm=confirm, is_ordered=is_ordered, tell=tell,
            )  # fmt: skip
        except RefusedError as error:
            if isinstance(error, StoreError):
                raise
            named = {error.message.values.get("first"), error.message.values.get("second")}
            return ImportReport(tuple(_refuse(report, error, named) for report in reports))


@cache
def _be_ready(country: str) -> None:
    """Load what every import needs, while the reading process starts."""
    exports()
    today = datetime.now(UTC).date()
    public_holidays(country, today, today)


def undo(workspace: Path) -> tuple[str, str | None]:
    """Take the last import back by moving the pointer; merges stay. Returns the version left and the one served now.

    Raises:
        RefusedError: nothing has been imported, or nothing since the data was restored from a backup.
    """
    place = Workspace(workspace)
    with only_writer(place):
        repair_held(place)
        version = place.snapshots.current_version()
        before = None if version is None else version_before(place, version)
        is_restored = any(entry["event"] == "restored" for entry in place.ledger.entries())
        if version is None or (before is None and is_restored):
            raise RefusedError(
                "nothing_to_undo",
                N_("There is no import to undo."),
                N_("A single import can be taken out with “remove”.") if version else "",
            )
        with writing():
            place.snapshots.point_to(before)
            try:
                place.ledger.append("undone", datetime.now(UTC), snapshot=version, serves=before)
            except OSError:
                place.snapshots.point_to(version)
                raise
        mended = repair_held(place)
        return version, caught_up(place) or (mended.serves if mended else before)


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
    watch: Callable[[], None],
) -> tuple[list[StagedLoad], list[FileReport]]:
    """Stage one file; what is wrong with it becomes its report."""
    given = answers if isinstance(answers, Answers) else answers.get(source.name, Answers())
    try:
        check_size(source.path)
        sha256 = content_hash(source.path)
        known = already_loaded(ground, source.name, sha256, given.entity)
        if known is not None:
            return [], [known]
        told = next((load.report.currency for load in earlier if load.report.currency), None)
        currency = known_currency(ground, settings) or told
        staged = stage_file(
            source.path, source.name, sha256, given, settings, place.book,
            confirm=confirm or given.confirm, known_currency=currency, past=past_loads(ground), watch=watch,
            ground=ground,
        )  # fmt: skip
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
    hashes: Sequence[str],
    staged: Sequence[StagedLoad],
    reports: Sequence[FileReport],
    settings: Settings,
    ground: Snapshot | None,
    *,
    dry_run: bool,
    confirm: bool,
    is_ordered: bool,
    tell: Progress,
) -> ImportReport:
    """Build the snapshot; publish it unless this is only a preview. ``hashes``: of the sources, as they were read."""
    with built_snapshot(place, settings, ground.path if ground else None, staged, is_ordered=is_ordered) as built:
        with duckdb.connect(str(built.path), read_only=True) as connection:
            unmatched = find_unmatched(connection)
        replaces_sample = ground is None and place.snapshots.current_version() is not None
        files = _with_results(reports, staged, built.loads, is_loaded=not dry_run)
        if dry_run:
            return ImportReport(files, None, None, unmatched, replaces_sample)
        tell(0.95, Message(N_("Keeping the originals")))  # the last moment at which it can be cancelled
        with writing():
            for source, sha256 in zip(sources, hashes, strict=True):
                keep_raw(place, source, sha256)
        for load in staged:
            if load.said:
                place.book.remember_answers(load.signature, load.said)
        publish(
            place,
            built,
            "loaded",
            before=place.snapshots.current_version(),
            base=ground.version if ground else None,
            files=[_as_given(source, sha256, staged) for source, sha256 in zip(sources, hashes, strict=True)],
            loads=[_as_loaded(load, result) for load, result in zip(staged, built.loads, strict=True)],
            confirm=confirm,
            is_ordered=is_ordered,
        )
        return ImportReport(files, built.version, built.at, unmatched, replaces_sample)


def _as_given(source: Source, sha256: str, staged: Sequence[StagedLoad]) -> dict[str, object]:
    """What it takes to read this file again as it was read now."""
    answers: dict[str, object] = {}
    for load in staged:
        if load.source == source.name:
            answers |= load.given
    return {"name": source.name, "sha256": sha256, "answers": answers}


def _as_loaded(load: StagedLoad, result: BuiltLoad) -> dict[str, object]:
    """What the ledger knows of one load: enough to tell later whether it is still there in full."""
    report = load.report
    return {
        "load_id": result.load_id,
        "file": report.file,
        "sha256": report.sha256,
        "sheet": report.sheet,
        "entity": report.entity,
        "rows_in_file": report.rows_in_file,
        "rows_loaded": report.rows_loaded,
        "rows_quarantined": report.rows_quarantined,
        "sums": {name: str(value) for name, value in report.sums.items()},
    }


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


def _silent(_share: float, _message: Message) -> None:
    """Progress that nobody watches."""
