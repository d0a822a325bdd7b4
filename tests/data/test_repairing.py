import shutil

import pytest

from data.importing import run_import, undo
from data.reading.answers import Answers
from data.repairing import last_repair, repair
from data.workspace import Source, Workspace
from domain.errors import StoreError
from tests.data.workspaces import amounts, deals, load, two_loads

WHOLE = {"D1": 10, "D2": 25}


def flip(path, share):
    data = bytearray(path.read_bytes())
    data[int(len(data) * share)] ^= 0x10
    path.write_bytes(bytes(data))


def cut(path, share):
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])


DAMAGE = {
    "gone": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "cut to half": lambda path: cut(path, 0.5),
    "one byte short": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    **{f"a bit flipped at {share:.0%}": lambda path, share=share: flip(path, share) for share in (0, 0.1, 0.5, 0.999)},
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_snapshot_is_built_again_from_the_one_before_and_the_originals(tmp_path, damage):
    workspace = two_loads(tmp_path)
    place = Workspace(workspace)
    DAMAGE[damage](place.snapshots.path("000002"))
    mended = repair(workspace)
    assert (mended.damaged, mended.serves, mended.lost) == ("000002", "000003", ())
    assert amounts(workspace) == WHOLE
    assert last_repair(workspace).damaged == "000002"
    assert damage == "gone" or len(list((workspace / "broken").glob("*/000002.duckdb"))) == 1
    assert repair(workspace) is None
    assert undo(workspace) == ("000003", "000001")
    assert amounts(workspace) == {"D1": 10, "D2": 20}


def test_when_every_snapshot_is_gone_the_originals_are_enough(tmp_path):
    workspace = two_loads(tmp_path)
    shutil.rmtree(workspace / "snapshots")
    assert repair(workspace).lost == ()
    assert amounts(workspace) == WHOLE


def test_when_an_original_is_gone_too_the_newest_sound_snapshot_serves_and_the_file_is_named(tmp_path):
    workspace = two_loads(tmp_path)
    place = Workspace(workspace)
    last = place.ledger.entries()[-1]
    (place.raw / last["files"][0]["sha256"]).unlink()
    cut(place.snapshots.path("000002"), 0.5)
    mended = repair(workspace)
    assert (mended.serves, mended.lost) == ("000001", ("b.csv",))
    assert amounts(workspace) == {"D1": 10, "D2": 20}
    assert last_repair(workspace).lost == ("b.csv",)
    load(workspace, tmp_path, "b.csv", deals(("D2", 25)))
    assert last_repair(workspace) is None
    assert amounts(workspace) == WHOLE


def test_when_nothing_sound_is_left_the_sentence_says_which_files_to_import(tmp_path):
    workspace = tmp_path / "workspace"
    load(workspace, tmp_path, "a.csv", deals(("D1", 10)))
    shutil.rmtree(workspace / "snapshots")
    shutil.rmtree(workspace / "raw")
    with pytest.raises(StoreError, match=r"a\.csv"):
        repair(workspace)


def test_an_altered_original_is_not_taken_for_the_one_that_was_loaded(tmp_path):
    workspace = two_loads(tmp_path)
    place = Workspace(workspace)
    original = place.raw / place.ledger.entries()[-1]["files"][0]["sha256"]
    original.write_text(deals(("D2", 2_500_000)))
    place.snapshots.path("000002").unlink()
    assert repair(workspace).lost == ("b.csv",)
    assert amounts(workspace) == {"D1": 10, "D2": 20}


@pytest.mark.parametrize("text", ["", "000001", "000009", "../../x", "\x00"])
def test_a_pointer_that_says_something_else_than_the_ledger_is_put_right(tmp_path, text):
    workspace = two_loads(tmp_path)
    (workspace / "CURRENT").write_text(text)
    assert repair(workspace) is None
    assert amounts(workspace) == WHOLE


def test_a_lost_pointer_is_put_right(tmp_path):
    workspace = two_loads(tmp_path)
    (workspace / "CURRENT").unlink()
    repair(workspace)
    assert amounts(workspace) == WHOLE


def test_an_import_on_damaged_ground_mends_the_ground_first(tmp_path):
    workspace = two_loads(tmp_path)
    cut(Workspace(workspace).snapshots.path("000002"), 0.7)
    load(workspace, tmp_path, "c.csv", deals(("D3", 5)))
    assert amounts(workspace) == {**WHOLE, "D3": 5}


def test_a_file_with_its_answers_is_read_again_as_it_was_read_then(tmp_path):
    workspace = tmp_path / "workspace"
    path = tmp_path / "x.csv"
    text = "Mã giao dịch;Khách;Giai đoạn;Giá trị;Ngày\nD1;An Phát;Won;1.234,00;01/02/2026\n"
    path.write_text(text, encoding="utf-16")
    answers = Answers(
        entity="deals",
        currency="USD",
        date_order="dmy",
        decimal=",",
        encoding="utf-16",
        columns={
            "Mã giao dịch": "deal_id",
            "Khách": "customer_name",
            "Giai đoạn": "stage",
            "Giá trị": "amount",
            "Ngày": "close_on",
        },
    )
    assert run_import(workspace, [Source("x.csv", path)], answers).snapshot == "000001"
    before = amounts(workspace)
    shutil.rmtree(workspace / "snapshots")
    assert repair(workspace).lost == ()
    assert amounts(workspace) == before == {"D1": 1234}
