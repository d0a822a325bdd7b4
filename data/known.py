"""What the snapshot that is served knows already about a file on its way in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal

from data.building import first_row
from data.mapping.earlier import PastLoad, folded_headers
from data.reading.exchange import unpack
from data.report import FileReport, Status, Warned
from data.settings import Settings
from data.snapshots import Snapshot, open_cursor
from domain.message import N_, Message
from domain.sample import SAMPLE_PREFIX


def ground_for(current: Snapshot | None, names: Sequence[str]) -> Snapshot | None:
    """What files of these names are added to: the served snapshot, or nothing.

    The sample company steps aside as soon as anyone's own files come: the two are never added up. Undo brings it back.
    """
    if current is None or all(name.startswith(SAMPLE_PREFIX) for name in names):
        return current
    with open_cursor(current.path) as cursor:
        own = cursor.execute(
            "select count(*) from load where not starts_with(file_name, $prefix)", {"prefix": SAMPLE_PREFIX}
        ).fetchall()
    return current if own[0][0] else None


def already_loaded(ground: Snapshot | None, name: str, sha256: str, entity: str | None) -> FileReport | None:
    """The report for a file whose very bytes are loaded already, as this table (None: as any)."""
    if ground is None:
        return None
    with open_cursor(ground.path) as cursor:
        row = first_row(
            cursor.execute(
                "select system, entity, sheet, rows_in_file, first_on, last_on, loaded_on from load"
                " where sha256 = $sha256 and ($entity is null or entity = $entity) order by load_id limit 1",
                {"sha256": sha256, "entity": entity},
            )
        )
    if row is None:
        return None
    system, loaded_entity, sheet, rows, first, last, loaded_on = row
    return FileReport(
        name,
        Status.ALREADY_LOADED,
        sha256=sha256,
        system=system,
        entity=loaded_entity,
        sheet=sheet,
        rows_in_file=rows,
        rows_skipped={"already loaded": rows},
        first_date=first,
        last_date=last,
        warnings=(Warned("already_loaded", Message(N_("Already loaded on {day}."), {"day": loaded_on})),),
    )


def known_currency(ground: Snapshot | None, settings: Settings) -> str | None:
    """The currency that amounts without one are in: from settings, else that of the money loaded before."""
    if settings.reporting_currency or ground is None:
        return settings.reporting_currency
    with open_cursor(ground.path) as cursor:
        row = first_row(cursor.execute("select count(*) from load where currency is not null"))
    return ground.info.get("reporting_currency") if row and row[0] else None


def kept_reasons(decisions: str | None) -> list[Message]:
    """Why an import was read as it was, from what it keeps of its decisions; empty for imports that kept none."""
    kept = [unpack(packed) for _about, _columns, packed in json.loads(decisions or "{}").get("why", ())]
    return [message for message in kept if isinstance(message, Message)]


def past_loads(ground: Snapshot | None) -> list[PastLoad]:
    """What was loaded before and what it proved, newest first; corrected rows are no measure and left out."""
    if ground is None:
        return []
    with open_cursor(ground.path) as cursor:
        rows = cursor.execute(
            "select file_name, system, entity, decisions, rows_loaded + rows_quarantined, sums from load"
            " where (decisions ->> '$.corrects.load_id') is null order by load_id desc"
        ).fetchall()
    found = []
    for file, system, entity, text, n_rows, totals in rows:
        sums = {name: Decimal(total) for name, total in json.loads(totals or "{}").items()}
        decisions = json.loads(text) if text else {}
        headers = folded_headers(decisions.get("columns", {}))
        found.append(PastLoad(file, system, entity, headers, decisions.get("proven", {}), n_rows, sums))
    return found
