"""What a person typed, turned into what the engine takes; each refusal says how to write it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from data.snapshots import Snapshot, Snapshots
from domain.errors import RefusedError, UsageError
from domain.message import N_
from domain.period import Period, parse_period
from domain.scope import LAPTOP, Scope


def current_snapshot(snapshots: Snapshots) -> Snapshot:
    """The snapshot that is served.

    Raises:
        RefusedError: nothing has been loaded yet.
    """
    current = snapshots.current()
    if current is None:
        raise RefusedError(
            "empty",
            N_("Nothing has been loaded yet."),
            N_("Load your export files with “import”, or try the sample company with “sample”."),
        )
    return current


def period_of(name: str | None, snapshot: Snapshot) -> Period:
    """The period of that name in the snapshot's fiscal year.

    Raises:
        UsageError: no name was given, or it is not a period's.
    """
    if not name:
        raise UsageError("no_period", N_("No period was given."), N_("Add --quarter, --month or --year."))
    return parse_period(name, int(snapshot.info["fiscal_start_month"]))


def scope_of(
    managers: Sequence[str] | None,
    teams: Sequence[str] | None,
    regions: Sequence[str] | None,
    segments: Sequence[str] | None,
) -> Scope:
    """What the owner of the machine has chosen to look at."""
    return Scope(LAPTOP, tuple(managers or ()), tuple(teams or ()), tuple(regions or ()), tuple(segments or ()))


def day_of(text: str | None) -> date | None:
    """A day written as 2025-12-31; None where none was given.

    Raises:
        UsageError: it is not written so.
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(
            "date", N_("“{given}” is not a date."), N_("Write it as 2025-12-31."), given=text or ""
        ) from error


def column_map_of(pairs: Sequence[str]) -> dict[str, str]:
    """``Header=column`` pairs as a mapping; a header may itself hold an equals sign.

    Raises:
        UsageError: a pair has no equals sign or no header.
    """
    columns = {}
    for pair in pairs:
        header, mark, column = pair.rpartition("=")
        if not mark or not header:
            raise UsageError(
                "map", N_("“{given}” is not Header=column."), N_('Write --map "Giá trị=amount".'), given=pair
            )
        columns[header.strip()] = column.strip()
    return columns
