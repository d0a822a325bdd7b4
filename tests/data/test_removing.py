import pytest

from data.importing import loads, undo
from data.removing import remove
from data.repairing import repair
from data.verifying import verify
from data.workspace import Workspace
from domain.errors import UsageError
from tests.data.workspaces import amounts, deals, load, two_loads


def test_a_removed_import_is_as_if_it_had_never_been(tmp_path):
    workspace = two_loads(tmp_path)
    assert remove(workspace, 2) == "000003"
    assert amounts(workspace) == {"D1": 10, "D2": 20}
    assert [entry["file_name"] for entry in loads(workspace)] == ["a.csv"]
    assert undo(workspace) == ("000003", "000002")
    assert amounts(workspace) == {"D1": 10, "D2": 25}
    remove(workspace, 1)
    assert amounts(workspace) == {"D2": 25}
    load(workspace, tmp_path, "a.csv", deals(("D1", 10), ("D2", 20)))
    assert amounts(workspace) == {"D1": 10, "D2": 20}


def test_a_removal_survives_the_loss_of_every_snapshot(tmp_path):
    workspace = two_loads(tmp_path)
    remove(workspace, 1)
    for path in (workspace / "snapshots").iterdir():
        path.unlink()
    assert repair(workspace).lost == ()
    assert amounts(workspace) == {"D2": 25}


def test_an_import_that_is_not_there_cannot_be_removed(tmp_path):
    workspace = two_loads(tmp_path)
    with pytest.raises(UsageError, match=r"7.*1, 2"):
        remove(workspace, 7)
    with pytest.raises(UsageError):
        remove(tmp_path / "empty", 1)


def test_verifying_counts_every_import_again(tmp_path):
    workspace = two_loads(tmp_path)
    found = verify(workspace, from_originals=True)
    assert found.is_sound
    assert [(check.load_id, check.file, check.rows) for check in found.loads] == [(1, "a.csv", 2), (2, "b.csv", 1)]
    assert [int(check.sums["amount"]) for check in found.loads] == [30, 25]


def test_verifying_sees_a_row_too_many_a_changed_sum_and_a_missing_original(tmp_path):
    import duckdb

    workspace = two_loads(tmp_path)
    place = Workspace(workspace)
    with duckdb.connect(str(place.snapshots.path("000002"))) as connection:
        connection.execute("update loaded.deal set amount = amount + 1 where load_id = 1 and deal_id = 'D1'")
        connection.execute("delete from loaded.deal where load_id = 2")
    for path in place.raw.iterdir():
        path.unlink()
    found = verify(workspace)
    assert not found.is_sound
    assert [str(problem) for problem in found.problems] == [
        "The file of snapshot 000002 is not the one that was written."
    ]
    said = [[str(problem) for problem in check.problems] for check in found.loads]
    assert said[0] == ["amount sums to 31.00, 30.00 was loaded", "the original file is missing"]
    assert said[1][0] == "0 rows are there, 1 were loaded"
