import re
from datetime import date

import pytest

from data.query import open_reader, query_names, query_text
from domain.errors import QueryError, StoreError
from domain.scope import LAPTOP, Dimension, Role, Scope, Viewer
from tests.data.stores import stored


@pytest.fixture
def snapshot(tmp_path):
    def line(number, customer, amount):
        return {"invoice_id": str(number), "customer_id": customer, "amount": amount, "invoiced_on": date(2025, 3, 1)}

    return stored(
        tmp_path,
        {
            "manager": [
                {"manager_id": "M1", "manager_name": "Lan", "manager_email": "lan@example.vn", "team": "North"},
                {"manager_id": "M2", "manager_name": "Minh", "manager_email": "minh@example.vn", "team": "South"},
            ],
            "customer": [
                {"customer_id": "K1", "customer_name": "A", "manager_id": "M1", "segment": "Large"},
                {"customer_id": "K2", "customer_name": "B", "manager_id": "M2", "segment": "Small"},
                {"customer_id": "K3", "customer_name": "C"},
            ],
            "invoice_line": [line(1, "K1", 10), line(2, "K2", 20), line(3, "K3", 40)],
        },
    )


def seen(snapshot, scope):
    """Everything a scope sees of revenue, by the rows query, as {customer: amount}."""
    from domain.period import PeriodCut

    cut = PeriodCut(date(2025, 1, 1), date(2025, 4, 1), date(2025, 4, 1), date(2024, 10, 1), date(2025, 12, 31))
    with open_reader(snapshot, scope) as read:
        frame = read("rows_revenue", {"periods": [cut]})
    return dict(zip(frame["customer"], frame["value"].astype(int), strict=True))


def test_the_owner_of_the_laptop_sees_everything(snapshot):
    assert seen(snapshot, Scope(LAPTOP)) == {"A": 10, "B": 20, "C": 40}


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"managers": ("Lan",)}, {"A": 10}),
        ({"teams": ("North", "South")}, {"A": 10, "B": 20}),
        ({"segments": ("Small",)}, {"B": 20}),
        ({"managers": ("Lan",), "segments": ("Small",)}, {}),
        ({"managers": ("' or '1'='1",)}, {}),
        ({"managers": ("%",)}, {}),
    ],
)
def test_a_choice_narrows_every_table_and_is_never_sql(snapshot, choice, expected):
    assert seen(snapshot, Scope(LAPTOP, **choice)) == expected


@pytest.mark.parametrize("email", ["lan@example.vn", "LAN@example.vn", "  lan@example.vn "])
def test_a_manager_sees_their_own_customers_only(snapshot, email):
    assert seen(snapshot, Scope(Viewer(Role.MANAGER, email))) == {"A": 10}


@pytest.mark.parametrize(
    "viewer",
    [
        Viewer(),
        Viewer(Role.NOBODY, "lan@example.vn"),
        Viewer(Role.MANAGER, ""),
        Viewer(Role.MANAGER, "nobody@x.vn"),
        Viewer(Role.MANAGER, "%"),
        Viewer(Role.MANAGER, "*"),
    ],
)
def test_whoever_is_not_known_sees_nothing(snapshot, viewer):
    assert seen(snapshot, Scope(viewer)) == {}


def test_a_choice_never_widens_what_a_manager_may_see(snapshot):
    assert seen(snapshot, Scope(Viewer(Role.MANAGER, "lan@example.vn"), managers=("Minh",))) == {}


def test_what_is_held_back_is_for_heads_only(snapshot):
    with open_reader(snapshot, Scope(Viewer(Role.MANAGER, "lan@example.vn"))) as read:
        assert read("held_rows", {}).empty


def test_parameters_must_be_exactly_those_of_the_file(snapshot):
    with open_reader(snapshot, Scope(LAPTOP)) as read:
        with pytest.raises(QueryError, match="takes nothing"):
            read("held_rows", {"surplus": 1})
        with pytest.raises(QueryError, match="needs a dimension"):
            read("revenue", {"periods": []})
        with pytest.raises(QueryError, match="cannot be split"):
            read("held_rows", {"dimension": Dimension.TEAM})


@pytest.mark.parametrize("name", ["no_such_query", "../settings", "held_rows.sql", "", "held_rows; drop table load"])
def test_only_query_files_can_be_asked_for(name):
    with pytest.raises(QueryError):
        query_text(name)


def test_no_query_names_a_schema():
    assert [name for name in query_names() if re.search(r"\b(main|loaded|kept)\.\w", query_text(name))] == []


def test_a_snapshot_cannot_be_written_or_read_around(snapshot):
    import duckdb

    from data.snapshots import open_cursor

    with open_cursor(snapshot.path) as cursor:
        for statement in (
            "insert into snapshot_info values ('a', 'b')",
            "drop table deal",
            "select * from read_csv('/etc/passwd')",
            "copy deal to '/tmp/quarterdeck-leak.csv'",
            "attach '/tmp/other.duckdb'",
            "set memory_limit='100GB'",
        ):
            with pytest.raises(duckdb.Error):
                cursor.execute(statement)


def test_a_missing_snapshot_is_one_clear_sentence(snapshot):
    snapshot.path.rename(snapshot.path.with_suffix(".gone"))
    with pytest.raises(StoreError, match="missing or damaged"), open_reader(snapshot, Scope(LAPTOP)):
        pass
