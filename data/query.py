"""The one door to the rows: query files, their parameters, and the scope under every one of them."""

from __future__ import annotations

import contextlib
import functools
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import numpy as np

from data.periods import AskedPeriods
from data.remembered import Remembered
from data.snapshots import Snapshot, file_identity, new_cursor
from domain.errors import QueryError
from domain.message import N_
from domain.read import Read
from domain.scope import NO_GROUP, Dimension, Role, Scope

if TYPE_CHECKING:
    import pandas as pd

QUERY_FOLDER = Path(__file__).parent / "queries"
QUERY_NAME = re.compile(r"[a-z][a-z0-9_]*")
SPLICE = "{dimension}"
WHOLE = "'w'"
"""What stands for the dimension where nothing is split, until the answer is there. DuckDB packs what it groups by as
narrow as it can: one letter takes an eighth less time than a word, and than a null, which it does not pack at all."""
OPEN_TO_ALL = frozenset({"working_day", "schedule_day", "schedule_shape", "sla_target", "snapshot_info"})
HEADS_ONLY = frozenset({"load", "quarantine"})
WHOLE_FOR_A_CUSTOMER = OPEN_TO_ALL | {"load"}
"""Tables that stay as they are where the scope names customers; others without customers hold other people's rows."""
KEPT_IDLE = 8

_Key = tuple[tuple[str, int, int], Scope]


@contextlib.contextmanager
def open_reader(snapshot: Snapshot, scope: Scope) -> Iterator[Read]:
    """A :class:`~domain.read.Read` on ``snapshot`` that sees what ``scope`` allows and has chosen.

    Everything read through one reader is read in one transaction of one cursor.

    Raises:
        StoreError: the snapshot cannot be opened.
    """
    door = _idle.take(snapshot.path, scope) or _with_door(new_cursor(snapshot.path), scope)
    try:
        door.cursor.execute("begin")
        yield functools.partial(_asked, door, _key(snapshot.path, scope))
        door.cursor.execute("commit")  # of the periods last asked about: the next reader may ask about the same
    except BaseException:
        door.cursor.close()
        raise
    _idle.give(snapshot.path, scope, door)


@dataclass
class _Door:
    """A cursor whose tables show what a scope may see, and the periods that its last question was about."""

    cursor: duckdb.DuckDBPyConnection
    periods: AskedPeriods = field(default_factory=AskedPeriods)


class _Idle:
    """Cursors whose door hangs already, kept for the next reader of the same snapshot and scope: hanging it takes
    longer than most questions. A cursor is lent to one reader at a time.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: list[tuple[_Key, _Door]] = []

    def take(self, path: Path, scope: Scope) -> _Door | None:
        """A kept door, now the caller's own; None where there is none, or the file is not the same any more."""
        key = _key(path, scope)
        with self._lock:
            place = next((place for place, (kept, _) in enumerate(self._kept) if kept == key), None)
            return None if place is None else self._kept.pop(place)[1]

    def give(self, path: Path, scope: Scope, door: _Door) -> None:
        """Keep a door; the one that nobody has taken for longest goes."""
        key = _key(path, scope)
        with self._lock:
            if key is not None:
                self._kept.append((key, door))
            gone = [door] if key is None else [old for _, old in self._kept[:-KEPT_IDLE]]
            del self._kept[:-KEPT_IDLE]
        for old in gone:
            old.cursor.close()


def _key(path: Path, scope: Scope) -> _Key | None:
    try:
        return file_identity(path), scope
    except OSError:
        return None


_idle = _Idle()
_remembered = Remembered()
_statements: dict[str, tuple[duckdb.Statement, frozenset[str]]] = {}


def forget_answers() -> None:
    """Ask everything anew from here on, for whoever measures what asking takes."""
    _remembered.forget()


def query_names() -> list[str]:
    """Every query there is, in alphabetical order."""
    return sorted(path.stem for path in QUERY_FOLDER.glob("*.sql"))


@functools.cache
def query_text(name: str) -> str:
    """The text of a query file.

    Raises:
        QueryError: there is no query of that name.
    """
    path = QUERY_FOLDER / f"{name}.sql"
    if not QUERY_NAME.fullmatch(name) or not path.is_file():
        raise QueryError("unknown_query", N_("There is no query “{given}”."), given=name)
    return path.read_text(encoding="utf-8")


def quote(identifier: str) -> str:
    """A column or table name as SQL: the only way in which a name enters a statement."""
    return '"' + identifier.replace('"', '""') + '"'


def _with_door(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> _Door:
    try:
        _hang_door(cursor, scope)
    except BaseException:
        cursor.close()
        raise
    return _Door(cursor)


def _hang_door(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> None:
    """Shadow every table that is not whole in scope with a view of its rows, so that no query can forget the filter."""
    cursor.execute(
        "create temp table scope_choice as select null::varchar as dimension, null::varchar as member limit 0"
    )
    for dimension, members in scope.choices.items():
        cursor.execute(
            "insert into scope_choice select $dimension, unnest($members::varchar[])",
            {"dimension": dimension.value, "members": list(members)},
        )
    if scope.customers:
        cursor.execute(
            "create temp table chosen_customer as select unnest($customers::varchar[]) as customer_id",
            {"customers": list(scope.customers)},
        )
    found = cursor.execute(
        "select table_name, list(column_name), any_value(database_name) from duckdb_columns()"
        " where schema_name = 'main' and not internal and database_name = current_database() group by table_name"
    ).fetchall()
    own = _own_rows(cursor, scope, str(found[0][2])) if found else ""
    for table, columns, database in found:
        conditions = _viewer_conditions(table, set(columns), scope, own)
        conditions += [
            f"{quote(dimension.value)} in (select member from scope_choice where dimension = '{dimension.value}')"
            for dimension in scope.choices
            if dimension.value in columns
        ]
        conditions += _customer_conditions(table, set(columns), scope)
        if not conditions:
            continue  # the table itself: a view of all of it takes as long to plan as a short question to answer
        source = f"{quote(database)}.main.{quote(table)}"
        cursor.execute(f"create temp view {quote(table)} as select * from {source} where {' and '.join(conditions)}")


def _own_rows(cursor: duckdb.DuckDBPyConnection, scope: Scope, database: str) -> str:
    """Create the viewer's own customers and manager entries as temporary tables; returns the owner's e-mail."""
    if scope.viewer.role is not Role.MANAGER:
        return ""
    email = scope.viewer.email.strip().casefold()
    cursor.execute(
        f"create temp table own_manager as select manager_id, manager from {quote(database)}.main.manager"
        " where lower(trim(manager_email)) = $email",
        {"email": email},
    )
    cursor.execute(
        f"create temp table own_customer as select customer_id from {quote(database)}.main.customer"
        " where manager_id in (select manager_id from own_manager)"
    )
    return email


def _viewer_conditions(table: str, columns: set[str], scope: Scope, own: str) -> list[str]:
    if scope.viewer.role is Role.HEAD or table in OPEN_TO_ALL:
        return []
    if scope.viewer.role is not Role.MANAGER or not own or table in HEADS_ONLY:
        return ["false"]
    if "customer_id" in columns:
        return ["customer_id in (select customer_id from own_customer)"]
    if "manager" in columns:
        return ["manager in (select manager from own_manager)"]
    return ["false"]


def _customer_conditions(table: str, columns: set[str], scope: Scope) -> list[str]:
    if not scope.customers or table in WHOLE_FOR_A_CUSTOMER:
        return []
    return ["customer_id in (select customer_id from chosen_customer)"] if "customer_id" in columns else ["false"]


def _asked(door: _Door, asked_of: _Key | None, query: str, parameters: Mapping[str, object]) -> pd.DataFrame:
    if asked_of is None:
        return _read(door, query, parameters)
    return _remembered.answer(asked_of, query, parameters, lambda: _read(door, query, parameters))


def _read(door: _Door, query: str, parameters: Mapping[str, object]) -> pd.DataFrame:
    text = query_text(query)
    given = dict(parameters)
    cursor = door.cursor
    if "periods" in given:
        door.periods.make(cursor, given.pop("periods"), text)
    statement, needed = _statement(cursor, _splice(query, text, given))
    if needed != set(given):
        raise QueryError(
            "parameters",
            N_("The query “{query}” takes {expected}; it was given {given}."),
            query=query,
            expected=", ".join(sorted(needed)) or "nothing",
            given=", ".join(sorted(given)) or "nothing",
        )
    if SPLICE in text and parameters["dimension"] is None:
        return _whole(cursor, statement, given)
    return cursor.execute(statement, given).df()


def _whole(cursor: duckdb.DuckDBPyConnection, statement: duckdb.Statement, given: Mapping[str, object]) -> pd.DataFrame:
    """The answer about everything together: so short that DuckDB's own frame, with one column of it changed, would take
    a tenth of the time.
    """
    import pandas as pd

    columns = cursor.execute(statement, given).fetchnumpy()
    n_rows = len(columns["group_name"])
    columns["group_name"] = np.full(n_rows, None)
    if any(isinstance(column, np.ma.MaskedArray) and column.dtype.kind not in "fM" for column in columns.values()):
        found = cursor.execute(statement, given).df()  # beside a null only DuckDB's own frame keeps the column's kind
        found["group_name"] = None
        return found
    return pd.DataFrame(columns)


def _statement(cursor: duckdb.DuckDBPyConnection, text: str) -> tuple[duckdb.Statement, frozenset[str]]:
    """The statement and the names of its parameters; read once, for the reading takes as long as a short answer."""
    known = _statements.get(text)
    if known is None:
        statement = cursor.extract_statements(text)[0]
        known = _statements[text] = statement, frozenset(statement.named_parameters)
    return known


def _splice(query: str, text: str, given: dict[str, object]) -> str:
    is_asked = "dimension" in given
    dimension = given.pop("dimension", None)
    if SPLICE not in text:
        if dimension is not None:
            raise QueryError("dimension", N_("The query “{query}” cannot be split."), query=query)
        return text
    if not is_asked:
        raise QueryError("dimension", N_("The query “{query}” needs a dimension, or None."), query=query)
    if dimension is None:
        return text.replace(SPLICE, WHOLE)
    if not isinstance(dimension, Dimension):
        raise QueryError("dimension", N_("“{given}” is not a dimension."), given=str(dimension))
    return text.replace(SPLICE, f"coalesce({quote(dimension.value)}, '{NO_GROUP}')")
