"""Taking one import out: the snapshot is built again without it, as if it had never been loaded."""

from __future__ import annotations

from pathlib import Path

from data.building import first_row
from data.publishing import built_snapshot, publish
from data.repairing import repair_held
from data.snapshots import open_cursor
from data.workspace import Workspace, only_writer
from domain.errors import UsageError
from domain.message import N_


def remove(workspace: Path, load_id: int) -> str:
    """Take the load of this number out and serve what is left. Returns the new version; undo brings the load back.

    The original file stays in ``raw``, so that a removal is never the end of anyone's only copy.

    Raises:
        UsageError: there is no such load.
        StoreError: somebody else is importing, or the workspace cannot be written.
    """
    place = Workspace(workspace)
    with only_writer(place):
        repair_held(place)
        current = place.snapshots.current()
        known: list[int] = []
        if current is not None:
            with open_cursor(current.path) as cursor:
                row = first_row(cursor.execute("select list(load_id order by load_id) from load"))
                known = list(row[0] or []) if row else []
        if current is None or load_id not in known:
            raise UsageError(
                "load",
                N_("There is no import number {given}."),
                N_("Use one of: {known}."),
                given=load_id,
                known=", ".join(map(str, known)) or "—",
            )
        with built_snapshot(place, place.settings(), current.path, without=load_id) as built:
            publish(place, built, "removed", before=current.version, base=current.version, without=load_id)
            return built.version
