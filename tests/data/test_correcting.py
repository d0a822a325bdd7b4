from dataclasses import replace

import pytest

from data.correcting import correct
from data.held_rows import correctable
from data.importing import loads, run_import, undo
from data.reading.answers import Answers
from data.removing import remove
from data.repairing import repair
from data.snapshots import open_cursor
from data.workspace import Source, Workspace
from domain.errors import UsageError
from tests.data.workspaces import amounts

TEXT = (
    "Mã cơ hội;Khách hàng;Giai đoạn;Giá trị;Ngày đóng\n"
    "D1;Acme;Won;1.000,00;13/02/2026\n"
    "D2;Acme;Won;2.000,00;31/02/2026\n"
    "D3;Acme;Won;nghìn mốt;03/04/2026\n"
)


@pytest.fixture
def workspace(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(TEXT, encoding="utf-8")
    columns = {
        "Mã cơ hội": "deal_id", "Khách hàng": "customer_name", "Giai đoạn": "stage", "Giá trị": "amount",
        "Ngày đóng": "close_on",
    }  # fmt: skip
    answers = Answers(entity="deals", currency="VND", columns=columns)
    assert run_import(tmp_path / "workspace", [Source("a.csv", path)], answers, confirm=True).snapshot
    return tmp_path / "workspace"


def held(workspace):
    with open_cursor(Workspace(workspace).snapshots.current().path) as cursor:
        return [line for (line,) in cursor.execute("select distinct line_no from quarantine order by 1").fetchall()]


def corrected(row, header, value):
    return replace(row, cells={**row.cells, header: value})


def test_a_corrected_row_loads_as_its_file_was_read_and_is_no_longer_held(workspace):
    rows = correctable(workspace, 1)
    assert [(row.line_no, row.column) for row in rows] == [(3, "Ngày đóng"), (4, "Giá trị")]
    assert rows[0].cells["Giá trị"] == "2.000,00"
    report = correct(workspace, 1, [corrected(rows[0], "Ngày đóng", "03/02/2026")])
    assert (report.files[0].rows_loaded, report.files[0].first_date.isoformat()) == (1, "2026-02-03")
    assert amounts(workspace) == {"D1": 1000, "D2": 2000}
    assert held(workspace) == [4]
    assert [row.line_no for row in correctable(workspace, 1)] == [4]


def test_a_row_that_is_still_wrong_stays_held(workspace):
    rows = correctable(workspace, 1)
    report = correct(workspace, 1, [corrected(rows[1], "Giá trị", "vẫn sai")])
    assert report.snapshot is None
    assert held(workspace) == [3, 4]


def test_undoing_or_removing_the_correction_holds_the_row_back_again(workspace):
    rows = correctable(workspace, 1)
    correct(workspace, 1, [corrected(rows[1], "Giá trị", "1.100,00")])
    assert held(workspace) == [3]
    undo(workspace)
    assert held(workspace) == [3, 4]
    correct(workspace, 1, [corrected(rows[1], "Giá trị", "1.100,00")])
    assert [load["load_id"] for load in loads(workspace)] == [2, 1]
    remove(workspace, 2)
    assert held(workspace) == [3, 4]


def test_a_correction_survives_the_loss_of_every_snapshot(workspace):
    correct(workspace, 1, [corrected(correctable(workspace, 1)[0], "Ngày đóng", "03/02/2026")])
    for path in (workspace / "snapshots").iterdir():
        path.unlink()
    assert repair(workspace).lost == ()
    assert (amounts(workspace), held(workspace)) == ({"D1": 1000, "D2": 2000}, [4])


def test_there_must_be_an_import_and_a_row(workspace, tmp_path):
    with pytest.raises(UsageError, match="7"):
        correct(workspace, 7, correctable(workspace, 1))
    with pytest.raises(UsageError):
        correct(workspace, 1, [])
    assert correctable(tmp_path / "empty", 1) == []
