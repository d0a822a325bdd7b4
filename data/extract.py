"""Loaded rows under their canonical names, as the files gave them: what the export command writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from data.building import loaded_column
from data.query import quote
from data.snapshots import Snapshot, open_cursor
from data.versions import NAME_KEY, ORDER_OF_LOADS, newest
from domain.tables import TABLE_BY_FILE

if TYPE_CHECKING:
    import pandas as pd


def extract_rows(snapshot: Snapshot, entity: str, columns: Sequence[str]) -> pd.DataFrame:
    """The newest version of every loaded row of a table: ``columns``, then file and line, in the order loaded.

    Amounts are exact decimals.
    """
    table = TABLE_BY_FILE[entity]
    selected = ", ".join(f"{quote(loaded_column(table, name))} as {quote(name)}" for name in columns)
    with open_cursor(snapshot.path) as cursor:
        cursor.execute(NAME_KEY)
        found = cursor.execute(
            f"select {selected}, file_name as file, line_no as line from loaded.{table.name} told"
            f" join ({ORDER_OF_LOADS}) load_order using (load_id) qualify {newest(table)} order by load_id, line_no"
        )
        names = [str(column[0]) for column in found.description or ()]
        rows = found.fetchall()
    import pandas as pd

    return pd.DataFrame(rows, columns=pd.Index(names), dtype="object")
