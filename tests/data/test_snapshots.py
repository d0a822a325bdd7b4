import pytest

from data.snapshots import Snapshots, open_cursor
from domain.errors import StoreError
from tests.data.stores import stored


def test_an_empty_workspace_serves_nothing(tmp_path):
    assert Snapshots(tmp_path).current() is None


def test_publishing_moves_the_pointer_and_keeps_the_old_snapshot(tmp_path):
    first = stored(tmp_path, {"deal": [{"deal_id": "1", "stage": "Open"}]})
    second = stored(tmp_path, {"deal": []})
    assert [first.version, second.version] == ["000001", "000002"]
    assert Snapshots(tmp_path).versions() == ["000001", "000002"]
    assert Snapshots(tmp_path).current_version() == "000002"


def test_a_reader_keeps_its_snapshot_while_the_pointer_moves(tmp_path):
    first = stored(tmp_path, {"deal": [{"deal_id": "1", "stage": "Open"}]})
    with open_cursor(first.path) as cursor:
        stored(tmp_path, {"deal": []})
        assert cursor.execute("select count(*) from deal").fetchone() == (1,)


def test_a_version_is_never_used_twice_even_when_the_newest_file_is_gone(tmp_path):
    stored(tmp_path, {})
    snapshots = Snapshots(tmp_path)
    snapshots.path("000001").unlink()
    assert snapshots.next_version(at_least=1) == "000002"


@pytest.mark.parametrize("text", ["../../etc/passwd", "latest", "000001.duckdb", "-1"])
def test_a_pointer_that_names_no_version_is_refused(tmp_path, text):
    (tmp_path / "CURRENT").write_text(text)
    with pytest.raises(StoreError, match="CURRENT"):
        Snapshots(tmp_path).current()


def test_a_damaged_snapshot_is_one_clear_sentence(tmp_path):
    snapshot = stored(tmp_path, {})
    snapshots = Snapshots(tmp_path)
    snapshots.path("000002").write_bytes(snapshot.path.read_bytes()[:4000])
    snapshots.point_to("000002")
    with pytest.raises(StoreError, match="000002"):
        snapshots.current()
