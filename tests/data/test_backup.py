import shutil

import pytest

from data.backup import back_up, restore
from data.importing import loads, undo
from data.query import open_reader
from data.removing import remove
from data.repairing import repair
from data.verifying import verify
from data.workspace import Workspace
from domain.errors import RefusedError
from domain.scope import LAPTOP, Scope
from tests.data.workspaces import amounts, deals, load, two_loads


@pytest.fixture
def backed_up(tmp_path):
    """A workspace with two imports, and its backup."""
    workspace = two_loads(tmp_path)
    (workspace / "settings.toml").write_text('reporting_currency = "USD"', encoding="utf-8")
    return workspace, back_up(workspace, tmp_path / "backup")


def test_what_is_restored_is_what_was_backed_up(tmp_path, backed_up):
    workspace, folder = backed_up
    other = tmp_path / "other"
    assert restore(other, folder) == "000003"
    assert amounts(other) == amounts(workspace) == {"D1": 10, "D2": 25}
    for name in ("customer", "revenue_line", "manager"):
        rows = [set(map(repr, extract(place, name))) for place in (workspace, other)]
        assert rows[0] == rows[1]
        assert rows[0]
    left, right = loads(workspace), loads(other)
    assert [entry["sha256"] for entry in left] == [entry["sha256"] for entry in right]
    assert verify(other, from_originals=True).is_sound
    assert Workspace(other).settings().reporting_currency == "USD"
    assert {path.name for path in (other / "raw").iterdir()} == {path.name for path in (workspace / "raw").iterdir()}


def extract(workspace, name):
    from data.snapshots import open_cursor

    with open_cursor(Workspace(workspace).snapshots.current().path) as cursor:
        return cursor.execute(f"select * from {name}").fetchall()


def test_a_restored_workspace_goes_on_as_before(tmp_path, backed_up):
    _, folder = backed_up
    other = tmp_path / "other"
    restore(other, folder)
    with pytest.raises(RefusedError, match="no import to undo"):
        undo(other)
    load(other, tmp_path, "c.csv", deals(("D3", 7)))
    assert amounts(other) == {"D1": 10, "D2": 25, "D3": 7}
    assert undo(other)[1] == "000003"
    assert remove(other, 2) == "000005"
    assert amounts(other) == {"D1": 10, "D2": 20}
    shutil.rmtree(other / "snapshots")
    assert repair(other).lost == ()
    assert amounts(other) == {"D1": 10, "D2": 20}


@pytest.mark.parametrize("damaged", ["tables/deal.parquet", "ledger.jsonl", "manifest.json"])
def test_a_damaged_backup_changes_nothing(tmp_path, backed_up, damaged):
    _, folder = backed_up
    path = folder / damaged
    path.write_bytes(path.read_bytes()[:-3])
    other = tmp_path / "other"
    with pytest.raises(RefusedError, match="backup"):
        restore(other, folder)
    assert not other.exists()


def test_a_backup_never_overwrites(tmp_path, backed_up):
    workspace, folder = backed_up
    with pytest.raises(RefusedError, match="empty folder"):
        back_up(workspace, folder)
    with pytest.raises(RefusedError, match="already holds data"):
        restore(workspace, folder)
    with pytest.raises(RefusedError, match="no backup"):
        restore(tmp_path / "other", tmp_path)
    with pytest.raises(RefusedError, match="Nothing has been loaded"):
        back_up(tmp_path / "empty", tmp_path / "b2")


def test_a_restored_figure_is_the_figure(tmp_path, backed_up):
    workspace, folder = backed_up
    other = tmp_path / "other"
    restore(other, folder)
    frames = []
    for place in (workspace, other):
        with open_reader(Workspace(place).snapshots.current(), Scope(LAPTOP)) as read:
            frames.append(read("data_span", {}).to_dict("records"))
    assert frames[0] == frames[1]
